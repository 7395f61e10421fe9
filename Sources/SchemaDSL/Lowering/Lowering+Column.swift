import SchemaModel

extension Lowering {
    mutating func columns(_ context: TableContext, primaryKey: Set<ObjectIdentifier>) {
        var seen: Set<String> = []
        for (position, box) in context.columns.enumerated() {
            let state = box.state
            if !seen.insert(state.name).inserted {
                problem(
                    .duplicateColumn, "Table \(context.id.path) has two columns '\(state.name)'. Rename or remove one.",
                    state.location)
                continue
            }
            if names.columns[box.key]?.parent != context.id {
                problem(
                    .sharedColumn,
                    "Column '\(state.name)' of \(context.id.path) is a copy of another table's column. Declare it again with "
                        + "Column(…).",
                    state.location)
            }
            column(box, position + 1, context, notNull: state.notNull || primaryKey.contains(box.key))
        }
    }

    private mutating func column(_ box: ColumnBox, _ position: Int, _ context: TableContext, notNull: Bool) {
        let state = box.state
        nameLength(state.name, "column of \(context.id.path)", state.location)
        contradictions(state, box.key, context)
        let id = ObjectID.column(state.name, of: context.id)
        let type = self.type(state.type.fragment, of: "Column \(id.path)", state.location)
        var dependencies = type.dependencies
        var attributes: [Attribute: Value] = [.type: .text(type.text), .position: .integer(position)]
        if notNull || state.type.serial { attributes[.notNull] = true }
        attributes[.collation] = state.collation.map(Value.text)
        attributes[.storage] = state.storage.map(Value.text)
        attributes[.compression] = state.compression.map(Value.text)
        attributes[.statisticsTarget] = state.statisticsTarget.map(Value.integer)
        if let identity = state.identity {
            attributes[.identity] = .text(identity.rawValue)
            let options = state.identityOptions.values
            attributes[.identityOptions] = options.isEmpty ? .null : .object(options)
        }
        let given = context.generated[box.key]
        if let generated = given?.expression ?? state.generated {
            local(generated.columns, context, "The generated column '\(state.name)'", state.location)
            let expression = sql(generated, in: "The generated column \(id.path)", state.location)
            attributes[.generated] = .text(expression.text)
            attributes[.generatedKind] = .text((given?.kind ?? state.generatedKind).rawValue)
            dependencies.formUnion(expression.dependencies)
        }
        attributes[.exposure] = state.exposure.map { .text($0.rawValue) }
        if let backfill = state.backfill {
            attributes[.backfill] = .text(sql(backfill, in: "The backfill of \(id.path)", state.location).text)
            if !state.backfillFiresTriggers { attributes[.backfillsQuietly] = true }
            for name in state.backfillKeeps where !context.columns.contains(where: { $0.state.name == name }) {
                problem(
                    .unknownReference,
                    "The backfill of \(id.path) keeps a column '\(name)', which \(context.id.path) does not declare. Use the name of "
                        + "a column of the table.", state.location)
            }
            if !state.backfillKeeps.isEmpty { attributes[.backfillKeeps] = .texts(state.backfillKeeps) }
            attributes[.backfillsInBatches] = .bool(state.backfillMode == .inBatches)
        }
        for (attribute, fragment) in [(Attribute.conversion, state.conversion), (.reverseConversion, state.reverseConversion)] {
            guard let fragment else { continue }
            attributes[attribute] = .text(sql(fragment, in: "The conversion of \(id.path)", state.location).text)
        }
        add(Fact(id, attributes, dependencies: dependencies, origin: state.location))
        columnDefault(state, box.key, id, context)
        comment(state.comment, on: id, state.location)
        renamed(id, from: state.earlierNames, state.location)
    }

    private mutating func columnDefault(
        _ state: ColumnState, _ key: ObjectIdentifier, _ id: ObjectID, _ context: TableContext
    ) {
        if state.type.serial {
            let sequence = serialSequence(state, context)
            serialSequences[key] = sequence
            let literal = SQL.literal(SQL.qualified(context.schema, sequence.name))
            add(
                Fact(
                    .columnDefault(of: id), [.expression: .text("nextval(\(literal)::regclass)")],
                    dependencies: [sequence], origin: state.location))
        } else if let value = state.defaultValue {
            let expression = sql(value, in: "The default of \(id.path)", state.location)
            add(
                Fact(
                    .columnDefault(of: id), [.expression: .text(expression.text)],
                    dependencies: expression.dependencies, origin: state.location))
        }
    }

    private mutating func serialSequence(_ state: ColumnState, _ context: TableContext) -> ObjectID {
        let space = Self.relationSpace(context.schema)
        let name = DefaultName.make(context.id.name, state.name, "seq") { [self] in isTaken($0, in: space) }
        claim(name, in: space, as: "sequence", state.location)
        let id = ObjectID(.sequence, schema: context.schema, name)
        let type = names.resolve(state.type.fragment).sql
        add(
            Fact(
                id, [.type: .text(type), .ownedBy: .texts([context.schema, context.id.name, state.name])],
                origin: state.location))
        return id
    }

    private mutating func contradictions(_ state: ColumnState, _ key: ObjectIdentifier, _ context: TableContext) {
        var sources: [String] = []
        if state.type.serial { sources.append("a serial type") }
        if state.defaultValue != nil { sources.append("a default") }
        if state.identity != nil { sources.append("an identity") }
        if state.generated != nil || context.generated[key] != nil { sources.append("a generation expression") }
        if sources.count > 1 {
            problem(
                .contradictoryColumn,
                "Column '\(state.name)' of \(context.id.path) has \(sources.joined(separator: " and ")). Keep one of them.",
                state.location)
        }
    }

    mutating func nameLength(_ name: String, _ what: String, _ location: SourceLocation?) {
        if name.isEmpty { problem(.nameEmpty, "A \(what) has an empty name; give it one.", location) }
        if name.utf8.count > DefaultName.limit {
            problem(
                .nameTooLong,
                "The name '\(name)' of \(Plural.indefinite(what)) has \(name.utf8.count) bytes; PostgreSQL would cut it at 63. Shorten it.",
                location)
        }
    }
}
