import ArgumentParser
import Foundation
import SchemaImport
import SchemaModel

struct InitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Create a Swift package for a new database.",
        discussion: """
            The package builds at once. It has one table, one check, a test on a real server, and a workflow for GitHub Actions. The \
            package, its program and its database get the same name.
            """)

    @Argument(help: "The name: lowercase letters, digits and underscores.") var name: String
    @Option(help: ArgumentHelp("The folder of the package. Default: the name.", valueName: "folder")) var to: String?
    @Option(help: "The host of the database: plain or supabase.") var platform = "plain"
    @Option(
        name: .customLong("plumbline"),
        help: ArgumentHelp("Where the package finds this library: a path or the URL of a repository.", valueName: "place"))
    var library: String

    func run() async throws {
        let place = try PackagePlace(name: name, folder: to, library: library, platform: platform)
        if let other = try FileManager.default.otherFile(in: place.folder) {
            throw CommandError("\(place.folder.path) is not empty (it holds \(other)); give another folder with --to")
        }
        for file in files(place) {
            let url = place.folder.appending(path: file.path)
            do {
                try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(file.text.utf8).write(to: url)
            } catch {
                throw CommandError("\(url.path) cannot be written: \(ErrorText.text(error))")
            }
        }
        Output.line(
            """
            \(place.folder.path) is ready. Next:
              cd \(place.folder.path)
              swift run \(name) generate initial             # write migrations/\(name)/0001_initial.sql and its rollback, proved on a scratch server
              eval "$(swift run \(name) sandbox start)"      # a throwaway server; for a database of yours, set PLUMBLINE_URL_\(name.uppercased())
              swift run \(name) apply
              swift run \(name) check --allow-superuser      # run the checks; everybody is a superuser of the sandbox
              swift test
            """)
    }

    private func files(_ place: PackagePlace) -> [ImportedFile] {
        let package = place.package
        return [
            package.manifest, package.main(hasChecks: true), package.ignored, package.configuration, package.workflow,
            package.test,
            declaration(place),
        ]
    }

    private func declaration(_ place: PackagePlace) -> ImportedFile {
        let namespace = place.package.namespace
        let platform = place.platform == .plain ? "" : ", platform: .\(place.platform.rawValue)"
        return ImportedFile(
            path: "Sources/\(place.package.target)/\(namespace).swift",
            text: """
                import Plumbline

                /// A customer. Reports show the values of unmasked columns only.
                final class Customer: Table, Sendable {
                    static let relationName = "customers"

                    let id = Column("id", .bigint).identity().primaryKey().unmasked()
                    let email = Column("email", .text).notNull().unique().sensitive()
                    let name = Column("name", .text).notNull().sensitive()
                    let createdAt = Column("created_at", .timestamptz).notNull().default(.now).unmasked()

                    var body: TableBody {
                        Check(sql: "\\(email) LIKE '%@%'", name: "customers_email_check")
                        Index("customers_created_at_idx", on: createdAt.descending)
                    }
                }

                public enum \(namespace) {
                    static let customers = Customer()

                    /// The declared schema.
                    public static let database = Database("\(place.package.name)"\(platform), schemas: [Schema("app", tables: [customers])])

                    /// The checks on the data; `\(place.package.name) check` runs them on the live database.
                    public static let checks = CheckSuite(
                        database,
                        [
                            CheckGroup(
                                on: customers, key: [customers.id],
                                [.format(customers.email, #"^[^\\s@]+@[^\\s@]+$"#, "Customers have a valid e-mail address")])
                        ])
                }

                """)
    }
}
