import SchemaModel

/// A column of a table, or of a view or composite type, where it only carries comments, privileges and defaults.
///
/// The payload of an inherited column holds what differs from the parent's column and nothing else; ``effective(_:in:)`` has the rest.
struct ColumnKind: Kind {
    let kind = ObjectKind.column

    /// The collation of attribute `a` of type `t`, where it is not the type's own.
    static let collation = """
        CASE WHEN a.attcollation <> 0 AND a.attcollation <> t.typcollation THEN
            (SELECT \(Where.qualified("cn.nspname", "co.collname")) FROM pg_catalog.pg_collation co
            JOIN pg_catalog.pg_namespace cn ON cn.oid = co.collnamespace WHERE co.oid = a.attcollation) END
        """

    private static func storage(_ letter: String) -> String {
        "CASE \(letter) WHEN 'p' THEN 'plain' WHEN 'e' THEN 'external' WHEN 'm' THEN 'main' WHEN 'x' THEN 'extended' END"
    }

    /// An inherited column may have none where its parent has one.
    private static let compression = "CASE a.attcompression WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' ELSE 'default' END"

    func queries(_ version: Int) -> [CatalogQuery] {
        // The column of the first parent that has it, which an inherited column follows; found for all columns at once.
        let parent = """
            LEFT JOIN (SELECT DISTINCT ON (i.inhrelid, pa.attname) i.inhrelid, pa.attname AS name,
                    bool_or(pa.attnotnull) OVER (PARTITION BY i.inhrelid, pa.attname) AS attnotnull, pa.attstorage, pa.attcompression,
                    pa.attidentity, pa.attgenerated, pg_catalog.pg_get_expr(pd.adbin, pd.adrelid) AS expression
                FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_attribute pa ON pa.attrelid = i.inhparent
                LEFT JOIN pg_catalog.pg_attrdef pd ON pd.adrelid = pa.attrelid AND pd.adnum = pa.attnum
                WHERE pa.attnum > 0 AND NOT pa.attisdropped ORDER BY i.inhrelid, pa.attname, i.inhseqno) p
                ON a.attinhcount > 0 AND p.inhrelid = a.attrelid AND p.name = a.attname
            """
        let isOwn = "a.attinhcount = 0"
        return [
            CatalogQuery(
                kind, at: .init(catalog: "pg_class", oid: "a.attrelid", column: "a.attnum"),
                in: .init(catalog: "pg_class", oid: "a.attrelid"),
                name: "a.attname",
                [
                    .position: "a.attnum",
                    .inherited: "a.attinhcount > 0",
                    .declaredHere: "a.attinhcount > 0 AND a.attislocal AND NOT c.relispartition",
                    .type: "CASE WHEN \(isOwn) THEN pg_catalog.format_type(a.atttypid, a.atttypmod) END",
                    .typeName: "CASE WHEN \(isOwn) THEN pg_catalog.format_type(a.atttypid, NULL) END",
                    .typeModifier: "CASE WHEN \(isOwn) THEN a.atttypmod END",
                    .elementType: "CASE WHEN \(isOwn) AND \(Where.isArray("t")) THEN pg_catalog.format_type(t.typelem, NULL) END",
                    .typeSchema: """
                    CASE WHEN \(isOwn) AND NOT \(Where.builtIn("t.oid"))
                        THEN (SELECT tn.nspname::text FROM pg_catalog.pg_namespace tn WHERE tn.oid = t.typnamespace) END
                    """,
                    .bareTypeName: "CASE WHEN \(isOwn) AND NOT \(Where.builtIn("t.oid")) THEN t.typname::text END",
                    .notNull: version >= 180_000
                        ? "a.attnotnull AND coalesce(kn.coninhcount, 0) = 0"
                        : "a.attnotnull AND NOT coalesce(p.attnotnull, false)",
                    .notNullName: version >= 180_000 ? InheritedNotNull.name : "NULL::text",
                    .notNullDeclared: version >= 180_000 ? InheritedNotNull.isDeclaredByPartition : "NULL::boolean",
                    .notNullComment: version >= 180_000 ? InheritedNotNull.comment : "NULL::text",
                    .noDefault: "a.attinhcount > 0 AND ad.adbin IS NULL AND p.expression IS NOT NULL",
                    .collation: "CASE WHEN \(isOwn) THEN \(Self.collation) END",
                    .identity: """
                    CASE WHEN a.attidentity <> '' AND a.attidentity <> coalesce(p.attidentity, '')
                        THEN CASE a.attidentity WHEN 'a' THEN 'always' ELSE 'by default' END END
                    """,
                    .identityOptions: Self.identityOptions,
                    .generated: """
                    CASE WHEN a.attgenerated <> '' AND pg_catalog.pg_get_expr(ad.adbin, ad.adrelid) IS DISTINCT FROM p.expression
                        THEN pg_catalog.pg_get_expr(ad.adbin, ad.adrelid) END
                    """,
                    .generatedKind: """
                    CASE WHEN a.attgenerated <> '' AND pg_catalog.pg_get_expr(ad.adbin, ad.adrelid) IS DISTINCT FROM p.expression
                        THEN CASE a.attgenerated WHEN 's' THEN 'stored' WHEN 'v' THEN 'virtual' END END
                    """,
                    .storage:
                        "CASE WHEN a.attstorage <> coalesce(p.attstorage, t.typstorage) THEN \(Self.storage("a.attstorage")) END",
                    .typeStorage:
                        "CASE WHEN a.attstorage <> coalesce(p.attstorage, t.typstorage) THEN \(Self.storage("t.typstorage")) END",
                    .compression: """
                    CASE WHEN a.attcompression <> coalesce(p.attcompression, '') THEN \(Self.compression) END
                    """,
                    .statisticsTarget: "CASE WHEN a.attstattarget >= 0 THEN a.attstattarget END",
                    .options: Where.options("a.attoptions"),
                    .foreignOptions:
                        "CASE WHEN a.attfdwoptions IS NOT NULL THEN \(ForeignOptions.readable("a.attfdwoptions", .table)) END",
                ],
                from: """
                    pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
                    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                    JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
                    LEFT JOIN pg_catalog.pg_attrdef ad ON ad.adrelid = a.attrelid AND ad.adnum = a.attnum
                    LEFT JOIN \(Self.identitySequences) s ON s.attrelid = a.attrelid AND s.attnum = a.attnum
                    \(parent)
                    \(version >= 180_000 ? InheritedNotNull.join : "")
                    WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'f')
                    AND \(Where.userSchema()) AND \(Where.own("pg_class", "c.oid"))
                    """,
                comparison: .init(attributes: [
                    .type: [
                        "CASE WHEN \(isOwn) AND NOT \(Where.builtIn("a.atttypid")) THEN pg_catalog.format_type(a.atttypid, a.atttypmod) END",
                        "CASE WHEN \(isOwn) AND \(Where.builtIn("a.atttypid")) THEN a.atttypid END",
                        "CASE WHEN \(isOwn) THEN a.atttypmod END",
                    ]
                ])),
            CatalogQuery(
                kind, at: .init(catalog: "pg_class", oid: "a.attrelid", column: "a.attnum"),
                in: .init(catalog: "pg_class", oid: "a.attrelid"),
                name: "a.attname",
                [
                    .position: "a.attnum",
                    .statisticsTarget: "CASE WHEN a.attstattarget >= 0 THEN a.attstattarget END",
                    .storage:
                        "CASE WHEN c.relkind = 'm' AND a.attstorage <> t.typstorage THEN \(Self.storage("a.attstorage")) END",
                    .typeStorage:
                        "CASE WHEN c.relkind = 'm' AND a.attstorage <> t.typstorage THEN \(Self.storage("t.typstorage")) END",
                    .compression: "CASE WHEN c.relkind = 'm' AND a.attcompression <> '' THEN \(Self.compression) END",
                    .options: Where.options("a.attoptions"),
                ],
                from: """
                    pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
                    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
                    WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('v', 'm', 'c')
                    AND \(Where.userSchema()) AND \(Where.own("pg_class", "c.oid"))
                    """),
        ]
    }

