import Foundation
import Migrator
import PlumblineTesting
import PostgresClient
import Sandbox
import SchemaEngine
import SchemaModel
import Testing

/// Kept values find their rows by the key, which the same migration may convert.
@Suite("A key is converted beside other columns, and all values come back", .needsPostgres(17))
struct ConvertedKeyTests {
    struct Change: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let old: String
        let new: String
        /// The expressions of `-- plumb:converted` by column of `app.t`, or by `table.column`: forward, back, and that of `-- plumb:backfill`.
        let conversions: [String: [String]]
        let rows: String
        /// The expected rows of `app.t` after the migration, as text, in the order of that text, with commas between them.
        let migrated: String
        var isOnline = false

        init(
            _ name: String, _ old: String, _ new: String, _ conversions: [String: [String]], rows: String, migrated: String,
            isOnline: Bool = false
        ) {
            testDescription = name
            (self.old, self.new, self.conversions, self.rows) = (old, new, conversions, rows)
            (self.migrated, self.isOnline) = (migrated, isOnline)
        }
    }

    static let changes: [Change] = [
        Change(
            "an order number loses its prefix", "CREATE TABLE app.t (id text PRIMARY KEY, v text, note text);",
            "CREATE TABLE app.t (id varchar(36) PRIMARY KEY, v varchar(1));",
            ["id": ["split_part(id, 'ORDER-', 2)::int::text", "'ORDER-' || id"], "v": ["left(v, 1)", "v::text"]],
            rows: "INSERT INTO app.t VALUES ('ORDER-1', 'a one', 'n1'), ('ORDER-2', 'b two', 'n2')",
            migrated: "(1,a),(2,b)"),
        // Looked for by the wrong key, each value would find the row of another one.
        Change(
            "each number becomes the next", "CREATE TABLE app.t (id int PRIMARY KEY, v text);",
            "CREATE TABLE app.t (id bigint PRIMARY KEY, v varchar(1));",
            ["id": ["id + 1", "id - 1"], "v": ["left(v, 1)", "v::text"]],
            rows: "INSERT INTO app.t VALUES (1, 'one'), (2, 'two'), (3, 'three')", migrated: "(2,o),(3,t),(4,t)"),
        Change(
            "a text becomes a UUID, in a form of its own", "CREATE TABLE app.t (id text PRIMARY KEY, v text, note text);",
            "CREATE TABLE app.t (id uuid PRIMARY KEY, v jsonb);",
            ["id": ["id::uuid", "id::text"], "v": ["v::jsonb", "v::text"]],
            rows: #"INSERT INTO app.t VALUES ('A0EEBC999C0B4EF8BB6D6BB9BD380A11', '{"a":1}', 'hello')"#,
            migrated: #"(a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11,"{""a"": 1}")"#),
        Change(
            "the same with --online", "CREATE TABLE app.t (id text PRIMARY KEY, note text);",
            "CREATE TABLE app.t (id uuid PRIMARY KEY);", ["id": ["id::uuid", "id::text"]],
            rows: "INSERT INTO app.t VALUES ('A0EEBC999C0B4EF8BB6D6BB9BD380A11', 'hello')",
            migrated: "(a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11)", isOnline: true),
        Change(
            "a key takes the number of a column that goes",
            "CREATE TABLE app.t (id text PRIMARY KEY, legacy bigint NOT NULL, v text);",
            "CREATE TABLE app.t (id bigint PRIMARY KEY, v varchar(2));",
            ["id": ["legacy", "'x' || id"], "v": ["left(v, 2)", "v::text"]],
            rows: "INSERT INTO app.t VALUES ('a', 7, 'seven'), ('b', 8, 'eight')", migrated: "(7,se),(8,ei)"),
        Change(
            "a label goes from the key",
            """
            CREATE TYPE app.s AS ENUM ('a', 'b', 'z'); CREATE TABLE app.t (id int, s app.s, PRIMARY KEY (id, s));
            """,
            "CREATE TYPE app.s AS ENUM ('a', 'b'); CREATE TABLE app.t (id int, s app.s, PRIMARY KEY (id, s));", [:],
            rows: "INSERT INTO app.t VALUES (1, 'a'), (2, 'z'), (3, 'b')", migrated: "(1,a),(2,b),(3,b)"),
        Change(
            "a foreign key refers to it",
            """
            CREATE TABLE app.t (id text PRIMARY KEY, v text); CREATE TABLE app.c (id int PRIMARY KEY, t text REFERENCES app.t);
            """,
            "CREATE TABLE app.t (id uuid PRIMARY KEY); CREATE TABLE app.c (id int PRIMARY KEY, t uuid REFERENCES app.t);",
            ["id": ["id::uuid", "id::text"], "c.t": ["t::uuid", "t::text"]],
            rows: """
                INSERT INTO app.t VALUES ('A0EEBC999C0B4EF8BB6D6BB9BD380A11', 'v');
                INSERT INTO app.c VALUES (1, 'A0EEBC999C0B4EF8BB6D6BB9BD380A11')
                """, migrated: "(a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11)"),
        Change(
            "a column is converted, and filled where it was NULL", "CREATE TABLE app.t (id int PRIMARY KEY, price numeric(8,2));",
            "CREATE TABLE app.t (id int PRIMARY KEY, price int NOT NULL);",
            ["price": ["(price * 100)::int", "price::numeric / 100", "0"]],
            rows: "INSERT INTO app.t VALUES (1, 1.5), (2, NULL), (3, 0)", migrated: "(1,150),(2,0),(3,0)"),
        Change(
            "a column gets a wider type, and is filled where it was NULL",
            "CREATE TABLE app.t (id int PRIMARY KEY, price numeric(8,2));",
            "CREATE TABLE app.t (id int PRIMARY KEY, price numeric(12,4) NOT NULL);", ["price": ["", "", "0"]],
            rows: "INSERT INTO app.t VALUES (1, 1.5), (2, NULL)", migrated: "(1,1.5000),(2,0.0000)", isOnline: true),
        Change(
            "both columns of a key, and those that refer to them",
            """
            CREATE TABLE app.t (tenant text, no text, note text, PRIMARY KEY (tenant, no));
            CREATE TABLE app.c (id int PRIMARY KEY, tenant text, no text,
                FOREIGN KEY (tenant, no) REFERENCES app.t ON UPDATE CASCADE ON DELETE CASCADE);
            """,
            """
            CREATE TABLE app.t (tenant int, no bigint, note varchar(3), PRIMARY KEY (tenant, no));
            CREATE TABLE app.c (id int PRIMARY KEY, tenant int, no bigint,
                FOREIGN KEY (tenant, no) REFERENCES app.t ON UPDATE CASCADE ON DELETE CASCADE);
            """,
            [
                "tenant": ["tenant::int", "tenant::text"], "no": ["no::bigint", "no::text"],
                "note": ["left(note, 3)", "note::text"],
                "c.tenant": ["tenant::int", "tenant::text"], "c.no": ["no::bigint", "no::text"],
            ],
            rows: """
                INSERT INTO app.t VALUES ('1', '007', 'first'), ('01', '8', 'second'), ('2', '7', 'third');
                INSERT INTO app.c VALUES (1, '1', '007'), (2, '01', '8')
                """, migrated: "(1,7,fir),(1,8,sec),(2,7,thi)"),
        Change(
            "the letters of a key become small, which no type says",
            """
            CREATE TABLE app.t (mail text PRIMARY KEY, bio text);
            CREATE TABLE app.c (id int PRIMARY KEY, author text REFERENCES app.t ON UPDATE CASCADE);
            """,
            """
            CREATE TABLE app.t (mail varchar(50) PRIMARY KEY);
            CREATE TABLE app.c (id int PRIMARY KEY, author varchar(50) REFERENCES app.t ON UPDATE CASCADE);
            """, ["mail": ["lower(mail)", "mail"], "c.author": ["lower(author)", "author"]],
            rows: "INSERT INTO app.t VALUES ('Ann@x.org', 'a'), ('bob@x.org', 'b'); INSERT INTO app.c VALUES (1, 'Ann@x.org')",
            migrated: "(ann@x.org),(bob@x.org)"),
        // What goes is kept by the new key, and comes back while that is still there.
        Change(
            "a key makes way for a new one, and a foreign key to it goes",
            """
            CREATE TABLE app.t (id int PRIMARY KEY, note text); CREATE TABLE app.c (id int PRIMARY KEY, t int REFERENCES app.t);
            """,
            """
            CREATE TABLE app.t (uid bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY); CREATE TABLE app.c (id int PRIMARY KEY);
            """, [:],
            rows: "INSERT INTO app.t VALUES (10, 'ten'), (20, 'twenty'); INSERT INTO app.c VALUES (1, 20)", migrated: "(1),(2)"),
        Change(
            "one column of a key makes way for another", "CREATE TABLE app.t (a int, b text, v text, PRIMARY KEY (a, b));",
            "CREATE TABLE app.t (a int, n bigint GENERATED ALWAYS AS IDENTITY, PRIMARY KEY (a, n));", [:],
            rows: "INSERT INTO app.t VALUES (10, 'b', 'vb'), (10, 'c', 'vc')", migrated: "(10,1),(10,2)"),
        // A table that is copied converts in the copy, and only what gets another type.
        Change(
            "a table becomes partitioned: one column is converted, and another was before",
            "CREATE TABLE app.t (id int PRIMARY KEY, n int, m int);",
            """
            CREATE TABLE app.t (id int PRIMARY KEY, n text, m int) PARTITION BY RANGE (id);
            CREATE TABLE app.t_all PARTITION OF app.t DEFAULT;
            """, ["n": ["'v' || n", "substr(n, 2)::int"], "m": ["m + 1", "m - 1"]],
            rows: "INSERT INTO app.t VALUES (1, 10, 100), (2, 20, 200)", migrated: "(1,v10,100),(2,v20,200)"),
    ]

    private func declared(_ shop: Workshop, _ change: Change) async throws -> DeclaredDatabase {
        var database = try await shop.declared("CREATE SCHEMA app; " + change.new)
        database.facts = database.facts.map { fact in
            var fact = fact
            if fact.id == ObjectID(.enumType, schema: "app", "s") { fact[.replacedLabels] = .object(["z": "b"]) }
            guard fact.id.kind == .column, let table = fact.id.parent else { return fact }
            let name = table.name == "t" ? fact.id.name : "\(table.name).\(fact.id.name)"
            guard let expressions = change.conversions[name] else { return fact }
            if expressions.count > 2 {
                fact[.backfill] = .text(expressions[2])
                fact[.backfillsInBatches] = true
            }
            if expressions[0].isEmpty { return fact }
            fact[.conversion] = .text(expressions[0])
            fact[.reverseConversion] = .text(expressions[1])
            return fact
        }
        return database
    }

    @Test(arguments: changes)
    func round(change: Change) async throws {
        try await Workshop.with { shop in
            let first = try await shop.declared("CREATE SCHEMA app; " + change.old)
            try await shop.generate(first, "initial")
            try await shop.withLive(first) { (live, _) async throws in _ = try await live.apply() }
            try await shop.execute(change.rows)
            let rows = "SELECT string_agg(to_jsonb(t)::text, ',' ORDER BY t::text) FROM app.t AS t"
            let values = "SELECT string_agg(t::text, ',' ORDER BY t::text) FROM app.t AS t"
            let before = try await shop.value(rows)
            let children =
                change.old.contains("app.c ")
                ? try await shop.value("SELECT string_agg(c::text, ',' ORDER BY id) FROM app.c") : nil
            let second = try await declared(shop, change)
            let generated = try #require(try await shop.generate(second, "second", online: change.isOnline ? .all : nil))
            let text = try String(contentsOf: shop.path("migrations", "0002_second"), encoding: .utf8)
            #expect(!text.contains("DROP CONSTRAINT t_pkey;"), "the table is never without its key")
            let proof = generated.proof
            #expect(proof.rows > 0, "\(proof.lines)")
            #expect(proof.notFilled.isEmpty, "\(proof.lines)")
            try await shop.withLive(second) { (live, _) async throws in
                for _ in 0..<2 {
                    _ = try await live.apply()
                    #expect(try await shop.value(values) == change.migrated)
                    _ = try await live.rollBack(try await live.plannedRollbacks(to: 1))
                    #expect(try await shop.value(rows) == before)
                    if let children {
                        #expect(try await shop.value("SELECT string_agg(c::text, ',' ORDER BY id) FROM app.c") == children)
                    }
                }
            }
        }
    }

    @Test("what is written into a new column comes back with it, whatever the old key looked like", arguments: [false, true])
    func later(isFilled: Bool) async throws {
        try await Workshop.with { shop in
            let change = Change(
                "", "", "CREATE TABLE app.t (id uuid PRIMARY KEY, extra text);",
                ["id": ["id::uuid", "id::text"]].merging(isFilled ? ["extra": ["", "", "id"]] : [:]) { one, _ in one }, rows: "",
                migrated: "")
            let first = try await shop.declared("CREATE SCHEMA app; CREATE TABLE app.t (id text PRIMARY KEY);")
            try await shop.generate(first, "initial")
            try await shop.withLive(first) { (live, _) async throws in _ = try await live.apply() }
            try await shop.execute(
                """
                INSERT INTO app.t VALUES ('A0EEBC999C0B4EF8BB6D6BB9BD380A11'), ('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a12')
                """)
            let second = try await declared(shop, change)
            try await shop.generate(second, "second")
            let extra = "SELECT string_agg(extra, ',' ORDER BY id) FROM app.t"
            try await shop.withLive(second) { (live, _) async throws in
                _ = try await live.apply()
                // The old key, which the conversion no longer has.
                let filled = "A0EEBC999C0B4EF8BB6D6BB9BD380A11,a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a12"
                #expect(try await shop.value(extra) == (isFilled ? filled : nil))
                try await shop.execute("UPDATE app.t SET extra = 'written ' || right(id::text, 1)")
                _ = try await live.rollBack(try await live.plannedRollbacks(to: 1))
                #expect(try await shop.value("SELECT min(id) FROM app.t") == "A0EEBC999C0B4EF8BB6D6BB9BD380A11")
                _ = try await live.apply()
                #expect(try await shop.value(extra) == "written 1,written 2")
            }
        }
    }

    @Test("a loss that no row could disprove must be allowed")
    func unproved() async throws {
        try await Workshop.with { shop in
            let change = Change(
                "", "", "CREATE TABLE app.t (a varchar(9) NOT NULL, v varchar(1));",
                [
                    "a": ["split_part(a, '~#', 3)::int::text", "a"], "v": ["left(v, 1)", "v::text"],
                ], rows: "", migrated: "")
            try await shop.generate(
                try await shop.declared("CREATE SCHEMA app; CREATE TABLE app.t (a text NOT NULL, v text);"), "initial")
            let error = await #expect(throws: MigrationError.self) {
                try await shop.generate(try await declared(shop, change), "second")
            }
            let text = error.map { "\($0)" } ?? ""
            #expect(text.contains("--allow-loss app.t.a"), "\(text)")
            #expect(
                text.contains("no row shows that its values come back, because the migration refuses all rows that were tried"),
                "\(text)")
        }
    }

    @Test("an expression that names a table without its schema is an error of the declaration, not of rows")
    func unqualified() async throws {
        try await Workshop.with { shop in
            let tables = "CREATE SCHEMA app; CREATE TABLE app.a (id int PRIMARY KEY, code text NOT NULL); "
            try await shop.generate(
                try await shop.declared(tables + "CREATE TABLE app.b (id int PRIMARY KEY, code text);"), "initial")
            var second = try await shop.declared(tables + "CREATE TABLE app.b (id int PRIMARY KEY, code text, a int);")
            second.facts = second.facts.map { fact in
                var fact = fact
                guard fact.id == .column("a", of: .table("app", "b")) else { return fact }
                fact[.backfill] = "(SELECT x.id FROM a x WHERE x.code = b.code)"
                fact[.backfillsInBatches] = true
                return fact
            }
            let wanted = second
            let error = await #expect(throws: MigrationError.self) {
                try await shop.generate(wanted, "second")
            }
            let text = error.map { "\($0)" } ?? ""
            #expect(text.contains("relation \"a\" does not exist"), "\(text)")
            #expect(text.contains("write it with its schema"), "\(text)")
        }
    }
}
