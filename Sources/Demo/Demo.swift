import Foundation

/// The whole round on generated data: declared, migrated, filled, checked, searched, rolled back, drifted and repaired.
@main
enum Demo {
    static func main() async {
        do {
            let options = try Options(Array(CommandLine.arguments.dropFirst()))
            if options.wantsHelp {
                print(Options.help)
                exit(0)
            }
            exit(await run(options))
        } catch {
            FileHandle.standardError.write(Data("Demo: \(error)\n".utf8))
            exit(2)
        }
    }

    private static let steps: [any Step] = [
        StartStep(), ChatwootStep(), MigrateStep(), FillStep(), PlatformStep(), JobStep(), NightlyStep(), QueryStep(),
        FaultStep(),
        SearchStep(),
        RoundTripStep(), DriftStep(), ReportStep(),
    ]

    private static func run(_ options: Options) async -> Int32 {
        let narrator = Narrator()
        let start = ContinuousClock.now
        narrator.title(
            "Plumbline, the demo: from a declaration in Swift to a live database, checked",
            "Everything below runs on a real PostgreSQL server that was started for it. \(steps.count) steps, under 3 minutes.")
        var world: World?
        var timings: [(String, Duration)] = []
        var failure: (any Error)?
        do {
            let made = try World(options, narrator)
            world = made
            for (index, step) in steps.enumerated() {
                narrator.step(index + 1, of: steps.count, step.title, proves: step.proves)
                let began = ContinuousClock.now
                try await step.run(made)
                timings.append((step.title, ContinuousClock.now - began))
                narrator.finished(ContinuousClock.now - began)
            }
        } catch {
            narrator.failed(error)
            failure = error
        }
        await world?.end()
        narrator.summary(timings, total: ContinuousClock.now - start, succeeded: failure == nil, reports: world?.reportsFolder)
        return failure == nil ? 0 : 1
    }
}

/// One step of what a person sees.
protocol Step: Sendable {
    var title: String { get }
    /// One line: what the step shows to be true.
    var proves: String { get }
    func run(_ world: World) async throws
}

/// An expectation that did not hold.
struct DemoError: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
