import SchemaModel

/// A table whose rows are on a foreign server; a plan may drop and create it again.
struct ForeignTableKind: Kind {
    let kind = ObjectKind.foreignTable

    func queries(_ version: Int) -> [CatalogQuery] {
        [
            CatalogQuery(
                kind, at: .init(catalog: "pg_class", oid: "c.oid"), schema: "n.nspname", name: "c.relname",
                [
                    .server: "s.srvname::text",
                    .foreignOptions: ForeignOptions.readable("f.ftoptions", .table),
                    .secretOptions: ForeignOptions.secretNames("f.ftoptions", .table),
                    .partitionOf: """
                    CASE WHEN c.relispartition THEN (SELECT ARRAY[pn.nspname, p.relname]
                        FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class p ON p.oid = i.inhparent
                        JOIN pg_catalog.pg_namespace pn ON pn.oid = p.relnamespace WHERE i.inhrelid = c.oid) END
                    """,
                    .partitionBound: "pg_catalog.pg_get_expr(c.relpartbound, c.oid)",
                    .inherits: """
                    CASE WHEN NOT c.relispartition THEN (SELECT jsonb_agg(jsonb_build_array(pn.nspname, p.relname) ORDER BY i.inhseqno)
                        FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class p ON p.oid = i.inhparent
                        JOIN pg_catalog.pg_namespace pn ON pn.oid = p.relnamespace WHERE i.inhrelid = c.oid) END
                    """,
                ],
                from: """
                    pg_catalog.pg_foreign_table f JOIN pg_catalog.pg_class c ON c.oid = f.ftrelid
                    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                    JOIN pg_catalog.pg_foreign_server s ON s.oid = f.ftserver
                    WHERE \(Where.userSchema()) AND \(Where.own("pg_class", "c.oid"))
                    """)
        ]
    }

    func location(_ id: ObjectID) -> CatalogLocation? { CatalogLocation(catalog: "pg_class", oid: CatalogCheck.relation(id)) }
    func reference(_ id: ObjectID, _ fact: Fact?) -> String? { "FOREIGN TABLE \(id.sql)" }
    let security: SecuritySource? = .relation("c.relkind = 'f'")
    func namespaces(_ fact: Fact) -> [Namespace] { [.relation(fact.id)] }
    let order = Order(group: .tables, rank: 0, alterationRank: 5)

    func create(_ fact: Fact, _ context: PlanContext) -> [Step] {
        let columns = context.childrenAfter(fact.id, .column).filter { context.isEnclosed($0.id, in: fact.id) }
            .sorted { ($0.integer(.position) ?? 0, $0.id) < ($1.integer(.position) ?? 0, $1.id) }
        let constraints = context.childrenAfter(fact.id, .constraint).filter { context.isEnclosed($0.id, in: fact.id) }
        let lines =
            columns.filter { !$0.bool(.inherited) || $0.bool(.declaredHere) }.map { ColumnText.definition($0, context) }
            + InheritedNotNull.definitions(columns, context) + constraints.map(ConstraintText.inTable)
        let list = lines.isEmpty ? "" : " (\n    \(lines.joined(separator: ",\n    "))\n)"
        var sql = "CREATE FOREIGN TABLE \(fact.id.sql)"
        if let parent = fact.partitionParent {
            sql += " PARTITION OF \(parent.sql)\(list) \(fact.text(.partitionBound) ?? "DEFAULT")"
        } else {
            sql += list.isEmpty ? " ()" : list
            let parents = fact.inheritanceParents
            if !parents.isEmpty { sql += " INHERITS (\(parents.map(\.sql).joined(separator: ", ")))" }
        }
        sql += " SERVER \(SQL.identifier(fact.text(.server) ?? ""))" + ForeignOptions.clause(fact, .foreignOptions)
        return [
            .create(
                fact, [sql] + columns.flatMap { ColumnText.ownAttributes($0, of: fact.id, in: context.to) },
                reason: ForeignOptions.note(fact, "ALTER FOREIGN TABLE \(fact.id.sql)"))
        ]
    }

    func alter(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: PlanContext) -> Alteration {
        guard changed == [.foreignOptions], let options = ForeignOptions.changes(before, after, .foreignOptions) else {
            return .replace("the server and the parents of a foreign table are set when it is created")
        }
        return .steps([
            .alter(
                after, ["ALTER FOREIGN TABLE \(after.id.sql) \(options)"], locks: context.lock(.accessExclusive, after.id))
        ])
    }

    func rename(_ fact: Fact, to new: ObjectID, in state: CatalogState) -> Step? {
        .rename(fact, to: new, locks: [Step.Lock(.accessExclusive, on: fact.id.path)])
    }

    func drop(_ fact: Fact, _ context: PlanContext) -> [Step] {
        [.drop(fact, ["DROP FOREIGN TABLE \(fact.id.sql)"], locks: context.lock(.accessExclusive, fact.id))]
    }

    /// A new table would lack the secrets that Plumbline does not read.
    func losesRowsWhenReplaced(_ before: Fact, _ after: Fact?) -> Bool { before[.secretOptions] != nil }
}
