// swift-tools-version: 6.1
import PackageDescription

// A package of another team: it uses Plumbline's public API and nothing else.
let package = Package(
    name: "shop",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "plumbline", path: "../..")],
    targets: [
        // The declared schema.
        .target(name: "ShopSchema", dependencies: [.product(name: "Plumbline", package: "plumbline")]),
        // The command: `swift run shop plan`.
        .executableTarget(name: "shop", dependencies: ["ShopSchema", .product(name: "Plumbline", package: "plumbline")]),
        .testTarget(
            name: "ShopSchemaTests",
            dependencies: [
                "ShopSchema", .product(name: "Plumbline", package: "plumbline"),
                .product(name: "PlumblineTesting", package: "plumbline"),
            ]),
    ],
    swiftLanguageModes: [.v6]
)
