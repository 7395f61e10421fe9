/// Suggestions for misspelled names.
package enum Spelling {
    /// The known name that is nearest to a misspelled one; nil where none is near enough.
    package static func nearest(to name: String, among known: some Sequence<String>) -> String? {
        let wanted = Array(name.lowercased())
        let limit = max(1, wanted.count / 3)
        return known.map { (name: $0, distance: distance(wanted, Array($0.lowercased()))) }
            .filter { $0.distance <= limit }
            .min { ($0.distance, $0.name) < ($1.distance, $1.name) }?.name
    }

    /// A sentence such as ` Did you mean "databases"?`; empty where no known name is near enough.
    package static func suggestion(for name: String, among known: some Sequence<String>) -> String {
        nearest(to: name, among: known).map { " Did you mean `\($0)`?" } ?? ""
    }

    /// The number of letters to insert, delete, replace or exchange with their neighbor.
    private static func distance(_ one: [Character], _ other: [Character]) -> Int {
        var (beforeLast, last) = ([Int](), Array(0...other.count))
        for i in one.indices {
            var row = [i + 1]
            for j in other.indices {
                var best = min(last[j + 1] + 1, row[j] + 1, last[j] + (one[i] == other[j] ? 0 : 1))
                if i > 0, j > 0, one[i] == other[j - 1], one[i - 1] == other[j] { best = min(best, beforeLast[j - 1] + 1) }
                row.append(best)
            }
            (beforeLast, last) = (last, row)
        }
        return last[other.count]
    }
}
