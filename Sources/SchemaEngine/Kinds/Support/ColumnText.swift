import SchemaModel

/// A column's definition, as CREATE TABLE and ADD COLUMN take it.
enum ColumnText {
    /// - Parameters:
    ///   - nullable: leaves NOT NULL out.
    ///   - includesDefault: whether the default stands in it.
    ///   - asSerial: whether a column may be a `serial`, which makes a new sequence.
    ///   - effectiveDefault: writes the default that is in force, a parent's included, instead of one that stands in this statement.
    static func definition(
        _ column: Fact, _ context: PlanContext, nullable: Bool = false, effectiveDefault: Bool = false,
        includesDefault: Bool = true, asSerial: Bool = true
    )
        -> String
    {
        let defaultID = ObjectID.columnDefault(of: column.id)
        let isDefaultInside = context.enclosed[defaultID] != nil
        let expression =
            effectiveDefault
            ? ColumnKind.effectiveDefault(of: column.id, in: context.to)
            : isDefaultInside ? context.to[defaultID]?.written(.expression) : nil
        let name = SQL.identifier(column.id.name)
        if asSerial, let serial = serial(column, context) {
            return "\(name) \(serial)\(context.notNulls.nameClause(column.id)) NOT NULL"
        }
        // A child that declares an inherited column merges it with its parents'.
        let merged = ColumnKind.effective(column, in: context.to)
        var sql = "\(name) \(merged.text(.type) ?? "text")"
        sql += ForeignOptions.clause(column, .foreignOptions)
        if let method = column.text(.compression) { sql += " COMPRESSION \(method)" }
        if let collation = merged.text(.collation) { sql += " COLLATE \(collation)" }
        let isRequired = column.bool(.notNull) || InheritedNotNull.localName(column.id, in: context.to) != nil
        if isRequired, !nullable, NotNullConstraint.of(column.id, in: context.to) == nil {
            if let name = column.text(.notNullName), !name.isEmpty, name != NotNullConstraint.usualName(column.id) {
                sql += " CONSTRAINT \(SQL.identifier(name))"
            } else {
                sql += context.notNulls.nameClause(column.id)
            }
            sql += " NOT NULL"
        }
        if let generated = column.written(.generated) {
            sql += " GENERATED ALWAYS AS (\(generated)) \(column.text(.generatedKind) == "virtual" ? "VIRTUAL" : "STORED")"
        } else if let identity = column.text(.identity) {
            sql += " GENERATED \(identity.uppercased()) AS IDENTITY"
            if let options = IdentityText.options(column) { sql += " (\(options))" }
        } else if let expression, includesDefault {
            sql += " DEFAULT \(expression)"
        }
        return sql
    }

    /// The options of a column in CREATE TABLE … OF beyond its type; nil where there are none.
    static func typedTableColumn(_ column: Fact, _ context: PlanContext) -> String? {
        let defaultID = ObjectID.columnDefault(of: column.id)
        let expression = context.enclosed[defaultID] != nil ? context.to[defaultID]?.written(.expression) : nil
        guard column.bool(.notNull) || expression != nil else { return nil }
        return "\(SQL.identifier(column.id.name)) WITH OPTIONS"
            + (column.bool(.notNull) ? "\(context.notNulls.nameClause(column.id)) NOT NULL" : "")
            + (expression.map { " DEFAULT \($0)" } ?? "")
    }

    static func serial(_ column: Fact, _ context: PlanContext) -> String? {
        guard context.enclosed[.columnDefault(of: column.id)] != nil,
            let sequence = SequenceKind.owned(by: column.id, in: context.to), context.enclosed[sequence.id] != nil
        else { return nil }
        return SequenceKind.serialType(sequence, in: context.to)
    }

