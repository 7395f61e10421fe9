import Foundation
import PostgresClient
import Sandbox
import Testing

@Suite("A fleet: many databases with one schema")
struct FleetTests {
    /// A project of SQL files with one migration, and databases of its schema on one server.
    private struct Tenants {
        let folder: EmptyFolder
        let names: [String]
        let prefix: String

        var control: ConnectionSettings { folder.server.settings }

        /// The words without the prefix that keeps the databases of tests apart.
        func plain(_ text: String) -> String { text.replacing(prefix, with: "tenant_") }

        func run(_ arguments: String) async throws -> Bench.Outcome {
            try await folder.shell("PLUMBLINE_URL_TENANT='\(control.url)' $PLUMB fleet \(arguments)")
        }

        func execute(_ sql: String, in tenant: Int) async throws {
            try await folder.server.execute(sql, in: names[tenant - 1])
        }
    }

    private func withTenants(_ count: Int, _ body: (Tenants) async throws -> Void) async throws {
        try await EmptyFolder.with { folder in
            let prefix = "fleet_\(UUID().uuidString.prefix(6).lowercased())_"
            let names = (1...count).map { "\(prefix)\($0)" }
            try folder.write("plumbline.yml", "name: saas\ndatabases:\n  tenant:\n    schema: schema\n")
            try folder.write("schema/a.sql", "CREATE SCHEMA app; CREATE TABLE app.account (id bigint PRIMARY KEY, email text);")
            let made = try await folder.plumb("generate", "initial")
            #expect(made.status == 0, "\(made.all)")
            try folder.write("tenants.txt", "# name, and a URL where it is elsewhere\n" + names.joined(separator: "\n") + "\n")
            for name in names { _ = try await folder.server.createDatabase(name) }
            try await body(Tenants(folder: folder, names: names, prefix: prefix))
            for name in names { try await folder.server.dropDatabase(name) }
        }
    }

