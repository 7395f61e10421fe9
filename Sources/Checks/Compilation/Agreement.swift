import SchemaDSL
import SchemaModel

/// A compiled ``Reconciliation``: what is asked of each of the two databases.
package struct Agreement: Sendable, Hashable {
    /// The other database's name in the project.
    package var other: String
    package var key: [String]
    package var groups: [String]
    package var compared: [String]
    package var scope: Scope
    /// The queries, whose columns have the names above.
    package var here: String
    package var there: String
    /// The column of `there` that says when a row changed; nil when there is none.
    package var changed: String?
    /// SQL of `there` that is true for a row that may not have arrived yet; nil when there is none.
    package var isInFlux: String?

    /// What is compared.
    package enum Scope: Sendable, Hashable {
        /// The numbers of rows in each group.
        case counts
        /// The rows of so many keys, drawn from each side.
        case sample(Int)
        /// All rows, by checksums of buckets first.
        case rows

        /// The things that are compared, in the plural.
        var unit: String {
            switch self {
            case .counts: "groups"
            case .sample, .rows: "keys"
            }
        }
    }

    /// Into so many buckets rows are put by a hash of their key; a power of two. Rows of a bucket that differs are looked at one by one.
    static let buckets = 16_384

    /// A value as text, the same in every collation. NULL stays NULL: it is not the text 'NULL'.
    private static func text(_ column: String) -> String { "\(SQL.identifier(column))::text COLLATE \"C\"" }

    /// The statements that tell the types of the columns of both queries, without a row.
    var shapes: (here: String, there: String) {
        func shape(_ side: String) -> String { "SELECT * FROM (\n\(side)\n) AS side LIMIT 0" }
        return (shape(here), shape(there))
    }

    /// The agreement in which equal numbers have equal texts, as 30 and 30.0 have not.
    ///
    /// - Parameters:
    ///   - here: The columns of `here` that are `numeric`.
    ///   - there: Those of `there`.
    func withEqualNumbers(here numbersHere: Set<String>, there numbersThere: Set<String>) -> Agreement {
        var names: [String] = []
        for name in (scope == .counts ? groups : key + compared) where !names.contains(name) { names.append(name) }
        func trimmed(_ side: String, _ names: [String], _ numbers: Set<String>) -> String {
            guard !numbers.isDisjoint(with: names) else { return side }
            let columns = names.map { name in
                let column = SQL.identifier(name)
                return numbers.contains(name) ? "trim_scale(\(column)) AS \(column)" : column
            }
            return "SELECT \(columns.joined(separator: ", ")) FROM (\n\(side)\n) AS side"
        }
        var copy = self
        copy.here = trimmed(here, names, numbersHere)
        copy.there = trimmed(there, names + (changed.map { names.contains($0) ? [] : [$0] } ?? []), numbersThere)
        return copy
    }

    /// Counts by group, as text: the groups, the count, whether any row is in flux.
    func counts(_ side: String, flux: String?) -> String {
        let places = groups.indices.map { "\($0 + 1)" }.joined(separator: ", ")
        return """
            SELECT \(groups.map(Self.text).joined(separator: ", ")), count(*)::text,
              coalesce(bool_or(\(flux ?? "false")), false)::text
            FROM (
            \(side)
            ) AS side
            GROUP BY \(places)
            ORDER BY \(places)
            """
    }

    /// The keys that a seed draws: the same rows on both sides, when both sides have them.
    func draw(_ side: String, seed: String, size: Int) -> String {
        let keys = key.map(Self.text)
        let lot = ([SQL.literal(seed)] + keys.map { "coalesce('=' || \($0), '-')" }).joined(separator: ", ")
        return """
            SELECT DISTINCT \(keys.joined(separator: ", ")), md5(concat_ws('|', \(lot))) AS lot
            FROM (
            \(side)
            ) AS side
            ORDER BY lot
            LIMIT \(size)
            """
    }

    /// The rows of keys that are given as arrays of text.
    func rows(_ side: String, flux: String?) -> String {
        let keys = key.map(Self.text)
        let arrays = key.indices.map { "$\($0 + 1)::text[]" }.joined(separator: ", ")
        let names = key.indices.map { "k\($0)" }
        // Two columns for each, so that NULL is found and differs from every text.
        let pairs = { (list: [String]) in list.map { "\($0) IS NULL, coalesce(\($0), '')" }.joined(separator: ", ") }
        return rows(
            side, flux,
            where: """
                (\(pairs(keys.map { "(\($0))" }))) IN (
                  SELECT \(pairs(names)) FROM unnest(\(arrays)) AS drawn (\(names.joined(separator: ", ")))
                )
                """)
    }

    /// Rows as text: the key, whether the row is in flux, a digest of each compared column.
    private func rows(_ side: String, _ flux: String?, where condition: String) -> String {
        let digests = compared.map { "md5(\(SQL.identifier($0))::text)" }
        return """
            SELECT \((key.map(Self.text) + ["coalesce(\(flux ?? "false"), false)::text"] + digests).joined(separator: ", "))
            FROM (
            \(side)
            ) AS side
            WHERE \(condition)
            """
    }

    /// A hash of columns, NULL included, by their texts: types may differ between the sides.
    private static func hash(_ columns: [String], seed: String = "0") -> String {
        "hash_record_extended(ROW(\(columns.map(text).joined(separator: ", "))), \(seed))"
    }

    /// The rows of a side with the hash of their key and, from that, the hash of what is compared.
    private func hashed(_ side: String, flux: String?, where condition: String?) -> String {
        // The volatile function keeps the planner from working out the hash of the key again wherever it is used.
        """
        (
          SELECT keyed.plumb_key, \(Self.hash(compared, seed: "keyed.plumb_key")) AS plumb_row, \(flux ?? "false") AS plumb_flux
          FROM (
            SELECT \(Self.hash(key)) AS plumb_key, side.*, pg_catalog.pg_is_in_recovery() AS plumb_fence
            FROM (
        \(side)
            ) AS side
          ) AS keyed\(condition.map { "\n  WHERE \($0)" } ?? "")
        ) AS hashed
        """
    }

    private static let bucket = "(plumb_key & \(buckets - 1))"

    /// For each bucket: its number, how many rows it has, and the sum of their hashes.
    func checksums(_ side: String) -> String {
        """
        SELECT \(Self.bucket), count(*), sum(plumb_row)::text
        FROM \(hashed(side, flux: nil, where: nil))
        GROUP BY 1
        """
    }

    /// The rows of some buckets.
    func rows(_ side: String, flux: String?, buckets: [Int]) -> String {
        rows(side, flux, where: "(\(Self.hash(key)) & \(Self.buckets - 1)) = ANY ('\(Self.array(buckets))'::bigint[])")
    }

    /// The hashes of key and row, and whether the row is in flux, of the rows of some buckets.
    func hashes(_ side: String, flux: String?, buckets: [Int]) -> String {
        let condition = "\(Self.bucket) = ANY ('\(Self.array(buckets))'::bigint[])"
        return "SELECT plumb_key, plumb_row, coalesce(plumb_flux, false) FROM "
            + hashed(side, flux: flux, where: condition)
    }

    /// The rows with some hashes of their key.
    func rows(_ side: String, flux: String?, keys: [Int64]) -> String {
        rows(side, flux, where: "\(Self.hash(key)) = ANY ('\(Self.array(keys))'::bigint[])")
    }

    private static func array(_ numbers: [some BinaryInteger]) -> String {
        "{\(numbers.map { "\($0)" }.joined(separator: ","))}"
    }

    /// The statement that a person runs in one of the databases to see what the check compares.
    func query(_ side: String) -> String {
        guard scope == .counts else {
            return """
                SELECT \((key + compared).map(SQL.identifier).joined(separator: ", "))
                FROM (
                \(side)
                ) AS side
                ORDER BY \(key.map(SQL.identifier).joined(separator: ", "))
                """
        }
        let names = groups.map(SQL.identifier).joined(separator: ", ")
        return """
            SELECT \(names), count(*) AS rows
            FROM (
            \(side)
            ) AS side
            GROUP BY \(names)
            ORDER BY \(names)
            """
    }
}

