package import SchemaModel

extension ObjectKind {
    /// True when its objects hold rows of their own that a plan must keep.
    var hasRows: Bool { self == .table }

    /// True when its columns are created, changed and dropped one by one.
    var hasOwnColumns: Bool { self == .table || self == .foreignTable }

    /// The words after ALTER for a relation of this kind.
    var alterKeyword: String {
        if self == .view { return "VIEW" }
        return self == .materializedView ? "MATERIALIZED VIEW" : "TABLE"
    }
}

extension PlanContext {
    /// The lock on a table and on all tables that have its columns from it: most changes of a table reach its partitions and children.
    func lockTree(_ mode: LockMode, _ table: ObjectID) -> [Step.Lock] {
        var locks = lock(mode, table)
        let children = from.dependents(of: table).filter { TableKind.parents(of: $0, in: from).contains(table) }
        for child in children where to[child] == nil || TableKind.parents(of: child, in: to).contains(table) {
            for more in lockTree(mode, child) where !locks.contains(more) { locks.append(more) }
        }
        for more in lockOthers(mode, below: table) where !locks.contains(more) { locks.append(more) }
        return locks
    }

    /// The locks on the partitions that somebody else makes: they are no part of the plan, and are locked all the same.
    func lockOthers(_ mode: LockMode, below table: ObjectID) -> [Step.Lock] {
        var locks: [Step.Lock] = []
        for (child, fact) in from.leftToOthers.sorted(by: { $0.key < $1.key })
        where (fact.partitionParent.map { [$0] } ?? fact.inheritanceParents).contains(table) {
            for more in lockTree(mode, child) where !locks.contains(more) { locks.append(more) }
        }
        return locks
    }
}

extension Fact {
    /// The partitioned table that this one is a partition of.
    package var partitionParent: ObjectID? {
        guard let path = texts(.partitionOf), path.count == 2 else { return nil }
        return .table(path[0], path[1])
    }

    /// The tables that this one inherits from, in order.
    var inheritanceParents: [ObjectID] {
        (self[.inherits]?.list ?? []).compactMap(\.texts).filter { $0.count == 2 }.map { .table($0[0], $0[1]) }
    }
}

/// Storage parameters as SQL.
enum OptionsText {
    static func list(_ fact: Fact, _ attribute: Attribute = .options) -> String? {
        let options = parameters(fact, attribute)
        guard !options.isEmpty else { return nil }
        return options.sorted { $0.key < $1.key }.map { "\($0.key)=\(value($0.value))" }.joined(separator: ", ")
    }

    /// The parameters of a fact; those of its TOAST table have a prefix.
    static func parameters(_ fact: Fact, _ attribute: Attribute = .options) -> [String: Value] {
        var result = fact[attribute]?.object ?? [:]
        guard attribute == .options else { return result }
        for (name, value) in fact[.toastOptions]?.object ?? [:] { result["toast.\(name)"] = value }
        return result
    }

    private static func value(_ value: Value) -> String {
        guard let text = value.text else { return value.json }
        let isPlain = text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "." || $0 == "_" || $0 == "-") }
        return isPlain && !text.isEmpty ? text : SQL.literal(text)
    }

    /// `SET (…)` and `RESET (…)` clauses that turn one set of parameters into another.
    static func changes(_ before: Fact, _ after: Fact) -> [String] {
        let old = parameters(before)
        let new = parameters(after)
        var clauses: [String] = []
        let set = new.filter { old[$0.key] != $0.value }.sorted { $0.key < $1.key }
        if !set.isEmpty { clauses.append("SET (\(set.map { "\($0.key)=\(value($0.value))" }.joined(separator: ", ")))") }
        let reset = old.keys.filter { new[$0] == nil }.sorted()
        if !reset.isEmpty { clauses.append("RESET (\(reset.joined(separator: ", ")))") }
        return clauses
    }
}
