import PlumblineTesting
import Plumbline
import Testing

/// The test that the third tutorial shows.
@Suite struct TutorialTests {
    @Test(.database(of: Library.database)) func nothingIsDueBeforeItIsLent() async throws {
        try await PostgresConnection.with(ScratchDatabase.settings) { connection in
            try await connection.run(script: "INSERT INTO app.members (name, email) VALUES ('Ann Lee', 'ann@example.org')")
            await #expect(throws: PostgresError.self) {
                try await connection.run(
                    script: """
                        INSERT INTO app.loans (member_id, book, lent_on, due_on, renewals)
                        VALUES (1, 'Emma', '2026-05-02', '2026-05-01', 0)
                        """)
            }
        }
    }
}
