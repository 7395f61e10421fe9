import Foundation
import PlumblineTesting
import PostgresClient
import Testing

@Suite("plumb diff")
struct DiffTests {
    private static let old = """
        CREATE TABLE t (id int PRIMARY KEY, a text);
        CREATE TABLE gone (id int PRIMARY KEY, v text);
        """
    private static let new = """
        CREATE TABLE t (id int PRIMARY KEY, b text);
        CREATE INDEX t_b ON t (b);
        """

    private func withFiles<R>(_ body: (EmptyFolder) async throws -> R) async throws -> R {
        try await EmptyFolder.with { folder in
            try folder.write("old.sql", Self.old)
            try folder.write("new.sql", Self.new)
            return try await body(folder)
        }
    }

    @Test("no project is needed, and a broken plumbline.yml is nobody's business")
    func project() async throws {
        try await withFiles { folder in
            #expect(try await folder.diff("old.sql", "new.sql").output.contains("CREATE INDEX CONCURRENTLY t_b"))
            try folder.write("plumbline.yml", "databases: [broken")
            let beside = try await folder.diff("old.sql", "new.sql")
            #expect(beside.status == 0 && beside.output.contains("CREATE INDEX CONCURRENTLY t_b"), "\(beside)")
        }
    }

    @Test("--postgres names the version that reads the files, and an error says which one did")
    func version() async throws {
        try await EmptyFolder.with { folder in
            try folder.write("old.sql", "CREATE TABLE t (id int);")
            try folder.write("new.sql", "CREATE TABLE t (id int, twice int GENERATED ALWAYS AS (id * 2) VIRTUAL);")
            let older = try await folder.diff("old.sql", "new.sql")
            #expect(older.status == 2 && older.errors.contains("(42601); read by PostgreSQL 17."), "\(older.all)")
            #expect(older.errors.contains("`--postgres MAJOR`"), "\(older.all)")
            // Without the tests' own server, which is of one version.
            let newer = try await folder.shell(
                "PLUMBLINE_SCRATCH_URL= \"$PLUMB\" diff --from old.sql --to new.sql --postgres 18")
            #expect(newer.status == 0 && newer.output.contains("ADD COLUMN twice"), "\(newer.all)")
            #expect(try await folder.diff("old.sql", "new.sql", "--postgres", "9").status == 2)
        }
    }

    @Test("exit statuses: 0, with --exit-code 1 for differences, 2 for what cannot be compared")
    func statuses() async throws {
        try await withFiles { folder in
            #expect(try await folder.diff("old.sql", "new.sql").status == 0)
            #expect(try await folder.diff("old.sql", "new.sql", "--exit-code").status == 1)
            let same = try await folder.diff("old.sql", "old.sql", "--exit-code")
            #expect(same.status == 0 && same.output.isEmpty)
            try folder.write("one.sql", "CREATE TABLE p (id int); CREATE TABLE c () INHERITS (p);")
            try folder.write("two.sql", "CREATE TABLE p (id int); CREATE TABLE c (id int) INHERITS (p);")
            let irreparable = try await folder.diff("one.sql", "two.sql", "--exit-code")
            #expect(irreparable.status == 1 && irreparable.output.isEmpty)
            #expect(irreparable.errors.contains("stays different: column public.c.id is not declared by the child"))
            let missing = try await folder.diff("old.sql", "nowhere.sql", "--exit-code")
            #expect(missing.status == 2 && missing.output.isEmpty && missing.errors.contains("`nowhere.sql`"))
        }
    }

    @Test("--schema compares the named schemas only, and knows a misspelled one")
    func schemas() async throws {
        try await EmptyFolder.with { folder in
            try folder.write("old.sql", "CREATE SCHEMA one; CREATE SCHEMA two;")
            try folder.write(
                "new.sql",
                "CREATE SCHEMA one; CREATE TABLE one.a (id int); CREATE SCHEMA two; CREATE TABLE two.b (id int); CREATE TABLE c (id int);"
            )
            let one = try await folder.diff("old.sql", "new.sql", "--schema", "one")
            #expect(one.output.contains("one.a") && !one.output.contains("two.b") && !one.output.contains("public.c"))
            let two = try await folder.diff("old.sql", "new.sql", "--schema", "one", "--schema", "two")
            #expect(two.output.contains("one.a") && two.output.contains("two.b") && !two.output.contains("public.c"))
            let none = try await folder.diff("old.sql", "new.sql", "--schema", "onne")
            #expect(none.status == 2 && none.output.isEmpty && none.errors.contains("neither side has a schema `onne`"))
        }
    }