    /// The attributes that a column definition cannot hold: storage, statistics target, attribute options.
    static func extras(_ column: Fact, of table: ObjectID) -> [String] {
        let prefix = "ALTER \(table.kind.alterKeyword) \(table.sql) ALTER COLUMN \(SQL.identifier(column.id.name))"
        var statements: [String] = []
        if let storage = column.text(.storage) { statements.append("\(prefix) SET STORAGE \(storage.uppercased())") }
        if let target = column.integer(.statisticsTarget) { statements.append("\(prefix) SET STATISTICS \(target)") }
        if let options = OptionsText.list(column) { statements.append("\(prefix) SET (\(options))") }
        return statements
    }

    /// The attributes of view columns that CREATE VIEW cannot set.
    static func viewExtras(_ column: Fact, of view: ObjectID) -> [String] {
        let compression = column.text(.compression).map {
            "ALTER \(view.kind.alterKeyword) \(view.sql) ALTER COLUMN \(SQL.identifier(column.id.name)) SET COMPRESSION \($0)"
        }
        return (compression.map { [$0] } ?? []) + extras(column, of: view)
    }

    /// The attributes of an inherited column beyond its parent's; for a column of the table's own, those that its definition cannot hold.
    static func ownAttributes(_ column: Fact, of table: ObjectID, in state: CatalogState) -> [String] {
        let comment = column.text(.notNullComment).flatMap { text in
            NotNullConstraint.name(column.id, in: state).map { NotNullConstraint.comment(text, on: $0, of: table) }
        }
        let extras = extras(column, of: table) + [comment].compactMap(\.self)
        guard column.bool(.inherited), !column.bool(.declaredHere) else { return extras }
        let prefix = "ALTER TABLE \(table.sql) ALTER COLUMN \(SQL.identifier(column.id.name))"
        var statements: [String] = []
        if column.bool(.notNull), NotNullConstraint.of(column.id, in: state) == nil {
            statements.append("\(prefix) SET NOT NULL")
        }
        if column.bool(.noDefault) { statements.append("\(prefix) DROP DEFAULT") }
        if let compression = column.text(.compression) { statements.append("\(prefix) SET COMPRESSION \(compression)") }
        return statements + extras
    }
}

/// The options of an identity column's sequence.
enum IdentityText {
    private static let keywords = [
        ("increment", "INCREMENT BY"), ("minimum", "MINVALUE"), ("maximum", "MAXVALUE"), ("start", "START WITH"),
        ("cache", "CACHE"),
    ]

    /// - Parameter includesName: whether the name of the sequence is one of them.
    static func options(_ column: Fact, includesName: Bool = true) -> String? {
        guard let options = column[.identityOptions]?.object, !options.isEmpty else { return nil }
        var parts = includesName ? options["name"]?.text.map { ["SEQUENCE NAME \($0)"] } ?? [] : []
        parts += keywords.compactMap { key, keyword in
            if case .number(let value) = options[key] { "\(keyword) \(value)" } else { nil }
        }
        if options["cycle"]?.bool == true { parts.append("CYCLE") }
        return parts.isEmpty ? nil : parts.joined(separator: " ")
    }

    /// The sequence of an identity column.
    private static func sequence(_ column: Fact) -> ObjectID? {
        guard column[.identity] != nil, let table = column.id.parent else { return nil }
        guard let text = column[.identityOptions]?.object?["name"]?.text else {
            return ObjectID(.sequence, schema: table.schema, DefaultName.make(table.name, column.id.name, "seq"))
        }
        guard let parts = SQL.parts(ofQualifiedName: text), parts.count == 2 else { return nil }
        return ObjectID(.sequence, schema: parts[0], parts[1])
    }

    /// The step that gives the sequence its other name; nil where it has none, or moves to another schema.
    static func renaming(_ before: Fact, _ after: Fact) -> Step? {
        guard let old = sequence(before), let new = sequence(after), old.schema == new.schema, old.name != new.name else {
            return nil
        }
        var step = Step.rename(
            Rename(from: .object(old), to: .object(new)), ["ALTER SEQUENCE \(old.sql) RENAME TO \(SQL.identifier(new.name))"],
            when: .pending(CatalogCheck.exists(old)))
        step.object = after.id
        return step
    }

