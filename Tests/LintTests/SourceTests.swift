import Testing

@testable import Lint

@Suite("Sources")
struct SourceTests {
    @Test("names a place by line and column, in UTF-16")
    func places() async {
        let result = await Bench.lint("-- é\nSELECT '😀'; ALTER TABLE t\n  ADD COLUMN \"ä\" int,\n  DROP COLUMN b;")
        let drop = result.findings.first { $0.code == "PL032" }
        #expect(drop?.line == 4)
        #expect(drop?.column == 3)
        let timeout = result.findings.first { $0.code == "PL026" }
        #expect(timeout?.line == 2)
        #expect(timeout?.column == 14)
    }

    @Test("reads the blocks of SQL in Markdown, each a script of its own")
    func markdown() async {
        let text = """
            # Schema
            CREATE INDEX not_sql ON t (a);
            ```sql
            CREATE TABLE t (a bigint);
            ```
            ~~~~ postgresql title="x"
            CREATE INDEX i ON t (a);
            ~~~~
            ```typescript
            DROP TABLE t;
            ```
            """
        let result = await Bench.lint(text, path: "design.md")
        #expect(result.findings.filter { $0.code == "PL001" }.map(\.line) == [7])
        #expect(!Bench.codes(result).contains("PL031"))
    }

    @Test("names the kinds of types of one name")
    func kindsOfTypes() async {
        let change = """
            ALTER TYPE lib.state RENAME TO state__old; CREATE DOMAIN lib.state AS text;
            ALTER TABLE lib.books ALTER status TYPE lib.state USING status::text;
            """
        let result = await Bench.lint(
            change, before: ["CREATE TYPE lib.state AS ENUM ('in'); CREATE TABLE lib.books (status lib.state)"])
        let text = result.findings.first { $0.code == "PL018" }?.message ?? ""
        #expect(text.hasPrefix("status goes from enum lib.state__old to domain lib.state"), "\(text)")
    }

