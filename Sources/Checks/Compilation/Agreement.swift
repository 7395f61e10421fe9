import SchemaDSL
import SchemaModel

/// A compiled ``Reconciliation``: what is asked of each of the two databases.
package struct Agreement: Sendable, Hashable {
    /// The other database's name in the project.
    package var other: String
    package var key: [String]
    package var groups: [String]
    package var compared: [String]
    /// How many keys are drawn from each side; nil to compare counts.
    package var sampleSize: Int?
    /// The queries, whose columns have the names above.
    package var here: String
    package var there: String
    /// SQL of `there` that is true for a row that may not have arrived yet; nil when there is none.
    package var isInFlux: String?

    /// A value as text, the same in every collation. NULL stays NULL: it is not the text 'NULL'.
    private static func text(_ column: String) -> String { "\(SQL.identifier(column))::text COLLATE \"C\"" }

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

    /// The rows of keys that are given as arrays of text: the key, whether the row is in flux, a digest of each compared column.
    func rows(_ side: String, flux: String?) -> String {
        let keys = key.map(Self.text)
        let digests = compared.map { "md5(\(SQL.identifier($0))::text)" }
        let arrays = key.indices.map { "$\($0 + 1)::text[]" }.joined(separator: ", ")
        let names = key.indices.map { "k\($0)" }
        // Two columns for each, so that NULL is found and differs from every text.
        let pairs = { (list: [String]) in list.map { "\($0) IS NULL, coalesce(\($0), '')" }.joined(separator: ", ") }
        return """
            SELECT \((keys + ["coalesce(\(flux ?? "false"), false)::text"] + digests).joined(separator: ", "))
            FROM (
            \(side)
            ) AS side
            WHERE (\(pairs(keys.map { "(\($0))" }))) IN (
              SELECT \(pairs(names)) FROM unnest(\(arrays)) AS drawn (\(names.joined(separator: ", ")))
            )
            """
    }

    /// The statement that a person runs in one of the databases to see what the check compares.
    func query(_ side: String) -> String {
        guard sampleSize == nil else {
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
    mutating func agreement(_ reconciliation: Reconciliation, sample: Int?, _ check: DataCheck, _ context: Context)
        -> CompiledRule?
    {
        guard reconciliation.other.name != database else {
            problem(check, "an agreement is between two databases, and both are \(database)")
            return nil
        }
        let lists = [
            ("key", reconciliation.key),
            sample == nil ? ("groups", reconciliation.groups) : ("compared", reconciliation.compared),
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
            compared: reconciliation.compared, sampleSize: sample, here: here.sql, there: there.sql,
            isInFlux: reconciliation.changed.map {
                "\(SQL.identifier($0)) >= now() - interval '\(reconciliation.settling.components.seconds) seconds'"
            })
        let shown =
            sample == nil
            ? reconciliation.groups + [database, reconciliation.other.name] : reconciliation.key + ["problem"]
        var rule = CompiledRule(.agreement(form), here.dependencies, key: shown.map { .init($0) })
        rule.counted = sample == nil ? .groups : .keys
        return rule
    }
}
