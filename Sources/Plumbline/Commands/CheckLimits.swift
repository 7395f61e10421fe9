import ArgumentParser
import Checks

/// How much a run of checks may ask of a server.
struct CheckLimits: ParsableArguments {
    @Option(help: "The number of connections, which share one snapshot and read different tables at the same time.")
    var connections = 2
    @Option(help: ArgumentHelp("Cancel a statement after this time.", valueName: "seconds")) var timeout: Double = 600
    @Option(help: ArgumentHelp("How long to wait for a lock.", valueName: "seconds")) var lockTimeout: Double = 5
    @Option(
        help: ArgumentHelp(
            "Refuse a run that would read more rows than this, by the server's estimate. Exit status: 3.", valueName: "rows"))
    var maxRows: Int?
    @Option(
        help: ArgumentHelp("Refuse a run that costs more than this, in the planner's unit. Exit status: 3.", valueName: "cost"))
    var maxCost: Double?
    @Flag(help: "Read every row, even if a constraint or an index proves the check.") var noProofs = false
    @Flag(help: "Read all rows, also for checks that are incremental.") var full = false

    func validate() throws {
        guard connections > 0 else { throw ValidationError("--connections is a number from 1 on") }
        guard timeout > 0, lockTimeout > 0, timeout < 1e6, lockTimeout < 1e6 else {
            throw ValidationError("--timeout and --lock-timeout are seconds, more than 0")
        }
        guard (maxRows ?? 0) >= 0, (maxCost ?? 0) >= 0 else {
            throw ValidationError("--max-rows and --max-cost are not less than 0")
        }
    }

    /// Options of a run, with these limits.
    func options(samples: Int = 5, seed: String? = nil, allowsSuperuser: Bool) -> CheckOptions {
        CheckOptions(
            connections: connections, statementTimeout: .milliseconds(Int(timeout * 1000)),
            lockTimeout: .milliseconds(Int(lockTimeout * 1000)), maxRows: maxRows, maxCost: maxCost, samples: samples, seed: seed,
            usesProofs: !noProofs, readsAllRows: full, allowsSuperuser: allowsSuperuser)
    }
}