extension CheckCompiler {
    /// Both queries with their names written out, each in its own database's.
    mutating func agreement(
        _ reconciliation: Reconciliation, _ scope: Agreement.Scope, _ check: DataCheck, _ context: Context
    ) -> CompiledRule? {
        guard reconciliation.other.name != database else {
            problem(check, "an agreement is between two databases, and both are \(database)")
            return nil
        }
        let lists = [
            ("key", reconciliation.key),
            scope == .counts ? ("groups", reconciliation.groups) : ("compared", reconciliation.compared),
        ]
        for (name, list) in lists where list.isEmpty {
            problem(check, "an agreement needs \(name): name columns of both queries")
            return nil
        }
        guard let here = sql(reconciliation.here, check) else { return nil }
        let there = reconciliation.other.names.resolve(reconciliation.there)
        for name in there.unknown {
            problem(check, "\(name) is not in database \(reconciliation.other.name), of which the agreement asks it")
        }
        guard there.unknown.isEmpty else { return nil }
        let form = Agreement(
            other: reconciliation.other.name, key: reconciliation.key, groups: reconciliation.groups,
            compared: reconciliation.compared, scope: scope, here: here.sql, there: there.sql,
            changed: reconciliation.changed,
            isInFlux: reconciliation.changed.map {
                "\(SQL.identifier($0)) >= now() - interval '\(reconciliation.settling.components.seconds) seconds'"
            })
        let shown =
            scope == .counts
            ? reconciliation.groups + [database, reconciliation.other.name] : reconciliation.key + ["problem"]
        var rule = CompiledRule(.agreement(form), here.dependencies, key: shown.map { .init($0) })
        rule.counted = scope == .counts ? .groups : .keys
        return rule
    }
}