    /// The actions of ALTER COLUMN that turn one set of options into another; nil where the sequence is another one.
    static func changes(_ before: Fact, _ after: Fact, isRenamed: Bool) -> [String]? {
        let old = before[.identityOptions]?.object ?? [:]
        let new = after[.identityOptions]?.object ?? [:]
        guard old["name"] == new["name"] || isRenamed else { return nil }
        var actions: [String] = []
        // The bounds that PostgreSQL takes by itself depend on the direction.
        let turns = isAscending(old) != isAscending(new)
        // Where the sequence starts depends on its bounds.
        let moves = start(old) != start(new)
        for (key, keyword) in keywords
        where key == "start" ? moves : old[key] != new[key] || turns && (key == "minimum" || key == "maximum") {
            switch (key, new[key]) {
            case ("start", _): actions.append("SET START WITH \(start(new))")
            case (_, .number(let value)?): actions.append("SET \(keyword) \(value)")
            case ("minimum", _), ("maximum", _): actions.append("SET NO \(keyword)")
            default: actions.append("SET \(keyword) 1")
            }
        }
        if old["cycle"] != new["cycle"] { actions.append("SET \(new["cycle"] == .bool(true) ? "CYCLE" : "NO CYCLE")") }
        return actions
    }

    private static func isAscending(_ options: [String: Value]) -> Bool {
        options["increment"].map { !$0.json.hasPrefix("-") } ?? true
    }

    private static func start(_ options: [String: Value]) -> String {
        let isAscending = Self.isAscending(options)
        return options["start"]?.json ?? (isAscending ? options["minimum"]?.json : options["maximum"]?.json)
            ?? (isAscending ? "1" : "-1")
    }
}

/// ADD COLUMN; where the paired file saved the column's values, they are restored before NOT NULL is set.
enum ColumnAddition {
    /// True when a type is a domain that checks its values.
    private static func isChecked(_ type: Fact, _ context: PlanContext) -> Bool {
        guard type.id.kind == .domain else { return false }
        return type.bool(.notNull) || !context.childrenAfter(type.id, .constraint).isEmpty
            || type.dependencies.contains { context.to[$0].map { isChecked($0, context) } == true }
    }

    /// The column that takes the place of a generated one, as a stored generated one that then keeps its values; with the statements that
    /// make it plain. Nil where the old expression cannot be computed after the plan's other changes.
    static func computed(_ fact: Fact, _ context: PlanContext) -> (column: Fact, statements: [String])? {
        guard let table = fact.id.parent, table.kind == .table, !context.isNew(table), let before = context.from[fact.id],
            let expression = before.text(.generated), fact[.generated] == nil, fact[.identity] == nil, !fact.bool(.inherited),
            before[.type] == fact[.type], before[.collation] == fact[.collation],
            before.dependencies.allSatisfy({ id in
                id.kind != .column || isSame(id, context)
            }),
            // A child may compute something else.
            !TableKind.tree(table, in: context.from).dropFirst().contains(where: {
                context.from[.column(fact.id.name, of: $0)]?[.generated] != nil
            })
        else { return nil }
        var column = fact
        column[.generated] = .text(expression)
        column[.generatedKind] = .text("stored")
        let prefix = "ALTER TABLE \(table.sql) ALTER COLUMN \(SQL.identifier(fact.id.name))"
        let defaultID = ObjectID.columnDefault(of: fact.id)
        let expressionOfDefault = context.enclosed[defaultID] != nil ? context.to[defaultID]?.written(.expression) : nil
        return (
            column,
            ["\(prefix) DROP EXPRESSION"] + (expressionOfDefault.map { ["\(prefix) SET DEFAULT \($0)"] } ?? [])
        )
    }

    /// True for a column that has its values before, during and after the plan.
    private static func isSame(_ column: ObjectID, _ context: PlanContext) -> Bool {
        guard let before = context.from[column], let after = context.to[column], !context.created.contains(column) else {
            return false
        }
        let (old, new) = (ColumnKind.effective(before, in: context.from), ColumnKind.effective(after, in: context.to))
        return old[.type] == new[.type] && old[.generated] == new[.generated]
    }

