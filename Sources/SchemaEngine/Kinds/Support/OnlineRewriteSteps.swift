import SchemaModel

/// The steps that exchange columns, and the enums that they have, for new ones while clients go on.
struct OnlineRewriteSteps {
    private let unit: OnlineRewrites.Unit
    private let prepared: CatalogState
    private let context: PlanContext

    init(_ unit: OnlineRewrites.Unit, _ prepared: CatalogState, _ context: PlanContext) {
        self.unit = unit
        self.prepared = prepared
        self.context = context
    }

    /// All steps, the exchange last.
    var all: [Step] {
        let tables = unit.tables
        let steps =
            types + tables.map(addition) + tables.flatMap(fills) + tables.flatMap(notNulls) + indexes + tables.map(analysis)
            + constraints
        return steps.map {
            var step = $0
            step.preparesFor = unit.anchor
            return step
        } + [exchange]
    }

    // MARK: Names and values

    private func columns(of table: ObjectID) -> [ObjectID] { unit.columns.filter { $0.parent == table }.sorted() }
    private func name(_ column: ObjectID) -> String { SQL.identifier(column.name) }
    private func new(_ column: ObjectID) -> ObjectID { OnlineRewrites.temporary(column) }
    private func temporary(_ part: ObjectID) -> ObjectID {
        ObjectID(part.kind, schema: part.schema, TemporaryName.of(part.name), signature: part.signature, parent: part.parent)
    }
    private func function(_ table: ObjectID) -> String {
        SQL.qualified("plumbline", "rewrite \(table.path)".prefixBytes(63))
    }
    private func parts(_ kind: ObjectKind) -> [ObjectID] { unit.parts.filter { $0.kind == kind }.sorted() }

    /// A column's new value, as an expression over the old one.
    private func converted(_ column: ObjectID, _ value: String) -> String {
        guard let before = context.from[column], let after = context.to[column], let fact = prepared[new(column)],
            let text = fact.text(.type)
        else { return value }
        if unit.types.contains(where: after.dependencies.contains) {
            return "\(value)::text\(fact[.elementType] == nil ? "" : "[]")::\(text)"
        }
        return TypeConversion.using(before, after, context.from, value: value) ?? value
    }

    /// The new column as it is added: what a client that does not know it would have to give comes with the exchange.
    private func plain(_ column: ObjectID) -> Fact {
        let source = prepared[new(column)] ?? Fact(new(column))
        return Fact(
            source.id,
            source.attributes.filter { ![.notNull, .identity, .identityOptions, .position].contains($0.key) },
            dependencies: source.dependencies)
    }

    // MARK: Preparation

    private var types: [Step] {
        unit.types.sorted().map { type in
            let new = OnlineRewrites.temporary(type)
            let labels = (prepared[new]?.texts(.labels) ?? []).map { SQL.literal($0) }.joined(separator: ", ")
            return Step(
                .create, new, title: "create \(new) beside \(type)", ["CREATE TYPE \(new.sql) AS ENUM (\(labels))"],
                when: .journal)
        }
    }

    private func addition(_ table: ObjectID) -> Step {
        let columns = columns(of: table)
        let facts = columns.map(plain)
        let adds = facts.map { "ADD COLUMN \(ColumnText.definition($0, context, nullable: true, includesDefault: false))" }
        let assignments = columns.map { "    NEW.\(name(new($0))) := \(converted($0, "NEW.\(name($0))"));\n" }.joined()
        let trigger = SQL.identifier(TemporaryName.trigger)
        return .alter(
            context.to[columns[0]] ?? facts[0],
            title: "add \(columns.map { new($0).name }.joined(separator: ", ")) to \(table), and keep in step with "
                + columns.map(\.name).joined(separator: ", "),
            ["ALTER TABLE \(table.sql) \(adds.joined(separator: ", "))"] + facts.flatMap { ColumnText.extras($0, of: table) } + [
                """
                CREATE OR REPLACE FUNCTION \(function(table))() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS \
                \(SQL.dollarQuoted("\nBEGIN\n\(assignments)    RETURN NEW;\nEND\n", tag: "rewrite"))
                """,
                "CREATE TRIGGER \(trigger) BEFORE INSERT OR UPDATE ON \(table.sql) FOR EACH ROW EXECUTE FUNCTION \(function(table))()",
                // The sessions that apply a logical replication fire no other triggers.
                "ALTER TABLE \(table.sql) ENABLE ALWAYS TRIGGER \(trigger)",
            ], locks: context.lock(.accessExclusive, table),
            reason: "\(columns.map(\.path).joined(separator: ", ")) would be rewritten under this lock")
    }

