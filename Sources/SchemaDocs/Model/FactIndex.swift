import SchemaModel

/// Facts by identity and by what they hang on, in the order of declaration.
struct FactIndex: Sendable {
    let facts: [Fact]
    private let byID: [ObjectID: Fact]
    private let byParent: [ObjectID: [Fact]]
    /// The users of an object: views, functions, triggers, jobs, defaults, policies, columns by their type.
    private let users: [ObjectID: [ObjectID]]

    init(_ facts: [Fact]) {
        self.facts = facts
        byID = Dictionary(facts.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        var byParent: [ObjectID: [Fact]] = [:]
        var users: [ObjectID: [ObjectID]] = [:]
        for fact in facts {
            if let parent = fact.id.parent { byParent[parent, default: []].append(fact) }
            guard Self.using.contains(fact.id.kind) else { continue }
            for used in Set(fact.dependencies.map(\.root)) where used != fact.id.root {
                users[used, default: []].append(fact.id)
            }
        }
        self.byParent = byParent
        self.users = users
    }

    private static let using: Set<ObjectKind> = [
        .view, .materializedView, .function, .trigger, .cronJob, .columnDefault, .policy, .column,
    ]

    subscript(id: ObjectID) -> Fact? { byID[id] }

    func children(of id: ObjectID, _ kind: ObjectKind) -> [Fact] { byParent[id, default: []].filter { $0.id.kind == kind } }

    func all(_ kind: ObjectKind, in schema: String) -> [Fact] { facts.filter { $0.id.kind == kind && $0.id.schema == schema } }

    func all(_ kind: ObjectKind) -> [Fact] { facts.filter { $0.id.kind == kind } }

    func comment(on id: ObjectID) -> String? { byID[.comment(on: id)]?.text(.text) }

    func users(of id: ObjectID) -> [ObjectID] { users[id, default: []] }

    func columns(of table: ObjectID) -> [Fact] {
        children(of: table, .column).sorted { ($0.integer(.position) ?? 0) < ($1.integer(.position) ?? 0) }
    }

    func constraints(of table: ObjectID, _ types: String...) -> [Fact] {
        children(of: table, .constraint).filter { types.contains($0.text(.constraintType) ?? "") }
    }

    /// The foreign keys of all tables that refer to one.
    func foreignKeys(to table: ObjectID) -> [ForeignKeyFact] {
        facts.compactMap(ForeignKeyFact.init).filter { $0.target == table }
    }

    /// Partitions of a partitioned table.
    func partitions(of table: ObjectID) -> [Fact] {
        all(.table).filter { $0.texts(.partitionOf) == [table.schema ?? "", table.name] }
    }
}

/// A foreign key read from its fact.
struct ForeignKeyFact: Sendable {
    let fact: Fact
    let table: ObjectID
    let columns: [String]
    let target: ObjectID
    /// From the referenced table's name on: `public.users(id) ON DELETE CASCADE`.
    let reference: String
    /// Where there is one column on each side, the referenced one.
    let targetColumn: String?

    init?(_ fact: Fact) {
        guard fact.id.kind == .constraint, fact.text(.constraintType) == "foreign key", let table = fact.id.parent,
            let columns = fact.texts(.columns), let definition = fact.text(.definition),
            let target = fact.dependencies.compactMap({ $0.kind == .column ? $0.parent : nil }).min()
        else { return nil }
        self.fact = fact
        self.table = table
        self.columns = columns
        self.target = target
        // The constraint's own columns are known, so that no name among them can be taken for the keyword.
        let head = "FOREIGN KEY (\(columns.map(SQL.identifier).joined(separator: ", "))) REFERENCES "
        reference = definition.hasPrefix(head) ? String(definition.dropFirst(head.count)) : definition
        let targets = fact.dependencies.filter { $0.kind == .column && $0.parent == target }
        targetColumn = targets.count == 1 ? targets.first?.name : nil
    }
}