    /// The options of an identity column's sequence that differ from what PostgreSQL takes by itself; its name too.
    private static let identityOptions = """
        CASE WHEN a.attidentity <> '' AND a.attidentity <> coalesce(p.attidentity, '') THEN
            nullif(jsonb_strip_nulls(jsonb_build_object(
                'name', CASE WHEN s.relname <> left(c.relname || '_' || a.attname || '_seq', 63) OR s.relnamespace <> c.relnamespace
                    THEN \(Where.qualified("s.nspname", "s.relname")) END,
                'start', CASE WHEN s.seqstart <> CASE WHEN s.seqincrement > 0 THEN s.seqmin ELSE s.seqmax END THEN s.seqstart END,
                'increment', CASE WHEN s.seqincrement <> 1 THEN s.seqincrement END,
                'minimum', CASE WHEN s.seqmin <> CASE WHEN s.seqincrement > 0 THEN 1 ELSE CASE a.atttypid WHEN 'int2'::regtype
                    THEN -32768 WHEN 'int4'::regtype THEN -2147483648 ELSE -9223372036854775808 END END THEN s.seqmin END,
                'maximum', CASE WHEN s.seqmax <> CASE WHEN s.seqincrement < 0 THEN -1 ELSE CASE a.atttypid WHEN 'int2'::regtype
                    THEN 32767 WHEN 'int4'::regtype THEN 2147483647 ELSE 9223372036854775807 END END THEN s.seqmax END,
                'cache', CASE WHEN s.seqcache <> 1 THEN s.seqcache END,
                'cycle', CASE WHEN s.seqcycle THEN true END)), '{}'::jsonb) END
        """

