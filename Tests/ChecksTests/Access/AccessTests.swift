@testable import Checks
import Foundation
import PlumblineTesting
import PostgresClient
import Reports
import SchemaModel
import Testing

/// Tables of a schema `app` for two tenants and a visitor, with a fault in each but `app.notes`.
private struct Tenants {
    let connection: PostgresConnection
    let suite: AccessSuite

    static func with(_ tables: String, body: (Tenants) async throws -> Void) async throws {
        try await ScratchServer.withDatabase { settings in
            let connection = try await PostgresConnection.connect(settings)
            let suffix = UUID().uuidString.prefix(8).lowercased()
            let (member, visitor) = ("member_\(suffix)", "visitor_\(suffix)")
            try await connection.run(
                script: """
                    CREATE ROLE \(member); CREATE ROLE \(visitor);
                    CREATE SCHEMA app; GRANT USAGE ON SCHEMA app TO \(member), \(visitor);
                    CREATE FUNCTION app.tenant() RETURNS text LANGUAGE sql STABLE AS
                      $$ SELECT nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'tenant' $$;
                    """ + tables.replacing("$member", with: member).replacing("$visitor", with: visitor))
            let identities =
                ["acme", "globex"].map {
                    AccessIdentity("user of \($0)", role: member, claims: ["tenant": .text($0)], tenant: $0)
                } + [.stranger("visitor", role: visitor)]
            try await body(
                Tenants(
                    connection: connection,
                    suite: AccessSuite(
                        database: "shop", schemas: ["app"], shared: [.table("app", "plans")], identities: identities)))
            try await connection.run(script: "DROP OWNED BY \(member), \(visitor); DROP ROLE \(member), \(visitor)")
            await connection.close()
        }
    }

    func matrix() async throws -> AccessMatrix {
        try await CheckRunner(connection.settings, options: CheckOptions(allowsSuperuser: true)).access(suite)
    }

    /// The findings on a table, with the role's names as the tables were written with.
    func findings(_ matrix: AccessMatrix, _ table: String) -> [String] {
        matrix.findings.filter { $0.table.name == table }.map { finding in
            var text = "\(finding.severity): \(finding.text)"
            for (role, name) in zip(suite.identities.map(\.role), ["$member", "$member", "$visitor"]) {
                text = text.replacing(role, with: name)
            }
            return text
        }
    }
}

@Suite("Row-level security by behavior")
struct AccessTests {
    private static let reading = """
        CREATE TABLE app.notes (id int PRIMARY KEY, tenant text);
        CREATE TABLE app.leaky (id int PRIMARY KEY, tenant text);
        CREATE TABLE app.loop (id int PRIMARY KEY, tenant text);
        CREATE TABLE app.bare (id int PRIMARY KEY, tenant text);
        CREATE TABLE app.private (id int PRIMARY KEY, tenant text);
        CREATE TABLE app.silent (id int PRIMARY KEY, tenant text);
        CREATE TABLE app.plans (id int PRIMARY KEY, name text);
        CREATE TABLE app.guests (id int PRIMARY KEY, tenant text);
        CREATE TABLE app.events (id int, tenant text) PARTITION BY RANGE (id);
        CREATE TABLE app.events_1 PARTITION OF app.events FOR VALUES FROM (0) TO (100);
        INSERT INTO app.notes SELECT n, CASE WHEN n <= 6 THEN 'acme' ELSE 'globex' END FROM generate_series(1, 10) AS n;
        INSERT INTO app.leaky SELECT n, CASE WHEN n <= 3 THEN NULL WHEN n <= 6 THEN 'acme' ELSE 'globex' END
          FROM generate_series(1, 10) AS n;
        INSERT INTO app.loop VALUES (1, 'acme'); INSERT INTO app.bare VALUES (1, 'acme'); INSERT INTO app.private VALUES (1, 'acme');
        INSERT INTO app.silent VALUES (1, 'acme'); INSERT INTO app.plans VALUES (1, 'free'), (2, 'large');
        INSERT INTO app.guests VALUES (1, 'acme'), (2, 'globex'); INSERT INTO app.events VALUES (1, 'acme'), (2, 'globex');
        CREATE VIEW app.all_notes AS SELECT * FROM app.notes;
        CREATE VIEW app.my_notes WITH (security_invoker) AS SELECT * FROM app.notes;
        GRANT SELECT ON app.notes, app.leaky, app.loop, app.bare, app.silent, app.plans, app.events, app.events_1,
          app.all_notes, app.my_notes TO $member;
        GRANT SELECT ON app.guests, app.plans TO $visitor;
        ALTER TABLE app.notes ENABLE ROW LEVEL SECURITY; ALTER TABLE app.leaky ENABLE ROW LEVEL SECURITY;
        ALTER TABLE app.loop ENABLE ROW LEVEL SECURITY; ALTER TABLE app.silent ENABLE ROW LEVEL SECURITY;
        ALTER TABLE app.plans ENABLE ROW LEVEL SECURITY; ALTER TABLE app.guests ENABLE ROW LEVEL SECURITY;
        ALTER TABLE app.events ENABLE ROW LEVEL SECURITY; ALTER TABLE app.events_1 ENABLE ROW LEVEL SECURITY;
        CREATE POLICY own ON app.notes USING (tenant = (SELECT app.tenant()));
        CREATE POLICY own ON app.leaky USING (tenant IS NULL OR tenant = app.tenant());
        CREATE POLICY own ON app.loop USING (EXISTS (SELECT FROM app.loop AS l WHERE l.tenant = (SELECT app.tenant())));
        CREATE POLICY everybody ON app.plans FOR SELECT USING (true);
        CREATE POLICY everybody ON app.guests FOR SELECT USING (true);
        CREATE POLICY own ON app.events USING (tenant = (SELECT app.tenant()));
        """

