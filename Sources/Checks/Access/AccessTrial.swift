package import PostgresClient
import SchemaModel

/// Tries to write as each identity to the rows of a scratch copy, statement by statement, and takes everything back.
///
/// Some rows are given to the identities first: the columns that policies read get the texts and numbers of their claims. Triggers and
/// foreign keys are off, so that what is judged is privileges and policies. Statements have no WHERE, since PostgreSQL applies the
/// policies for SELECT too where a statement reads columns.
package struct AccessTrial {
    let connection: PostgresConnection
    let suite: AccessSuite

    /// Rows of a table that are inserted by each identity.
    static let mostInserts = 24
    /// Columns of ours, by which rows are found again and changed.
    static let row = "plumb_row"
    static let mark = "plumb_mark"

    /// - Parameter connection: A superuser's, to a scratch database that has the declared schema and some rows.
    package init(on connection: PostgresConnection, _ suite: AccessSuite) {
        self.connection = connection
        self.suite = suite
    }

    /// Judges the tables of a matrix.
    /// - Throws: `PostgresError` when the catalog cannot be read. What goes wrong for one table is said in its cells.
    package func run(into matrix: inout AccessMatrix) async throws(PostgresError) {
        try await connection.run(script: "BEGIN; SET LOCAL session_replication_role = replica; CREATE TEMP SEQUENCE plumb_rows")
        do {
            let policyColumns = try await AccessTrialTable.policyColumns(connection)
            var obstacles: [ObjectID: String] = [:]
            for table in try await AccessTrialTable.read(connection, suite) where !table.isPartition {
                obstacles[table.id] = try await prepare(table, policyColumns)
            }
            // Privileges are read when the tables have our columns.
            for table in try await AccessTrialTable.read(connection, suite) {
                guard let place = matrix.lines.firstIndex(where: { $0.table == table.id }) else { continue }
                let obstacle = obstacles[table.id]
                matrix.lines[place].writes = try await judge(table, obstacle, policyColumns, &matrix)
            }
            matrix.writesNotJudged = nil
            matrix.sortFindings()
            try await connection.run(script: "ROLLBACK")
        } catch {
            // The transaction fails for one reason; that it cannot be ended either is not another.
            if !error.endsConnection { try? await connection.run(script: "ROLLBACK") }
            throw error
        }
    }

    /// Numbers the rows of a table and gives some of them to the identities; why that is not possible, or nil.
    private func prepare(
        _ table: AccessTrialTable, _ policyColumns: Set<String>
    ) async throws(PostgresError) -> String? {
        let failure = try await attempt {
            """
            ALTER TABLE \(table.name) ADD COLUMN IF NOT EXISTS \(Self.row) bigint, ADD COLUMN IF NOT EXISTS \(Self.mark) boolean;
            UPDATE \(table.name) SET \(Self.row) = nextval('pg_temp.plumb_rows')
            """
        }
        if let failure { return failure.withoutValues }
        // So that UPDATE can set any column that a role may change. The key keeps its NOT NULL, which the server insists on.
        for column in table.columns where !column.isNullable && !column.isGenerated {
            _ = try await attempt { "ALTER TABLE \(table.name) ALTER COLUMN \(SQL.identifier(column.name)) DROP NOT NULL" }
        }
        let owners = suite.identities.map(\.marks).filter { !$0.isEmpty }
        let columns = table.columns.filter { policyColumns.contains($0.name) && $0.isGenerated == false }
        guard !owners.isEmpty, !columns.isEmpty else { return nil }
        let rows = try await connection.query("SELECT \(Self.row) FROM \(table.name) ORDER BY 1")
        for (place, row) in rows.enumerated() {
            let number: Int64 = try row.decode(0)
            let marks = owners[place % owners.count]
            var combination = place / owners.count
            var changes: [String] = []
            for column in columns {
                let fitting = marks.filter(column.takes)
                guard !fitting.isEmpty else { continue }
                let value = SQL.literal(fitting[combination % fitting.count])
                combination /= fitting.count
                let name = SQL.identifier(column.name)
                changes.append("\(name) = CASE WHEN \(name) IS NOT NULL THEN CAST(\(value) AS \(column.type)) END")
            }
            guard !changes.isEmpty else { continue }
            // A row that a constraint keeps as it is belongs to nobody.
            _ = try await attempt {
                "UPDATE \(table.name) SET \(changes.joined(separator: ", ")) WHERE \(Self.row) = \(number)"
            }
        }
        return nil
    }

    /// Runs a script under a savepoint; the error when the server refuses it.
    private func attempt(_ script: () -> String) async throws(PostgresError) -> PostgresError? {
        try await connection.run(script: "SAVEPOINT plumbline_attempt")
        do {
            try await connection.run(script: script())
        } catch  where error.isOfOneStatement {
            try await connection.run(script: "ROLLBACK TO SAVEPOINT plumbline_attempt; RELEASE SAVEPOINT plumbline_attempt")
            return error
        }
        try await connection.run(script: "RELEASE SAVEPOINT plumbline_attempt")
        return nil
    }

    private func judge(
        _ table: AccessTrialTable, _ obstacle: String?, _ policyColumns: Set<String>, _ matrix: inout AccessMatrix
    ) async throws(PostgresError) -> AccessMatrix.Writes {
        var writes = AccessMatrix.Writes(rows: 0, inserts: [], updates: [], deletes: [])
        if let obstacle {
            let cells = suite.identities.map { _ in AccessMatrix.Cell.notJudged(obstacle) }
            return AccessMatrix.Writes(rows: 0, inserts: cells, updates: cells, deletes: cells)
        }
        let writing = AccessWriting(connection: connection, table: table, places: try await places(of: table))
        writes.rows = writing.places.count
        var (inserted, updated, deleted): ([Int: Set<Int64>], [Int: Set<Int64>], [Int: Set<Int64>]) = ([:], [:], [:])
        for (place, identity) in suite.identities.enumerated() {
            guard let rights = table.rights[identity.role] else {
                let cell = AccessMatrix.Cell.notJudged("the scratch server has no role \(identity.role)")
                writes.inserts.append(cell)
                writes.updates.append(cell)
                writes.deletes.append(cell)
                continue
            }
            let insert = try await writing.insert(identity, rights.insertable)
            let update = try await writing.update(identity, rights.updatable, besides: policyColumns)
            let delete = try await writing.delete(identity, rights.mayDelete)
            (inserted[place], updated[place], deleted[place]) = (insert.rows, update.rows, delete.rows)
            writes.inserts.append(insert.cell)
            writes.updates.append(update.cell)
            writes.deletes.append(delete.cell)
        }
        matrix.judge(table.id, rows: min(writes.rows, Self.mostInserts), .insert, reached: inserted)
        matrix.judge(table.id, rows: writes.rows, .update, reached: updated)
        matrix.judge(table.id, rows: writes.rows, .delete, reached: deleted)
        return writes
    }

    /// Where each row of a table is.
    private func places(of table: AccessTrialTable) async throws(PostgresError) -> [Int64: String] {
        try await AccessWriting.places(connection, table)
    }
}

