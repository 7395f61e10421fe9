import Foundation
import Sandbox

// Usage: CrashBench [STRIDE [OFFSET [forward|back [tool|server]]]]: every STRIDE-th point, from the OFFSET-th on. Prints what stands in
// Benchmarks/crash.md.

let arguments = Array(CommandLine.arguments.dropFirst())
if arguments.first == "child" {
    do {
        try await Child.run(Array(arguments.dropFirst()))
        exit(0)
    } catch {
        FileHandle.standardError.write(Data("\(error)\n".utf8))
        exit(2)
    }
}
let root = FileManager.default.temporaryDirectory.appending(component: "plumbline-crash-\(UUID().uuidString)")
try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
let server = try await SandboxServer.start(SandboxOptions(major: 17))
let results: [Driver.Result]
do {
    var choice = Driver.Choice()
    if let stride = arguments.first.flatMap({ Int($0) }) { choice.stride = stride }
    if let offset = arguments.dropFirst().first.flatMap({ Int($0) }) { choice.offset = offset }
    if let direction = arguments.dropFirst(2).first { choice.directions = [direction] }
    if let victim = arguments.dropFirst(3).first.flatMap({ Victim(rawValue: $0) }) { choice.victims = [victim] }
    results = try await Driver(server, root: root, choice).run { line in
        FileHandle.standardError.write(Data("\(line)\n".utf8))
    }
} catch {
    try await server.stop()
    throw error
}
try await server.stop()
try FileManager.default.removeItem(at: root)
print("| direction | killed | points | broken off | wrong after the rerun |\n|---|---|---|---|---|")
for result in results {
    print(
        "| \(result.direction) | \(result.victim.rawValue) | \(result.points) | \(result.interrupted) | \(result.failures.count) |"
    )
}
let failures = results.flatMap { result in result.failures.map { "\(result.direction), \(result.victim.rawValue): \($0)" } }
for failure in failures { print("- \(failure)") }
exit(failures.isEmpty ? 0 : 1)
