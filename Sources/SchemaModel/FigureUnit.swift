/// The unit of a figure, so that every report writes it as people read it.
public enum FigureUnit: Sendable, Hashable, Codable {
    /// A number of things.
    case count
    /// A number from 0 to 100.
    case percent
    /// A number from 0 to 1, shown as a percentage.
    case share
    /// A span of time.
    case milliseconds, seconds, minutes, hours, days
    /// A size, shown in the largest unit that fits.
    case bytes
    /// Any other unit, written after the number; empty for none.
    case other(String)

    /// The symbol that histories keep: `%`, `min`.
    package var symbol: String {
        switch self {
        case .count: "#"
        case .percent: "%"
        case .share: "share"
        case .milliseconds: "ms"
        case .seconds: "s"
        case .minutes: "min"
        case .hours: "h"
        case .days: "d"
        case .bytes: "B"
        case .other(let text): text
        }
    }

    /// Reads what ``symbol`` writes.
    package init(symbol: String) {
        let known: [FigureUnit] = [.count, .percent, .share, .milliseconds, .seconds, .minutes, .hours, .days, .bytes]
        self = known.first { $0.symbol == symbol } ?? .other(symbol)
    }
}
