import PostgresClient

/// The migrations that a database has, as its history says.
struct HistoryTable {
    struct Row: Sendable {
        let number: Int
        let name: String
        let checksum: String
        let fingerprint: String
        let state: State
        let isBaseline: Bool
        let appliedAt: String
        let appliedBy: String
        /// How many sections of a migration under way are done.
        let sectionsDone: Int
        /// How many sections are done, or begun outside a transaction.
        let sectionsBegun: Int
        /// True when the schema was not as it should be when the migration had run.
        let differs: Bool
        /// Copies of the files; nil where `psql` ran them.
        let forwardFile: String?
        let rollbackFile: String?

        /// True for one that a squashed file replaces, where the history still has the migrations themselves.
        var isUnadopted = false

        var label: String { MigrationFile.label(number, name) }
    }

    enum State: String, Sendable {
        case begun, applied
        case goingBack = "going back"
    }

    let connection: PostgresConnection
    let project: String

    /// The rows by number; none where nothing was ever migrated.
    /// - Throws: ``MigrationError`` where a newer release wrote them.
    func rows() async throws -> [Row] {
        let found = try await connection.query(
            "SELECT \(History.exists) AS there, \(History.isInstalled) AS current, \(History.isNewer) AS newer")
        guard let row = found.first, try row.decode("there", as: Bool.self) else { return [] }
        if try row.decode("newer", as: Bool.self) {
            throw MigrationError(
                .live,
                "a newer release of Plumbline has migrated this database, and its history cannot be read by this one; update plumb"
            )
        }
        guard try row.decode("current", as: Bool.self) else {
            throw MigrationError(
                .live,
                "the history in this database is of an older release of Plumbline; bring it up to date with "
                    + "`psql -X -f migrations/\(History.fileName)`")
        }
        return try await connection.query(
            """
            SELECT m.number, m.name, m.checksum, m.fingerprint, m.state, m.is_baseline, m.applied_by, m.forward_file, m.rollback_file,
                to_char(m.applied_at, 'YYYY-MM-DD HH24:MI:SS TZ') AS applied_at,
                (SELECT count(*) FROM plumbline.section s WHERE s.project = m.project AND s.number = m.number AND s.is_done) AS done,
                (SELECT count(*) FROM plumbline.section s WHERE s.project = m.project AND s.number = m.number) AS begun, m.differs
            FROM plumbline.migration m WHERE m.project = $1 ORDER BY m.number
            """, [project]
        ).map { row in
            Row(
                number: Int(try row.decode("number", as: Int32.self)), name: try row.decode("name", as: String.self),
                checksum: try row.decode("checksum", as: String.self),
                fingerprint: try row.decode("fingerprint", as: String.self),
                state: State(rawValue: try row.decode("state", as: String.self)) ?? .begun,
                isBaseline: try row.decode("is_baseline", as: Bool.self),
                appliedAt: try row.decode("applied_at", as: String.self),
                appliedBy: try row.decode("applied_by", as: String.self),
                sectionsDone: Int(try row.decode("done", as: Int64.self)),
                sectionsBegun: Int(try row.decode("begun", as: Int64.self)), differs: try row.decode("differs", as: Bool.self),
                forwardFile: row.text("forward_file"), rollbackFile: row.text("rollback_file"))
        }
    }

    /// The newest migration of each other project that the database has, such as `0003_orders of shop`.
    func otherProjects() async throws -> [String] {
        let found = try await connection.query("SELECT \(History.exists) AS there")
        guard let row = found.first, try row.decode("there", as: Bool.self) else { return [] }
        return try await connection.query(
            """
            SELECT DISTINCT ON (m.project) m.project, m.number, m.name FROM plumbline.migration m
            WHERE m.project <> $1 ORDER BY m.project, m.number DESC
            """, [project]
        ).map { row in
            let label = MigrationFile.label(
                Int(try row.decode("number", as: Int32.self)), try row.decode("name", as: String.self))
            return "\(label) of \(try row.decode("project", as: String.self))"
        }
    }
}
