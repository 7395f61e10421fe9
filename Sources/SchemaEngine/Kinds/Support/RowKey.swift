import SchemaModel

/// The key by which kept values find their rows again: that of the primary key, or of a unique constraint whose columns are never NULL,
/// which the table has before or after the plan, and of which the plan replaces no column, else the one that takes its place. The same in
/// both directions, so that the paired file looks for what this one stored.
///
/// A plan may convert the key itself. What is kept has the key as a declared conversion leaves it, in both directions: that is computed from the
/// old one, while the way back may not lead to the old one exactly, before that is given back. Therefore a plan converts a key after it has
/// kept, or given back, the values of other columns.
struct RowKey {
    let table: ObjectID
    let columns: [String]
    private typealias Key = (columns: [String], isPrimary: Bool)
    /// The column whose values are kept.
    private let column: ObjectID
    private let from: CatalogState
    private let to: CatalogState

    /// Nil where the table has no such key.
    init?(for column: ObjectID, _ context: PlanContext) {
        self.init(for: column, from: context.from, to: context.to, isCreated: context.created.contains)
    }

    private init?(for column: ObjectID, from: CatalogState, to: CatalogState, isCreated: (ObjectID) -> Bool) {
        guard let table = column.parent else { return nil }
        self.table = table
        self.column = column
        (self.from, self.to) = (from, to)
        let before = Self.keys(of: table, in: from)
        let after = Self.keys(of: table, in: to)
        func parts(_ key: Key) -> [ObjectID] { key.columns.map { .column($0, of: table) } }
        let lasting = (before + after).filter { key in
            parts(key).allSatisfy { part in
                from[part] != nil && to[part] != nil && !isCreated(part)
                    && (part == column || !Self.hasOtherLabels(part, from, to))
            }
        }
        // Where the plan replaces the key, its values are kept by the new one, and the paired file finds the rows by that before it goes.
        let passing: [Key] =
            switch (from[column] != nil, to[column] != nil) {
            case (true, false): after.filter { parts($0).allSatisfy { from[$0] == nil || !isCreated($0) } }
            case (false, true): before.filter { parts($0).allSatisfy { to[$0] == nil || !isCreated($0) } }
            case (true, true), (false, false): []
            }
        let candidates = (lasting.isEmpty ? passing : lasting).map { key in
            let isInBoth = [before, after].allSatisfy { $0.contains { $0.columns == key.columns } }
            let isOfItself = key.columns.contains(column.name)
            return (rank: (isOfItself ? 4 : 0) + (key.isPrimary ? 0 : 2) + (isInBoth ? 0 : 1), columns: key.columns)
        }
        let best = candidates.min {
            ($0.rank, $0.columns.joined(separator: "\0")) < ($1.rank, $1.columns.joined(separator: "\0"))
        }
        guard let best else { return nil }
        columns = best.columns
    }

    /// The primary key of a table, and its unique constraints whose columns are never NULL.
    private static func keys(of table: ObjectID, in state: CatalogState) -> [Key] {
        state.children(of: table).compactMap { fact in
            guard let columns = fact.texts(.columns) else { return nil }
            if fact.constraintType == .primaryKey { return (columns, true) }
            let isNeverNull = columns.allSatisfy { name in
                state[.column(name, of: table)].map { ColumnKind.effective($0, in: state).bool(.notNull) } == true
            }
            return fact.constraintType == .unique && isNeverNull ? (columns, false) : nil
        }
    }

    /// True for values of an enum whose labels the plan replaces: the rebuild of the type converts them.
    private static func hasOtherLabels(_ column: ObjectID, _ from: CatalogState, _ to: CatalogState) -> Bool {
        [(from, to), (to, from)].contains { state, other in
            state[column]?.dependencies.contains { type in
                state[type]?[.replacedLabels] != nil && state[type]?[.labels] != other[type]?[.labels]
            } == true
        }
    }

    // MARK: The form of its values

    /// True when the column whose values are kept is a part of the key.
    var isOfItself: Bool { columns.contains(column.name) }

    /// The columns of the key but the one whose values are kept.
    private var others: [ObjectID] { columns.filter { $0 != column.name }.map { .column($0, of: table) } }

    /// True when a plan changes the values of a column, or the way in which they are written.
    static func isConverted(_ column: ObjectID, _ from: CatalogState, _ to: CatalogState) -> Bool {
        guard let before = from[column], let after = to[column], before[.type] != after[.type] else { return false }
        if TypeConversion.isDeclared(before, after) { return true }
        return ![(before, after), (after, before)].contains {
            TypeConversion.keepsValues($0, $1) || TypeConversion.holdsEveryValue($0, $1)
        }
    }

