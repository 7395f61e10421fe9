import Checks

/// A check's failing rows over time, as the points of a small line.
struct Sparkline {
    let label: String
    let points: String
    let lastX: String
    let lastY: String

    /// As many runs as can be told apart in 120 points of width.
    private static let mostRuns = 30

    /// Nil when there is nothing to draw a line between.
    init?(past: [PastResult], today: CheckResult) {
        let values = (past.map(\.failingRows) + [today.failingRows]).compactMap(\.self).suffix(Self.mostRuns)
        guard values.count > 1, let first = values.first, let last = values.last, let most = values.max() else { return nil }
        let step = 116.0 / Double(values.count - 1)
        let places = values.enumerated().map { index, value in
            let height = most == 0 ? 0 : Double(value) / Double(most)
            return (x: Format.fixed(2 + step * Double(index), 1), y: Format.fixed(25 - 22 * height, 1))
        }
        points = places.map { "\($0.x),\($0.y)" }.joined(separator: " ")
        lastX = places.last?.x ?? ""
        lastY = places.last?.y ?? ""
        label =
            "Failing rows in the last \(values.count) runs: from \(Format.count(first)) to \(Format.count(last)), "
            + "at most \(Format.count(most))"
    }
}
