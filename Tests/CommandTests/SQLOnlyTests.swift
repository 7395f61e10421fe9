import Foundation
import PostgresClient
import Sandbox
import Testing

@Suite("A project of SQL files")
struct SQLOnlyTests {
    private static let example = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Examples/SQLOnly")

    /// A command of the README, with what the page says of its output.
    private struct Example {
        var command: String
        var status: Int32 = 0
        var lines: [String] = []
    }

    /// The commands in the blocks ```` ```console ````.
    private static func examples(_ text: String) -> [Example] {
        var found: [Example] = []
        var isConsole = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("```") {
                isConsole = line == "```console"
            } else if isConsole, line.hasPrefix("$ ") {
                var example = Example(command: String(line.dropFirst(2)))
                if let match = line.firstMatch(of: #/# exit status ([0-9]+)/#) { example.status = Int32(match.1) ?? -1 }
                found.append(example)
            } else if isConsole, !found.isEmpty {
                found[found.count - 1].lines.append(line.trimmingCharacters(in: .whitespaces))
            }
        }
        return found
    }

    /// True where a line of the page stands in the output; `…` stands for anything.
    private static func contains(_ output: String, _ line: String) -> Bool {
        let parts = line.split(separator: "…", omittingEmptySubsequences: false).map { $0.trimmingCharacters(in: .whitespaces) }
        return output.split(separator: "\n").contains { candidate in
            var rest = candidate[...]
            for part in parts where !part.isEmpty {
                guard let range = rest.range(of: part) else { return false }
                rest = rest[range.upperBound...]
            }
            return true
        }
    }

