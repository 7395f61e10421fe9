import Checks
import Foundation
import PlumblineTesting
import PostgresClient
import SchemaDSL
import SchemaModel
import Testing

/// What a check may not do, whatever its SQL says, and whom it may not run as.
@Suite struct SafetyTests {
    @Test func aSuperuserIsRefusedUnlessAllowed() async throws {
        try await Shop.open { live in
            let suite = Shop.customers(.notNull(Shop.customers.email, "E-mail is there"))
            let error = await #expect(throws: CheckError.self) { try await live.run(suite, CheckOptions()) }
            #expect(error?.code == .superuser)
            #expect(error?.message.contains("connect as a role that may only SELECT") == true)
        }
    }

    @Test func aLostConnectionIsTheErrorOfOneCheckAndAllOthersRun() async throws {
        try await Market.open { live in
            let texts = [
                ("a", "SELECT 1 AS id WHERE pg_terminate_backend(pg_backend_pid())"),
                ("b", "SELECT id FROM market.readings WHERE id = 1"),
            ]
            let written = try texts.map { name, sql in
                try CompiledCheck(handWritten: name, database: "market", text: "-- title: \(name)\n-- key: id\n\(sql)")
            }
            let checks = written + (try Market.suite([.growth(atLeast: 0.5, "G")]).compiled())
            let past = PastResult(
                runID: .init(), started: .now.addingTimeInterval(-60), database: "market", check: checks[2].id, outcome: "passed",
                failingRows: 0, rowsExamined: 20, severity: .error)
            let report = try await CheckRunner(
                live.settings, options: CheckOptions(connections: 1, allowsSuperuser: true), past: [past]
            ).run(checks, database: "market")
            #expect(report.results.map(\.outcome.word) == ["error", "failed", "passed"])
            #expect(
                report.results[0].outcome.explanation?.hasPrefix("the connection was lost while it ran: ") == true,
                "\(report.results)")
            #expect(report.results[1].failingRows == 1)
            #expect(report.results[1].note == "read after a connection was lost, in a later snapshot than the other checks")
        }
    }

    @Test func aParameterIsNotALostConnection() async throws {
        try await Market.open { live in
            let check = try CompiledCheck(
                handWritten: "parameter", database: "market",
                text: "-- title: P\n-- key: id\nSELECT id FROM market.readings WHERE id = $1")
            let report = try await CheckRunner(live.settings, options: CheckOptions(allowsSuperuser: true))
                .run([check], database: "market")
            #expect(report.results[0].outcome.word == "error")
            #expect(report.results[0].outcome.explanation?.hasPrefix("the query has the parameter $1, ") == true)
        }
    }

    @Test func statisticsWithNaNAreNotANumber() async throws {
        try await Market.open { live in
            try await live.connection.run(script: "UPDATE market.readings SET ratio = 'NaN', price = 'NaN' WHERE id = 7")
            let (ratio, price) = (Market.readings.ratio, Market.readings.price)
            let results = try await live.run(
                .statistic(.minimum, of: ratio, atLeast: 0, "A"), .statistic(.median, of: ratio, atLeast: 0, "B"),
                .statistic(.quantile(0.1), of: price, atMost: 1000, "C"),
                .statistic(.minimum, of: price, atLeast: 0, "D").each(by: [Market.readings.tenant]))
            #expect(results.map(\.failingRows) == [1, 1, 1, 1])
            #expect(results[0].samples.first?.values.last == "is not a number")
        }
    }

    /// A role that may SELECT, and nothing else.
    private func asReader(_ live: Shop.Live, _ body: (ConnectionSettings) async throws -> Void) async throws {
        let role = "reader_\(live.settings.database ?? "x")"
        try await live.plant(
            """
            CREATE ROLE \(role) LOGIN PASSWORD 'reader';
            GRANT USAGE ON SCHEMA shop TO \(role);
            GRANT SELECT ON shop.customers TO \(role);
            """)
        let result = await Result { try await body(live.settings.with(user: role, password: "reader")) }
        try await live.plant("DROP OWNED BY \(role); DROP ROLE \(role)")
        try result.get()
    }

    @Test func aReaderIsEnoughAndWhatItMayNotReadIsAnError() async throws {
        try await Shop.open { live in
            try await asReader(live) { settings in
                let checks =
                    try Shop.customers(.notNull(Shop.customers.email, "E-mail is there")).compiled()
                    + Shop.orders(.notNull(Shop.orders.number, "Numbers are there")).compiled()
                let report = try await CheckRunner(settings).run(checks, database: "shop")
                #expect(report.results.map(\.outcome.word) == ["passed", "error"])
                #expect(report.results[1].outcome.explanation?.contains("42501") == true)
                #expect(report.verdict == .failed)
            }
        }
    }

    @Test func rowsThatAPolicyHidesAreNotTakenForGood() async throws {
        try await Shop.open { live in
            try await live.plant(
                """
                UPDATE shop.customers SET email = NULL WHERE id = 1;
                ALTER TABLE shop.customers ENABLE ROW LEVEL SECURITY;
                CREATE POLICY most ON shop.customers USING (id > 1)
                """)
            try await asReader(live) { settings in
                let checks = try Shop.customers(.notNull(Shop.customers.email, "E-mail is there")).compiled()
                let report = try await CheckRunner(settings).run(checks, database: "shop")
                #expect(report.results[0].outcome.word == "error")
                #expect(report.results[0].outcome.explanation?.contains("42501") == true)
                #expect(report.results[0].outcome.explanation?.contains("BYPASSRLS") == true)
            }
        }
    }

    static let attacks = [
        "DELETE FROM shop.customers",
        "SELECT 1; DELETE FROM shop.customers",
        "SELECT 1) AS x; DELETE FROM shop.customers; SELECT count(*) FROM (SELECT 1",
        "WITH gone AS (DELETE FROM shop.customers RETURNING id) SELECT id FROM gone",
        "SELECT shop.empty_it() AS id",
        "SELECT nextval('shop.numbers') AS id",
        "COPY shop.customers TO PROGRAM 'cat'",
        "SELECT set_config('transaction_read_only', 'off', false) AS id, shop.empty_it()",
        "SELECT 1 /*",
        "SELECT 1 AS id) AS \"check\" -- ",
    ]

    @Test(arguments: attacks)
    func aCheckCannotWrite(_ sql: String) async throws {
        try await Shop.open { live in
            try await live.plant(
                """
                CREATE SEQUENCE shop.numbers;
                CREATE FUNCTION shop.empty_it() RETURNS integer LANGUAGE plpgsql AS
                $$ BEGIN DELETE FROM shop.customers; RETURN 1; END $$
                """)
            // Not read from a file, where more than one statement is refused: here the server must refuse it.
            let attack = CompiledCheck(
                id: CheckID(rawValue: "attack"), database: "shop", title: "Attack", kind: .quality, form: .query(sql))
            let good = try Shop.customers(.notNull(Shop.customers.email, "E-mail is there")).compiled()
            let report = try await live.run([attack] + good)
            #expect(report.results[1].outcome == .passed && report.results[1].rowsExamined == 20)
            #expect(try await live.connection.query("SELECT count(*) FROM shop.customers").one().decode(0, as: Int.self) == 20)
            #expect(try await live.connection.query("SELECT is_called FROM shop.numbers").one().decode(0, as: Bool.self) == false)
            if !sql.hasSuffix("-- ") { #expect(report.results[0].outcome.word == "error", "\(sql)") }
        }
    }

    /// Errors are built from what cannot hold a value: whatever a function raises, and whatever a cast quotes.
    static let leaks = [
        "shop.leak(email, 'P0001')", "shop.leak(email, '42501')", "shop.leak(email, '42703')", "shop.leak(email, '22023')",
        "shop.leak(email, 'XX000')", "email::regclass::text", "email::regtype::text", "email::date::text",
        "current_setting('x.' || email)", "to_tsquery('simple', email || ' & (')::text", "pg_read_file(email)",
        "has_table_privilege(email, 'shop.customers', 'SELECT')::text", "shop.dynamic(email)",
        "query_to_xml('SELECT ' || quote_ident(email), true, true, '')::text", #"('["' || email || '", ]')::jsonb::text"#,
    ]

    @Test(arguments: leaks)
    func noErrorTellsAValue(_ expression: String) async throws {
        try await Shop.open { live in
            try await live.plant(
                """
                UPDATE shop.customers SET email = 'top-secret@example.com';
                CREATE FUNCTION shop.leak(value text, state text) RETURNS text LANGUAGE plpgsql AS $$
                BEGIN
                  RAISE EXCEPTION 'the value is %', value USING ERRCODE = state, DETAIL = value, HINT = value, TABLE = value,
                    COLUMN = value, CONSTRAINT = value, DATATYPE = value, SCHEMA = value;
                END $$;
                CREATE FUNCTION shop.dynamic(value text) RETURNS text LANGUAGE plpgsql AS $$
                BEGIN EXECUTE 'SELECT ' || quote_ident(value); RETURN ''; END $$
                """)
            let check = try CompiledCheck(
                handWritten: "leak", database: "shop",
                text: "-- title: Leak\nSELECT id FROM shop.customers WHERE \(expression) <> ''")
            let row = Shop.customers(
                .satisfies(Predicate(sql: "\(Shop.customers.email)::uuid IS NOT NULL"), named: "uuid", "A cast that fails"))
            let report = try await live.run([check] + row.compiled())
            for result in report.results {
                let text = try #require(result.outcome.explanation, "\(result.outcome)")
                #expect(result.outcome.word == "error" && text.contains("SQLSTATE"))
                #expect(!text.contains("secret"), "\(text)")
            }
        }
    }

    /// What the server says of our own text, before it reads a row, is told in its words and with its place.
    @Test func anErrorInTheTextOfACheckIsToldInFull() async throws {
        try await Shop.open { live in
            let check = try CompiledCheck(
                handWritten: "wrong", database: "shop", text: "-- title: Wrong\nSELECT no_such_column FROM shop.customers")
            let text = try #require(try await live.run([check]).results[0].outcome.explanation)
            #expect(text.contains("no_such_column") && text.contains("42703"))
        }
    }

    /// The place is in the file, not in the statement that is made of it.
    @Test func anErrorNamesTheLineOfTheFile() async throws {
        try await Shop.open { live in
            func explanation(_ text: String, key: String) async throws -> String {
                let check = try CompiledCheck(
                    handWritten: "wrong", database: "shop", text: "-- title: Wrong\n-- key: \(key)\n\n\(text)",
                    file: "checks/all.sql", place: SourceLocation(file: "checks/all.sql", line: 11))
                return try #require(try await live.run([check]).results[0].outcome.explanation)
            }
            for key in ["id", ""] {
                #expect(
                    try await explanation("SELECT id\nFROM shop.customers WHERE stauts = 'x'; -- y", key: key)
                        .contains("\n  at checks/all.sql:15, column 27: FROM shop.customers WHERE stauts = 'x'"))
                #expect(
                    try await explanation("SELECT id FROM shop.customers WHERE", key: key)
                        .contains("at the end of the query, checks/all.sql:14"))
            }
            let key = try await explanation("SELECT id FROM shop.customers", key: "\"Se lect\"")
            #expect(
                key.contains("of the statement that Plumbline makes of checks/all.sql")
                    && key.contains("name as key only columns"), "\(key)")
            let declared = try Shop.customers(.query("SELECT id,\n  nothing FROM shop.customers", named: "q", "Q")).compiled()
            let text = try #require(try await live.run(declared).results[0].outcome.explanation)
            let lines = declared[0].fileText.split(separator: "\n", omittingEmptySubsequences: false)
            let line = try #require(lines.firstIndex { $0.contains("nothing") })
            #expect(text.contains("at \(declared[0].file):\(line + 1), column 3"), "\(text)")
        }
    }

    /// Messages that name objects, and no value of a row, are told in the server's words.
    @Test(arguments: [
        ("WITH gone AS (DELETE FROM shop.customers RETURNING id) SELECT id FROM gone", "must be at the top level"),
        ("SELECT id FROM shop.later", "materialized view \"later\" has not been populated"),
        ("SELECT id FROM shop.elsewhere", "foreign-data wrapper \"nobody\" has no handler"),
        ("SELECT nextval('shop.numbers') AS id", "cannot execute nextval() in a read-only transaction"),
    ])
    func anErrorWithoutAValueIsToldInFull(sql: String, words: String) async throws {
        try await Shop.open { live in
            try await live.plant(
                """
                CREATE SEQUENCE shop.numbers;
                CREATE MATERIALIZED VIEW shop.later AS SELECT 1 AS id WITH NO DATA;
                CREATE FOREIGN DATA WRAPPER nobody; CREATE SERVER nowhere FOREIGN DATA WRAPPER nobody;
                CREATE FOREIGN TABLE shop.elsewhere (id int) SERVER nowhere
                """)
            let check = try CompiledCheck(handWritten: "x", database: "shop", text: "-- title: X\n\(sql)")
            let text = try #require(try await live.run([check]).results[0].outcome.explanation)
            #expect(text.contains(words), "\(text)")
        }
    }

    @Test func aNotificationIsNeverSent() async throws {
        try await Shop.open { live in
            try await live.plant("LISTEN plumbline_attack")
            let attack = try CompiledCheck(
                handWritten: "attack", database: "shop",
                text: "-- title: Attack\nSELECT pg_notify('plumbline_attack', 'x') AS id")
            _ = try await live.run([attack])
            // A notification that was sent would be in the queue.
            #expect(try await live.connection.query("SELECT pg_notification_queue_usage() = 0").one().decode(0, as: Bool.self))
        }
    }

    @Test func aSlowCheckIsGivenUpAndTheRestGoOn() async throws {
        try await Shop.open { live in
            let slow = try CompiledCheck(handWritten: "slow", database: "shop", text: "-- title: Slow\nSELECT pg_sleep(60)")
            let good = try Shop.customers(.notNull(Shop.customers.email, "E-mail is there")).compiled()
            let options = CheckOptions(statementTimeout: .milliseconds(200), allowsSuperuser: true)
            let report = try await live.run([slow] + good, options)
            #expect(report.results.map(\.outcome.word) == ["error", "passed"])
            #expect(report.results[0].outcome.explanation?.contains("57014") == true)
        }
    }

    @Test func aDatabaseThatIsNotThereEndsTheRun() async throws {
        try await Shop.open { live in
            let nowhere = live.settings.with(database: "no_such_database")
            await #expect(throws: PostgresError.self) {
                try await CheckRunner(nowhere, options: Shop.options).run([], database: "shop")
            }
        }
    }
}

extension Result where Failure == any Error {
    fileprivate init(_ body: () async throws -> Success) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }
}
