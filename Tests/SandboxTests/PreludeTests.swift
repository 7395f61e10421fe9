import Foundation
import PlumblineTesting
import PostgresClient
import Sandbox
import Testing

@Suite struct PreludeTests {
    @Test(arguments: try await ScratchServer.installedMajors, Prelude.allCases)
    func loadsTwiceWithoutChange(major: Int, prelude: Prelude) async throws {
        let server = try await ScratchServer.shared(major: major)
        try await ScratchServer.withDatabase(prelude, major: major) { settings in
            let database = try #require(settings.database)
            let first = try await server.dump(database: database)
            try await server.load(prelude, into: database)
            #expect(try await server.dump(database: database).withoutRandom == first.withoutRandom)
        }
    }

    @Test(arguments: try await ScratchServer.installedMajors) func loadsInManyDatabasesAtOnce(major: Int) async throws {
        let server = try await SandboxServer.start(SandboxOptions(major: major))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<6 {
                group.addTask {
                    try await server.createDatabase("d\(number)", preludes: [.supabase, .chatwootApplication, .cronStub])
                }
            }
            try await group.waitForAll()
        }
        try await server.stop()
    }

    @Test func supabaseFunctionsReadTheRequest() async throws {
        try await ScratchServer.withDatabase(.supabase) { settings in
            let connection = try await PostgresConnection.connect(settings)
            let outside = try await connection.query("SELECT auth.uid(), auth.role(), auth.jwt()").one()
            #expect((0..<3).allSatisfy { outside[$0] == nil })
            let inside = try await connection.transaction { transaction in
                try await transaction.execute(
                    """
                    SELECT set_config('request.jwt.claims', $1, true), set_config('role', 'authenticated', true)
                    """,
                    [#"{"sub": "5f1b7a4e-8b1a-4c55-9a05-3a1f6a3f7a10", "role": "authenticated", "org": 7}"#])
                return try await transaction.query("SELECT auth.uid(), auth.role(), auth.jwt() ->> 'org'").one()
            }
            #expect(inside[0] == "5f1b7a4e-8b1a-4c55-9a05-3a1f6a3f7a10")
            #expect(inside[1] == "authenticated")
            #expect(inside[2] == "7")
            // The settings are empty texts now, no longer unset.
            let after = try await connection.query("SELECT auth.uid(), auth.role(), auth.jwt()").one()
            #expect((0..<3).allSatisfy { after[$0] == nil })
            await connection.close()
        }
    }

    @Test(arguments: [Prelude.chatwootDocument, .chatwootApplication])
    func chatwootOwnsItsTables(prelude: Prelude) async throws {
        try await ScratchServer.withDatabase(prelude) { settings in
            let connection = try await PostgresConnection.connect(settings)
            let owners = try await connection.query(
                "SELECT DISTINCT pg_get_userbyid(relowner) FROM pg_class WHERE relnamespace = 'public'::regnamespace")
            #expect(owners.map { $0[0] } == ["chatwoot"])
            await connection.close()
        }
    }

    @Test func conversationsOfTheApplicationAreNumberedByAccount() async throws {
        try await ScratchServer.withDatabase(.chatwootApplication) { settings in
            let connection = try await PostgresConnection.connect(settings)
            try await connection.run(
                script: """
                    INSERT INTO accounts (name, created_at, updated_at) VALUES ('a', now(), now()), ('b', now(), now());
                    INSERT INTO conversations (account_id, inbox_id, created_at, updated_at)
                    SELECT account, 1, now(), now() FROM unnest(ARRAY[1, 2, 1]) AS account;
                    """)
            let numbers = try await connection.query("SELECT account_id, display_id FROM conversations ORDER BY id")
            #expect(numbers.map { "\($0[0] ?? "")-\($0[1] ?? "")" } == ["1-1", "2-1", "1-2"])
            await connection.close()
        }
    }

    @Test func anUnknownPreludeIsRefusedByName() async throws {
        await #expect(throws: SandboxError.self) {
            try await ScratchServer.withDatabase("supabse") { _ in }
        }
    }
}

extension String {
    /// A dump without the random key that newer versions of pg_dump put around it.
    fileprivate var withoutRandom: String {
        split(separator: "\n").filter { !$0.hasPrefix("\\restrict") && !$0.hasPrefix("\\unrestrict") }.joined(separator: "\n")
    }
}
