package import SchemaModel

/// Numbers about a table that are compared with what earlier runs predict.
package struct AnomalyRule: Sendable, Hashable {
    package var table: ObjectID
    package var numbers: [Number]

    /// One number.
    package struct Number: Sendable, Hashable {
        /// Rows, age, share of NULL, mean, or the quantiles of a distribution.
        package var kind: DataMeasurement.Kind
        /// Nil for the number of rows.
        package var column: String?
        /// True when outputs may show it.
        package var isShown: Bool

        package init(kind: DataMeasurement.Kind, column: String? = nil, isShown: Bool = true) {
            self.kind = kind
            self.column = column
            self.isShown = isShown
        }
    }

    /// What an alarm says.
    static let key: [CompiledCheck.KeyColumn] = [.init("number"), .init("now"), .init("expected")]

    /// The shares whose quantiles stand for a distribution.
    static let shares = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]

    /// The statement that measures all of them in one pass.
    var query: String {
        let expressions = ["count(*) AS rows"] + numbers.compactMap(Self.expression)
        return "SELECT \(expressions.joined(separator: ",\n  "))\nFROM \(SQL.qualified(table.schema, table.name))"
    }

    /// The newest of the times in a column, quoted, that are not in the future: one of these would hide that nothing comes any more.
    static func newest(_ column: String) -> String {
        "(max(\(column)) FILTER (WHERE \(column) <= now() + interval '1 minute'))"
    }

    private static func expression(_ number: Number) -> String? {
        guard let column = number.column.map(SQL.identifier) else { return nil }
        let name = { (suffix: String) in SQL.identifier("\(number.column ?? "") \(suffix)") }
        // NaN and infinity are in no mean and no distribution; a check with bounds finds them.
        let isFinite = "\(column)::double precision > '-Infinity' AND \(column)::double precision < 'Infinity'"
        switch number.kind {
        case .rows, .figure, .mark: return nil
        case .age: return "extract(epoch FROM now() - \(newest(column)))::double precision AS \(name("age"))"
        case .nullShare: return "count(\(column)) AS \(name("filled"))"
        case .mean: return "(avg(\(column)::double precision) FILTER (WHERE \(isFinite))) AS \(name("mean"))"
        case .quantile:
            return "(percentile_disc(ARRAY[\(shares.map { "\($0)" }.joined(separator: ", "))]::double precision[]) "
                + "WITHIN GROUP (ORDER BY \(column)::double precision) FILTER (WHERE \(isFinite))) AS \(name("deciles"))"
        }
    }
}

extension AnomalyRule {
    /// Reads `rows, age of created_at, nulls of email`; nil when a part says something else.
    ///
    /// Means and distributions are made of values, and nothing in a file marks a column as one that may be shown.
    static func numbers(_ text: String) -> [Number]? {
        var numbers: [Number] = []
        for part in HeaderNames.list(text) {
            if part == "rows" {
                numbers.append(Number(kind: .rows))
                continue
            }
            guard let match = part.wholeMatch(of: /(age|nulls|mean|distribution)\s+of\s+(\S.*)/),
                let column = HeaderNames.name(match.2)
            else { return nil }
            switch match.1 {
            case "age": numbers.append(Number(kind: .age, column: column))
            case "nulls": numbers.append(Number(kind: .nullShare, column: column))
            case "mean": numbers.append(Number(kind: .mean, column: column, isShown: false))
            default: numbers.append(Number(kind: .quantile, column: column, isShown: false))
            }
        }
        return numbers.isEmpty ? nil : numbers
    }
}
