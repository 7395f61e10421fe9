import SchemaModel

/// Nothing is lost: what is dropped moves to a quarantine schema, from which the paired file restores it.
enum Quarantining {
    /// True when rows in quarantine will need the object: something that goes there with its table depends on it.
    static func mustBeQuarantined(_ id: ObjectID, _ context: PlanContext) -> Bool {
        // A sequence holds a position that must not be handed out twice.
        id.kind == .sequence && context.from[id] != nil || isNeeded(id, in: context.from, context.removed.contains, context)
    }

    /// Whether a table that moves, a column whose values are kept, or an object that moves with these needs another object.
    ///
    /// - Parameter moves: what goes, or comes back, with this plan.
    private static func isNeeded(
        _ id: ObjectID, in state: CatalogState, _ moves: (ObjectID) -> Bool, _ context: PlanContext
    ) -> Bool {
        var seen: Set<ObjectID> = [id]
        var waiting = [id]
        while let next = waiting.popLast() {
            for other in state.dependents(of: next) {
                guard let fact = state[other] else { continue }
                let root = other.root
                if root.kind == .table, moves(root) { return true }
                if other.kind == .column, moves(other), isKept(fact, context) { return true }
                if moves(root), root.kind.definition.canBeQuarantined, seen.insert(root).inserted { waiting.append(root) }
            }
        }
        return false
    }

    /// Drops an object; where rows in quarantine still need it, moves it beside them instead.
    static func dropOrMove(_ fact: Fact, _ keyword: String, _ context: PlanContext) -> [Step] {
        if let quarantine = context.options.quarantine, mustBeQuarantined(fact.id, context) {
            return [move(fact, keyword, to: quarantine, context)]
        }
        let reference = fact.id.kind.definition.reference(fact.id, fact) ?? "\(keyword) \(fact.id.sql)"
        var step = Step.drop(fact, ["DROP \(reference)"])
        if mayBeNeededByTables(fact) { step.takesFromKept = [fact.id] }
        return [step]
    }

    /// False for what no column, default, check, index, trigger or policy can need: a procedure, and a function that returns rows or nothing.
    private static func mayBeNeededByTables(_ fact: Fact) -> Bool {
        guard fact.id.kind.referenceOfKept == .signature else { return fact.id.kind.referenceOfKept != nil }
        guard let result = fact.text(.result) else { return false }
        return result != "void" && !result.hasPrefix("SETOF ") && !result.hasPrefix("TABLE(")
    }

    /// True when the values of a column that goes, or comes back, are kept beside its table, which stays.
    private static func isKept(_ column: Fact, _ context: PlanContext) -> Bool {
        guard let table = column.id.parent, table.kind.hasRows, context.from[table] != nil, context.to[table] != nil,
            let key = RowKey(for: column.id, context)
        else { return false }
        // What an online change has made and did not finish holds nothing of anybody's.
        return column[.generated] == nil && !key.isOfItself && !column.id.name.hasPrefix(TemporaryName.prefix)
    }

    static func move(_ fact: Fact, _ keyword: String, to quarantine: Quarantine, _ context: PlanContext) -> Step {
        let id = fact.id
        let place = quarantine.schema(for: id.schema ?? "public")
        let schema = SQL.identifier(place)
        var step = Step(
            .drop, id, title: "move \(id) to quarantine",
            ["CREATE SCHEMA IF NOT EXISTS \(schema)"]
                // PostgreSQL does not move a sequence away from the column that owns it.
                + (fact.owningColumn == nil ? [] : ["ALTER SEQUENCE \(id.sql) OWNED BY NONE"])
                + ["ALTER \(keyword) \(id.sql) SET SCHEMA \(schema)"]
                + (context.options.hasHistory ? partitions(of: fact, from: id.schema ?? "public", to: place) : []),
            when: .pending(CatalogCheck.exists(id)),
            locks: id.kind == .table ? [Step.Lock(.accessExclusive, on: id.path)] : [],
            reason: "`plumb purge` deletes it for good")
        step.movesToQuarantine = true
        return step
    }

