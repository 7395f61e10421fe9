import PostgresClient

/// Runs statements that the server may refuse, each in a subtransaction of its own, many in one round trip.
struct RowAttempts {
    /// Why the server refused a statement.
    struct Refusal: Sendable {
        let state: String
        let message: String
        let constraint: String
        let column: String
    }

    let connection: PostgresConnection

    /// The SQLSTATE of a statement that ran and did nothing.
    static let nothingDone = "PLR00"

    /// Makes the helper function. It is temporary, so that neither a dump nor a reading of the catalog has it.
    func prepare() async throws {
        try await connection.run(
            script: """
                CREATE OR REPLACE FUNCTION pg_temp.plumbline_try(attempts text[])
                RETURNS TABLE (number integer, state text, message text, "constraint" text, "column" text) LANGUAGE plpgsql AS $plumbline$
                DECLARE attempt text; done bigint;
                BEGIN
                    SET CONSTRAINTS ALL IMMEDIATE;
                    number := -1;
                    FOREACH attempt IN ARRAY attempts LOOP
                        number := number + 1;
                        BEGIN
                            EXECUTE attempt;
                            GET DIAGNOSTICS done = ROW_COUNT;
                            IF done = 0 THEN
                                RAISE EXCEPTION 'a trigger or rule kept the row out' USING ERRCODE = '\(Self.nothingDone)';
                            END IF;
                        EXCEPTION WHEN OTHERS OR assert_failure THEN
                            GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, message = MESSAGE_TEXT,
                                "constraint" = CONSTRAINT_NAME, "column" = COLUMN_NAME;
                            RETURN NEXT;
                        END;
                    END LOOP;
                END $plumbline$
                """)
    }

    /// - Returns: for each statement, why it was refused; nil where it was done.
    func run(_ statements: [String]) async throws -> [Refusal?] {
        var result: [Refusal?] = Array(repeating: nil, count: statements.count)
        var start = 0
        while start < statements.count {
            let chunk = Array(statements[start..<min(start + 500, statements.count)])
            let rows = try await connection.query("SELECT * FROM pg_temp.plumbline_try($1::text[])", [chunk])
            for row in rows {
                let number = start + (try row.decode("number", as: Int.self))
                guard result.indices.contains(number) else { continue }
                result[number] = Refusal(
                    state: row.text("state") ?? "", message: row.text("message") ?? "", constraint: row.text("constraint") ?? "",
                    column: row.text("column") ?? "")
            }
            start += chunk.count
        }
        return result
    }
}
