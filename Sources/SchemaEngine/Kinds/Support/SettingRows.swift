import SchemaModel

/// The parameters in `pg_db_role_setting`: of roles, everywhere or in this database, and of this database.
enum Setting {
    /// A name that sounds like a secret's; the value of such a parameter stays on the server.
    private static let isSecret = "~* 'pass|secret|token|credential|private|(^|[^a-z])(api|jwt|ssl)?_?key($|_|[0-9])'"

    static let name = "split_part(c.setting, '=', 1)"

    /// FROM and WHERE, with the setting as `c.setting`: `name=value`.
    static func rows(_ condition: String) -> String {
        """
        \(all) WHERE (\(condition)) AND \(name) !\(isSecret)
        """
    }

    private static let all = """
        (SELECT * FROM pg_catalog.pg_db_role_setting s WHERE s.setdatabase IN (0,
            (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database()))) s
        CROSS JOIN LATERAL unnest(s.setconfig) c(setting)
        """

    /// A query for what is not read, as ``Unmodelled`` names it.
    static let unread = """
        SELECT 'value of setting ' || \(name) || CASE WHEN s.setrole <> 0
            THEN ' of role ' || pg_catalog.pg_get_userbyid(s.setrole) ELSE ' of the database' END || ', which may be a secret', NULL
        FROM \(all) WHERE \(name) \(isSecret)
        """

    /// A condition that is true while the parameter is set.
    static func exists(_ id: ObjectID, role: String, inDatabase: Bool) -> String {
        let database =
            inDatabase ? "(SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database())" : "0"
        return """
            EXISTS (SELECT FROM pg_catalog.pg_db_role_setting s, unnest(s.setconfig) c(setting) WHERE s.setrole = \(role) \
            AND s.setdatabase = \(database) AND \(name) = \(SQL.literal(id.name)))
            """
    }

    /// A statement whose object is this database, whatever it is called.
    static func here(_ command: String, _ clause: String) -> String {
        let body = "BEGIN EXECUTE format('\(format(command)) %I', current_database()) || \(SQL.literal(" " + clause)); END"
        return "DO \(SQL.dollarQuoted(body, tag: "database"))"
    }

    private static func format(_ text: String) -> String { text.replacing("'", with: "''").replacing("%", with: "%%") }
}
