import Foundation
import SchemaImport
import SchemaModel
import Subprocess

#if canImport(System)
import System
#else
import SystemPackage
#endif

/// A new package: what it is called, where it is, for which platform.
struct PackagePlace {
    let package: PackageFiles
    let folder: URL
    let platform: Platform

    init(name: String, folder: String?, library: String, platform: String) throws {
        guard PackageFiles.isLegal(name) else {
            throw CommandError(
                "`\(name)` cannot be the name of a package: use lowercase letters, digits and underscores, beginning with a letter"
                    + (Self.legalName(name).map { ", such as `\($0)`" } ?? ""))
        }
        // Two packages of one name cannot depend on each other.
        guard name != "plumbline" else {
            throw CommandError("`plumbline` is the name of the library's own package; choose another one")
        }
        let platforms = [Platform.plain, .supabase, .chatwoot]
        guard let known = platforms.first(where: { $0.rawValue == platform }) else {
            throw CommandError(
                "there is no platform `\(platform)`; the platforms are plain, supabase and chatwoot."
                    + Spelling.suggestion(for: platform, among: platforms.map(\.rawValue)))
        }
        self.platform = known
        self.folder = URL(filePath: folder ?? name).standardizedFileURL
        var place = library
        if !library.contains("://"), !library.hasPrefix("git@") {
            let path = URL(filePath: library).standardizedFileURL
            guard FileManager.default.fileExists(atPath: path.appending(component: "Package.swift").path) else {
                throw CommandError("there is no package at \(path.path); --plumbline takes the folder of the library, or a URL")
            }
            // A path that was given as relative stays so, seen from the package, so that both can move together.
            place = library.hasPrefix("/") ? path.path : Self.relative(path, from: self.folder)
        }
        package = PackageFiles(name: name, namespace: SwiftNaming.typeName(name), library: place)
    }

    private static func relative(_ path: URL, from folder: URL) -> String {
        let (to, from) = (path.pathComponents, folder.pathComponents)
        let common = zip(to, from).prefix { $0 == $1 }.count
        let parts = Array(repeating: "..", count: from.count - common) + to.dropFirst(common)
        return parts.isEmpty ? "." : parts.joined(separator: "/")
    }

    /// The name that a source gives a package: that of its database or file.
    static func name(of source: Source) throws -> String {
        let text: String? =
            switch source {
            case .url(let settings): settings.database
            case .sql(let files): files.first?.deletingPathExtension().lastPathComponent
            case .snapshot(let file): file.deletingPathExtension().lastPathComponent
            case .declared(let name): name
            }
        guard let name = legalName(text ?? "") else { throw CommandError("give the package a name with --name") }
        return name
    }

    /// A name with `_` for every character that a package's name cannot have; nil if that is not enough.
    private static func legalName(_ text: String) -> String? {
        let name = text.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? String($0) : "_" }.joined()
        return PackageFiles.isLegal(name) ? name : nil
    }

    /// Builds the package, and has the built program compare what it declares with a source.
    ///
    /// - Parameter text: the source as it was given. A URL can hold a password: the program gets it in its environment, since anyone
    ///   on the machine can read the arguments of a process.
    func verify(against source: Source, _ text: String) async throws {
        Progress.note("building the package; the first build takes some minutes")
        let built = try await run(["swift", "build", "--package-path", folder.path])
        guard built.succeeded else { throw CommandError("the package does not build:\n\(built.output.suffix(4000))") }
        let program = folder.appending(path: ".build/debug/\(package.name)").path
        let compared: (succeeded: Bool, output: String)
        if case .url = source {
            compared = try await run([program, "verify", package.name], [Configuration.variable(package.name): text])
        } else {
            let file = URL(filePath: text).standardizedFileURL.path
            compared = try await run([program, "diff", "--from", file, "--to", "declared:\(package.name)", "--exit-code"])
        }
        guard compared.succeeded else {
            throw CommandError("what the package declares differs from the source:\n\(compared.output.suffix(4000))")
        }
        Output.line("the package builds, and what it declares matches the source")
    }

    private func run(_ command: [String], _ environment: [String: String] = [:]) async throws -> (succeeded: Bool, output: String)
    {
        var variables: [Environment.Key: String?] = [:]
        for (key, value) in environment {
            if let name = Environment.Key(rawValue: key) { variables[name] = value }
        }
        do {
            let result = try await Subprocess.run(
                command[0].contains("/") ? .path(FilePath(command[0])) : .name(command[0]),
                arguments: Arguments(Array(command.dropFirst())), environment: .inherit.updating(variables),
                workingDirectory: FilePath(folder.path), output: .string(limit: 16 << 20), error: .string(limit: 16 << 20))
            return (result.terminationStatus.isSuccess, result.standardOutput + result.standardError)
        } catch {
            throw CommandError("\(command[0]) could not be run: \(error)")
        }
    }
}
