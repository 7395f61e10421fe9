import SchemaDSL

/// The bulk load: rows come by COPY into a temporary table, and one statement merges them.
///
/// The functions take rows from `pg_temp.staged_envelopes`, which the query `stage_envelopes` makes, by dynamic SQL: it is not
/// there when they are created. The last row of a key wins: ON CONFLICT refuses to touch a row twice.
extension SupportETLModule {
    private static let counts = Returns.table(
        Column("inserted", .bigint), Column("updated", .bigint), Column("unchanged", .bigint))

    /// Where COPY put the rows; the error says what was left out.
    private static let staged: SQLFragment = "staged"
    private static let declaration: SQLFragment = """
        DECLARE
            \(staged) regclass := to_regclass('pg_temp.staged_envelopes');
        """
    private static let demand: SQLFragment = """
        IF \(staged) IS NULL THEN
                RAISE EXCEPTION 'there is no temporary table staged_envelopes'
                    USING ERRCODE = 'undefined_table',
                          HINT = 'Make it, fill it by COPY and merge it in one transaction: plumb query etl.stage_envelopes.';
            END IF;
        """

    private static func merge(
        _ name: String, into table: any Table, _ merchantID: any AnyColumn, _ sourceID: any AnyColumn, _ data: any AnyColumn,
        merged: SQLFragment, comment: String
    ) -> Function {
        Function(
            name, returns: counts, language: .plpgsql, FunctionProperties(searchPath: []), executableBy: [.serviceRole],
            comment: comment,
            body: """

                \(declaration)
                BEGIN
                    \(demand)
                    RETURN QUERY EXECUTE format($merge$
                        WITH staged AS (
                            SELECT DISTINCT ON (s.merchant_id, s.source_id) s.merchant_id, s.source_id, s.data
                            FROM %1$s AS s
                            ORDER BY s.merchant_id, s.source_id, s.place DESC
                        ), merged AS (
                            INSERT INTO \(table) AS t (\(merchantID), \(sourceID), \(data))
                            SELECT s.merchant_id, s.source_id, s.data FROM staged AS s
                            ON CONFLICT (\(merchantID), \(sourceID)) DO UPDATE SET \(data) = \(merged)
                            WHERE t.\(data) IS DISTINCT FROM \(merged)
                            RETURNING xmax = 0 AS is_new
                        )
                        SELECT count(*) FILTER (WHERE m.is_new), count(*) FILTER (WHERE NOT m.is_new),
                            (SELECT count(*) FROM staged) - count(*)
                        FROM merged AS m
                    $merge$, \(staged));
                END

                """)
    }

    static let mergeStagedCustomers = merge(
        "merge_staged_customers", into: customers, customers.merchantID, customers.shopifyCustomerID, customers.data,
        merged: "excluded.\(customers.data)",
        comment: "Upserts the customers of pg_temp.staged_envelopes; what has not changed is left alone.")

    /// The first pass: what the second pass brought stays.
    static let mergeStagedTickets = merge(
        "merge_staged_tickets", into: tickets, tickets.merchantID, tickets.freshdeskTicketID, tickets.data,
        merged: TicketPasses.metadata(over: "t.\(tickets.data)", with: "excluded.\(tickets.data)"),
        comment: "Upserts the tickets of pg_temp.staged_envelopes, keeping the conversations that are there.")

    /// The second pass. What is no list, or has no ticket, is counted as rejected.
    static let mergeStagedConversations = Function(
        "merge_staged_conversations",
        returns: .table(Column("updated", .bigint), Column("unchanged", .bigint), Column("rejected", .bigint)),
        language: .plpgsql, FunctionProperties(searchPath: []), executableBy: [.serviceRole],
        comment:
            "Gives the tickets of pg_temp.staged_envelopes the lists of conversations there, and changes nothing else of them.",
        body: """

            \(declaration)
            BEGIN
                \(demand)
                RETURN QUERY EXECUTE format($merge$
                    WITH staged AS (
                        SELECT DISTINCT ON (s.merchant_id, s.source_id) s.merchant_id, s.source_id, s.data
                        FROM %1$s AS s
                        WHERE jsonb_typeof(s.data) = 'array'
                        ORDER BY s.merchant_id, s.source_id, s.place DESC
                    ), found AS (
                        SELECT s.merchant_id, s.source_id, s.data,
                            t.\(tickets.data) -> 'conversations' IS DISTINCT FROM s.data AS differs
                        FROM staged AS s
                        JOIN \(tickets) AS t
                          ON t.\(tickets.merchantID) = s.merchant_id AND t.\(tickets.freshdeskTicketID) = s.source_id
                    ), merged AS (
                        UPDATE \(tickets) AS t
                        SET \(tickets.data) = \(TicketPasses.conversations(over: "t.\(tickets.data)", with: "f.data"))
                        FROM found AS f
                        WHERE f.differs
                          AND t.\(tickets.merchantID) = f.merchant_id AND t.\(tickets.freshdeskTicketID) = f.source_id
                        RETURNING 1
                    )
                    SELECT (SELECT count(*) FROM merged), (SELECT count(*) FROM found WHERE NOT differs),
                        (SELECT count(DISTINCT (e.merchant_id, e.source_id)) FROM %1$s AS e)
                            - (SELECT count(*) FROM found)
                $merge$, \(staged));
            END

            """)
}

/// The two passes over tickets: the metadata of each, and later its conversations. Neither undoes the other.
enum TicketPasses {
    /// The new metadata, with the conversations that are there. Lists of tickets come without them.
    static func metadata(over old: SQLFragment, with new: SQLFragment) -> SQLFragment {
        """
        CASE WHEN \(old) ? 'conversations' THEN jsonb_set(\(new), '{conversations}', \(old) -> 'conversations') ELSE \(new) END
        """
    }

    /// The ticket as it is, with these conversations.
    static func conversations(over old: SQLFragment, with list: SQLFragment) -> SQLFragment {
        "jsonb_set(\(old), '{conversations}', \(list))"
    }
}
