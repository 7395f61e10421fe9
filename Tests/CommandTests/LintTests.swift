import Foundation
import PlumblineTesting
import PostgresClient
import Testing

@Suite("plumb lint")
struct LintTests {
    private func write(_ text: String, to name: String, _ bench: Bench) throws {
        let file = bench.root.appending(path: name)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    @Test("ends with 0, 1 or 2")
    func status() async throws {
        try await Bench.with { bench in
            try write("CREATE TABLE a (id bigint PRIMARY KEY);", to: "db/1.sql", bench)
            #expect(try await bench.plumb("lint", "db").status == 0)
            try write("CREATE INDEX i ON a (id);", to: "db/2.sql", bench)
            let found = try await bench.plumb("lint", "db")
            #expect(found.status == 1)
            #expect(found.output.contains("db/2.sql:1:1 error PL001"))
            let missing = try await bench.plumb("lint", "nowhere")
            #expect(missing.status == 2)
            #expect(missing.errors.contains("there is no file or folder `nowhere`"))
            #expect(try await bench.plumb("lint", "--explain", "PL001").output.contains("add_index"))
            #expect(try await bench.plumb("lint", "--explain", "PL999").status == 2)
        }
    }

    @Test("is configured in plumbline.yml, and wants reasons there")
    func configuration() async throws {
        try await Bench.with { bench in
            try write("DROP TABLE a;", to: "x.sql", bench)
            try write(
                "lint:\n  off: {PL031: nobody needs it, PL026: by hand, PL027: by hand}\n  severity: {PL001: note}\n",
                to: "plumbline.yml", bench)
            #expect(try await bench.plumb("lint", "x.sql").status == 0)
            for wrong in [
                "off: {PL031: \"\"}", "off: {PL999: x}", "naming: {table: \"[\"}", "postgres: new", "severity: {PL001: loud}",
                "of: {PL031: x}",
            ] {
                try write("lint:\n  \(wrong)\n", to: "plumbline.yml", bench)
                #expect(try await bench.plumb("lint", "x.sql").status == 2, "\(wrong)")
            }
        }
    }

    @Test("asks a server what is there, and what its grammar takes")
    func server() async throws {
        try await Bench.with { bench in
            try await bench.execute(
                "CREATE TABLE public.has_check (a int, CONSTRAINT n CHECK (a IS NOT NULL)); CREATE TABLE public.empty (a int)")
            try write(
                "SET lock_timeout = '1s'; SET statement_timeout = 0; ALTER TABLE public.has_check ALTER a SET NOT NULL;",
                to: "x.sql", bench)
            #expect(try await bench.plumb("lint", "x.sql").output.contains("PL013"))
            #expect(try await bench.plumb("lint", "x.sql", "--url", bench.live.url).status == 0)
            try write("SELECT 1 FROM t WHERE a IS NOT JSON SCALAR; SELECT FROM WHERE;", to: "y.sql", bench)
            let judged = try await bench.plumb("lint", "y.sql", "--url", bench.live.url)
            #expect(judged.output.contains("y.sql:1:57 error PL068"))
            #expect(judged.output.components(separatedBy: "PL068").count == 2)
            #expect(try await bench.plumb("lint", "x.sql", "--url", "postgres://nobody@127.0.0.1:1/x").status == 2)
        }
    }

    @Test("lints this project's declarations and migrations, none of which has an error")
    func project() async throws {
        try await Bench.with { bench in
            let outcome = try await bench.plumb("lint", "--sarif", "lint.sarif")
            #expect(outcome.status != 2)
            #expect(!outcome.output.contains(" error PL"))
            #expect(outcome.output.contains("Sources/SupportPlatform/"))
            #expect(FileManager.default.fileExists(atPath: bench.root.appending(path: "lint.sarif").path))
        }
    }
}
