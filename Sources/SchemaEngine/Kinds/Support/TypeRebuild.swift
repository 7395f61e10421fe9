import SchemaModel

/// A type that PostgreSQL cannot change in place while columns have it, with the types that are made of it.
///
/// The old types are renamed, the new ones are created, every column is converted, and the old ones are dropped, in one step. What
/// names the types elsewhere (views, functions, checks, policies) is replaced around that step.
struct TypeRebuild {
    /// The types that are rebuilt, each before those that are made of it.
    let types: [ObjectID]
    private let from: CatalogState
    private let to: CatalogState

    /// The type whose alteration is the rebuild.
    var root: ObjectID? { types.filter { Self.isNeeded($0, from, to) }.min() }

    /// The rebuild that a type takes part in; nil where it can be changed in place.
    static func containing(_ id: ObjectID, from: CatalogState, to: CatalogState) -> TypeRebuild? {
        guard from[id] != nil, to[id] != nil else { return nil }
        let needed = Set(to.facts.keys.filter { isNeeded($0, from, to) })
        guard !needed.isEmpty else { return nil }
        var group: Set<ObjectID> = []
        for type in needed.sorted() {
            let types = closure(of: type, from, to)
            // Types of one chain are rebuilt together, whichever of them differ.
            if types.contains(id) || !types.isDisjoint(with: group) { group.formUnion(types) }
        }
        guard group.contains(id) else { return nil }
        for type in needed where !closure(of: type, from, to).isDisjoint(with: group) {
            group.formUnion(closure(of: type, from, to))
        }
        return TypeRebuild(types: ordered(group, to), from: from, to: to)
    }

    /// True for a type that PostgreSQL cannot change in place.
    static func isNeeded(_ id: ObjectID, _ from: CatalogState, _ to: CatalogState) -> Bool {
        guard id.kind.isMadeOfTypes || id.kind == .enumType, let before = from[id], let after = to[id] else { return false }
        if id.kind == .enumType { return !EnumKind.keepsLabels(before, after) }
        if id.kind == .domain {
            if before[.type] != after[.type] || before[.collation] != after[.collation] { return true }
            return isStricter(id, before, after, from, to) && isContained(id, from, to)
        }
        guard before[.viewColumns] != after[.viewColumns] else { return false }
        switch CompositeChange(before, after) {
        case .none: return false
        case .addsAndDrops: return false
        case .reorders: return true
        case .convertsAttributes: return closure(of: id, from, to).contains { !columns(of: [$0], in: from).isEmpty }
        }
    }

    /// True when a domain gets a condition that PostgreSQL checks for all values that exist.
    private static func isStricter(
        _ id: ObjectID, _ before: Fact, _ after: Fact, _ from: CatalogState, _ to: CatalogState
    ) -> Bool {
        if !before.bool(.notNull), after.bool(.notNull) { return true }
        return to.children(of: id).contains { check in
            check.constraintType == .check && !check.bool(.notValid) && from[check.id]?[.definition] != check[.definition]
        }
    }

    /// True when columns have the domain inside of an array or a composite type, whose values PostgreSQL does not look into.
    private static func isContained(_ id: ObjectID, _ from: CatalogState, _ to: CatalogState) -> Bool {
        let types = closure(of: id, from, to).sorted()
        return columns(of: types, in: from).contains { $0[.elementType] != nil }
            || !columns(of: types.filter { $0.kind == .compositeType }, in: from).isEmpty
    }

    /// Rebuilds a domain of which nothing but its checks changes.
    static func adjustForChecks(_ changes: inout ChangeSet, _ context: PlanContext) {
        let domains = Set(changes.creates.compactMap(\.parent).filter { $0.kind == .domain }).sorted()
        for id in domains {
            guard let rebuild = containing(id, from: changes.from, to: changes.to), let root = rebuild.root else { continue }
            changes.alterAlone(root, context)
        }
    }

