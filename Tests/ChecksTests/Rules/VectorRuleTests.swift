import Checks
import PlumblineTesting
import PostgresClient
import SchemaDSL
import Testing

/// Vectors that are missing, zero, of other dimensions, or there twice.
@Suite struct VectorRuleTests {
    private final class Chunks: Table, Sendable {
        let id = Column("id", .bigint).primaryKey().unmasked()
        let embedding = Column("embedding", .vector(3))
    }

    private static let chunks = Chunks()
    private static let database = Database("shop", schemas: [Schema("search", tables: [chunks])])

    @Test func faultyVectorsAreCounted() async throws {
        try await Shop.open(major: 17) { live in
            // The column takes any number of dimensions, as one that was created by hand does.
            try await live.plant(
                """
                CREATE SCHEMA extensions; CREATE EXTENSION vector SCHEMA extensions; CREATE SCHEMA search;
                CREATE TABLE search.chunks (id bigint PRIMARY KEY, embedding extensions.vector);
                INSERT INTO search.chunks VALUES (1, '[1,2,3]'), (2, '[1,2]'), (3, NULL), (4, '[0,0,0]'), (5, '[1,2,3]'), (6, '[0,0,1]')
                """)
            let e = Self.chunks.embedding
            let suite = CheckSuite(
                Self.database,
                [
                    CheckGroup(
                        on: Self.chunks, key: [Self.chunks.id],
                        [
                            .notNull(e, "Embeddings are there"), .dimensions(of: e, 3, "Embeddings have 3 dimensions"),
                            .notZero(e, "No embedding is zero"), .unique([e], "No embedding is there twice"),
                        ])
                ])
            let results = try await live.run(suite)
            #expect(results.map(\.outcome) == [.failed, .failed, .failed, .failed])
            #expect(results.map { $0.samples.map(\.description) } == [["id=3"], ["id=2"], ["id=4"], ["id=5"]])
            #expect(results[1].figures.map(\.description) == ["rows with NULL, which pass: 1"])
        }
    }
}
