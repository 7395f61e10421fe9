import Lint

extension Case {
    static let foundIndexes: [Case] = [
        Case("PL082", "CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE t (a int REFERENCES p)"),
        Case(
            "PL082", #"CREATE TABLE s."T" ("A" int, b int, FOREIGN KEY ("A") REFERENCES p); CREATE INDEX ON s."T" (b, "A")"#),
        Case("PL082", "ALTER TABLE t ADD FOREIGN KEY (a, b) REFERENCES p (x, y)", before: "CREATE TABLE t (a int, b int)"),
        Case("PL082", "CREATE TABLE t (a int REFERENCES p); CREATE INDEX ON t (a) WHERE a > 5"),
        Case("PL082", "CREATE TABLE t (a int REFERENCES p); CREATE INDEX ON t USING gin (a)"),
        Case("PL083", "CREATE TABLE t (a int, b int); CREATE INDEX i ON t (a); CREATE INDEX j ON t (a, b)"),
        Case("PL083", "CREATE TABLE t (a int UNIQUE); CREATE INDEX i ON t (a)"),
        Case("PL083", #"CREATE INDEX CONCURRENTLY "I" ON s."T" (lower(a))"#, before: #"CREATE INDEX i ON s."T" (lower(a), b)"#),
        Case("PL083", "CREATE INDEX i ON t (a DESC)", before: "CREATE INDEX j ON t (a, b)"),
        Case("PL083", "CREATE INDEX i ON t USING gin (a); CREATE INDEX j ON t USING gin (a)"),
        Case("PL083", "CREATE TABLE t (id int PRIMARY KEY); CREATE UNIQUE INDEX i ON t (id)"),
        Case("PL083", "CREATE INDEX i ON t (a) WHERE b; CREATE INDEX j ON t (a, c) WHERE b"),
        Case(
            "PL084", "CREATE TYPE s.e AS ENUM ('a', 'b'); CREATE TABLE s.t (k s.e); CREATE INDEX i ON s.t (k)"),
        Case("PL084", "CREATE TABLE t (done boolean); CREATE INDEX i ON t (done)"),
        Case("PL084", "CREATE INDEX i ON t (done) WHERE done = true"),
        Case("PL084", #"CREATE INDEX i ON s."T" ("Done") WHERE NOT "Done""#),
        Case("PL084", "CREATE INDEX i ON t (deleted_at) WHERE deleted_at IS NULL"),
        Case(
            "PL084", "CREATE INDEX CONCURRENTLY i ON t (kind)",
            server: ServerState(
                version: 170_000, statements: ["CREATE TABLE public.t (kind text)"],
                tables: [.init(schema: "public", name: "t", rows: 5000)],
                columns: [.init(schema: "public", table: "t", name: "kind", distinct: 2, nullFraction: 0)])),
        Case("PL085", "CREATE MATERIALIZED VIEW v AS SELECT 1 AS a; REFRESH MATERIALIZED VIEW CONCURRENTLY v"),
        Case(
            "PL085",
            """
            CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN REFRESH MATERIALIZED VIEW CONCURRENTLY s.v; END $$;
            CREATE MATERIALIZED VIEW s.v AS SELECT 1 AS a;
            CREATE UNIQUE INDEX i ON s.v (lower(a))
            """),
        Case(
            "PL085", "SELECT cron.schedule('r', '* * * * *', 'REFRESH MATERIALIZED VIEW CONCURRENTLY public.v')",
            before: "CREATE MATERIALIZED VIEW v AS SELECT 1 AS a; CREATE UNIQUE INDEX i ON v (a) WHERE a > 0"),
        Case(
            "PL085", "REFRESH MATERIALIZED VIEW CONCURRENTLY v",
            before: "CREATE MATERIALIZED VIEW v AS SELECT 1 AS a WITH NO DATA; CREATE UNIQUE INDEX i ON v (a)"),
        Case("PL086", "CREATE TABLE t (agent bigint NOT NULL, day date NOT NULL, hour int, UNIQUE (agent, day, hour))"),
        Case("PL086", "CREATE TABLE t (a int REFERENCES p, d text NOT NULL, UNIQUE (a, d))"),
        Case(
            "PL086",
            "CREATE TABLE s.t (email text NOT NULL, deleted_at timestamptz); CREATE UNIQUE INDEX i ON s.t (email, deleted_at)"),
        Case("PL086", "CREATE TABLE t (id int PRIMARY KEY, name text UNIQUE)"),
        Case(
            "PL087",
            "CREATE INDEX i ON t USING hnsw (e vector_cosine_ops); SELECT * FROM t ORDER BY 1 - (e <=> '[1]') DESC LIMIT 5"),
        Case("PL087", "CREATE INDEX i ON t USING ivfflat (e vector_l2_ops); SELECT * FROM t ORDER BY e <=> '[1]' LIMIT 5"),
        Case("PL087", "CREATE INDEX i ON t USING hnsw (e extensions.vector_cosine_ops); SELECT * FROM t ORDER BY e <=> '[1]'"),
        Case(
            "PL087",
            """
            CREATE FUNCTION near(q vector) RETURNS TABLE (id int, similarity float) LANGUAGE plpgsql AS $$ BEGIN
              RETURN QUERY SELECT d.id, 1 - (d.e <=> q) AS similarity FROM "Odd".d WHERE 1 - (d.e <=> q) > 0.5
              ORDER BY similarity DESC LIMIT 5;
            END $$;
            CREATE INDEX i ON "Odd".d USING ivfflat (e vector_cosine_ops)
            """),
        Case("PL088", "CREATE TABLE t (e vector(3)); CREATE INDEX i ON t USING ivfflat (e vector_l2_ops)"),
        Case(
            "PL088", "CREATE INDEX CONCURRENTLY i ON t USING ivfflat (e vector_l2_ops) WITH (lists = 1000)",
            server: ServerState(
                version: 170_000, statements: ["CREATE TABLE public.t (e vector(3))"],
                tables: [.init(schema: "public", name: "t", rows: 5000)])),
        Case(
            "PL088", "CREATE INDEX CONCURRENTLY i ON t USING hnsw (e vector_l2_ops)",
            server: ServerState(
                version: 170_000, statements: ["CREATE TABLE public.t (e vector(3))"],
                tables: [.init(schema: "public", name: "t", rows: 5000)],
                columns: [.init(schema: "public", table: "t", name: "e", distinct: 0, nullFraction: 1)])),
    ]

    static let rightIndexes: [Case] = [
        Case("PL082", "CREATE TABLE t (a int REFERENCES p); CREATE INDEX ON t (a, b)"),
        Case("PL082", "CREATE TABLE t (a int, b int, PRIMARY KEY (b, a), FOREIGN KEY (a, b) REFERENCES p)"),
        Case("PL082", "CREATE TABLE t (a int PRIMARY KEY REFERENCES p)"),
        Case("PL082", "CREATE TABLE t (a int REFERENCES p); CREATE INDEX ON t (a) WHERE a IS NOT NULL"),
        Case("PL082", "ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES p"),
        Case("PL082", "CREATE TABLE t (a int REFERENCES p); COMMIT; CREATE INDEX CONCURRENTLY i ON t (a)"),
        Case(
            "PL082", "CREATE TABLE m1 PARTITION OF m (FOREIGN KEY (a) REFERENCES p) FOR VALUES IN (1)",
            before: "CREATE TABLE m (a int) PARTITION BY LIST (a); CREATE INDEX ON m (a)"),
        Case("PL083", "CREATE INDEX i ON t (a); CREATE INDEX j ON t (b, a)"),
        Case("PL083", "CREATE INDEX i ON t (a); CREATE INDEX j ON t (a, b) WHERE c"),
        Case("PL083", "CREATE INDEX i ON t (a) WHERE c; CREATE INDEX j ON t (a, b)"),
        Case("PL083", "CREATE UNIQUE INDEX i ON t (a); CREATE INDEX j ON t (a, b)"),
        Case("PL083", "CREATE INDEX i ON t (a text_pattern_ops); CREATE INDEX j ON t (a, b)"),
        Case("PL083", "CREATE INDEX i ON t (a DESC, b); CREATE INDEX j ON t (a, b)"),
        Case("PL083", "CREATE INDEX i ON t USING gin (a); CREATE INDEX j ON t (a)"),
        Case("PL083", "CREATE INDEX i ON t (a) INCLUDE (c); CREATE INDEX j ON t (a, b)"),
        Case("PL083", "CREATE INDEX i ON t (a); CREATE INDEX j ON u (a, b)"),
        Case("PL083", "CREATE INDEX i ON t (a); DROP INDEX i; CREATE INDEX j ON t (a, b)"),
        Case(
            "PL084", "CREATE TYPE e AS ENUM ('a', 'b', 'c', 'd'); CREATE TABLE t (k e); CREATE INDEX i ON t (k)"),
        Case("PL084", "CREATE TABLE t (done boolean, at date); CREATE INDEX i ON t (at) WHERE NOT done"),
        Case("PL084", "CREATE TABLE t (done boolean, at date); CREATE INDEX i ON t (done, at)"),
        Case("PL084", "CREATE INDEX i ON t (done)"),
        Case("PL084", "CREATE INDEX i ON t (state) WHERE state <> 'done'"),
        Case(
            "PL084", "CREATE INDEX CONCURRENTLY i ON t (kind)",
            server: ServerState(
                version: 170_000, statements: ["CREATE TABLE public.t (kind text)"],
                tables: [.init(schema: "public", name: "t", rows: 5000)],
                columns: [.init(schema: "public", table: "t", name: "kind", distinct: -0.5, nullFraction: 0)])),
        Case(
            "PL085",
            "CREATE MATERIALIZED VIEW v AS SELECT 1 AS a; CREATE UNIQUE INDEX i ON v (a); REFRESH MATERIALIZED VIEW "
                + "CONCURRENTLY v"
        ),
        Case("PL085", "CREATE MATERIALIZED VIEW v AS SELECT 1 AS a; REFRESH MATERIALIZED VIEW v"),
        Case("PL085", "REFRESH MATERIALIZED VIEW CONCURRENTLY somewhere.v"),
        Case("PL086", "CREATE TABLE t (account int NOT NULL, email text, UNIQUE (account, email))"),
        Case("PL086", "CREATE TABLE t (account int NOT NULL, external_id bigint, UNIQUE (account, external_id))"),
        Case("PL086", "CREATE TABLE t (email text UNIQUE)"),
        Case("PL086", "CREATE TABLE t (a int NOT NULL, hour int, UNIQUE NULLS NOT DISTINCT (a, hour))"),
        Case("PL086", "CREATE TABLE t (a int, b int, UNIQUE (a, b)); ALTER TABLE t ADD PRIMARY KEY (a, b)"),
        Case("PL086", "CREATE TABLE t (a int NOT NULL, hour int); CREATE UNIQUE INDEX i ON t (a, hour) WHERE hour IS NOT NULL"),
        Case("PL086", "CREATE TABLE t (a int NOT NULL, hour int); CREATE UNIQUE INDEX i ON t (a, coalesce(hour, -1))"),
        Case("PL086", "CREATE TABLE t (a int NOT NULL, seat smallint DEFAULT 0, UNIQUE (a, seat))"),
        Case("PL087", "CREATE INDEX i ON t USING hnsw (e vector_cosine_ops); SELECT * FROM t ORDER BY e <=> '[1]' LIMIT 5"),
        Case(
            "PL087",
            """
            CREATE INDEX i ON t USING hnsw (e vector_cosine_ops);
            SELECT id, 1 - distance AS similarity FROM (SELECT id, e <=> '[1]' AS distance FROM t ORDER BY distance LIMIT 5) n
            ORDER BY similarity DESC
            """),
        Case("PL087", "SELECT * FROM t ORDER BY 1 - (e <=> '[1]') DESC LIMIT 5"),
        Case("PL087", "CREATE INDEX i ON t USING hnsw (e vector_cosine_ops); SELECT e <=> '[1]' FROM t WHERE id = 1 ORDER BY id"),
        Case("PL088", "CREATE TABLE t (e vector(3)); CREATE INDEX i ON t USING hnsw (e vector_l2_ops)"),
        Case("PL088", "CREATE TABLE t (e vector(3)); COPY t FROM '/rows'; CREATE INDEX i ON t USING ivfflat (e vector_l2_ops)"),
        Case("PL088", "CREATE INDEX i ON t USING ivfflat (e vector_l2_ops)"),
        Case("PL088", "CREATE TABLE t AS SELECT * FROM u; CREATE INDEX i ON t USING ivfflat (e vector_l2_ops)"),
        Case(
            "PL088", "CREATE INDEX CONCURRENTLY i ON t USING ivfflat (e vector_l2_ops) WITH (lists = 100)",
            server: ServerState(
                version: 170_000, statements: ["CREATE TABLE public.t (e vector(3))"],
                tables: [.init(schema: "public", name: "t", rows: 50_000)])),
    ]
}
