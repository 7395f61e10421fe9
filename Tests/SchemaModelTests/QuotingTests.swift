import SchemaModel
import Testing

@Suite("Names and literals become SQL in one place")
struct QuotingTests {
    @Test(
        "an identifier is quoted where it must be",
        arguments: [
            ("users", "users"), ("user", "\"user\""), ("Mixed", "\"Mixed\""), ("a b", "\"a b\""), ("a\"b", "\"a\"\"b\""),
            ("1a", "\"1a\""),
            ("_a1", "_a1"), ("order", "\"order\""), ("ünïcode", "\"ünïcode\""), ("", "\"\""),
        ])
    func identifier(_ name: String, _ expected: String) {
        #expect(SQL.identifier(name) == expected)
    }

    @Test(
        "a literal cannot be left by what is in it",
        arguments: [("it's", "'it''s'"), ("a\\'b", "E'a\\\\''b'"), ("'; DROP TABLE t; --", "'''; DROP TABLE t; --'")])
    func literal(_ text: String, _ expected: String) {
        #expect(SQL.literal(text) == expected)
    }

    @Test(
        "a dollar quote uses a tag that the text does not hold",
        arguments: ["", "a", "$", "$f", "$f$", "x $f$ y", "$f1$ and $f$", "ends in $f1"])
    func dollar(_ text: String) {
        let quoted = SQL.dollarQuoted(text, tag: "f")
        let end = quoted.dropFirst().firstIndex(of: "$").map { quoted.index(after: $0) }
        let delimiter = end.map { String(quoted[..<$0]) } ?? ""
        // The first place where the delimiter stands again is the end.
        let rest = quoted.dropFirst(delimiter.count)
        #expect(rest.firstRange(of: delimiter).map { String(rest[..<$0.lowerBound]) } == text)
    }

    @Test("canonical JSON does not depend on the order of keys")
    func json() throws {
        let value = Value.object(["b": .list([.number("1.50"), .null, .bool(true)]), "a": .text("\u{1}\"\\\n")])
        #expect(value.json == #"{"a":"\u0001\"\\\n","b":[1.50,null,true]}"#)
        #expect(try Value(json: #"{"b":[1,null,true],"a":"x"}"#) == .object(["a": "x", "b": .list([1, .null, true])]))
    }

    @Test(
        "JSON is read as it is written",
        arguments: [
            "null", "true", "[]", "{}", "-0.10", "1e+20", "9223372036854775808", "\"\"", "[1,[2,{\"a\":[]}]]", "{\"ü\":\"€😀\"}",
        ])
    func read(_ text: String) throws {
        #expect(try Value(json: text).json == text)
        #expect(try Value(json: " \n" + text + "\t").json == text)
    }

    @Test("escapes become what they mean")
    func escapes() throws {
        let text = #""a\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00""#
        #expect(try Value(json: text) == .text("a\"\\/\u{8}\u{c}\n\r\té😀"))
    }

    @Test(
        "what is not JSON is refused",
        arguments: ["", "{", "[1,]", "tru", "\"a", "\"\\x\"", "1 2", "-", "{\"a\" 1}", "\"\\ud800\"", "nul", "{1:2}"])
    func refused(_ text: String) {
        #expect(throws: JSONTextError.self) { try Value(json: text) }
    }
}
