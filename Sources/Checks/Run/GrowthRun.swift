import PostgresClient
import SchemaModel

extension CheckSession {
    /// Counts rows, and compares with the median of earlier runs of the same check.
    func grow(_ check: CompiledCheck, _ rule: GrowthRule, _ past: [PastResult]) async throws(PostgresError) -> CheckResult {
        let clock = ContinuousClock()
        let started = clock.now
        let rows: Int
        do {
            rows = try await ask(rule.query).one().decode(0)
        } catch  where error.isOfOneStatement {
            return CheckResult(check, .error(message: error.explanation(for: check)), started.duration(to: clock.now))
        }
        let duration = started.duration(to: clock.now)
        let before = past.filter { $0.check == check.id && $0.database == check.database }
            .sorted { $0.started > $1.started }.compactMap(\.rowsExamined).prefix(rule.runs)
        guard !before.isEmpty else {
            // The number is kept, so that the next run has something to compare with.
            var result = CheckResult(
                check, .skipped(reason: "no earlier run counted these rows; `plumb nightly` keeps the numbers"), duration)
            result.rowsExamined = rows
            return result
        }
        let median = Self.median(before.sorted())
        var problem: String?
        if let least = rule.least, Double(rows) < least * median {
            problem = "fewer than \(CheckCompiler.number(least)) times as many"
        }
        if let most = rule.most, Double(rows) > most * median {
            problem = "more than \(CheckCompiler.number(most)) times as many"
        }
        var result = CheckResult(check, failing: problem == nil ? 0 : 1, examined: rows, duration)
        if let problem {
            result.samples = [
                SampleKey(
                    columns: check.key.map(\.name), values: [String(rows), CheckCompiler.number(median), problem])
            ]
        }
        return result
    }

    private static func median(_ sorted: [Int]) -> Double {
        let middle = sorted.count / 2
        return sorted.count.isMultiple(of: 2) ? Double(sorted[middle - 1] + sorted[middle]) / 2 : Double(sorted[middle])
    }
}