    /// Restores an object that the paired file moved away.
    static func restore(_ fact: Fact, _ keyword: String, from quarantine: Quarantine, _ context: PlanContext) -> Step {
        let id = fact.id
        let source = schema(of: id, in: quarantine)
        var step = Step(
            .restore, id, title: "restore \(id) from quarantine",
            [bringBack(id, keyword, from: quarantine)] + (SequenceKind.ownership(fact).map { [$0] } ?? [])
                + (context.options.hasHistory
                    ? partitions(of: fact, from: source.schema ?? "public", to: id.schema ?? "public")
                    : knownPartitions(of: fact, from: quarantine, context)),
            when: .pending("\(CatalogCheck.exists(source)) AND NOT (\(CatalogCheck.exists(id)))"))
        if id.kind == .table { step.restoresFrom = source }
        return step
    }

    private static func bringBack(_ id: ObjectID, _ keyword: String, from quarantine: Quarantine) -> String {
        "ALTER \(keyword) \(schema(of: id, in: quarantine).sql) SET SCHEMA \(SQL.identifier(id.schema ?? "public"))"
    }

    /// Partitions that no migration made go where their table goes; SET SCHEMA leaves them behind.
    private static func partitions(of fact: Fact, from old: String, to new: String) -> [String] {
        guard fact[.partitionBy] != nil else { return [] }
        return [
            "CALL plumbline.move_partitions(\(SQL.literal(SQL.qualified(new, fact.id.name))), \(SQL.literal(old)), \(SQL.literal(new)))"
        ]
    }

    /// The same for a script without Plumbline's procedures: those that come back with their table, and the partitions of these.
    private static func knownPartitions(of fact: Fact, from quarantine: Quarantine, _ context: PlanContext) -> [String] {
        context.to.partitions(of: fact.id).sorted().filter { $0.schema == fact.id.schema }.flatMap { partition in
            [bringBack(partition, "TABLE", from: quarantine)]
                + (context.to[partition].map { knownPartitions(of: $0, from: quarantine, context) } ?? [])
        }
    }

    /// The creation, after a step that restores the object where the paired file moved it away.
    static func restoring(_ keyword: String, _ create: Step, _ context: PlanContext) -> [Step] {
        // What is dropped and created again in one plan was never away.
        guard let source = context.options.restore, context.from[create.object] == nil else { return [create] }
        guard create.object.kind == .table || create.object.kind == .sequence || isNeededByRows(create.object, context) else {
            return [create]
        }
        let fact = context.to[create.object] ?? Fact(create.object)
        // Whatever has been restored is not created.
        var create = create
        create.precondition = Step.ifMissing(create.object)
        if let table = movesWith(fact, context) ?? owner(fact, context) {
            create.comesBackWith = table
            return [create]
        }
        var restoration = restore(fact, keyword, from: source, context)
        // A partition left its table before it went to quarantine.
        if let parent = fact.partitionParent, context.from[parent] != nil, !context.isNew(parent) {
            restoration.statements.append(
                "ALTER TABLE \(parent.sql) ATTACH PARTITION \(fact.id.sql) \(fact.text(.partitionBound) ?? "DEFAULT")")
            restoration.locks += create.locks
        }
        return [restoration, create]
    }

    /// The restored table with which a sequence comes back that one of its columns owns.
    private static func owner(_ fact: Fact, _ context: PlanContext) -> ObjectID? {
        guard let table = fact.owningColumn?.parent, context.created.contains(table), context.from[table] == nil,
            let owner = context.to[table]
        else { return nil }
        return movesWith(owner, context) ?? table
    }

    /// The outermost partitioned table that a partition is restored with: those in its schema move together.
    private static func movesWith(_ fact: Fact, _ context: PlanContext) -> ObjectID? {
        guard let parent = fact.partitionParent, parent.schema == fact.id.schema, context.created.contains(parent),
            context.from[parent] == nil, let table = context.to[parent]
        else { return nil }
        return movesWith(table, context) ?? parent
    }

    /// True when the paired file moves the object rather than drop it: tables that it moves depend on it.
    private static func isNeededByRows(_ id: ObjectID, _ context: PlanContext) -> Bool {
        isNeeded(id, in: context.to, context.created.contains, context)
    }

    private static func schema(of id: ObjectID, in quarantine: Quarantine) -> ObjectID {
        ObjectID(id.kind, schema: quarantine.schema(for: id.schema ?? "public"), id.name, signature: id.signature)
    }

