import Foundation
import SchemaModel

/// A line over time as SVG; colors come from the style sheet, so that it follows light and dark.
struct LineChart {
    /// A moment; nil is a run without a value, where the line has a gap.
    struct Point {
        let date: Date
        let value: Double?
        var tone = Tone.plain
    }

    enum Tone: String {
        case plain, good, warn, bad
    }

    /// A horizontal line, such as a target; with words where nothing else says what it is.
    struct Level {
        let value: Double
        let text: String
    }

    enum Size {
        case wide, small

        var width: Double {
            switch self {
            case .wide: 680
            case .small: 320
            }
        }
        var height: Double {
            switch self {
            case .wide: 190
            case .small: 120
            }
        }
    }

    /// The text alternative for readers who cannot see the chart.
    var label: String
    var points: [Point]
    var levels: [Level] = []
    var unit: FigureUnit?
    /// False where a change matters more than the size, such as the rows of a large table.
    var startsAtZero = true
    var size = Size.small
    /// True when each run has a dot with its value.
    var showsRuns = false

    /// Nil when there are not two values to draw a line between.
    var svg: String? {
        let values = points.compactMap(\.value).filter(\.isFinite)
        guard values.count > 1, let first = points.first?.date, let last = points.last?.date, last > first else { return nil }
        let axis = Axis(values + levels.map(\.value), unit: unit, startsAtZero: startsAtZero)
        let frame = Frame(size: size, axis: axis, first: first, last: last)
        var parts = grid(axis, frame)
        parts += segments.map { segment in
            let line = segment.map { "\(frame.x($0.date)),\(frame.y($0.value))" }
            guard line.count > 1 else {
                return
                    "<circle class=\"dot plain\" cx=\"\(frame.x(segment[0].date))\" cy=\"\(frame.y(segment[0].value))\" r=\"2\"/>"
            }
            let ground = frame.y(axis.low)
            let area =
                "<polygon class=\"area\" points=\"\(frame.x(segment[0].date)),\(ground) \(line.joined(separator: " ")) "
                + "\(frame.x(segment[segment.count - 1].date)),\(ground)\"/>"
            return area + "<polyline class=\"line\" points=\"\(line.joined(separator: " "))\"/>"
        }
        parts += levels.map { level in
            let y = frame.y(level.value)
            return "<line class=\"level\" x1=\"\(frame.left)\" x2=\"\(Frame.text(frame.right))\" y1=\"\(y)\" y2=\"\(y)\"/>"
                + (level.text.isEmpty
                    ? ""
                    : "<text class=\"level\" x=\"\(Frame.text(frame.right))\" y=\"\(frame.y(level.value, up: 5))\" "
                        + "text-anchor=\"end\">" + HTMLEscaping().escapeText(level.text) + "</text>")
        }
        parts += dots(frame)
        return "<svg class=\"chart\" viewBox=\"0 0 \(Frame.text(size.width)) \(Frame.text(size.height))\" role=\"img\" "
            + "aria-label=\"\(HTMLEscaping().escapeText(label))\">" + parts.joined() + "</svg>"
    }

    private var segments: [[(date: Date, value: Double)]] {
        var segments: [[(date: Date, value: Double)]] = [[]]
        for point in points {
            if let value = point.value, value.isFinite {
                segments[segments.count - 1].append((point.date, value))
            } else if segments[segments.count - 1].isEmpty == false {
                segments.append([])
            }
        }
        return segments.filter { !$0.isEmpty }
    }

    private func dots(_ frame: Frame) -> [String] {
        let valued = points.filter { $0.value?.isFinite == true }
        return (showsRuns ? valued : valued.suffix(1)).map { point in
            let value = point.value ?? 0
            let isLast = point.date == valued.last?.date
            let title = "\(Format.moment(point.date)): \(Format.quantity(value, unit))"
            return "<circle class=\"dot \(point.tone.rawValue)\" cx=\"\(frame.x(point.date))\" cy=\"\(frame.y(value))\" "
                + "r=\"\(isLast ? 4 : 2.5)\"><title>\(HTMLEscaping().escapeText(title))</title></circle>"
        }
    }

