import Catalog
import SchemaModel

/// One thing to do with one object, and the facts whose change stands inside it.
struct Action: Hashable {
    let verb: Step.Verb
    let id: ObjectID
    var members: Set<ObjectID>
}

/// The order of a plan: one graph over creations, changes and removals.
struct ActionGraph {
    private let changes: ChangeSet
    let from: CatalogState
    let to: CatalogState
    private let options: PlanOptions
    let serialSequences: [ObjectID: ObjectID]
    /// Children that stand in another's statement, by child; taken out one by one while there are cycles.
    var created: [ObjectID: ObjectID] = [:]
    var dropped: [ObjectID: ObjectID] = [:]

    init(_ changes: ChangeSet, from: CatalogState, to: CatalogState, options: PlanOptions) {
        self.changes = changes
        self.from = from
        self.to = to
        self.options = options
        serialSequences = ActionGraph.serials(in: to)
        absorbCreations()
        absorbDrops()
    }

    private static func serials(in state: CatalogState) -> [ObjectID: ObjectID] {
        var result: [ObjectID: ObjectID] = [:]
        for fact in state.facts.values where fact.id.kind == .sequence {
            guard let path = fact.texts(.ownedBy), path.count == 3 else { continue }
            let column = ObjectID.column(path[2], of: .table(path[0], path[1]))
            guard let columnFact = state[column],
                Rule.isSerial(fact, column: columnFact, default: state[.columnDefault(of: column)]?.text(.expression)) != nil
            else { continue }
            result[column] = fact.id
        }
        return result
    }

    // MARK: what stands inside what

    private mutating func absorbCreations() {
        let columnOf = Dictionary(serialSequences.map { ($0.value, $0.key) }, uniquingKeysWith: { first, _ in first })
        for id in changes.creates {
            switch id.kind {
            case .column:
                if let table = id.parent, changes.creates.contains(table) { created[id] = table }
            case .columnDefault:
                guard let column = id.parent, changes.creates.contains(column) else { continue }
                created[id] = home(of: column)
            case .constraint:
                guard let table = id.parent, table.kind == .table, changes.creates.contains(table) else { continue }
                let isForeignKey = to[id]?.text(.constraintType) == "foreign key"
                if isForeignKey, !referenced(id).allSatisfy(changes.creates.contains) { continue }
                if to[id]?.text(.definition)?.hasSuffix(" NOT VALID") == true { continue }
                created[id] = table
            case .sequence:
                if let column = columnOf[id], changes.creates.contains(column) { created[id] = home(of: column) }
            default: continue
            }
        }
    }

    /// The statement that makes a column: its table's, or ADD COLUMN.
    private func home(of column: ObjectID) -> ObjectID {
        column.parent.map { changes.creates.contains($0) ? $0 : column } ?? column
    }

    private func referenced(_ constraint: ObjectID) -> Set<ObjectID> {
        Set((to[constraint] ?? from[constraint])?.dependencies.map(\.root).filter { $0.kind == .table } ?? [])
    }

    private mutating func absorbDrops() {
        for id in changes.drops where !changes.takenBack.contains(id) {
            guard let fact = from[id] else { continue }
            if let owner = droppedAncestor(of: id) {
                if options.quarantine != nil, fact.text(.constraintType) == "foreign key",
                    !referenced(id).allSatisfy(changes.drops.contains)
                {
                    continue
                }
                dropped[id] = owner
            } else if id.kind == .sequence, let path = fact.texts(.ownedBy), path.count == 3 {
                let table = ObjectID.table(path[0], path[1])
                if changes.drops.contains(table), !changes.creates.contains(id) { dropped[id] = table }
            }
        }
    }

    private func droppedAncestor(of id: ObjectID) -> ObjectID? {
        var result: ObjectID?
        var next = id.parent
        while let parent = next {
            if changes.drops.contains(parent), parent.kind != .publication { result = parent }
            next = parent.parent
        }
        return result
    }

    // MARK: nodes and edges

    struct Network {
        var actions: [Action] = []
        var creation: [ObjectID: Int] = [:]
        var removal: [ObjectID: Int] = [:]
        var alteration: [ObjectID: Int] = [:]
        var followers: [Set<Int>] = []
    }

    private func network() -> Network {
        var network = Network()
        func add(_ verb: Step.Verb, _ ids: Set<ObjectID>, _ inside: [ObjectID: ObjectID], _ index: inout [ObjectID: Int]) {
            for id in ids.sorted() where inside[id] == nil {
                index[id] = network.actions.count
                network.actions.append(Action(verb: verb, id: id, members: [id]))
            }
            for (child, owner) in inside {
                var home = owner
                while let outer = inside[home] { home = outer }
                guard let node = index[home] else { continue }
                index[child] = node
                network.actions[node].members.insert(child)
            }
        }
        var creation: [ObjectID: Int] = [:]
        var removal: [ObjectID: Int] = [:]
        var alteration: [ObjectID: Int] = [:]
        add(.create, changes.creates, created, &creation)
        add(.drop, changes.drops, dropped, &removal)
        add(.alter, Set(changes.alters.keys), [:], &alteration)
        network.creation = creation
        network.removal = removal
        network.alteration = alteration
        network.followers = Array(repeating: [], count: network.actions.count)
        addEdges(&network)
        return network
    }

