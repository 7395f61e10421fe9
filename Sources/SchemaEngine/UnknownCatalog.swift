/// Finds the parts of a server's catalog that the engine does not know, so that a plan never leaves them out silently.
///
/// Every server gets the query for values; the query for columns is for servers that `isNewer` is true for.
enum UnknownCatalog {
    /// True when a server, by its `server_version_num`, is newer than every server that the engine was compared with.
    static func isNewer(_ serverVersion: Int) -> Bool { serverVersion / 10_000 > KnownCatalog.newestMajor }

    /// Rows: `name`, each column of the system's own tables in `pg_catalog` as `pg_class.relname`.
    static let columnsQuery = """
        SELECT c.relname || '.' || a.attname AS name
        FROM pg_catalog.pg_class c JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
        WHERE c.relnamespace = 'pg_catalog'::regnamespace AND c.relkind = 'r' AND c.oid < 16384
        AND a.attnum > 0 AND NOT a.attisdropped
        ORDER BY c.relname, a.attnum
        """

    /// Rows: `name`, each value of a catalog's coded column that a user's object has and that the engine does not know.
    static let valuesQuery =
        codes.map { code in
            """
            SELECT DISTINCT '\(code.table).\(code.column) = ' || quote_literal(o.\(code.column)::text) AS name
            FROM pg_catalog.\(code.table) o
            WHERE o.\(code.key) >= 16384 AND o.\(code.column)::text NOT IN (\(code.known.map { "'\($0)'" }.joined(separator: ", ")))
            """
        }.joined(separator: "\nUNION ALL ")

    /// The columns that the engine knows, as `pg_class.relname`.
    static var knownColumns: [String] { known.sorted() }

    private static let known = Set(
        KnownCatalog.text.split(separator: "\n").flatMap { line in
            let words = line.split(separator: " ")
            // The version of `attcacheoff<=17` does not matter: no newer server gives an old name a new meaning.
            return words.dropFirst().map { word in "\(words[0]).\(word.prefix { $0 != "<" && $0 != ">" })" }
        })

    /// A column whose letters each mean a kind of object or a way to define one.
    private struct Code {
        let table: String
        let column: String
        let key: String
        let known: [String]

        init(_ table: String, _ column: String, key: String = "oid", _ letters: String) {
            (self.table, self.column, self.key) = (table, column, key)
            known = letters.map(String.init) + (letters.contains(" ") ? [""] : [])
        }
    }

    /// A space stands for a column that is not set: catalogs write it as a space or as nothing.
    private static let codes = [
        Code("pg_class", "relkind", "rpviIStmcf"), Code("pg_class", "relpersistence", "put"),
        Code("pg_class", "relreplident", "dnfi"),
        Code("pg_attribute", "attidentity", key: "attrelid", " ad"), Code("pg_attribute", "attgenerated", key: "attrelid", " sv"),
        Code("pg_attribute", "attstorage", key: "attrelid", "pemx"),
        Code("pg_attribute", "attcompression", key: "attrelid", " pl"),
        Code("pg_type", "typtype", "bcdeprm"), Code("pg_constraint", "contype", "cfnputx"),
        Code("pg_constraint", "confmatchtype", " fps"),
        Code("pg_constraint", "confupdtype", " acrnd"), Code("pg_constraint", "confdeltype", " acrnd"),
        Code("pg_partitioned_table", "partstrat", key: "partrelid", "lrh"), Code("pg_proc", "prokind", "fapw"),
        Code("pg_proc", "provolatile", "isv"), Code("pg_proc", "proparallel", "sru"), Code("pg_policy", "polcmd", "*rawd"),
        Code("pg_trigger", "tgenabled", "OADR"), Code("pg_rewrite", "ev_enabled", "OADR"), Code("pg_rewrite", "ev_type", "1234"),
        Code("pg_event_trigger", "evtenabled", "OADR"), Code("pg_aggregate", "aggkind", key: "aggfnoid", "noh"),
        Code("pg_cast", "castcontext", "eai"), Code("pg_cast", "castmethod", "fib"), Code("pg_amop", "amoppurpose", "so"),
        Code("pg_am", "amtype", "it"), Code("pg_collation", "collprovider", "dbci"),
        Code("pg_default_acl", "defaclobjtype", "rSfTnL"),
    ]
}
