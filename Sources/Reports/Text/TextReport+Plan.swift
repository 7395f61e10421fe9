package import Checks
import SchemaModel

extension TextReport {
    /// The plan of a run of checks: each statement with the server's estimate, and the checks that need none.
    package static func render(_ plan: CheckPlan) -> String {
        let count = plan.statements.reduce(0) { $0 + $1.checks.count } + plan.proofs.count + plan.skipped.count
        var lines = [
            "\(Format.oneLine(plan.database)): \(Format.plural(count, "check")), "
                + "\(Format.plural(plan.statements.count, "statement")) on \(Format.plural(plan.connections, "connection")), "
                + "about \(CheckPlan.text(plan.rows)) rows, cost \(CheckPlan.text(plan.cost))"
        ]
        for (number, statement) in plan.statements.enumerated() {
            let what = statement.checks.isEmpty ? "numbers of rows" : Format.plural(statement.checks.count, "check")
            lines += [
                "",
                "\(number + 1). \(what): about \(CheckPlan.text(statement.rows)) rows, cost \(CheckPlan.text(statement.cost))",
            ]
            lines += statement.reads.map { "   \(Format.oneLine($0))" }
            lines += statement.checks.map { "   · \($0)" }
            if let problem = statement.problem { lines.append("   cannot run: \(Format.joined(problem))") }
            lines += statement.sql.split(separator: "\n").map { "     \(Format.oneLine(String($0)))" }
        }
        if !plan.proofs.isEmpty { lines += ["", "Proved, without reading a row:"] }
        for (id, proof) in plan.proofs.sorted(by: { $0.key < $1.key }) {
            lines.append("   · \(id): \(Format.oneLine("\(proof)"))")
        }
        if !plan.skipped.isEmpty { lines += ["", "Skipped:"] }
        for (id, reason) in plan.skipped.sorted(by: { $0.key < $1.key }) { lines.append("   · \(id): \(Format.oneLine(reason))") }
        return lines.joined(separator: "\n") + "\n"
    }
}