    /// A type and all types that are made of it.
    private static func closure(of id: ObjectID, _ from: CatalogState, _ to: CatalogState) -> Set<ObjectID> {
        var result: Set<ObjectID> = [id]
        var queue = [id]
        while let type = queue.popLast() {
            for dependent in from.dependents(of: type).map(wholeType)
            where dependent.kind.isMadeOfTypes && to[dependent] != nil && result.insert(dependent).inserted {
                queue.append(dependent)
            }
        }
        return result
    }

    /// The composite type of an attribute.
    static func wholeType(_ id: ObjectID) -> ObjectID {
        guard id.kind == .column, let type = id.parent, type.kind == .compositeType else { return id }
        return type
    }

    /// The types that a type is made of; the attributes of a composite type depend on their types themselves.
    static func parts(of type: ObjectID, in state: CatalogState) -> Set<ObjectID> {
        state.children(of: type).filter { $0.id.kind == .column }
            .reduce(into: state[type]?.dependencies ?? []) { $0.formUnion($1.dependencies) }
            .subtracting([type])
    }

    private static func ordered(_ group: Set<ObjectID>, _ state: CatalogState) -> [ObjectID] {
        var result: [ObjectID] = []
        var seen: Set<ObjectID> = []
        func visit(_ id: ObjectID) {
            guard seen.insert(id).inserted else { return }
            for dependency in parts(of: id, in: state).sorted() where group.contains(dependency) { visit(dependency) }
            result.append(id)
        }
        for id in group.sorted() { visit(id) }
        return result
    }

    /// The columns of tables that have one of the types, those that a child inherits included.
    static func columns(of types: [ObjectID], in state: CatalogState) -> [Fact] {
        Set(types.flatMap { state.dependents(of: $0) }).sorted().compactMap { state[$0] }
            .filter { $0.id.kind == .column && $0.id.parent?.kind.hasRows == true && $0[.generated] == nil }
    }

    /// Why the types cannot be rebuilt; nil where they can.
    var obstacle: String? {
        let column = converted.first { column in
            guard let table = column.id.parent else { return false }
            return from[table]?.texts(.keyExpressions)?.contains(column.id.name) == true
        }
        guard let column, let table = column.id.parent else {
            guard let root, let before = from[root], let after = to[root] else { return nil }
            return rowTypeUses.lazy.compactMap { $0.obstacle(before, after) }.first
        }
        return
            "\(types.map(\.description).joined(separator: ", ")) would have to be created again, but \(column.id) is part of the "
            + "partition key of \(table), and PostgreSQL does not change the type of such a column"
    }

    // MARK: What it touches

    /// The columns that keep one of the types; a child's inherited column follows its parent's.
    private var converted: [Fact] {
        Self.columns(of: types, in: from).filter { column in
            column[.type] != nil && to[column.id]?.dependencies.isDisjoint(with: types) == false
        }
    }

    /// The rows of the columns' tables that are stored elsewhere.
    private var rowTypeUses: [RowTypeUse] {
        Set(converted.compactMap(\.id.parent)).sorted().map { RowTypeUse(of: $0, from: from, to: to) }.filter { !$0.isEmpty }
    }

    /// The types and columns whose dependents PostgreSQL does not carry along.
    var invalidated: [ObjectID] { types + Self.columns(of: types, in: from).map(\.id) }

    /// The defaults that name a type or stand on a column of it: parents first, whose defaults their children take over.
    private var defaults: [Fact] {
        let columns = Set(Self.columns(of: types, in: from).map(\.id))
        let named = Set(types.flatMap { from.dependents(of: $0) }).filter { $0.kind == .columnDefault }
        return named.union(columns.map { .columnDefault(of: $0) }).sorted().compactMap { from[$0] }
            .filter { $0.id.parent?.parent?.kind.hasRows == true && to[$0.id.parent ?? $0.id] != nil }
            .sorted { (isInherited($0) ? 1 : 0, $0.id) < (isInherited($1) ? 1 : 0, $1.id) }
    }