    private func grid(_ axis: Axis, _ frame: Frame) -> [String] {
        let right = Frame.text(frame.right)
        var parts = axis.ticks.map { tick in
            let y = frame.y(tick)
            return "<line class=\"grid\" x1=\"\(frame.left)\" x2=\"\(right)\" y1=\"\(y)\" y2=\"\(y)\"/>"
                + "<text x=\"\(Frame.text(frame.left - 6))\" y=\"\(frame.y(tick, up: -4))\" text-anchor=\"end\">"
                + HTMLEscaping().escapeText(axis.text(tick)) + "</text>"
        }
        // Runs of one day have their time as well, which takes twice the room.
        let isLong = Format.axis(frame.first, from: frame.first, to: frame.last).count > 8
        let wanted = size == .wide ? 5 : isLong ? 2 : 3
        let bottom = Frame.text(size.height - 6)
        var shown: Set<String> = []
        for index in 0..<wanted {
            let part = Double(index) / Double(wanted - 1)
            let date = frame.first.addingTimeInterval(frame.last.timeIntervalSince(frame.first) * part)
            let anchor = index == 0 ? "start" : index == wanted - 1 ? "end" : "middle"
            let words = Format.axis(date, from: frame.first, to: frame.last)
            // Runs that are minutes apart would have the same words again and again.
            guard shown.insert(words).inserted else { continue }
            parts.append(
                "<text x=\"\(frame.x(date))\" y=\"\(bottom)\" text-anchor=\"\(anchor)\">\(words)</text>")
        }
        return parts
    }
}

/// Where things are in a chart.
private struct Frame {
    let size: LineChart.Size
    let axis: LineChart.Axis
    let first: Date
    let last: Date

    let left = 52.0
    private let top = 16.0
    private let bottom = 26.0
    var right: Double { size.width - 10 }

    func x(_ date: Date) -> String {
        let part = date.timeIntervalSince(first) / last.timeIntervalSince(first)
        return Self.text(left + part * (right - left))
    }

    func y(_ value: Double, up: Double = 0) -> String {
        let part = (value - axis.low) / (axis.high - axis.low)
        return Self.text(size.height - bottom - part * (size.height - bottom - top) - up)
    }

    static func text(_ value: Double) -> String { value == value.rounded() ? String(Int(value)) : Format.fixed(value, 1) }
}

extension LineChart {
    /// The range of the values with round numbers to mark it by.
    struct Axis {
        let low: Double
        let high: Double
        let ticks: [Double]
        /// How many of the unit that is shown make one of the unit of the values.
        private let scale: Double
        private let suffix: String
        private let isShare: Bool

        init(_ values: [Double], unit: FigureUnit?, startsAtZero: Bool) {
            let most = values.max() ?? 0
            let least = values.min() ?? 0
            (scale, suffix) = Self.shown(unit, max(abs(most), abs(least)))
            isShare = unit == .share
            var low = startsAtZero ? min(0, least) : least
            var high = most
            if high == low {
                let room = unit == .share ? 0.01 : max(1, abs(high) * 0.1) / scale
                high += room
                if !startsAtZero { low -= low == 0 ? 0 : room }
            }
            let step = Self.step((high - low) * scale / 3, whole: unit == .count) / scale
            self.low = (low / step).rounded(.down) * step
            self.high = (high / step).rounded(.up) * step
            var ticks: [Double] = []
            var tick = self.low
            while tick <= self.high + step / 2, ticks.count < 8 {
                ticks.append(tick)
                tick += step
            }
            self.ticks = ticks
        }

        func text(_ value: Double) -> String {
            if isShare { return value == 0 ? "0%" : Format.percent(min(1, value)) }
            let number = Format.compact((value * scale * 1e6).rounded() / 1e6)
            return suffix == "%" ? number + suffix : suffix.isEmpty ? number : "\(number) \(suffix)"
        }

        /// 1, 2 or 5 times a power of ten.
        private static func step(_ rough: Double, whole: Bool) -> Double {
            let power = pow(10, floor(log10(max(rough, 1e-12))))
            let factor = rough / power
            let step = (factor <= 1 ? 1 : factor <= 2 ? 2 : factor <= 5 ? 5 : 10) * power
            return whole ? max(1, step) : step
        }

        /// Seconds as minutes, hours or days, bytes as kB and so on.
        private static func shown(_ unit: FigureUnit?, _ most: Double) -> (Double, String) {
            func time(_ seconds: Double) -> (Double, String) {
                let shown = most * seconds
                if shown >= 2 * 86_400 { return (seconds / 86_400, "d") }
                if shown >= 2 * 3600 { return (seconds / 3600, "h") }
                if shown >= 120 { return (seconds / 60, "min") }
                if shown >= 1 { return (seconds, "s") }
                return (seconds * 1000, "ms")
            }
            switch unit {
            case nil, .count, .share: return (1, "")
            case .percent: return (1, "%")
            case .milliseconds: return time(0.001)
            case .seconds: return time(1)
            case .minutes: return time(60)
            case .hours: return time(3600)
            case .days: return time(86_400)
            case .bytes:
                let steps = ["B", "kB", "MB", "GB", "TB"]
                let power = min(4, max(0, Int(log2(max(most, 1)) / 10)))
                return (pow(1024, -Double(power)), steps[power])
            case .other(let text): return (1, text)
            }
        }
    }
}
