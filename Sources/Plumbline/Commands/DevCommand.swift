import ArgumentParser
import Foundation
import Migrator
import PostgresClient
import Sandbox
import SchemaEngine
import SchemaModel

struct DevCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dev", abstract: "Keep a separate sandbox equal to the declaration, without migrations.",
        discussion: """
            With --watch, does so again each time that a file of the declaration is saved. A Swift project is built first. What is \
            dropped is gone: the sandbox is for trying things out. `plumb generate` writes the migration when you are done.
            """)

    @Flag(help: "Keep running, and update the sandbox whenever a file changes; stop with Ctrl-C.") var watch = false

    func run() async throws {
        let context = try CommandContext.get()
        guard watch else {
            try await DevelopmentSandbox.update(context)
            return
        }
        var files = WatchedFiles(context)
        await DevelopmentSandbox.report { try await DevelopmentSandbox.update(context) }
        Progress.note("watching \(files.description); Ctrl-C ends it")
        while !Task.isCancelled {
            try? await Task.sleep(for: .milliseconds(150))
            guard files.haveChanged() else { continue }
            await DevelopmentSandbox.report {
                if context.project.databases.isEmpty {
                    await context.readAgain()
                    try await DevelopmentSandbox.update(context)
                } else {
                    try await SwiftProject.buildAndUpdate(context)
                }
            }
        }
    }
}

/// The sandbox of `plumb dev`.
enum DevelopmentSandbox {
    /// Changes the sandbox's databases to match their declarations.
    ///
    /// - Throws: what is wrong with the declaration, or the step that the server refused.
    static func update(_ context: CommandContext) async throws {
        let clock = ContinuousClock()
        let start = clock.now
        let databases = try await context.databases([])
        let (sandbox, new, notes) = try await ProjectSandbox(forDevelopmentOf: context)
            .start(databases, major: context.configuration.postgres, runsJobs: false)
        for note in notes { Progress.note(note) }
        for database in databases {
            let settings = sandbox.settings.with(database: database.name)
            if new.contains(database.name) { Output.line("\(database.name): \(settings.url)") }
            let count = try await LiveSession.with(settings, database, context) { live in
                try await run(try live.planForSandbox(try await live.compare()), database.name, settings)
            }
            let seconds = (clock.now - start).formatted(.units(allowed: [.seconds, .milliseconds], width: .narrow))
            Output.line(
                count == 0
                    ? "\(database.name): matches the declaration (\(seconds))"
                    : "\(database.name): \(count) \(count == 1 ? "step" : "steps") done (\(seconds))")
        }
    }

    /// Runs a plan's steps one by one; those before one that fails stay done, and the next update goes on from there.
    private static func run(_ plan: Plan, _ database: String, _ settings: ConnectionSettings) async throws -> Int {
        let steps = plan.steps.filter { !$0.isRecovery }
        guard !steps.isEmpty else { return 0 }
        try await PostgresConnection.with(settings) { connection in
            let session = try await SandboxSession(connection)
            for (number, step) in steps.enumerated() {
                do {
                    for statement in step.statements {
                        if step.runsGeneratedSQL {
                            for row in try await connection.query(statement) {
                                if let generated = row.text(0) { try await session.run(generated, step: number) }
                            }
                        } else {
                            try await session.run(statement, step: number)
                        }
                    }
                    Output.line("  \(step.title)")
                } catch {
                    throw CommandError(
                        "\(database): \(step.title): \(error). `plumb sandbox stop` with the name of this sandbox "
                            + "(`plumb sandbox status`) begins with an empty one.")
                }
            }
        }
        return steps.count
    }

    /// Runs a body of the watch; an error is told, and the watch goes on.
    static func report(_ body: () async throws -> Void) async {
        do {
            let result: Result<Void, any Error>
            do {
                result = .success(try await body())
            } catch {
                result = .failure(error)
            }
            // Whoever reads the output through a pipe sees each update as it comes.
            try OutputDescriptor.flush()
            try result.get()
        } catch  where Task.isCancelled {
            return
        } catch {
            Progress.note("plumb: \(ErrorText.text(error))")
        }
    }
}

/// The files that declare a project, and their state when they were last looked at.
struct WatchedFiles: CustomStringConvertible {
    private let places: [URL]
    private let kinds: Set<String>
    private var state: [String: Date] = [:]
    let description: String

    init(_ context: CommandContext) {
        var paths = ["plumbline.yml"]
        // A configuration that cannot be read is reported by the update; watching it shows when it is corrected.
        for database in (try? context.sqlDatabases) ?? [] { paths.append(database.path) }
        if !context.project.databases.isEmpty { paths += ["Package.swift", "Sources"] }
        places = paths.map { context.root.appending(path: $0) }
        kinds = ["sql", "swift", "yml"]
        description = paths.joined(separator: ", ")
        state = current()
    }

    mutating func haveChanged() -> Bool {
        let now = current()
        defer { state = now }
        return now != state
    }

    private func current() -> [String: Date] {
        var found: [String: Date] = [:]
        for place in places {
            let below = (try? FileManager.default.subpathsOfDirectory(atPath: place.path)) ?? []
            for file in below.isEmpty ? [place] : below.map({ place.appending(path: $0) })
            where kinds.contains(file.pathExtension) {
                // A file that goes between the listing and this is a change as well.
                let attributes = try? FileManager.default.attributesOfItem(atPath: file.path)
                found[file.path] = attributes?[.modificationDate] as? Date
            }
        }
        return found
    }
}

/// The build of the Swift package that this program comes from.
enum SwiftProject {
    /// Builds the program, and has the new one update the sandbox.
    static func buildAndUpdate(_ context: CommandContext) async throws {
        let name = URL(filePath: CommandLine.arguments[0]).lastPathComponent
        guard try await run("swift", ["build", "--quiet", "--product", name], in: context.root) == 0 else {
            throw CommandError("the package does not build; the sandbox stays as it is")
        }
        let program = Bundle.main.executablePath ?? CommandLine.arguments[0]
        // The scratch server of this process serves the new one too, which need not start one.
        let server = try await context.scratchServer()
        _ = try await run(program, ["dev"], in: context.root, environment: ["PLUMBLINE_SCRATCH_URL": server.settings.url])
    }

    private static func run(
        _ program: String, _ arguments: [String], in folder: URL, environment: [String: String] = [:]
    ) async throws -> Int32 {
        let process = Process()
        process.executableURL = URL(filePath: program.contains("/") ? program : "/usr/bin/env")
        process.arguments = program.contains("/") ? arguments : [program] + arguments
        process.currentDirectoryURL = folder
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
        let (ended, end) = AsyncStream.makeStream(of: Int32.self)
        process.terminationHandler = { process in
            end.yield(process.terminationStatus)
            end.finish()
        }
        try process.run()
        for await status in ended { return status }
        return -1
    }
}
