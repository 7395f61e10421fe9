import SchemaDSL
import SchemaModel

/// Writes out queries; all problems are collected, so that they are told at once.
struct QueryCompiler {
    private(set) var queries: [CompiledQuery] = []
    private(set) var reports: [CompiledReport] = []
    private(set) var problems: [String] = []
    private(set) var places: [ObjectIdentifier: Int] = [:]

    mutating func add(_ set: QuerySet) {
        let names = set.database.names
        for group in set.groups {
            for query in group.queries { add(query, id: "\(group.name).\(query.name)", set.database.name, names) }
        }
        for report in set.reports { add(report, set.database.name) }
    }

    private mutating func add(_ query: any Query, id: String, _ database: String, _ names: Names) {
        if queries.contains(where: { $0.id == id }) { problems.append("two queries are named \(id)") }
        if query.purpose.isEmpty { problems.append("\(id) has no purpose; say what it answers") }
        func written(_ fragment: SQLFragment, _ names: Names, _ problems: inout [String]) -> String {
            let resolved = names.resolve(fragment)
            for name in resolved.unknown {
                problems.append("\(id) refers to \(name), which database \(database) does not declare")
            }
            return resolved.sql
        }
        var parameters: [CompiledParameter] = []
        for parameter in query.parameters.map(\.parameter) {
            if parameters.contains(where: { $0.name == parameter.name }) {
                problems.append("\(id) has two parameters named \(parameter.name)")
            }
            parameters.append(
                CompiledParameter(
                    name: parameter.name, type: written(parameter.typeFragment, names, &problems),
                    defaultValue: parameter.defaultValue.map { written($0, names, &problems) }, purpose: parameter.purpose))
        }
        var outputs: [CompiledOutput] = []
        for output in query.outputs.map(\.output) {
            if outputs.contains(where: { $0.name == output.name }) {
                problems.append("\(id) has two outputs named \(output.name)")
            }
            outputs.append(
                CompiledOutput(
                    name: output.name, type: written(output.type, names, &problems), exposure: output.exposure,
                    label: output.label, unit: output.unit))
        }
        let positions = Dictionary(parameters.map { ($0.name, "NULL::\($0.type)") }, uniquingKeysWith: { first, _ in first })
        _ = written(query.sql, names.writing(parameters: positions), &problems)
        places[ObjectIdentifier(query)] = queries.count
        queries.append(
            CompiledQuery(
                id: id, database: database, purpose: query.purpose, effect: query.effect, extensions: query.extensions,
                tables: query.tables.compactMap { names.id(of: $0).map { SQL.qualified($0.schema, $0.name) } },
                parameters: parameters,
                outputs: outputs, fragment: query.sql, names: names))
    }

    private mutating func add(_ report: Report, _ database: String) {
        if reports.contains(where: { $0.name == report.name }) { problems.append("two reports are named \(report.name)") }
        var sections: [CompiledReport.Section] = []
        for section in report.sections {
            guard let place = places[ObjectIdentifier(section.query)], queries[place].database == database else {
                problems.append("report \(report.name) has the query \(section.query.name), which no group of \(database) lists")
                continue
            }
            if queries[place].effect == .writes {
                problems.append("report \(report.name) has the query \(queries[place].id), which writes")
            }
            sections.append(
                .init(title: section.title, query: queries[place], bindings: section.bindings, targets: section.targets))
        }
        reports.append(
            CompiledReport(
                name: report.name, database: database, title: report.title, purpose: report.purpose, sections: sections))
    }
}

/// A report with its queries written out.
package struct CompiledReport: Sendable {
    package let name: String
    package let database: String
    package let title: String
    package let purpose: String
    let sections: [Section]

    struct Section: Sendable {
        let title: String
        let query: CompiledQuery
        let bindings: [Binding]
        let targets: [Target]
    }

    /// The parameters of its queries that a section does not fix, each once.
    package var parameters: [CompiledParameter] {
        var found: [CompiledParameter] = []
        for section in sections {
            for parameter in section.query.parameters
            where !section.bindings.contains(where: { $0.parameter == parameter.name })
                && !found.contains(where: { $0.name == parameter.name })
            {
                found.append(parameter)
            }
        }
        return found
    }
}
