package import SchemaModel

/// The renames that lead from one state toward another.
///
/// It decides and does nothing: whoever has a server runs the steps of a stage, reads the state again, and asks for the next stage. A
/// renamed schema, type or table changes the identities of others, and expressions over them, as only PostgreSQL can word them.
package struct Renaming: Sendable {
    /// The renames of one stage. Outer names come first, so that the inner ones are looked for where they are then.
    package enum Stage: Int, Sendable, CaseIterable, Comparable {
        case schemas, types, relations, parts, others
        /// Names that follow from other renames.
        case following

        package static func < (a: Stage, b: Stage) -> Bool { a.rawValue < b.rawValue }

        init(_ subject: Rename.Subject) {
            guard case .object(let id) = subject, id.parent == nil else {
                self = .parts
                return
            }
            switch id.kind.definition.order.group {
            case .roles, .schemas, .extensions: self = .schemas
            case .types: self = .types
            case .sequences, .tables, .views, .materializedViews: self = .relations
            case .routines, .replication, .jobs, .last, .defaults: self = .others
            }
        }
    }

    /// The steps so far, in their order.
    package private(set) var steps: [Step] = []
    /// The renames so far, by statement.
    private(set) var applied: [Rename] = []
    private let declared: [Rename]
    private let original: CatalogState
    private var requests: [RenameRequest]

    /// - Parameters:
    ///   - declared: earlier names of what is declared; those that apply are found by looking at the states.
    ///   - requests: renames that a person asks for, each of which must apply.
    ///   - original: the state before any rename.
    package init(_ declared: [Rename], requests: [RenameRequest] = [], from original: CatalogState) throws {
        let cycle = Rename.cycle(in: declared)
        guard cycle.isEmpty else {
            throw RenameError.circle(cycle)
        }
        self.declared = declared
        self.requests = requests
        self.original = original
    }

    package var isEmpty: Bool { steps.isEmpty }

    /// Takes one more rename that a person asks for.
    package mutating func request(_ request: RenameRequest) { requests.append(request) }

    /// The steps of a stage that are still to be run on a state.
    ///
    /// - Throws: ``RenameError`` when names are taken or PostgreSQL cannot rename something.
    package mutating func next(_ stage: Stage, from state: CatalogState, to target: CatalogState) throws -> [Step] {
        let renames: [Rename]
        var setAside: [Rename] = []
        if stage == .following {
            // Names follow only where something was renamed.
            guard !steps.isEmpty else { return [] }
            renames = ObjectKind.allCases.flatMap { $0.definition.followingRenames(from: state, to: target) }
        } else {
            let wanted = try asked(stage, from: state, to: target) + known(stage, from: state, to: target)
            if stage == .types {
                setAside = SetAsideTypes.renames(from: state.indexed(), to: target)
                    .filter { rename in !wanted.contains { $0.from == rename.from } }
            }
            renames = wanted + setAside
        }
        let (ordered, isCircular) = Self.ordered(renames, in: state)
        var next =
            Self.schemas(for: ordered, from: state, to: target)
            + (try steps(ordered, isCircular: isCircular, from: state, to: target))
        for index in next.indices where setAside.contains(where: { $0 == next[index].rename }) {
            next[index].reason = "a type of another kind takes its name"
        }
        applied += ordered
        steps += next
        return next
    }

    /// The requests that fit nothing in the states so far.
    package func checkRequests(from state: CatalogState, to target: CatalogState) throws {
        guard let request = requests.first else { return }
        throw RenameError.unknown(
            request.text, gone: RenameCandidates.gone(from: state, to: target).map(\.description),
            new: RenameCandidates.new(from: state, to: target).map(\.description))
    }

    /// The identity of an object of the original state after the renames so far.
    package func renamed(_ id: ObjectID) -> ObjectID { rebased(.object(id)).object ?? id }

    // MARK: Declared names

    /// The declared renames of a stage that a state does not have yet.
    private func known(_ stage: Stage, from state: CatalogState, to target: CatalogState) throws -> [Rename] {
        let earlier = Dictionary(grouping: declared.filter { Stage($0.to) == stage }, by: \.to)
        var source: [Rename.Subject: Rename.Subject] = [:]
        var used: Set<Rename.Subject> = []
        func candidates(_ subject: Rename.Subject) -> [Rename.Subject] {
            // The newest name comes first.
            (earlier[subject] ?? []).reversed().flatMap { [$0.from] + candidates($0.from) }
        }
        let wanted = earlier.keys.filter { $0.exists(in: target) }.sorted()
        var isDone = false
        while !isDone {
            isDone = true
            for new in wanted where source[new] == nil && (!new.exists(in: state) || used.contains(new)) {
                guard let old = candidates(new).first(where: { $0.exists(in: state) && !used.contains($0) }) else { continue }
                source[new] = old
                used.insert(old)
                isDone = false
            }
        }
        for new in wanted where source[new] == nil {
            let old = candidates(new).filter { $0.exists(in: state) }
            if new.exists(in: state), let left = old.first(where: { !$0.exists(in: target) && !used.contains($0) }) {
                throw RenameError.bothExist(old: left, new: new)
            }
            if !new.exists(in: state), let taken = old.first {
                let other = source.filter { $0.value == taken }.keys.sorted()
                throw RenameError.claimedTwice(taken, by: ([new] + other).sorted())
            }
        }
        return source.map { Rename(from: $0.value, to: $0.key) }
    }

    // MARK: Requested names

    /// The requests of a stage that fit the states.
    private mutating func asked(_ stage: Stage, from state: CatalogState, to target: CatalogState) throws -> [Rename] {
        var found: [Rename] = []
        var left: [RenameRequest] = []
        for request in requests {
            let fitting = request.pairs.flatMap { old, new in
                combined(subjects(old, in: state), RenameText.subjects(new, in: target))
            }.filter { Stage($0.to) == stage }
            guard let first = fitting.first else {
                left.append(request)
                continue
            }
            guard fitting.count == 1 else { throw RenameError.ambiguous(request.text, fitting.map(\.description)) }
            found.append(first)
        }
        requests = left
        let freed = Set(found.map(\.from))
        for rename in found where rename.to.exists(in: state) && !freed.contains(rename.to) {
            throw RenameError.bothExist(old: rename.from, new: rename.to)
        }
        return found
    }

    /// The object that a text names, by its present name or by the one before the first rename.
    package func subjects(_ text: String, in state: CatalogState) -> [Rename.Subject] {
        let now = RenameText.subjects(text, in: state)
        guard now.isEmpty else { return now }
        return RenameText.subjects(text, in: original).map(rebased).filter { $0.exists(in: state) }
    }

    private func combined(_ old: [Rename.Subject], _ new: [Rename.Subject]) -> [Rename] {
        old.flatMap { from in new.filter { from.canBecome($0) }.map { Rename(from: from, to: $0) } }
    }

    /// The name of an object of the original state after the renames so far.
    private func rebased(_ subject: Rename.Subject) -> Rename.Subject {
        applied.reduce(subject) { subject, rename in
            if subject == rename.from { return rename.to }
            guard case .object(let old) = rename.from, case .object(let new) = rename.to else { return subject }
            switch subject {
            case .object(let id): return .object(id.moved(from: old, to: new))
            case .label(let label, let type): return .label(label, of: type.moved(from: old, to: new))
            }
        }
    }

    // MARK: Order and steps

    /// The renames in an order in which each name is free when it is taken; one of a circle goes by way of a temporary name.
    private static func ordered(_ renames: [Rename], in state: CatalogState) -> (renames: [Rename], isCircular: Bool) {
        var open = renames.sorted { $0.to < $1.to }
        var result: [Rename] = []
        var isCircular = false
        while !open.isEmpty {
            if let next = open.firstIndex(where: { rename in !open.contains { $0.from == rename.to } }) {
                result.append(open.remove(at: next))
                continue
            }
            isCircular = true
            let first = open.removeFirst()
            var number = 1
            var temporary = first.from.named("plumbline_rename_1")
            while temporary.exists(in: state) || result.contains(where: { $0.to == temporary }) {
                number += 1
                temporary = first.from.named("plumbline_rename_\(number)")
            }
            result.append(Rename(from: first.from, to: temporary))
            open.append(Rename(from: temporary, to: first.to))
        }
        return (result, isCircular)
    }

    /// Creates the schemas that objects move to and that are new; going back, they are dropped once everything has left them.
    private static func schemas(for renames: [Rename], from state: CatalogState, to target: CatalogState) -> [Step] {
        Set(renames.compactMap { $0.to.object?.enclosingSchema }).sorted().flatMap { name -> [Step] in
            let id = ObjectID.schema(name)
            guard state[id] == nil, let fact = target[id], !renames.contains(where: { $0.to == .object(id) }) else { return [] }
            let kind = id.kind.definition
            let context = PlanContext(
                from: state, to: target, created: [id], removed: [], enclosed: [:], options: PlanOptions(includesRollback: false))
            return kind.create(fact, context).map { step in
                var step = step
                step.reverse = .steps(kind.drop(fact, context))
                return step
            }
        }
    }

    private func steps(
        _ renames: [Rename], isCircular: Bool, from state: CatalogState, to target: CatalogState
    ) throws -> [Step] {
        let state = state.indexed()
        var facts: [Rename.Subject: Fact] = [:]
        return try renames.map { rename in
            guard let fact = facts[rename.from] ?? state[rename.from.owner], var step = Self.step(rename, fact, in: state) else {
                throw RenameError.impossible(rename)
            }
            if let id = rename.to.object { facts[rename.to] = Fact(id, fact.attributes) }
            if isCircular {
                step.precondition = .journal
            } else if rename.from.exists(in: target), let id = rename.to.object, case .pending(let check) = step.precondition {
                // The old name is in use again after the plan.
                step.precondition = .pending("\(check) AND \(CatalogCheck.isMissing(id))")
            }
            step.reverse = Self.step(rename.reversed, facts[rename.to] ?? fact, in: state).map { .steps([$0]) }
            return step
        }
    }

    /// The step of one rename, with its reverse; nil where PostgreSQL has none.
    static func step(_ rename: Rename, in state: CatalogState) -> Step? {
        guard let fact = state[rename.from.owner], var step = step(rename, fact, in: state) else { return nil }
        let renamed = rename.to.object.map { Fact($0, fact.attributes) } ?? fact
        step.reverse = Self.step(rename.reversed, renamed, in: state).map { .steps([$0]) }
        return step
    }

    private static func step(_ rename: Rename, _ fact: Fact, in state: CatalogState) -> Step? {
        switch (rename.from, rename.to) {
        case (.object, .object(let new)): fact.id.kind.definition.rename(fact, to: new, in: state)
        case (.label(let old, let type), .label(let new, _)):
            type.kind.definition.renameLabel(old, to: new, of: fact)
        case (.object, .label), (.label, .object): nil
        }
    }
}

