public import struct Foundation.Date
public import struct Foundation.UUID

/// A database that a run looked at.
package struct CheckedDatabase: Sendable, Hashable {
    package var name: String
    /// As the server says it: `17.2`. Empty where it could not be reached.
    package var serverVersion: String
    /// The role that asked.
    package var role: String

    package init(name: String, serverVersion: String, role: String) {
        self.name = name
        self.serverVersion = serverVersion
        self.role = role
    }

    /// False where the server could not be reached, or refused the role.
    package var isReached: Bool { !serverVersion.isEmpty }
}

/// The results of one run of checks.
public struct CheckReport: Sendable, Hashable {
    package var runID: UUID
    /// When the run began.
    public var started: Date
    /// When the run ended.
    public var finished: Date
    package var databases: [CheckedDatabase]
    /// One result per check, in the order of declaration.
    public var results: [CheckResult]

    package init(runID: UUID, started: Date, finished: Date, databases: [CheckedDatabase], results: [CheckResult]) {
        self.runID = runID
        self.started = started
        self.finished = finished
        self.databases = databases
        self.results = results
    }

    /// The run as a whole: what the exit status of `plumb check` says.
    public var verdict: Verdict { Verdict(of: results) }

    /// Worst first: by what must be done, then by the number of failing rows, then by name.
    package var worstFirst: [CheckResult] {
        results.sorted { a, b in
            if a.urgency != b.urgency { return a.urgency < b.urgency }
            if (a.failingRows ?? 0) != (b.failingRows ?? 0) { return (a.failingRows ?? 0) > (b.failingRows ?? 0) }
            return (a.database, a.id.rawValue) < (b.database, b.id.rawValue)
        }
    }

    /// The report with at most so many keys of failing rows for each check.
    package func showing(keys: Int) -> CheckReport {
        var copy = self
        for place in copy.results.indices { copy.results[place].samples = Array(copy.results[place].samples.prefix(keys)) }
        return copy
    }

    package var counts: CheckCounts { CheckCounts(of: results) }

    /// One report of several databases' runs; the run id and the start are the first's.
    package static func combined(_ reports: [CheckReport]) -> CheckReport? {
        guard var whole = reports.first else { return nil }
        for report in reports.dropFirst() {
            whole.started = min(whole.started, report.started)
            whole.finished = max(whole.finished, report.finished)
            whole.databases += report.databases
            whole.results += report.results
        }
        return whole
    }
}

/// How many checks ended how.
package struct CheckCounts: Sendable, Hashable {
    package var passed = 0
    /// Failed with severity error.
    package var failed = 0
    /// Failed with severity warning or info.
    package var warned = 0
    package var errored = 0
    package var skipped = 0

    package init(of results: [CheckResult]) {
        for result in results {
            switch result.outcome {
            case .passed: passed += 1
            case .failed where result.severity == .error: failed += 1
            case .failed: warned += 1
            case .error: errored += 1
            case .skipped: skipped += 1
            }
        }
    }

    package var total: Int { passed + failed + warned + errored + skipped }
}
