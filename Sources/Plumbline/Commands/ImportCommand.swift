import ArgumentParser
import Foundation
import PostgresClient
import SchemaImport
import SchemaModel

struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Create a Swift package from an existing database.",
        discussion: """
            A SOURCE is a connection URL, a .sql file or folder, or a snapshot .json. The package has one file per table. Objects that the \
            Swift DSL cannot express are raw SQL in RawSQL.swift. Before anything is written, the declaration is loaded into a \
            scratch server and compared with the source.

            You can run it again: it updates the files that nobody has edited, and leaves an edited file as it is. If the database \
            changed the same file, it writes nothing, and names the file.

            Exit status: 0, the declaration matches the source; 1, it was written, and something differs; 2, nothing was written.
            """)

    @Argument(help: "The database to import.") var source: String
    @Option(help: "The name of the package and the database: lowercase letters, digits and underscores.") var name: String?
    @Option(help: ArgumentHelp("The folder of the package. Default: the name.", valueName: "folder")) var to: String?
    @Option(
        name: .customLong("schema"),
        help: ArgumentHelp("Import this schema only, with the extensions; can be repeated.", valueName: "name"))
    var schemas: [String] = []
    @Option(help: "The host of the database: plain, or supabase, whose own schemas are not imported.") var platform = "plain"
    @Option(
        name: .customLong("plumbline"),
        help: ArgumentHelp("Where the package finds this library: a path or the URL of a repository.", valueName: "place"))
    var library: String
    @Flag(help: "Also build the package, and compare what it declares with the source.") var verify = false

    @OptionGroup var version: ScratchVersion

    func run() async throws {
        let context = try CommandContext.get()
        let source = try Source(source)
        if case .declared = source {
            throw CommandError("declared:NAME is a declaration already; give a URL, a .sql file or a snapshot")
        }
        let name = try name ?? PackagePlace.name(of: source)
        let place = try PackagePlace(name: name, folder: to, library: library, platform: platform)
        let live = try await source.major()
        let major = version.postgres ?? live
        let server = try await context.scratchServer(major: major)
        let read = try await source.read(context, major: major, platform: place.platform)
        let importer = SchemaImporter(
            database: name, namespace: place.package.namespace, platform: place.platform, server: server)
        var imported = try await importer.run(read, schemas: Set(schemas))
        imported.left += try await source.filledTables(context, major: major, platform: place.platform).map { table in
            "the rows of \(table): declare those that every database must have as ReferenceRows"
        }
        let generated = imported.files.map { ImportedFile(path: "Sources/\(place.package.target)/\($0.path)", text: $0.text) }
        let package = place.package
        let kept = try GeneratedFolder(root: place.folder).write(
            generated,
            once: [package.manifest, package.main(hasChecks: false), package.ignored, package.configuration, package.test])
        report(imported, kept, place)
        if verify { try await place.verify(against: source, self.source) }
        if !imported.differences.isEmpty { throw ExitCode.somethingToDo }
    }

    private func report(_ imported: SchemaImporter.Imported, _ kept: [String], _ place: PackagePlace) {
        for item in imported.left { Progress.note("not imported: \(item)") }
        for path in kept { Progress.note("left as it was edited: \(path)") }
        let raw =
            imported.raw.isEmpty
            ? "" : ", \(imported.raw.count) \(imported.raw.count == 1 ? "statement" : "statements") as raw SQL"
        Output.line("\(place.folder.path): \(Plural.text(imported.tables, "table"))\(raw)")
        if imported.differences.isEmpty {
            let what = kept.isEmpty ? "the declaration" : "the imported declaration, without your edits"
            Output.line("\(what), loaded into a scratch server, matches the source")
        } else {
            Output.line("the declaration, loaded into a scratch server, differs from the source:")
            for line in imported.differences { Output.line("  \(line)") }
        }
        if !verify {
            let compares = kept.isEmpty ? "" : ", and also compares your edits with the source"
            Output.line(
                "the package was not built; `swift build --package-path \(place.folder.path)` does it, or --verify\(compares)")
        }
    }
}
