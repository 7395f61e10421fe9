import Foundation
import PostgresClient
import Queries
import SchemaDSL
import SupportPlatform
import Testing

/// `match_documents`: what it finds, in which order, and by which index.
@Suite struct SearchTests {
    /// A vector whose cosine with `vector(1, 0)` is x, for x and y on the unit circle.
    private static func vector(_ x: Double, _ y: Double) -> String {
        "(ARRAY[\(x), \(y)]::float8[] || array_fill(0::float8, ARRAY[1534]))::extensions.vector(1536)"
    }

    private static let rows = """
        INSERT INTO knowledge.documents (id, content, title, category, metadata, is_active, embedding) VALUES
            (1, 'a', 'A', 'vacancy', '{"job_type": "interim", "budget_min": 70000}', true, \(vector(1, 0))),
            (2, 'b', 'B', 'vacancy', '{"job_type": "permanent", "budget_min": 80000}', true, \(vector(0.9, 0.43589))),
            (3, 'c', 'C', 'policy', '{"budget_min": "80000"}', true, \(vector(0.8, 0.6))),
            (4, 'd', 'D', 'faq', '{}', true, \(vector(0.6, 0.8))),
            (5, 'inactive', 'E', 'vacancy', '{"job_type": "interim"}', false, \(vector(1, 0))),
            (6, 'zeros', 'F', 'vacancy', '{"job_type": "interim"}', true, \(vector(0, 0))),
            (7, 'not embedded', 'G', 'vacancy', '{"job_type": "interim"}', true, NULL)
        """

    @Test func findsTheNearestFirst() async throws {
        try await LivePlatform.supabase { (connection, _) async throws in
            try await connection.run(script: Self.rows)
            try await connection.run(script: "SET ROLE authenticated")
            func found(_ arguments: String = "") async throws -> [String] {
                try await connection.texts(
                    """
                    SELECT id || ' ' || round(similarity::numeric, 2)
                    FROM knowledge.match_documents(query_embedding := \(Self.vector(1, 0))\(arguments)) WITH ORDINALITY
                    ORDER BY ordinality
                    """)
            }
            #expect(try await found() == ["1 1.00", "2 0.90", "3 0.80"])
            #expect(try await found(", match_threshold := 0.85") == ["1 1.00", "2 0.90"])
            #expect(try await found(", match_threshold := 0.5") == ["1 1.00", "2 0.90", "3 0.80", "4 0.60"])
            #expect(try await found(", match_count := 2") == ["1 1.00", "2 0.90"])
            #expect(try await found(", match_count := 0") == [])
            #expect(try await found(", filter_category := 'vacancy'") == ["1 1.00", "2 0.90"])
            #expect(try await found(#", filter_metadata := '{"job_type": "permanent"}'"#) == ["2 0.90"])
            #expect(try await found(#", filter_metadata := '{}'"#) == ["1 1.00", "2 0.90", "3 0.80"])
            // A text is not in a range of numbers.
            #expect(try await found(#", filter_metadata := '{"budget_min": {"$gte": 70000}}'"#) == ["1 1.00", "2 0.90"])
            #expect(try await found(#", filter_metadata := '{"budget_min": {"$gt": 70000}}'"#) == ["2 0.90"])
            #expect(
                try await found(#", filter_metadata := '{"budget_min": {"$gte": 70000, "$lt": 80000}, "job_type": "interim"}'"#)
                    == ["1 1.00"])
            #expect(
                try await found(
                    #", match_count := 1, filter_category := 'vacancy', filter_metadata := '{"job_type": "permanent"}'"#)
                    == ["2 0.90"])
        }
    }

