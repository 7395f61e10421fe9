import Foundation
import Sandbox
import SchemaModel

/// A database that files of SQL declare.
struct SQLDatabase: Sendable {
    let name: String
    /// A file or a folder, relative to the project.
    let path: String
    let platform: Platform
    /// The schemas that are owned whole; nil for all that the files declare.
    let schemas: Set<String>?
    let managedPartitions: [String]

    /// The files, in the order in which they are loaded: by their paths.
    ///
    /// - Throws: ``CommandError`` when there are none.
    func files(in root: URL) throws -> [URL] {
        let root = URL(filePath: root.path(percentEncoded: false), directoryHint: .isDirectory)
        let url = root.appending(path: path)
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isDirectory) else {
            throw CommandError(
                "plumbline.yml: the schema of \(name), \(path), does not exist. Create the folder and put .sql files into it.")
        }
        guard isDirectory.boolValue else { return [URL(filePath: path, relativeTo: root)] }
        let names = try FileManager.default.subpathsOfDirectory(atPath: url.path)
            .filter { $0.hasSuffix(".sql") && !$0.split(separator: "/").contains { $0.hasPrefix(".") } }.sorted()
        guard !names.isEmpty else {
            throw CommandError("the schema of \(name), \(path), has no .sql file. Write CREATE statements into one.")
        }
        let folder = path.hasSuffix("/") ? String(path.dropLast()) : path
        return names.map { URL(filePath: "\(folder)/\($0)", relativeTo: root) }
    }
}

extension Configuration {
    /// The databases that the file itself declares, by `schema:`; in the order of their names.
    ///
    /// - Parameters:
    ///   - swift: the databases that are declared in Swift.
    ///   - root: the project's folder, whose name a single database has that nothing names.
    /// - Throws: ``CommandError`` for an entry that no declaration is for, and for one that two are for.
    func sqlDatabases(besides swift: [String], in root: URL) throws -> [SQLDatabase] {
        let file = try Self.file(in: root)
        let entries = databases ?? [:]
        var found: [SQLDatabase] = []
        for (name, entry) in entries.sorted(by: { $0.key < $1.key }) {
            let place = file?.place("databases", name) ?? ConfigurationFile.name
            if swift.contains(name) {
                guard entry.schema == nil, entry.platform == nil, entry.schemas == nil, entry.managedPartitions == nil else {
                    throw CommandError(
                        "\(place): the database \(name) is declared in Swift, so `schema`, `platform`, `schemas` and `managed-partitions` are set there"
                    )
                }
                continue
            }
            guard let path = entry.schema ?? schema else {
                let known = swift + entries.filter { $0.value.schema != nil }.keys
                throw CommandError(
                    "\(place): no database `\(name)` is declared.\(Spelling.suggestion(for: name, among: swift)) "
                        + (known.isEmpty ? "" : "Declared: \(known.sorted().joined(separator: ", ")). ")
                        + "A database of SQL files needs `schema: FOLDER`.")
            }
            found.append(
                SQLDatabase(
                    name: name, path: path, platform: try Self.platform(entry.platform, place),
                    schemas: entry.schemas.map(Set.init),
                    managedPartitions: entry.managedPartitions ?? []))
        }
        guard let schema else { return found }
        if found.isEmpty {
            found = [
                SQLDatabase(
                    name: try self.name ?? Self.name(of: root), path: schema, platform: .plain, schemas: nil,
                    managedPartitions: [])
            ]
        }
        guard found.count(where: { $0.path == schema }) == 1 else {
            throw CommandError(
                "\(file?.place("schema") ?? ConfigurationFile.name): `schema` must be of one database; give each of "
                    + "\(found.map(\.name).joined(separator: ", ")) a `schema` of its own in `databases`")
        }
        return found
    }

    /// The name in the migration history of a project that is not declared in Swift.
    func projectName(_ databases: [SQLDatabase]) throws -> String {
        if let name { return name }
        guard databases.count == 1, let only = databases.first else {
            guard !databases.isEmpty else {
                throw CommandError(
                    "there is no project here: no \(ConfigurationFile.name) with `schema: FOLDER` in this folder. Write one for a project of SQL "
                        + "files; for one in Swift, run `plumb init NAME --plumbline PLACE`, or `plumb import URL`.")
            }
            throw CommandError("plumbline.yml: give the project a `name`, by which its migration history knows it")
        }
        return only.name
    }

    private static func platform(_ text: String?, _ place: String) throws -> Platform {
        guard let text else { return .plain }
        let known = [Platform.plain, .supabase].map(\.rawValue)
        guard known.contains(text) else {
            throw CommandError(
                "\(place): there is no platform `\(text)`.\(Spelling.suggestion(for: text, among: known)) "
                    + "The platforms are \(known.joined(separator: ", ")).")
        }
        return Platform(rawValue: text)
    }

    private static func name(of root: URL) throws -> String {
        let name = root.standardizedFileURL.lastPathComponent.lowercased().map {
            $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_"
        }
        guard let first = name.first, first.isLetter else {
            throw CommandError("plumbline.yml: give the database a `name`; that of this folder cannot be one")
        }
        return String(name)
    }
}