/// A table of the scratch copy.
struct AccessTrialTable {
    struct Column {
        let name: String
        /// As SQL writes it.
        let type: String
        let family: Family
        let isGenerated: Bool
        let isNullable: Bool

        /// The types in which the texts and numbers of claims can stand.
        enum Family: String {
            case text, uuid, integer, other
        }

        func takes(_ mark: String) -> Bool {
            switch family {
            case .text: true
            case .integer: Int64(mark) != nil
            case .uuid:
                mark.wholeMatch(of: /[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}/) != nil
            case .other: false
            }
        }
    }

    /// The privileges of a role.
    struct Rights {
        let insertable: [String]
        let updatable: [String]
        let mayDelete: Bool
    }

    let id: ObjectID
    let isPartition: Bool
    let columns: [Column]
    /// By role; a role that the server lacks is missing.
    let rights: [String: Rights]

    var name: String { SQL.qualified(id.schema, id.name) }

    private static let userTables = """
        c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
          AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d
            WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
        """

    static func read(_ connection: PostgresConnection, _ suite: AccessSuite) async throws(PostgresError) -> [AccessTrialTable] {
        let columns = try await connection.query(
            """
            SELECT n.nspname::text, c.relname::text, a.attname::text, format_type(a.atttypid, a.atttypmod),
              CASE WHEN t.typname IN ('text', 'varchar', 'bpchar', 'citext') THEN 'text' WHEN t.typname = 'uuid' THEN 'uuid'
                WHEN t.typname IN ('int2', 'int4', 'int8') THEN 'integer' ELSE 'other' END,
              a.attgenerated <> '', NOT a.attnotnull AND a.attidentity = ''
            FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
            JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid
            WHERE \(userTables) AND a.attname NOT IN ('\(AccessTrial.row)', '\(AccessTrial.mark)') ORDER BY 1, 2, a.attnum
            """)
        var byTable: [ObjectID: [Column]] = [:]
        for row in columns {
            let family: String = try row.decode(4)
            byTable[.table(try row.decode(0, as: String.self), try row.decode(1)), default: []].append(
                Column(
                    name: try row.decode(2), type: try row.decode(3), family: Column.Family(rawValue: family) ?? .other,
                    isGenerated: try row.decode(5), isNullable: try row.decode(6)))
        }
        func granted(_ privilege: String) -> String {
            """
            ARRAY(SELECT a.attname::text FROM pg_catalog.pg_attribute AS a
              WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND has_schema_privilege(r.oid, n.oid, 'USAGE')
                AND has_column_privilege(r.oid, c.oid, a.attnum, '\(privilege)') ORDER BY a.attnum)
            """
        }
        let roles = Set(suite.identities.map(\.role)).sorted().map(SQL.literal).joined(separator: ", ")
        let privileges = try await connection.query(
            """
            SELECT n.nspname::text, c.relname::text, c.relispartition, r.rolname::text, \(granted("INSERT")), \(granted("UPDATE")),
              has_schema_privilege(r.oid, n.oid, 'USAGE') AND has_table_privilege(r.oid, c.oid, 'DELETE')
            FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
            LEFT JOIN pg_catalog.pg_roles AS r ON r.rolname = ANY (ARRAY[\(roles)]::text[])
            WHERE \(userTables) ORDER BY 1, 2
            """)
        var rights: [ObjectID: [String: Rights]] = [:]
        var partitions: Set<ObjectID> = []
        for row in privileges {
            let id = ObjectID.table(try row.decode(0, as: String.self), try row.decode(1))
            if try row.decode(2) { partitions.insert(id) }
            guard let role = row.text(3) else { continue }
            rights[id, default: [:]][role] = Rights(
                insertable: try row.decode(4), updatable: try row.decode(5), mayDelete: try row.decode(6))
        }
        return byTable.keys.sorted().map { id in
            AccessTrialTable(
                id: id, isPartition: partitions.contains(id), columns: byTable[id] ?? [], rights: rights[id] ?? [:])
        }
    }

    /// The names of columns that policies read, of whichever table: a function that a policy calls reads others by the same name.
    static func policyColumns(_ connection: PostgresConnection) async throws(PostgresError) -> Set<String> {
        let rows = try await connection.query(
            """
            SELECT DISTINCT a.attname::text
            FROM pg_catalog.pg_depend AS d
            JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
            WHERE d.classid = 'pg_catalog.pg_policy'::regclass AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjsubid > 0
            """)
        var names: Set<String> = []
        for row in rows { names.insert(try row.decode(0)) }
        return names
    }
}
