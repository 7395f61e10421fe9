import SchemaModel

/// The trigger that notes the keys of rows that clients write while a migration copies the others. `plumbline.follow` copies these again.
struct NotedWrites {
    let table: ObjectID
    /// The names of the columns that find a row.
    let keys: [String]
    /// The table of the notes: the keys, `plumbline_number` and `plumbline_truncated`.
    let notes: ObjectID
    /// The function of the triggers, quoted.
    let function: String
    /// Of an update that leaves the keys, SQL over NEW and OLD that is true for one that matters; nil if each one does.
    var relevance: String?

    private func values(_ row: String) -> String { keys.map { "\(row).\(SQL.identifier($0))" }.joined(separator: ", ") }
    private func note(_ row: String) -> String {
        "INSERT INTO \(notes.sql) (\(keys.map { SQL.identifier($0) }.joined(separator: ", "))) VALUES (\(values(row)));"
    }

    private var body: String {
        let isMoved = "(\(values("NEW"))) IS DISTINCT FROM (\(values("OLD")))"
        let others = relevance.map {
            """

                IF TG_OP = 'UPDATE' AND NOT (\(isMoved) OR \($0)) THEN
                    RETURN NULL;
                END IF;
            """
        }
        return """

            BEGIN
                IF TG_OP = 'TRUNCATE' THEN
                    INSERT INTO \(notes.sql) (plumbline_truncated) VALUES (true);
                    RETURN NULL;
                END IF;\(others ?? "")
                IF TG_OP <> 'INSERT' THEN
                    \(note("OLD"))
                END IF;
                IF TG_OP = 'INSERT' OR TG_OP = 'UPDATE' AND \(isMoved) THEN
                    \(note("NEW"))
                END IF;
                RETURN NULL;
            END

            """
    }

    /// - Parameters:
    ///   - trigger: the quoted name of the trigger on rows.
    ///   - truncation: that of the trigger on TRUNCATE, which each of `truncated` gets.
    func triggers(_ trigger: String, _ truncation: String, truncated: [ObjectID]) -> [String] {
        [
            // Clients need no rights on the table of the notes.
            """
            CREATE OR REPLACE FUNCTION \(function)() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS \
            \(SQL.dollarQuoted(body, tag: "changes"))
            """,
            "CREATE TRIGGER \(trigger) AFTER INSERT OR UPDATE OR DELETE ON \(table.sql) FOR EACH ROW EXECUTE FUNCTION \(function)()",
            // The sessions that apply a logical replication fire no other triggers.
            "ALTER TABLE \(table.sql) ENABLE ALWAYS TRIGGER \(trigger)",
        ]
            + truncated.flatMap { table in
                [
                    "CREATE TRIGGER \(truncation) AFTER TRUNCATE ON \(table.sql) FOR EACH STATEMENT EXECUTE FUNCTION \(function)()",
                    "ALTER TABLE \(table.sql) ENABLE ALWAYS TRIGGER \(truncation)",
                ]
            }
    }
}
