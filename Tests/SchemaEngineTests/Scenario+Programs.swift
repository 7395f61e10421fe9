extension Scenario {
    /// Aggregates, operators, casts and what else is built on functions.
    static let builtOnFunctions = aggregates

    private static let aggregates = [
        Scenario(
            "aggregates of every form",
            common: """
                CREATE FUNCTION add(n numeric, v numeric) RETURNS numeric LANGUAGE sql IMMUTABLE AS 'SELECT n + v';
                CREATE FUNCTION sub(n numeric, v numeric) RETURNS numeric LANGUAGE sql IMMUTABLE AS 'SELECT n - v';
                CREATE FUNCTION fin(n numeric) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT n::text';
                """,
            new: """
                CREATE AGGREGATE plain(numeric) (SFUNC = add, STYPE = numeric, FINALFUNC = fin, FINALFUNC_MODIFY = READ_WRITE);
                CREATE AGGREGATE "Moving one"(v numeric) (SFUNC = add, STYPE = numeric, SSPACE = 32, COMBINEFUNC = add, INITCOND = '0',
                    MSFUNC = add, MINVFUNC = sub, MSTYPE = numeric, MSSPACE = 16, MFINALFUNC = fin, MFINALFUNC_EXTRA = false,
                    FINALFUNC = fin, MINITCOND = '0', PARALLEL = SAFE);
                CREATE AGGREGATE counted(*) (SFUNC = int8inc, STYPE = int8, INITCOND = '0');
                CREATE AGGREGATE glued(text) (SFUNC = textcat, STYPE = text, INITCOND = '');
                CREATE AGGREGATE biggest(int) (SFUNC = int4larger, STYPE = int, SORTOP = >);
                CREATE AGGREGATE pct(float8 ORDER BY anyelement) (SFUNC = ordered_set_transition, STYPE = internal,
                    FINALFUNC = percentile_disc_final, FINALFUNC_EXTRA);
                CREATE AGGREGATE placed(VARIADIC "any" ORDER BY VARIADIC "any") (SFUNC = ordered_set_transition_multi,
                    STYPE = internal, FINALFUNC = rank_final, FINALFUNC_EXTRA, HYPOTHETICAL);
                COMMENT ON AGGREGATE counted(*) IS 'it''s a star'; COMMENT ON AGGREGATE pct(float8 ORDER BY anyelement) IS 'p';
                REVOKE ALL ON FUNCTION counted() FROM PUBLIC; REVOKE ALL ON FUNCTION placed("any") FROM PUBLIC;
                """),
        Scenario(
            "an aggregate changes in place under a view",
            common: "CREATE FUNCTION mul(n bigint, v int) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT n * v';",
            old: """
                CREATE AGGREGATE a(int) (SFUNC = mul, STYPE = bigint);
                CREATE VIEW v AS SELECT a(x) AS a FROM generate_series(1, 3) x;
                """,
            new: """
                CREATE AGGREGATE a(int) (SFUNC = mul, STYPE = bigint, INITCOND = '1', PARALLEL = RESTRICTED);
                CREATE VIEW v AS SELECT a(x) AS a FROM generate_series(1, 3) x;
                """),
        Scenario(
            "an aggregate gets another result under a view",
            common: "CREATE FUNCTION fin(n int) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT n::text';",
            old: """
                CREATE AGGREGATE a(int) (SFUNC = int4pl, STYPE = int); CREATE VIEW v AS SELECT a(x) FROM generate_series(1, 3) x;
                """,
            new: """
                CREATE AGGREGATE a(x int) (SFUNC = int4pl, STYPE = int, FINALFUNC = fin);
                CREATE VIEW v AS SELECT a(x) FROM generate_series(1, 3) x; COMMENT ON AGGREGATE a(int) IS 'other';
                """),
        Scenario(
            "an aggregate over a view's rows, and a view over it", common: "CREATE TABLE r (id int, val numeric);",
            new: """
                CREATE VIEW rv AS SELECT id, val FROM r; CREATE FUNCTION addr(acc numeric, x rv) RETURNS numeric LANGUAGE sql IMMUTABLE
                AS 'SELECT acc + x.val'; CREATE AGGREGATE total(rv) (SFUNC = addr, STYPE = numeric, INITCOND = '0');
                CREATE VIEW s AS SELECT total(x) AS t FROM rv x;
                """),
        Scenario(
            "the function of an aggregate gets other argument names",
            old: """
                CREATE FUNCTION f(a int, b int) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE AGGREGATE g(int) (SFUNC = f, STYPE = int);
                CREATE VIEW v AS SELECT g(x) FROM generate_series(1, 3) x;
                """,
            new: """
                CREATE FUNCTION f(c int, d int) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE AGGREGATE g(int) (SFUNC = f, STYPE = int);
                CREATE VIEW v AS SELECT g(x) FROM generate_series(1, 3) x;
                """),
    ]
}
