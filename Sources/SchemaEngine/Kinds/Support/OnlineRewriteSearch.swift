import SchemaModel

/// Finds the columns and types that can be exchanged for new ones while clients go on.
struct OnlineRewriteSearch {
    private let from: CatalogState
    private let to: CatalogState
    private let tables: OnlineOptions.Tables
    private var columns: Set<ObjectID> = []
    private var types: Set<ObjectID> = []
    private(set) var refused: [ObjectID: String] = [:]
    private(set) var units: [OnlineRewrites.Unit] = []

    init(from: CatalogState, to: CatalogState, tables: OnlineOptions.Tables) {
        self.from = from
        self.to = to
        self.tables = tables
    }

    /// The dependents of a column that come back in the transaction of the exchange, which is brief: it reads no rows.
    static let replacedKinds: Set<ObjectKind> = [
        .view, .rule, .policy, .trigger, .statistics, .function, .aggregate, .publicationTable,
    ]

    /// The parts of a column that the new one gets as well.
    private static let ownKinds: Set<ObjectKind> = [
        .columnDefault, .comment, .grant, .securityLabel, .sequence, .identitySequence, .owner,
    ]

    mutating func run() {
        for fact in from.facts.values where fact.id.kind == .enumType && TypeRebuild.isNeeded(fact.id, from, to) {
            types.insert(fact.id)
            columns.formUnion(TypeRebuild.columns(of: [fact.id], in: from).map(\.id))
        }
        for fact in from.facts.values where isRewritten(fact) { columns.insert(fact.id) }
        // What is refused takes along what must go with it.
        while refuseSome() {}
        units = connected()
    }

    /// True for a column whose change of type PostgreSQL makes by a rewrite of the table.
    private func isRewritten(_ before: Fact) -> Bool {
        guard before.id.kind == .column, before.id.parent?.kind == .table, let after = to[before.id], before[.generated] == nil,
            after[.generated] == nil, before[.type] != nil, after[.type] != nil
        else { return false }
        return !TypeConversion.keepsValues(before, after) && !TypeConversion.keepsRows(before, after, from)
            && !ExtensionKind.carriesType(of: before, after, from: from, to: to)
    }

    // MARK: Refusals

    private mutating func refuseSome() -> Bool {
        for type in types.sorted() {
            if let reason = refusal(ofType: type) {
                refused[type] = reason
                types.remove(type)
                columns.subtract(
                    TypeRebuild.columns(of: [type], in: from).map(\.id).filter { !isRewritten(from[$0] ?? Fact($0)) })
                return true
            }
        }
        for column in columns.sorted() {
            if let reason = refusal(ofColumn: column) {
                // Nothing is said of a table that nobody asked for.
                if column.parent.map(tables.includes) == true { refused[column] = reason }
                columns.remove(column)
                return true
            }
        }
        return false
    }

    private func refusal(ofType type: ObjectID) -> String? {
        if [from, to].contains(where: { $0[type]?[.replacedLabels] != nil }) {
            return "labels of \(type) are replaced by others"
        }
        for column in TypeRebuild.columns(of: [type], in: from) where !columns.contains(column.id) {
            return refused[column.id] ?? "\(column.id) is not changed online"
        }
        return from.dependents(of: type).compactMap { refusal(ofDependent: $0, type) }.first
    }

    private func refusal(ofColumn column: ObjectID) -> String? {
        guard let table = column.parent, let before = from[column], let after = to[column] else { return "it goes" }
        if !tables.includes(table) { return "\(table) is not among the tables that are changed online" }
        if !isOrdinary(table) { return "\(table) is partitioned, has a parent or children, or is typed" }
        let rebuilt = before.dependencies.union(after.dependencies).filter { TypeRebuild.isNeeded($0, from, to) }
        if let use = RowTypeUse.inTheWay(of: column, from: from, to: to), let user = use.kept.first?.id ?? use.views.first {
            return "\(user) holds rows of \(table)"
        }
        if let type = rebuilt.first(where: { !types.contains($0) || !before.dependencies.contains($0) }) {
            return refused[type] ?? "\(type) is rebuilt"
        }
        if TypeConversion.isDeclared(before, after) {
            return "old values that its conversion changes are kept"
        }
        if before.bool(.notNull) != after.bool(.notNull), before[.backfill] != nil || after[.backfill] != nil {
            return "it is filled from an expression"
        }
        if let trigger = [from, to].lazy.compactMap({ TemporaryName.triggerAfter(table, in: $0) }).first {
            return "\(trigger) fires after the trigger that keeps a new column in step, since PostgreSQL goes by their names"
        }
        if (before[.identity] == nil) != (after[.identity] == nil) { return "its identity changes" }
        if SequenceKind.owned(by: column, in: from)?.id != SequenceKind.owned(by: column, in: to)?.id {
            return "its sequence changes"
        }
        let notNulls = [from, to].compactMap { NotNullConstraint.of(column, in: $0) }
        if notNulls.contains(where: { $0.bool(.notValid) || $0.bool(.noInherit) }) {
            return "its NOT NULL constraint is NOT VALID or NO INHERIT"
        }
        for state in [from, to] {
            for part in state.children(of: column) where part.id.kind == .identitySequence {
                guard state.children(of: part.id).allSatisfy({ $0.id.kind == .owner }) else {
                    return "its identity sequence has privileges or a comment"
                }
            }
        }
        return from.dependents(of: column).compactMap { refusal(ofDependent: $0, column) }.first
    }

