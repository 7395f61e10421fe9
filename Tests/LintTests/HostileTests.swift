import Testing

@testable import Lint

/// Nothing that is given makes it crash, or wait.
@Suite("Hostile input")
struct HostileTests {
    private static let sample =
        (Case.found + Case.right).map(\.sql).joined(separator: ";\n") + #"""
            ;
            CREATE FUNCTION f(a text, VARIADIC b int[]) RETURNS TABLE (c int) LANGUAGE plpgsql AS $body$
            DECLARE r record; BEGIN FOR r IN EXECUTE 'SELECT ' || a LOOP RETURN NEXT; END LOOP; EXCEPTION WHEN others THEN NULL; END $body$;
            SELECT E'\'', U&'\0041', $1, :'v', "a""b" /* x /* y */ */ FROM t;
            """#

    @Test("cut off anywhere")
    func truncated() async {
        let bytes = Array(Self.sample.utf8)
        var random = SystemRandomNumberGenerator()
        for _ in 0..<120 {
            let start = Int.random(in: 0..<bytes.count, using: &random)
            let end = Int.random(in: start...min(bytes.count, start + 2000), using: &random)
            _ = await Linter().lint([LintSource(path: "x.sql", bytes: Array(bytes[start..<end]))])
        }
    }

    @Test("with bytes changed, no text at all, NULs")
    func noise() async {
        var random = SystemRandomNumberGenerator()
        let bytes = Array(Self.sample.utf8)
        for round in 0..<60 {
            var noisy = bytes
            for _ in 0..<20 { noisy[Int.random(in: noisy.indices, using: &random)] = UInt8.random(in: 0...255, using: &random) }
            _ = await Linter().lint([LintSource(path: "x.sql", bytes: noisy, isMarkdown: round.isMultiple(of: 7))])
        }
        #expect(Bench.codes(await Bench.lint("SELECT 1;\0DROP TABLE x;")).contains("PL068"))
        let latin = await Linter().lint([LintSource(path: "x.sql", bytes: Array("SELECT '".utf8) + [0xE9] + Array("'".utf8))])
        #expect(latin.findings.map(\.code) == ["PL068"])
    }

    @Test("nested deep", arguments: ["((((", "NOT ", "- ", "1+", "CASE WHEN true THEN ", "/*", "ARRAY[", "(SELECT "])
    func deep(_ part: String) async {
        let sql = "SELECT " + String(repeating: part, count: 20_000) + "1;\nDROP TABLE x;"
        let result = await Bench.lint(sql)
        #expect(result.findings.contains { $0.code == "PL031" } || part == "/*")
    }

    @Test("large")
    func large() async {
        let values = "INSERT INTO t VALUES " + String(repeating: "(1, 'a'),", count: 200_000) + "(1, 'a');\n"
        let many = String(repeating: "ALTER TABLE t ADD COLUMN IF NOT EXISTS a int; -- c\n", count: 3_000)
        let result = await Bench.lint(values + many + "DROP TABLE x;")
        #expect(result.statements == 3_002)
        #expect(result.notes.count == 1)
        #expect(result.findings.last?.code == "PL031")
    }
}
