import Foundation
import Testing

/// Source text that the compiler looks at, with the modules that were built beside the tests.
enum SwiftSnippet {
    private final class Marker {}

    static func typecheck(_ source: String) throws -> (status: Int32, output: String) {
        let folder = FileManager.default.temporaryDirectory.appending(path: "plumbline-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "Snippet.swift")
        try source.write(to: file, atomically: true, encoding: .utf8)
        let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let maps = ["CLibPQ", "CSQLite"].flatMap { name in
            ["-Xcc", "-fmodule-map-file=\(repository.appending(path: "Sources/\(name)/module.modulemap").path)"]
        }
        let headers = try run(["pkg-config", "--cflags-only-I", "libpq"]).output
            .split(whereSeparator: \.isWhitespace).flatMap { ["-Xcc", String($0)] }
        return try run(
            ["swiftc", "-typecheck", "-swift-version", "6", "-parse-as-library", "-I", try modules().path] + maps + headers
                + [file.path])
    }

    private static func run(_ arguments: [String]) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = arguments
        let pipe = Pipe()
        process.standardError = pipe
        process.standardOutput = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }

    private static func modules() throws -> URL {
        var folder = Bundle(for: Marker.self).bundleURL
        for _ in 0..<5 {
            let candidate = folder.appending(path: "Modules")
            if FileManager.default.fileExists(atPath: candidate.appending(path: "Checks.swiftmodule").path) { return candidate }
            folder.deleteLastPathComponent()
        }
        return try #require(nil as URL?, "no folder of built modules above the test bundle")
    }
}
