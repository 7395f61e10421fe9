import Foundation
import PlumblineTesting
import PostgresClient
import Testing

@Suite("plumb access")
struct AccessCommandTests {
    private static func schema(_ role: String, policy: String) -> String {
        """
        CREATE SCHEMA app;
        GRANT USAGE ON SCHEMA app TO \(role);
        CREATE TABLE app.note (id int PRIMARY KEY, org int NOT NULL, body text);
        ALTER TABLE app.note ENABLE ROW LEVEL SECURITY;
        GRANT SELECT, UPDATE ON app.note TO \(role);
        CREATE POLICY own ON app.note USING (\(policy));
        """
    }

    private static let own = "org = (SELECT (current_setting('request.jwt.claims', true)::jsonb -> 'app' ->> 'org')::int)"

    @Test("reads identities from plumbline.yml, tries to read live and to write on a scratch copy")
    func withoutSwift() async throws {
        try await EmptyFolder.with { folder in
            try await ScratchServer.withDatabase(major: 17) { database in
                let role = "note_reader_\(UUID().uuidString.prefix(8).lowercased())"
                try folder.write(
                    "plumbline.yml",
                    """
                    databases:
                      shop:
                        url: \(database.url)
                        schema: schema
                        access:
                          schemas: [app]
                          identities:
                            - { name: Ann, role: \(role), claims: { app: { org: 1 } }, tenant: one }
                            - { name: Bob, role: \(role), claims: { app: { org: 2 } }, tenant: two }
                    """)
                try folder.write("schema/a.sql", Self.schema(role, policy: Self.own))
                let connection = try await PostgresConnection.connect(database)
                try await connection.run(script: "CREATE ROLE \(role);" + Self.schema(role, policy: Self.own))
                try await connection.run(script: "INSERT INTO app.note SELECT n, n % 2 + 1, 'x' FROM generate_series(1, 7) AS n")

                let clean = try await folder.plumb("access", "--allow-superuser")
                #expect(clean.status == 0, "\(clean.all)")
                #expect(clean.output.contains(#/app\.note  SELECT +7 +3 +4\n/#), "\(clean.all)")
                #expect(clean.output.contains(#/ UPDATE +\d+ +[1-9]\d* +[1-9]\d*\n/#), "\(clean.all)")
                #expect(clean.output.contains("Writing was tried on rows of a scratch copy"), "\(clean.all)")

                try await connection.run(script: "ALTER POLICY own ON app.note USING (org > 0)")
                let leaking = try await folder.plumb("access", "--allow-superuser", "--reads-only", "--format", "markdown")
                #expect(leaking.status == 1, "\(leaking.all)")
                #expect(
                    leaking.output.contains("Ann and Bob, of different tenants, both see 7 of the same rows"), "\(leaking.all)")
                #expect(leaking.output.contains("Writing was not judged: --reads-only"), "\(leaking.all)")
                try await connection.run(script: "DROP OWNED BY \(role); DROP ROLE \(role)")
                await connection.close()
            }
        }
    }

    @Test("without identities there is nothing to try, which is no pass")
    func nobody() async throws {
        try await EmptyFolder.with { folder in
            try folder.write("plumbline.yml", "schema: schema\ndatabases: {shop: {}}\n")
            try folder.write("schema/a.sql", "CREATE TABLE note (id int);")
            let outcome = try await folder.plumb("access")
            #expect(outcome.status == 2 && outcome.all.contains("no identity is declared"), "\(outcome.all)")
        }
    }
}
