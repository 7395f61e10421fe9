package import Foundation
package import SchemaDSL

/// Which way a message or a call went.
package enum Direction: String, Sendable, Hashable, Codable, CaseIterable {
    case inbound, outbound
}

/// The state of a conversation in `metrics`.
package enum ConversationStatus: String, Sendable, Hashable, Codable, CaseIterable {
    case open, pending, done, spam, unsubscribe
}

/// The outcome of a call; text that is none of these is kept, and counts as no missed call.
package enum CallStatus: String, Sendable, Hashable, Codable, CaseIterable {
    case queued, ringing
    case inProgress = "in-progress"
    case answered, completed, busy, failed, canceled, voicemail, missed
    case noAnswer = "no-answer"
    case abandoned

    /// Those that, of an inbound call, mean that nobody took it.
    package static let unanswered: [CallStatus] = [.missed, .noAnswer, .abandoned, .voicemail, .busy]
}

/// The initiator of an opt-out.
package enum OptOutInitiator: String, Sendable, Hashable, Codable, CaseIterable {
    case contact, agent, system
}

/// From an instant (with it) to another (without it): what is at the end belongs to the next range, and is counted once.
package struct DateRange: Sendable, Hashable {
    package let start: Date
    package let end: Date

    /// A range of instants. An empty one, whose ends are the same, holds nothing.
    /// - Throws: ``MetricsError`` of code `invalidRange` when it ends before it starts, or an end is no instant.
    package init(start: Date, end: Date) throws(MetricsError) {
        // Nothing is less than what is no number, which Date's `<=` takes for yes.
        guard start == end || start < end else {
            throw MetricsError(
                .invalidRange, "the range ends before it starts, or an end is no instant; give the earlier instant first")
        }
        self.start = start
        self.end = end
    }

    /// Whole days of a time zone, the last one included: 23 or 25 hours of the days on which its clocks change.
    /// - Throws: ``MetricsError`` of code `invalidRange` for days that no calendar has, or in the wrong order.
    package init(from first: LocalDate, through last: LocalDate, in timeZone: TimeZone) throws(MetricsError) {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = timeZone
        func midnight(_ day: LocalDate) throws(MetricsError) -> Date {
            let parts = DateComponents(calendar: calendar, timeZone: timeZone, year: day.year, month: day.month, day: day.day)
            guard parts.isValidDate, let date = calendar.date(from: parts) else {
                throw MetricsError(.invalidRange, "\(day.year)-\(day.month)-\(day.day) is not a day of the calendar")
            }
            return calendar.startOfDay(for: date)
        }
        guard first <= last else {
            throw MetricsError(.invalidRange, "the last day is before the first; give the earlier day first")
        }
        // From noon, since a day may have no midnight, and may be 23 hours long.
        guard let next = calendar.date(byAdding: .day, value: 1, to: try midnight(last).addingTimeInterval(12 * 3600)) else {
            throw MetricsError(.invalidRange, "there is no day after \(last.year)-\(last.month)-\(last.day)")
        }
        try self.init(start: midnight(first), end: calendar.startOfDay(for: next))
    }
}

/// Why a call of ``MetricsDatabase`` could not do what it was asked.
package struct MetricsError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kind of mistake.
    package enum Code: Sendable, Hashable {
        /// A range whose end is before its start, or of days that there are not.
        case invalidRange
        /// No conversation has that id.
        case noSuchConversation
        /// No contact has that id.
        case noSuchContact
        /// The server gave other rows than its statement can give.
        case unexpectedAnswer
    }

    package let code: Code
    package let message: String
    package var description: String { message }

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}