    /// The sequences of identity columns, each with its column as `attrelid` and `attnum`.
    private static let identitySequences = """
        (SELECT d.refobjid AS attrelid, d.refobjsubid AS attnum, q.*, sc.relname, sc.relnamespace, sn.nspname
            FROM pg_catalog.pg_sequence q JOIN pg_catalog.pg_depend d ON d.objid = q.seqrelid
                AND d.classid = 'pg_catalog.pg_class'::regclass AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.deptype = 'i'
            JOIN pg_catalog.pg_class sc ON sc.oid = q.seqrelid JOIN pg_catalog.pg_namespace sn ON sn.oid = sc.relnamespace)
        """

    func location(_ id: ObjectID) -> CatalogLocation? {
        guard let relation = id.parent else { return nil }
        let number = "(SELECT a.attnum FROM pg_catalog.pg_attribute a WHERE a.attrelid = \(CatalogCheck.relation(relation)) "
        return CatalogLocation(
            catalog: "pg_class", oid: CatalogCheck.relation(relation), column: number + "AND a.attname = \(SQL.literal(id.name)))"
        )
    }

    func reference(_ id: ObjectID, _ fact: Fact?) -> String? { "COLUMN \(id.parent?.sql ?? "").\(SQL.identifier(id.name))" }
    let security: SecuritySource? = SecuritySource(
        catalog: "pg_class", from: "pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid",
        oid: "a.attrelid",
        column: "a.attnum", owner: "c.relowner", condition: "a.attacl IS NOT NULL", hasOwner: false, acl: ("a.attacl", "c"))
    func namespaces(_ fact: Fact) -> [Namespace] { [] }
    let order = Order(rank: 1)
    func exists(_ id: ObjectID) -> String { CatalogCheck.column(id) }

    // MARK: Inheritance

    /// The column of a parent table that an inherited one follows.
    static func parentColumn(of id: ObjectID, in state: CatalogState) -> ObjectID? {
        parentColumns(of: id, in: state).first
    }

    /// The columns of all parents that an inherited one comes from.
    static func parentColumns(of id: ObjectID, in state: CatalogState) -> [ObjectID] {
        guard let table = id.parent else { return [] }
        return TableKind.parents(of: table, in: state).map { ObjectID.column(id.name, of: $0) }.filter { state[$0] != nil }
    }

