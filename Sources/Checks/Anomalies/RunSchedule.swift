import Foundation

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
