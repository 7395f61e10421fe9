import PostgresClient
import SchemaDSL
package import SchemaModel

/// A declared query with its names written out.
package struct CompiledQuery: Sendable {
    /// `metrics.message_metrics`.
    package let id: String
    package let database: String
    package let purpose: String
    package let effect: QueryEffect
    /// Extensions without which it cannot run.
    package let extensions: [String]
    /// Tables without which it cannot run, qualified and quoted.
    package let tables: [String]
    package let parameters: [CompiledParameter]
    package let outputs: [CompiledOutput]
    let fragment: SQLFragment
    let names: Names

    /// The statement with `$1`, `$2`, … for the parameters that have a value, and the defaults of those that have none.
    func statement(_ bindings: [Binding]) throws(QueryError) -> PostgresQuery {
        try refuseStrangers(bindings)
        var written: [String: String] = [:]
        var values: [PostgresParameter] = []
        for parameter in parameters {
            if let binding = bindings.first(where: { $0.parameter == parameter.name }) {
                values.append(binding.value)
                written[parameter.name] = "$\(values.count)::\(parameter.type)"
            } else if let value = parameter.defaultValue {
                written[parameter.name] = "(\(value))::\(parameter.type)"
            } else {
                throw QueryError(.parameter, "\(id) needs a value for \(parameter.name) (\(parameter.type))")
            }
        }
        return PostgresQuery(names.writing(parameters: written).resolve(fragment).sql, values)
    }

    /// A name that was mistyped is told as such, before the one that is missing for it.
    private func refuseStrangers(_ bindings: [Binding]) throws(QueryError) {
        var seen: Set<String> = []
        for binding in bindings {
            guard parameters.contains(where: { $0.name == binding.parameter }) else {
                let known = parameters.map(\.name).joined(separator: ", ")
                throw QueryError(
                    .parameter, "\(id) has no parameter \(binding.parameter); it has \(known.isEmpty ? "none" : known)")
            }
            guard seen.insert(binding.parameter).inserted else {
                throw QueryError(.parameter, "\(binding.parameter) is given twice")
            }
        }
    }

    /// The query for `psql`: `psql -v start="2026-01-01" -f query.sql`.
    package var psql: String {
        var written: [String: String] = [:]
        var header = "-- \(id): \(purpose)\n"
        for parameter in parameters {
            written[parameter.name] = ":'\(parameter.name)'::\(parameter.type)"
            if let value = parameter.defaultValue { written[parameter.name] = "(\(value))::\(parameter.type)" }
            header += "-- \(parameter.name): \(parameter.type)"
            header += parameter.defaultValue.map { ", as it stands: \($0)\n" } ?? ", set by psql -v \(parameter.name)=…\n"
        }
        return header + names.writing(parameters: written).resolve(fragment).sql + ";\n"
    }
}

extension CompiledQuery {
    /// The tables, columns, functions and types that it refers to.
    package var references: Set<ObjectID> {
        let written = Dictionary(parameters.map { ($0.name, "NULL") }, uniquingKeysWith: { first, _ in first })
        return names.writing(parameters: written).resolve(fragment).dependencies
    }
}

/// A parameter with its type and default written out.
package struct CompiledParameter: Sendable, Hashable {
    package let name: String
    package let type: String
    package let defaultValue: String?
    package let purpose: String?
}

/// A column of the result with its type written out.
package struct CompiledOutput: Sendable, Hashable {
    package let name: String
    package let type: String
    package let exposure: Exposure?
    /// The name for people, where it was declared.
    package var label: String?
    /// The unit of the figure, where it was declared.
    package var unit: FigureUnit?

    /// True when outputs may show its values.
    package var isShown: Bool { exposure == .unmasked }
}
