import SchemaModel

/// The privileges that an object has when the plan has created it: PostgreSQL's own defaults, or what ALTER DEFAULT PRIVILEGES made of
/// them for the role that runs the plan.
struct InitialPrivileges {
    private let from: CatalogState
    private let to: CatalogState

    init(_ context: PlanContext) {
        from = context.from
        to = context.to
    }

    /// One fact for PUBLIC and each role that has something, and one for an owner that lacks something.
    func grants(on id: ObjectID) -> [Fact] {
        if id.kind == .extensionMember { return to[id].map(ExtensionMemberKind.initial) ?? [] }
        guard id.kind != .defaultPrivileges, id.kind != .column, let type = PrivilegeType.of(id) else { return [] }
        let all = type.all(from.serverVersion == 0 ? to.serverVersion : from.serverVersion)
        // Entries for all schemas replace PostgreSQL's defaults; those for one schema add to them.
        var held = grants(in: nil, type) ?? [from.currentRole: Held(all), "PUBLIC": Held(type.ofPublic)]
        let more = id.kind == .schema ? nil : id.enclosingSchema.flatMap { grants(in: $0, type) }
        for (role, more) in more ?? [:] {
            held[role, default: Held([])].add(more)
        }
        let own = held.removeValue(forKey: from.currentRole) ?? Held([])
        var result: [Fact] = []
        for (role, held) in held where !held.privileges.isEmpty { result.append(held.fact(.grant(to: role, on: id))) }
        if own != Held(all) { result.append(own.fact(ObjectID(.grant, "", signature: GrantKind.owner, parent: id))) }
        return result
    }

    private struct Held: Equatable {
        var privileges: Set<String>
        var grantable: Set<String> = []

        init(_ privileges: [String]) { self.privileges = Set(privileges) }

        init(_ fact: Fact) {
            privileges = Set(fact.texts(.privileges) ?? [])
            grantable = Set(fact.texts(.grantable) ?? [])
        }

        mutating func add(_ other: Held) {
            privileges.formUnion(other.privileges)
            grantable.formUnion(other.grantable)
        }

        func fact(_ id: ObjectID) -> Fact {
            Fact(
                id,
                [
                    .privileges: .texts(privileges.sorted()),
                    .grantable: grantable.isEmpty ? .null : .texts(grantable.sorted()),
                ])
        }
    }

    /// The privileges in an entry of the role that runs the plan, by grantee; nil where there is no entry.
    private func grants(in schema: String?, _ type: PrivilegeType) -> [String: Held]? {
        guard !from.currentRole.isEmpty, let objects = DefaultPrivilegesKind.ObjectType(type) else { return nil }
        let id = ObjectID(.defaultPrivileges, schema: schema, from.currentRole, signature: objects.rawValue)
        guard from.fact(id) != nil else { return nil }
        var result: [String: Held] = [:]
        for fact in from.children(of: id) + from.surroundings.values.filter({ $0.id.parent == id }) where fact.id.kind == .grant {
            result[fact.id.name] = Held(fact)
        }
        return result
    }

    /// The owner of an object when its privileges change: its owner, else the role that runs the plan.
    static func owner(of object: ObjectID, _ changes: ChangeSet, _ context: PlanContext) -> String? {
        let owned = object.kind == .column ? object.parent ?? object : object
        if let role = context.from[.owner(of: owned)]?.text(.role) { return role }
        return changes.creates.contains(owned) && !context.from.currentRole.isEmpty ? context.from.currentRole : nil
    }
}

extension CatalogState {
    /// A fact of this state, or one that was filtered out of it and acts on others still.
    fileprivate func fact(_ id: ObjectID) -> Fact? { facts[id] ?? surroundings[id] }
}
