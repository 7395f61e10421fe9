import Foundation
import SchemaModel

extension CheckFiles {
    /// The hand-written checks of one database, as the only one of its project.
    ///
    /// - Throws: ``CheckError`` of code `invalidFile` with every problem of every file, or `fileSystem`.
    package func handWritten(database: String) throws(CheckError) -> [CompiledCheck] {
        try handWritten([database], of: [database])
    }

    /// The hand-written checks of some databases: those of `checks/DATABASE/`, of `checks/` itself, and of all folders in them.
    ///
    /// - Parameters:
    ///   - databases: the databases whose checks are wanted.
    ///   - all: all databases of the project. A file that is not in `checks/DATABASE/` belongs to the only one, or to the one that its line
    ///     `-- database: NAME` names.
    /// - Throws: ``CheckError`` of code `invalidFile` with every problem of every file, or `fileSystem`.
    package func handWritten(_ databases: [String], of all: [String]) throws(CheckError) -> [CompiledCheck] {
        try handWritten(in: try filesBelow("checks"), of: all).filter { databases.contains($0.database) }
    }

    /// The files of SQL in a folder and in all folders below it, in the order of their paths.
    private func filesBelow(_ path: String) throws(CheckError) -> [String] {
        let folder = root.appending(path: path)
        guard FileManager.default.fileExists(atPath: folder.path) else { return [] }
        do {
            return try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { name in
                name.lowercased().hasSuffix(".sql") && !name.split(separator: "/").contains { $0.hasPrefix(".") }
            }.sorted().map { "\(path)/\($0)" }
        } catch {
            throw CheckError(.fileSystem, "\(path) cannot be read: \(FileErrorText.reason(error))")
        }
    }

    /// The checks of these files, relative to the project; a file that was generated has none.
    ///
    /// - Throws: ``CheckError`` of code `invalidFile` with every problem of every file, or `fileSystem`.
    package func handWritten(in files: [String], of all: [String]) throws(CheckError) -> [CompiledCheck] {
        var checks: [CompiledCheck] = []
        var problems: [String] = []
        for file in files {
            guard let text = try contents(file) else {
                throw CheckError(.fileSystem, "there is no file \(file)")
            }
            guard !CheckHeader(of: text).isGenerated else { continue }
            for part in SQLCheckPart.parts(of: text, file: file) {
                do {
                    let database = try part.database(among: all)
                    checks.append(
                        try CompiledCheck(
                            handWritten: part.name, database: database, text: part.text, file: file, place: part.place))
                } catch {
                    problems.append(error.message)
                }
            }
        }
        var seen: [String: String] = [:]
        for check in checks {
            if let other = seen.updateValue(check.file, forKey: "\(check.database) \(check.id)") {
                problems.append(
                    "\(check.file): the check \(check.id) of \(check.database) is in \(other) too; rename one of them")
            }
        }
        guard problems.isEmpty else { throw CheckError(.invalidFile, problems.joined(separator: "\n")) }
        return checks
    }
}

/// One check in a hand-written file: the whole file, or what follows a line `-- plumb:check NAME`.
private struct SQLCheckPart {
    let name: String
    let text: String
    let file: String
    /// The line of the mark; nil where the whole file is one check.
    let place: SourceLocation?

    static func parts(of text: String, file: String) -> [SQLCheckPart] {
        let lines = text.lines
        let marks = lines.indices.compactMap { index in
            lines[index].wholeMatch(of: #/\s*--\s*plumb:check\s+(.*?)\s*/#).map { (line: index, name: String($0.1)) }
        }
        guard !marks.isEmpty else {
            let name = file.split(separator: "/").last.map { String($0.dropLast(".sql".count)) } ?? file
            return [SQLCheckPart(name: name, text: text, file: file, place: nil)]
        }
        return marks.indices.map { number in
            let end = number + 1 < marks.count ? marks[number + 1].line : lines.count
            return SQLCheckPart(
                name: marks[number].name, text: lines[marks[number].line..<end].joined(separator: "\n"), file: file,
                place: SourceLocation(file: file, line: marks[number].line + 1))
        }
    }

    /// The database that it is of: the one that its header names, that of its folder, or the only one.
    func database(among all: [String]) throws(CheckError) -> String {
        let place = place?.description ?? file
        if let named = CheckHeader(of: text).value("database") {
            guard all.contains(named) else {
                throw CheckError(
                    .invalidFile, "\(place): there is no database `\(named)`; there are \(all.joined(separator: ", "))")
            }
            return named
        }
        let folders = file.split(separator: "/").dropLast().map(String.init)
        if let folder = folders.last(where: all.contains) { return folder }
        guard all.count == 1, let only = all.first else {
            throw CheckError(
                .invalidFile,
                "\(place): say whose check it is with a line `-- database: NAME`; there are \(all.joined(separator: ", "))")
        }
        return only
    }
}
