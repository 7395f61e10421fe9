// swift-tools-version: 6.2
import PackageDescription

// A service whose tables Fluent made, and whose schema Plumbline keeps now.
let package = Package(
    name: "todos",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(name: "plumbline", path: "../../.."),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    ],
    targets: [
        // The declared schema, as `plumb import` wrote it, and a query.
        .target(name: "TodoSchema", dependencies: [.product(name: "Plumbline", package: "plumbline")]),
        // A service that does not start while the database differs from its declaration.
        .target(
            name: "SchemaGuard",
            dependencies: [
                .product(name: "Plumbline", package: "plumbline"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]),
        .target(
            name: "TodoService",
            dependencies: [
                "TodoSchema", .product(name: "Plumbline", package: "plumbline"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]),
        // The command: `swift run todos plan`.
        .executableTarget(name: "todos", dependencies: ["TodoSchema", .product(name: "Plumbline", package: "plumbline")]),
        // The service: `swift run todo-service`.
        .executableTarget(
            name: "todo-service",
            dependencies: [
                "SchemaGuard", "TodoSchema", "TodoService", .product(name: "Plumbline", package: "plumbline"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]),
        .testTarget(
            name: "TodoTests",
            dependencies: [
                "SchemaGuard", "TodoSchema", "TodoService", .product(name: "Plumbline", package: "plumbline"),
                .product(name: "PlumblineTesting", package: "plumbline"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]),
    ],
    swiftLanguageModes: [.v6]
)
