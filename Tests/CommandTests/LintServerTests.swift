import Foundation
import PlumblineTesting
import PostgresClient
import Testing

@Suite("plumb lint asks a server for its statistics")
struct LintServerTests {
    private static let schema = """
        CREATE EXTENSION vector;
        CREATE TABLE public.notes (id bigint PRIMARY KEY, kind text NOT NULL, title text, e vector(3), f vector(3));
        INSERT INTO public.notes SELECT n, CASE WHEN n % 2 = 0 THEN 'a' ELSE 'b' END, 'title ' || n, NULL,
          ARRAY[n, 1, 2]::vector FROM generate_series(1, 5000) AS n;
        CREATE MATERIALIZED VIEW public.counts AS SELECT kind, count(*) FROM public.notes GROUP BY kind WITH NO DATA;
        CREATE UNIQUE INDEX counts_kind ON public.counts (kind);
        ANALYZE public.notes;
        """

    private func found(_ sql: String, _ bench: Bench) async throws -> (without: Set<String>, with: Set<String>) {
        try Data(sql.utf8).write(to: bench.root.appending(path: "x.sql"))
        func codes(_ outcome: Bench.Outcome) -> Set<String> {
            Set(outcome.output.matches(of: #/ (PL\d{3}) /#).map { String($0.1) })
        }
        let without = codes(try await bench.plumb("lint", "x.sql"))
        return (without, codes(try await bench.plumb("lint", "x.sql", "--url", bench.live.url)))
    }

    @Test("for columns of few values, lists that do not fit, columns without a value, views never filled")
    func statistics() async throws {
        guard try await ScratchServer.has(extension: "vector", major: 17) else { return }
        try await Bench.with { bench in
            try await bench.execute(Self.schema)
            let cases = [
                ("PL084", "CREATE INDEX CONCURRENTLY i ON public.notes (kind);"),
                ("PL088", "CREATE INDEX CONCURRENTLY i ON public.notes USING hnsw (e vector_l2_ops);"),
                ("PL088", "CREATE INDEX CONCURRENTLY i ON public.notes USING ivfflat (f vector_l2_ops) WITH (lists = 1000);"),
                ("PL085", "REFRESH MATERIALIZED VIEW CONCURRENTLY public.counts;"),
                ("PL082", "ALTER TABLE public.notes ADD FOREIGN KEY (title) REFERENCES public.titles (name) NOT VALID;"),
            ]
            for (code, sql) in cases {
                let (without, with) = try await found(sql, bench)
                #expect(!without.contains(code), "\(sql)")
                #expect(with.contains(code), "\(sql)")
            }
            let right = [
                ("PL084", "CREATE INDEX CONCURRENTLY i ON public.notes (title);"),
                ("PL088", "CREATE INDEX CONCURRENTLY i ON public.notes USING hnsw (f vector_l2_ops);"),
                ("PL088", "CREATE INDEX CONCURRENTLY i ON public.notes USING ivfflat (f vector_l2_ops) WITH (lists = 10);"),
                ("PL085", "REFRESH MATERIALIZED VIEW public.counts;"),
                ("PL083", "CREATE INDEX CONCURRENTLY i ON public.notes (title);"),
            ]
            for (code, sql) in right {
                let with = try await found(sql, bench).with
                #expect(!with.contains(code), "\(sql)")
            }
        }
    }

    @Test("says of nothing that PostgreSQL refuses it, which it does not refuse")
    func refusals() async throws {
        try await ScratchServer.withDatabase(major: 17) { settings in
            let connection = try await PostgresConnection.connect(settings)
            let refused = [
                "CREATE TABLE m (at date NOT NULL) PARTITION BY RANGE (at); CREATE TABLE days (day date PRIMARY KEY); "
                    + "ALTER TABLE m ADD FOREIGN KEY (at) REFERENCES days NOT VALID",
                "CREATE TABLE p (a int); CREATE PUBLICATION one FOR TABLE p; INSERT INTO p VALUES (1); UPDATE p SET a = 2",
                "CREATE TABLE q (id int PRIMARY KEY, a int); CREATE PUBLICATION two FOR TABLE q (a); "
                    + "INSERT INTO q VALUES (1, 1); UPDATE q SET a = 2",
                "CREATE MATERIALIZED VIEW v AS SELECT 1 AS a; REFRESH MATERIALIZED VIEW CONCURRENTLY v",
                "CREATE MATERIALIZED VIEW w AS SELECT 1 AS a WITH NO DATA; CREATE UNIQUE INDEX ON w (a); "
                    + "REFRESH MATERIALIZED VIEW CONCURRENTLY w",
                "CREATE TABLE r (a int CONSTRAINT taken UNIQUE); CREATE TABLE s (a int CONSTRAINT taken UNIQUE)",
                "CREATE TABLE t (a int, PRIMARY KEY (a, a))",
                "CREATE TABLE u (a int); UPDATE u SET a = 1, a = 2",
                "CREATE TABLE o (id int PRIMARY KEY); CREATE TABLE l (o int REFERENCES o); INSERT INTO o VALUES (1); "
                    + "INSERT INTO l VALUES (1); DELETE FROM o",
            ]
            for sql in refused {
                await #expect(throws: PostgresError.self, "\(sql)") { try await connection.run(script: sql) }
            }
            // What the advice says instead is taken.
            try await connection.run(
                script: """
                    CREATE TABLE months (at date PRIMARY KEY) PARTITION BY RANGE (at);
                    CREATE TABLE orders (at date);
                    ALTER TABLE orders ADD CONSTRAINT c FOREIGN KEY (at) REFERENCES months NOT VALID;
                    ALTER TABLE orders VALIDATE CONSTRAINT c;
                    CREATE VIEW shown WITH (security_invoker) AS SELECT 1 AS a;
                    CREATE OR REPLACE VIEW shown AS SELECT 2 AS a;
                    """)
            let options = try await connection.query(
                "SELECT reloptions IS NULL AS lost FROM pg_catalog.pg_class WHERE relname = 'shown'")
            #expect(try options.map { try $0.decode("lost") as Bool } == [true])
            await connection.close()
        }
    }
}
