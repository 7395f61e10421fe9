import Checks
import PlumblineTesting
import PostgresClient
import SchemaDSL
import Testing

/// Tables that policies leave open, and partitions that they leave out.
@Suite struct AccessQuestionTests {
    private func findings(_ setup: String, schema: String) async throws -> [String] {
        var found: [String] = []
        try await Shop.open { live in
            try await live.plant(
                """
                CREATE SCHEMA auth;
                CREATE FUNCTION auth.uid() RETURNS uuid LANGUAGE sql STABLE
                AS $f$ SELECT nullif(current_setting('request.jwt.claim.sub', true), '')::uuid $f$;
                CREATE SCHEMA \(schema);
                CREATE ROLE member_\(schema); CREATE ROLE anon_\(schema);
                \(setup)
                """)
            let suite = CheckSuite(
                Shop.database,
                [
                    CheckGroup(
                        catalogOf: "shop",
                        [
                            CatalogQuestion.closed(
                                in: [schema], anonymous: ["anon_\(schema)"], signedIn: ["member_\(schema)"], "Closed")
                        ])
                ])
            let result = try await live.run(suite, CheckOptions(samples: 100, allowsSuperuser: true))[0]
            #expect(result.outcome == .failed, "\(result.outcome)")
            found = result.samples.map { $0.values.joined(separator: ": ") }.sorted()
        }
        return found
    }

    @Test func partitionsHaveNeitherSwitchNorPoliciesOfTheirParent() async throws {
        let found = try await findings(
            """
            CREATE TABLE part.trace (id int, owner_id uuid, at date NOT NULL) PARTITION BY RANGE (at);
            CREATE TABLE part.trace_1 PARTITION OF part.trace FOR VALUES FROM ('2025-01-01') TO ('2025-02-01');
            CREATE TABLE part.trace_2 PARTITION OF part.trace FOR VALUES FROM ('2025-02-01') TO ('2025-03-01');
            CREATE TABLE part.trace_3 PARTITION OF part.trace FOR VALUES FROM ('2025-03-01') TO ('2025-04-01');
            CREATE TABLE part.trace_4 PARTITION OF part.trace FOR VALUES FROM ('2025-04-01') TO ('2025-05-01');
            ALTER TABLE part.trace ENABLE ROW LEVEL SECURITY;
            CREATE POLICY own ON part.trace USING (owner_id = (SELECT auth.uid()));
            ALTER TABLE part.trace_2 ENABLE ROW LEVEL SECURITY;
            ALTER TABLE part.trace_3 ENABLE ROW LEVEL SECURITY;
            CREATE POLICY own ON part.trace_3 USING (owner_id = (SELECT auth.uid()));
            GRANT SELECT ON part.trace, part.trace_1, part.trace_2, part.trace_3 TO member_part;
            """, schema: "part")
        #expect(
            found == [
                "part.trace_1: row-level security is off",
                "part.trace_2: row-level security is on and no policy exists, but the parent has policies",
            ])
    }

    @Test func policiesThatNullOpensAreFound() async throws {
        let policies: [(name: String, rest: String, isOpen: Bool)] = [
            ("sub", "FOR SELECT USING ((SELECT auth.uid()) IS NULL OR owner_id = (SELECT auth.uid()))", true),
            ("bare", "FOR ALL USING (auth.uid() IS NULL OR owner_id = auth.uid())", true),
            ("last", "USING (owner_id = auth.uid() OR auth.uid() IS NULL)", true),
            ("middle", "USING (v = 1 OR auth.uid() IS NULL OR v = 2)", true),
            ("owner", "FOR ALL USING (owner_id IS NULL OR owner_id = (SELECT auth.uid()))", true),
            ("setting", "USING (current_setting('request.jwt.claim.sub', true) IS NULL OR v = 1)", true),
            ("text", "USING (auth.uid()::text IS NULL OR v = 1)", true),
            ("writes", "FOR INSERT WITH CHECK (auth.uid() IS NULL OR owner_id = auth.uid())", true),
            ("alone", "USING (auth.uid() IS NULL)", true),
            ("own", "FOR SELECT USING (owner_id = (SELECT auth.uid()))", false),
            ("signed", "USING (auth.uid() IS NOT NULL AND owner_id = auth.uid())", false),
            ("both", "USING ((deleted_at IS NULL OR v = 1) AND owner_id = auth.uid())", false),
            ("and", "USING (deleted_at IS NULL AND owner_id = auth.uid())", false),
            (
                "inner", "USING (v = 1 AND (owner_id = auth.uid() OR (deleted_at IS NULL AND v = 2)) AND owner_id = auth.uid())",
                false
            ),
            ("member", "TO member_pol USING (owner_id IS NULL OR owner_id = auth.uid())", false),
        ]
        let tables = policies.map {
            """
            CREATE TABLE pol.\($0.name) (id int, owner_id uuid, v int, deleted_at date);
            ALTER TABLE pol.\($0.name) ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON pol.\($0.name) \($0.rest);
            """.replacing("TABLE pol.both", with: "TABLE pol.\"both\"").replacing("ON pol.both", with: "ON pol.\"both\"")
                .replacing("pol.and", with: "pol.\"and\"")
        }
        let found = try await findings(tables.joined(separator: "\n"), schema: "pol")
        let open = Set(found.filter { $0.contains("where something is NULL") }.map { $0.split(separator: ":")[0] })
        #expect(open == Set(policies.filter(\.isOpen).map { "pol.\($0.name)" as Substring }))
        #expect(found.contains("pol.bare: policy p is open to strangers where something is NULL, for all commands"))
        #expect(found.contains("pol.sub: policy p is open to strangers where something is NULL, for SELECT"))
    }
}
