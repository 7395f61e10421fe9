import Foundation
import Subprocess

#if canImport(System)
import System
#else
import SystemPackage
#endif

/// One run of one of PostgreSQL's programs, by its arguments: no shell sees them.
enum Program {
    struct Output: Sendable {
        var standardOutput: String
        var standardError: String
        var succeeded: Bool
    }

    /// As much of a schema dump as fits in memory comfortably; a longer one is an error, not a cut text.
    static let outputLimit = 256 << 20

    static func run(_ arguments: [String], input: [UInt8] = [], environment: [String: String] = [:]) async throws -> Output {
        guard let program = arguments.first else { throw SandboxError(.invalid, "An empty command cannot be run.") }
        var variables: [Environment.Key: String?] = ["LC_ALL": "C", "PGAPPNAME": "plumbline"]
        // What the caller's shell says about servers is about other servers than the one these arguments name.
        for key in ProcessInfo.processInfo.environment.keys where key.hasPrefix("PG") && key != "PGAPPNAME" {
            if let name = Environment.Key(rawValue: key) { variables.updateValue(nil, forKey: name) }
        }
        for (key, value) in environment {
            if let name = Environment.Key(rawValue: key) { variables.updateValue(value, forKey: name) }
        }
        do {
            let result = try await Subprocess.run(
                program.contains("/") ? .path(FilePath(program)) : .name(program),
                arguments: Arguments(Array(arguments.dropFirst())),
                environment: .inherit.updating(variables),
                workingDirectory: "/",
                input: .fileDescriptor(try inputDescriptor(input), closeAfterSpawningProcess: true),
                output: .string(limit: outputLimit),
                error: .string(limit: 1 << 20)
            )
            return Output(
                standardOutput: result.standardOutput, standardError: result.standardError,
                succeeded: result.terminationStatus.isSuccess)
        } catch let error as SubprocessError where error.code == .executableNotFound {
            let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
            throw SandboxError(
                .programFailed,
                program.contains("/")
                    ? "The program \(program) does not exist; install it, or install PostgreSQL again."
                    : "The program `\(program)` is not in a folder of PATH (\(path)); install it, or add its folder to PATH.")
        } catch let error as SubprocessError {
            throw SandboxError(.programFailed, "\(program) could not be run: \(error)")
        }
    }

    /// As `run`, and an error with the program's own words when it fails.
    @discardableResult
    static func check(
        _ arguments: [String], environment: [String: String] = [:], doing what: String
    ) async throws -> String {
        let output = try await run(arguments, environment: environment)
        guard output.succeeded else {
            let words = output.standardError.isEmpty ? output.standardOutput : output.standardError
            throw SandboxError(.programFailed, "\(what) failed: \(words.trimmingCharacters(in: .whitespacesAndNewlines))")
        }
        return output.standardOutput
    }

    /// The input as a file without a name: a program that ends before it has read all leaves no broken pipe, and one in a chroot
    /// or of another user reads what it could not open.
    private static func inputDescriptor(_ input: [UInt8]) throws -> FileDescriptor {
        guard !input.isEmpty else { return try FileDescriptor.open("/dev/null", .readOnly) }
        let path = FilePath(FileManager.default.temporaryDirectory.path(percentEncoded: false))
            .appending("plumbline-\(UUID().uuidString)")
        let descriptor: FileDescriptor
        do {
            descriptor = try FileDescriptor.open(
                path, .readWrite, options: [.create, .exclusiveCreate, .closeOnExec], permissions: [.ownerReadWrite])
        } catch {
            throw SandboxError(
                .invalid, "The temporary file \(path) cannot be created: \(error). Set TMPDIR to a folder that can be written.")
        }
        do {
            try FileManager.default.removeItem(atPath: path.string)
            try descriptor.writeAll(input)
            try descriptor.seek(offset: 0, from: .start)
        } catch {
            try? descriptor.close()  // The first error is the one to report.
            throw error
        }
        return descriptor
    }
}
