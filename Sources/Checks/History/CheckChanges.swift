/// The differences between a run and the one that it is compared with.
package struct CheckChanges: Sendable, Hashable {
    /// Fail now and did not fail then; worst first. Those that are new and fail are among them.
    package var failing: [CheckResult] = []
    /// Could not run now, and could then.
    package var unanswered: [CheckResult] = []
    /// Passed now, and failed or could not run then.
    package var fixed: [CheckResult] = []
    /// Fail now as then, with more rows.
    package var worse: [Grown] = []
    /// Fail now as then, with fewer rows.
    package var better: [Grown] = []
    /// Were not there then, and do not fail.
    package var added: [CheckResult] = []
    /// Were not there then, whatever they say now.
    private var new: Set<[String]> = []
    /// Were there then, and are not now.
    package var gone: [PastResult] = []

    /// A failing check with another number of failing rows than before.
    package struct Grown: Sendable, Hashable {
        package var result: CheckResult
        package var before: Int
        package var now: Int
    }

    package var isEmpty: Bool {
        failing.isEmpty && unanswered.isEmpty && fixed.isEmpty && worse.isEmpty && better.isEmpty && added.isEmpty
            && gone.isEmpty
    }

    /// True for a check that the earlier run did not have.
    package func isNew(_ result: CheckResult) -> Bool { new.contains([result.database, result.id.rawValue]) }

    /// Compares a run with the earlier one of its trends; everything that is bad counts as new when there is none.
    package init(_ report: CheckReport, _ trends: CheckTrends) {
        let failed = CheckOutcome.failed.word
        for result in report.worstFirst {
            let past = trends.compared(result)
            if past == nil, trends.comparedWith != nil { new.insert([result.database, result.id.rawValue]) }
            switch result.outcome {
            case .failed:
                guard let past, past.outcome == failed else {
                    failing.append(result)
                    continue
                }
                guard let now = result.failingRows, let before = past.failingRows, now != before else { continue }
                let grown = Grown(result: result, before: before, now: now)
                if now > before { worse.append(grown) } else { better.append(grown) }
            case .error:
                if past?.outcome != result.outcome.word { unanswered.append(result) }
            case .passed:
                if let past {
                    if past.isBad { fixed.append(result) }
                } else if trends.comparedWith != nil {
                    added.append(result)
                }
            case .skipped:
                if past == nil, trends.comparedWith != nil { added.append(result) }
            }
        }
        let now = Set(report.results.map { [$0.database, $0.id.rawValue] })
        // A run of one database says nothing of the checks of another.
        let databases = Set(report.databases.map(\.name)).union(report.results.map(\.database))
        gone = trends.comparedResults.filter {
            databases.contains($0.database) && !now.contains([$0.database, $0.check.rawValue])
        }
    }
}