    private func refusal(ofDependent id: ObjectID, _ object: ObjectID) -> String? {
        if columns.contains(id) || id.parent.map(columns.contains) == true || id.parent == object { return nil }
        if Self.replacedKinds.contains(id.kind) || Self.ownKinds.contains(id.kind) { return nil }
        // A column of a view comes and goes with it.
        if id.kind == .column, id.parent?.kind == .view { return nil }
        guard isPart(id), let before = from[id] else { return "\(id) depends on \(object)" }
        // It goes with the column, and comes with the new one.
        if before.constraintType == .notNull { return nil }
        guard let after = to[id] else { return nil }
        return [before, after].lazy.compactMap(refusal(ofPart:)).first
    }

    private func isPart(_ id: ObjectID) -> Bool {
        (id.kind == .index || id.kind == .constraint) && id.parent?.kind == .table
    }

    /// True for an index or constraint that is made on the new columns beforehand.
    private func isKeptPart(_ id: ObjectID) -> Bool { isPart(id) && to[id].map { $0.constraintType != .notNull } == true }

    /// Why an index or constraint cannot be made beforehand.
    private func refusal(ofPart fact: Fact) -> String? {
        guard let table = fact.id.parent, isOrdinary(table) else { return "\(fact.id) is on a partitioned table" }
        // A function that takes a type goes and comes back with it.
        let isOnReplaced = fact.dependencies.contains { need in
            Self.replacedKinds.contains(need.kind) && from[need]?.dependencies.isDisjoint(with: types) == false
        }
        if isOnReplaced { return "\(fact.id) stands on a function that is replaced" }
        if fact[.tablespace] != nil || fact.bool(.invalid) { return "\(fact.id) is invalid, or in a tablespace of its own" }
        guard fact.id.kind == .constraint else { return nil }
        switch fact.constraintType {
        case .check, .foreignKey:
            // The exchange cannot come after the removal of a key and before it, nor a foreign key before the key that it refers to.
            if let key = fact.dependencies.sorted().first(where: isOtherKey) {
                return "\(fact.id) refers to \(key), which changes"
            }
            return fact[.period] == nil ? nil : "\(fact.id) is over a period"
        case .primaryKey, .unique:
            return fact[.indexBody] != nil && fact[.period] == nil ? nil : "\(fact.id) is over a period"
        case .exclude, .notNull, nil: return "\(fact.id) cannot be built concurrently"
        }
    }

    /// True for a key that comes, goes, or gets other columns.
    private func isOtherKey(_ id: ObjectID) -> Bool {
        isPart(id) && (from[id] == nil || to[id] == nil || from[id]?[.columns] != to[id]?[.columns])
    }

    private func isOrdinary(_ table: ObjectID) -> Bool { Self.isOrdinary(table, from, to) }

    /// True for a table in both states that has no partitions, parents or children, and no type of its own.
    static func isOrdinary(_ table: ObjectID, _ from: CatalogState, _ to: CatalogState) -> Bool {
        [from, to].allSatisfy { state in
            guard let fact = state[table] else { return false }
            return fact[.partitionBy] == nil && fact.partitionParent == nil && fact.inheritanceParents.isEmpty
                && fact[.ofType] == nil
                && !state.dependents(of: table).contains { state[$0]?.inheritanceParents.contains(table) == true }
        }
    }

    // MARK: Units

    /// Groups that foreign keys and types tie together.
    private func connected() -> [OnlineRewrites.Unit] {
        var groups: [OnlineRewrites.Unit] = []
        for table in Set(columns.compactMap(\.parent)).sorted() {
            let own = columns.filter { $0.parent == table }
            let usedTypes = types.filter { type in own.contains { from[$0]?.dependencies.contains(type) == true } }
            let parts = Set(own.union(usedTypes).flatMap { from.dependents(of: $0) }.filter(isKeptPart))
            var group = OnlineRewrites.Unit(columns: own, types: usedTypes, parts: parts, anchor: table)
            for index in groups.indices.reversed() {
                let isTied = !groups[index].types.isDisjoint(with: usedTypes) || !groups[index].parts.isDisjoint(with: parts)
                guard isTied else { continue }
                let other = groups.remove(at: index)
                group.columns.formUnion(other.columns)
                group.types.formUnion(other.types)
                group.parts.formUnion(other.parts)
            }
            groups.append(group)
        }
        // A type that no column has is rebuilt in place, which is brief.
        return groups.compactMap { group in
            var group = group
            guard let anchor = group.types.min() ?? group.columns.filter({ isRewritten(from[$0] ?? Fact($0)) }).min() else {
                return nil
            }
            group.anchor = anchor
            return group
        }
    }
}
