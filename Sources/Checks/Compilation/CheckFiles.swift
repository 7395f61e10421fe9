package import Foundation
import SchemaModel

/// The folder `checks/`: files of SQL, generated beside hand-written.
package struct CheckFiles: Sendable {
    /// The project's folder, in which `checks/` is.
    package let root: URL

    package init(root: URL) { self.root = root }

    /// A reason for which a folder is not current.
    package struct Stale: Sendable, Hashable, CustomStringConvertible {
        package enum Reason: String, Sendable { case missing, changed, orphaned }
        /// Relative to the project.
        package let file: String
        package let reason: Reason

        package var description: String {
            switch reason {
            case .missing: "\(file) is not there; run `plumb compile`"
            case .changed: "\(file) differs from its declaration; run `plumb compile`"
            case .orphaned: "\(file) was generated and nothing declares it any more; run `plumb compile`"
            }
        }
    }

    /// Which generated files of these databases are missing, differ or are left over. Empty when all is current.
    /// - Throws: ``CheckError`` of code `fileSystem` when a file is there and cannot be read.
    package func stale(_ checks: [CompiledCheck], databases: [String]) throws(CheckError) -> [Stale] {
        var found: [Stale] = []
        for check in checks {
            guard let text = try contents(check.file) else {
                found.append(Stale(file: check.file, reason: .missing))
                continue
            }
            if text != Self.normalized(check.fileText) { found.append(Stale(file: check.file, reason: .changed)) }
        }
        let declared = Set(checks.map(\.file))
        for database in databases {
            for name in try names(database) {
                let file = "checks/\(database)/\(name).sql"
                guard !declared.contains(file), let text = try contents(file), CheckHeader(of: text).isGenerated else { continue }
                found.append(Stale(file: file, reason: .orphaned))
            }
        }
        return found.sorted { $0.file < $1.file }
    }

    /// Writes what is stale and deletes what is left over; hand-written files are not touched.
    /// - Returns: The files written or deleted, relative to the project.
    /// - Throws: ``CheckError`` of code `fileSystem`, also when a hand-written file has the name of a declared check.
    @discardableResult
    package func write(_ checks: [CompiledCheck], databases: [String]) throws(CheckError) -> [String] {
        let stale = try stale(checks, databases: databases)
        let texts = Dictionary(checks.map { ($0.file, $0.fileText) }, uniquingKeysWith: { first, _ in first })
        for entry in stale where entry.reason == .changed {
            if let text = try contents(entry.file), !CheckHeader(of: text).isGenerated {
                throw CheckError(
                    .fileSystem, "\(entry.file) is hand-written and has the name of a declared check; rename one of them")
            }
        }
        for entry in stale {
            let url = root.appending(path: entry.file)
            do {
                if let text = texts[entry.file] {
                    try FileManager.default.createDirectory(
                        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
                    try Data(text.utf8).write(to: url, options: .atomic)
                } else {
                    try FileManager.default.removeItem(at: url)
                }
            } catch {
                throw CheckError(.fileSystem, "\(entry.file) cannot be written: \(FileErrorText.reason(error))")
            }
        }
        return stale.map(\.file)
    }

    private func names(_ database: String) throws(CheckError) -> [String] {
        try names(in: "checks/\(database)")
    }

    /// The names, without `.sql`, of the files in a folder.
    func names(in path: String) throws(CheckError) -> [String] {
        let folder = root.appending(path: path)
        guard FileManager.default.fileExists(atPath: folder.path) else { return [] }
        do {
            return try FileManager.default.contentsOfDirectory(atPath: folder.path)
                .filter { $0.hasSuffix(".sql") && !$0.hasPrefix(".") }
                .map { String($0.dropLast(4)) }.sorted()
        } catch {
            throw CheckError(.fileSystem, "\(path) cannot be read: \(FileErrorText.reason(error))")
        }
    }

    /// The text of a file; nil where there is none. Line ends are LF, as Plumbline writes them, also where Git made them CRLF.
    func contents(_ file: String) throws(CheckError) -> String? {
        let url = root.appending(path: file)
        guard FileManager.default.fileExists(atPath: url.path) else { return nil }
        do {
            return Self.normalized(try String(contentsOf: url, encoding: .utf8))
        } catch {
            throw CheckError(.fileSystem, "\(file) cannot be read as UTF-8: \(FileErrorText.reason(error, at: url.path))")
        }
    }

    /// The text with LF at the ends of its lines, and without the byte order mark that editors on Windows write; psql skips it too.
    private static func normalized(_ text: String) -> String {
        String(text.trimmingPrefix("\u{FEFF}")).replacing("\r\n", with: "\n")
    }
}