    /// The checks of domains: PostgreSQL adds none to a domain of which columns have an array, so they come with the new type.
    private func constraints(in state: CatalogState) -> [Fact] {
        types.flatMap { state.children(of: $0) }.filter { $0.id.kind == .constraint }
    }

    private func isInherited(_ expression: Fact) -> Bool { expression.id.parent.flatMap { from[$0] }?.bool(.inherited) == true }

    // MARK: Change set

    static func adjust(_ kind: ObjectKind, _ changes: inout ChangeSet) {
        let (from, to) = (changes.from, changes.to)
        for id in changes.alters.keys.sorted() where id.kind == kind {
            guard let rebuild = containing(id, from: from, to: to), rebuild.root == id else { continue }
            rebuild.adjust(&changes)
        }
    }

    static func addEdges(_ id: ObjectID, _ verb: Step.Verb, _ edges: inout EdgeBuilder) {
        guard verb == .alter, let rebuild = containing(id, from: edges.from, to: edges.to), rebuild.root == id else { return }
        rebuild.addEdges(&edges)
    }

    /// Leaves the defaults of the columns to the rebuild, unless they need something that the plan creates.
    func adjust(_ changes: inout ChangeSet) {
        for constraint in constraints(in: from) + constraints(in: to) { changes.forget(constraint.id) }
        for use in rowTypeUses { use.replaceDependents(&changes) }
        // The new types get their comments in the rebuild, and those of the old ones go with them.
        for part in types.flatMap({ from.family(of: $0) + to.family(of: $0) }) where part.kind == .comment {
            changes.forget(part)
        }
        for fact in defaults {
            // One that goes with a sequence goes before it.
            if to[fact.id] == nil, !fact.dependencies.isDisjoint(with: changes.drops) { continue }
            guard let after = to[fact.id], !after.dependencies.isDisjoint(with: changes.creates) else {
                changes.forget(fact.id)
                continue
            }
            changes.create(fact.id)
        }
    }

    /// Everything that names the types or stands on their columns goes before the rebuild and comes back after it.
    func addEdges(_ edges: inout EdgeBuilder) {
        for use in rowTypeUses { use.addEdges(&edges) }
        let touched = Set(invalidated)
        let members = Set(types)
        func isConcerned(_ id: ObjectID, in state: CatalogState) -> Bool {
            guard !members.contains(id), !members.contains(where: id.isInside), let fact = state[id] else { return false }
            if let parent = id.parent, touched.contains(parent) || members.contains(parent) { return true }
            return !fact.dependencies.isDisjoint(with: touched)
        }
        for (id, node) in edges.graph.removal where isConcerned(id, in: from) { edges.add(node, edges.node) }
        for (id, node) in edges.graph.creation where isConcerned(id, in: to) { edges.add(edges.node, node) }
        for (id, node) in edges.graph.alteration where !members.contains(id) {
            if id.kind == .column, from[id]?.dependencies.isDisjoint(with: members) == false,
                to[id]?.dependencies.isDisjoint(with: members) == true
            {
                // A column that leaves the type keeps values that the new type may not have.
                edges.add(node, edges.node)
            } else if isConcerned(id, in: to) {
                edges.add(edges.node, node)
            }
        }
        for type in types {
            for dependency in Self.parts(of: type, in: to) { edges.after(edges.creation(of: dependency)) }
            for dependency in Self.parts(of: type, in: from) { edges.before(edges.removal(of: dependency)) }
        }
        for dependency in constraints(in: to).flatMap(\.dependencies) { edges.after(edges.creation(of: dependency)) }
        for dependency in constraints(in: from).flatMap(\.dependencies) { edges.before(edges.removal(of: dependency)) }
    }

    // MARK: The step

    func steps(_ after: Fact, _ context: PlanContext) -> [Step] { [step(after, context)] + givingBack(after, context) }

