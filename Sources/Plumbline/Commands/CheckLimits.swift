import ArgumentParser
import Checks

/// How much a run of checks may ask of a server.
struct CheckLimits: ParsableArguments {
    @Option(help: "Connections that share one snapshot and read different tables at the same time.") var connections = 2
    @Option(help: "Seconds after which a statement is canceled.") var timeout: Double = 600
    @Option(help: "Seconds to wait for a lock.") var lockTimeout: Double = 5
    @Option(help: "Rows that may be read, as the server estimates them; more is refused before anything runs, with status 3.")
    var maxRows: Int?
    @Option(help: "The planner's cost that is allowed; more is refused before anything runs, with status 3.") var maxCost: Double?
    @Flag(help: "Read every row, also where a constraint or an index proves the check.") var noProofs = false
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
