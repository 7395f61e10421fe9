import Foundation
import PostgresClient
import Sandbox
import Testing

@Suite("plumb dev")
struct DevTests {
    @Test("a saved file changes the sandbox; a file that does not load leaves it as it is")
    func watch() async throws {
        try await EmptyFolder.with { folder in
            try folder.write("plumbline.yml", "name: shop\nschema: schema\n")
            try folder.write("schema/a.sql", "CREATE TABLE t (id int);")
            let first = try await folder.plumb("dev")
            let url = try #require(first.output.firstMatch(of: #/shop: (postgresql:\S+)/#), "\(first.all)").1
            let settings = try ConnectionSettings(url: String(url))
            #expect(first.status == 0 && first.output.contains("create table public.t"), "\(first.all)")

            let watch = try folder.started(["dev", "--watch"])
            try await folder.until("watching", in: "err-")
            try folder.write("schema/a.sql", "CREATE TABLE t (id nosuch);")
            try await folder.until("schema/a.sql:1: type \"nosuch\" does not exist", in: "err-")
            // Reference rows and backfills use the tables and procedures of Plumbline's schema.
            let rows = """
                CREATE TABLE c (code text PRIMARY KEY);
                -- plumb:rows public.c
                INSERT INTO c VALUES ('DE'), ('FR');
                CREATE TABLE t (id int PRIMARY KEY, name text)
                """
            try folder.write("schema/a.sql", "\(rows);")
            try await folder.until("upsert 2 rows of table public.c", in: "out-")
            try await folder.until("steps done", in: "out-")
            try await PostgresConnection.with(settings) { try await $0.run(script: "INSERT INTO t VALUES (1)") }
            let filled = rows.replacing(
                "name text)", with: "name text NOT NULL);\n-- plumb:backfill public.t.name from 'row ' || id")
            try folder.write("schema/a.sql", filled)
            try await folder.until("stop filling column public.t.name", in: "out-")
            kill(watch.process, SIGINT)
            let outcome = try await watch.outcome()
            #expect(outcome.status == 0, "\(outcome.all)")

            let columns = try await PostgresConnection.with(settings) { connection in
                try await connection.query(
                    "SELECT attname::text AS name FROM pg_attribute WHERE attrelid = 't'::regclass AND attnum > 0"
                )
                .compactMap { $0.text("name") }
            }
            #expect(columns == ["id", "name"])
            let name = try await PostgresConnection.with(settings) { try await $0.query("SELECT name FROM t").first?.text(0) }
            #expect(name == "row 1")
            let again = try await folder.plumb("dev")
            #expect(again.output.contains("shop: matches the declaration"), "\(again.all)")
            // The name is made of the project's and its folder's.
            let sandbox = try #require(try PersistentSandbox.all().first { $0.settings.host == settings.host }).name
            #expect(sandbox.contains(/^shop-[a-z0-9]+-dev$/))
            #expect(try await folder.plumb("sandbox", "stop", "--name", sandbox).output == "stopped sandbox \(sandbox)\n")
        }
    }
}

extension EmptyFolder {
    /// Waits until a file whose name begins so has this text: the output of a command that is still running.
    fileprivate func until(_ text: String, in prefix: String) async throws {
        for _ in 0..<3000 {
            for name in try FileManager.default.contentsOfDirectory(atPath: root.path) where name.hasPrefix(prefix) {
                if try String(contentsOf: root.appending(path: name), encoding: .utf8).contains(text) { return }
            }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw Late(text: text)
    }

    private struct Late: Error { let text: String }
}
