import SchemaModel

/// Rows, or values of a column, that one state has and a later one does not.
struct MissingValues: Sendable, Hashable {
    /// Why they are missing.
    enum Cause: Sendable, Hashable {
        /// The table or the column is not there.
        case gone
        /// Rows are not there.
        case rows
        /// Values differ.
        case values
        /// Rows are there that were not there before.
        case extra
    }

    let table: ObjectID
    /// nil when whole rows are missing.
    let column: String?
    let cause: Cause
    /// How many, of how many.
    let count: Int
    let total: Int

    /// The name that `--allow-loss` takes.
    var name: String { column.map { "\(table.path).\($0)" } ?? table.path }

    /// For people: which of how many.
    var text: String {
        switch cause {
        case .gone: column == nil ? "the table is missing" : "the column is missing"
        case .rows: "\(count) of \(total) rows are missing"
        case .values: "\(count) of \(total) values differ"
        case .extra:
            "\(Plural.text(count, "row")) \(count == 1 ? "exists" : "exist") that did not exist before"
        }
    }
}

/// Compares the rows of two states of a database by their digests.
enum RowComparison {
    /// The values that the later state lacks.
    ///
    /// - Parameter isExact: whether rows beside those of the earlier state are a difference too.
    static func missing(
        from old: RowDigest, to new: RowDigest, renames: [ObjectID: ObjectID] = [:], isExact: Bool, commonOnly: Bool = false
    ) -> [MissingValues] {
        let matches = Dictionary(
            TableMatch.all(from: old, to: new, renames: renames).map { ($0.old, $0) }, uniquingKeysWith: { first, _ in first })
        var result: [MissingValues] = []
        for table in old.tables.values.sorted(by: { $0.id < $1.id }) where !table.rows.isEmpty || isExact {
            guard let match = matches[table.oid], let found = new.tables[match.new] else {
                if !commonOnly, !table.rows.isEmpty {
                    result.append(
                        MissingValues(
                            table: table.id, column: nil, cause: .gone, count: table.rows.count, total: table.rows.count))
                }
                continue
            }
            result += compare(table, found, match, isExact: isExact, commonOnly: commonOnly)
        }
        return result
    }

    private static func compare(
        _ old: RowDigest.Table, _ new: RowDigest.Table, _ match: TableMatch, isExact: Bool, commonOnly: Bool
    ) -> [MissingValues] {
        var result: [MissingValues] = []
        let kept = Set(match.columns.map(\.place))
        if !commonOnly {
            for (place, column) in old.columns.enumerated() where !kept.contains(place) {
                // A column of NULLs has nothing to lose.
                let count = old.rows.count { $0.values[place] != RowDigest.null }
                guard count > 0 else { continue }
                result.append(
                    MissingValues(table: old.id, column: column.name, cause: .gone, count: count, total: old.rows.count))
            }
        }
        let pairs = match.columns.compactMap { pair -> (Int, Int)? in
            new.columns.firstIndex { $0.number == pair.number }.map { (pair.place, $0) }
        }
        let lost = difference(
            old.rows.map { row in pairs.map { row.values[$0.0] } }, new.rows.map { row in pairs.map { row.values[$0.1] } })
        if lost > 0 {
            if new.rows.count < old.rows.count {
                let count = old.rows.count - new.rows.count
                result.append(MissingValues(table: old.id, column: nil, cause: .rows, count: count, total: old.rows.count))
            }
            if lost > max(0, old.rows.count - new.rows.count) || new.rows.count >= old.rows.count {
                result += columns(old, new, pairs, lost)
            }
        } else if isExact, new.rows.count > old.rows.count {
            let count = new.rows.count - old.rows.count
            result.append(MissingValues(table: old.id, column: nil, cause: .extra, count: count, total: old.rows.count))
        }
        return result
    }

    /// The columns whose values differ. Where each column has all its values, they have changed rows: then those columns are named
    /// without which the rows are equal.
    private static func columns(
        _ old: RowDigest.Table, _ new: RowDigest.Table, _ pairs: [(Int, Int)], _ lost: Int
    ) -> [MissingValues] {
        func missing(_ chosen: [(Int, Int)]) -> Int {
            difference(
                old.rows.map { row in chosen.map { row.values[$0.0] } }, new.rows.map { row in chosen.map { row.values[$0.1] } })
        }
        func finding(_ place: Int, _ count: Int) -> MissingValues {
            MissingValues(table: old.id, column: old.columns[place].name, cause: .values, count: count, total: old.rows.count)
        }
        let single = pairs.compactMap { pair -> MissingValues? in
            let count = missing([pair])
            return count > 0 ? finding(pair.0, count) : nil
        }
        if !single.isEmpty { return single }
        let moved = pairs.compactMap { pair -> MissingValues? in
            missing(pairs.filter { $0.0 != pair.0 }) == 0 ? finding(pair.0, lost) : nil
        }
        if !moved.isEmpty { return moved }
        return [MissingValues(table: old.id, column: nil, cause: .values, count: lost, total: old.rows.count)]
    }

    /// How many items of the first list the second does not have, each as often.
    private static func difference(_ old: [[Int64]], _ new: [[Int64]]) -> Int {
        var counts: [[Int64]: Int] = [:]
        for row in new { counts[row, default: 0] += 1 }
        var missing = 0
        for row in old {
            if let count = counts[row], count > 0 { counts[row] = count - 1 } else { missing += 1 }
        }
        return missing
    }
}
