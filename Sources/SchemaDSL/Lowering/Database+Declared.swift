package import SchemaModel

extension Database {
    /// All that is wrong with the declaration; empty when it can be lowered.
    public func validate() -> [Problem] { lowered().problems }

    /// The declaration as facts.
    /// - Throws: ``DeclarationError`` with every problem of the declaration.
    package func declared() throws -> DeclaredDatabase {
        let (database, problems) = lowered()
        guard problems.isEmpty else { throw DeclarationError(database: name, problems: problems) }
        return database
    }

    private func lowered() -> (database: DeclaredDatabase, problems: [Problem]) {
        let names = names
        var problems: [Problem] = []
        let shapes = external.flatMap { schema in
            schema.shapes.map { shape -> Lowering in
                var lowering = Lowering(names: names)
                lowering.shape(shape, of: schema)
                problems += lowering.problems
                return lowering
            }
        }
        var lowering = Lowering(names: names)
        // The keys of an external table can be referred to if its usual shape has them.
        for shape in external.compactMap(\.shapes.first) {
            for table in shape.tables { lowering.registerKeys(table) }
        }
        lowering.database(self)
        lowering.markReplicaIdentities()
        lowering.checkRenames()
        problems += lowering.problems
        problems += shapeProblems(lowering.facts, shapes)
        let external = zip(external.flatMap { schema in schema.shapes.map { (schema, $0) } }, shapes)
        var required = Dictionary(
            extensions.compactMap { ext in ext.required.map { (ext.name, $0) } }, uniquingKeysWith: { a, _ in a })
        if !cronJobs.isEmpty, !extensions.contains(where: { $0.name == "pg_cron" }) {
            required["pg_cron"] =
                "it runs the declared jobs; a superuser creates it, in the database that cron.database_name names"
        }
        let database = DeclaredDatabase(
            name: name, platform: platform, scope: lowering.scope, facts: lowering.facts,
            shapes: external.map { ExternalShape(name: $0.0.1.name, owner: $0.0.0.owner, facts: $0.1.facts) },
            unnamed: lowering.unnamed.union(shapes.flatMap(\.unnamed)),
            requiredExtensions: required,
            renames: lowering.renames, rawSQL: lowering.rawSQL, roles: roles.map(\.name))
        return (database, problems)
    }

    /// Our objects that refer to a column, or take a name, with which a shape does not agree.
    private func shapeProblems(_ facts: [Fact], _ shapes: [Lowering]) -> [Problem] {
        let names = external.flatMap { $0.shapes.map(\.name) }
        let tables = Set(shapes.flatMap { $0.facts.map(\.id).filter { $0.kind == .table } })
        return zip(names, shapes).flatMap { name, shape -> [Problem] in
            let present = Set(shape.facts.map(\.id))
            return facts.flatMap { fact in
                let missing = fact.dependencies.filter { id in
                    id.kind == .column && id.parent.map(tables.contains) == true && !present.contains(id)
                }
                return missing.sorted().map { id in
                    Problem(
                        code: .shapeMismatch,
                        message: "\(fact.id) uses \(id), which the shape '\(name)' does not have. Use what all shapes have.",
                        location: fact.origin)
                }
            } + shape.collisions(with: facts, shape: name)
        }
    }
}

extension Lowering {
    /// The index that a table names says so itself, be it one of its own or that of a key.
    fileprivate mutating func markReplicaIdentities() {
        for index in facts.indices {
            let id = facts[index].id
            guard id.kind == .index || id.kind == .constraint, let table = id.parent, replicaIdentities[table] == id.name else {
                continue
            }
            facts[index][.isReplicaIdentity] = true
        }
    }

    fileprivate mutating func shape(_ shape: ExternalSchema.Shape, of schema: ExternalSchema) {
        for table in shape.tables { registerKeys(table) }
        for table in shape.tables { self.table(table, id: .table(schema.name, table.name)) }
        for function in shape.functions {
            if let id = names.id(of: function) { self.function(function, id: id) }
        }
    }

    fileprivate func collisions(with facts: [Fact], shape: String) -> [Problem] {
        facts.compactMap { fact in
            let kinds: [ObjectKind] = [.table, .sequence, .index, .view, .materializedView]
            guard kinds.contains(fact.id.kind), let schema = fact.id.enclosingSchema,
                isTaken(fact.id.name, in: Self.relationSpace(schema))
            else { return nil }
            return Problem(
                code: .duplicateName,
                message: "\(fact.id) has a name that the shape '\(shape)' has already. Rename it.", location: fact.origin)
        }
    }

