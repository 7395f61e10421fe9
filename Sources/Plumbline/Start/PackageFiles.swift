import SchemaImport
import SchemaModel

/// The files of a new package around a declaration. They are written once and are the user's from then on.
struct PackageFiles {
    /// The name of the package, of its program and of its database.
    let name: String
    /// The enum that holds the declaration.
    let namespace: String
    /// Where the library is: a path, or the URL of a repository.
    let library: String

    /// The target of the declaration.
    var target: String { "\(namespace)Schema" }

    /// A name as Swift's packages and PostgreSQL both take it.
    static func isLegal(_ name: String) -> Bool { name.wholeMatch(of: #/[a-z][a-z0-9_]{0,40}/#) != nil }

    private var dependency: String {
        library.contains("://") || library.hasPrefix("git@")
            ? ".package(url: \"\(library)\", from: \"0.1.0\")" : ".package(name: \"plumbline\", path: \"\(library)\")"
    }

    var manifest: ImportedFile {
        ImportedFile(
            path: "Package.swift",
            text: """
                // swift-tools-version: 6.1
                import PackageDescription

                let package = Package(
                    name: "\(name)",
                    platforms: [.macOS(.v15)],
                    dependencies: [\(dependency)],
                    targets: [
                        // The declared schema.
                        .target(name: "\(target)", dependencies: [.product(name: "Plumbline", package: "plumbline")]),
                        // The command: `swift run \(name) plan`.
                        .executableTarget(
                            name: "\(name)", dependencies: ["\(target)", .product(name: "Plumbline", package: "plumbline")]),
                        .testTarget(
                            name: "\(target)Tests",
                            dependencies: [
                                "\(target)", .product(name: "Plumbline", package: "plumbline"),
                                .product(name: "PlumblineTesting", package: "plumbline"),
                            ]),
                    ],
                    swiftLanguageModes: [.v6]
                )

                """)
    }

    /// - Parameter hasChecks: whether the declaration has a suite of checks.
    func main(hasChecks: Bool) -> ImportedFile {
        ImportedFile(
            path: "Sources/\(name)/main.swift",
            text: """
                import Plumbline
                import \(target)

                await Plumb.main(
                    Project(name: "\(name)", databases: [\(namespace).database]\(hasChecks ? ", suites: [\(namespace).checks]" : "")))

                """)
    }

    var ignored: ImportedFile {
        ImportedFile(path: ".gitignore", text: ".build/\nreports/\n")
    }

    /// The configuration. The URL comes from the environment, so that no password stands in a file.
    var configuration: ImportedFile {
        ImportedFile(
            path: "plumbline.yml",
            text: """
                # The URL of the database is in the environment variable PLUMBLINE_URL_\(name.uppercased()).
                # A URL without a password can be here instead:
                #
                # databases:
                #   \(name):
                #     url: postgres://migrator@db.example/\(name)

                """)
    }

    var workflow: ImportedFile {
        ImportedFile(
            path: ".github/workflows/plumb.yml",
            text: """
                name: plumb

                on:
                  pull_request:
                  push:
                    branches: [main]

                permissions:
                  contents: read

                jobs:
                  gate:
                    runs-on: ubuntu-latest
                    container: swift:6.3-bookworm
                    timeout-minutes: 40
                    steps:
                      - uses: actions/checkout@v4
                      - uses: actions/cache@v4
                        with:
                          path: .build
                          key: plumb-${{ hashFiles('Package.resolved') }}
                      - name: Install PostgreSQL and the libraries to build with
                        run: |
                          apt-get update
                          apt-get install --yes --no-install-recommends libpq-dev libpg-query-dev libsqlite3-dev pkg-config postgresql
                      - name: Test
                        run: swift test
                      - name: Gate
                        run: swift run \(name) gate --junit reports/gate.xml --markdown reports/gate.md
                        env:
                          PLUMBLINE_URL_\(name.uppercased()): ${{ secrets.PLUMBLINE_URL_\(name.uppercased()) }}

                """)
    }

    /// A test that the declaration loads into a real server.
    var test: ImportedFile {
        ImportedFile(
            path: "Tests/\(target)Tests/SchemaTests.swift",
            text: """
                import Plumbline
                import PlumblineTesting
                import Testing
                import \(target)

                @Suite("the schema")
                struct SchemaTests {
                    @Test("the declaration contradicts itself nowhere")
                    func declaration() {
                        #expect(\(namespace).database.validate().isEmpty)
                    }

                    // The test has a database of its own with the declared schema.
                    @Test("PostgreSQL takes the declaration", .database(of: \(namespace).database))
                    func loads() async throws {
                        try await PostgresConnection.with(ScratchDatabase.settings) { connection in
                            let rows = try await connection.query("SELECT count(*) AS n FROM pg_catalog.pg_class WHERE relkind = 'r'")
                            #expect(try rows.first?.decode("n", as: Int64.self) ?? 0 > 0)
                        }
                    }
                }

                """)
    }
}