    /// The column with everything that an inherited one has from its parent.
    static func effective(_ fact: Fact, in state: CatalogState) -> Fact {
        guard fact.bool(.inherited), let id = parentColumn(of: fact.id, in: state), let column = state[id] else { return fact }
        let parent = effective(column, in: state)
        var result = fact
        for attribute in [
            Attribute.type, .typeName, .typeModifier, .elementType, .typeSchema, .bareTypeName, .collation, .generated,
            .generatedKind, .identity, .storage, .typeStorage,
            .compression,
        ]
        where result[attribute] == nil {
            // Identity is not inherited, except by partitions since PostgreSQL 17.
            if attribute == .identity, state.serverVersion < 170_000 || state[fact.id.parent ?? fact.id]?.partitionParent == nil {
                continue
            }
            result[attribute] = parent[attribute]
        }
        let isPartition = fact.id.parent.flatMap { state[$0]?.partitionParent } != nil
        if isPartition ? parent.bool(.notNull) : InheritedNotNull.isInherited(by: fact.id, in: state) { result[.notNull] = true }
        return result
    }

    /// The column of a child that comes from this one and also from a parent outside of its tree.
    private static func childOfOthers(_ id: ObjectID, _ context: PlanContext) -> ObjectID? {
        guard let table = id.parent, table.kind == .table, context.from[table]?[.partitionBy] == nil else { return nil }
        let tree = TableKind.tree(table, in: context.from)
        return tree.dropFirst().map { ObjectID.column(id.name, of: $0) }.first { column in
            [context.from, context.to].allSatisfy { state in
                parentColumns(of: column, in: state).contains { !tree.contains($0.parent ?? $0) }
            }
        }
    }

    /// The default that is in force; an inherited column has its parent's unless it says otherwise.
    static func effectiveDefault(of id: ObjectID, in state: CatalogState) -> String? {
        if let own = state[.columnDefault(of: id)]?.text(.expression) { return own }
        guard let column = state[id], column.bool(.inherited), !column.bool(.noDefault),
            let parent = parentColumn(of: id, in: state)
        else { return nil }
        return effectiveDefault(of: parent, in: state)
    }

    /// True if a column gets a type, or a collation, for which PostgreSQL builds what stands on it again.
    static func isConverted(_ id: ObjectID, _ changes: ChangeSet) -> Bool {
        guard id.kind == .column, let delta = changes.alters[id], let before = delta.before, let after = delta.after else {
            return false
        }
        let (old, new) = (effective(before, in: changes.from), effective(after, in: changes.to))
        return !ColumnAlteration.keepsValues(old, new)
            && !ExtensionKind.carriesType(of: old, new, from: changes.from, to: changes.to)
    }

    // MARK: Steps

    func create(_ fact: Fact, _ context: PlanContext) -> [Step] {
        guard let table = fact.id.parent, table.kind.hasOwnColumns else { return viewColumn(fact, context) }
        if TypedTable.type(of: table, from: context.from, to: context.to) != nil, !context.isNew(table) {
            return TypedTable.parts(of: fact, on: table, context)
        }
        if fact.bool(.inherited), !fact.bool(.declaredHere) || context.isNew(table) {
            let statements = ColumnText.ownAttributes(fact, of: table, in: context.to)
            if statements.isEmpty { return [] }
            return [
                .alter(
                    fact, title: "set what differs of \(fact.id)", statements, locks: context.lock(.accessExclusive, table))
            ]
        }
        return ColumnAddition.steps(fact, context)
    }

    /// A column of a view is created with it; only a materialized view's has something of its own.
    private func viewColumn(_ fact: Fact, _ context: PlanContext) -> [Step] {
        guard let relation = fact.id.parent else { return [] }
        let statements = ColumnText.viewExtras(fact, of: relation)
        return statements.isEmpty ? [] : [.alter(fact, title: "set the storage of \(fact.id)", statements)]
    }

