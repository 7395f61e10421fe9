import Lint
import SchemaModel
import Testing

@Suite("Expressions as their author wrote them")
struct WrittenExpressionTests {
    private func texts(_ sql: String) -> [String] {
        WrittenExpressions.all(in: Array(sql.utf8)).map { found in
            let subject =
                switch found.subject {
                case .check: "check"
                case .columnDefault(let column): "default of \(column)"
                case .generated(let column): "generated \(column)"
                case .index: "index"
                case .view: "view"
                case .using(let policy): "using of \(policy)"
                case .withCheck(let policy): "check of \(policy)"
                }
            return "\(found.schema ?? "-").\(found.relation) \(subject): \(found.text)"
        }
    }

    @Test("a clause ends where its parentheses or its column end")
    func table() {
        let sql = """
            CREATE TABLE app.t (
                a text DEFAULT 'x, (y' COLLATE "C" CONSTRAINT "c (" CHECK (a <> ')') NOT NULL,
                b int[] DEFAULT ARRAY[1, 2] -- not ]
                    NOT NULL,
                c numeric GENERATED ALWAYS AS (round(b[1] * 1.5)) STORED,
                d timestamptz CONSTRAINT e DEFAULT now(),
                CHECK (b[1] BETWEEN 1 AND 2)
            );
            ALTER TABLE "T" ADD COLUMN f int DEFAULT 1 + 2, ADD CONSTRAINT g CHECK (f > 0) NOT VALID;
            """
        #expect(
            texts(sql) == [
                "app.t default of a: 'x, (y'", "app.t check: a <> ')'", "app.t default of b: ARRAY[1, 2] -- not ]",
                "app.t generated c: round(b[1] * 1.5)", "app.t default of d: now()", "app.t check: b[1] BETWEEN 1 AND 2",
                "-.T default of f: 1 + 2", "-.T check: f > 0",
            ])
    }

    @Test("indexes, views and policies")
    func others() {
        let sql = """
            CREATE UNIQUE INDEX ON app.t (lower(a)) WHERE b IS NULL;
            CREATE INDEX i ON t USING gin (c);
            CREATE VIEW app.v WITH (security_invoker) AS SELECT a AS as_is FROM app.t;
            CREATE MATERIALIZED VIEW m AS SELECT 1;
            CREATE POLICY p ON t AS RESTRICTIVE FOR UPDATE TO PUBLIC USING (a = 'check (') WITH CHECK (b > 0);
            """
        #expect(
            texts(sql) == [
                "app.t index: USING btree (lower(a)) WHERE b IS NULL", "-.t index: USING gin (c)",
                "app.v view: SELECT a AS as_is FROM app.t", "-.m view: SELECT 1", "-.t using of p: a = 'check ('",
                "-.t check of p: b > 0",
            ])
    }

    @Test(
        "what is not the whole text of one attribute is left out",
        arguments: [
            "CREATE VIEW v (a) AS SELECT 1", "CREATE VIEW v AS SELECT 1 WITH CHECK OPTION", "CREATE TABLE t (a int CHECK (",
            "CREATE MATERIALIZED VIEW m AS SELECT 1 WITH NO DATA", "CREATE TABLE t (a int DEFAULT :x)", "SELECT 'CHECK (a)'",
            "CREATE TABLE t AS SELECT 1",
        ])
    func leftOut(sql: String) { #expect(texts(sql).isEmpty) }
}
