/// The subject of a check.
public enum CheckKind: String, Sendable, Hashable, CaseIterable, Codable {
    /// A rule that each row must satisfy.
    case validation
    /// The data as a whole: missing, contradictory or orphaned rows.
    case quality
    /// Something that changes by the minute, such as a lag.
    case monitor
    /// A question to the system catalog, such as an index that must be there.
    case catalog
    /// The form of a JSON document in a column.
    case shape
}

/// How much a failed check matters.
public enum Severity: String, Sendable, Hashable, CaseIterable, Codable, Comparable {
    /// Told, nothing more.
    case info
    /// Told first, but the verdict stays `passed`.
    case warning
    /// Makes the verdict `failed`.
    case error

    private var rank: Int {
        switch self {
        case .info: 0
        case .warning: 1
        case .error: 2
        }
    }

    public static func < (a: Severity, b: Severity) -> Bool { a.rank < b.rank }
}

/// How many failing rows a check puts up with.
public enum Threshold: Sendable, Hashable {
    /// At most so many rows.
    case rows(Int)
    /// At most this share of the rows examined, 0 to 1.
    case fraction(Double)

    /// No failing row at all.
    public static let none = Threshold.rows(0)

    /// True when so many failing rows of so many are put up with. An unknown total allows no share of it.
    package func allows(failing: Int, of examined: Int?) -> Bool {
        switch self {
        case .rows(let most): return failing <= most
        case .fraction(let most):
            guard failing > 0 else { return true }
            guard let examined, examined > 0 else { return false }
            return Double(failing) / Double(examined) <= most
        }
    }
}

extension Threshold: CustomStringConvertible {
    /// As a header writes it: `0`, `25`, `0.5%`.
    public var description: String {
        switch self {
        case .rows(let most): return String(most)
        case .fraction(let most):
            // Rounded, so that 0.07 reads 7% and not 7.000000000000001%.
            let percent = (most * 100 * 1_000_000).rounded() / 1_000_000
            return (percent == percent.rounded() ? String(Int(percent)) : String(percent)) + "%"
        }
    }

    /// Reads what ``description`` writes; nil when it is neither a count nor a percentage from 0 to 100.
    package init?(_ text: String) {
        if text.hasSuffix("%") {
            guard let percent = Double(text.dropLast().trimmingPrefix(while: \.isWhitespace)), (0...100).contains(percent)
            else { return nil }
            self = .fraction(percent / 100)
        } else {
            guard let most = Int(text), most >= 0 else { return nil }
            self = .rows(most)
        }
    }
}