    /// Saves a column's values beside a key of the table; nil where there is none to find them by.
    static func saveValues(of column: Fact, in quarantine: Quarantine, _ context: PlanContext) -> [String]? {
        guard let key = RowKey(for: column.id, context), column[.generated] == nil, !key.isOfItself else { return nil }
        let table = key.table
        let place = store(column.id, table, quarantine)
        let columns = key.kept + [KeptColumn(column.id, in: context.from).kept]
        return prepare(table, quarantine) + [
            "CREATE TABLE \(place.sql) AS SELECT \(columns.joined(separator: ", ")) FROM \(table.sql)"
        ]
    }

    /// Before values of a table are copied, so that none is written between the copy and what changes them.
    static func prepare(_ table: ObjectID, _ quarantine: Quarantine) -> [String] {
        [
            "LOCK TABLE \(table.sql) IN ACCESS EXCLUSIVE MODE",
            "CREATE SCHEMA IF NOT EXISTS \(SQL.identifier(quarantine.schema(for: table.schema ?? "public")))",
        ]
    }

    /// ADD COLUMN with the values that were kept, and NOT NULL only then.
    static func restoreColumn(_ column: Fact, from quarantine: Quarantine, _ context: PlanContext, nullable: Bool = false)
        -> Step?
    {
        guard let key = RowKey(for: column.id, context), !key.isOfItself else { return nil }
        let table = key.table
        let place = store(column.id, table, quarantine)
        let name = SQL.identifier(column.id.name)
        // With a default, the column is never NULL: nothing reads the table to see that.
        let hasDefault =
            !nullable
            && (column[.identity] != nil
                || context.enclosed[.columnDefault(of: column.id)] != nil
                    && context.to[.columnDefault(of: column.id)]?.text(.expression) != nil)
        // The sequence of a serial column was moved away, and comes back with what it has handed out.
        let sequence = ColumnText.serial(column, context) == nil ? nil : SequenceKind.owned(by: column.id, in: context.to)
        // PostgreSQL lets nobody write a column that is always generated as an identity.
        let isAlwaysIdentity = column.text(.identity) == "always"
        let computed = ColumnAddition.computed(column, context)
        var added = computed?.column ?? column
        if isAlwaysIdentity { added[.identity] = "by default" }
        var statements =
            (sequence.map { [bringBack($0.id, "SEQUENCE", from: quarantine)] } ?? [])
            + [
                "ALTER TABLE \(table.sql) ADD COLUMN "
                    + ColumnText.definition(
                        added, context, nullable: !hasDefault, includesDefault: !nullable, asSerial: false)
            ] + (computed?.statements ?? [])
            + (sequence.flatMap(SequenceKind.ownership).map { [$0] } ?? [])
            + QuietTriggers(table, context).around([
                "UPDATE \(table.sql) t SET \(name) = \(KeptColumn(column.id, in: context.to).value(in: "q")) FROM \(place.sql) q WHERE \(key.match)"
            ])
        if isAlwaysIdentity { statements.append("ALTER TABLE \(table.sql) ALTER COLUMN \(name) SET GENERATED ALWAYS") }
        if column[.identity] != nil { statements.append(SequencePosition.afterRows(of: column, follows: false)) }
        // A constraint that is a fact of its own follows.
        if column.bool(.notNull), !nullable, !hasDefault, NotNullConstraint.of(column.id, in: context.to) == nil {
            statements.append("ALTER TABLE \(table.sql) \(NotNull.clause(column.id, context))")
        }
        statements += ColumnText.extras(column, of: table)
        statements.append("DROP TABLE \(place.sql)")
        var step = Step(
            .restore, column.id, title: "restore \(column.id) with its values", statements,
            when: .pending("\(CatalogCheck.exists(place)) AND NOT \(CatalogCheck.exists(column.id))"),
            locks: context.lock(.accessExclusive, table), hazards: [.scan])
        step.restoresFrom = place
        step.restoresParts = false
        return step
    }

    static func store(_ column: ObjectID, _ table: ObjectID, _ quarantine: Quarantine) -> ObjectID {
        ObjectID.table(quarantine.schema(for: table.schema ?? "public"), Quarantine.name(ofColumn: column.name, in: table))
    }
}