    /// The new value of a column that is converted, as an expression over the row as it was.
    private static func conversion(of column: ObjectID, _ from: CatalogState, _ to: CatalogState) -> String? {
        guard isConverted(column, from, to), let before = from[column], let after = to[column] else { return nil }
        return TypeConversion.declared(before, after) ?? TypeConversion.using(before, after, from) ?? SQL.identifier(column.name)
    }

    /// True when the key is converted from the column that goes: it goes after that.
    private static func isConverted(_ key: ObjectID, from column: ObjectID, _ before: CatalogState, _ after: CatalogState) -> Bool
    {
        after[column] == nil && conversion(of: key, before, after)?.mentions(column.name) == true
    }

    /// The state in which a converted column of the key is when another one is kept or given back: the plan goes forward over them in the
    /// opposite order of their names, and back in that order.
    private func state(of other: ObjectID) -> CatalogState {
        Self.isBack([column, other], from) == (column.name < other.name) ? from : to
    }

    /// True when the plan goes back over a declared conversion of one of these. The old key comes back as it was kept, so that only what the
    /// conversion led to is known before.
    private static func isBack(_ columns: [ObjectID], _ from: CatalogState) -> Bool {
        columns.contains { from[$0]?[.conversion] != nil }
    }

    /// The entries of the key in the SELECT that copies values; none where it is the column itself.
    var kept: [String] {
        others.map { id in
            if isOfItself, Self.isConverted(id, from, to) { return KeptColumn(id, in: state(of: id)).kept }
            guard !Self.isBack([id], from), let value = Self.conversion(of: id, from, to),
                let type = to[id]?.text(.type)
            else {
                return KeptColumn(id, in: from[id] == nil ? to : from).kept
            }
            let column = KeptColumn(id, in: to)
            return Self.isConverted(id, from: self.column, from, to) ? column.kept : column.kept(from: "(\(value))::\(type)")
        }
    }

    /// The condition that a kept row `q` belongs to the row `t` of its table, before the plan converts the key.
    var match: String {
        let parts = others.map { id in
            let name = SQL.identifier(id.name)
            if isOfItself, Self.isConverted(id, from, to) {
                return "t.\(name) = \(KeptColumn(id, in: state(of: id)).value(in: "q"))"
            }
            if from[column] == nil, to[id]?[.conversion] != nil, let value = Self.conversion(of: id, from, to) {
                // The rollback kept it by what the conversion will lead to.
                let new = "(\(value))::\(to[id]?.text(.type) ?? "text")"
                return "(SELECT \(new) FROM (SELECT t.*) AS plumbline_row) = \(KeptColumn(id, in: to).value(in: "q"))"
            }
            let column = KeptColumn(id, in: to[id] == nil || Self.isConverted(id, from, to) ? from : to)
            return "t.\(name) = \(column.value(in: "q"))"
        }
        return parts.isEmpty ? "true" : parts.joined(separator: " AND ")
    }

    // MARK: Order

    /// Values are kept by a new key once it is there, and come back while the key that goes still is.
    static func addEdges(of column: ObjectID, _ edges: inout EdgeBuilder) {
        let created = edges.changes.creates
        guard let table = column.parent, edges.from[table] != nil, !created.contains(table),
            let rows = RowKey(for: column, from: edges.from, to: edges.to, isCreated: created.contains)
        else { return }
        for part in rows.others {
            if edges.from[part] == nil { edges.after(edges.creation(of: part)) }
            if edges.to[part] == nil { edges.before(edges.removal(of: part)) }
        }
    }

    /// A key is converted after the values of other columns are kept and given back by it.
    static func addEdges(ofConverted key: ObjectID, _ edges: inout EdgeBuilder) {
        let (from, to) = (edges.from, edges.to)
        guard let table = key.parent, table.kind.hasRows, isConverted(key, from, to) else { return }
        let columns = Set((from.children(of: table) + to.children(of: table)).filter { $0.id.kind == key.kind }.map(\.id))
        for column in columns.subtracting([key]).sorted() {
            let created = edges.changes.creates
            guard let rows = RowKey(for: column, from: from, to: to, isCreated: created.contains),
                rows.columns.contains(key.name)
            else { continue }
            if rows.isOfItself {
                guard isConverted(column, from, to), key.name < column.name else { continue }
                if isBack([key, column], from) {
                    edges.before(edges.alteration(of: column))
                } else {
                    edges.after(edges.alteration(of: column))
                }
                continue
            }
            if isConverted(key, from: column, from, to) {
                edges.before(edges.removal(of: column))
                continue
            }
            if from[column]?[.generated] == nil { edges.after(edges.removal(of: column)) }
            if to[column]?[.generated] == nil { edges.after(edges.creation(of: column)) }
            let keeps = [from, to].contains { $0[column]?[.conversion] != nil || $0[column]?[.backfill] != nil }
            if keeps { edges.after(edges.alteration(of: column)) }
        }
    }
}