    @Test("the commands of Examples/SQLOnly/README.md do what the page says")
    func readme() async throws {
        try await EmptyFolder.with { folder in
            for name in ["schema", "checks", "plumbline.yml"] {
                try FileManager.default.copyItem(
                    at: Self.example.appending(path: name), to: folder.root.appending(path: name))
            }
            let text = try String(contentsOf: Self.example.appending(path: "README.md"), encoding: .utf8)
            let examples = Self.examples(text)
            #expect(examples.count > 20)
            // One shell runs them all, so that variables stay; it writes the output and the status of each to files.
            var script = "plumb() { \"$PLUMB\" \"$@\"; }\ntrap 'plumb sandbox stop >/dev/null' EXIT\n"
            for (number, example) in examples.enumerated() {
                script += "{ \(example.command)\n} >out.\(number) 2>&1 </dev/null; echo $? >status.\(number)\n"
            }
            _ = try await folder.shell(script)
            for (number, example) in examples.enumerated() {
                let output = try String(contentsOf: folder.root.appending(path: "out.\(number)"), encoding: .utf8)
                let status = try String(contentsOf: folder.root.appending(path: "status.\(number)"), encoding: .utf8)
                #expect(
                    Int32(status.trimmingCharacters(in: .whitespacesAndNewlines)) == example.status,
                    "\(example.command)\n\(output)")
                for line in example.lines {
                    #expect(Self.contains(output, line), "\(example.command)\nmissing: \(line)\n\(output)")
                }
            }
        }
    }

    private func project(_ folder: EmptyFolder, _ settings: String, _ files: [String: String]) throws {
        try folder.write("plumbline.yml", settings)
        for (name, text) in files { try folder.write(name, text) }
    }

    @Test("a migration has the expressions as the files write them, where PostgreSQL reads them the same without a search path")
    func texts() async throws {
        try await EmptyFolder.with { folder in
            try project(
                folder, "schema: schema\ndatabases: {shop: {}}\n",
                [
                    "schema/a.sql": """
                    CREATE SCHEMA app;
                    CREATE FUNCTION app.is_short(t text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT length(t) < 9';
                    SET search_path = app;
                    CREATE TABLE rooms (
                        id bigint PRIMARY KEY, name text DEFAULT 'none' CHECK (is_short(name)),
                        hour int CHECK (hour BETWEEN 0 AND 23 /* a day */), day int CHECK (day IN (1, 2)),
                        next int GENERATED ALWAYS AS (day + 1) STORED
                    );
                    CREATE INDEX ON rooms (lower(name)) WHERE day = 1;
                    CREATE VIEW early AS SELECT id FROM app.rooms WHERE hour BETWEEN 0 AND 9;
                    ALTER TABLE rooms ENABLE ROW LEVEL SECURITY;
                    CREATE POLICY mine ON rooms USING (name = current_user);
                    """
                ])
            // The second run takes the texts from the cache.
            for name in ["first", "second"] {
                let result = try await folder.plumb("generate", name)
                #expect(result.status == 0, "\(result.all)")
                let text = try String(
                    contentsOf: folder.root.appending(path: "migrations/shop/0001_\(name).sql"), encoding: .utf8)
                for line in [
                    "name text DEFAULT 'none',", "next integer GENERATED ALWAYS AS (day + 1) STORED,",
                    "CHECK (app.is_short(name))", "CHECK (((hour >= 0) AND (hour <= 23)))", "CHECK (day IN (1, 2))",
                    "USING btree (lower(name)) WHERE day = 1;", "SELECT id FROM app.rooms WHERE hour BETWEEN 0 AND 9;",
                    "USING (name = current_user)",
                ] { #expect(text.contains(line), "\(line)\n\(text)") }
                for path in ["migrations", "rollback"] {
                    try FileManager.default.removeItem(at: folder.root.appending(path: path))
                }
            }
        }
    }

    @Test("a function may need a search path; one that never compiles is named, with all others, unless it is not to be checked")
    func bodies() async throws {
        try await EmptyFolder.with { folder in
            let settings = "schema: schema\ndatabases: {shop: {}}\n"
            let needsPath = """
                CREATE SCHEMA app; CREATE SCHEMA old; GRANT USAGE ON SCHEMA old TO CURRENT_USER WITH GRANT OPTION; CREATE TABLE app.t (id int PRIMARY KEY); SET search_path = app;
                SET check_function_bodies = off;
                CREATE FUNCTION app.many() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM t';
                CREATE FUNCTION app.last() RETURNS int LANGUAGE plpgsql AS 'DECLARE r int; BEGIN SELECT max(id) INTO r FROM t; RETURN r; END';
                """
            try project(folder, settings, ["schema/a.sql": needsPath])
            let accepted = try await folder.plumb("generate", "initial")
            #expect(accepted.status == 0, "\(accepted.all)")
            let broken = """
                \(needsPath)
                CREATE FUNCTION app.lost() RETURNS int LANGUAGE sql AS 'SELECT id FROM gone';
                CREATE FUNCTION old.lost(int) RETURNS int LANGUAGE sql AS 'SELECT id FROM gone';
                """
            try folder.write("schema/a.sql", broken)
            let refused = try await folder.plumb("generate", "more")
            #expect(refused.status == 2 && refused.errors.contains("the bodies of 2 functions do not compile"), "\(refused.all)")
            #expect(
                refused.errors.contains("  - function app.lost(): ")
                    && refused.errors.contains("  - function old.lost(integer): "))
            try folder.write(
                "plumbline.yml", "schema: schema\ndatabases: {shop: {unchecked-functions: [app.lost, \"old.*\"]}}\n")
            let unchecked = try await folder.plumb("generate", "more")
            #expect(unchecked.status == 0, "\(unchecked.all)")
            try folder.write("plumbline.yml", "schema: schema\ndatabases: {shop: {unchecked-functions: [app.lots]}}\n")
            let unknown = try await folder.plumb("generate", "again")
            #expect(
                unknown.status == 2
                    && unknown.errors.contains("no declared function is called app.lots. Did you mean `app.lost`?"),
                "\(unknown.all)")
        }
    }

    @Test("what lint refuses is not written, unless the rule is ignored with a reason")
    func refusedByLint() async throws {
        try await EmptyFolder.with { folder in
            try project(
                folder, "schema: schema\ndatabases: {shop: {}}\n",
                ["schema/a.sql": "CREATE SCHEMA app; CREATE TABLE app.t (id bigint PRIMARY KEY, n int);"])
            let first = try await folder.plumb("generate", "initial")
            #expect(first.status == 0, "\(first.all)")

            try folder.write("schema/a.sql", "CREATE SCHEMA app; CREATE TABLE app.t (id bigint PRIMARY KEY, n bigint);")
            let refused = try await folder.plumb("generate", "wider")
            #expect(refused.status == 2 && refused.errors.contains("PL018 n goes from integer to bigint"), "\(refused.all)")
            #expect(refused.errors.contains("--ignore-lint 'PL018: REASON'"))
            #expect(!folder.exists("migrations/shop/0002_wider.sql"))

            let bigger = "CREATE SCHEMA app; CREATE TABLE app.t (id bigint PRIMARY KEY, n bigint);"
            try folder.write("schema/a.sql", "\(bigger)\n-- plumb:converted app.t.n using n + 1 back n - 1\n")
            let inPlace = try await folder.plumb("generate", "wider", "--online")
            #expect(
                inPlace.status == 2
                    && inPlace.errors.contains(
                        "not changed online: column app.t.n: old values that its conversion changes are kept")
                    && !inPlace.errors.contains("use --online"), "\(inPlace.all)")
            try folder.write("schema/a.sql", bigger)

            let unexplained = try await folder.plumb("generate", "wider", "--ignore-lint", "PL018")
            #expect(unexplained.status != 0 && unexplained.errors.contains("has no reason"), "\(unexplained.all)")

            let accepted = try await folder.plumb("generate", "wider", "--ignore-lint", "PL018: the table is small")
            #expect(accepted.status == 0, "\(accepted.all)")
            let text = try String(contentsOf: folder.root.appending(path: "migrations/shop/0002_wider.sql"), encoding: .utf8)
            #expect(text.contains("-- plumb:ignore-file PL018: the table is small\n"))
            let lint = try await folder.plumb("lint")
            #expect(lint.status == 0, "\(lint.all)")
        }
    }

    @Test("the only database needs no name, also for a baseline; of several, one must be named")
    func onlyDatabase() async throws {
        try await EmptyFolder.with { folder in
            let schema = "CREATE TABLE \"Odd.name\" (id int PRIMARY KEY);"
            try project(folder, "schema: schema\ndatabases: {shop: {}}\n", ["schema/a.sql": schema])
            let name = "sqlonly_\(UUID().uuidString.prefix(8).lowercased())"
            let live = try await folder.server.createDatabase(name)
            try await folder.server.execute(schema, in: name)
            let url = "PLUMBLINE_URL_SHOP='\(live.url)' $PLUMB "
            let baseline = try await folder.shell("\(url) generate initial && \(url) baseline && \(url) purge --yes")
            #expect(baseline.status == 0 && baseline.output.contains("shop: recorded as a baseline"), "\(baseline.all)")
            #expect(baseline.output.contains("shop: nothing to delete"), "\(baseline.all)")
            let profile = try await folder.shell("\(url) profile --allow-superuser 'public.\"Odd.name\"'")
            #expect(profile.status == 0, "\(profile.all)")
            let unquoted = try await folder.shell("\(url) profile --allow-superuser public.Odd.name")
            #expect(unquoted.status == 2 && unquoted.errors.contains("in double quotes"), "\(unquoted.all)")

            try folder.write(
                "plumbline.yml", "databases: {shop: {schema: schema}, other: {schema: schema}}\n")
            let several = try await folder.shell("\(url) baseline")
            #expect(several.status == 2 && several.errors.contains("name the databases; the project has"), "\(several.all)")
            try await folder.server.dropDatabase(name)
        }
    }

    @Test("a new NOT NULL column is filled as a comment says, and the schema public is owned without its own privileges")
    func backfill() async throws {
        try await EmptyFolder.with { folder in
            try project(
                folder, "schema: schema\ndatabases: {shop: {}}\n",
                [
                    "schema/a.sql": "CREATE TABLE t (id int PRIMARY KEY, email text);",
                    "checks/shop/t.sql": "-- title: All have a letter\nSELECT id FROM t WHERE email = '';",
                ])
            let name = "sqlonly_\(UUID().uuidString.prefix(8).lowercased())"
            let live = try await folder.server.createDatabase(name)
            let url = "PLUMBLINE_URL_SHOP='\(live.url)' $PLUMB "
            let first = try await folder.shell("\(url) generate initial && \(url) apply && \(url) verify")
            #expect(first.status == 0 && first.output.contains("shop: matches the declaration"), "\(first.all)")
            try await folder.server.execute("INSERT INTO t VALUES (1, 'A@x.org')", in: name)

            try folder.write(
                "schema/a.sql",
                """
                CREATE TABLE t (id int PRIMARY KEY, email text, lowered text NOT NULL);
                -- plumb:backfill public.t.lowered from lower(email)
                """)
            let second = try await folder.shell("\(url) generate lowered && \(url) apply && \(url) verify")
            #expect(second.status == 0, "\(second.all)")
            let value = try await folder.psql(live, "-c", "SELECT lowered FROM t")
            #expect(value.output == "a@x.org\n", "\(value.all)")

            try folder.write("schema/a.sql", "CREATE TABLE t (id int PRIMARY KEY, lowered text NOT NULL);")
            let gate = try await folder.shell("\(url) gate --allow-superuser")
            #expect(
                gate.status == 1 && gate.output.contains("checks/shop/t.sql:2, column 16: t does not fit the declared schema"),
                "\(gate.all)")
            try await folder.server.dropDatabase(name)
        }
    }

    @Test("rows of a table in quarantine whose type went come back over the reference rows that the table is created with")
    func referenceRowsOfQuarantine() async throws {
        try await EmptyFolder.with { folder in
            try project(
                folder, "schema: schema\ndatabases: {shop: {}}\n", ["schema/a.sql": "CREATE TYPE kind AS ENUM ('x', 'y');"])
            let name = "sqlonly_\(UUID().uuidString.prefix(8).lowercased())"
            let live = try await folder.server.createDatabase(name)
            let url = "PLUMBLINE_URL_SHOP='\(live.url)' $PLUMB "
            let first = try await folder.shell("\(url) generate kind")
            #expect(first.status == 0, "\(first.all)")
            try folder.write(
                "schema/b.sql",
                """
                CREATE TABLE plan (code text PRIMARY KEY, kind kind NOT NULL);
                CREATE TABLE chosen (id int PRIMARY KEY, plan text NOT NULL REFERENCES plan (code));
                -- plumb:rows public.plan
                INSERT INTO plan VALUES ('free', 'x'), ('pro', 'y');
                """)
            let second = try await folder.shell("\(url) generate plan && \(url) apply")
            #expect(second.status == 0, "\(second.all)")
            try await folder.server.execute(
                "INSERT INTO plan VALUES ('own', 'y'); INSERT INTO chosen VALUES (1, 'own'), (2, 'pro')", in: name)
            let back = try await folder.shell("\(url) rollback --to 0 --yes")
            #expect(back.status == 0 && back.output.contains("rolled back 0001_kind"), "\(back.all)")
            let again = try await folder.shell("\(url) apply && \(url) verify")
            #expect(again.status == 0 && again.output.contains("shop: matches the declaration"), "\(again.all)")
            let rows = try await folder.psql(
                live, "-c", "SELECT c.id, p.* FROM chosen c JOIN plan p ON p.code = c.plan ORDER BY id")
            #expect(rows.output == "1|own|y\n2|pro|y\n", "\(rows.all)")
            try await folder.server.dropDatabase(name)
        }
    }

    @Test("comments say how values change, an approved plan runs, and what cannot be shown is masked")
    func values() async throws {
        try await EmptyFolder.with { folder in
            let table = "CREATE TABLE t (id int PRIMARY KEY, note text, mood mood, size int);"
            try project(
                folder, "schema: schema\ndatabases: {shop: {}}\n",
                ["schema/a.sql": "CREATE TYPE mood AS ENUM ('sad', 'glad');\n\(table)"])
            let name = "sqlonly_\(UUID().uuidString.prefix(8).lowercased())"
            let live = try await folder.server.createDatabase(name)
            let url = "PLUMBLINE_URL_SHOP='\(live.url)' $PLUMB "
            let first = try await folder.shell("\(url) generate initial && \(url) apply")
            #expect(first.status == 0, "\(first.all)")
            try await folder.server.execute(
                "INSERT INTO t VALUES (1, 'a long note', 'sad', 3), (2, 'b', 'glad', NULL); CREATE INDEX ON t (note)", in: name)
            try await folder.server.execute("DROP INDEX t_note_idx", in: name)

            let changed = table.replacing("note text", with: "note varchar(6)")
            try folder.write(
                "schema/a.sql",
                """
                CREATE TYPE mood AS ENUM ('glad');
                \(changed)
                -- plumb:converted public.t.note using left(note, 6)
                -- plumb:removed value public.mood.'sad' replaced by 'glad'
                """)
            let second = try await folder.shell(
                "\(url) generate values --ignore-lint 'PL018: small' && { \(url) plan --save p.json; \(url) apply --plan p.json; } && \(url) verify"
            )
            #expect(second.status == 0 && second.output.contains("1 pending, valid until"), "\(second.all)")
            #expect(try await folder.psql(live, "-c", "SELECT note, mood FROM t ORDER BY id").output == "a long|glad\nb|glad\n")
            let again = try await folder.shell("\(url) apply --plan p.json")
            #expect(again.status == 2 && again.errors.contains("the pending migrations are now none"), "\(again.all)")
            let back = try await folder.shell("\(url) rollback --yes && \(url) apply")
            #expect(back.output.contains("ACCESS EXCLUSIVE on public.t (about "), "\(back.all)")

            try folder.write(
                "schema/a.sql",
                """
                CREATE TYPE mood AS ENUM ('glad');
                \(changed.replacing("size int", with: "size int NOT NULL"))
                -- plumb:sensitive public.t.id
                """)
            let third = try await folder.shell("\(url) generate size && \(url) apply")
            #expect(third.status == 2 && third.errors.contains("has NULLs: 1 row. Find them with"), "\(third.all)")
            try await folder.server.dropDatabase(name)
        }
    }

    @Test(
        "what the files cannot mean is an error with its place",
        arguments: [
            (
                ["schema/a.sql": "CREATE TABLE t (id int);\nCREATE TABLE u (id nosuch);"],
                "schema/a.sql:2: type \"nosuch\" does not exist"
            ),
            (
                ["schema/a.sql": "CREATE TABLE t (id int);\n-- plumb:rename column public.t.x to id"],
                "schema/a.sql:2: there is no comment `plumb:rename`. Did you mean `renamed`?"
            ),
            (
                ["schema/a.sql": "CREATE TABLE t (id int);\n-- plumb:rows public.tt"],
                "schema/a.sql:2: there is no table public.tt here"
            ),
            (["schema/a.sql": "CREATE TABLE t (id int);\n-- plumb:rows public.t"], "has no primary key"),
            (
                ["schema/a.sql": "CREATE TABLE t (id int);\n\nCREATE TABLE t_\(String(repeating: "x", count: 62)) (id int);"],
                "schema/a.sql:3: identifier \"t_\(String(repeating: "x", count: 62))\" will be truncated"
            ),
            (
                [
                    "schema/a.sql":
                        "CREATE TYPE mood AS ENUM ('glad');\n-- plumb:removed value public.mood.'sad' replaced by 'calm'"
                ],
                "schema/a.sql:2: enum type public.mood has no label 'calm', which would replace 'sad'"
            ),
            (
                ["schema/a.sql": "CREATE TABLE t (id int);\n-- plumb:converted public.t.id"],
                "schema/a.sql:2: the form is `-- plumb:converted SCHEMA.TABLE.COLUMN using EXPRESSION [back EXPRESSION]`"
            ),
            (["schema/readme.md": "x"], "has no .sql file"),
            ([:], "the schema of shop, schema, does not exist"),
        ] as [([String: String], String)])
    func problems(files: [String: String], message: String) async throws {
        try await EmptyFolder.with { folder in
            try project(folder, "name: shop\nschema: schema\n", files)
            let outcome = try await folder.plumb("generate", "initial")
            #expect(outcome.status == 2 && outcome.errors.contains(message), "\(outcome.all)")
            #expect(!folder.exists("migrations"))
        }
    }
}
