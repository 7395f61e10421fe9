import Checks
import Foundation

/// `anomalies:` of `plumbline.yml`.
struct AnomalyConfiguration: Codable {
    /// The runs with a false alarm that are accepted in each period.
    var falseAlarms: Double?
    /// The period, in days.
    var days: Double?
    /// `2026-12-25`, or `12-25` for every year.
    var holidays: [String]?
    /// The time zone in which a day begins, such as `Europe/Berlin`.
    var timeZone: String?

    private enum CodingKeys: String, CodingKey {
        case days, holidays
        case falseAlarms = "false-alarms"
        case timeZone = "time-zone"
    }

    /// - Throws: ``CommandError`` for a value that means nothing.
    func policy() throws -> AnomalyPolicy {
        var policy = AnomalyPolicy()
        if let falseAlarms {
            guard falseAlarms > 0, falseAlarms.isFinite else { throw Self.error("false-alarms", "is not a number above 0") }
            policy.falseAlarms = falseAlarms
        }
        if let days {
            guard days >= 1, days <= 3660 else { throw Self.error("days", "is not a number of days from 1 to 3660") }
            policy.days = days
        }
        for text in holidays ?? [] {
            guard let holiday = AnomalyPolicy.Holiday(text) else {
                throw Self.error("holidays", "`\(text)` is neither YYYY-MM-DD nor MM-DD; write it in quotation marks")
            }
            policy.holidays.insert(holiday)
        }
        if let timeZone {
            guard let zone = TimeZone(identifier: timeZone) else {
                throw Self.error("time-zone", "`\(timeZone)` is not a time zone; write one such as Europe/Berlin")
            }
            policy.timeZone = zone
        }
        return policy
    }

    private static func error(_ key: String, _ text: String) -> CommandError {
        CommandError("plumbline.yml, anomalies.\(key) \(text)")
    }
}

extension Configuration {
    /// The budget of false alarms: one in thirty days, unless the file says otherwise.
    var anomalyPolicy: AnomalyPolicy { get throws { try anomalies?.policy() ?? AnomalyPolicy() } }
}