    private func fills(_ table: ObjectID) -> [Step] {
        columns(of: table).map { column in
            let expression = converted(column, name(column))
            let problem = SQL.literal("\(column.path) has rows that the new column does not have")
            let open = "SELECT ctid FROM \(table.sql) WHERE \(name(new(column))) IS NULL AND (\(expression)) IS NOT NULL"
            let isQuiet = "a_fires_triggers => false"
            var step = Step(
                .alter, column, title: "fill the new column of \(column)",
                [
                    "CALL plumbline.backfill(\(SQL.literal(table.sql)), \(SQL.literal(new(column).name)), "
                        + "\(SQL.dollarQuoted(expression, tag: "value")), \(isQuiet))",
                    "SELECT plumbline.refuse_rows(\(problem), \(SQL.dollarQuoted(open, tag: "rows")))",
                ], when: .journal, locks: context.lock(.rowExclusive, table), isTransactional: false, hazards: [.scan],
                reason: "in batches by key, each committed; a rerun goes on where it was")
            step.questions = questions(column)
            return step
        }
    }

    private func questions(_ column: ObjectID) -> [Step.Question] {
        guard let before = context.from[column], let after = context.to[column] else { return [] }
        let nulls = after.bool(.notNull) && !before.bool(.notNull) ? LiveQuestions.nulls(column, context) : []
        let labels = unit.types.filter(before.dependencies.contains).sorted().flatMap { type in
            let removed = EnumKind.removedLabels(context.from[type], context.to[type])
            return LiveQuestions.labels(before, removed, of: type, context)
        }
        return nulls + labels + (labels.isEmpty ? LiveQuestions.conversions(before, after, context) : [])
    }

    private func notNulls(_ table: ObjectID) -> [Step] {
        columns(of: table).filter { context.to[$0]?.bool(.notNull) == true }.flatMap { column in
            NotNull.steps(Fact(new(column), [.notNull: .bool(true)]), table, context)
        }
    }

    /// The indexes, those of keys included.
    private var indexes: [Step] {
        unit.parts.sorted().flatMap { id -> [Step] in
            guard let table = id.parent, let fact = prepared[id] else { return [] }
            guard let body = fact.text(.body) ?? fact.text(.indexBody) else { return [] }
            return IndexBuild.concurrently(
                .index(TemporaryName.of(id.name), on: table), unique: fact.bool(.unique) || id.kind == .constraint, body: body,
                table, andPending: nil, context)
        }
    }

    /// Without it, the planner would know nothing of the new columns.
    private func analysis(_ table: ObjectID) -> Step {
        let columns = columns(of: table)
        return .alter(
            context.to[columns[0]] ?? plain(columns[0]), title: "analyze the new columns of \(table)",
            ["ANALYZE \(table.sql) (\(columns.map { name(new($0)) }.joined(separator: ", ")))"],
            locks: context.lock(.shareUpdateExclusive, table), hazards: [.scan],
            reason: "without it, the planner would know nothing of them")
    }

    /// Checks and foreign keys.
    private var constraints: [Step] {
        parts(.constraint).flatMap { id -> [Step] in
            guard let table = id.parent, let fact = prepared[id], fact[.indexBody] == nil else { return [] }
            let new = Fact(temporary(id), fact.attributes, dependencies: fact.dependencies)
            let add = "\(ConstraintText.alter(table)) ADD \(ConstraintText.inTable(new))"
            let isLeftOpen = fact.bool(.notValid) || fact.bool(.notEnforced)
            let isForeignKey = fact.constraintType == .foreignKey
            var steps = [
                Step.create(
                    new, [isLeftOpen ? add : add + " NOT VALID"],
                    locks: context.lock(isForeignKey ? .shareRowExclusive : .accessExclusive, table)
                        + ConstraintText.lockReferenced(.shareRowExclusive, fact, context),
                    reason: "not validated yet, so that no scan runs under this lock")
            ]
            if !isLeftOpen {
                var validate = ConstraintAddition.validate(new, table, context)
                // The questions are asked before anything of this exists.
                validate.questions =
                    context.from[id]?[.definition] == context.to[id]?[.definition]
                    ? [] : LiveQuestions.violations(context.to[id] ?? fact, context)
                steps.append(validate)
            }
            return steps
        }
    }

    // MARK: Exchange

    /// The tables that the exchange locks: those at the other ends of foreign keys too.
    private var locked: [ObjectID] {
        let others = parts(.constraint).flatMap { id -> [ObjectID] in
            [id.parent].compactMap { $0 }
                + [context.from[id], context.to[id]].compactMap { $0 }.flatMap(ConstraintText.allReferenced)
        }
        return Set(unit.tables + others).sorted()
    }

