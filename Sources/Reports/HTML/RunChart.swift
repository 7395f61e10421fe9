import Checks
import Foundation

/// A column for each run: how many checks needed somebody.
struct RunChart {
    struct Run {
        let date: Date
        let bad: Int
        let warned: Int
    }

    let runs: [Run]

    private static let most = 60
    private static let height = 96.0
    /// The width of a character of a label, roughly.
    private static let characterWidth = 6.8
    private static let width = 480.0

    /// Nil when there is only one run.
    var svg: String? {
        let shown = runs.suffix(Self.most)
        guard shown.count > 1, let first = shown.first, let last = shown.last else { return nil }
        let highest = max(1, shown.map { $0.bad + $0.warned }.max() ?? 1)
        let left = 30.0
        let step = (Self.width - left) / Double(max(shown.count, 14))
        let room = Self.height - 34
        func text(_ value: Double) -> String { Format.fixed(value, 1) }
        var parts = [
            "<line class=\"grid\" x1=\"\(text(left))\" x2=\"\(text(Self.width))\" y1=\"\(text(room + 12))\" y2=\"\(text(room + 12))\"/>",
            "<text x=\"\(text(left - 6))\" y=\"16\" text-anchor=\"end\">\(highest)</text>",
            "<text x=\"\(text(left - 6))\" y=\"\(text(room + 14))\" text-anchor=\"end\">0</text>",
        ]
        let (from, to) = (
            Format.axis(first.date, from: first.date, to: last.date), Format.axis(last.date, from: first.date, to: last.date)
        )
        let right = left + step * Double(shown.count)
        // The moments of the first and the last run, side by side where they stand apart.
        if right - left < Self.characterWidth * Double(from.count + to.count + 2) {
            parts.append(
                "<text x=\"\(text(left))\" y=\"\(text(Self.height - 4))\">\(from == to ? from : "\(from) – \(to)")</text>")
        } else {
            parts.append("<text x=\"\(text(left))\" y=\"\(text(Self.height - 4))\">\(from)</text>")
            parts.append("<text x=\"\(text(right))\" y=\"\(text(Self.height - 4))\" text-anchor=\"end\">\(to)</text>")
        }
        for (index, run) in shown.enumerated() {
            let x = left + step * Double(index)
            let bad = room * Double(run.bad) / Double(highest)
            let warned = room * Double(run.warned) / Double(highest)
            let title = "\(Format.moment(run.date)): \(run.bad) failed or could not run, \(Format.plural(run.warned, "warning"))"
            let width = text(max(1, step - 2))
            parts.append(
                "<g><title>\(title)</title>"
                    + "<rect class=\"room\" x=\"\(text(x))\" y=\"12\" width=\"\(width)\" height=\"\(text(room))\"/>"
                    + "<rect class=\"bad\" x=\"\(text(x))\" y=\"\(text(12 + room - bad))\" width=\"\(width)\" height=\"\(text(bad))\"/>"
                    + "<rect class=\"warn\" x=\"\(text(x))\" y=\"\(text(12 + room - bad - warned))\" width=\"\(width)\" "
                    + "height=\"\(text(warned))\"/></g>")
        }
        let now = Format.plural(last.bad + last.warned, "check")
        return "<svg class=\"chart runs\" viewBox=\"0 0 \(Int(Self.width)) \(Int(Self.height))\" role=\"img\" "
            + "aria-label=\"Checks that need attention in each of the last \(shown.count) runs; \(now) in this one\">"
            + parts.joined() + "</svg>"
    }
}
