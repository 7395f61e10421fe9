package import Foundation
package import PostgresClient

/// A report that was run: figures, and whether they meet their targets.
package struct ReportOutcome: Sendable {
    package let name: String
    package let database: String
    package let title: String
    package let purpose: String
    package let time: Date
    package let sections: [Section]

    /// One query's rows with its targets.
    package struct Section: Sendable {
        package let title: String
        package let outcome: QueryOutcome
        package let targets: [TargetOutcome]
    }

    /// True when no figure misses its target.
    package var meetsTargets: Bool { !sections.contains { $0.targets.contains { $0.verdict == .missed } } }
}

/// A target held against the figures.
package struct TargetOutcome: Sendable, Hashable {
    /// True when the figures meet it.
    package enum Verdict: String, Sendable, Hashable, Codable {
        case met, missed
        /// No row has the figure.
        case noData = "no data"
    }

    package let output: String
    /// The output's name for people.
    package let label: String
    package let bound: Target.Bound
    package let unit: String
    package let verdict: Verdict
    /// The figure that is furthest from the target, as text; nil when there is none.
    package let worst: String?
    /// Rows that miss it, and rows that have the figure.
    package let missed: Int
    package let judged: Int

    /// The number that the target names.
    package var limit: Double {
        switch bound {
        case .above(let value), .atLeast(let value), .below(let value), .atMost(let value): value
        }
    }

    /// `> 60 %`.
    package var wording: String {
        let text =
            switch bound {
            case .above(let value): "> \(Self.number(value))"
            case .atLeast(let value): "≥ \(Self.number(value))"
            case .below(let value): "< \(Self.number(value))"
            case .atMost(let value): "≤ \(Self.number(value))"
            }
        return unit.isEmpty ? text : "\(text) \(unit)"
    }

    private static func number(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
    }

    init(_ target: Target, _ rows: PostgresRows, label: String?) {
        let figures = rows.compactMap { row in
            row.text(target.output).flatMap { text in Double(text).map { (text: text, value: $0) } }
        }
        let missed = figures.filter { !target.bound.allows($0.value) }
        let isFloor =
            switch target.bound {
            case .above, .atLeast: true
            case .below, .atMost: false
            }
        output = target.output
        self.label = label ?? target.output
        bound = target.bound
        unit = target.unit
        verdict = figures.isEmpty ? .noData : missed.isEmpty ? .met : .missed
        worst = figures.max { isFloor ? $0.value > $1.value : $0.value < $1.value }?.text
        self.missed = missed.count
        judged = figures.count
    }
}

extension QueryLibrary {
    /// Checks that a report takes these parameters.
    /// - Throws: ``QueryError`` for one that none of its queries has.
    package func check(_ report: CompiledReport, _ bindings: [Binding]) throws(QueryError) {
        let known = report.parameters.map(\.name)
        if let stranger = bindings.first(where: { !known.contains($0.parameter) }) {
            throw QueryError(
                .parameter,
                "the report \(report.name) has no parameter \(stranger.parameter); it has "
                    + (known.isEmpty ? "none" : known.joined(separator: ", ")))
        }
    }

    /// Runs a report's queries in one read-only snapshot.
    ///
    /// - Parameter bindings: values for parameters that the report does not fix; each goes to every query that has it.
    /// - Throws: ``QueryError``; `PostgresError` as the server has it.
    package func show(
        _ report: CompiledReport, _ bindings: [Binding], on connection: PostgresConnection, at time: Date = Date()
    ) async throws -> ReportOutcome {
        try check(report, bindings)
        try await refuseBadValues(bindings, of: report.parameters, on: connection)
        let options = TransactionOptions(isolation: .repeatableRead, readOnly: true)
        let sections = try await connection.transaction(options) { connection in
            var sections: [ReportOutcome.Section] = []
            for section in report.sections {
                try await demandExtensions(of: section.query, on: connection)
                let own = section.query.parameters.map(\.name)
                let fixed = section.bindings.map(\.parameter)
                let free = bindings.filter { own.contains($0.parameter) && !fixed.contains($0.parameter) }
                let statement = try section.query.statement(section.bindings + free)
                let rows = try await connection.query(statement.sql, statement.parameters)
                let outcome = QueryOutcome(section.query, rows)
                sections.append(
                    .init(
                        title: section.title, outcome: outcome,
                        targets: section.targets.map { target in
                            TargetOutcome(target, rows, label: outcome.columns.first { $0.name == target.output }?.label)
                        }))
            }
            return sections
        }
        return ReportOutcome(
            name: report.name, database: report.database, title: report.title, purpose: report.purpose, time: time,
            sections: sections)
    }
}