    @Test func anUnknownOperatorIsRefused() async throws {
        try await LivePlatform.supabase { (connection, _) async throws in
            try await connection.run(script: Self.rows)
            let error = await #expect(throws: PostgresError.self) {
                try await connection.query(
                    """
                    SELECT * FROM knowledge.match_documents(\(Self.vector(1, 0)), filter_metadata := '{"a": {"$near": 1}}')
                    """)
            }
            #expect(error?.message.contains("$near") == true)
        }
    }

    @Test func filtersAreObjectsAndAnEmptyOneIsContained() async throws {
        try await DeclaredPlatform.supabase { (connection, _) async throws in
            try await connection.run(
                script: """
                    \(Self.rows);
                    UPDATE knowledge.documents SET metadata = '{"address": {"city": "Utrecht"}}' WHERE id = 2;
                    UPDATE knowledge.documents SET metadata = '{"address": "Utrecht"}' WHERE id = 3
                    """)
            func search(_ filter: String) -> String {
                "SELECT id FROM knowledge.match_documents(\(Self.vector(1, 0)), filter_metadata := '\(filter)')"
            }
            #expect(try await connection.texts(search(#"{"address": {}}"#)) == ["2"])
            #expect(try await connection.texts(search(#"{"address": {}, "budget_min": {"$gte": 1}}"#)) == [])
            let range = "SELECT knowledge.metadata_in_range('{}', '%')"
            for (statement, told) in [
                (search("[]"), "filter_metadata is of type array"), (search("null"), "filter_metadata is of type null"),
                (range.replacing("%", with: "[1]"), "the metadata filter is of type array"),
                (range.replacing("%", with: #"{"a": {}, "b": 5}"#), "the range of b is of type number"),
            ] {
                let error = await #expect(throws: PostgresError.self) { try await connection.query(statement) }
                #expect(error?.sqlState.map { "\($0)" } == "22023")
                #expect(error?.message.contains(told) == true, "\(error?.message ?? "")")
            }
            typealias Q = KnowledgeQueries
            let library = try SupportPlatform.library()
            func byMetadata(_ contains: String, _ ranges: String) async throws -> [Int32] {
                try await library.run(Q.byMetadata, on: connection) {
                    [$0.contains.value(JSON(text: contains)), $0.ranges.value(JSON(text: ranges))]
                }.map { try $0[Q.byMetadata.id] }
            }
            #expect(try await byMetadata(#"{"address": {}}"#, "{}") == [2])
            #expect(try await byMetadata("{}", #"{"budget_min": {"$gte": 70000}}"#) == [1])
            for (contains, ranges) in [("[]", "{}"), ("{}", "[]"), ("{}", #"{"a": 5}"#)] {
                await #expect(throws: PostgresError.self) { _ = try await byMetadata(contains, ranges) }
            }
        }
    }

    /// 2,000 documents in 20 clusters. The filters leave a sixth, a half and a twelfth of them.
    private static let clusters = """
        SELECT setseed(0.5);
        INSERT INTO knowledge.documents (content, category, metadata, embedding)
        SELECT repeat('word ', 160), (ARRAY['policy', 'product', 'faq', 'procedure', 'vacancy', 'general'])[1 + i % 6],
            jsonb_build_object('job_type', CASE i % 4 WHEN 0 THEN 'interim' WHEN 2 THEN 'permanent' ELSE 'freelance' END,
                'budget_min', 40000 + i % 60 * 1000),
            (SELECT array_agg(sin(i % 20 * 1000 + d) + 0.2 * random()) FROM generate_series(1, 1536) AS d WHERE i = i)
                ::real[]::extensions.vector(1536)
        FROM generate_series(1, 2000) AS i;
        REINDEX INDEX knowledge.idx_documents_embedding; ANALYZE knowledge.documents;
        """

    @Test func theInnerQueryUsesTheIndexWithAndWithoutFilters() async throws {
        try await LivePlatform.supabase { (connection, _) async throws in
            try await connection.run(script: Self.clusters)
            let source = try #require(
                try await connection.text("SELECT prosrc FROM pg_proc WHERE proname = 'match_documents'"))
            let inner = try #require(source.firstMatch(of: /MATERIALIZED \(\n([\s\S]*?)\n\s*\)\n\s*SELECT n\.id/)).1
            let settings = try await connection.texts(
                "SELECT unnest(proconfig) FROM pg_proc WHERE proname = 'match_documents'")
            #expect(settings.contains("ivfflat.probes=10"))
            for setting in settings {
                let parts = setting.split(separator: "=", maxSplits: 1).map(String.init)
                try await connection.query("SELECT set_config($1, $2, false)", parts)
            }
            let embedding = try #require(try await connection.text("SELECT embedding FROM knowledge.documents WHERE id = 7"))
            func plan(category: String, plain: String, ranges: String) async throws -> String {
                let query = String(inner)
                    .replacing("filter_category", with: "\(category)::varchar")
                    .replacing(
                        "AND (plain IS NULL OR d.metadata @> plain)",
                        with: "AND (\(plain)::jsonb IS NULL OR d.metadata @> \(plain))"
                    )
                    .replacing(
                        "AND (ranges IS NULL OR knowledge.metadata_in_range(d.metadata, ranges))",
                        with: "AND (\(ranges)::jsonb IS NULL OR knowledge.metadata_in_range(d.metadata, \(ranges)))"
                    )
                    .replacing("match_count", with: "5")
                    .replacing("query_embedding", with: "'\(embedding)'::vector(1536)")
                return try await connection.texts("EXPLAIN (COSTS OFF) \(query)")
                    .map { String($0.prefix(120)) }.joined(separator: "\n")
            }
            let index = "Index Scan using idx_documents_embedding"
            for (category, plain, ranges) in [
                ("NULL", "NULL", "NULL"), ("'vacancy'", "NULL", "NULL"), ("NULL", #"'{"job_type": "freelance"}'"#, "NULL"),
                ("NULL", "NULL", #"'{"budget_min": {"$gte": 70000}}'"#),
            ] {
                let text = try await plan(category: category, plain: plain, ranges: ranges)
                #expect(text.contains(index), "\(category) \(plain) \(ranges):\n\(text)")
            }
            // Both filters, in a session that sets nothing. Where few rows pass, the planner rightly takes the filters' indexes.
            try await connection.run(script: "RESET ivfflat.probes; RESET ivfflat.iterative_scan; RESET plan_cache_mode")
            let both = try await plan(category: "'product'", plain: #"'{"job_type": "freelance"}'"#, ranges: "NULL")
            #expect(both.contains(index), "\(both)")
        }
    }

    @Test func filtersTakeNothingAwayThatIsThere() async throws {
        try await LivePlatform.supabase { (connection, _) async throws in
            try await connection.run(script: Self.clusters)
            // 33 documents pass the filter, in all clusters: the scan goes on until it has them.
            let found = """
                SELECT count(*) FROM knowledge.match_documents((SELECT embedding FROM knowledge.documents WHERE id = 7),
                    match_threshold := -1, match_count := 100, filter_metadata := '{"budget_min": 47000}')
                """
            let all = #"SELECT count(*) FROM knowledge.documents WHERE metadata @> '{"budget_min": 47000}'"#
            #expect(try await connection.text(found) == connection.text(all))
            try await connection.run(script: "SET enable_sort = off; SET enable_bitmapscan = off; SET enable_seqscan = off")
            #expect(try await connection.text(found) == connection.text(all))
        }
    }
}
