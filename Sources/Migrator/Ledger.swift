import SchemaModel

/// Plumbline's own tables in a database: what was applied, which steps are done, which rows were there before.
enum Ledger {
    static let exists = "to_regclass('plumbline.reference_row') IS NOT NULL"

    /// Made by the first step of every file, so that `psql` alone can run it.
    static let statements = [
        "CREATE SCHEMA IF NOT EXISTS plumbline",
        "COMMENT ON SCHEMA plumbline IS 'Plumbline: what was applied here'",
        """
        CREATE TABLE IF NOT EXISTS plumbline.migration (
            project text NOT NULL,
            number integer NOT NULL,
            name text NOT NULL,
            checksum text NOT NULL,
            fingerprint text NOT NULL,
            applied_at timestamptz NOT NULL DEFAULT now(),
            applied_by text NOT NULL DEFAULT current_user,
            PRIMARY KEY (project, number)
        )
        """,
        """
        CREATE TABLE IF NOT EXISTS plumbline.journal (
            project text NOT NULL,
            migration integer NOT NULL,
            direction text NOT NULL CHECK (direction IN ('forward', 'rollback')),
            step integer NOT NULL,
            finished_at timestamptz NOT NULL DEFAULT clock_timestamp(),
            PRIMARY KEY (project, migration, direction, step)
        )
        """,
        """
        CREATE TABLE IF NOT EXISTS plumbline.reference_row (
            relation text NOT NULL,
            key jsonb NOT NULL,
            before jsonb,
            PRIMARY KEY (relation, key)
        )
        """,
    ]

    static func isDone(_ project: String, _ number: Int, _ direction: MigrationFile.Direction, _ step: Int) -> String {
        """
        EXISTS (SELECT FROM plumbline.journal j WHERE j.project = \(SQL.literal(project)) AND j.migration = \(number) \
        AND j.direction = '\(direction.rawValue)' AND j.step = \(step))
        """
    }

    static func note(_ project: String, _ number: Int, _ direction: MigrationFile.Direction, _ step: Int) -> String {
        """
        INSERT INTO plumbline.journal VALUES (\(SQL.literal(project)), \(number), '\(direction.rawValue)', \(step)) ON CONFLICT DO NOTHING;
        """
    }

    /// The rows that say that a migration is applied, or no longer.
    static func close(_ project: String, _ file: MigrationHeader) -> (todo: String, statements: [String]) {
        let row = "m.project = \(SQL.literal(project)) AND m.number = \(file.number)"
        let journal =
            "DELETE FROM plumbline.journal WHERE project = \(SQL.literal(project)) AND migration = \(file.number) AND direction"
        switch file.direction {
        case .forward:
            return (
                "NOT EXISTS (SELECT FROM plumbline.migration m WHERE \(row))",
                [
                    """
                    INSERT INTO plumbline.migration (project, number, name, checksum, fingerprint)
                    VALUES (\(SQL.literal(project)), \(file.number), \(SQL.literal(file.name)), \(MigrationFile.checksumVariable), '\(file.after)')
                    """,
                    "\(journal) = 'rollback'",
                ]
            )
        case .rollback:
            return (
                "EXISTS (SELECT FROM plumbline.migration m WHERE \(row))",
                ["DELETE FROM plumbline.migration m WHERE \(row)", "\(journal) = 'forward'"]
            )
        }
    }
}

/// What a migration file's header names.
struct MigrationHeader {
    let number: Int
    let name: String
    let database: String
    let direction: MigrationFile.Direction
    let before: String
    let after: String
}