    func alter(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: PlanContext) -> Alteration {
        if let online = OnlineRewrites.steps(of: after.id, context) { return .steps(online) }
        let old = Self.effective(before, in: context.from)
        let new = Self.effective(after, in: context.to)
        guard let delta = Delta(before: old, after: new) else {
            return .steps(
                Self.notNullSteps(before, after, context) + [inheritedDefault(before, after, context)].compactMap { $0 })
        }
        // What an inherited column has from its parent changes with the parent's.
        var changed = after.bool(.inherited) && before.bool(.inherited) ? changed.intersection(delta.changed) : delta.changed
        if ExtensionKind.carriesType(of: old, new, from: context.from, to: context.to) {
            changed.subtract([.type, .typeName])
        }
        let storage: Set<Attribute> = [.storage, .compression]
        if delta.changed.contains(.type) || delta.changed.contains(.collation), after.bool(.inherited), before.bool(.inherited) {
            // The step that changes the parent's type sets them.
            changed.subtract(storage)
        }
        if let table = after.id.parent, TypedTable.type(of: table, from: context.from, to: context.to) != nil {
            if changed.contains(.type) || changed.contains(.collation) {
                // The type's step resets them, as any change of a type does.
                changed.subtract(storage)
                changed.formUnion(storage.filter { new[$0] != nil })
            }
            changed.subtract([.type, .typeName, .collation])
        }
        if changed.contains(.type), let child = Self.childOfOthers(after.id, context) {
            return .impossible(
                "\(child) comes from \(after.id) and from other parents, and PostgreSQL changes its type in none of them")
        }
        let own = changed.subtracting([.inherited, .declaredHere, .noDefault, .notNullName, .notNullComment])
            .subtracting(context.notNulls.covers(after.id) ? [.notNull] : [])
        let result = ColumnAlteration(old, new, own, context).result
        guard case .steps(let steps) = result else { return result }
        return .steps(
            steps + NotNullConstraint.renames(old, new, context) + Self.notNullSteps(before, after, context)
                + [inheritedDefault(before, after, context)].compactMap { $0 })
    }

    /// PostgreSQL has no statement for the mark that a child declares a column which it inherits.
    func irreparable(_ delta: Delta) -> String? {
        guard let before = delta.before, let after = delta.after, before.bool(.inherited), after.bool(.inherited),
            before.bool(.declaredHere) != after.bool(.declaredHere)
        else { return nil }
        return "\(delta.id) is \(before.bool(.declaredHere) ? "" : "not ")declared by the child beside its parents, and would "
            + "\(after.bool(.declaredHere) ? "" : "not ")be: PostgreSQL cannot change that"
    }

    /// The steps for a NOT NULL constraint that the column has from its parents, or changes together with others.
    private static func notNullSteps(_ before: Fact, _ after: Fact, _ context: PlanContext) -> [Step] {
        context.notNulls.steps(at: after.id, context)
            ?? InheritedNotNull.steps(before, after, context) + NotNullConstraint.commentSteps(before, after, context)
    }

    /// A column that joins its parent's does not take over its default, and one that leaves keeps it. One that stays may have no default
    /// where its parent has one.
    private func inheritedDefault(_ before: Fact, _ after: Fact, _ context: PlanContext) -> Step? {
        let id = ObjectID.columnDefault(of: after.id)
        let moves = before[.inherited] != after[.inherited]
        guard moves || before[.noDefault] != after[.noDefault], let table = after.id.parent, after[.generated] == nil,
            context.from[id] == nil, context.to[id] == nil
        else { return nil }
        let old = Self.effectiveDefault(of: after.id, in: context.from)
        let new = Self.effectiveDefault(of: after.id, in: context.to)
        guard !moves || old != new else { return nil }
        let action = new.map { "SET DEFAULT \($0)" } ?? "DROP DEFAULT"
        return .alter(
            after, title: "change the default of \(after.id)",
            ["ALTER TABLE \(table.sql) ALTER COLUMN \(SQL.identifier(after.id.name)) \(action)"],
            locks: context.lock(.accessExclusive, table))
    }

    /// The columns of children that follow this one: those that stay as columns of their own, and those that go.
    private static func followers(_ id: ObjectID, in from: CatalogState, _ to: CatalogState) -> (stay: [ObjectID], go: [ObjectID])
    {
        guard let table = id.parent else { return ([], []) }
        let children = from.dependents(of: table).filter { from[$0]?.inheritanceParents.contains(table) == true }
            .map { ObjectID.column(id.name, of: $0) }.filter { from[$0]?.bool(.inherited) == true }
        return (children.filter { to[$0] != nil }, children.filter { to[$0] == nil && to[$0.parent ?? $0] != nil })
    }

