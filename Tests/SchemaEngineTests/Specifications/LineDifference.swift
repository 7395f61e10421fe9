/// A difference of two texts as people read it: the lines of both, with `-` before those that are missing and `+` before those
/// that are not expected.
func lineDifference(expected: String, actual: String) -> String {
    let old = expected.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let new = actual.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var removed: Set<Int> = []
    var inserted: [Int: String] = [:]
    for change in new.difference(from: old) {
        switch change {
        case .remove(let offset, _, _): removed.insert(offset)
        case .insert(let offset, let line, _): inserted[offset] = line
        }
    }
    var lines: [String] = []
    var (i, j) = (0, 0)
    while i < old.count || j < new.count {
        if i < old.count, removed.contains(i) {
            lines.append("- " + old[i])
            i += 1
        } else if let line = inserted[j] {
            lines.append("+ " + line)
            j += 1
        } else {
            lines.append("  " + (i < old.count ? old[i] : new[j]))
            i += 1
            j += 1
        }
    }
    return lines.joined(separator: "\n")
}