    @Test("goes from the canary through the waves, and a second run finds nothing to do")
    func waves() async throws {
        try await withTenants(6) { tenants in
            let applied = try await tenants.run("apply --list tenants.txt --waves 2 --report report.json")
            #expect(applied.status == 0, "\(applied.all)")
            #expect(applied.output.hasPrefix("6 databases in ") && applied.output.contains(": 6 changed\n"), "\(applied.all)")
            let waves = applied.errors.split(separator: "\n").filter { !$0.hasPrefix("  [") }
            #expect(
                waves == ["canaries: 1 database", "wave 1 of 2: 2 databases", "wave 2 of 2: 3 databases"], "\(applied.errors)")
            let report = try String(contentsOf: tenants.folder.root.appending(path: "report.json"), encoding: .utf8)
            #expect(report.ranges(of: "\"applied 0001_initial\"").count == 6)

            let again = try await tenants.run("apply --list tenants.txt")
            #expect(again.status == 0 && again.output.contains(": 6 had nothing to do\n"), "\(again.all)")
            let status = try await tenants.run("status --list tenants.txt")
            #expect(status.status == 0 && status.output == "6 of 6 databases have every migration\n", "\(status.all)")

            let back = try await tenants.run("rollback --list tenants.txt --to 0 --yes")
            #expect(back.status == 0 && back.output.contains(": 6 changed\n"), "\(back.all)")
            let behind = try await tenants.run("status --list tenants.txt")
            #expect(behind.status == 1 && behind.output.contains("1 pending, has none (6): "), "\(behind.all)")
        }
    }

    @Test("a canary that fails ends the run, and no other database is begun")
    func canary() async throws {
        try await withTenants(3) { tenants in
            try await tenants.execute("CREATE SCHEMA app; CREATE TABLE app.account (id int)", in: 2)
            let failed = try await tenants.run("apply --list tenants.txt --canary \(tenants.names[1]) --max-failures 5")
            #expect(failed.status == 1, "\(failed.all)")
            let output = tenants.plain(failed.output)
            #expect(output.contains(": 1 failed, 2 were not begun\nStopped: a canary failed"), "\(output)")
            #expect(
                output.contains("Failed, 1 of 3: tenant_2\n  0001_initial expects a database without any of its objects"),
                "\(output)")
            let status = try await tenants.run("status --list tenants.txt")
            #expect(
                tenants.plain(status.output).contains("1 pending, has none (3): tenant_1, tenant_2, tenant_3"), "\(status.all)")
        }
    }

    @Test("one that fails later stops what is not begun, and a rerun goes on when it is put right")
    func resumes() async throws {
        try await withTenants(5) { tenants in
            try await tenants.execute("CREATE SCHEMA app; CREATE TABLE app.account (id int)", in: 3)
            let first = try await tenants.run("apply --list tenants.txt --waves 1 --concurrency 1")
            #expect(first.status == 1 && first.output.contains(": 2 changed, 1 failed, 2 were not begun\n"), "\(first.all)")
            #expect(first.output.contains("Stopped: 1 failed, and at most 0 may"), "\(first.all)")

            try await tenants.execute("DROP TABLE app.account", in: 3)
            let second = try await tenants.run("apply --list tenants.txt")
            #expect(second.status == 0 && second.output.contains(": 3 changed, 2 had nothing to do\n"), "\(second.all)")
        }
    }

    @Test("a database that cannot be reached is that one's failure, within the number that may fail")
    func unreachable() async throws {
        try await withTenants(3) { tenants in
            try tenants.folder.write(
                "tenants.txt", "\(tenants.names[0])\ngone postgres://nobody:sec-ret-42@127.0.0.1:1/none\n\(tenants.names[1])\n")
            let outcome = try await tenants.run("apply --list tenants.txt --max-failures 1 --concurrency 1")
            #expect(outcome.status == 1 && outcome.output.contains(": 2 changed, 1 failed\n"), "\(outcome.all)")
            #expect(outcome.output.contains("Failed, 1 of 3: gone\n"), "\(outcome.all)")
            #expect(!outcome.all.contains("sec-ret-42"))
            let status = try await tenants.run("status --list tenants.txt")
            #expect(
                status.status == 1 && status.output.contains("cannot be read: ") && status.output.contains("(1): gone"),
                "\(status.all)")
        }
    }

    @Test("the databases of a query, as plumbline.yml says")
    func query() async throws {
        try await withTenants(3) { tenants in
            try tenants.folder.write(
                "plumbline.yml",
                """
                name: saas
                databases:
                  tenant:
                    schema: schema
                    fleet:
                      query: SELECT 'number ' || row_number() OVER (ORDER BY datname) AS name, datname AS database
                        FROM pg_database WHERE datname LIKE '\(tenants.prefix)%' ORDER BY datname
                      canaries: [number 3]
                      waves: [50%]
                """)
            let outcome = try await tenants.run("apply")
            #expect(outcome.status == 0 && outcome.output.contains(": 3 changed\n"), "\(outcome.all)")
            #expect(outcome.errors.contains("canaries: 1 database\n  [1/3] number 3: applied 0001_initial"), "\(outcome.errors)")
            let writes = try await tenants.run("status --query \"CREATE TABLE x (name text)\"")
            #expect(writes.status == 2 && writes.errors.contains("read-only transaction"), "\(writes.all)")
        }
    }

    @Test(
        "a list that cannot be meant is refused before anything runs",
        arguments: [
            ("", "tenants.txt: the list names no database"),
            ("a\na\n", "tenants.txt: `a` is listed twice"),
            ("a\nb postgres://h/b extra\n", "tenants.txt:2: a line is a name, or a name and a URL; this one has 3 words"),
            ("a postgres://h/x\nb postgres://h/x\n", "tenants.txt: `a` and `b` are the same database"),
            (
                "a postgres://${NO_SUCH_VARIABLE}/x\n",
                "tenants.txt:1: the environment variable NO_SUCH_VARIABLE is not set, or empty"
            ),
        ])
    func badList(_ list: String, _ message: String) async throws {
        try await EmptyFolder.with { folder in
            try folder.write(
                "plumbline.yml", "name: saas\ndatabases:\n  tenant:\n    schema: schema\n    url: postgres://h/control\n")
            try folder.write("schema/a.sql", "CREATE TABLE t (id int);")
            try folder.write("tenants.txt", list)
            let outcome = try await folder.plumb("fleet", "apply", "--list", "tenants.txt")
            #expect(outcome.status == 2 && outcome.output.isEmpty && outcome.errors.contains(message), "\(outcome.all)")
        }
    }
}
