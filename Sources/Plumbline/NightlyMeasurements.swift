import Checks
import Foundation
import PostgresClient
import Queries
import SchemaModel

/// The measurements of a night: those of the checked tables, and the figures of the declared reports.
enum NightlyMeasurements {
    /// Takes all that can be taken; what cannot is a line of `problems`, since the checks do not depend on it.
    static func take(
        _ checks: [CompiledCheck], _ context: CommandContext, options: CheckOptions
    ) async throws -> Measurements {
        var found = Measurements()
        for database in try context.databaseNames {
            let own = checks.filter { $0.database == database }
            guard !own.isEmpty else { continue }
            Progress.note("\(database): measuring \(Plural.text(Set(own.compactMap(\.table)).count, "table")) …")
            do {
                let measured = try await DataMeasurer(
                    try context.configuration.settings(for: database), options: options
                ).measure(own, database: database)
                found.values += measured.values
                found.problems += measured.problems
            } catch let error as PostgresError where error.code != .cancelled {
                found.problems.append("\(database) could not be measured: \(error.withoutValues)")
            }
            try await figures(of: database, context, into: &found)
        }
        return found
    }

    /// The figures of reports whose sections have one row; a section of several rows is a table, not a figure.
    private static func figures(
        of database: String, _ context: CommandContext, into found: inout Measurements
    ) async throws {
        let library = try QuerySession.library(context)
        let reports = library.reports.filter { $0.database == database }
        guard !reports.isEmpty else { return }
        do {
            try await QuerySession.connected(to: database, context) { connection in
                for report in reports {
                    do {
                        found.values += figures(try await library.show(report, [], on: connection))
                    } catch let error as PostgresError where error.code == .server || error.code == .timeout {
                        found.problems.append("the report \(report.name) could not be run: \(error.withoutValues)")
                    } catch let error as QueryError {
                        found.problems.append("the report \(report.name) could not be run: \(error)")
                    }
                }
            }
        } catch let error as PostgresError where error.code != .cancelled {
            found.problems.append("the reports of \(database) could not be run: \(error.withoutValues)")
        }
    }

    private static func figures(_ report: ReportOutcome) -> [DataMeasurement] {
        report.sections.flatMap { section -> [DataMeasurement] in
            guard section.outcome.rows.count == 1, let row = section.outcome.rows.first else { return [] }
            return zip(section.outcome.columns, row).compactMap { column, text in
                guard column.isNumeric, !column.isMasked else { return nil }
                let target = section.targets.first { $0.output == column.name }
                return DataMeasurement(
                    series: .init(
                        database: report.database, kind: .figure, subject: report.name,
                        name: "\(section.title)/\(column.name)"),
                    title: column.label, heading: report.title,
                    unit: column.unit ?? target.map { FigureUnit(symbol: $0.unit) } ?? .other(""),
                    value: text.flatMap { Double($0) }.flatMap { $0.isFinite ? $0 : nil },
                    goal: target.flatMap { target in
                        switch target.verdict {
                        case .met, .missed:
                            DataMeasurement.Goal(bound: target.limit, wording: target.wording, isMet: target.verdict == .met)
                        case .noData: nil
                        }
                    })
            }
        }
    }
}
