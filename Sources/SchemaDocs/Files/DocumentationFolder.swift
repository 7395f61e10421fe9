package import Foundation
import SchemaModel

/// The folder `docs/schema/`: generated pages and diagrams, beside whatever people put there.
package struct DocumentationFolder: Sendable {
    /// The folder, relative to the project.
    package static let path = "docs/schema"
    private let folder: URL
    private let dot: String

    /// - Parameters:
    ///   - root: The project's folder, in which `docs/schema/` is or will be.
    ///   - dot: Graphviz's program, by name or by path.
    package init(root: URL, dot: String = "dot") {
        folder = root.appending(path: Self.path)
        self.dot = dot
    }

    /// True when the folder is there; where it is not, nobody has asked for pages yet.
    package var exists: Bool { FileManager.default.fileExists(atPath: folder.path) }

    /// A reason why the folder is not up to date.
    package struct Stale: Sendable, Hashable, CustomStringConvertible {
        package enum Reason: String, Sendable { case missing, changed, orphaned }
        /// Relative to the project.
        package let file: String
        package let reason: Reason

        package var description: String {
            switch reason {
            case .missing: "\(file) is not there; run `plumb docs`"
            case .changed: "\(file) is not what is declared; run `plumb docs`"
            case .orphaned: "\(file) was generated and describes nothing any more; run `plumb docs`"
            }
        }
    }

    /// Which files are missing, differ or are left over. Empty when all is current.
    ///
    /// Pages are compared as they are. A diagram is current when it was drawn from the source that the declarations give, by
    /// whatever version of Graphviz, and nobody has changed it since.
    /// - Throws: ``DocsError`` of code `fileSystem` when a file is there and cannot be read.
    package func stale(_ documentation: SchemaDocumentation) throws(DocsError) -> [Stale] {
        var found: [Stale] = []
        func look(_ file: String, isCurrent: (String) -> Bool) throws(DocsError) {
            guard let text = try contents(file) else {
                return found.append(Stale(file: Self.path + "/" + file, reason: .missing))
            }
            if !isCurrent(text) { found.append(Stale(file: Self.path + "/" + file, reason: .changed)) }
        }
        for page in documentation.pages { try look(page.file) { $0 == page.text } }
        for diagram in documentation.diagrams { try look(diagram.file) { DiagramSeal(of: $0)?.holds(for: diagram) == true } }
        let expected = Set(documentation.pages.map(\.file) + documentation.diagrams.map(\.file))
        for file in try names() where !expected.contains(file) {
            if let text = try contents(file), Self.isGenerated(text) {
                found.append(Stale(file: Self.path + "/" + file, reason: .orphaned))
            }
        }
        return found.sorted { $0.file < $1.file }
    }

    /// Writes what is stale and deletes what is left over. Other files are not touched.
    ///
    /// - Parameter redraws: Draws every diagram, though its source is the same: for another version of Graphviz.
    /// - Returns: The files written or deleted, relative to the project.
    /// - Throws: ``DocsError``: `noGraphviz` after the pages are written, `fileSystem` also when a file of somebody else has the
    ///   name of a page.
    @discardableResult
    package func write(_ documentation: SchemaDocumentation, redraws: Bool = false) async throws(DocsError) -> [String] {
        let stale = try stale(documentation)
        for entry in stale where entry.reason == .changed {
            if let text = try contents(String(entry.file.dropFirst(Self.path.count + 1))), !Self.isGenerated(text) {
                throw DocsError(
                    .fileSystem, "\(entry.file) was not written by `plumb docs` and is where a page has to be; move it away")
            }
        }
        let files = Set(stale.map(\.file))
        var written: [String] = []
        for page in documentation.pages where files.contains("\(Self.path)/\(page.file)") {
            try write(page.text, to: page.file)
            written.append("\(Self.path)/\(page.file)")
        }
        for entry in stale where entry.reason == .orphaned {
            try remove(String(entry.file.dropFirst(Self.path.count + 1)))
            written.append(entry.file)
        }
        for diagram in documentation.diagrams where redraws || files.contains("\(Self.path)/\(diagram.file)") {
            let picture = try await Drawing.svg(of: diagram, with: dot)
            try write(DiagramSeal.sealed(picture, diagram), to: diagram.file)
            written.append("\(Self.path)/\(diagram.file)")
        }
        return written.sorted()
    }

    private static func isGenerated(_ text: String) -> Bool { text.prefix(200).contains("<!-- \(SchemaDocumentation.mark) ") }

    // MARK: Files

    private func names() throws(DocsError) -> [String] {
        guard exists else { return [] }
        do {
            return try FileManager.default.contentsOfDirectory(atPath: folder.path)
                .filter { ($0.hasSuffix(".md") || $0.hasSuffix(".svg")) && !$0.hasPrefix(".") }.sorted()
        } catch {
            throw DocsError(.fileSystem, "\(Self.path) cannot be read: \(FileErrorText.reason(error))")
        }
    }

    private func contents(_ file: String) throws(DocsError) -> String? {
        let url = folder.appending(component: file)
        guard FileManager.default.fileExists(atPath: url.path) else { return nil }
        do {
            return try String(contentsOf: url, encoding: .utf8)
        } catch {
            throw DocsError(.fileSystem, "\(Self.path)/\(file) cannot be read as UTF-8: \(FileErrorText.reason(error))")
        }
    }

    private func write(_ text: String, to file: String) throws(DocsError) {
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try Data(text.utf8).write(to: folder.appending(component: file), options: .atomic)
        } catch {
            throw DocsError(.fileSystem, "\(Self.path)/\(file) cannot be written: \(FileErrorText.reason(error))")
        }
    }

    private func remove(_ file: String) throws(DocsError) {
        do {
            try FileManager.default.removeItem(at: folder.appending(component: file))
        } catch {
            throw DocsError(.fileSystem, "\(Self.path)/\(file) cannot be deleted: \(FileErrorText.reason(error))")
        }
    }
}
