import SchemaModel

/// Turns a declaration into facts, and collects what is wrong with it on the way.
struct Lowering {
    var names: Names
    var facts: [Fact] = []
    var problems: [Problem] = []
    var unnamed: Set<ObjectID> = []
    var renames: [Rename] = []
    var rawSQL: [RawStatement] = []
    /// The roles that the database lists; empty where it lists none, and any name is taken.
    var roles: Set<String> = []
    var scope = Scope()
    var keys: [ObjectID: [Set<String>]] = [:]
    var serialSequences: [ObjectIdentifier: ObjectID] = [:]
    /// The index that a table names for its replica identity.
    var replicaIdentities: [ObjectID: String] = [:]
    private var taken: [NameKey: String] = [:]
    private var grants: [ObjectID: Int] = [:]

    init(names: Names) { self.names = names }

    /// Names that may not occur twice: relations and types share one space a schema, other things have their own.
    private struct NameKey: Hashable {
        let space: String
        let name: String
    }

    mutating func add(_ fact: Fact) { facts.append(fact) }

    mutating func problem(_ code: Problem.Code, _ message: String, _ location: SourceLocation?) {
        problems.append(Problem(code: code, message: message, location: location))
    }

    // MARK: Names

    /// Claims a name; a name too long or taken is a problem.
    mutating func claim(_ name: String, in space: String, as what: String, _ location: SourceLocation?) {
        // What is claimed for a function is its signature, whose length does not matter.
        if what != "function" { nameLength(name, what, location) }
        let key = NameKey(space: space, name: name)
        if let other = taken[key] {
            problem(
                .duplicateName,
                "The name '\(name)' of \(Plural.indefinite(what)) in \(space) is taken by \(Plural.indefinite(other)). Rename one of them.",
                location)
        } else {
            taken[key] = what
        }
    }

    func isTaken(_ name: String, in space: String) -> Bool { taken[NameKey(space: space, name: name)] != nil }

    static func relationSpace(_ schema: String) -> String { "schema \(schema)" }
    static func constraintSpace(_ table: ObjectID) -> String { "table \(table.path) (constraints)" }

    // MARK: SQL

    /// Writes a fragment out; what it refers to outside the database is a problem.
    mutating func sql(_ fragment: SQLFragment, in what: String, _ location: SourceLocation?) -> (
        text: String, dependencies: Set<ObjectID>
    ) {
        let resolved = names.resolve(fragment)
        for name in resolved.unknown {
            problem(
                .unknownReference,
                "\(what) refers to '\(name)', which no schema of this database lists. List its table in the database, or "
                    + "refer to the instance that is listed.",
                location)
        }
        return (resolved.sql, resolved.dependencies)
    }

    /// A type as the catalog writes it, with the enum, domain or extension that it needs.
    mutating func type(_ fragment: SQLFragment, of what: String, _ location: SourceLocation?) -> (
        text: String, dependencies: Set<ObjectID>
    ) {
        var (text, dependencies) = sql(fragment, in: what, location)
        let base = text.prefix { $0 != "(" && $0 != "[" }
        for (name, schema) in names.extensions where base == SQL.qualified(schema, name) {
            dependencies.insert(.extension(name))
        }
        return (text, dependencies)
    }

    // MARK: Parts that several kinds have

    mutating func comment(_ text: String?, on id: ObjectID, _ location: SourceLocation?) {
        guard let text else { return }
        add(Fact(.comment(on: id), [.text: .text(text)], origin: location))
    }

    /// Privileges of one role on one object are one fact, however many grants they are declared in.
    mutating func grant(_ grant: Grant, on id: ObjectID, allowed: Set<Privilege>) {
        for privilege in grant.privileges where !allowed.contains(privilege) {
            problem(
                .grant,
                "\(privilege.name) is not a privilege of \(Plural.indefinite("\(id.kind)")) (\(id.path)). Take it out of the grant.",
                grant.location)
        }
        let privileges = grant.privileges.map(\.name)
        for role in grant.roles {
            self.role(role, grant.location)
            let fact = ObjectID.grant(to: role.name, on: id)
            let old = grants[fact].map { facts[$0] }
            let all = Set((old?.texts(.privileges) ?? []) + privileges).sorted()
            let grantable = Set((old?.texts(.grantable) ?? []) + (grant.grantOption ? privileges : [])).sorted()
            let merged = Fact(
                fact, [.privileges: .texts(all), .grantable: grantable.isEmpty ? .null : .texts(grantable)],
                origin: old?.origin ?? grant.location)
            if let index = grants[fact] {
                facts[index] = merged
            } else {
                grants[fact] = facts.count
                add(merged)
            }
        }
    }
}

extension Set<Privilege> {
    static let ofTables: Set<Privilege> = [.select, .insert, .update, .delete, .truncate, .references, .trigger]
    static let ofColumns: Set<Privilege> = [.select, .insert, .update, .references]
    static let ofSchemas: Set<Privilege> = [.usage, .create]
    static let ofSequences: Set<Privilege> = [.usage, .select, .update]
    static let ofFunctions: Set<Privilege> = [.execute]
}
