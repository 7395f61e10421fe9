import SchemaModel

extension Lowering {
    mutating func enumType(_ type: EnumType, id: ObjectID) {
        claim(id.name, in: Self.relationSpace(id.schema ?? ""), as: "type", type.location)
        if type.labels.isEmpty {
            problem(.emptyEnum, "Enum \(id.path) has no labels; no value could have this type. Add one.", type.location)
        }
        for (index, label) in type.labels.enumerated() {
            // PostgreSQL takes an empty one.
            if !label.isEmpty { nameLength(label, "label of enum \(id.path)", type.location) }
            if type.labels[..<index].contains(label) {
                problem(.duplicateLabel, "Enum \(id.path) has the label '\(label)' twice. Remove one.", type.location)
            }
        }
        var attributes: [Attribute: Value] = [.labels: .texts(type.labels)]
        for (old, new) in type.replaced where type.labels.contains(old) || !type.labels.contains(new) {
            problem(
                .replacedLabel,
                "Enum \(id.path) replaces '\(old)' by '\(new)': the first must not be one of its labels, and the second must. Correct "
                    + "one of them.",
                type.location)
        }
        if !type.replaced.isEmpty { attributes[.replacedLabels] = .object(type.replaced.mapValues(Value.text)) }
        add(Fact(id, attributes, origin: type.location))
        renamedLabels(type, id: id)
        comment(type.comment, on: id, type.location)
    }

    mutating func domain(_ declared: any AnyDomain, id: ObjectID) {
        let domain = declared.domain
        claim(id.name, in: Self.relationSpace(id.schema ?? ""), as: "type", domain.location)
        let type = self.type(domain.type.fragment, of: "Domain \(id.path)", domain.location)
        var attributes: [Attribute: Value] = [.type: .text(type.text), .notNull: domain.notNull ? true : .null]
        if let value = domain.defaultValue {
            attributes[.expression] = .text(sql(value, in: "The default of domain \(id.path)", domain.location).text)
        }
        add(Fact(id, attributes, dependencies: type.dependencies, origin: domain.location))
        for (name, condition) in domain.checks {
            claim(name, in: "domain \(id.path) (constraints)", as: "constraint", domain.location)
            let text = sql(condition, in: "The check '\(name)' of domain \(id.path)", domain.location)
            add(
                Fact(
                    .constraint(name, on: id),
                    [.constraintType: "check", .definition: .text("CHECK (\(text.text))")],
                    dependencies: text.dependencies, origin: domain.location))
        }
        comment(domain.comment, on: id, domain.location)
    }

    mutating func sequence(_ sequence: DatabaseSequence, id: ObjectID) {
        claim(id.name, in: Self.relationSpace(id.schema ?? ""), as: "sequence", sequence.location)
        var attributes: [Attribute: Value] = [.type: .text(sequence.type), .cycle: sequence.cycle ? true : .null]
        attributes[.start] = sequence.start.map(Value.integer)
        attributes[.increment] = sequence.increment.map(Value.integer)
        attributes[.minimum] = sequence.minimum.map(Value.integer)
        attributes[.maximum] = sequence.maximum.map(Value.integer)
        attributes[.cache] = sequence.cache.map(Value.integer)
        add(Fact(id, attributes, origin: sequence.location))
    }

    mutating func partition(_ partition: Partition, id: ObjectID, partitioned: Set<ObjectID>) {
        claim(id.name, in: Self.relationSpace(id.schema ?? ""), as: "table", partition.location)
        guard let parent = names.id(of: partition.parent), partitioned.contains(parent) else {
            return problem(
                .notPartitioned,
                "Partition \(id.path) is of \(partition.parent.name), which is not a partitioned table of this database. "
                    + "Give that one a Partitioned(by:) and list it.",
                partition.location)
        }
        let bound = sql(partition.bound.fragment, in: "Partition \(id.path)", partition.location)
        add(
            Fact(
                id,
                [
                    .partitionOf: .texts([parent.schema ?? "", parent.name]), .partitionBound: .text(bound.text),
                    .rowSecurity: partition.rowSecurity == nil ? .null : true,
                    .forceRowSecurity: partition.rowSecurity?.forced == true ? true : .null,
                ],
                dependencies: bound.dependencies.union([parent]), origin: partition.location))
        comment(partition.comment, on: id, partition.location)
    }

    mutating func view(_ view: any Relation, id: ObjectID) {
        let columns = view.columns.map(\.box)
        let location = columns.first?.state.location
        claim(id.name, in: Self.relationSpace(id.schema ?? ""), as: "\(id.kind)", location)
        var seen: Set<String> = []
        for box in columns where !seen.insert(box.state.name).inserted {
            problem(
                .duplicateColumn, "\(id) has two columns '\(box.state.name)'. Rename or remove one.", box.state.location)
        }
        let list = columns.map { box -> Value in
            .object(["name": .text(box.state.name), "type": .text(names.resolve(box.state.type.fragment).sql)])
        }
        var attributes: [Attribute: Value] = [.viewColumns: list.isEmpty ? .null : .list(list)]
        let query: SQLFragment
        switch view {
        case let view as any View:
            query = view.query
            attributes[.options] = options(view.settings)
        case let view as any MaterializedView:
            query = view.query
        default:
            return problem(
                .notHere, "'\(view.name)' is not a View or a MaterializedView. List it where its kind belongs.", location)
        }
        let text = sql(query, in: "\(id)", location)
        attributes[.definition] = .text(text.text)
        let dependencies = text.dependencies.filter { $0 != id && $0.parent != id }
        add(Fact(id, attributes, dependencies: dependencies, origin: location))
        for box in columns {
            comment(box.state.comment, on: .column(box.state.name, of: id), box.state.location)
            renamed(.column(box.state.name, of: id), from: box.state.earlierNames, box.state.location)
        }
        if let view = view as? any View {
            renamed(id, from: view.settings.earlierNames, view.settings.location)
            for grant in view.settings.grants { self.grant(grant, on: id, allowed: .ofTables) }
            comment(view.settings.comment, on: id, view.settings.location)
        } else if let view = view as? any MaterializedView {
            let context = TableContext(id: id, relation: view, isTable: false)
            for item in view.body.items { self.item(item.declared.kind, context, []) }
        }
    }

    private func options(_ settings: ViewSettings) -> Value {
        var options: [String: Value] = [:]
        if settings.securityInvoker { options["security_invoker"] = "true" }
        if settings.securityBarrier { options["security_barrier"] = "true" }
        options["check_option"] = settings.checkOption.map(Value.text)
        return options.isEmpty ? .null : .object(options)
    }
}
