package import Foundation

/// How many false alarms all watched numbers of a suite may raise together, and which days are not like others.
package struct AnomalyPolicy: Sendable, Hashable {
    /// The runs with a false alarm that are accepted in each period, on average.
    package var falseAlarms: Double
    /// The period, in days.
    package var days: Double
    /// Days on which business rests. A day without a year comes back each year.
    package var holidays: Set<Holiday>
    /// The time zone in which a day begins.
    package var timeZone: TimeZone

    /// One false alarm in thirty days, unless something else is said.
    package init(falseAlarms: Double = 1, days: Double = 30, holidays: Set<Holiday> = [], timeZone: TimeZone = .gmt) {
        self.falseAlarms = falseAlarms
        self.days = days
        self.holidays = holidays
        self.timeZone = timeZone
    }

    /// A day of rest.
    package struct Holiday: Sendable, Hashable {
        /// Nil for every year.
        package var year: Int?
        package var month: Int
        package var day: Int

        package init(_ year: Int? = nil, month: Int, day: Int) {
            self.year = year
            self.month = month
            self.day = day
        }

        /// Reads `2026-12-25`, or `12-25` for every year; nil for anything else.
        package init?(_ text: String) {
            guard let match = text.wholeMatch(of: /(?:([0-9]{4})-)?([0-9]{2})-([0-9]{2})/), let month = Int(match.2),
                let day = Int(match.3), (1...12).contains(month), (1...31).contains(day)
            else { return nil }
            self.init(match.1.flatMap { Int($0) }, month: month, day: day)
        }
    }
}
