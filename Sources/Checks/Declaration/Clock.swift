import SchemaDSL
import SchemaModel

/// The present, in the type of a column.
struct Clock: Sendable {
    enum Form: Sendable {
        /// `timestamp with time zone`: a point in time.
        case instant
        /// `timestamp without time zone`: the wall clock of a zone.
        case local
        /// `date`: a day of a zone, compared as a day.
        case day
    }

    let form: Form
    let zone: String

    /// Nil for a time of day, which is neither past nor future.
    init?(of type: any TemporalValue.Type, zone: String) {
        if type == LocalDate.self {
            form = .day
        } else if type == LocalTimestamp.self {
            form = .local
        } else if type == LocalTime.self {
            return nil
        } else {
            form = .instant
        }
        self.zone = zone
    }

    /// `now()` is the start of the run's transaction, the same for every check.
    var now: String {
        switch form {
        case .instant: "now()"
        case .local: "(now() AT TIME ZONE \(SQL.literal(zone)))"
        case .day: "(now() AT TIME ZONE \(SQL.literal(zone)))::date"
        }
    }

    /// The latest value that is not in the future. A minute is left for clocks that differ.
    var latest: String {
        switch form {
        case .instant, .local: "\(now) + interval '1 minute'"
        case .day: now
        }
    }

    /// The same, to compare a column with it.
    func holds(_ column: any AnyColumn) -> Predicate {
        switch form {
        case .instant: Predicate(sql: "\(column) <= now() + interval '1 minute'")
        case .local: Predicate(sql: "\(column) <= (now() AT TIME ZONE \(literal: zone)) + interval '1 minute'")
        case .day: Predicate(sql: "\(column) <= (now() AT TIME ZONE \(literal: zone))::date")
        }
    }

    /// The time zone assumed for a column that has none.
    func assumption(_ column: String) -> String? {
        switch form {
        case .instant: nil
        case .local: "\(column) has no time zone; its values are read as \(zone)"
        case .day: "\(column) is a date, and today is the day in \(zone)"
        }
    }
}

/// How old the newest value of a table may be.
struct Freshness: Sendable {
    let clock: Clock?
    let age: Duration

    /// True where the age is one that the column's type can tell: whole days for a date.
    var isWhole: Bool {
        guard let clock else { return true }
        switch clock.form {
        case .day: return age.components.attoseconds == 0 && age.components.seconds.isMultiple(of: 86_400)
        case .instant, .local: return true
        }
    }

    /// The oldest value that is fresh.
    func limit(_ clock: Clock) -> String {
        let now = clock.now
        switch clock.form {
        case .day: return "\(now) - \(age.components.seconds / 86_400)"
        case .instant, .local: return "\(now) - \(Self.interval(age))"
        }
    }

    static func interval(_ age: Duration) -> String {
        guard age.components.attoseconds == 0 else { return "interval '\(age.milliseconds) milliseconds'" }
        let seconds = age.components.seconds
        let (count, unit) =
            seconds.isMultiple(of: 3600)
            ? (seconds / 3600, "hour") : seconds.isMultiple(of: 60) ? (seconds / 60, "minute") : (seconds, "second")
        return "interval '\(count) \(unit)\(count == 1 ? "" : "s")'"
    }
}
