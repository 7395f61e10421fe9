import Foundation
import Migrator
import SchemaImport

/// Writes generated files into a folder so that edits by hand survive.
///
/// `.plumbline-import.json` holds the digest of each file as it was generated. A file that nobody has edited follows the new import; an
/// edited one stays as it is while the import would write what it wrote before. Where both changed, nothing is written at all, until the
/// edited file is deleted.
struct GeneratedFolder {
    let root: URL

    private static let record = ".plumbline-import.json"

    private struct Record: Codable {
        var version = 1
        var files: [String: String] = [:]
    }

    /// The effect of a write.
    private enum Action {
        case write(String)
        case remove
        case keep
        case conflict(String)
    }

    /// - Parameters:
    ///   - generated: files that follow each import.
    ///   - once: files that are written where they are missing, the first time.
    /// - Returns: the paths of edited files that were left alone.
    /// - Throws: ``CommandError`` when the folder holds something else, or edits contradict the import; nothing is written then.
    func write(_ generated: [ImportedFile], once: [ImportedFile]) throws -> [String] {
        let record = try readRecord()
        if record == nil, let other = try FileManager.default.otherFile(in: root) {
            throw CommandError(
                "\(root.path) is not empty (it holds \(other)) and was not written by an import; give another folder with --to")
        }
        let old = record?.files ?? [:]
        let new = Dictionary(generated.map { ($0.path, $0.text) }, uniquingKeysWith: { first, _ in first })
        let actions = try Set(old.keys).union(new.keys).sorted().map { path in
            (path, action(new[path], was: old[path], is: try contents(path)))
        }
        let conflicts = try actions.compactMap { path, action -> String? in
            guard case .conflict(let reason) = action else { return nil }
            return (["  \(path): \(reason)"] + Self.differences(try contents(path) ?? "", new[path] ?? "")).joined(
                separator: "\n")
        }
        guard conflicts.isEmpty else {
            throw CommandError(
                "these files were edited, and the import would write them differently; nothing was written:\n"
                    + conflicts.joined(separator: "\n")
                    + "\nMove an edit into a file of your own, or delete the file to take the import's.")
        }
        let digests = Record(files: new.mapValues { Checksum.sha256($0) })
        guard record != nil else {
            try create(generated + once, digests)
            return []
        }
        var kept: [String] = []
        for (path, action) in actions {
            switch action {
            case .write(let text): try write(text, to: path)
            case .remove: try FileManager.default.removeItem(at: root.appending(path: path))
            case .keep: kept.append(path)
            case .conflict: break
            }
        }
        // Last: where the import is broken off, the next one finds each file as it was or as it should be.
        try write(digests)
        return kept
    }

    /// The lines that a file has and the import would not write, and the other way around; a few of many.
    private static func differences(_ file: String, _ imported: String) -> [String] {
        func lines(_ text: String) -> [String] { text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }
        let changes = lines(imported).difference(from: lines(file))
        let most = 8
        let shown = changes.prefix(most).map { change in
            switch change {
            case .remove(_, let line, _): "    in the file:   \(line)"
            case .insert(_, let line, _): "    in the import: \(line)"
            }
        }
        return shown + (changes.count > most ? ["    … and \(changes.count - most) more lines"] : [])
    }

    /// The first import. A folder that holds a part of a package would be refused the next time, so all is written or nothing.
    private func create(_ files: [ImportedFile], _ digests: Record) throws {
        let manager = FileManager.default
        let isNew = !manager.fileExists(atPath: root.path)
        do {
            for file in files { try write(file.text, to: file.path) }
            try write(digests)
        } catch {
            let parts = Set(files.map { String($0.path.prefix { $0 != "/" }) })
            for part in isNew ? [""] : parts { try? manager.removeItem(at: root.appending(path: part)) }
            throw error
        }
    }

    private func write(_ record: Record) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        try write(String(decoding: try encoder.encode(record), as: UTF8.self) + "\n", to: Self.record)
    }

    private func action(_ new: String?, was: String?, is current: String?) -> Action {
        let digest = new.map { Checksum.sha256($0) }
        let now = current.map { Checksum.sha256($0) }
        if now == was || now == digest {
            guard let new else { return current == nil ? .keep : .remove }
            return .write(new)
        }
        if digest == was { return .keep }
        // Deleting a file is the way to get the import's.
        if current == nil { return new.map(Action.write) ?? .keep }
        return .conflict(new == nil ? "edited, and no longer in the database" : "edited here, and changed in the database")
    }

    private func readRecord() throws -> Record? {
        guard let text = try contents(Self.record) else { return nil }
        do {
            let record = try JSONDecoder().decode(Record.self, from: Data(text.utf8))
            guard record.version == 1 else {
                throw CommandError("\(Self.record) is of a newer version of Plumbline; use that version")
            }
            return record
        } catch let error as DecodingError {
            throw CommandError("\(root.appending(path: Self.record).path) cannot be read (\(error.reason)); restore it from git")
        }
    }

    private func contents(_ path: String) throws -> String? {
        let file = root.appending(path: path)
        guard FileManager.default.fileExists(atPath: file.path) else { return nil }
        do {
            return String(decoding: try Data(contentsOf: file), as: UTF8.self)
        } catch {
            throw CommandError("\(file.path) cannot be read: \(ErrorText.text(error))")
        }
    }

    private func write(_ text: String, to path: String) throws {
        let file = root.appending(path: path)
        do {
            try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file, options: .atomic)
        } catch {
            throw CommandError("\(file.path) cannot be written: \(ErrorText.text(error))")
        }
    }
}

extension FileManager {
    /// Something that a folder holds beside what git and Finder keep there; nil for an empty or a missing folder.
    func otherFile(in folder: URL) throws -> String? {
        guard fileExists(atPath: folder.path) else { return nil }
        do {
            return try contentsOfDirectory(atPath: folder.path).sorted().first { ![".git", ".DS_Store"].contains($0) }
        } catch {
            throw CommandError("\(folder.path) cannot be read: \(ErrorText.text(error))")
        }
    }
}
