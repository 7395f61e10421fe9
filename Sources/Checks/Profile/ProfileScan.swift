import PostgresClient
import SchemaModel

/// The one statement that reads a table: for each column, how many rows have which traits, and the values where they are few.
///
/// Each row becomes one row for each column, and these are grouped. So the server can use parallel workers and a hash table of a few
/// hundred entries, and a table of many columns is read once.
struct ProfileScan: Sendable {
    let table: ProfiledTable
    let version: Int
    /// The only column that is read; nil for all that may be.
    var only: Int?

    /// The values of a column that are counted one by one, at most; the rest is told by its traits.
    static let mostValues = 500

    /// The columns of the table that may be read; their numbers here are those in the result.
    var columns: [ProfiledColumn] { table.columns.filter(\.isReadable) }

    var sql: String {
        let rows = max(table.estimatedRows, 0)
        let read = columns.enumerated().filter { only == nil || only == $0.offset }
        let values = read.map { number, column -> String in
            let name = "source.\(SQL.identifier(column.name))"
            let isCounted = column.isCounted(rows: rows)
            let value = isCounted ? "\(name)::text" : "NULL::text"
            switch column.form {
            case .text:
                // The traits of values that are few are computed once for each value.
                let traits = isCounted ? "CASE WHEN \(name) IS NULL THEN \(ValueTrait.null.bit) END" : text("\(name)::text")
                return "(\(number), \(value), (\(traits))::bigint, NULL::double precision)"
            case .number(let isWhole, let isFloat):
                let traits = TraitSQL.ofNumber(name, isWhole: isWhole, isFloat: isFloat, fences: column.fences)
                // A number that is too large for a double has no amount; one that is too small is 0, as rounding makes it.
                let amount =
                    isWhole
                    ? "\(name)::double precision"
                    : "CASE WHEN abs(\(name)) < 1e-300 THEN 0 WHEN abs(\(name)) < 1e300 THEN \(name)::double precision END"
                return "(\(number), \(value), (\(traits))::bigint, \(amount))"
            case .time:
                return "(\(number), \(value), (\(TraitSQL.ofTime(name, type: column.type)))::bigint, NULL::double precision)"
            case .code, .other: return "(\(number), \(value), (\(TraitSQL.ofOther(name)))::bigint, NULL::double precision)"
            }
        }
        return """
            WITH counted AS (
              SELECT v.number, v.value, v.traits, count(*) AS rows, min(v.amount) AS least, max(v.amount) AS most
              FROM \(table.name) AS source
              CROSS JOIN LATERAL (VALUES
                \(values.joined(separator: ",\n    "))
              ) AS v (number, value, traits, amount)
              GROUP BY 1, 2, 3
            ), ranked AS (
              SELECT *, row_number() OVER (PARTITION BY number ORDER BY rows DESC, value) AS place FROM counted
            )
            SELECT number, CASE WHEN place <= \(Self.mostValues) THEN value END AS value,
              coalesce(traits, \(text("value")))::bigint AS traits, sum(rows)::bigint AS rows, min(least), max(most),
              count(value)::bigint AS different
            FROM ranked
            GROUP BY 1, 2, 3
            """
    }

    private func text(_ value: String) -> String { TraitSQL.ofText(value, version: version) }

    /// A first look at a table that was never analyzed: how many rows there are of a few thousand, and how many values in each column.
    static func sample(_ table: ProfiledTable) -> String {
        let columns = table.columns.filter(\.isReadable)
        let counts = columns.enumerated().map { number, column in
            if case .other = column.form { return "NULL::bigint" }
            return "count(DISTINCT c\(number))"
        }
        let selected = columns.enumerated().map { "\(SQL.identifier($1.name)) AS c\($0)" }
        return """
            SELECT count(*), \(counts.joined(separator: ", "))
            FROM (SELECT \(selected.joined(separator: ", ")) FROM \(table.name) LIMIT 5000) AS first
            """
    }
}

/// The rows of one column that have the same traits, and the same value where values are counted.
struct ProfiledGroup: Sendable {
    var value: String?
    var traits: ValueTraits
    var rows: Int
    var least: Double?
    var most: Double?
    var different: Int
}
