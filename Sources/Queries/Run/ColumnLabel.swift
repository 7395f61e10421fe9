import SchemaModel

/// A name for people made of the name of a column: `avg_first_response_sec` is "Average first response", in seconds.
struct ColumnLabel {
    let text: String
    let unit: FigureUnit?

    private static let units: [String: FigureUnit] = [
        "ms": .milliseconds, "milliseconds": .milliseconds, "sec": .seconds, "seconds": .seconds, "min": .minutes,
        "minutes": .minutes, "hours": .hours, "days": .days, "percent": .percent, "pct": .percent, "percentage": .percent,
        "bytes": .bytes,
    ]
    private static let words: [String: String] = [
        "avg": "average", "min": "minimum", "max": "maximum", "pct": "percent", "id": "ID", "url": "URL", "csat": "CSAT",
        "sdk": "SDK", "ai": "AI", "sla": "SLA", "api": "API", "p50": "median", "p95": "95th percentile", "p99": "99th percentile",
    ]

    init(_ name: String) {
        var parts = name.split(separator: "_").map(String.init)
        if parts.count > 1, let last = parts.last, let unit = Self.units[last] {
            self.unit = unit
            parts.removeLast()
        } else {
            unit = nil
        }
        let sentence = parts.map { Self.words[$0] ?? $0 }.joined(separator: " ")
        text = sentence.isEmpty ? name : sentence.prefix(1).uppercased() + sentence.dropFirst()
    }
}
