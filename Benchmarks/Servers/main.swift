import SchemaEngine
import Foundation
import PostgresClient
import Sandbox

// Timings are ratios against a reference in the same run: machines differ, and drift while they measure.

let server = try await SandboxServer.start(SandboxOptions(major: 17))
let settings = try await server.createDatabase("bench")
try Benchmark.formats(settings)
try await Benchmark.statements(settings)
try await Benchmark.pipeline(settings)
try await Benchmark.extraction(settings, server)
try await Benchmark.transfer(settings)
try await Benchmark.checks(server)
try await server.stop()
