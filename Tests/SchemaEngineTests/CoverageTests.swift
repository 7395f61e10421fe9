import PlumblineTesting
import PostgresClient
import Testing

@Suite("Every column of pg_catalog has a place in the model")
struct CoverageTests {
    @Test(.needsPostgres(15)) func postgres15() async throws { try await expectSameColumns(major: 15) }
    @Test(.needsPostgres(17)) func postgres17() async throws { try await expectSameColumns(major: 17) }
    @Test(.needsPostgres(18)) func postgres18() async throws { try await expectSameColumns(major: 18) }

    @Test("each column is listed once, for a version that is tested")
    func consistent() throws {
        let list = try CoverageList.load()
        let repeated = Dictionary(grouping: list.columns, by: \.description).filter { $0.value.count > 1 }.keys.sorted()
        #expect(repeated == [])
        let untested = list.columns.filter { column in !ScratchServer.matrix.contains(where: column.versions.contains) }
        #expect(untested.map(\.description) == [])
    }

    /// Both differences, by name: what the server has and the list lacks, and what is listed and no longer there.
    private func expectSameColumns(major: Int) async throws {
        let server = try await ScratchServer.withDatabase(major: major) { settings in
            try await PostgresConnection.with(settings) { connection in
                try await connection.query(
                    """
                    SELECT c.relname || '.' || a.attname AS name
                    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
                    WHERE c.relnamespace = 'pg_catalog'::regnamespace AND c.relkind = 'r' AND c.oid < 16384
                    AND a.attnum > 0 AND NOT a.attisdropped
                    """
                ).compactMap { $0.text("name") }
            }
        }
        let listed = try CoverageList.load().names(major: major)
        #expect(!server.isEmpty)
        #expect(Set(server).subtracting(listed).sorted() == [], "PostgreSQL \(major) has them; add them to pg_catalog.tsv")
        #expect(Set(listed).subtracting(server).sorted() == [], "PostgreSQL \(major) lacks them; correct pg_catalog.tsv")
    }
}

@Suite("The coverage list is read strictly")
struct CoverageListTests {
    @Test(
        "a line that cannot be read is an error that names it",
        arguments: [
            ("pg_am\tamname\t15-\tmodeled", "4 fields"), ("pg_am\tamname\t15\tmodeled\taccess method.name", "\"15\""),
            ("pg_am\tamname\t18-15\tmodeled\taccess method.name", "\"18-15\""),
            ("pg_am\tamname\t15-\tmodelled\taccess method.name", "\"modelled\""), ("pg_am\tamname\t15-\tignored\t ", "no reason"),
            ("pg_am\tamname\t15-\tmodeled\tread somewhere", "not kind.attribute"),
        ])
    func badLine(_ line: String, _ reason: String) throws {
        let error = #expect(throws: CoverageProblem.self) { try CoverageList(text: "# comment\n\n" + line) }
        #expect(error?.description.contains("line 3") == true)
        #expect(error?.description.contains(reason) == true)
    }

    @Test("a version range is inclusive and can be open")
    func versions() throws {
        let list = try CoverageList(text: "t\ta\t15-16\truntime\tx\nt\tb\t17-\truntime\tx\nt\tc\t15-\truntime\tx")
        #expect(list.names(major: 15) == ["t.a", "t.c"])
        #expect(list.names(major: 16) == ["t.a", "t.c"])
        #expect(list.names(major: 18) == ["t.b", "t.c"])
    }

    @Test(
        "a modeled column must be read by the kind named, as a whole word and from its own table",
        arguments: [
            ("access method.name", "SELECT a.amname FROM pg_catalog.pg_am a", true),
            ("access method.name", "SELECT a.amname2 FROM pg_catalog.pg_am a", false),
            ("access method.name", "SELECT a.amname FROM pg_catalog.pg_amop a", false),
            ("index.body via pg_get_indexdef", "SELECT pg_get_indexdef(i.oid)", true),
            ("index.body via pg_get_indexdef", "SELECT a.amname FROM pg_am a", false),
            ("role.name via pg_roles.rolname", "SELECT r.rolname FROM pg_roles r", true),
            ("role.name via pg_roles.rolname", "SELECT r.rolname FROM pg_authid r", false),
            ("rule.a via pg_get_ruledef; view.b via pg_get_viewdef", "SELECT pg_get_ruledef(1)", false),
            ("rule.a via pg_get_ruledef; view.b via pg_get_viewdef", "SELECT pg_get_ruledef(1), pg_get_viewdef(2)", true),
        ])
    func evidence(_ detail: String, _ sql: String, isRead: Bool) throws {
        let list = try CoverageList(text: "pg_am\tamname\t15-\tmodeled\t\(detail)\npg_am\toid\t15-\truntime\tx")
        let kinds = list.columns.flatMap(\.attributes).map(CoveredColumn.kind(of:))
        let queries = Dictionary(kinds.map { ($0, ["SELECT 1", sql]) }, uniquingKeysWith: { first, _ in first })
        #expect(list.unread(major: 15, queries: queries).isEmpty == isRead)
        #expect(list.unread(major: 15, queries: ["table": [sql]]).isEmpty == false)
        #expect(list.unread(major: 14, queries: [:]) == [])
    }
}
