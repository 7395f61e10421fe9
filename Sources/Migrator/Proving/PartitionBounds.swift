import SchemaModel

/// Values of partition keys that lead to each partition.
struct PartitionBounds {
    private let table: FillCatalog.Table

    init(_ table: FillCatalog.Table) { self.table = table }

    /// The values in the bounds of all partitions, by column.
    var values: [Int: [String]] {
        var result: [Int: [String]] = [:]
        for path in paths {
            for (column, value) in path { if let value { result[column, default: []].append(value) } }
        }
        return result
    }

    /// The columns of all partition keys of the tree, with a combination for each partition that no other one takes.
    ///
    /// - Parameter values: ordinary values, for the default partition and for what a bound leaves open.
    func slot(without taken: Set<Int>, _ values: [Int: [String]]) -> Slot? {
        guard table.isPartitioned else { return nil }
        let columns = Set(table.partitionKeys + table.partitions.flatMap(\.keys)).subtracting([0]).sorted()
        guard !columns.isEmpty, taken.isDisjoint(with: columns),
            columns.count > 1 || table.partitions.contains(where: { !$0.keys.isEmpty })
        else { return nil }
        func ordinary(_ column: Int, _ row: Int) -> Cell {
            let list = values[column] ?? []
            return list.isEmpty ? .byDefault : .expression(list[row % list.count])
        }
        var choices: [[Cell]] = []
        for (row, path) in paths.enumerated() {
            // Twice, with other values where the bounds leave them open.
            for turn in 0..<2 {
                choices.append(
                    columns.map { column in
                        guard let bound = path[column] else { return ordinary(column, row + turn * 3) }
                        guard let text = bound, let type = table.column(column)?.typeSQL else { return .expression("NULL") }
                        return .expression("\(SQL.literal(text))::\(type)")
                    })
            }
        }
        let rows = columns.map { values[$0]?.count ?? 0 }.max() ?? 0
        choices += (0..<min(rows, 12)).map { row in columns.map { ordinary($0, row) } }
        return choices.isEmpty ? nil : Slot(columns: columns, choices: choices, isKey: true)
    }

    /// For each leaf, the values that its bounds and those above it name; nil inside is NULL.
    private var paths: [[Int: String?]] {
        func below(_ parent: UInt32, _ keys: [Int], _ known: [Int: String?]) -> [[Int: String?]] {
            table.partitions.filter { $0.parent == parent }.flatMap { partition -> [[Int: String?]] in
                Self.choices(partition.bound, keys).flatMap { choice -> [[Int: String?]] in
                    let path = known.merging(choice) { _, new in new }
                    return partition.keys.isEmpty ? [path] : below(partition.oid, partition.keys, path)
                }
            }
        }
        return below(table.oid, table.partitionKeys, [:])
    }

    /// The values that a bound names for the columns of its key.
    static func choices(_ bound: String, _ keys: [Int]) -> [[Int: String?]] {
        func named(_ items: [String?]) -> [Int: String?] {
            Dictionary(zip(keys, items).filter { $0.0 != 0 }.map { ($0.0, $0.1) }, uniquingKeysWith: { first, _ in first })
        }
        if bound.hasPrefix("FOR VALUES IN ("), let key = keys.first, key != 0 {
            return items(bound).prefix(12).map { [key: $0] }
        }
        guard bound.hasPrefix("FOR VALUES FROM ("), let middle = bound.firstRange(of: ") TO (") else { return [[:]] }
        let low = items(String(bound[..<middle.lowerBound]) + ")")
        // MINVALUE has no value of its own: what is below the upper bound is left to ordinary values.
        let known = low.prefix { $0 != "MINVALUE" && $0 != "MAXVALUE" }
        return [named(Array(known))]
    }

    /// The items between the first parenthesis and the last; nil for NULL.
    private static func items(_ text: String) -> [String?] {
        guard let open = text.firstIndex(of: "("), let close = text.lastIndex(of: ")"), open < close else { return [] }
        var result: [String?] = []
        var item = ""
        var isQuoted = false
        var wasQuoted = false
        func finish() {
            let plain = item.trimmingPrefix { $0 == " " }
            result.append(!wasQuoted && plain == "NULL" ? nil : wasQuoted ? item : String(plain))
            item = ""
            wasQuoted = false
        }
        var place = text.index(after: open)
        while place < close {
            let character = text[place]
            let next = text.index(after: place)
            if character == "'" {
                if isQuoted, next < close, text[next] == "'" {
                    item.append("'")
                    place = text.index(after: next)
                    continue
                }
                if !isQuoted { item = "" }
                isQuoted.toggle()
                wasQuoted = true
            } else if character == ",", !isQuoted {
                finish()
            } else {
                item.append(character)
            }
            place = next
        }
        finish()
        return result
    }
}
