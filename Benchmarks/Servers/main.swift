import SchemaEngine
import Foundation
import PostgresClient
import Sandbox

// Timings are ratios against a reference in the same run: machines differ, and drift while they measure.

let server = try await SandboxServer.start(SandboxOptions(major: 17))
let settings = try await server.createDatabase("bench")
let chosen = Set(CommandLine.arguments.dropFirst())
/// All benchmarks, or those that the command line names.
func isChosen(_ name: String) -> Bool { chosen.isEmpty || chosen.contains(name) }

if isChosen("formats") { try Benchmark.formats(settings) }
if isChosen("statements") {
    try await Benchmark.statements(settings)
    try await Benchmark.pipeline(settings)
}
if isChosen("extraction") { try await Benchmark.extraction(settings, server) }
if isChosen("transfer") { try await Benchmark.transfer(settings) }
if isChosen("checks") { try await Benchmark.checks(server) }
if isChosen("rivals") { try Benchmark.rivals(settings) }
try await server.stop()