    /// The columns whose values have labels that a declaration replaces.
    private var replaced: [Fact] {
        let enums = types.filter { to[$0]?[.replacedLabels]?.object?.isEmpty == false }
        let holders = enums.reduce(into: Set<ObjectID>()) { $0.formUnion(Self.closure(of: $1, from, to)) }
        return converted.filter { !$0.dependencies.isDisjoint(with: holders) }
    }

    /// Copies the values that are replaced, before they are and after the casts are there.
    private func keeping(_ text: TypeRebuildText, _ context: PlanContext) -> [String] {
        guard let quarantine = context.options.quarantine else { return [] }
        return replaced.flatMap { KeptValues($0.id, context)?.keep(as: text.value($0), in: quarantine) ?? [] }
    }

    /// Gives them back on the way back.
    private func givingBack(_ after: Fact, _ context: PlanContext) -> [Step] {
        types.filter { $0.kind == .enumType }.flatMap { Self.givingBack(after, of: $0, context) }
    }

    /// Gives the columns of an enum, and of types that are made of it, the labels back that a declaration replaced, now that it has them again.
    static func givingBack(_ after: Fact, of type: ObjectID, _ context: PlanContext) -> [Step] {
        guard let restore = context.options.restore, context.from[type]?[.replacedLabels] != nil else { return [] }
        return columns(of: closure(of: type, context.from, context.to).sorted(), in: context.from).compactMap { column in
            guard let kept = KeptValues(column.id, context), let text = column.text(.type), context.to[column.id] != nil else {
                return nil
            }
            return kept.giveBack(after, type: text, back: SQL.identifier(column.id.name), from: "text", in: restore, context)
        }
    }

    private func step(_ after: Fact, _ context: PlanContext) -> Step {
        let text = TypeRebuildText(types: types, from: context.from, to: context.to)
        let drops = defaults.map { "\(alter($0)) DROP DEFAULT" }
        let sets = defaults.compactMap { fact -> String? in
            guard !context.created.contains(fact.id), let expression = context.to[fact.id]?.text(.expression) else { return nil }
            return "\(alter(fact)) SET DEFAULT \(expression)"
        }
        let kept = keeping(text, context)
        var statements = types.compactMap(OwnerKeeping.remember) + drops + text.renames
        for type in types {
            guard let fact = context.to[type] else { continue }
            statements += type.kind.definition.create(fact, context).filter { !$0.isRecovery }.flatMap(\.statements)
            statements += context.childrenAfter(type, .constraint).map {
                "\(ConstraintText.alter(type)) ADD \(ConstraintText.inTable($0))"
            }
            statements += [OwnerKeeping.restore(fact)].compactMap { $0 }
        }
        statements += text.casts + kept
        let uses = rowTypeUses
        statements += uses.reduce(converted.compactMap(text.conversion)) { $1.around($0, context) }
        statements += sets + text.castDrops + text.drops + parts(context)
        let columns = converted
        var step = Step(
            .alter, after.id, title: "rebuild \(types.map(\.description).joined(separator: ", "))", statements,
            when: pending(after),
            locks: Set(columns.compactMap(\.id.parent)).sorted().flatMap { context.lockTree(.accessExclusive, $0) },
            hazards: columns.isEmpty ? [] : keepsRows(columns) ? [.scan, .mayFailOnData] : [.rewrite, .scan, .mayFailOnData],
            reason: "PostgreSQL cannot change \(after.id) in place"
                + (context.rewrites.refused[after.id].map { ", and it is not changed online: \($0)" } ?? ""))
        step.locks += uses.flatMap { $0.locks(context) }
        step.takesFromKept = types
        step.notOnline = context.rewrites.refused[after.id]
        for type in types where type.kind == .enumType { step.questions += questions(ofRemovedLabels: type, context) }
        for type in types where type.kind == .domain {
            for constraint in context.childrenAfter(type, .constraint)
            where context.from[constraint.id]?.compared != constraint.compared {
                step.questions += LiveQuestions.violations(constraint, context)
            }
        }
        step.movesToQuarantine = !kept.isEmpty
        if !kept.isEmpty { step.keptColumns = replaced.map(\.id) }
        return step
    }

