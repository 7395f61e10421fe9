import Foundation
import Migrator
import PlumblineTesting
import PostgresClient
import SchemaModel
import Testing

@Suite("A role with no more rights than it needs")
struct DoctorTests {
    /// A role that can connect and has no rights, for one test; it is dropped with its rights after it.
    private func withRole<R>(
        _ shop: Workshop, _ attributes: String = "", _ body: (String, ConnectionSettings) async throws -> R
    ) async throws -> R {
        let name = "doctor_" + UUID().uuidString.prefix(8).lowercased()
        try await shop.execute("CREATE ROLE \(name) LOGIN \(attributes)")
        let result: Result<R, any Error>
        do {
            result = .success(try await body(name, shop.live.with(user: name, password: nil)))
        } catch {
            result = .failure(error)
        }
        try await shop.execute("DROP OWNED BY \(name) CASCADE; DROP ROLE \(name)")
        return try result.get()
    }

    private func findings(
        _ use: Doctor.Use, _ declared: DeclaredDatabase, _ settings: ConnectionSettings
    ) async throws -> [Doctor.Finding] {
        try await PostgresConnection.with(settings) { try await Doctor(declared, $0).findings(for: use, keepsHistory: true) }
    }

    @Test("migrates as a role that only what doctor prints was granted to")
    func migrate() async throws {
        try await Workshop.with { shop in
            let first = try await shop.declared(Workshop.first)
            try await shop.generate(first, "initial")
            try await withRole(shop) { name, settings in
                let missing = try await findings(.migrate, first, settings)
                #expect(
                    missing.compactMap(\.remedy) == [
                        "GRANT CREATE ON DATABASE \(SQL.identifier(shop.live.database ?? "")) TO \(name)",
                        "GRANT SET ON PARAMETER session_replication_role TO \(name)",
                        "GRANT pg_read_all_stats, pg_signal_backend TO \(name)",
                    ], "\(missing)")
                #expect(missing.map(\.severity) == [.problem, .warning, .warning])
                await #expect(throws: MigrationError.self) { try await apply(shop, first, settings) }
                for remedy in missing.compactMap(\.remedy) { try await shop.execute(remedy) }
                #expect(try await findings(.migrate, first, settings).isEmpty)
                try await apply(shop, first, settings)
                try await shop.withLive(first) { (live, _) async throws in #expect(try await live.compare().isClean) }
                // Objects of somebody else: only their owner may alter them.
                try await withRole(shop, "NOINHERIT") { other, otherSettings in
                    try await shop.execute("GRANT CREATE ON DATABASE \"\(shop.live.database ?? "")\" TO \(other)")
                    let missing = try await findings(.migrate, first, otherSettings)
                    #expect(missing.contains { $0.remedy == "GRANT \(name) TO \(other)" }, "\(missing)")
                }
            }
        }
    }

    @Test("a role that does not see all rows of its own table migrates none of them", .needsPostgres(17))
    func forcedPolicies() async throws {
        try await Workshop.with { shop in
            let tables = """
                CREATE SCHEMA app; CREATE TABLE app.t (id int PRIMARY KEY, tenant text, note text);
                ALTER TABLE app.t ENABLE ROW LEVEL SECURITY; ALTER TABLE app.t FORCE ROW LEVEL SECURITY;
                CREATE POLICY own ON app.t USING (tenant = current_setting('app.tenant', true));
                """
            let first = try await shop.declared(tables)
            try await shop.generate(first, "initial")
            let second = try await shop.declared(tables.replacing(", note text", with: ""))
            try await withRole(shop) { name, settings in
                try await shop.execute("GRANT CREATE ON DATABASE \(SQL.identifier(shop.live.database ?? "")) TO \(name)")
                try await apply(shop, first, settings)
                try await shop.execute("INSERT INTO app.t SELECT i, 'a', 'note ' || i FROM generate_series(1, 10) i")
                let missing = try await findings(.migrate, first, settings)
                #expect(missing.contains { $0.severity == .problem && $0.remedy == "ALTER ROLE \(name) BYPASSRLS" }, "\(missing)")
                try await shop.generate(second, "drop")
                let error = await #expect(throws: MigrationError.self) { try await apply(shop, second, settings) }
                #expect(error?.description.contains("Policies hide rows of the table") == true, "\(error?.description ?? "")")
                #expect(try await shop.value("SELECT count(note) FROM app.t") == "10")
                try await shop.execute("ALTER ROLE \(name) BYPASSRLS")
                try await apply(shop, second, settings)
                #expect(try await shop.value(#"SELECT count(note) FROM plumbline_q0002f_app."t.note""#) == "10")
            }
        }
    }

    private func apply(_ shop: Workshop, _ declared: DeclaredDatabase, _ settings: ConnectionSettings) async throws {
        try await PostgresConnection.with(settings) { connection in
            _ = try await LiveDatabase(shop.project(declared), declared, connection: connection, host: shop.host).apply()
        }
    }

    @Test(
        "reads as a role that only what doctor prints was granted to; a superuser is refused",
        arguments: [Doctor.Use.check, .nightly])
    func check(_ use: Doctor.Use) async throws {
        try await Workshop.with { shop in
            let first = try await shop.declared(Workshop.first)
            try await shop.execute(Workshop.first + "ALTER TABLE app.visit ENABLE ROW LEVEL SECURITY;")
            #expect(try await findings(use, first, shop.live).first?.text.contains("is a superuser") == true)
            try await withRole(shop) { name, settings in
                let missing = try await findings(use, first, settings)
                let remedies = missing.compactMap(\.remedy)
                // A file may keep the results.
                let withoutHistory = try await PostgresConnection.with(settings) {
                    try await Doctor(first, $0).findings(for: use)
                }
                #expect(!withoutHistory.contains { $0.text.contains("plumbline") })
                #expect(remedies.contains("GRANT USAGE ON SCHEMA app TO \(name)"), "\(missing)")
                #expect(remedies.contains("GRANT SELECT ON app.guests, app.person, app.visit TO \(name)"), "\(missing)")
                #expect(remedies.contains("ALTER ROLE \(name) BYPASSRLS"), "\(missing)")
                #expect(remedies.contains("CREATE SCHEMA plumbline AUTHORIZATION \(name)") == (use == .nightly), "\(missing)")
                for remedy in remedies { try await shop.execute(remedy) }
                #expect(try await findings(use, first, settings).isEmpty)
                try await PostgresConnection.with(settings) { connection in
                    try await connection.run(script: "SET row_security = off; SELECT count(*) FROM app.visit")
                    await #expect(throws: PostgresError.self) { try await connection.query("DELETE FROM app.visit") }
                }
            }
        }
    }
}
