import CLibPQ
import Foundation

/// Reading and writing connection strings, with libpq's own parser.
enum ConnectionString {
    static func parse(_ text: String) throws(PostgresError) -> [String: String] {
        guard !text.utf8.contains(0) else { throw invalid("holds a NUL byte") }
        var message: UnsafeMutablePointer<CChar>?
        guard let options = PQconninfoParse(text, &message) else {
            // libpq's message quotes parts of the text, which can be parts of a password.
            PQfreemem(message)
            throw invalid("cannot be read")
        }
        defer { PQconninfoFree(options) }
        let parameters = values(options)
        if let host = parameters["host"], host.contains("@") || host.dropFirst().contains(where: \.isWhitespace) {
            throw invalid("has a host with a character that no host has")
        }
        if let port = parameters["port"], !port.allSatisfy({ $0.isNumber || $0 == "," }) {
            throw invalid("has a port that is not a number")
        }
        // A password with an `@` of its own ends there for libpq, and the rest of it would be taken for a host and a database.
        if isURL(text), text.prefix(while: { $0 != "?" }).count(where: { $0 == "@" }) > 1 {
            throw invalid("has more than one @")
        }
        return parameters
    }

    /// True for what libpq reads as a URL.
    private static func isURL(_ text: String) -> Bool { text.hasPrefix("postgres://") || text.hasPrefix("postgresql://") }

    private static func invalid(_ what: String) -> PostgresError {
        PostgresError(
            .invalidSettings,
            "the connection string \(what): write postgresql://user:password@host:5432/database, with special characters "
                + "of user and password percent-encoded (@ as %40, / as %2F, : as %3A, % as %25)")
    }

    /// The settings of the environment and the service file.
    static func defaults() -> [String: String] {
        guard let options = PQconndefaults() else { return [:] }
        defer { PQconninfoFree(options) }
        return values(options)
    }

    private static func values(_ options: UnsafeMutablePointer<PQconninfoOption>) -> [String: String] {
        var result: [String: String] = [:]
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val { result[String(cString: keyword)] = String(cString: value) }
            option += 1
        }
        return result
    }

    static func url(_ parameters: [String: String]) -> String {
        var rest = parameters
        var authority = ""
        var path = ""
        // A list of hosts or a folder of a socket goes into the query, where every value can stand.
        if let host = rest["host"], !host.isEmpty, !host.contains(","), !host.contains("/"),
            !(rest["port"] ?? "").contains(",")
        {
            if let user = rest.removeValue(forKey: "user") {
                authority += encoded(user)
                if let password = rest.removeValue(forKey: "password") { authority += ":" + encoded(password) }
                authority += "@"
            }
            rest["host"] = nil
            authority += host.contains(":") ? "[\(host)]" : encoded(host)
            if let port = rest.removeValue(forKey: "port") { authority += ":" + port }
        }
        if let database = rest.removeValue(forKey: "dbname") { path = encoded(database) }
        let query = rest.sorted { $0.key < $1.key }.map { "\(encoded($0.key))=\(encoded($0.value))" }
        return "postgresql://\(authority)/\(path)" + (query.isEmpty ? "" : "?" + query.joined(separator: "&"))
    }

    private static func encoded(_ text: String) -> String {
        var result = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                result.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                result += "%" + (digits.count == 1 ? "0" : "") + digits
            }
        }
        return result
    }
}
