public import Foundation

/// How many false alarms all watched numbers of a suite may raise together, and which days are not like others.
public struct AnomalyPolicy: Sendable, Hashable {
    /// The runs with a false alarm that are accepted in each period, on average.
    public var falseAlarms: Double
    /// The period, in days.
    public var days: Double
    /// Days on which business rests. A day without a year comes back each year.
    public var holidays: Set<Holiday>
    /// The time zone in which a day begins.
    public var timeZone: TimeZone

    /// One false alarm in thirty days, unless something else is said.
    public init(falseAlarms: Double = 1, days: Double = 30, holidays: Set<Holiday> = [], timeZone: TimeZone = .gmt) {
        self.falseAlarms = falseAlarms
        self.days = days
        self.holidays = holidays
        self.timeZone = timeZone
    }

    /// A day of rest.
    public struct Holiday: Sendable, Hashable {
        /// Nil for every year.
        public var year: Int?
        public var month: Int
        public var day: Int

        public init(_ year: Int? = nil, month: Int, day: Int) {
            self.year = year
            self.month = month
            self.day = day
        }

        /// Reads `2026-12-25`, or `12-25` for every year; nil for anything else.
        public init?(_ text: String) {
            guard let match = text.wholeMatch(of: /(?:([0-9]{4})-)?([0-9]{2})-([0-9]{2})/), let month = Int(match.2),
                let day = Int(match.3), (1...12).contains(month), (1...31).contains(day)
            else { return nil }
            self.init(match.1.flatMap { Int($0) }, month: month, day: day)
        }
    }
}

/// The schedule of runs, as it is seen from when they started.
struct RunSchedule {
    /// The usual seconds from one run to the next.
    let interval: Double
    private let calendar: Calendar
    private let holidays: Set<AnomalyPolicy.Holiday>

    init(_ runs: [Date], _ policy: AnomalyPolicy) {
        let gaps = zip(runs, runs.dropFirst()).map { $1.timeIntervalSince($0) }.filter { $0 > 60 }.sorted()
        interval = gaps.isEmpty ? 86_400 : gaps[gaps.count / 2]
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = policy.timeZone
        self.calendar = calendar
        holidays = policy.holidays
    }

    /// Runs in a period of so many days.
    func runs(in days: Double) -> Double { max(1, days * 86_400 / interval) }

    /// The day's class: its weekday, with the time of the day where there are several runs a day.
    struct DayClass: Hashable {
        var weekday: Int
        var slot: Int
        var isHoliday: Bool
    }

    func dayClass(_ date: Date) -> DayClass {
        let parts = calendar.dateComponents([.year, .month, .day, .weekday, .hour, .minute], from: date)
        let isHoliday =
            holidays.contains(.init(month: parts.month ?? 0, day: parts.day ?? 0))
            || holidays.contains(.init(parts.year, month: parts.month ?? 0, day: parts.day ?? 0))
        var slot = 0
        var weekday = parts.weekday ?? 1
        if interval < 43_200 {
            let seconds = Double((parts.hour ?? 0) * 3600 + (parts.minute ?? 0) * 60)
            slot = Int((seconds / interval).rounded())
            // Of a few hours each, there would be too few of one weekday.
            weekday = weekday == 1 || weekday == 7 ? 1 : 2
        }
        return DayClass(weekday: weekday, slot: slot, isHoliday: isHoliday)
    }
}