    /// An inherited column is renamed with its parent's.
    func rename(_ fact: Fact, to new: ObjectID, in state: CatalogState) -> Step? {
        guard let relation = new.parent else { return nil }
        let names = "\(SQL.identifier(fact.id.name)) TO \(SQL.identifier(new.name))"
        if relation.kind == .compositeType {
            let tables = state.dependents(of: relation).filter { state[$0]?.text(.ofType) == relation.sql }
            return .rename(
                fact, to: new, ["ALTER TYPE \(relation.sql) RENAME ATTRIBUTE \(names)\(tables.isEmpty ? "" : " CASCADE")"],
                locks: tables.map { Step.Lock(.accessExclusive, on: $0.path) })
        }
        if fact.bool(.inherited), !fact.bool(.declaredHere) { return nil }
        let keyword = relation.kind == .foreignTable ? "FOREIGN TABLE" : relation.kind.alterKeyword
        return .rename(
            fact, to: new, ["ALTER \(keyword) \(relation.sql) RENAME COLUMN \(names)"],
            locks: TableKind.tree(relation, in: state).map { Step.Lock(.accessExclusive, on: $0.path) })
    }

    /// Columns of one type, whose values would go.
    func resembles(_ old: Fact, _ new: Fact, from: CatalogState, to: CatalogState) -> Bool {
        guard let relation = old.id.parent else { return false }
        if relation.kind == .compositeType {
            let type = CompositeField.all(of: from[relation]).first { $0.name == old.id.name }?.type
            return type != nil && type == CompositeField.all(of: to[relation]).first { $0.name == new.id.name }?.type
        }
        guard relation.kind.hasRows, !old.bool(.inherited), !new.bool(.inherited), old[.generated] == nil, new[.generated] == nil
        else { return false }
        // A column that is filled from another one beside it is not that one under a new name. Any other expression may fill the NULLs of
        // a column that is renamed.
        if let expression = new.text(.backfill), expression.mentions(old.id.name) { return false }
        return old[.type] == new[.type]
    }

    func drop(_ fact: Fact, _ context: PlanContext) -> [Step] {
        guard let table = fact.id.parent, table.kind.hasOwnColumns, !fact.bool(.inherited) || fact.bool(.declaredHere),
            TypedTable.type(of: table, from: context.from, to: context.to) == nil
        else { return [] }
        // ONLY leaves the values of the children where they are. A generated column that is created again has none, and the children
        // get the new one from their parent.
        let isGeneratedAgain = fact[.generated] != nil && context.to[fact.id] != nil
        let followers: (stay: [ObjectID], go: [ObjectID]) =
            isGeneratedAgain ? ([], []) : Self.followers(fact.id, in: context.from, context.to)
        let only = followers.stay.isEmpty ? "" : "ONLY "
        let others = followers.stay.isEmpty ? [] : followers.go
        let drops =
            ["ALTER \(table.kind.alterKeyword) \(only)\(table.sql) DROP COLUMN \(SQL.identifier(fact.id.name))"]
            + others.map { "ALTER TABLE \($0.parent?.sql ?? "") DROP COLUMN \(SQL.identifier($0.name))" }
        if let online = OnlineColumnDrop(fact, context) {
            var step = Step.drop(
                fact, online.departure + drops, locks: context.lock(.accessExclusive, table),
                reason: "its values are copied already, and go to quarantine")
            step.movesToQuarantine = true
            return online.preparation + [step]
        }
        // A column that was made beside another holds nothing of its own.
        let isKept = table.kind.hasRows && !fact.id.name.hasPrefix(TemporaryName.prefix)
        // The values of a generated column are lost where nothing computes them afterward.
        let isLost =
            fact[.generated] == nil
            || context.to[fact.id].map {
                $0[.generated] == nil && ColumnAddition.computed($0, context) == nil && Backfill($0, context) == nil
            } == true
        let save = isKept ? context.options.quarantine.flatMap { Quarantining.saveValues(of: fact, in: $0, context) } : nil
        var step = Step.drop(
            fact, (save ?? []) + drops, locks: context.lockTree(.accessExclusive, table),
            hazards: save != nil ? [.scan] : isLost && isKept ? [.dataLoss] : [],
            reason: save == nil ? nil : "its values go to quarantine first, by primary key")
        step.movesToQuarantine = save != nil
        return [step]
    }

    // MARK: Effects on others