    fileprivate mutating func database(_ database: Database) {
        roles = Set(database.roles.map(\.name))
        for `extension` in database.extensions where `extension`.required == nil {
            let id = ObjectID.extension(`extension`.name)
            claim(`extension`.name, in: "the extensions", as: "extension", `extension`.location)
            add(Fact(id, [.schema: `extension`.schema.map(Value.text) ?? .null], origin: `extension`.location))
            scope.objects.insert(id)
        }
        for schema in database.schemas { header(of: schema) }
        for schema in database.schemas { for table in schema.tables { registerKeys(table) } }
        for schema in database.schemas { objects(of: schema) }
        for addition in database.additions { additions(addition) }
        for publication in database.publications { self.publication(publication) }
        for job in database.cronJobs { cronJob(job) }
        for rows in database.referenceRows { referenceRows(rows) }
        for schema in database.schemas { for statement in schema.sql { raw(statement) } }
        for statement in database.sql { raw(statement) }
    }

    private mutating func header(of schema: Schema) {
        guard schema.ownership == .everything else { return }
        let id = ObjectID.schema(schema.name)
        claim(schema.name, in: "the schemas", as: "schema", schema.location)
        scope.schemas.insert(schema.name)
        add(Fact(id, [:], origin: schema.location))
        renamed(id, from: schema.earlierNames, schema.location)
        for grant in schema.grants { self.grant(grant, on: id, allowed: .ofSchemas) }
        comment(schema.comment, on: id, schema.location)
    }

    private mutating func objects(of schema: Schema) {
        for type in schema.types { object(type, in: schema) { lowering, id in lowering.type(type, id: id) } }
        for sequence in schema.sequences {
            object(sequence, in: schema) { lowering, id in lowering.sequence(sequence, id: id) }
        }
        for table in schema.tables { object(table, in: schema) { lowering, id in lowering.table(table, id: id) } }
        let partitioned = Set(facts.filter { $0[.partitionBy] != nil }.map(\.id))
        for partition in schema.partitions {
            object(partition, in: schema) { lowering, id in
                lowering.partition(partition, id: id, partitioned: partitioned)
            }
        }
        for view in schema.views { object(view, in: schema) { lowering, id in lowering.view(view, id: id) } }
        for function in schema.functions {
            object(function, in: schema) { lowering, id in lowering.function(function, id: id) }
        }
        for object in schema.objects {
            self.object(object, in: schema) { lowering, id in object.declaration.lower(&lowering, id) }
        }
    }

    /// Lowers an object of a schema; one that another schema lists too is a problem.
    private mutating func object(
        _ object: any SchemaObject, in schema: Schema, _ lower: (inout Lowering, ObjectID) -> Void
    ) {
        guard let id = names.id(of: object) else { return }
        guard id.schema == schema.name else {
            return problem(
                .duplicateTable,
                "'\(object.name)' is listed in schema \(schema.name) and in \(id.schema ?? "?"). Make an instance for each.",
                schema.location)
        }
        if schema.ownership == .declaredObjects { scope.objects.insert(id) }
        lower(&self, id)
        if let object = object as? any NamedBefore {
            renamed(id, from: object.earlierNames, facts.first { $0.id == id }?.origin ?? schema.location)
        }
    }

    private mutating func type(_ type: any UserType, id: ObjectID) {
        switch type {
        case let type as EnumType: enumType(type, id: id)
        case let type as any AnyDomain: domain(type, id: id)
        case let type as any DeclaredObject: type.declaration.lower(&self, id)
        default:
            problem(
                .notHere,
                "'\(type.name)' is not an EnumType, a Domain, a CompositeType or a RangeType. List it where its kind belongs.",
                nil)
        }
    }

    private mutating func additions(_ additions: Additions) {
        guard let id = names.id(of: additions.table) else {
            _ = sql("\(additions.table)", in: "An addition", nil)
            return
        }
        let context = TableContext(id: id, relation: additions.table, isTable: true)
        let items = additions.body.items.map(\.declared.kind)
        let first = facts.count
        for item in items {
            if case .index(let index) = item {
                self.index(index, context)
            } else {
                problem(
                    .notHere,
                    "Additions to \(id.path) can be indexes only: the table belongs to another application and is never "
                        + "altered. Take the rest out.",
                    context.location)
            }
        }
        for fact in facts[first...] where fact.id.parent == id { scope.objects.insert(fact.id) }
    }

    /// The sets of columns of a table that a foreign key or the key of a reference row can name.
    fileprivate mutating func registerKeys(_ table: any Table) {
        guard let id = names.id(of: table) else { return }
        let columns = table.columns.map(\.box)
        var sets = columns.filter(\.state.primaryKey).map { Set([$0.state.name]) }
        for item in columns.flatMap(\.state.items) + table.body.items {
            switch item.declared.kind {
            case .unique(let unique): sets.append(Set(unique.columns.map(\.name)))
            case .primaryKey(let key): sets.append(Set(key.columns.map(\.name)))
            case .index(let index) where index.unique && index.predicate == nil && index.definition == nil:
                let names = index.keys.compactMap { $0.column?.state.name }
                if names.count == index.keys.count { sets.append(Set(names)) }
            default: break
            }
        }
        keys[id, default: []] += sets
    }
}
