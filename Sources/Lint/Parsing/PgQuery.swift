internal import CPgQuery
import SchemaModel

/// PostgreSQL's own parser, of the version that libpg_query was built from.
enum PgQuery {
    /// The newest syntax that the parser knows.
    static let major = PG_MAJORVERSION

    /// Why a text is no SQL to the parser.
    struct Failure: Error {
        let message: String
        /// Bytes from the beginning of the text.
        let offset: Int?
    }

    /// Longer statements are rows of data, not definitions; a limit also bounds the depth of what the parser makes of them.
    static let longest = 256 << 10

    /// The statements of a text, as `{"stmt": …, "stmt_location": …}` each.
    static func parse(_ text: String) -> Result<[Node], Failure> {
        let result = pg_query_parse(text)
        defer { pg_query_free_parse_result(result) }
        if let error = result.error { return .failure(failure(error.pointee, in: text)) }
        guard let tree = result.parse_tree else { return .success([]) }
        do {
            return .success(Node(try Value(json: String(cString: tree)))["stmts"].list)
        } catch {
            return .failure(Failure(message: "nested too deeply to be analyzed", offset: nil))
        }
    }

    /// The parse tree of a PL/pgSQL function or DO block, given as the whole statement; nil when it does not parse.
    static func parsePLpgSQL(_ statement: String) -> Result<Node, Failure> {
        let result = pg_query_parse_plpgsql(statement)
        defer { pg_query_free_plpgsql_parse_result(result) }
        if let error = result.error { return .failure(failure(error.pointee, in: statement)) }
        guard let tree = result.plpgsql_funcs, let value = try? Value(json: String(cString: tree)) else {
            return .failure(Failure(message: "nested too deeply to be analyzed", offset: nil))
        }
        return .success(Node(value))
    }

    private static func failure(_ error: PgQueryError, in text: String) -> Failure {
        let message = error.message.map { String(cString: $0) } ?? "cannot be parsed"
        guard error.cursorpos > 0 else { return Failure(message: message, offset: nil) }
        // The parser counts characters from one.
        let characters = text.unicodeScalars.prefix(Int(error.cursorpos) - 1)
        return Failure(message: message, offset: String(String.UnicodeScalarView(characters)).utf8.count)
    }
}
