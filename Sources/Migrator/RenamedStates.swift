import PostgresClient
import Sandbox
package import SchemaEngine
package import SchemaModel

/// A state after the renames that lead toward another, and the steps of these.
package struct RenamedState: Sendable {
    package var state: CatalogState
    /// Empty where nothing is renamed.
    package var steps: [Step] = []

    package init(_ state: CatalogState) { self.state = state }

    /// The tables and other objects that have another name, or a part that has.
    private var touched: Set<ObjectID> { Set(steps.compactMap { $0.rename?.to.owner.root }) }

    /// The declaration, with the state's names where the declaration leaves them to PostgreSQL. In a renamed table, or one
    /// with a renamed column, such names follow.
    func target(_ wanted: CatalogState, unnamed: Set<ObjectID>) -> CatalogState {
        let touched = touched
        return Comparison.adoptNames(in: wanted, unnamed: unnamed.filter { !touched.contains($0.root) }, from: state)
    }

    /// The plan from the state before the renames.
    package func plan(to target: CatalogState, options: PlanOptions) throws -> Plan {
        var options = options
        options.earlierNames = EarlierNames(steps.compactMap(\.rename))
        return Plan(renaming: steps, then: try Plan(from: state, to: target, options: options), to: target)
    }

    /// The plan back to the state before the renames.
    package func planBack(from target: CatalogState, options: PlanOptions) throws -> Plan {
        var options = options
        options.isRollback = true
        return Plan(try Plan(from: target, to: state, options: options), thenUndoing: steps, to: state)
    }
}

/// Runs the renames that lead toward a state in a scratch database, so that PostgreSQL words what follows from them.
struct RenameRun {
    let connection: PostgresConnection
    let read: () async throws -> CatalogState
    let target: CatalogState
    let declared: [Rename]
    let choices: RenameChoices
    /// Gets each fact that the scratch database does not have, from the state before the renames.
    var isMissing: (Fact) -> Bool = { _ in false }

    /// - Parameter original: what the database has now.
    func run(from original: CatalogState) async throws -> RenamedState {
        var renaming = try Renaming(declared, requests: choices.renames, from: original)
        var result = RenamedState(original)
        var dropped: Set<Rename.Subject> = []
        while true {
            try await apply(&renaming, to: &result, original)
            try renaming.checkRequests(from: result.state, to: target)
            try drop(renaming, result.state, &dropped)
            let open: [RenameCandidate]
            if case .ignore = choices.undecided {
                open = []
            } else {
                open = RenameCandidates.find(from: result.state, to: target, except: dropped)
            }
            guard let first = open.first else {
                result.steps = renaming.steps
                return result
            }
            guard case .ask(let question) = choices.undecided else { throw UndecidedRenames(candidates: open) }
            switch try await question(first) {
            case .rename(let new): renaming.request(RenameRequest(Rename(from: first.gone, to: new)))
            case .drop: dropped.insert(first.gone)
            }
        }
    }

    private func apply(_ renaming: inout Renaming, to result: inout RenamedState, _ original: CatalogState) async throws {
        for stage in Renaming.Stage.allCases {
            // What follows from a rename can be followed by more: a view over a view.
            for _ in 0..<(stage == .following ? 20 : 1) {
                let steps = try renaming.next(stage, from: result.state, to: target)
                guard !steps.isEmpty else { break }
                for step in steps {
                    for statement in step.statements {
                        do {
                            try await CronStandIn.run(script: statement, connection)
                        } catch {
                            throw MigrationError(.live, "the scratch server refuses to \(step.title):", cause: error)
                        }
                    }
                }
                result.state.facts = try await read().facts
                for fact in original.facts.values where isMissing(fact) {
                    let id = renaming.renamed(fact.id)
                    result.state.facts[id] = Fact(
                        id, fact.attributes, dependencies: Set(fact.dependencies.map(renaming.renamed)), origin: fact.origin)
                }
            }
        }
    }

    private func drop(_ renaming: Renaming, _ state: CatalogState, _ dropped: inout Set<Rename.Subject>) throws {
        let gone = RenameCandidates.gone(from: state, to: target)
        for text in choices.drops {
            let named = renaming.subjects(text, in: state).filter(gone.contains)
            guard !named.isEmpty else { throw RenameError.unknownDrop(text, gone: gone.map(\.description)) }
            dropped.formUnion(named)
        }
    }
}

