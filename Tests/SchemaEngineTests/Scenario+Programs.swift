extension Scenario {
    /// Aggregates, operators, casts and what else is built on functions.
    static let builtOnFunctions = aggregates + operators + operatorClasses + conversions + languages

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

    private static let operators = [
        Scenario(
            "operators with their partners, a prefix operator, an index and a check that use them",
            common: "CREATE SCHEMA s; CREATE TABLE t (a int, b int);",
            new: """
                CREATE FUNCTION s.lt(a int, b int) RETURNS boolean LANGUAGE sql IMMUTABLE RETURN a < b;
                CREATE FUNCTION s.gt(a int, b int) RETURNS boolean LANGUAGE sql IMMUTABLE RETURN a > b;
                CREATE FUNCTION s.ge(a int, b int) RETURNS boolean LANGUAGE sql IMMUTABLE RETURN a >= b;
                CREATE FUNCTION s.neg(b int) RETURNS int LANGUAGE sql IMMUTABLE RETURN -b;
                CREATE OPERATOR s.<< (FUNCTION = s.lt, LEFTARG = int, RIGHTARG = int, COMMUTATOR = OPERATOR(s.>>), NEGATOR = OPERATOR(s.>>=),
                    RESTRICT = scalarltsel, JOIN = scalarltjoinsel);
                CREATE OPERATOR s.>> (FUNCTION = s.gt, LEFTARG = int, RIGHTARG = int, COMMUTATOR = OPERATOR(s.<<));
                CREATE OPERATOR s.>>= (FUNCTION = s.ge, LEFTARG = int, RIGHTARG = int, NEGATOR = OPERATOR(s.<<));
                CREATE OPERATOR s.!~ (FUNCTION = s.neg, RIGHTARG = int); COMMENT ON OPERATOR s.!~ (NONE, int) IS 'not';
                CREATE DOMAIN small AS int CHECK (VALUE OPERATOR(s.<<) 100); CREATE INDEX i ON t (a) WHERE (a OPERATOR(s.>>) b);
                ALTER TABLE t ADD CHECK (a OPERATOR(s.<<) (OPERATOR(s.!~) b));
                CREATE VIEW v AS SELECT a FROM t WHERE a OPERATOR(s.>>=) b;
                """),
        Scenario(
            "the estimators of an operator in use",
            common: "CREATE FUNCTION f(a int, b int) RETURNS boolean LANGUAGE sql IMMUTABLE RETURN a = b;",
            old: """
                CREATE OPERATOR === (FUNCTION = f, LEFTARG = int, RIGHTARG = int, RESTRICT = eqsel);
                CREATE VIEW v AS SELECT 1 AS a WHERE 1 === 2;
                """,
            new: """
                CREATE OPERATOR === (FUNCTION = f, LEFTARG = int, RIGHTARG = int, JOIN = eqjoinsel);
                CREATE VIEW v AS SELECT 1 AS a WHERE 1 === 2;
                """),
        Scenario(
            "an operator that can hash and merge, and its partner",
            common: """
                CREATE FUNCTION f(a int, b int) RETURNS boolean LANGUAGE sql IMMUTABLE RETURN a = b;
                CREATE FUNCTION g(a int, b int) RETURNS boolean LANGUAGE sql IMMUTABLE RETURN a <> b;
                """,
            old: """
                CREATE OPERATOR === (FUNCTION = f, LEFTARG = int, RIGHTARG = int);
                CREATE VIEW v AS SELECT 1 AS a WHERE 1 === 2;
                """,
            new: """
                CREATE OPERATOR === (FUNCTION = f, LEFTARG = int, RIGHTARG = int, COMMUTATOR = ===, HASHES, MERGES, NEGATOR = !==);
                CREATE OPERATOR !== (FUNCTION = g, LEFTARG = int, RIGHTARG = int, NEGATOR = ===);
                CREATE VIEW v AS SELECT 1 AS a WHERE 1 === 2;
                """),
        Scenario(
            "the function of an operator gets other argument names",
            old: """
                CREATE FUNCTION f(a int, b int) RETURNS boolean LANGUAGE sql IMMUTABLE RETURN a = b;
                CREATE OPERATOR === (FUNCTION = f, LEFTARG = int, RIGHTARG = int); CREATE TABLE t (a int CHECK (a === 1));
                CREATE INDEX i ON t (a) WHERE (a === 2);
                """,
            new: """
                CREATE FUNCTION f(x int, y int) RETURNS boolean LANGUAGE sql IMMUTABLE RETURN x = y;
                CREATE OPERATOR === (FUNCTION = f, LEFTARG = int, RIGHTARG = int); CREATE TABLE t (a int CHECK (a === 1));
                CREATE INDEX i ON t (a) WHERE (a === 2);
                """),
    ]

    private static let operatorClasses = [
        Scenario(
            "a class with its family, and an index that uses it", common: "CREATE TABLE t (a int);",
            new: """
                CREATE OPERATOR FAMILY fam USING btree; COMMENT ON OPERATOR FAMILY fam USING btree IS 'f';
                CREATE OPERATOR CLASS "Int ops" FOR TYPE int USING btree FAMILY fam AS OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =,
                    OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 btint4cmp(int, int);
                ALTER OPERATOR FAMILY fam USING btree ADD OPERATOR 1 < (int, bigint), OPERATOR 2 <= (int, bigint),
                    OPERATOR 3 = (int, bigint), OPERATOR 4 >= (int, bigint), OPERATOR 5 > (int, bigint),
                    FUNCTION 1 (int, bigint) btint48cmp(int, bigint);
                COMMENT ON OPERATOR CLASS "Int ops" USING btree IS 'c'; CREATE INDEX i ON t (a "Int ops");
                """),
        Scenario(
            "loose members of a family come and go", common: "CREATE OPERATOR FAMILY fam USING btree;",
            old:
                "ALTER OPERATOR FAMILY fam USING btree ADD OPERATOR 1 < (int, bigint), FUNCTION 1 (int, bigint) btint48cmp(int, bigint);",
            new:
                "ALTER OPERATOR FAMILY fam USING btree ADD OPERATOR 1 < (int, int), FUNCTION 1 (int, bigint) btint48cmp(int, bigint);"
        ),
        Scenario(
            "a class of GiST, whose members are the family's", common: "CREATE TABLE t (b box);",
            new: """
                CREATE OPERATOR CLASS boxes FOR TYPE box USING gist AS OPERATOR 1 <<, OPERATOR 3 &&, OPERATOR 15 <-> (box, point) FOR ORDER BY
                    pg_catalog.float_ops, FUNCTION 1 gist_box_consistent(internal, box, smallint, oid, internal),
                    FUNCTION 2 gist_box_union(internal, internal), FUNCTION 5 gist_box_penalty(internal, internal, internal),
                    FUNCTION 6 gist_box_picksplit(internal, internal), FUNCTION 7 gist_box_same(box, box, internal),
                    FUNCTION 8 gist_box_distance(internal, box, smallint, oid, internal);
                CREATE INDEX i ON t USING gist (b boxes);
                """),
        Scenario(
            "a class changes under an index",
            common: "CREATE TABLE t (a int);",
            old: """
                CREATE OPERATOR CLASS c FOR TYPE int USING hash AS OPERATOR 1 =, FUNCTION 1 hashint4(int); CREATE INDEX i ON t USING hash (a c);
                """,
            new: """
                CREATE OPERATOR CLASS c FOR TYPE int USING hash AS OPERATOR 1 =, FUNCTION 1 hashint4(int),
                    FUNCTION 2 hashint4extended(int, bigint); CREATE INDEX i ON t USING hash (a c);
                """),
    ]

    private static let conversions = [
        Scenario(
            "casts of every method", common: "CREATE TYPE c AS (x int); CREATE TYPE e AS ENUM ('a');",
            new: """
                CREATE FUNCTION c2t(c) RETURNS text IMMUTABLE LANGUAGE sql AS 'SELECT ($1).x::text';
                CREATE CAST (c AS text) WITH FUNCTION c2t(c) AS ASSIGNMENT; CREATE CAST (text AS e) WITH INOUT AS IMPLICIT;
                CREATE CAST (c AS e) WITH INOUT; COMMENT ON CAST (text AS e) IS 'it''s a cast'; CREATE TABLE t (a e DEFAULT 'a'::text);
                CREATE VIEW v AS SELECT a FROM t WHERE a = ('a'::text)::e;
                """),
        Scenario(
            "a cast gets another context under a default",
            common: """
                CREATE TYPE level AS ENUM ('low', 'high'); CREATE FUNCTION level_of(n int) RETURNS level LANGUAGE sql IMMUTABLE
                RETURN CASE WHEN n > 5 THEN 'high'::level ELSE 'low'::level END; CREATE TABLE t (l level);
                """,
            old: "CREATE CAST (int AS level) WITH FUNCTION level_of(int) AS ASSIGNMENT; ALTER TABLE t ALTER l SET DEFAULT 3;",
            new: """
                CREATE CAST (int AS level) WITH FUNCTION level_of(int) AS IMPLICIT; ALTER TABLE t ALTER l SET DEFAULT 7;
                CREATE VIEW v AS SELECT l FROM t WHERE l = 7::level;
                """),
        Scenario(
            "the function of a cast gets another argument name",
            common: "CREATE TYPE c AS (x int);",
            old: "CREATE FUNCTION f(a c) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE CAST (c AS int) WITH FUNCTION f(c);",
            new: "CREATE FUNCTION f(b c) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE CAST (c AS int) WITH FUNCTION f(c);"),
        Scenario(
            "conversions, the default one another",
            old: """
                CREATE DEFAULT CONVERSION a FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8; CREATE CONVERSION b FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
                """,
            new: """
                CREATE CONVERSION a FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
                CREATE DEFAULT CONVERSION b FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8; COMMENT ON CONVERSION b IS 'b';
                """),
    ]

    private static let languages = [
        Scenario(
            "a language with a function",
            new: """
                CREATE TRUSTED LANGUAGE "plX" HANDLER plpgsql_call_handler INLINE plpgsql_inline_handler VALIDATOR plpgsql_validator;
                COMMENT ON LANGUAGE "plX" IS 'x'; REVOKE ALL ON LANGUAGE "plX" FROM PUBLIC;
                CREATE FUNCTION f() RETURNS int LANGUAGE "plX" AS 'BEGIN RETURN 1; END';
                """),
        Scenario(
            "a language in use changes its handlers",
            common: "",
            old: """
                CREATE LANGUAGE plx HANDLER plpgsql_call_handler; CREATE FUNCTION f() RETURNS int LANGUAGE plx AS 'BEGIN RETURN 1; END';
                """,
            new: """
                CREATE TRUSTED LANGUAGE plx HANDLER plpgsql_call_handler VALIDATOR plpgsql_validator;
                CREATE FUNCTION f() RETURNS int LANGUAGE plx AS 'BEGIN RETURN 1; END';
                """),
        Scenario(
            "a transform with a function that applies it",
            old: "CREATE TRANSFORM FOR int LANGUAGE sql (FROM SQL WITH FUNCTION prsd_lextype(internal));",
            new: """
                CREATE TRANSFORM FOR int LANGUAGE sql (FROM SQL WITH FUNCTION prsd_lextype(internal), TO SQL WITH FUNCTION int4recv(internal));
                COMMENT ON TRANSFORM FOR int LANGUAGE sql IS 't';
                CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql TRANSFORM FOR TYPE int AS 'SELECT $1';
                """),
        Scenario(
            "access methods for a table and an index",
            old: "CREATE TABLE t (a int); CREATE TABLE b (b box);",
            new: """
                CREATE ACCESS METHOD heap2 TYPE TABLE HANDLER heap_tableam_handler; COMMENT ON ACCESS METHOD heap2 IS 'h';
                CREATE ACCESS METHOD gist2 TYPE INDEX HANDLER gisthandler;
                CREATE OPERATOR CLASS boxes DEFAULT FOR TYPE box USING gist2 AS OPERATOR 1 <<,
                    FUNCTION 1 gist_box_consistent(internal, box, smallint, oid, internal),
                    FUNCTION 2 gist_box_union(internal, internal), FUNCTION 5 gist_box_penalty(internal, internal, internal),
                    FUNCTION 6 gist_box_picksplit(internal, internal), FUNCTION 7 gist_box_same(box, box, internal);
                CREATE TABLE t (a int) USING heap2; CREATE TABLE b (b box); CREATE INDEX i ON b USING gist2 (b);
                """),
    ]
}
