/// A schedule of pg_cron in words.
enum CronWords {
    private static let dayNames = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
    private static let monthNames = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    ]
    private static let shortcuts = [
        "@hourly": "0 * * * *", "@daily": "0 0 * * *", "@midnight": "0 0 * * *", "@weekly": "0 0 * * 0",
        "@monthly": "0 0 1 * *", "@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *",
    ]

    /// The words; the schedule itself where it is none that pg_cron takes.
    static func words(_ schedule: String) -> String {
        let parts = schedule.split(whereSeparator: \.isWhitespace).map { $0.lowercased() }
        if parts == ["@reboot"] { return "when the server starts" }
        if parts.count == 1, let same = shortcuts[parts[0]] { return words(same) }
        if parts.count == 2, parts[1].hasPrefix("second"), let seconds = Int(parts[0]) {
            return seconds == 1 ? "every second" : "every \(seconds) seconds"
        }
        guard parts.count == 5, let minute = CronField(parts[0], 0...59), let hour = CronField(parts[1], 0...23),
            let day = CronField(parts[2], 1...31), let month = CronField(parts[3], 1...12, names: monthNames),
            let weekday = CronField(parts[4], 0...7, names: dayNames)
        else { return schedule }
        let date = date(day, month, weekday)
        if case .values(let minutes) = minute.kind, case .values(let hours) = hour.kind, minutes.count * hours.count <= 6 {
            let times = hours.flatMap { hour in minutes.map { "\(padded(hour)):\(padded($0))" } }
            return "\(date ?? "every day") at \(list(times))"
        }
        return time(minute, hour) + (date.map { ", \($0)" } ?? "")
    }

    private static func time(_ minute: CronField, _ hour: CronField) -> String {
        switch (minute.kind, hour.kind) {
        case (.any, .any): "every minute"
        case (.every(let step), .any): "every \(step) minutes"
        case (.values(let minutes), .any): "every hour, at \(minutesText(minutes))"
        case (.values(let minutes), .every(let step)): "every \(step) hours, at \(minutesText(minutes))"
        case (.any, _): "every minute \(hoursText(hour))"
        case (.every(let step), _): "every \(step) minutes \(hoursText(hour))"
        case (.values(let minutes), _): "at \(minutesText(minutes)) \(hoursText(hour))"
        }
    }

    private static func minutesText(_ minutes: [Int]) -> String {
        (minutes.count == 1 ? "minute " : "minutes ") + list(minutes.map(String.init))
    }

    private static func hoursText(_ hour: CronField) -> String {
        let hours = hour.values
        if hours.count > 1, let first = hours.first, let last = hours.last, hours == Array(first...last) {
            return "from \(padded(first)):00 to \(padded(last)):59"
        }
        return (hours.count == 1 ? "of hour " : "of the hours ") + list(hours.map(String.init))
    }

    /// On which days, nil for all. With a day of the month and one of the week, cron takes days that are either.
    private static func date(_ day: CronField, _ month: CronField, _ weekday: CronField) -> String? {
        var days: [String] = []
        if day.isRestricted { days.append(monthDays(day)) }
        if weekday.isRestricted { days.append(weekDays(weekday)) }
        let months = month.isRestricted ? " in " + list(month.values.map { monthNames[$0 - 1] }) : ""
        if days.isEmpty { return months.isEmpty ? nil : "every day" + months }
        return days.joined(separator: " and ") + months
    }

    private static func monthDays(_ day: CronField) -> String {
        var parts: [String] = []
        if day.values.count > 8, case .every(let step) = day.kind {
            parts.append("on every \(step)th day from day 1 of the month")
        } else if !day.values.isEmpty {
            parts.append("on day\(day.values.count == 1 ? "" : "s") \(list(day.values.map(String.init))) of the month")
        }
        if day.hasLastDay { parts.append("on the last day of the month") }
        return parts.joined(separator: " and ")
    }

    private static func weekDays(_ weekday: CronField) -> String {
        let days = Set(weekday.values.map { $0 % 7 }).sorted()
        if days == [1, 2, 3, 4, 5] { return "Monday to Friday" }
        return "every \(list(days.map { dayNames[$0] }))"
    }

    private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }

    private static func list(_ items: [String]) -> String {
        guard let last = items.last, items.count > 1 else { return items.first ?? "" }
        return items.dropLast().joined(separator: ", ") + " and " + last
    }
}

/// One field of a schedule.
struct CronField {
    enum Kind {
        case any
        /// At even distances all the way round.
        case every(Int)
        case values([Int])
    }

    let kind: Kind
    let values: [Int]
    let hasLastDay: Bool

    var isRestricted: Bool { if case .any = kind { false } else { true } }

    init?(_ text: String, _ range: ClosedRange<Int>, names: [String] = []) {
        var values: Set<Int> = []
        var hasLastDay = false
        for item in text.split(separator: ",", omittingEmptySubsequences: false) {
            if item == "$" {
                hasLastDay = true
                continue
            }
            let parts = item.split(separator: "/", omittingEmptySubsequences: false)
            guard let base = parts.first, let step = parts.count == 2 ? Int(parts[1]) : 1, step > 0, parts.count <= 2 else {
                return nil
            }
            var bounds = [range.lowerBound, range.upperBound]
            if base != "*" {
                let ends = base.split(separator: "-", omittingEmptySubsequences: false).map { end in
                    names.firstIndex { $0.lowercased().hasPrefix(end) && end.count == 3 }.map { $0 + range.lowerBound }
                        ?? Int(end)
                }
                guard let first = ends.first ?? nil, let last = ends.last ?? nil, ends.count <= 2, first <= last else {
                    return nil
                }
                bounds = [first, last]
            }
            values.formUnion(stride(from: bounds[0], through: bounds[1], by: step))
        }
        self.values = values.sorted()
        self.hasLastDay = hasLastDay
        let span = range.count
        if text == "*" {
            kind = .any
        } else if text.hasPrefix("*/"), !text.contains(","), let step = Int(text.dropFirst(2)),
            span % step == 0 || range.lowerBound == 1
        {
            kind = step == 1 ? .any : .every(step)
        } else {
            kind = .values(self.values)
        }
    }
}