/// A copy of a state in a scratch database, where renames can be tried.
package struct RenameBench: Sendable {
    let host: any ScratchHost
    let platform: Platform
    /// Makes what surrounds the state, such as the tables of another application.
    let prepare: @Sendable (PostgresConnection) async throws -> CatalogState

    /// A bench with nothing but the platform.
    package init(_ host: any ScratchHost, _ platform: Platform) {
        self.init(host, platform) { try await CatalogReader().read($0) }
    }

    init(
        _ host: any ScratchHost, _ platform: Platform,
        _ prepare: @escaping @Sendable (PostgresConnection) async throws -> CatalogState
    ) {
        self.host = host
        self.platform = platform
        self.prepare = prepare
    }

    /// True when there is something to rename, or to ask, so that a state is worth a copy.
    ///
    /// - Parameter isStrict: whether an old name beside its new one is an error; else it is a difference like any other.
    package static func isNeeded(
        _ state: CatalogState, to target: CatalogState, _ declared: [Rename], _ choices: RenameChoices = .none,
        isStrict: Bool = false
    ) -> Bool {
        let isDeclared = declared.contains { rename in
            guard rename.from.exists(in: state), rename.to.exists(in: target) else { return false }
            return !rename.to.exists(in: state) || isStrict && !rename.from.exists(in: target)
        }
        if isDeclared || !choices.renames.isEmpty || !SetAsideTypes.renames(from: state, to: target).isEmpty { return true }
        if case .ignore = choices.undecided { return false }
        return !RenameCandidates.find(from: state, to: target).isEmpty
    }

    /// The state after the renames that are declared or chosen. It is copied only where there is something to rename or to ask.
    package func renamed(
        _ state: CatalogState, to target: CatalogState, _ declared: [Rename], _ choices: RenameChoices = .none,
        isStrict: Bool = false
    ) async throws -> RenamedState {
        guard Self.isNeeded(state, to: target, declared, choices, isStrict: isStrict) else { return RenamedState(state) }
        return try await withCopy(of: state, "the renames cannot be tried") { connection, copy, read in
            try await RenameRun(
                connection: connection, read: read, target: target, declared: declared, choices: choices,
                isMissing: { copy.facts[$0.id] == nil }
            ).run(from: state)
        }
    }

    /// The state in the words that PostgreSQL has for it after statements that rename columns and types.
    func reworded(_ state: CatalogState, by statements: [String]) async throws -> CatalogState {
        try await withCopy(of: state, "PostgreSQL cannot be asked for the words of an online change") { connection, _, read in
            for statement in statements { try await CronStandIn.run(script: statement, connection) }
            return try await read()
        }
    }

    /// Makes a copy of a state in a scratch database, and reads it once.
    private func withCopy<R: Sendable>(
        of state: CatalogState, _ failure: String,
        _ body: (PostgresConnection, CatalogState, @escaping () async throws -> CatalogState) async throws -> R
    ) async throws -> R {
        var roles: [String] = []
        let result: Result<R, any Error>
        do {
            result = .success(
                try await host.withScratch(platform) { connection, _ in
                    try await onCopy(of: state, failure, connection, &roles, body)
                })
        } catch {
            result = .failure(error)
        }
        try await drop(roles)
        return try result.get()
    }

    private func onCopy<R: Sendable>(
        of state: CatalogState, _ failure: String, _ connection: PostgresConnection, _ roles: inout [String],
        _ body: (PostgresConnection, CatalogState, @escaping () async throws -> CatalogState) async throws -> R
    ) async throws -> R {
        let base = try await prepare(connection)
        let ignored = CatalogState.leftOutOfCopies
        let plan = try Plan(
            from: base.filtered { state.facts[$0] != nil && !ignored.contains($0.kind) },
            to: state.filtered { !ignored.contains($0.kind) },
            options: PlanOptions(ignoredKinds: ignored, includesRollback: false))
        try await connection.run(script: "SET check_function_bodies = off; SET search_path = ''")
        for step in plan.steps where !step.isRecovery {
            for statement in step.statements { try await run(statement, of: step, failure, connection, &roles) }
        }
        let read = {
            try await CatalogReader().read(connection).filtered { id in
                !ignored.contains(id.kind) && (base.facts[id] == nil || state.facts[id] != nil)
            }
        }
        let copy = try await read()
        let wanted = state.filtered { !ignored.contains($0.kind) }
        let wrong = Comparison.deltas(from: wanted, to: copy, ignoring: ignored.union([.extension]))
        guard wrong.isEmpty else {
            throw MigrationError(
                .live,
                "\(failure), since a copy of the schema on the scratch server differs from it:\n"
                    + wrong.prefix(5).map { "  - \(DeltaText.line($0))" }.joined(separator: "\n"))
        }
        return try await body(connection, copy, read)
    }

    // MARK: Roles

    /// Runs one statement; a role that it names and the server does not have is created for as long as the copy is there.
    private func run(
        _ statement: String, of step: Step, _ failure: String, _ connection: PostgresConnection, _ roles: inout [String]
    ) async throws {
        while true {
            do {
                return try await CronStandIn.run(script: statement, connection)
            } catch {
                guard let role = error.missingRole, !roles.contains(role) else {
                    throw MigrationError(
                        .live, "\(failure), since the scratch server refuses to \(step.title):", cause: error)
                }
                try await connection.run(script: "CREATE ROLE \(SQL.identifier(role)) NOLOGIN")
                roles.append(role)
            }
        }
    }

    private func drop(_ roles: [String]) async throws {
        guard !roles.isEmpty else { return }
        try await host.withScratch(.plain) { connection, _ in
            // One that something else uses by now stays; the server is a throwaway.
            for role in roles { try? await connection.run(script: "DROP ROLE \(SQL.identifier(role))") }
        }
    }
}