    private var exchange: Step {
        let columns = unit.columns.sorted()
        let isNumbered = context.from.serverVersion >= 180_000
        var statements = ["LOCK TABLE \(locked.map(\.sql).joined(separator: ", ")) IN ACCESS EXCLUSIVE MODE"]
        statements += unit.tables.flatMap {
            [
                "DROP TRIGGER \(SQL.identifier(TemporaryName.trigger)) ON \($0.sql)", "DROP FUNCTION \(function($0))()",
            ]
        }
        statements += columns.filter { context.to[$0]?[.identity] != nil }.map(SequencePosition.rememberIdentity)
        statements += sequenceOwners
        statements += parts(.constraint).compactMap { context.from[$0] }.filter { $0.constraintType == .foreignKey }.map {
            "ALTER TABLE \($0.id.parent?.sql ?? "") DROP CONSTRAINT \(SQL.identifier($0.id.name))"
        }
        statements += unit.tables.map { table in
            "ALTER TABLE \(table.sql) " + self.columns(of: table).map { "DROP COLUMN \(name($0))" }.joined(separator: ", ")
        }
        statements += unit.types.sorted().flatMap { type in
            [
                "DROP TYPE \(type.sql)",
                "ALTER TYPE \(OnlineRewrites.temporary(type).sql) RENAME TO \(SQL.identifier(type.name))",
            ]
        }
        for column in columns {
            let table = column.parent?.sql ?? ""
            statements.append("ALTER TABLE \(table) RENAME COLUMN \(name(new(column))) TO \(name(column))")
            if isNumbered, context.to[column]?.bool(.notNull) == true {
                let own = NotNullConstraint.of(column, in: context.to)?.id
                let names = [NotNullConstraint.usualName(new(column)), own?.name ?? NotNullConstraint.usualName(column)]
                    .map { SQL.identifier($0) }
                statements.append("ALTER TABLE \(table) RENAME CONSTRAINT \(names[0]) TO \(names[1])")
                statements += own.map { CommentKind.statements(on: $0, context) } ?? []
            }
        }
        statements += unit.parts.sorted().flatMap(naming)
        statements += columns.flatMap(belongings)
        if let rebuild = unit.types.min().flatMap({ TypeRebuild.containing($0, from: context.from, to: context.to) }) {
            statements += rebuild.parts(context)
        }
        statements += recompiled
        return .alter(
            context.to[unit.anchor] ?? Fact(unit.anchor),
            title: "exchange \(unit.types.sorted().map(\.description).joined(separator: ", "))"
                + (unit.types.isEmpty ? columns.map(\.description).joined(separator: ", ") : "") + " for what was made beside",
            statements, locks: locked.flatMap { context.lock(.accessExclusive, $0) },
            reason: "the new columns, their indexes and keys exist already, and take the names of the old ones")
    }

    /// Lets sessions compile the functions of the tables' triggers again. PL/pgSQL keeps plans for the types that NEW and OLD had, and
    /// fails with "type of parameter does not match that when preparing the plan"; any ALTER FUNCTION makes it forget them.
    private var recompiled: [String] {
        let triggers = unit.tables.flatMap { context.childrenAfter($0, .trigger) }.filter { !context.isNew($0.id) }
        return Set(triggers.flatMap(\.dependencies)).sorted().compactMap { id in
            guard id.kind == .function, let fact = context.to[id], !context.created.contains(id),
                fact.text(.language) == "plpgsql",
                let reference = id.kind.definition.reference(id, fact)
            else { return nil }
            return "ALTER \(reference) \(fact.bool(.strict) ? "STRICT" : "CALLED ON NULL INPUT")"
        }
    }

    /// The sequences of `serial` columns stay, and go on.
    private var sequenceOwners: [String] {
        unit.columns.sorted().compactMap { column in
            SequenceKind.owned(by: column, in: context.to).map {
                "ALTER SEQUENCE \($0.id.sql) OWNED BY \(column.parent?.sql ?? "").\(name(new(column)))"
            }
        }
    }

    /// Gives an index or constraint its name, and what is said of it.
    private func naming(_ id: ObjectID) -> [String] {
        guard let table = id.parent, let fact = context.to[id] else { return [] }
        let new = TemporaryName.of(id.name)
        let said: [String]
        if id.kind == .index {
            said = [IndexBuild.rename(.index(new, on: table), to: id)] + IndexText.marks(fact) + IndexText.statistics(fact)
        } else if fact[.indexBody] != nil {
            said = ["\(ConstraintText.alter(table)) ADD \(ConstraintText.using(new, as: fact))"] + IndexText.marks(fact)
        } else {
            said = [
                "\(ConstraintText.alter(table)) RENAME CONSTRAINT \(SQL.identifier(new)) TO \(SQL.identifier(id.name))"
            ]
        }
        return said + CommentKind.statements(on: id, context)
    }

    /// The default, the identity, the comments and the privileges of a column.
    private func belongings(_ column: ObjectID) -> [String] {
        guard let table = column.parent, let fact = context.to[column] else { return [] }
        let prefix = "ALTER TABLE \(table.sql) ALTER COLUMN \(name(column))"
        var statements: [String] = []
        if let expression = context.to[.columnDefault(of: column)]?.text(.expression) {
            statements.append("\(prefix) SET DEFAULT \(expression)")
        }
        if let identity = fact.text(.identity) {
            let options = IdentityText.options(fact).map { " (\($0))" } ?? ""
            statements.append("\(prefix) ADD GENERATED \(identity.uppercased()) AS IDENTITY\(options)")
            statements.append(SequencePosition.follow(identityOf: fact))
        }
        let kinds: Set<ObjectKind> = [.comment, .grant, .securityLabel]
        return statements
            + context.to.children(of: column).filter {
                kinds.contains($0.id.kind) && !context.options.ignoredKinds.contains($0.id.kind)
            }
            .sorted { $0.id < $1.id }.flatMap { $0.id.kind.definition.create($0, context) }.flatMap(\.statements)
    }
}
