// swift-tools-version: 6.1
import PackageDescription

let package = Package(
    name: "plumbline",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "plumb", targets: ["plumb"]),
        .executable(name: "plumb-plain", targets: ["plumb-plain"]),
        // `import Plumbline` is enough; the other modules are listed for code that names their types.
        .library(
            name: "Plumbline",
            targets: [
                "Plumbline", "SchemaDSL", "SchemaModel", "Checks", "Queries", "Reports", "SchemaDocs", "Migrator",
                "SchemaEngine", "PostgresClient", "Sandbox", "Transfer",
            ]
        ),
        // Declarations alone: tables, views, functions and the rest as Swift values. It needs no C library and no other package.
        .library(name: "SchemaDSL", targets: ["SchemaDSL", "SchemaModel"]),
        .library(name: "PlumblineTesting", targets: ["PlumblineTesting"]),
        .plugin(name: "PlumbPlugin", targets: ["PlumbPlugin"]),
    ],
    traits: [
        .default(enabledTraits: ["Lint"]),
        .trait(name: "Lint", description: "plumb lint, and lint in generate and gate. It needs the C library libpg_query."),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/onevcat/Rainbow", from: "4.2.2"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    ],
    targets: [
        .systemLibrary(
            name: "CLibPQ",
            pkgConfig: "libpq",
            providers: [.apt(["libpq-dev"]), .brew(["libpq"])]
        ),
        // No pkg-config file comes with it: Debian has it among the system's own, Homebrew under its prefix.
        .systemLibrary(name: "CPgQuery", providers: [.apt(["libpg-query-dev"]), .brew(["libpg_query"])]),
        // Debian's and macOS' own: the history file needs no package that must be built.
        .systemLibrary(name: "CSQLite", providers: [.apt(["libsqlite3-dev"]), .brew(["sqlite"])]),
        .target(name: "CSHA256"),
        .target(name: "Digest", dependencies: ["CSHA256"]),
        .target(name: "SchemaModel"),
        .target(
            name: "PostgresClient",
            dependencies: ["CLibPQ", "SchemaModel", .product(name: "Logging", package: "swift-log")]
        ),
        .target(name: "SchemaDSL", dependencies: ["SchemaModel"]),
        .target(
            name: "SchemaEngine",
            dependencies: [
                "Digest", "PostgresClient", "SchemaModel", .product(name: "HeapModule", package: "swift-collections"),
            ]
        ),
        .target(
            name: "Sandbox",
            dependencies: ["PostgresClient", "SchemaModel", .product(name: "Subprocess", package: "swift-subprocess")],
            resources: ["supabase", "chatwoot-document", "chatwoot-application", "cron-stub"].map {
                Resource.embedInCode("Preludes/\($0).sql")
            }
        ),
        .target(
            name: "Migrator",
            dependencies: [
                "Digest", "SchemaEngine", "PostgresClient", "SchemaModel", "Sandbox",
                .product(name: "Logging", package: "swift-log"),
            ]
        ),
        .target(
            name: "Checks",
            dependencies: ["CSQLite", "SchemaDSL", "SchemaModel", "PostgresClient"]
        ),
        .target(name: "Lint", dependencies: ["CPgQuery", "SchemaModel"]),
        .target(
            name: "Queries",
            dependencies: ["SchemaDSL", "SchemaModel", "PostgresClient"]
        ),
        .target(
            name: "Transfer",
            dependencies: ["Digest", "PostgresClient", "SchemaModel"]
        ),
        .target(
            name: "Reports",
            dependencies: [
                "SchemaModel", "SchemaDSL", "Checks", .target(name: "Lint", condition: .when(traits: ["Lint"])), "Queries",
                .product(name: "Mustache", package: "swift-mustache"),
                .product(name: "Rainbow", package: "Rainbow"),
            ],
            resources: [
                .embedInCode("Templates/check-report.mustache"), .embedInCode("Templates/query-report.mustache"),
                .embedInCode("Templates/style.mustache"), .embedInCode("Templates/check.mustache"),
                .embedInCode("Templates/trend.mustache"), .embedInCode("Templates/check-style.mustache"),
                .embedInCode("Templates/check-script.mustache"),
            ]
        ),
        .target(
            name: "SchemaDocs",
            dependencies: [
                "Digest", "SchemaDSL", "SchemaModel", "Checks", "Queries",
                .product(name: "Subprocess", package: "swift-subprocess"),
            ]
        ),
        .target(name: "SchemaImport", dependencies: ["SchemaModel"]),
        .target(
            name: "Plumbline",
            dependencies: [
                "PostgresClient", "SchemaModel", "SchemaDSL", "SchemaEngine", "SchemaImport", "Migrator", "Checks",
                .target(name: "Lint", condition: .when(traits: ["Lint"])), "Queries", "Reports", "SchemaDocs", "Sandbox",
                "Transfer",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "Yams", package: "Yams"),
                .product(name: "Rainbow", package: "Rainbow"),
                .product(name: "Logging", package: "swift-log"),
            ]
        ),
        .target(
            name: "PlumblineTesting",
            dependencies: ["Plumbline", "Migrator", "Sandbox", "Checks", "PostgresClient", "SchemaDSL", "SchemaModel"]),
        .plugin(
            name: "PlumbPlugin",
            capability: .command(
                intent: .custom(verb: "plumb", description: "Run the package's Plumbline command"),
                permissions: [
                    .writeToPackageDirectory(reason: "Migrations, checks and reports are written into the package."),
                    .allowNetworkConnections(scope: .all(), reason: "The command connects to PostgreSQL."),
                ])),
        .target(name: "SupportPlatform", dependencies: ["SchemaDSL", "SchemaModel", "Checks", "Queries", "PostgresClient"]),
        .executableTarget(name: "plumb", dependencies: ["Plumbline", "SupportPlatform"]),
        // The command without declarations of its own, for projects of .sql files; `make dist` installs it as `plumb`.
        .executableTarget(name: "plumb-plain", dependencies: ["Plumbline"]),
        .executableTarget(
            name: "Demo",
            dependencies: [
                "Plumbline", "SupportPlatform", "Sandbox", "PostgresClient",
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "Rainbow", package: "Rainbow"),
            ]
        ),
        .executableTarget(
            name: "Benchmark",
            dependencies: ["CLibPQ", "SchemaEngine", "PostgresClient", "Sandbox", "Transfer"],
            path: "Benchmarks/Servers"
        ),
        // A project that the benchmark runs as a process.
        .executableTarget(
            name: "CheckBenchmark",
            dependencies: ["Plumbline", "Checks", "SchemaDSL"],
            path: "Benchmarks/Checks",
            exclude: ["data.sql", "faults.sql", "reference.sql"]
        ),
        .executableTarget(name: "AnomalyBenchmark", dependencies: ["Checks"], path: "Benchmarks/Anomalies"),
        .executableTarget(
            name: "CrashBench",
            dependencies: ["Migrator", "SchemaEngine", "SchemaModel", "PostgresClient", "Sandbox"],
            path: "Benchmarks/Crash"
        ),
        .testTarget(name: "PostgresClientTests", dependencies: ["PostgresClient", "Sandbox"]),
        .testTarget(name: "DigestTests", dependencies: ["Digest"]),
        .testTarget(name: "SchemaModelTests", dependencies: ["SchemaModel"]),
        .testTarget(name: "SchemaImportTests", dependencies: ["SchemaImport"]),
        .testTarget(name: "SchemaDSLTests", dependencies: ["SchemaDSL", "SchemaModel"]),
        .testTarget(
            name: "SchemaEngineTests",
            dependencies: [
                "SchemaEngine", "SchemaDSL", "SchemaModel", "Migrator", "Plumbline", "PlumblineTesting", "PostgresClient",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Subprocess", package: "swift-subprocess"),
            ],
            resources: [.copy("Coverage/pg_catalog.tsv"), .copy("Scenarios")]
        ),
        .testTarget(
            name: "MigratorTests",
            dependencies: [
                "Migrator", "SchemaEngine", "SchemaModel", "PostgresClient", "Sandbox", "PlumblineTesting",
                .product(name: "Subprocess", package: "swift-subprocess"),
            ]
        ),
        .testTarget(
            name: "ChecksTests",
            dependencies: [
                "Checks", "Reports", "PlumblineTesting", "SchemaDSL", "SchemaModel", "PostgresClient", "SupportPlatform",
                "Migrator", "SchemaEngine", "Sandbox",
            ]),
        .testTarget(
            name: "QueriesTests",
            dependencies: ["Queries", "Reports", "PlumblineTesting", "SchemaDSL", "SchemaModel", "PostgresClient", "Migrator"]),
        .testTarget(
            name: "LintTests",
            dependencies: [
                "Lint", "Reports", "Plumbline", "PlumblineTesting", "PostgresClient", "SchemaModel", "SupportPlatform",
            ]),
        .testTarget(
            name: "SchemaDocsTests",
            dependencies: ["SchemaDocs", "SchemaDSL", "SchemaModel", "Checks", "Queries", "SupportPlatform"]),
        .testTarget(name: "SandboxTests", dependencies: ["Sandbox", "PlumblineTesting"]),
        .testTarget(
            name: "SupportPlatformTests",
            dependencies: [
                "SupportPlatform", "Plumbline", "PlumblineTesting", "Migrator", "SchemaEngine", "PostgresClient", "Sandbox",
                "SchemaDSL",
                "SchemaModel", "Checks", "Queries",
            ],
            exclude: ["Manifest/seed-manifest.json"]
        ),
        .testTarget(
            name: "DocumentationTests",
            dependencies: [
                "Plumbline", "PlumblineTesting", "Migrator", "SchemaEngine", "PostgresClient", "SchemaDSL", "SchemaModel",
            ]),
        .testTarget(name: "DemoTests", dependencies: ["Demo"]),
        .testTarget(name: "TransferTests", dependencies: ["Transfer", "PlumblineTesting", "PostgresClient"]),
        .testTarget(
            name: "CommandTests",
            dependencies: [
                "Plumbline", "PlumblineTesting", "Migrator", "SchemaEngine", "PostgresClient", "Sandbox", "SchemaDSL",
                "SchemaImport", "SchemaModel", "Checks",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
    ],
    swiftLanguageModes: [.v6]
)

// The documentation is built with DocC only where this is set, so that nobody else fetches the plugin.
if Context.environment["PLUMBLINE_DOCC"] != nil {
    package.dependencies.append(.package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.4.3"))
}

for target in package.targets where target.type != .system && target.type != .plugin {
    target.swiftSettings =
        (target.swiftSettings ?? []) + [
            .enableUpcomingFeature("ExistentialAny"),
            .enableUpcomingFeature("MemberImportVisibility"),
            .enableUpcomingFeature("InternalImportsByDefault"),
            .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        ]
}
