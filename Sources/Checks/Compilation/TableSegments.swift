import SchemaModel

/// A table cut into at most 64 parts of equal length, by page: where failing rows are is one `bigint`.
///
/// Keys are then read from a part that has some, and not by another pass over the table.
struct TableSegments: Sendable, Hashable {
    /// The first page of each part but the first.
    let starts: [Int]

    /// - Parameter pages: The table's pages. Rows that come to stand behind them are in the last part.
    init(pages: Int) {
        let parts = min(64, max(1, pages))
        starts = (1..<parts).map { pages * $0 / parts }
    }

    /// The number of parts.
    var count: Int { starts.count + 1 }

    /// SQL of type integer: the number of the part that a `tid` is in, from 0. The table must have more than one part.
    func part(of address: String) -> String {
        "width_bucket(\(address), '{\(starts.map { "\"(\($0),0)\"" }.joined(separator: ","))}'::tid[])"
    }

    /// About how many of a table's rows are in these parts.
    func rows(_ bits: Int64, of total: Int) -> Int {
        Int((Double(total) * Double(bits.nonzeroBitCount) / Double(count)).rounded(.up))
    }

    /// True for so many parts that a scan of the whole table is faster than one of each part.
    func areMost(_ bits: Int64) -> Bool { Double(bits.nonzeroBitCount) >= 0.6 * Double(count) }

    /// A query for the rows of these parts, with the settings that make the server read nothing else.
    ///
    /// Each part is read by a SELECT from the table itself, since conditions may name it.
    ///
    /// - Parameters:
    ///   - columns: The expressions to select.
    ///   - condition: What else selects the rows; nil for all.
    func query(
        _ columns: String, from table: String, _ bits: Int64, where condition: String? = nil
    ) -> (sql: String, settings: [String]) {
        let parts = ranges(bits).map { range in
            "SELECT \(columns) FROM \(table) WHERE \(self.condition(range))\(condition.map { " AND (\($0))" } ?? "")"
        }
        return (parts.joined(separator: "\nUNION ALL\n"), ["enable_seqscan = off"])
    }

    /// The parts whose bits are set; from both ends inwards, so that what is shown is not all of one time.
    func parts(_ bits: Int64) -> [Int] {
        var rest = (0...starts.count).filter { bits & (Int64(1) << Int64($0)) != 0 }[...]
        var found: [Int] = []
        while let first = rest.popFirst() {
            found.append(first)
            if let last = rest.popLast() { found.append(last) }
        }
        return found
    }

    /// The parts whose bits are set, with neighbors as one range.
    func ranges(_ bits: Int64) -> [ClosedRange<Int>] {
        (0...starts.count).filter { bits & (Int64(1) << Int64($0)) != 0 }.reduce(into: []) { ranges, part in
            if let last = ranges.last, last.upperBound == part - 1 {
                ranges[ranges.count - 1] = last.lowerBound...part
            } else {
                ranges.append(part...part)
            }
        }
    }

    /// SQL that is true for the rows of a part: a range of addresses, of which the server reads only the pages.
    func condition(_ part: Int) -> String { condition(part...part) }

    /// SQL that is true for the rows of consecutive parts.
    func condition(_ parts: ClosedRange<Int>) -> String {
        let (first, last) = (parts.lowerBound, parts.upperBound)
        let lower = "ctid >= '(\(first > 0 ? starts[first - 1] : 0),0)'::tid"
        return last < starts.count ? "\(lower) AND ctid < '(\(starts[last]),0)'::tid" : lower
    }
}