    @Test("--schema names what is not modeled in the named schemas only, and --strict refuses only that")
    func schemasOfUnmodeled() async throws {
        try await EmptyFolder.with { folder in
            try folder.write("old.sql", "CREATE SCHEMA one; CREATE SCHEMA two;")
            try folder.write(
                "new.sql",
                """
                CREATE SCHEMA one; CREATE TABLE one.a (id int);
                CREATE SCHEMA two; CREATE TABLE two.b (id int) PARTITION BY LIST (id);
                CREATE TABLE two.b1 PARTITION OF two.b FOR VALUES IN (1);
                UPDATE pg_catalog.pg_inherits SET inhdetachpending = true WHERE inhrelid = 'two.b1'::regclass;
                """)
            let one = try await folder.diff("old.sql", "new.sql", "--schema", "one", "--strict")
            #expect(one.status == 0 && one.output.contains("one.a") && !one.errors.contains("two.b1"), "\(one.all)")
            for options in [["--schema", "two"], ["--schema", "one", "--schema", "two"], []] {
                let arguments = ["diff", "--from", "old.sql", "--to", "new.sql", "--strict"] + options
                let outcome = try await folder.started(arguments).outcome()
                #expect(outcome.status == 2 && outcome.output.isEmpty, "\(options)")
                #expect(outcome.errors.contains("pending detachment of table two.b1"), "\(options)")
                #expect(outcome.errors.contains("--strict is given and 1 of these"), "\(options)")
            }
        }
    }

    @Test("--rollback writes SQL that leads back; without a file it is printed as comments, which psql does not run")
    func rollback() async throws {
        try await withFiles { folder in
            try await ScratchServer.withDatabase(major: 17) { database in
                #expect(try await folder.psql(database, "-q", "-f", "old.sql").status == 0)
                let printed = try await folder.diff(database.url, "new.sql", "--rollback")
                #expect(printed.output.contains("-- Rollback:\n") && printed.output.contains("-- CREATE TABLE public.gone ("))
                try folder.write("printed.sql", printed.output)
                #expect(try await folder.diff(database.url, "new.sql", "--rollback", "back.sql").status == 0)
                #expect(try await folder.psql(database, "-f", "printed.sql").status == 0)
                #expect(try await folder.diff(database.url, "new.sql", "--exit-code").status == 0)
                #expect(try await folder.psql(database, "-f", "back.sql").status == 0)
                let back = try await folder.diff("old.sql", database.url, "--exit-code")
                #expect(back.status == 0, "\(back)")
            }
        }
    }

    @Test("--quarantine moves what is dropped, and its rollback restores the rows")
    func quarantine() async throws {
        try await withFiles { folder in
            let forward = try await movesAndRestores(
                folder, "old.sql", "new.sql", rows: "INSERT INTO t VALUES (1, 'kept'); INSERT INTO gone VALUES (1, 'kept too')",
                query: "SELECT t.a, gone.v FROM t JOIN gone USING (id)", "kept|kept too")
            #expect(forward.contains("SET SCHEMA plumbline_q0000f_public") && !forward.contains("DROP TABLE"))
        }
    }