    @Test("counts the rows that each identity reads, and finds planted faults")
    func reads() async throws {
        try await Tenants.with(Self.reading) { tenants in
            let matrix = try await tenants.matrix()
            let cells = Dictionary(uniqueKeysWithValues: matrix.lines.map { ($0.table.name, $0.reads) })
            #expect(cells["notes"] == [.rows(6), .rows(4), .refused])
            #expect(cells["leaky"] == [.rows(6), .rows(7), .refused])
            #expect(cells["loop"] == [.recurses, .recurses, .refused])
            #expect(cells["bare"] == [.rows(1), .rows(1), .refused])
            #expect(cells["private"] == [.refused, .refused, .refused])
            #expect(cells["silent"] == [.rows(0), .rows(0), .refused])
            #expect(cells["plans"] == [.rows(2), .rows(2), .rows(2)])
            #expect(cells["guests"] == [.refused, .refused, .rows(2)])
            #expect(cells["events"] == [.rows(1), .rows(1), .refused])
            #expect(cells["events_1"] == [.rows(0), .rows(0), .refused])
            #expect(cells["all_notes"] == [.rows(10), .rows(10), .refused])
            #expect(cells["my_notes"] == [.rows(6), .rows(4), .refused])
            #expect(matrix.lines.allSatisfy { $0.total != nil && $0.writes == nil })
            #expect(matrix.verdict == .failed)

            func found(_ table: String) -> [String] { tenants.findings(matrix, table) }
            for table in ["notes", "my_notes", "events", "private", "plans"] { #expect(found(table) == [], "\(table)") }
            #expect(
                found("leaky") == [
                    "error: policy own is open to $member where something is NULL, for all commands",
                    "error: user of acme and user of globex, of different tenants, both see 3 of the same rows",
                    "warning: policy own calls app.tenant() for each row; (SELECT app.tenant(…)) is worked out once for a statement",
                ])
            #expect(
                found("loop") == [
                    "error: its policies read the table itself, so that every query of user of acme and user of globex fails "
                        + "(SQLSTATE 42P17)"
                ])
            #expect(
                found("bare") == [
                    "error: row-level security is off: $member may read every row",
                    "error: user of acme and user of globex, of different tenants, both see 1 of the same row",
                ])
            #expect(
                found("silent") == [
                    "warning: row-level security is on and no policy exists: $member has privileges and reach no row"
                ])
            #expect(
                found("events_1") == [
                    "warning: row-level security is on and no policy exists, and those of the parent do not apply to it: "
                        + "$member has privileges and reach no row"
                ])
            #expect(
                found("guests") == [
                    "error: policy everybody opens every row to $visitor, for SELECT",
                    "error: visitor reads 2 rows and should read none",
                ])
            #expect(
                found("all_notes") == [
                    "error: the view reads with its owner's rights (no security_invoker): those of app.notes do not apply to $member"
                ])
        }
    }

    @Test(
        "a row that two tenants share is found in a partitioned table and without a key, and a role that is not there is no pass")
    func withoutKey() async throws {
        try await Tenants.with(
            """
            CREATE TABLE app.log (at int, tenant text) PARTITION BY RANGE (at);
            CREATE TABLE app.log_1 PARTITION OF app.log FOR VALUES FROM (0) TO (5);
            CREATE TABLE app.log_2 PARTITION OF app.log FOR VALUES FROM (5) TO (100);
            INSERT INTO app.log SELECT n, CASE WHEN n < 5 THEN 'acme' WHEN n = 7 THEN 'both' ELSE 'globex' END FROM generate_series(1, 9) AS n;
            GRANT SELECT ON app.log TO $member;
            ALTER TABLE app.log ENABLE ROW LEVEL SECURITY;
            CREATE POLICY own ON app.log USING (tenant IN ((SELECT app.tenant()), 'both'));
            """
        ) { tenants in
            var matrix = try await tenants.matrix()
            #expect(matrix.lines.first?.reads == [.rows(5), .rows(5), .refused])
            #expect(
                tenants.findings(matrix, "log") == [
                    "error: user of acme and user of globex, of different tenants, both see 1 of the same row"
                ])
            var suite = tenants.suite
            suite.identities.append(AccessIdentity("ghost", role: "plumb_no_such_role"))
            matrix = try await CheckRunner(tenants.connection.settings, options: CheckOptions(allowsSuperuser: true)).access(
                suite)
            #expect(matrix.lines.first?.reads.last == .notJudged("the role plumb_no_such_role does not exist"))
            #expect(matrix.lines.first?.reads.first == .rows(5), "the transaction goes on")
            #expect(!matrix.notRead.isEmpty && matrix.verdict == .failed)
            // A connection that may not become a role is told apart from a role that may not read.
            let (member, visitor) = (suite.identities[0].role, suite.identities[2].role)
            try await tenants.connection.run(script: "ALTER ROLE \(member) LOGIN")
            matrix = try await CheckRunner(tenants.connection.settings.with(user: member, password: nil)).access(tenants.suite)
            #expect(
                matrix.lines.first?.reads == [
                    .rows(5), .rows(5),
                    .notJudged("the connection's role is not a member of \(visitor); GRANT \(visitor) to it"),
                ])
        }
    }

    @Test("writing is tried on a scratch copy, and leaves it as it was")
    func writes() async throws {
        let tables = ["safe", "stolen", "open", "given"]
        try await Tenants.with(
            tables.map {
                """
                CREATE TABLE app.\($0) (id int PRIMARY KEY, tenant text NOT NULL, body text);
                INSERT INTO app.\($0) SELECT n, 'x', 'y' FROM generate_series(1, 8) AS n;
                ALTER TABLE app.\($0) ENABLE ROW LEVEL SECURITY;
                GRANT SELECT, INSERT, UPDATE, DELETE ON app.\($0) TO $member;
                """
            }.joined() + """
                GRANT INSERT ON app.open TO $visitor;
                CREATE POLICY own ON app.safe USING (tenant = (SELECT app.tenant()));
                CREATE POLICY own ON app.stolen FOR SELECT USING (tenant = (SELECT app.tenant()));
                CREATE POLICY change ON app.stolen FOR UPDATE USING (tenant <> '');
                CREATE POLICY own ON app.open USING (tenant = (SELECT app.tenant()));
                CREATE POLICY form ON app.open FOR INSERT WITH CHECK (true);
                CREATE POLICY own ON app.given FOR UPDATE USING (tenant = (SELECT app.tenant())) WITH CHECK (true);
                """
        ) { tenants in
            var matrix = try await tenants.matrix()
            try await AccessTrial(on: tenants.connection, tenants.suite).run(into: &matrix)
            let writes = Dictionary(uniqueKeysWithValues: matrix.lines.map { ($0.table.name, $0.writes) })
            // Of eight rows, every other one is given to each tenant.
            let safe = AccessMatrix.Writes(
                rows: 8, inserts: [.rows(4), .rows(4), .refused], updates: [.rows(4), .rows(4), .refused],
                deletes: [.rows(4), .rows(4), .refused])
            #expect(writes["safe"] == safe)
            #expect(writes["stolen"]??.updates == [.rows(8), .rows(8), .refused])
            #expect(writes["stolen"]??.inserts == [.rows(0), .rows(0), .refused])
            #expect(writes["stolen"]??.deletes == [.rows(0), .rows(0), .refused])
            #expect(writes["open"]??.inserts == [.rows(8), .rows(8), .rows(8)])
            func found(_ table: String) -> [String] { tenants.findings(matrix, table) }
            #expect(found("safe") == [])
            #expect(
                found("stolen") == [
                    "error: user of acme and user of globex, of different tenants, may both update 8 of the same 8 rows of a scratch copy"
                ])
            #expect(
                found("open") == [
                    "error: visitor may insert 8 of 8 rows of a scratch copy and should reach none",
                    "warning: policy form accepts every row that $member and $visitor inserts",
                    "warning: user of acme and user of globex, of different tenants, may both insert 8 of the same 8 rows of a scratch copy",
                ])
            #expect(
                found("given") == ["error: policy own lets $member give a row to anybody: WITH CHECK (true), for UPDATE"])
            let kept = try await tenants.connection.query(
                "SELECT count(*) FROM app.safe WHERE to_jsonb(safe) = jsonb_build_object('id', id, 'tenant', 'x', 'body', 'y')")
            #expect(try kept.one().decode(0, as: Int.self) == 8)
        }
    }

    @Test("reports have the matrix, the findings and the exit status")
    func reports() throws {
        let identities = [AccessIdentity("Ann", role: "member", tenant: "a"), AccessIdentity("Bob", role: "member", tenant: "b")]
        var matrix = AccessMatrix(database: "shop", identities: identities)
        matrix.lines = [
            .init(
                table: .table("app", "notes"), total: 1_234, hasRowSecurity: true, reads: [.rows(1_000), .recurses],
                writes: .init(
                    rows: 8, inserts: [.refused, .refused], updates: [.rows(4), .notJudged("no role")],
                    deletes: [.refused, .refused]))
        ]
        matrix.add(.table("app", "notes"), .error, .recursion, "it recurses")
        let text = TextReport.render(matrix)
        #expect(text.contains("app.notes  SELECT  1,234  1,000   recursion\n"), "\(text)")
        #expect(text.contains("           UPDATE      8      4  not judged\n"), "\(text)")
        #expect(text.contains("error    app.notes: it recurses\n") && text.hasSuffix("Failed: 1 error, 0 warnings.\n"), "\(text)")
        #expect(text.contains("UPDATE as Bob was not judged: no role"), "\(text)")
        #expect(!text.contains("INSERT"), "\(text)")
        let json = try JSONReport.render([matrix])
        let object = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
        #expect(object["verdict"] as? String == "failed" && object["exitStatus"] as? Int == 1, "\(json)")
        #expect(json.contains(#""outcome" : "recursion""#), "\(json)")
        #expect(MarkdownReport.render(matrix).contains("| app.notes | SELECT | 1,234 | 1,000 | recursion |"))
    }

    @Test("identities that contradict themselves are refused")
    func contradictions() {
        let suite = AccessSuite(
            database: "shop", schemas: [], shared: [],
            identities: [
                AccessIdentity("Ann", role: "a", settings: ["row_security": "off"]), AccessIdentity("Ann", role: "b"),
            ])
        let error = #expect(throws: CheckError.self) { try suite.validate() }
        #expect(error?.message.contains("2 identities are called `Ann`") == true)
        #expect(error?.message.contains("`row_security` of `Ann` is not a setting of an application") == true)
    }
}
