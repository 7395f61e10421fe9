import SchemaModel

/// A row that is kept as declared.
///
/// The earlier values are saved in `plumbline.reference_row`, so that a rollback gives changed rows their old values and removes only
/// what a migration added and nothing refers to.
struct ReferenceRowKind: Kind {
    let kind = ObjectKind.referenceRow

    func queries(_ version: Int) -> [CatalogQuery] { [] }

    func optionalQueries(_ rows: [ReferenceTable]) -> [OptionalQuery] {
        rows.map { table in
            let withHistory = SQL.literal(table.rowsQuery(hasHistory: true))
            let without = SQL.literal(table.rowsQuery(hasHistory: false))
            return OptionalQuery(
                isPresent: table.presence,
                query: "CASE WHEN to_regclass('plumbline.reference_row') IS NOT NULL THEN \(withHistory) ELSE \(without) END",
                fact: { row in
                    guard let row = row.object, let key = row["key"] else { return nil }
                    return Fact(
                        ObjectID(.referenceRow, key.json, parent: table.table), [.key: key, .values: row["values"] ?? .null])
                })
        }
    }

    func location(_ id: ObjectID) -> CatalogLocation? { nil }
    func reference(_ id: ObjectID, _ fact: Fact?) -> String? { nil }
    let security: SecuritySource? = nil
    func namespaces(_ fact: Fact) -> [Namespace] { [] }
    let order = Order(rank: 15)

    func create(_ fact: Fact, _ context: PlanContext) -> [Step] { [ReferenceRows([fact]).upsert(.create)] }

    func alter(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: PlanContext) -> Alteration {
        .steps([ReferenceRows([after]).upsert(.alter)])
    }

    let isLeftOutOfCopies = true

    func drop(_ fact: Fact, _ context: PlanContext) -> [Step] { [ReferenceRows([fact]).remove()] }

    /// Rows of one table are upserted, or removed, by one statement.
    func merged(_ steps: [Step], _ context: PlanContext) -> [Step] {
        guard let verb = steps.first?.verb else { return [] }
        let rows = ReferenceRows(steps.compactMap { verb == .drop ? context.from[$0.object] : context.to[$0.object] })
        return [verb == .drop ? rows.remove() : rows.upsert(verb)]
    }
}

/// Rows of one table as `jsonb`, one on each line, with the table's own types.
struct ReferenceRows {
    private let facts: [Fact]
    private let table: ObjectID
    private let key: [String]
    private let values: [String]
    private let insertOnly: [(String, String)]

    init(_ facts: [Fact]) {
        self.facts = facts
        table = facts.first?.id.parent ?? ObjectID.table("", "")
        key = (facts.first?[.key]?.object ?? [:]).keys.sorted()
        values = (facts.first?[.values]?.object ?? [:]).keys.sorted()
        insertOnly = (facts.first?[.insertOnly]?.object ?? [:]).sorted { $0.key < $1.key }.map {
            ($0.key, $0.value.text ?? "NULL")
        }
    }

    private var relation: String { table.sql }
    private var title: String { facts.count == 1 ? "\(facts.first.map { "\($0.id)" } ?? "")" : "\(facts.count) rows of \(table)" }

    /// The rows as declared, typed by the table.
    private var declared: String {
        let rows = facts.map { fact in
            var row = fact[.key]?.object ?? [:]
            row.merge(fact[.values]?.object ?? [:]) { first, _ in first }
            return Value.object(row).json
        }
        return
            "jsonb_populate_recordset(NULL::\(relation), \(SQL.literal("[\n    " + rows.joined(separator: ",\n    ") + "\n]")))"
    }

    private func match(_ a: String, _ b: String, _ columns: [String], _ comparison: String = "=") -> String {
        columns.map { "\(a).\(SQL.identifier($0)) \(comparison) \(b).\(SQL.identifier($0))" }.joined(separator: " AND ")
    }

    private func object(_ alias: String, _ columns: [String]) -> String {
        "jsonb_build_object(" + columns.map { "\(SQL.literal($0)), \(alias).\(SQL.identifier($0))" }.joined(separator: ", ") + ")"
    }

    func upsert(_ verb: Step.Verb) -> Step {
        let columns = key + values
        let names = (columns + insertOnly.map(\.0)).map { SQL.identifier($0) }.joined(separator: ", ")
        let selected = (columns.map { "d.\(SQL.identifier($0))" } + insertOnly.map(\.1)).joined(separator: ", ")
        let assignments = values.map { "\(SQL.identifier($0)) = EXCLUDED.\(SQL.identifier($0))" }.joined(separator: ", ")
        let isThere = "t.\(SQL.identifier(key.first ?? ""))"
        let equality = values.isEmpty ? "" : " AND " + match("t", "d", values, "IS NOT DISTINCT FROM")
        // What was there is read before the insertion: all parts of one statement see the same snapshot.
        let sql = """
            WITH declared AS (
                SELECT * FROM \(declared)
            ), remembered AS (
                INSERT INTO plumbline.reference_row (relation, key, before)
                SELECT \(SQL.literal(relation)), \(object("d", key)), CASE WHEN \(isThere) IS NOT NULL THEN \(object("t", values)) END
                FROM declared d LEFT JOIN \(relation) t ON \(match("t", "d", key))
                ON CONFLICT (relation, key) DO NOTHING
            )
            INSERT INTO \(relation) (\(names))
            SELECT \(selected) FROM declared d
            ON CONFLICT (\(key.map { SQL.identifier($0) }.joined(separator: ", "))) DO \
            \(assignments.isEmpty ? "NOTHING" : "UPDATE SET \(assignments)")
            """
        return Step(
            verb, facts.first?.id ?? table, title: "\(verb == .create ? "upsert" : "update") \(title)", [sql],
            when: .pending(
                """
                EXISTS (SELECT FROM \(declared) d WHERE NOT EXISTS (
                    SELECT FROM \(relation) t WHERE \(match("t", "d", key))\(equality)))
                """))
    }

    func remove() -> Step {
        let keys = "ARRAY[" + facts.map { SQL.literal(($0[.key] ?? .object([:])).json) }.joined(separator: ", ") + "]::jsonb[]"
        let ours = "relation = \(SQL.literal(relation)) AND key = ANY (\(keys))"
        return Step(
            .drop, facts.first?.id ?? table, title: "remove \(title)",
            ["CALL plumbline.remove_reference_rows(\(SQL.literal(relation)), \(keys))"],
            when: .pending(
                "to_regclass('plumbline.reference_row') IS NOT NULL AND EXISTS (SELECT FROM plumbline.reference_row WHERE \(ours))"
            ),
            reason: "only what a migration added, and only while nothing refers to it; changed rows get their old values")
    }
}