    /// Runs the script from one file to another and its rollback on a database with rows; the first script.
    private func movesAndRestores(
        _ folder: EmptyFolder, _ old: String, _ new: String, rows: String, query: String, _ kept: String
    ) async throws -> String {
        try await ScratchServer.withDatabase(major: 17) { database in
            #expect(try await folder.psql(database, "-q", "-f", old).status == 0)
            #expect(try await folder.psql(database, "-qc", rows).status == 0)
            let forward = try await folder.diff(database.url, new, "--quarantine", "--rollback", "back.sql")
            try folder.write("forward.sql", forward.output)
            #expect(try await folder.psql(database, "-f", "forward.sql").status == 0)
            #expect(try await folder.diff(database.url, new, "--exit-code").status == 0)
            let back = try await folder.psql(database, "-f", "back.sql")
            #expect(back.status == 0, "\(back)")
            #expect(try await folder.diff(database.url, old, "--exit-code").status == 0)
            #expect(try await folder.psql(database, "-c", query).output == kept + "\n")
            return forward.output
        }
    }

    @Test("--quarantine needs nothing of Plumbline in the database: partitions move with their table, and triggers stay quiet")
    func quarantineWithoutHistory() async throws {
        try await withFiles { folder in
            let less = """
                CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'fired'; END $$;
                CREATE TABLE kept (id int PRIMARY KEY, a text);
                CREATE TRIGGER fires BEFORE UPDATE ON kept FOR EACH ROW EXECUTE FUNCTION refuse();
                CREATE TRIGGER always BEFORE UPDATE ON kept FOR EACH ROW EXECUTE FUNCTION refuse();
                ALTER TABLE kept ENABLE ALWAYS TRIGGER always;
                """
            let more =
                less.replacing("a text", with: "a text, b text") + """
                    CREATE TABLE tree (id int, at date, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
                    CREATE TABLE tree_1 PARTITION OF tree FOR VALUES FROM ('2026-01-01') TO ('2027-01-01') PARTITION BY LIST (id);
                    CREATE TABLE tree_1_1 PARTITION OF tree_1 DEFAULT;
                    """
            try folder.write("more.sql", more)
            try folder.write("less.sql", less)
            _ = try await movesAndRestores(
                folder, "more.sql", "less.sql",
                rows: "INSERT INTO kept VALUES (1, 'a', 'b'); INSERT INTO tree VALUES (1, '2026-05-05')",
                query: "SELECT k.b, t.at FROM kept k JOIN tree t USING (id)", "b|2026-05-05")
        }
    }

    private struct Report: Decodable {
        struct Step: Decodable {
            struct Object: Decodable { let kind, name: String }
            struct Lock: Decodable { let mode, relation: String }
            let title, verb: String
            let object: Object
            let statements, hazards: [String]
            let locks: [Lock]
            let transactional: Bool
        }
        let version: Int
        let steps: [Step]
        let rollback: [Step]?
    }

    @Test("--format json: each step with its object, statements, hazards and locks")
    func json() async throws {
        try await withFiles { folder in
            func report(_ options: String...) async throws -> Report {
                let outcome = try await folder.started(
                    ["diff", "--from", "old.sql", "--to", "new.sql", "--format", "json"] + options
                ).outcome()
                return try JSONDecoder().decode(Report.self, from: Data(outcome.output.utf8))
            }
            let plain = try await report()
            #expect(plain.version == 1 && plain.rollback == nil)
            #expect(plain.steps.map(\.title).contains("create index public.t_b"))
            let drop = try #require(plain.steps.first { $0.object.name == "public.t.a" })
            #expect(drop.verb == "drop" && drop.object.kind == "column" && drop.transactional)
            #expect(drop.statements == ["ALTER TABLE public.t DROP COLUMN a"] && drop.hazards == ["data-loss", "blocking"])
            #expect(drop.locks.map { "\($0.mode) \($0.relation)" } == ["ACCESS EXCLUSIVE public.t"])
            let index = try #require(plain.steps.first { $0.object.kind == "index" })
            #expect(!index.transactional && index.hazards == ["scan"])
            #expect(try await report("--rollback").rollback?.contains { $0.object.name == "public.gone" } == true)
        }
    }

