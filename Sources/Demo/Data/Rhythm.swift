import Foundation

/// Points in time as people make them: more on weekdays, more by day, more before Christmas; none in the future.
struct Rhythm {
    /// The number of days up to and with yesterday.
    let days: Int
    /// `2026-01-31 ` for each day.
    let dayTexts: [[UInt8]]
    /// `2026-01-31` for each day.
    let dateTexts: [String]
    private let hoursOfWeek: [Int]
    private let weeksOfYears: [Int]

    /// Two years and a month that ended last midnight (UTC): the month is what retention takes away.
    init(weeks: Int = 109, now: Date = Date()) {
        days = weeks * 7
        let today = Int(now.timeIntervalSince1970) / 86_400
        let first = today - days
        let dates = (0..<weeks * 7).map { Self.date(first + $0) }
        dateTexts = dates.map(\.text)
        dayTexts = dates.map { Array(($0.text + " ").utf8) }
        // 1 January 1970 was a Thursday; the week of the table begins with the first day.
        let byDay = [10, 9, 9, 8, 8, 3, 2]
        let byHour = [1, 1, 1, 1, 1, 1, 2, 4, 8, 12, 13, 12, 9, 10, 12, 12, 10, 8, 6, 5, 5, 4, 3, 2]
        hoursOfWeek = (0..<7).flatMap { day in
            let weekday = (first + day + 3) % 7
            return (0..<24).flatMap { hour in repeatElement(day * 24 + hour, count: byDay[weekday] * byHour[hour]) }
        }
        // Holidays are quiet, November and December are not; and each year there is more to do.
        let byMonth = [11, 9, 9, 9, 9, 8, 7, 7, 10, 10, 14, 15]
        weeksOfYears = (0..<weeks).flatMap { week in
            repeatElement(week, count: byMonth[dates[week * 7 + 3].month - 1] * (120 + week) / 40)
        }
    }

    /// Seconds that there are.
    var seconds: Int { days * 86_400 }

    /// Seconds since the first day.
    func time(_ random: inout SeededRandom) -> Int {
        let hour = hoursOfWeek[random.below(hoursOfWeek.count)]
        let week = weeksOfYears[random.below(weeksOfYears.count)]
        return week * 604_800 + hour * 3600 + random.below(3600)
    }

    /// Civil from days, after Howard Hinnant's `chrono` notes.
    private static func date(_ daysSince1970: Int) -> (text: String, month: Int) {
        let z = daysSince1970 + 719_468
        let era = z / 146_097
        let dayOfEra = z - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shifted + 2) / 5 + 1
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        return ("\(year)-\(two(month))-\(two(day))", month)
    }
}
