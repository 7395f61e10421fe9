import SchemaEngine
import Checks
import Migrator
import PlumblineTesting
import PostgresClient
import SchemaDSL
import SchemaModel
import SupportPlatform
import Testing

/// What the rule about `lists` asks for is planned so that no search is ever without an index.
@Suite struct IndexRebuildTests {
    private static let rows = """
        SELECT setseed(0.5);
        INSERT INTO knowledge.documents (content, category, embedding)
        SELECT 'd', 'faq', (SELECT array_agg(random()) FROM generate_series(1, 1536) WHERE i = i)::real[]::extensions.vector(1536)
        FROM generate_series(1, 300) AS i
        """
    private static let ivfflat = "USING ivfflat (embedding extensions.vector_cosine_ops) WITH (lists='100')"

    @Test(arguments: [
        "USING ivfflat (embedding extensions.vector_cosine_ops) WITH (lists='500')",
        "USING hnsw (embedding extensions.vector_cosine_ops) WITH (ef_construction='64', m='16')",
    ])
    func aNewIndexIsBuiltBesideTheOldOne(body: String) async throws {
        try await DeclaredPlatform.supabase { (connection, _) async throws in
            // Without the graph beside it, so that this index is the only one.
            try await connection.run(script: "\(Self.rows); DROP INDEX knowledge.idx_documents_embedding_hnsw")
            let declared = try #require(try SupportPlatform.databases.first { $0.name == "supabase" }?.declared())
            let before = try await DeclarationLoader(declared).reader.read(connection)
            let id = ObjectID.index("idx_documents_embedding", on: .table("knowledge", "documents"))
            var after = before
            #expect(after.facts[id]?.text(.body) == Self.ivfflat)
            after.facts[id]?[.body] = .text(body)
            let plan = try Plan(from: before, to: after, options: PlanOptions())
            let steps = plan.steps.filter { !$0.isRecovery }
            #expect(
                steps.map { $0.statements.joined(separator: "; ") } == [
                    "CREATE INDEX CONCURRENTLY plumbline_new_idx_documents_embedding ON knowledge.documents \(body)",
                    "DROP INDEX CONCURRENTLY knowledge.idx_documents_embedding",
                    "ALTER INDEX knowledge.plumbline_new_idx_documents_embedding RENAME TO idx_documents_embedding",
                ])
            // Nothing that a reader or a writer waits for.
            #expect(steps.allSatisfy { $0.locks.allSatisfy { $0.mode == .shareUpdateExclusive } })
            for step in steps {
                for statement in step.statements { try await connection.query(statement) }
                #expect(
                    try await connection.text(
                        """
                        SELECT count(*) >= 1 FROM pg_index AS x JOIN pg_class AS c ON c.oid = x.indexrelid
                        JOIN pg_am AS m ON m.oid = c.relam
                        WHERE x.indrelid = 'knowledge.documents'::regclass AND x.indisvalid AND m.amname IN ('ivfflat', 'hnsw')
                        """) == "t", "\(step.title)")
            }
            #expect(try await DeclarationLoader(declared).reader.read(connection).facts[id]?.text(.body) == body)
        }
    }

    /// The rule says how many lists: below 10,000 embeddings 100, to 100,000 500, above 1,000.
    @Test func theRuleSaysWhatToDeclare() async throws {
        try await DeclaredPlatform.supabase { (connection, settings) async throws in
            // A smaller stand-in would not do: the rule counts embeddings. Without indexes 10,000 zeros are soon there.
            try await connection.run(
                script: """
                    DROP INDEX knowledge.idx_documents_embedding_hnsw;
                    DROP INDEX knowledge.idx_documents_embedding;
                    ALTER TABLE knowledge.documents ALTER embedding TYPE extensions.vector(3);
                    INSERT INTO knowledge.documents (content, embedding) SELECT '', '[1,2,3]' FROM generate_series(1, 9999);
                    CREATE INDEX idx_documents_embedding ON knowledge.documents
                        USING ivfflat (embedding extensions.vector_cosine_ops) WITH (lists = 100)
                    """)
            let check = "catalog.knowledge.documents.embedding.lists"
            #expect(try await DeclaredPlatform.failing(check, settings) == [check: 0])
            try await connection.run(script: "INSERT INTO knowledge.documents (content, embedding) VALUES ('', '[1,2,3]')")
            #expect(try await DeclaredPlatform.failing(check, settings) == [check: 1])
            let suite = try #require(SupportPlatform.checks.first { $0.database.name == "supabase" })
            let question = try #require(try suite.compiled().first { $0.id.rawValue == check })
            let problem = try await connection.query(question.query).one().text("problem")
            #expect(problem?.hasPrefix("has 100 lists; 500 fit its 10000 embeddings: declare .ivfflat(lists: 500)") == true)
        }
    }

    /// Both are there, and whichever the planner takes, the search reads an index and goes on while filters reject rows.
    @Test(arguments: ["idx_documents_embedding", "idx_documents_embedding_hnsw"])
    func theSearchUsesEitherIndex(index: String) async throws {
        try await DeclaredPlatform.supabase { (connection, _) async throws in
            let other = index.hasSuffix("hnsw") ? "idx_documents_embedding" : "idx_documents_embedding_hnsw"
            try await connection.run(
                script: """
                    \(Self.rows);
                    UPDATE knowledge.documents SET category = 'policy' WHERE id % 60 = 0;
                    DROP INDEX knowledge.\(other); REINDEX INDEX knowledge.\(index); ANALYZE knowledge.documents;
                    """)
            let found = try await connection.text(
                """
                SELECT count(*) FROM knowledge.match_documents(
                    (SELECT embedding FROM knowledge.documents WHERE id = 1), -1, 5, 'policy')
                """)
            #expect(found == "5")
            #expect(
                try await connection.text("SELECT indisvalid FROM pg_index WHERE indexrelid = 'knowledge.\(index)'::regclass")
                    == "t")
            let scans = "SELECT coalesce(pg_stat_get_numscans('knowledge.\(index)'::regclass), 0)"
            try await connection.run(script: "SELECT pg_stat_force_next_flush()")
            let before = Int(try await connection.text(scans) ?? "") ?? 0
            try await connection.run(
                script: """
                    -- In a few hundred rows sorting is cheaper than any of the two.
                    SET enable_sort = off;
                    SELECT FROM knowledge.match_documents((SELECT embedding FROM knowledge.documents WHERE id = 2), -1, 5);
                    SELECT pg_stat_force_next_flush()
                    """)
            #expect((Int(try await connection.text(scans) ?? "") ?? 0) > before)
        }
    }
}
