import SchemaDSL

extension KnowledgeModule {
    private enum Match {
        static let queryEmbedding = Argument("query_embedding", .vector(1536))
        static let threshold = Argument("match_threshold", .doublePrecision, default: "0.78")
        static let count = Argument("match_count", .integer, default: "5")
        static let category = Argument("filter_category", .varchar, default: "NULL")
        static let metadata = Argument("filter_metadata", .jsonb, default: "NULL")
    }

    /// The documents nearest to an embedding, nearest first.
    ///
    /// The inner query orders by distance under a limit, which is what an index on embeddings answers. The filters are in it, so
    /// that the scan goes on until enough documents pass them; the threshold comes after it, since it stops no scan.
    static let matchDocuments = Function(
        "match_documents",
        [Match.queryEmbedding, Match.threshold, Match.count, Match.category, Match.metadata],
        returns: .table(
            Column("id", .integer), Column("content", .text), Column("title", .varchar), Column("metadata", .jsonb),
            Column("category", .varchar), Column("similarity", .doublePrecision)),
        language: .plpgsql,
        FunctionProperties(
            .stable, parallel: .safe, searchPath: ["extensions"],
            configuration: [
                // A plan for the values at hand: filters that are NULL vanish from it.
                "plan_cache_mode": "force_custom_plan",
                // The square root of the number of lists, and more lists while filters leave too few rows.
                "ivfflat.probes": "10",
                "ivfflat.iterative_scan": "relaxed_order",
                // The planner takes whichever of the two indexes is cheaper; either goes on until enough rows pass the filters.
                "hnsw.ef_search": "100",
                "hnsw.iterative_scan": "relaxed_order",
            ]),
        executableBy: [.authenticated, .serviceRole],
        comment: "The documents most similar to an embedding, by cosine similarity, with filters on category and metadata.",
        body: """

            #variable_conflict use_column
            DECLARE
                plain jsonb;
                ranges jsonb;
            BEGIN
                IF jsonb_typeof(\(Match.metadata)) <> 'object' THEN
                    RAISE EXCEPTION 'filter_metadata is of type %, not an object', jsonb_typeof(\(Match.metadata))
                        USING ERRCODE = 'invalid_parameter_value',
                              HINT = 'Write {"job_type": "interim", "budget_min": {"$gte": 70000}}, or NULL for no filter.';
                END IF;
                -- An empty object has no first key: it is no range, and contained in any object.
                SELECT jsonb_object_agg(f.key, f.value) FILTER (WHERE NOT f.is_range),
                       jsonb_object_agg(f.key, f.value) FILTER (WHERE f.is_range)
                INTO plain, ranges
                FROM (
                    SELECT e.key, e.value, coalesce(starts_with(o.first_key, '$'), false) AS is_range
                    FROM jsonb_each(\(Match.metadata)) AS e
                    LEFT JOIN LATERAL (
                        SELECT min(k) AS first_key
                        FROM jsonb_object_keys(CASE WHEN jsonb_typeof(e.value) = 'object' THEN e.value ELSE '{}' END) AS k
                    ) AS o ON true
                ) AS f;

                RETURN QUERY
                WITH nearest AS MATERIALIZED (
                    SELECT d.\(documents.id), d.\(documents.content), d.\(documents.title), d.\(documents.metadata),
                           d.\(documents.category), d.\(documents.embedding) <=> \(Match.queryEmbedding) AS distance
                    FROM \(documents) AS d
                    WHERE d.\(documents.isActive)
                      AND (\(Match.category) IS NULL OR d.\(documents.category) = \(Match.category))
                      AND (plain IS NULL OR d.\(documents.metadata) @> plain)
                      AND (ranges IS NULL OR \(metadataInRange)(d.\(documents.metadata), ranges))
                    ORDER BY d.\(documents.embedding) <=> \(Match.queryEmbedding)
                    LIMIT greatest(coalesce(\(Match.count), 5), 0)
                )
                SELECT n.id, n.content, n.title, n.metadata, n.category, 1 - n.distance
                FROM nearest AS n
                -- The distance of a vector of zeros is NaN, which sorts above every number.
                WHERE 1 - n.distance > coalesce(\(Match.threshold), 0.78) AND n.distance <> 'NaN'
                ORDER BY n.distance;
            END

            """)

    private enum Ranges {
        static let metadata = Argument("metadata", .jsonb)
        static let ranges = Argument("ranges", .jsonb)
    }

    /// Returns whether metadata is in all ranges of `{"budget_min": {"$gte": 70000, "$lt": 90000}}`.
    static let metadataInRange = Function(
        "metadata_in_range", [Ranges.metadata, Ranges.ranges], returns: .value(.boolean), language: .plpgsql,
        FunctionProperties(.immutable, parallel: .safe, searchPath: []),
        executableBy: [.authenticated, .serviceRole],
        comment: "Whether metadata is in ranges such as {\"budget_min\": {\"$gte\": 70000}}; "
            + "operators $eq, $ne, $gt, $gte, $lt, $lte.",
        body: """

            DECLARE
                field text;
                comparison text;
                bound jsonb;
                actual jsonb;
                holds boolean;
            BEGIN
                IF jsonb_typeof(\(Ranges.ranges)) <> 'object' THEN
                    RAISE EXCEPTION 'the metadata filter is of type %, not an object', jsonb_typeof(\(Ranges.ranges))
                        USING ERRCODE = 'invalid_parameter_value', HINT = 'Write {"budget_min": {"$gte": 70000}}.';
                END IF;
                FOR field, bound IN
                    SELECT f.key, f.value FROM jsonb_each(\(Ranges.ranges)) AS f WHERE jsonb_typeof(f.value) <> 'object'
                LOOP
                    RAISE EXCEPTION 'the range of % is of type %, not an object', field, jsonb_typeof(bound)
                        USING ERRCODE = 'invalid_parameter_value', HINT = 'Write {"budget_min": {"$gte": 70000}}.';
                END LOOP;
                FOR field, comparison, bound IN
                    SELECT f.key, o.key, o.value
                    FROM jsonb_each(\(Ranges.ranges)) AS f, jsonb_each(f.value) AS o
                LOOP
                    actual := \(Ranges.metadata) -> field;
                    -- jsonb orders values of different types by type, which no range means.
                    holds := CASE comparison
                        WHEN '$eq' THEN actual = bound
                        WHEN '$ne' THEN actual <> bound
                        WHEN '$gt' THEN jsonb_typeof(actual) = jsonb_typeof(bound) AND actual > bound
                        WHEN '$gte' THEN jsonb_typeof(actual) = jsonb_typeof(bound) AND actual >= bound
                        WHEN '$lt' THEN jsonb_typeof(actual) = jsonb_typeof(bound) AND actual < bound
                        WHEN '$lte' THEN jsonb_typeof(actual) = jsonb_typeof(bound) AND actual <= bound
                    END;
                    IF comparison NOT IN ('$eq', '$ne', '$gt', '$gte', '$lt', '$lte') THEN
                        RAISE EXCEPTION 'unknown operator % in the metadata filter of %', comparison, field
                            USING ERRCODE = 'invalid_parameter_value',
                                  HINT = 'Use $eq, $ne, $gt, $gte, $lt or $lte.';
                    END IF;
                    IF holds IS NOT TRUE THEN
                        RETURN false;
                    END IF;
                END LOOP;
                RETURN true;
            END

            """)
}
