import Testing

@testable import SchemaImport

@Suite("Swift text for names and SQL")
struct SwiftTextTests {
    @Test(
        "a name becomes a legal property",
        arguments: [
            ("order_lines", "orderLines"), ("ID", "id"), ("URLPath", "urlPath"), ("2nd", "_2nd"), ("default", "`default`"),
            ("a b-c", "aBC"), ("", "unnamed"), ("größe", "größe"), ("日", "u65e5"), ("$$$", "unnamed"),
        ])
    func members(_ name: String, _ expected: String) {
        var names = SwiftNames()
        #expect(names.member(name, suffix: "Column") == expected)
    }

    @Test("a name that is taken or means something else gets the suffix, then a number")
    func taken() {
        var names = SwiftNames(reserved: ["body"])
        #expect(names.member("body", suffix: "Column") == "bodyColumn")
        #expect(["a_b", "aB", "a-b"].map { names.member($0, suffix: "Column") } == ["aB", "aBColumn", "aBColumn2"])
        var types = SwiftNames(reserved: SwiftNames.reservedTypes)
        #expect(types.type("table", suffix: "Table") == "TableTable")
    }

    @Test(
        "a literal neither ends early nor interpolates",
        arguments: [
            ("plain", "\"plain\""), ("a \"b\"", "#\"a \"b\"\"#"), ("\\d", "#\"\\d\"#"), ("\"#", "##\"\"#\"##"),
            ("\\#(x)", "##\"\\#(x)\"##"), ("a\rb", "\"a\\u{d}b\""), ("\"\"x", "\"\\\"\\\"x\""),
            ("a\tb", "\"a\\tb\""), ("a\tb\n", "\"\"\"\n        a\tb\n\n        \"\"\""),
        ])
    func literals(_ text: String, _ expected: String) {
        #expect(SwiftText.literal(text) == expected)
    }

    @Test("text of several lines keeps its indentation and its empty lines")
    func lines() {
        #expect(SwiftText.literal("\n  a\n\nb", indent: "") == "\"\"\"\n\n      a\n\n    b\n    \"\"\"")
        #expect(SwiftText.literal("a\\n\n", indent: "").hasPrefix("#\"\"\"\n"))
    }

    @Test(
        "types have Swift values; what has no name here is opaque",
        arguments: [
            ("bigint", ".bigint", "Int64"), ("character varying(20)", ".varchar(20)", "String"),
            ("numeric(10,2)", ".numeric(10, 2)", "Decimal"), ("text[]", ".array(of: .text)", "[String]"),
            ("timestamp(3) with time zone", ".timestamptz(3)", "Date"),
            ("extensions.vector(3)", ".vector(3, schema: \"extensions\")", "Vector"), ("money", ".sql(\"money\")", "Opaque"),
            ("app.thing[]", ".sql(\"app.thing[]\")", "Opaque"),
        ])
    func types(_ type: String, _ expression: String, _ value: String) {
        let text = TypeText.of(type, declared: [:])
        #expect(text.expression == expression && text.value == value)
    }
}