    func enclosingCreation(_ fact: Fact, _ creation: Creation) -> ObjectID? {
        guard let relation = fact.id.parent else { return nil }
        if creation.isCreated(relation) {
            // No statement that creates a view says how its columns are stored.
            return relation.kind.hasRows || ColumnText.viewExtras(fact, of: relation).isEmpty ? relation : nil
        }
        // A parent's new column comes to its children by itself.
        guard fact.bool(.inherited), !fact.bool(.declaredHere),
            ColumnText.ownAttributes(fact, of: relation, in: creation.to).isEmpty,
            let parent = Self.parentColumn(of: fact.id, in: creation.to), creation.isCreated(parent)
        else { return nil }
        return parent
    }

    func enclosingDrop(_ fact: Fact, _ removal: Removal) -> ObjectID? {
        if let ancestor = removal.droppedAncestor(of: fact.id) { return ancestor }
        guard fact.bool(.inherited), let parent = Self.parentColumn(of: fact.id, in: removal.from), removal.isDropped(parent)
        else {
            return nil
        }
        return parent
    }

    func separation(_ fact: Fact) -> Int? { nil }

    func losesRowsWhenReplaced(_ before: Fact, _ after: Fact?) -> Bool {
        before.id.parent?.kind.hasRows == true && before[.generated] == nil && after?[.generated] == nil
    }

    /// The column of a partition that leaves is its own afterward. One that holds rows of a table gets those of the new table.
    func outlives(_ replaced: ObjectID, _ before: Fact, _ after: Fact) -> Bool {
        guard replaced.kind == .table else { return false }
        if before.bool(.inherited), !after.bool(.inherited) { return true }
        return before.id.parent?.kind.hasRows == true && before[.generated] == nil && before[.type] == after[.type]
            && before.dependencies.contains(replaced) && after.dependencies.contains(replaced)
    }

    let isReplacedWhenDependencyGoes = false
    func survives(_ change: ObjectKind, _ fact: Fact) -> Bool { fact[.generated] == nil }

    func invalidates(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: PlanContext) -> [ObjectID] {
        let old = Self.effective(before, in: context.from)
        let new = Self.effective(after, in: context.to)
        guard old[.type] != new[.type] || old[.collation] != new[.collation] else { return [] }
        if ExtensionKind.carriesType(of: old, new, from: context.from, to: context.to) { return [] }
        return [after.id]
    }

    /// A step that changes a column's type moves its default too.
    func complete(_ steps: inout [Step], _ context: PlanContext) {
        OnlineColumnDrop.complete(&steps, context)
        Backfill.complete(&steps, context)
        OnlineRewrites.moveForward(&steps, context)
    }

    func adjust(_ changes: inout ChangeSet, _ context: PlanContext) {
        for (id, delta) in changes.alters where id.kind == kind && id.parent?.kind.hasRows == true {
            guard let before = delta.before, let after = delta.after, delta.changed.contains(.type),
                !changes.creates.contains(id), before[.inherited] == after[.inherited],
                !ColumnAlteration.keepsValues(before, after),
                !ExtensionKind.carriesType(of: before, after, from: changes.from, to: changes.to)
            else { continue }
            ColumnDefaultKind.moveWithColumn(id, &changes)
            if changes.replaced[.columnDefault(of: id)] == nil { ColumnDefaultKind.moveWithParent(id, &changes) }
        }
        for id in changes.alters.keys.sorted() where id.kind == kind {
            RowTypeUse.inTheWay(of: id, from: changes.from, to: changes.to)?.replaceDependents(&changes)
        }
        for id in changes.creates.sorted() where id.kind == kind {
            guard let use = RowTypeUse.inTheWay(ofNew: id, changes) else { continue }
            if let column = use.kept.first?.id {
                changes.refuse(
                    "\(id) would have to be added with values while \(column) holds rows of \(id.parent ?? id); PostgreSQL adds only "
                        + "a column without a default then. Declare \(id) without it, and set the default in a later migration")
            }
            use.replaceDependents(&changes)
        }
        InheritedNotNull.adjust(&changes, context)
        ForeignKeyTypes.adjust(&changes)
        IncludedColumn.adjust(&changes)
    }
}