extension Rename.Subject {
    /// True when a state has it.
    package func exists(in state: CatalogState) -> Bool {
        switch self {
        case .object(let id): state[id] != nil
        case .label(let label, let type): state[type]?.texts(.labels)?.contains(label) == true
        }
    }

    /// True when a rename can turn one into the other: things of one kind in one place, or of two schemas.
    func canBecome(_ other: Rename.Subject) -> Bool {
        switch (self, other) {
        case (.object(let old), .object(let new)):
            old != new && old.kind == new.kind && old.parent == new.parent && old.signature == new.signature
        case (.label(_, let type), .label(_, let other)): type == other
        case (.object, .label), (.label, .object): false
        }
    }
}

extension ObjectID {
    /// The identity after a rename of this object, or of one that it is in.
    func moved(from old: ObjectID, to new: ObjectID) -> ObjectID {
        if self == old { return new }
        let parent = parent?.moved(from: old, to: new)
        let isInside = parent == nil && schema != nil && old == .schema(schema ?? "")
        return ObjectID(kind, schema: isInside ? new.name : schema, name, signature: signature, parent: parent)
    }
}

/// Why names cannot be changed as asked.
package enum RenameError: Error, Hashable, Sendable, CustomStringConvertible {
    case bothExist(old: Rename.Subject, new: Rename.Subject)
    case claimedTwice(Rename.Subject, by: [Rename.Subject])
    case circle([Rename.Subject])
    case impossible(Rename)
    case ambiguous(String, [String])
    case unknown(String, gone: [String], new: [String])
    case unknownDrop(String, gone: [String])

    package var description: String {
        switch self {
        case .bothExist(let old, let new):
            "\(old) cannot become \(new): both exist. If \(new.name) holds the values already, take the rename out and \(old.name) "
                + "is dropped; if not, drop or rename \(new.name) first."
        case .claimedTwice(let old, let subjects):
            "\(old) is the earlier name of more than one: \(subjects.map(\.description).joined(separator: ", ")). Keep one rename."
        case .circle(let subjects):
            "renames lead in a circle: \(subjects.map(\.path).joined(separator: " -> ")) -> \(subjects.first?.path ?? ""). Nobody "
                + "could tell whether they are done. Take them out, and give both with --rename once."
        case .impossible(let rename):
            "PostgreSQL cannot rename \(rename). Drop the one and create the other."
        case .ambiguous(let text, let meanings):
            "`--rename \(text)` can mean \(meanings.joined(separator: ", or ")). Put the kind before the name, as in "
                + "`column app.orders.note`."
        case .unknown(let text, let gone, let new):
            "`--rename \(text)` fits nothing that goes and something that is new of the same kind. Gone: \(Self.list(gone)). "
                + "New: \(Self.list(new))."
        case .unknownDrop(let text, let gone): "`--drop \(text)` names nothing that goes. Gone: \(Self.list(gone))."
        }
    }

    private static func list(_ names: [String]) -> String { names.isEmpty ? "nothing" : names.joined(separator: ", ") }
}