    /// Rows with labels that nothing replaces; in rows of a table that are stored elsewhere, no label is replaced.
    private func questions(ofRemovedLabels type: ObjectID, _ context: PlanContext) -> [Step.Question] {
        let removed = EnumKind.removedLabels(from[type], to[type])
        let replaced = (to[type]?[.replacedLabels]?.object ?? [:]).keys
        let uses = rowTypeUses
        let rowTypes = uses.map(\.table).filter { $0.kind.hasRows }
        return converted.flatMap {
            LiveQuestions.labels($0, removed.filter { !replaced.containsBytes(of: $0) }, of: type, in: types, context)
        }
            + uses.flatMap(\.kept).filter { holder in !converted.contains { $0.id == holder.id } }.flatMap {
                LiveQuestions.labels($0, removed, of: type, in: types + rowTypes, context)
            }
    }

    /// True when the columns only change their collation: domains of the same type, without anything to check.
    private func keepsRows(_ columns: [Fact]) -> Bool {
        constraints(in: to).isEmpty && columns.allSatisfy { $0[.elementType] == nil }
            && types.allSatisfy { $0.kind == .domain && from[$0]?[.type] == to[$0]?[.type] && to[$0]?.bool(.notNull) != true }
    }

    private func alter(_ expression: Fact) -> String {
        let column = expression.id.parent ?? expression.id
        return "ALTER TABLE \(column.parent?.sql ?? "") ALTER COLUMN \(SQL.identifier(column.name))"
    }

    /// The comments and privileges of the types, which go with the old ones.
    func parts(_ context: PlanContext) -> [String] {
        let privileges = context.options.isTargetRaw ? context.from : context.to
        return types.flatMap { type -> [String] in
            var result: [String] = []
            if privileges[.grant(to: "PUBLIC", on: type)] == nil {
                result.append("REVOKE ALL ON TYPE \(type.sql) FROM PUBLIC")
            }
            for id in privileges.family(of: type) where id.kind == .grant && id.name != "PUBLIC" {
                guard let fact = privileges[id] else { continue }
                result += id.kind.definition.create(fact, context).flatMap(\.statements)
            }
            for id in context.to.family(of: type)
            where id.kind == .comment {
                guard let fact = context.to[id] else { continue }
                result += id.kind.definition.create(fact, context).flatMap(\.statements)
            }
            return result
        }
    }

    private func pending(_ after: Fact) -> Step.Precondition {
        switch after.id.kind {
        case .enumType:
            return .pending(
                """
                (SELECT array_agg(e.enumlabel::text ORDER BY e.enumsortorder) FROM pg_catalog.pg_enum e \
                WHERE e.enumtypid = \(CatalogCheck.type(after.id))) IS DISTINCT FROM \
                ARRAY[\((after.texts(.labels) ?? []).map { SQL.literal($0) }.joined(separator: ", "))]::text[]
                """)
        case .domain where from[after.id]?[.type] != after[.type]:
            return .pending(
                CatalogCheck.rows(
                    "pg_type t",
                    "t.oid = \(CatalogCheck.type(after.id)) AND pg_catalog.format_type(t.typbasetype, t.typtypmod) <> "
                        + SQL.literal(after.text(.type) ?? "text")))
        case _: return .journal
        }
    }
}

extension ObjectKind {
    /// True when its objects are types over other types.
    var isMadeOfTypes: Bool { self == .domain || self == .compositeType }
    /// True when its objects are types that a plan may rebuild.
    var isRebuiltType: Bool { self == .enumType || isMadeOfTypes }
}
