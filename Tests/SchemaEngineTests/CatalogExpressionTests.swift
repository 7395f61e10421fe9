@testable import SchemaEngine
import SchemaModel
import Testing

@Suite("One form of an expression that PostgreSQL words in two ways")
struct CatalogExpressionTests {
    @Test(
        "a text is its tokens",
        arguments: [
            "((a = 'it''s)'::text) AND (b ~~ E'\\\\'')'::text))", "( SELECT \"a)\".x[1]\n   FROM \"a)\")", "", "'ä(' || \"é\"",
            "ARRAY[1, 2]",
        ])
    func round(text: String) throws {
        #expect(try #require(CatalogExpression(text)).text == text)
    }

    @Test("what is not one of the catalog's expressions stays as it is", arguments: ["(a", "a)", "(a]", "'a", "\"a", "[a)"])
    func broken(text: String) {
        #expect(CatalogExpression(text) == nil)
    }

    @Test(
        "the stable form, and what PostgreSQL stores as the first form",
        arguments: [
            ("(((a >= 1) AND (a <= 2)) AND b)", "((a >= 1) AND (a <= 2) AND b)", "((a BETWEEN 1 AND 2) AND b)"),
            ("(((a < 1) OR (a > 2)) OR b)", "((a < 1) OR (a > 2) OR b)", "((a NOT BETWEEN 1 AND 2) OR b)"),
            // The second operand is not joined, and AND in OR is another thing.
            ("(b AND ((a >= 1) AND (a <= 2)))", "(b AND ((a >= 1) AND (a <= 2)))", "(b AND ((a >= 1) AND (a <= 2)))"),
            ("(((a >= 1) AND (a <= 2)) OR b)", "(((a >= 1) AND (a <= 2)) OR b)", "(((a >= 1) AND (a <= 2)) OR b)"),
            // Two columns are no range.
            ("(((a >= 1) AND (c <= 2)) AND b)", "((a >= 1) AND (c <= 2) AND b)", "(((a >= 1) AND (c <= 2)) AND b)"),
            (
                "(((s)::text = ANY (ARRAY[('x'::character varying)::text, ('y'::character varying(3))::text])) AND b)",
                "(((s)::text = ANY ((ARRAY['x'::character varying, 'y'::character varying(3)])::text[])) AND b)",
                "(((s)::text = ANY (ARRAY[('x'::character varying)::text, ('y'::character varying(3))::text])) AND b)"
            ),
            (
                "((s)::text <> ALL ((ARRAY['x'::character varying])::text[]))",
                "((s)::text <> ALL ((ARRAY['x'::character varying])::text[]))", "(s <> ALL (ARRAY['x'::character varying]))"
            ),
            ("(s = ') AND (')", "(s = ') AND (')", "(s = ') AND (')"),
        ])
    func forms(text: String, stable: String, written: String) {
        var values: [Attribute: Value] = [.expression: .text(text)]
        let others = StableText.canonical(&values)
        #expect(values[.expression]?.text == stable)
        var fact = Fact(.schema("s"), values)
        fact.wordings.values = others
        #expect(StableText.rendered(fact).text(.expression) == written)
    }
}
