package import Checks
import SchemaModel

/// Reports that CI servers show as tests.
package enum JUnitReport {
    /// One suite a database, one case a check. A failed check below severity error passes with a note, as the verdict has it.
    package static func render(_ report: CheckReport) -> String {
        JUnitXML.render(name: "plumb check", suites(report))
    }

    /// One suite of the steps, and those of the checks.
    package static func render(_ report: GateReport) -> String {
        let steps = JUnitSuite(
            name: "gate", started: report.started,
            cases: report.steps.map { step in
                JUnitSuite.Case(name: step.name, group: "gate", duration: step.duration, outcome: outcome(step))
            })
        return JUnitXML.render(name: "plumb gate", [steps] + (report.checks.map(suites) ?? []))
    }

    private static func suites(_ report: CheckReport) -> [JUnitSuite] {
        let names = Set(report.results.map(\.database)).union(report.databases.map(\.name)).sorted()
        return names.map { database in
            let results = report.results.filter { $0.database == database }.sorted { $0.id < $1.id }
            return JUnitSuite(
                name: "checks of \(database)", started: report.started,
                cases: results.map {
                    JUnitSuite.Case(
                        name: $0.id.rawValue, group: "\(database).\($0.table ?? "catalog")", duration: $0.duration,
                        outcome: outcome($0))
                })
        }
    }

    private static func outcome(_ result: CheckResult) -> JUnitSuite.Outcome {
        switch result.outcome {
        case .passed: return .passed(notes: Format.more(result))
        case .skipped(let reason): return .skipped(reason: reason)
        case .error(let message): return .error(message: message)
        case .failed:
            let message = "\(result.title): \(Format.failing(result) ?? "failed")"
            let samples = result.samples.isEmpty ? [] : ["such as " + result.samples.map(Format.sample).joined(separator: "; ")]
            let place = result.location.map { ["declared at \($0)"] } ?? []
            let text =
                (["allowed: \(result.threshold)"] + samples + (Format.more(result).map { [$0] } ?? [])
                + (Format.command(result).map { [$0] } ?? []) + place).joined(separator: "\n")
            return result.severity == .error
                ? .failed(message: message, text: text)
                : .passed(notes: "\(result.severity.rawValue): \(message)\n\(text)")
        }
    }

    private static func outcome(_ step: GateStep) -> JUnitSuite.Outcome {
        switch step.outcome {
        case .passed: .passed(notes: step.detail.isEmpty ? nil : step.detail.joined(separator: "\n"))
        case .failed: .failed(message: step.detail.first ?? step.name, text: step.detail.joined(separator: "\n"))
        case .skipped(let reason): .skipped(reason: reason)
        case .error(let message): .error(message: ([message] + step.detail).joined(separator: "\n"))
        }
    }
}