    private func addEdges(_ network: inout Network) {
        func edge(_ first: Int?, _ second: Int?) {
            guard let first, let second, first != second else { return }
            network.followers[first].insert(second)
        }
        for (node, action) in network.actions.enumerated() {
            for member in action.members {
                if action.verb != .drop, let fact = to[member] {
                    for dependency in fact.dependencies {
                        edge(network.creation[dependency], node)
                        if network.alteration[dependency] != node { edge(network.alteration[dependency], node) }
                    }
                    edge(member.parent.flatMap { network.creation[$0] }, node)
                    if member.kind == .grant, let table = member.parent?.parent, member.parent?.kind == .column {
                        let whole = ObjectID.grant(to: member.name, on: table)
                        edge(network.alteration[whole], node)
                        edge(network.removal[whole], node)
                    }
                    // An identity or a new type must be there before a default, and an old default gone before them.
                    if member.kind == .columnDefault { edge(member.parent.flatMap { network.alteration[$0] }, node) }
                }
                if action.verb != .create, let fact = from[member] {
                    for dependency in fact.dependencies {
                        edge(node, network.removal[dependency])
                        if action.verb == .drop { edge(node, network.alteration[dependency]) }
                    }
                    edge(node, member.parent.flatMap { network.removal[$0] })
                    if member.kind == .columnDefault { edge(node, member.parent.flatMap { network.alteration[$0] }) }
                }
                if action.verb == .drop {
                    if changes.takenBack.contains(member) {
                        edge(member.parent.flatMap { network.creation[$0] }, node)
                    } else {
                        edge(node, network.creation[member])
                    }
                }
            }
        }
        addNameConflicts(&network)
        addKeysOfForeignKeys(&network)
    }

    /// A new foreign key takes any unique index that fits; one that goes must be gone before it chooses.
    private func addKeysOfForeignKeys(_ network: inout Network) {
        for (id, node) in network.creation where to[id]?.text(.constraintType) == "foreign key" {
            let tables = referenced(id)
            for (key, removal) in network.removal where removal != node {
                guard let table = key.parent, tables.contains(table) else { continue }
                let isKey = ["unique", "primary key"].contains(from[key]?.text(.constraintType) ?? "")
                if isKey || key.kind == .index && from[key]?.bool(.unique) == true { network.followers[removal].insert(node) }
            }
        }
    }

    /// A name must be free before another object of the same namespace takes it.
    private func addNameConflicts(_ network: inout Network) {
        var freed: [String: Int] = [:]
        for (id, node) in network.removal { if let name = ActionGraph.namespaceName(id, from) { freed[name] = node } }
        for (id, node) in network.creation {
            if let name = ActionGraph.namespaceName(id, to), let first = freed[name], first != node {
                network.followers[first].insert(node)
            }
        }
    }

    private static func namespaceName(_ id: ObjectID, _ state: CatalogState) -> String? {
        let schema = id.enclosingSchema ?? ""
        switch id.kind {
        case .table, .view, .materializedView, .sequence, .index, .compositeType: return "relation \(schema).\(id.name)"
        case .enumType, .domain: return "relation \(schema).\(id.name)"
        case .function: return "function \(schema).\(id.name)(\(id.signature ?? ""))"
        case .constraint:
            let hasIndex = ["primary key", "unique", "exclude"].contains(state[id]?.text(.constraintType) ?? "")
            return hasIndex ? "relation \(schema).\(id.name)" : nil
        default: return nil
        }
    }

    // MARK: order

    /// The actions in an order that PostgreSQL accepts.
    /// - Throws: ``PlanError/cycle`` when objects need each other in a way that no statement can break.
    mutating func sorted() throws -> [Action] {
        while true {
            let network = network()
            let (order, stuck) = sort(network)
            if stuck.isEmpty { return order }
            guard takeOut(of: network, stuck: stuck) else {
                throw PlanError.cycle(stuck.map { network.actions[$0].id }.sorted())
            }
        }
    }

    private func sort(_ network: Network) -> (order: [Action], stuck: [Int]) {
        var waiting = Array(repeating: 0, count: network.actions.count)
        for followers in network.followers { for follower in followers { waiting[follower] += 1 } }
        let ranks = Ranking(network.actions, followers: network.followers, to: to, changes: changes)
        var queue = ReadyQueue(ranks)
        for node in network.actions.indices where waiting[node] == 0 { queue.insert(node) }
        var order: [Action] = []
        var done = Set<Int>()
        while let node = queue.next() {
            order.append(network.actions[node])
            done.insert(node)
            for follower in network.followers[node] {
                waiting[follower] -= 1
                if waiting[follower] == 0 { queue.insert(follower) }
            }
        }
        return (order, network.actions.indices.filter { !done.contains($0) })
    }
}
