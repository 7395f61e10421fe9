import Foundation
import Migrator
import PlumblineTesting
import Sandbox
import SchemaModel
import Testing

@Suite("The DBA's round: generate, apply, roll back")
struct RoundTests {
    @Test("rows outlive a rollback of everything, and of a dropped column", arguments: [15, 17, 18])
    func rowsSurvive(major: Int) async throws {
        guard try await ScratchServer.isInstalled(major: major) else { try Test.cancel("PostgreSQL \(major) is not installed") }
        try await Workshop.with(major: major) { shop in
            let first = try await shop.declared(Workshop.first)
            try await shop.generate(first, "initial")
            try await shop.withLive(first) { live, _ in
                let done = try await live.apply()
                #expect(done.map(\.label) == ["0001_initial"])
                #expect(try await live.apply().isEmpty)
                #expect(try await live.compare().isClean)
            }
            try await shop.execute(Workshop.rows)
            let before = try await shop.value(Workshop.digest)

            let second = try await shop.declared(Workshop.second)
            try await shop.generate(second, "change")
            try await shop.withLive(second) { live, _ in
                let done = try await live.apply()
                #expect(done.map(\.label) == ["0002_change"])
                #expect(try await live.compare().isClean)
                #expect(try await live.rollBack(live.plannedRollbacks(to: 1)).count == 1)
            }
            #expect(try await shop.value(Workshop.digest) == before)

            try await shop.withLive(second) { live, _ in
                let back = try await live.rollBack(live.plannedRollbacks(to: 0))
                #expect(back.count == 1)
                #expect(try await shop.value("SELECT to_regclass('app.person')") == nil)
                #expect(try await live.apply().count == 2)
                #expect(try await live.rollBack(live.plannedRollbacks(to: 1)).count == 1)
            }
            #expect(try await shop.value(Workshop.digest) == before)
            #expect(try await shop.value("SELECT count(*) FROM app.visit") == "500")
        }
    }

    @Test("an extension in a declared schema keeps the schema for the rows in quarantine")
    func extensionInDeclaredSchema() async throws {
        try await Workshop.with { shop in
            let declared = try await shop.declared(
                """
                CREATE SCHEMA app; CREATE EXTENSION btree_gist SCHEMA app;
                CREATE TABLE app.booking (id bigint PRIMARY KEY, room int, during tstzrange,
                    EXCLUDE USING gist (room WITH =, during WITH &&))
                """)
            let made = try #require(try await shop.generate(declared, "initial"))
            #expect(Set(made.proof.kept.map(\.description)) == ["extension btree_gist", "schema app"])
            try await shop.withLive(declared) { live, _ in
                #expect(try await live.apply().count == 1)
                try await shop.execute("INSERT INTO app.booking VALUES (1, 1, '[2026-01-01, 2026-01-02)')")
                #expect(try await live.rollBack(live.plannedRollbacks(to: 0)).count == 1)
                #expect(try await shop.value("SELECT to_regclass('app.booking')") == nil)
                #expect(try await live.apply().count == 1)
                #expect(try await live.compare().isClean)
            }
            #expect(try await shop.value("SELECT count(*) FROM app.booking") == "1")
        }
    }

    @Test("psql runs the same files, and a second run executes nothing")
    func psqlTwice() async throws {
        try await Workshop.with { shop in
            let first = try await shop.declared(Workshop.first)
            try await shop.generate(first, "initial")
            for folder in ["migrations", "rollback", "migrations"] {
                let file = shop.path(folder, "0001_initial")
                #expect(try await shop.psql(file).contains("BEGIN"))
                #expect(try await shop.psql(file).isEmpty)
            }
            try await shop.withLive(first) { live, _ in
                let done = try await live.apply()
                #expect(done.isEmpty)
                #expect(try await live.compare().isClean)
            }
        }
    }

    @Test("the same declaration gives the same files on every run, and then nothing")
    func deterministic() async throws {
        try await Workshop.with { one in
            try await Workshop.with { two in
                let declared = try await one.declared(Workshop.first)
                try await one.generate(declared, "initial")
                try await two.generate(declared, "initial")
                for folder in ["migrations", "rollback"] {
                    let first = try Data(contentsOf: one.path(folder, "0001_initial"))
                    let second = try Data(contentsOf: two.path(folder, "0001_initial"))
                    #expect(first == second)
                }
                #expect(try await one.generate(declared, "again") == nil)
            }
        }
    }

    @Test("a database that has everything already is adopted; one that differs is not")
    func baseline() async throws {
        try await Workshop.with { shop in
            let declared = try await shop.declared(Workshop.first)
            try await shop.generate(declared, "initial")
            try await shop.execute(Workshop.first)
            try await shop.execute("DROP INDEX app.visit_person")
            try await shop.withLive(declared) { live, _ in
                let error = await #expect(throws: MigrationError.self) { try await live.baseline() }
                #expect(error?.message.contains("index app.visit_person: declared but missing") == true)
                try await shop.execute("CREATE INDEX visit_person ON app.visit (person_id)")
                #expect(try await live.baseline() == ["0001_initial"])
                #expect(try await live.apply().isEmpty)
            }
        }
    }
}