    /// The steps that bring back a column with the values that the paired file kept, before it is filled or required.
    static func restoration(of fact: Fact, _ context: PlanContext) -> [Step] {
        guard let restore = context.options.restore else { return [] }
        return OnlineColumnRestore(fact, from: restore, context, nullable: true)?.steps
            ?? Quarantining.restoreColumn(fact, from: restore, context, nullable: true).map { [$0] } ?? []
    }

    static func steps(_ fact: Fact, _ context: PlanContext) -> [Step] {
        guard let table = fact.id.parent else { return [] }
        if let backfill = Backfill(fact, context) {
            let restoring = restoration(of: fact, context)
            var addition = backfill.addition(of: fact)
            if !restoring.isEmpty { addition.precondition = Step.ifMissing(fact.id) }
            return Backfill.marked(.adds, restoring + [addition])
                + backfill.around(fact.bool(.notNull) ? NotNull.steps(fact, table, context) : [])
        }
        let computed = computed(fact, context)
        let definition = ColumnText.definition(computed?.column ?? fact, context)
        let isDefaultInside = context.enclosed[.columnDefault(of: fact.id)] != nil
        let expression = isDefaultInside ? context.to[.columnDefault(of: fact.id)] : nil
        // PostgreSQL checks a domain's constraints by filling the column in.
        let isChecked =
            fact[.elementType] == nil
            && fact.dependencies.contains { context.to[$0].map { Self.isChecked($0, context) } == true }
        let fills =
            computed != nil || fact[.generated] != nil || fact[.identity] != nil || expression?.bool(.volatileExpression) == true
            || isChecked
        if let expression = expression?.text(.expression), expression.isEmpty == false, fact[.identity] == nil, computed == nil,
            let online = OnlineAddition(fact, expression, context)
        {
            return online.steps
        }
        if let online = OnlineIdentity(fact, context) { return online.steps }
        let isVirtual = fact.text(.generatedKind) == "virtual"
        var hazards: Set<Hazard> = []
        if fills, !isVirtual, !context.isNew(table) { hazards.insert(.rewrite) }
        if fact.bool(.notNull), expression == nil, !fills, !context.isNew(table) { hazards.insert(.mayFailOnData) }
        var step = Step.create(
            fact, title: "add \(fact.id)",
            ["ALTER TABLE \(table.sql) ADD COLUMN \(definition)"] + (computed?.statements ?? [])
                + ColumnText.extras(fact, of: table),
            locks: context.lockTree(.accessExclusive, table), hazards: hazards)
        if hazards.contains(.rewrite) { step.notOnline = context.copies.refused[table] }
        if computed != nil { step.reason = "as a stored generated column at first, which keeps the values of the old one" }
        if hazards.contains(.mayFailOnData) { step.questions = LiveQuestions.anyRow(without: fact.id, context) }
        if let restore = context.options.restore, let online = OnlineColumnRestore(fact, from: restore, context) {
            step.precondition = Step.ifMissing(fact.id)
            if hazards.contains(.mayFailOnData), let key = RowKey(for: fact.id, context) {
                step.questions += LiveQuestions.withoutKeptValue(fact.id, online.place, key, context)
            }
            return online.steps + [step] + online.notNull
        }
        guard let restore = context.options.restore, table.kind.hasRows, fact[.generated] == nil,
            let restoring = Quarantining.restoreColumn(fact, from: restore, context)
        else { return [step] }
        step.precondition = Step.ifMissing(fact.id)
        if hazards.contains(.mayFailOnData), let key = RowKey(for: fact.id, context) {
            let place = Quarantining.store(fact.id, table, restore)
            step.questions += LiveQuestions.withoutKeptValue(fact.id, place, key, context)
        }
        return [restoring, step]
    }
}
