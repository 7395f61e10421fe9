import Foundation
import PlumblineTesting
import PostgresClient
import Sandbox
import Testing

@Suite("SQL files as sources")
struct ScriptSourceTests {
    @Test("a whole dump of pg_dump, with rows, owners and grants, is the database that it came from")
    func dump() async throws {
        try await EmptyFolder.with { folder in
            try await ScratchServer.withDatabase(major: 17) { database in
                let id = UUID().uuidString.prefix(8).lowercased()
                let roles = ["owner\"\(id) x", "reader_\(id)"]
                let quoted = roles.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }
                let schema = #"""
                    CREATE TABLE t (id int PRIMARY KEY, a text);
                    INSERT INTO t SELECT i, E'it''s \\! ls " $$ \t \n' || repeat('x', 100) FROM generate_series(1, 2000) i;
                    CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $$ SELECT '\! ls; ' $$;
                    CREATE FUNCTION g() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT CASE WHEN true THEN 2 END; END;
                    """#
                try folder.write(
                    "schema.sql",
                    "CREATE ROLE \(quoted[0]); CREATE ROLE \(quoted[1]);\n" + schema
                        + "\nALTER TABLE t OWNER TO \(quoted[0]); GRANT SELECT ON t TO \(quoted[1]);")
                #expect(try await folder.psql(database, "-q", "-f", "schema.sql").status == 0)
                let installation = folder.server.installation
                let command =
                    installation.command("pg_dump") + [
                        "-h", installation.path(database.host ?? ""), "-p", String(database.port ?? 5432), "-U", "postgres",
                        database.database ?? "",
                    ]
                let dump = try await Run(URL(filePath: "/usr/bin/env"), command, in: folder.root, environment: [:]).outcome()
                #expect(dump.status == 0 && dump.output.contains("COPY public.t"), "\(dump.errors)")
                try folder.write("dump.sql", dump.output)
                let same = try await folder.diff(database.url, "dump.sql", "--exit-code", "--owners")
                #expect(same.status == 0 && same.output.isEmpty, "\(same)")

                let drop = "DROP OWNED BY \(quoted[0]), \(quoted[1]); DROP ROLE \(quoted[0]), \(quoted[1])"
                #expect(try await folder.psql(database, "-qc", drop).status == 0)
                let without = try await folder.diff("dump.sql", "dump.sql", "--exit-code")
                #expect(without.status == 0, "\(without)")
                let left = try await folder.psql(database, "-c", "SELECT rolname FROM pg_roles WHERE rolname LIKE '%\(id)%'")
                #expect(left.output.isEmpty, "a role that the dump mentions is created for the load and dropped after it")
            }
        }
    }

    @Test("pg_cron and its jobs load, though PostgreSQL has the extension in one database of a server only")
    func cron() async throws {
        try await EmptyFolder.with { folder in
            let table = "CREATE TABLE t (id int);\n"
            // As pg_dump and the dumps of Supabase write it.
            let dump = """
                CREATE EXTENSION IF NOT EXISTS "pg_cron" WITH SCHEMA "pg_catalog";
                COMMENT ON EXTENSION pg_cron IS 'Job scheduler for PostgreSQL';
                GRANT USAGE ON SCHEMA cron TO pg_monitor WITH GRANT OPTION;
                \(table)
                """
            let job = "SELECT cron.schedule('clean', '0 3 * * *', $$DELETE FROM t$$);\n"
            for (name, text) in [("plain.sql", table), ("old.sql", dump), ("new.sql", dump + job)] {
                try folder.write(name, text)
            }
            let added = try await folder.diff("old.sql", "new.sql")
            #expect(added.status == 0 && added.output.contains("SELECT cron.schedule('clean', '0 3 * * *'"), "\(added)")
            #expect(!added.output.contains("EXTENSION"), "\(added.output)")
            let created = try await folder.diff("plain.sql", "new.sql")
            #expect(created.output.contains("CREATE EXTENSION pg_cron SCHEMA pg_catalog"), "\(created)")
            #expect(created.output.contains("GRANT USAGE ON SCHEMA cron TO pg_monitor WITH GRANT OPTION"), "\(created)")
            #expect(!created.output.contains("cron.job "), "the objects of pg_cron come with it: \(created.output)")
            let dropped = try await folder.diff("old.sql", "plain.sql")
            #expect(dropped.output.contains("DROP EXTENSION pg_cron"), "\(dropped)")

            // A project: the migration creates the extension, which its proof does too, forward and back.
            try folder.write("plumbline.yml", "schema: new.sql\ndatabases: {app: {}}\n")
            let generated = try await folder.shell("$PLUMB generate initial")
            #expect(generated.status == 0, "\(generated.all)")
        }
    }

    @Test("comments say how a column is filled, and the printed SQL runs by itself")
    func backfill() async throws {
        try await EmptyFolder.with { folder in
            try await ScratchServer.withDatabase(major: 17) { database in
                let old = "CREATE TABLE t (id int PRIMARY KEY, email text);"
                try folder.write("old.sql", old + "\n")
                try folder.write(
                    "new.sql",
                    "CREATE TABLE t (id int PRIMARY KEY, name text NOT NULL, host text);\n"
                        + "-- plumb:backfill public.t.name from split_part(email, '@', 1)\n"
                        + "-- plumb:backfill public.t.host from split_part(email, '@', 2)\n")
                let outcome = try await folder.diff("old.sql", "new.sql")
                #expect(outcome.status == 0 && !outcome.errors.contains("rename"), "\(outcome)")
                try folder.write("change.sql", outcome.output)
                let rows = "INSERT INTO t VALUES (1, 'ann@x.org'), (2, 'bob@y.org')"
                #expect(try await folder.psql(database, "-q", "-c", old, "-c", rows, "-f", "change.sql").status == 0)
                let values = try await folder.psql(database, "-c", "SELECT id, name, host FROM t ORDER BY id")
                #expect(values.output == "1|ann|x.org\n2|bob|y.org\n", "\(values)")
                let same = try await folder.diff(database.url, "new.sql", "--exit-code")
                #expect(same.status == 0, "nothing is left behind: \(same)")
            }
        }
    }

    @Test("both sides may create the same role, and build indexes concurrently")
    func roles() async throws {
        try await EmptyFolder.with { folder in
            let role = "both_" + UUID().uuidString.prefix(8).lowercased()
            for (name, type) in [("old.sql", "int"), ("new.sql", "bigint")] {
                try folder.write(
                    name,
                    "CREATE ROLE \(role);\nCREATE TABLE t (a \(type));\nGRANT SELECT ON t TO \(role);\nCREATE INDEX CONCURRENTLY ON t (a);"
                )
            }
            let outcome = try await folder.diff("old.sql", "new.sql")
            #expect(outcome.status == 0 && outcome.output.contains("TYPE bigint"), "\(outcome)")
        }
    }

    @Test("psql's commands that stay inside: variables, conditions, generated SQL, included files, what pg_dump writes")
    func commands() async throws {
        try await EmptyFolder.with { folder in
            try folder.write(
                "schema/1.sql",
                #"""
                \restrict abc123
                \set ON_ERROR_STOP off
                \set name 'one' \\ CREATE TABLE :name (id int);
                \if false
                CREATE TABLE never (id int);
                \set name 'never'
                \elif true
                CREATE TABLE two (id int);
                \else
                CREATE TABLE never (id int);
                \endif
                SELECT 'three' AS name \gset
                CREATE TABLE :name (id int);
                SELECT format('CREATE TABLE %I (id int)', n) FROM unnest(ARRAY['four', 'five']) n \gexec
                COPY one FROM stdin;
                1
                \.
                \echo done
                \ir parts/six.psql
                \unrestrict abc123
                """#)
            try folder.write("schema/parts/six.psql", "CREATE TABLE six (id int)")
            try folder.write(
                "all.sql",
                ["one", "two", "three", "four", "five", "six"].map { "CREATE TABLE \($0) (id int);" }.joined(separator: "\n"))
            let same = try await folder.diff("schema", "all.sql", "--exit-code")
            #expect(same.status == 0 && same.output.isEmpty, "\(same)")
        }
    }

    @Test(
        "what reaches outside the database is refused with its place, and not run",
        arguments: [
            #"\! touch pwned"#, #"\copy t FROM PROGRAM 'touch pwned'"#, #"\o |touch pwned"#, "\\set x `touch pwned`",
            #"SELECT 1 \g |touch pwned"#, #"\w pwned"#, #"\i /etc/passwd"#, #"\ir ../outside.sql"#, #"\setenv A b"#,
            #"\connect other"#,
            #"\if true \\ \! touch pwned"#, #"\nonsense"#, "COPY t FROM PROGRAM 'touch pwned';", "CREATE DATABASE other;",
            "ALTER SYSTEM SET work_mem = '1MB';", "CREATE TABLESPACE s LOCATION '/tmp';",
        ])
    func refused(_ text: String) async throws {
        try await EmptyFolder.with { folder in
            try folder.write("a.sql", "CREATE TABLE t (id int);\n\(text)\n")
            try folder.write("b.sql", "")
            let outcome = try await folder.diff("a.sql", "b.sql")
            #expect(outcome.status == 2 && outcome.output.isEmpty && outcome.errors.hasPrefix("plumb: a.sql:2: "), "\(outcome)")
            #expect(!folder.exists("pwned"))
        }
    }

    @Test(
        "a command that hides behind a setting which changes how strings end is refused by psql itself",
        arguments: [
            #"""
            DO $$ BEGIN EXECUTE 'SET standard_conforming_strings = off'; END $$;
            SELECT '\'' ; \! touch pwned ' ';
            """#,
            #"""
            SELECT set_config('standard_conforming_strings', 'off', false);
            SELECT '\' AS x, '
            \set a 1
            SELECT 1;
            ' AS k \gset
            :k
            """#,
            #"""
            SELECT chr(92) || '! touch pwned' AS run \gset
            :run
            """#,
        ])
    func hidden(_ text: String) async throws {
        try await EmptyFolder.with { folder in
            try folder.write("a.sql", text)
            try folder.write("b.sql", "")
            let outcome = try await folder.diff("a.sql", "b.sql")
            #expect(outcome.status == 2 && outcome.output.isEmpty, "\(outcome)")
            #expect(!folder.exists("pwned"))
        }
    }

    @Test("a transaction that is never committed is an error, and no empty schema")
    func openTransaction() async throws {
        try await EmptyFolder.with { folder in
            try folder.write(
                "open.sql", "BEGIN;\nCREATE TABLE t (a int);\nCREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'")
            try folder.write("closed.sql", "BEGIN;\nCREATE TABLE t (a int);\nCOMMIT;\nCREATE TABLE u (a int)")
            let open = try await folder.diff("closed.sql", "open.sql")
            #expect(open.status == 2 && open.output.isEmpty, "\(open)")
            #expect(open.errors.contains("open.sql: a transaction that BEGIN opens is never committed"), "\(open)")
            #expect(try await folder.diff("closed.sql", "closed.sql").status == 0)
        }
    }

    @Test("an error names the file, the line that the server means, and its code")
    func place() async throws {
        try await EmptyFolder.with { folder in
            try folder.write(
                "schema/1.sql",
                "CREATE TABLE a (id int);\n\\set x 1\n\\set y 2\nCREATE TABLE b (\n    id int,\n    v nosuch\n);\n")
            try folder.write("b.sql", "CREATE TABLE a (id int);\nGRANT SELECT ON a TO CURRENT_ROLE;\nSELECT 1 FROM nosuch;\n")
            let type = try await folder.diff("schema", "schema")
            #expect(type.errors.contains("schema/1.sql:6: type \"nosuch\" does not exist (42704)"), "\(type.errors)")
            let relation = try await folder.diff("b.sql", "b.sql")
            #expect(relation.errors.contains("b.sql:3: relation \"nosuch\" does not exist (42P01)"), "\(relation.errors)")
            #expect(type.status == 2 && type.output.isEmpty && relation.status == 2 && relation.output.isEmpty)
        }
    }

    @Test("a long file with an error at its beginning") func longFile() async throws { try await expectError(major: 17) }

    @Test("likewise on PostgreSQL 15", .needsPostgres(15)) func longFile15() async throws { try await expectError(major: 15) }

    @Test("likewise on PostgreSQL 18", .needsPostgres(18)) func longFile18() async throws { try await expectError(major: 18) }

    private func expectError(major: Int) async throws {
        try await EmptyFolder.with(major: major) { folder in
            let rows = String(repeating: "x\n", count: 200_000)
            try folder.write("a.sql", "SELECT nosuch;\nCREATE TABLE t (a text);\nCOPY t FROM stdin;\n\(rows)\\.\n")
            try folder.write("b.sql", "")
            let outcome = try await folder.diff("a.sql", "b.sql")
            #expect(outcome.status == 2 && outcome.errors.contains("a.sql:1: column \"nosuch\" does not exist"), "\(outcome)")
        }
    }
}
