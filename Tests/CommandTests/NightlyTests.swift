import Foundation
import PlumblineTesting
import PostgresClient
import Testing

@Suite("plumb nightly")
struct NightlyTests {
    /// A role as README and docs/nightly tell to make it, on the bench's server.
    private func withChecker(_ bench: Bench, _ body: (ConnectionSettings) async throws -> Void) async throws {
        let name = "checker_\(UUID().uuidString.prefix(8).lowercased())"
        try await bench.execute("CREATE ROLE \(name) LOGIN BYPASSRLS; GRANT pg_read_all_data TO \(name)")
        do {
            try await body(bench.live.with(user: name, password: nil))
        } catch {
            try await bench.execute("DROP ROLE \(name)")
            throw error
        }
        try await bench.execute("DROP ROLE \(name)")
    }

    @Test("works with the role that the documentation recommends, twice, and writes nothing into the database")
    func recommendedRole() async throws {
        try await Bench.with { bench in
            #expect(try await bench.plumb("apply", "chatwoot").status == 0)
            try await withChecker(bench) { checker in
                for run in 1...2 {
                    let outcome = try await bench.started(
                        ["nightly", "--prometheus", "out/plumb.prom"], url: checker.url, supabase: checker
                    ).outcome()
                    #expect(outcome.status < 2, "\(outcome.all)")
                    #expect(!outcome.all.contains("permission denied") && !outcome.all.contains("not kept"), "\(outcome.all)")
                    let page = try String(
                        contentsOf: bench.root.appending(components: "reports", "nightly.html"), encoding: .utf8)
                    #expect(page.contains("There is no earlier run to compare with.") == (run == 1))
                    #expect(page.contains("public.contacts"))
                }
                // Both kept the history: checks that were clean in both can be asked about.
                let suggested = try await bench.started(
                    ["check", "--suggest", "--clean-runs", "2"], url: checker.url, supabase: checker
                ).outcome()
                #expect(suggested.status == 0, "\(suggested.all)")
                #expect(suggested.output.contains("  no constraint: "), "\(suggested.all)")
                let metrics = try String(contentsOf: bench.root.appending(components: "out", "plumb.prom"), encoding: .utf8)
                #expect(metrics.contains("plumbline_table_rows{database=\"chatwoot\",table=\"public."))
                let history = bench.root.appending(components: ".plumbline", "history.sqlite")
                #expect(FileManager.default.fileExists(atPath: history.path))
                #expect(try await bench.value("to_regclass('plumbline.check_history')") == nil)
            }
        }
    }

    @Test("shows the results even when they cannot be kept, and does not call that clean")
    func historyThatCannotBeWritten() async throws {
        try await Bench.with { bench in
            try Data("in the way".utf8).write(to: bench.root.appending(component: "history"))
            let outcome = try await bench.started(
                ["nightly", "--allow-superuser", "--no-measurements", "--history-file", "history/file.sqlite"],
                supabase: bench.live
            ).outcome()
            #expect(outcome.status == 2 && outcome.errors.contains("the results were not kept"), "\(outcome.all)")
            #expect(FileManager.default.fileExists(atPath: bench.root.appending(components: "reports", "nightly.html").path))
        }
    }

    @Test("steps aside while another run works")
    func lock() async throws {
        try await Bench.with { bench in
            let folder = bench.root.appending(component: ".plumbline")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let held = open(folder.appending(component: "nightly.lock").path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
            defer { close(held) }
            #expect(held >= 0 && flock(held, LOCK_EX | LOCK_NB) == 0)
            let outcome = try await bench.started(["nightly"], supabase: bench.live).outcome()
            #expect(outcome.status == 2 && outcome.errors.contains("still runs; nothing was done"), "\(outcome.all)")
        }
    }

    @Test("of a database that cannot be reached, the page and the metrics say so, with the checks of every folder")
    func unreached() async throws {
        try await EmptyFolder.with { folder in
            try folder.write(
                "plumbline.yml", "schema: schema\ndatabases: {shop: {url: 'postgresql://nobody@127.0.0.1:1/shop'}}\n")
            try folder.write("schema/shop.sql", "CREATE TABLE orders (id int PRIMARY KEY);")
            try folder.write("checks/good.sql", "-- plumb:check good\nSELECT id FROM orders WHERE id < 0;")
            try folder.write("checks/billing/deep/BAD.SQL", "-- plumb:check bad\nSELECT id FROM orders WHERE id > 0;")
            // A link stays a link.
            try FileManager.default.createSymbolicLink(
                atPath: folder.root.appending(path: "plumb.prom").path, withDestinationPath: "kept.prom")
            let run = try await folder.plumb("nightly", "--prometheus", "plumb.prom")
            #expect(run.status == 2 && run.output.contains("2 could not run, 0 passed."), "\(run.all)")
            let metrics = try String(contentsOf: folder.root.appending(path: "kept.prom"), encoding: .utf8)
            #expect(metrics.contains("plumbline_run_passed 0\n"))
            #expect(metrics.matches(of: #/plumbline_check_state\{[^}]*check="(good|bad)"[^}]*\} 4/#).count == 2)
            let page = try String(contentsOf: folder.root.appending(components: "reports", "nightly.html"), encoding: .utf8)
            #expect(page.contains("could not be reached"))
        }
    }
}
