import Foundation

/// The output of `plumb check --json`, read as another tool would read it.
struct CheckOutcomes: Decodable {
    struct Check: Decodable {
        let id: String
        let database: String
        let outcome: String
        let severity: String
        let failingRows: Int?

        /// True when it looks at a clock: on a machine that is busy with something else it may fail, rightly.
        var isTimed: Bool { id.hasSuffix(".performance") }
    }

    let checks: [Check]

    init(file: URL) throws {
        self = try JSONDecoder().decode(CheckOutcomes.self, from: Data(contentsOf: file))
    }

    /// The one check that finds something in Chatwoot as it is: advice on tables that are not ours.
    static let chatwootForeignKeys = "catalog.chatwoot.foreign_keys_indexed"

    /// Its answer in other words: single-column foreign keys whose column begins no index.
    static let chatwootForeignKeysWithoutIndex = """
        SELECT count(*) FROM information_schema.referential_constraints AS r
        JOIN information_schema.key_column_usage AS k USING (constraint_schema, constraint_name)
        WHERE k.table_schema = 'public' AND NOT EXISTS (
            SELECT FROM pg_indexes AS i
            WHERE i.schemaname = k.table_schema AND i.tablename = k.table_name
              AND i.indexdef ~ ('\\(' || k.column_name || '[,)]'))
        """
}
