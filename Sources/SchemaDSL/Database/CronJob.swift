import SchemaModel

/// A job of pg_cron.
public struct CronJob: Sendable {
    let name: String
    let schedule: String
    let command: SQLFragment
    let database: String?
    let username: String?
    let active: Bool
    let location: SourceLocation

    /// A job, run as the user that schedules it, in the database that declares it unless `database` names another.
    ///
    /// The schedule is looked at when the declaration is lowered: five fields, or `N seconds`.
    public init(
        _ name: String, schedule: String, command: SQLFragment, database: String? = nil, username: String? = nil,
        active: Bool = true, file: StaticString = #filePath, line: UInt = #line
    ) {
        self.name = name
        self.schedule = schedule
        self.command = command
        self.database = database
        self.username = username
        self.active = active
        location = SourceLocation(filePath: file, line: line)
    }
}
