import Foundation
import PackagePlugin

/// `swift package plumb COMMAND …`: builds the command of the package that uses Plumbline, and runs it in the package's folder.
@main
struct PlumbPlugin: CommandPlugin {
    func performCommand(context: PluginContext, arguments: [String]) async throws {
        var extractor = ArgumentExtractor(arguments)
        let name = try product(of: context.package, named: extractor.extractOption(named: "product"))
        let build = try packageManager.build(
            .product(name), parameters: .init(configuration: .inherit, logging: .concise, echoLogs: true))
        guard build.succeeded, let program = build.builtArtifacts.first(where: { $0.kind == .executable }) else {
            throw PluginError("\(name) does not build; the compiler's messages stand above")
        }
        let process = Process()
        process.executableURL = program.url
        process.currentDirectoryURL = context.package.directoryURL
        process.arguments = extractor.remainingArguments
        try process.run()
        process.waitUntilExit()
        // The exit status of the command says whether there is something to act on; SwiftPM passes it on.
        if process.terminationReason == .uncaughtSignal { throw PluginError("\(name) was ended by a signal") }
        if process.terminationStatus != 0 { exit(process.terminationStatus) }
    }

    /// The executable product that runs Plumbline's command: the one that is named, or the only one that depends on the library.
    private func product(of package: Package, named names: [String]) throws -> String {
        let products = package.products(ofType: ExecutableProduct.self)
        if let name = names.last {
            guard products.contains(where: { $0.name == name }) else {
                throw PluginError(
                    "the package has no executable product \(name); it has: \(products.map(\.name).sorted().joined(separator: ", "))")
            }
            return name
        }
        let candidates = products.filter { $0.mainTarget.dependencies.contains(where: isPlumbline) }.map(\.name).sorted()
        guard let only = candidates.first else {
            throw PluginError(
                "no executable target of this package depends on the product Plumbline. Add one whose main.swift runs Plumb.main(…)")
        }
        guard candidates.count == 1 else {
            throw PluginError(
                "several executables depend on Plumbline: \(candidates.joined(separator: ", ")). Choose one: --product NAME")
        }
        return only
    }

    private func isPlumbline(_ dependency: TargetDependency) -> Bool {
        switch dependency {
        case .product(let product): product.name == "Plumbline"
        case .target(let target): target.name == "Plumbline"
        @unknown default: false
        }
    }
}

struct PluginError: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
