import PostgresClient

/// Something wrong that is put into a database on purpose: a known number of rows or objects.
struct Fault {
    /// A statement that breaks or repairs.
    enum Statement {
        case runs(String)
        /// One that the server must refuse, such as the build of an index that then stays behind, broken.
        case fails(String, SQLState)
    }

    let database: String
    /// The fault in words, for people.
    let what: String
    /// How many rows or objects are wrong.
    let planted: Int
    /// The SQL that must run first, where a constraint forbids the fault.
    var remark: String?
    let breaking: [Statement]
    let repairs: [String]
    /// Counts what is wrong in other words than the checks'. It may count earlier faults too: the difference is compared.
    let count: String
    /// The checks that must find it, by id, and how many rows or objects each.
    let found: [(check: String, rows: Int)]
}

extension Fault {
    /// Rows that are changed, and given back what they had.
    ///
    /// - Parameters:
    ///   - choose: what follows WHERE, with a LIMIT if need be; it must choose `planted` rows.
    ///   - set: what follows SET; the table is `t`.
    ///   - restore: the columns that this changes.
    ///   - key: what tells rows apart, and is not changed.
    ///   - constraint: the CHECK constraint that forbids it, with its expression.
    ///   - pastTriggers: whether it is done, and undone, without the table's triggers and foreign keys.
    static func rows(
        _ planted: Int, _ what: String, of table: String, in database: String, choose: String, set: String, restore: [String],
        key: String = "id", constraint: (name: String, expression: String)? = nil, pastTriggers: Bool = false, count: String,
        found: [(check: String, rows: Int)]
    ) -> Fault {
        // Temporary tables are the session's own; a name from the table and what is wrong, so that two faults do not meet.
        let digest = (table + what).utf8.reduce(UInt64(14_695_981_039_346_656_037)) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
        let saved = "saved_\(String(digest, radix: 36))"
        var breaking: [Statement] = [
            .runs("CREATE TEMPORARY TABLE \(saved) AS SELECT * FROM \(table) WHERE \(choose)")
        ]
        let update = "UPDATE \(table) AS t SET \(set) FROM \(saved) AS s WHERE s.\(key) = t.\(key)"
        let list = restore.map { "\($0) = s.\($0)" }.joined(separator: ", ")
        var repairs = ["UPDATE \(table) AS t SET \(list) FROM \(saved) AS s WHERE s.\(key) = t.\(key)", "DROP TABLE \(saved)"]
        if let constraint {
            breaking.append(.runs("ALTER TABLE \(table) DROP CONSTRAINT \(constraint.name)"))
            breaking.append(.runs(update))
            breaking.append(
                .runs("ALTER TABLE \(table) ADD CONSTRAINT \(constraint.name) CHECK (\(constraint.expression)) NOT VALID"))
            repairs.append("ALTER TABLE \(table) VALIDATE CONSTRAINT \(constraint.name)")
        } else {
            breaking.append(.runs(update))
        }
        if pastTriggers {
            breaking = [.runs("SET session_replication_role = replica")] + breaking + [.runs("RESET session_replication_role")]
            repairs = ["SET session_replication_role = replica"] + repairs + ["RESET session_replication_role"]
        }
        return Fault(
            database: database, what: what, planted: planted,
            remark: constraint.map { "\($0.name) was dropped for it, and put back NOT VALID" }, breaking: breaking,
            repairs: repairs, count: count, found: found)
    }

    /// Objects that are changed.
    static func objects(
        _ planted: Int, _ what: String, in database: String, breaking: [String], repairs: [String], count: String,
        found: [(check: String, rows: Int)]
    ) -> Fault {
        Fault(
            database: database, what: what, planted: planted, breaking: breaking.map { .runs($0) }, repairs: repairs,
            count: count, found: found)
    }

    /// An index whose build ends at a duplicate, and which the server leaves behind.
    static func brokenIndex(on target: String, named name: String, in database: String, check: String) -> Fault {
        Fault(
            database: database, what: "index left broken by a build that failed: \(name)", planted: 1,
            breaking: [
                .fails(
                    "CREATE UNIQUE INDEX CONCURRENTLY \(name.split(separator: ".").last ?? "") ON \(target)", .uniqueViolation)
            ],
            repairs: ["DROP INDEX \(name)"], count: "SELECT count(*) FROM pg_index WHERE NOT indisvalid",
            found: [(check, 1)])
    }

    /// A constraint that nobody has validated.
    static func unvalidated(_ table: String, _ expression: String, check: String) -> Fault {
        objects(
            1, "constraint of \(table) never validated", in: "supabase",
            breaking: ["ALTER TABLE \(table) ADD CONSTRAINT demo_unvalidated CHECK (\(expression)) NOT VALID"],
            repairs: ["ALTER TABLE \(table) DROP CONSTRAINT demo_unvalidated"],
            count:
                "SELECT count(*) FROM pg_constraint WHERE conrelid = '\(table)'::regclass AND NOT convalidated AND contype = 'c'",
            found: [(check, 1)])
    }

    /// Next month's partition, taken out; the command that puts it back is made of its bounds.
    static func withoutNextMonth(of table: String, check: String) -> Fault {
        let next = """
            (SELECT c.oid::regclass::text || E'\\n' || pg_get_expr(c.relpartbound, c.oid)
             FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid
             WHERE i.inhparent = '\(table)'::regclass
               AND c.relname LIKE to_char((now() AT TIME ZONE 'UTC') + interval '1 month', '"%_y"YYYY"m"MM'))
            """
        let saved = "out_of_\(table.replacing(".", with: "_"))"
        func execute(_ command: String) -> String {
            "DO $$ DECLARE p text[]; BEGIN SELECT parts INTO p FROM \(saved); EXECUTE format(\(command), p[1], p[2]); END $$"
        }
        return objects(
            1, "next month's partition of \(table) detached", in: "supabase",
            breaking: [
                "CREATE TEMPORARY TABLE \(saved) AS SELECT string_to_array(\(next), E'\\n') AS parts",
                execute("'ALTER TABLE \(table) DETACH PARTITION %s'"),
            ],
            repairs: [execute("'ALTER TABLE \(table) ATTACH PARTITION %s %s'"), "DROP TABLE \(saved)"],
            count: "SELECT 4 - count(*) FROM pg_inherits WHERE inhparent = '\(table)'::regclass AND inhrelid::regclass::text"
                + " >= '\(table)' || to_char(now() AT TIME ZONE 'UTC', '\"_y\"YYYY\"m\"MM')",
            found: [(check, 1)])
    }

    /// A query that counts the tables, indexes and functions of these names that are missing.
    static func missing(_ names: [String]) -> String {
        "SELECT count(*) FROM unnest(ARRAY[\(names.map { "'\($0)'" }.joined(separator: ", "))]) AS n WHERE to_regclass(n) IS NULL"
    }

    func plant(on connection: PostgresConnection) async throws {
        let before = try await connection.query(count).one().decode(0, as: Int.self)
        for statement in breaking {
            switch statement {
            case .runs(let sql): try await connection.query(sql)
            case .fails(let sql, let state):
                do {
                    try await connection.query(sql)
                    throw DemoError("this should have failed: \(sql)")
                } catch let error as PostgresError where error.sqlState == state {}
            }
        }
        let counted = try await connection.query(count).one().decode(0, as: Int.self) - before
        guard counted == planted else { throw DemoError("planted were \(planted), counted are \(counted): \(what)") }
    }

    func repair(on connection: PostgresConnection) async throws {
        for sql in repairs { try await connection.query(sql) }
    }
}