    @Test("--format text: the plan for people")
    func text() async throws {
        try await EmptyFolder.with { folder in
            try folder.write("old.sql", "CREATE TABLE t (id int, a text);")
            try folder.write("new.sql", "CREATE TABLE t (id int);")
            let outcome = try await folder.diff("old.sql", "new.sql", "--format", "text", "--rollback")
            #expect(
                outcome.output == """
                    Does: drop column.
                    Locks on relations in use: ACCESS EXCLUSIVE on public.t.
                    Risks: drop column public.t.a: LOSES DATA.
                    Steps:
                      1. drop column public.t.a
                           ACCESS EXCLUSIVE on public.t
                           hazards: deletes or changes values; readers or writers wait for its locks
                    Rollback:
                      1. add column public.t.a

                    """)
            #expect(try await folder.diff("old.sql", "old.sql", "--format", "text").output == "no differences\n")
        }
    }

    @Test("--safe and --allow refuse every hazard that is not allowed, and say how to allow it")
    func hazards() async throws {
        try await withFiles { folder in
            let safe = try await folder.diff("old.sql", "new.sql", "--safe", "--rollback", "back.sql")
            #expect(safe.status == 2 && safe.output.isEmpty && !folder.exists("back.sql"))
            #expect(safe.errors.contains("add --allow data-loss --allow scan --allow blocking"), "\(safe.errors)")
            #expect(safe.errors.contains("drop column public.t.a: data-loss (deletes or changes values), blocking"))
            let some = try await folder.diff("old.sql", "new.sql", "--allow", "data-loss", "--allow", "scan")
            #expect(some.status == 2 && some.output.isEmpty && some.errors.contains("add --allow blocking"))
            let enough = try await folder.diff(
                "old.sql", "new.sql", "--allow", "data-loss", "--allow", "scan", "--allow", "blocking")
            #expect(enough.status == 0 && !enough.output.isEmpty)
            #expect(try await folder.diff("old.sql", "new.sql", "--allow", "all").output == enough.output)
            #expect(try await folder.diff("old.sql", "new.sql", "--allow", "all", "--safe").status == 2)
            #expect(try await folder.diff("old.sql", "old.sql", "--safe").status == 0)
            // A conversion that rounds or cuts; one that fails where a value does not fit needs no `data-loss`.
            try folder.write("wide.sql", "CREATE TABLE t (n numeric(10,4), d timestamp, i bigint, v text);")
            let types = "n numeric(10,2), d timestamp, i bigint, v text"
            for (types, isLoss) in [
                (types, true), (types.replacing("10,2", with: "10,4").replacing("d timestamp", with: "d date"), true),
                ("n numeric(10,4), d timestamp, i int, v varchar(9)", false),
            ] {
                try folder.write("narrow.sql", "CREATE TABLE t (\(types));")
                let cut = try await folder.diff(
                    "wide.sql", "narrow.sql", "--allow", "rewrite", "--allow", "scan", "--allow", "blocking", "--allow",
                    "may-fail")
                #expect((cut.status == 2) == isLoss && cut.errors.contains("data-loss") == isLoss, "\(cut.all)")
            }
        }
    }

    @Test("--strict refuses where either side has something that is not modeled")
    func strict() async throws {
        try await EmptyFolder.with { folder in
            try folder.write("plain.sql", "CREATE TABLE a (id int) PARTITION BY LIST (id);")
            try folder.write(
                "strange.sql",
                """
                CREATE TABLE a (id int) PARTITION BY LIST (id); CREATE TABLE a1 PARTITION OF a FOR VALUES IN (1);
                UPDATE pg_catalog.pg_inherits SET inhdetachpending = true WHERE inhrelid = 'a1'::regclass;
                """)
            for sources in [("plain.sql", "strange.sql"), ("strange.sql", "plain.sql"), ("strange.sql", "strange.sql")] {
                let outcome = try await folder.diff(sources.0, sources.1, "--strict")
                #expect(
                    outcome.status == 2 && outcome.output.isEmpty
                        && outcome.errors.contains("pending detachment of table public.a1"))
            }
            #expect(try await folder.diff("plain.sql", "strange.sql").status == 0)
            #expect(try await folder.diff("plain.sql", "plain.sql", "--strict").status == 0)
        }
    }
}
