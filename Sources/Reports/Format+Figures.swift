import Foundation
import Queries
import SchemaModel

extension Format {
    /// A figure with its unit, as people read it: `61.3%`, `3 h 12 min`, `1.4 GB`.
    static func quantity(_ value: Double, _ unit: FigureUnit?) -> String {
        switch unit {
        case nil: number(value)
        case .count: number(value.rounded())
        case .percent: "\(number(value))%"
        case .share: percent(value)
        case .milliseconds: age(value / 1000)
        case .seconds: age(value)
        case .minutes: age(value * 60)
        case .hours: age(value * 3600)
        case .days: age(value * 86_400)
        case .bytes: bytes(value)
        case .other(let text): text.isEmpty ? number(value) : "\(number(value)) \(text)"
        }
    }

    /// `1,234`, `12.5`, `0.034`: as many digits as say something.
    static func number(_ value: Double) -> String {
        guard value.isFinite else { return value.isNaN ? "not a number" : value > 0 ? "∞" : "−∞" }
        let magnitude = abs(value)
        let digits = magnitude >= 100 || value == value.rounded() ? 0 : magnitude >= 10 ? 1 : magnitude >= 0.1 ? 2 : 4
        let text = fixed(magnitude, digits)
        let parts = text.split(separator: ".", maxSplits: 1)
        let whole = parts.first.flatMap { Int($0) }.map(count) ?? text
        let fraction = parts.count > 1 ? String(parts[1]).replacing(#/0+$/#, with: "") : ""
        return (value < 0 ? "−" : "") + (fraction.isEmpty ? whole : "\(whole).\(fraction)")
    }

    /// A length of time in its two largest units: `45 s`, `3 h 12 min`, `2 days 4 h`.
    static func age(_ seconds: Double) -> String {
        guard seconds.isFinite else { return number(seconds) }
        if seconds < 0 { return "−" + age(-seconds) }
        if seconds == 0 { return "0 s" }
        if seconds < 1 { return "\(number(seconds * 1000)) ms" }
        if seconds < 60 { return "\(number(seconds)) s" }
        let minutes = Int((seconds / 60).rounded())
        if minutes < 60 {
            let rest = Int(seconds.rounded()) % 60
            return minutes < 10 && rest > 0 ? "\(Int(seconds.rounded()) / 60) min \(rest) s" : "\(minutes) min"
        }
        if minutes < 1440 { return minutes % 60 == 0 ? "\(minutes / 60) h" : "\(minutes / 60) h \(minutes % 60) min" }
        let hours = Int((seconds / 3600).rounded())
        let days = plural(hours / 24, "day")
        return hours % 24 == 0 || hours >= 24 * 10 ? days : "\(days) \(hours % 24) h"
    }

    /// `512 B`, `1.4 GB`, in steps of 1024 as PostgreSQL has them.
    static func bytes(_ value: Double) -> String {
        var value = value
        for unit in ["B", "kB", "MB", "GB"] {
            if abs(value) < 1024 { return "\(number(value)) \(unit)" }
            value /= 1024
        }
        return "\(number(value)) TB"
    }

    /// For an axis: `1.2M`, `45k`.
    static func compact(_ value: Double) -> String {
        switch abs(value) {
        case 1e9...: "\(number((value / 1e8).rounded() / 10))G"
        case 1e6...: "\(number((value / 1e5).rounded() / 10))M"
        case 10_000...: "\(number((value / 100).rounded() / 10))k"
        default: number(value)
        }
    }

    /// `Nov 21`.
    static func day(_ date: Date) -> String {
        date.formatted(Date.VerbatimFormatStyle.utc("\(month: .abbreviated) \(day: .defaultDigits)"))
    }

    /// `Nov 21, 02:00`.
    static func moment(_ date: Date) -> String {
        date.formatted(
            Date.VerbatimFormatStyle.utc(
                "\(month: .abbreviated) \(day: .defaultDigits), \(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\(minute: .twoDigits)"
            ))
    }

    /// A value of a report as people read it: Yes and No, numbers with their unit, times without fractions of a second.
    static func value(_ text: String, _ column: QueryOutcome.Column) -> String {
        guard !column.isMasked else { return oneLine(text) }
        switch column.type {
        case "boolean" where text == "t": return "Yes"
        case "boolean" where text == "f": return "No"
        case "timestamp with time zone", "timestamptz":
            guard let match = text.wholeMatch(of: #/(\d{4,}-\d\d-\d\d \d\d:\d\d):\d\d(\.\d+)?\+00/#) else { return oneLine(text) }
            return "\(match.1) UTC"
        default:
            guard column.isNumeric, let number = Double(text) else { return oneLine(text) }
            return quantity(number, column.unit)
        }
    }
}