    @Test("reads psql's commands, variables and data over")
    func psql() async {
        let text = #"""
            \set ON_ERROR_STOP on
            SELECT to_regclass('t') IS NULL AS todo \gset
            \if :todo
            BEGIN;
            INSERT INTO s.t VALUES (:'name', :"column", :number, 'a'::text, (ARRAY[1,2,3])[1:2]);
            COMMIT;
            \endif
            COPY t FROM STDIN;
            DROP TABLE x; -- data
            \.
            SELECT 1 AS "a" \g
            DROP TABLE y;
            """#
        let result = await Bench.lint(text)
        #expect(result.notes.isEmpty)
        #expect(result.findings.filter { $0.code == "PL031" }.map(\.line) == [12])
        #expect(result.findings.filter { $0.code == "PL068" }.isEmpty)
    }

    @Test("keeps broken SQL inside its own statement")
    func broken() async {
        let result = await Bench.lint("SELEC 1;\nCREATE TABLE t (a int,;\nDROP TABLE x;\nSELECT 'open")
        #expect(result.findings.filter { $0.code == "PL068" }.map(\.line) == [1, 2, 4])
        #expect(result.findings.filter { $0.code == "PL031" }.map(\.line) == [3])
    }

    @Test("reads on past MySQL's indexes behind a comment")
    func repairsBehindComments() async {
        let text = """
            CREATE TABLE t (
              a int NOT NULL, -- INDEX no (a)
              b boolean,
              -- Indexes
              -- of this table
              INDEX idx_a (a DESC),
              INDEX idx_b (b) WHERE b = true
            );
            """
        let result = await Bench.lint(text)
        #expect(result.findings.filter { $0.code == "PL068" }.count == 1)
        #expect(result.findings.filter { $0.code == "PL084" }.map(\.line) == [7])
    }

    @Test("reads on where CREATE TABLE has MySQL's indexes, and where a name is a reserved word")
    func repairs() async {
        let text = """
            CREATE TABLE t (
              a varchar(9), -- INDEX no (a)
              INDEX idx_a (a DESC),
              KEY idx_b (a, b) WHERE b > 0,
              b int REFERENCES user(id),
              c char(3)
            );
            """
        let result = await Bench.lint(text)
        #expect(result.findings.filter { $0.code == "PL068" }.count == 1)
        #expect(result.findings.filter { $0.code == "PL057" }.map(\.line) == [2])
        #expect(result.findings.filter { $0.code == "PL059" }.map(\.line) == [6])
    }

    @Test("says what it cannot analyse, and does not call it wrong")
    func newer() async {
        let texts = [
            "CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a + 1) VIRTUAL)", "SELECT JSON_VALUE(a, '$.b') FROM t",
            "MERGE INTO t USING s ON t.a = s.a WHEN NOT MATCHED BY SOURCE THEN DELETE",
            "ALTER TABLE t ADD CONSTRAINT n NOT NULL a NOT VALID",
            "SELECT 1_000 FROM t",
        ]
        for text in texts {
            let result = await Bench.lint(text)
            #expect(!Bench.codes(result).contains("PL068"), "\(text)")
        }
        #expect(await Bench.lint(texts[0]).notes.first?.message.contains("PostgreSQL 18") == true)
    }

    @Test("knows a new table whose statement has newer clauses")
    func newerTable() async {
        for clause in [
            "CONSTRAINT \"a (\" NOT NULL a", "NOT NULL a NO INHERIT", "b int GENERATED ALWAYS AS (a + 1) VIRTUAL",
            "CHECK (a > 0) NOT ENFORCED",
            "PRIMARY KEY (a, c WITHOUT OVERLAPS)",
        ] {
            let result = await Bench.lint("CREATE TABLE app.t (a int, c daterange, \(clause));\nCREATE INDEX i ON app.t (a);")
            #expect(!Bench.codes(result).contains("PL001"), "\(clause): \(result.findings)")
            #expect(result.notes.count == 1, "\(clause)")
        }
    }

    @Test("takes no part of a body's SQL in the standard's form for a statement")
    func atomic() async {
        let text = """
            CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC; SELECT CASE WHEN true THEN 1 END; SELECT 2; END;
            DROP TABLE x;
            """
        let result = await Bench.lint(text)
        #expect(result.statements == 2)
    }

    @Test("reads a byte order mark over")
    func mark() async {
        let result = await Bench.lint("\u{FEFF}CREATE INDEX i ON t (a);")
        #expect(!Bench.codes(result).contains("PL068"))
        #expect(result.findings.filter { $0.code == "PL001" }.map(\.column) == [1])
    }

    @Test("knows a table from an earlier block of the same document")
    func twiceInDocument() async {
        let block = "```sql\nCREATE TABLE s.d (id bigint PRIMARY KEY);\n```\n"
        let result = await Bench.lint("# a\n\(block)text\n\(block)", path: "design.md")
        #expect(result.findings.filter { $0.code == "PL090" }.map(\.line) == [7])
        let other = await Bench.lint("# a\n\(block)\(block.replacing("TABLE", with: "TABLE IF NOT EXISTS"))", path: "design.md")
        #expect(!Bench.codes(other).contains("PL090"))
    }

    @Test("keeps documents apart: a name in another one means another thing")
    func documents() async {
        let first = "```sql\nCREATE TABLE t (a int, b int);\nCREATE INDEX i ON t (a);\nCREATE INDEX k ON t (b);\n```\n"
        let second = "```sql\nCREATE TABLE u (a int, c int);\nCREATE INDEX i ON u (c);\nCREATE INDEX j ON t (a);\n```\n"
        let sources = [("a.md", first), ("b.md", second)].map {
            LintSource(path: $0.0, bytes: Array($0.1.utf8), isMarkdown: true)
        }
        let codes = Bench.codes(await Linter().lint(sources))
        #expect(codes.isDisjoint(with: ["PL090", "PL083"]))
        #expect(codes.contains("PL001"))
    }

    @Test("takes a table that another file creates again for another one, but not in migrations")
    func files() async {
        func codes(_ paths: String...) async -> Set<String> {
            let texts = [
                "CREATE TABLE t (a int);\nCREATE INDEX i ON t (a);", "CREATE TABLE t (a int);\nCREATE INDEX j ON t (a);",
            ]
            let sources = zip(paths, texts).map { LintSource(path: $0.0, bytes: Array($0.1.utf8)) }
            return Bench.codes(await Linter().lint(sources))
        }
        #expect(await codes("one.sql", "two.sql").isDisjoint(with: ["PL090", "PL083"]))
        #expect(await codes("db/migrations/1_a.sql", "db/migrations/2_b.down.sql").isDisjoint(with: ["PL090"]))
        #expect(await codes("db/migrations/0001_a.sql", "db/migrations/0002_b.sql").contains("PL090"))
        #expect(await codes("db/migrations/V1__a.sql", "db/migrations/V2__b.sql").contains("PL090"))
    }

    @Test("sees what a DO block runs as a text that is written out")
    func execute() async {
        let result = await Bench.lint("DO $$\nBEGIN\n  EXECUTE 'DROP TABLE x';\nEND $$;")
        #expect(result.findings.filter { $0.code == "PL031" }.map(\.line) == [3])
    }

    @Test("sees what a DO block runs, at its line")
    func block() async {
        let result = await Bench.lint("SELECT 1;\nDO $$\nBEGIN\n  IF true THEN\n    DROP TABLE x;\n  END IF;\nEND $$;")
        let found = result.findings.first { $0.code == "PL031" }
        #expect(found?.line == 5)
        #expect(found?.column == 5)
    }
}
