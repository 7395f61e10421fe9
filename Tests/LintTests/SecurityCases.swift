import Lint

extension Case {
    static let foundSecurity: [Case] = [
        Case("PL073", #"CREATE POLICY p ON "T" FOR SELECT TO anon USING (true)"#),
        Case("PL073", "CREATE POLICY p ON s.t USING (true)"),
        Case("PL073", "CREATE POLICY p ON t FOR INSERT TO authenticated WITH CHECK ('t'::boolean)"),
        Case("PL073", #"CREATE POLICY "Allow insert/update for service role" ON t FOR ALL TO service_role USING (true)"#),
        Case("PL073", "ALTER TABLE t DISABLE ROW LEVEL SECURITY"),
        Case("PL073", "ALTER TABLE s.t NO FORCE ROW LEVEL SECURITY"),
        Case(
            "PL073", "ALTER POLICY p ON t USING (true)",
            before: "CREATE TABLE t (a int); CREATE POLICY p ON t TO app USING (a = 1)"),
        Case(
            "PL073", "ALTER POLICY p ON t TO anon, app",
            before: "CREATE TABLE t (a int); CREATE POLICY p ON t TO app USING (a = 1)"),
        Case(
            "PL073", "CREATE POLICY q ON t FOR SELECT TO app USING (a > 0)",
            before: "CREATE TABLE t (a int); CREATE POLICY p ON t TO app USING (a = 1)"),
        Case(
            "PL073", "DROP POLICY r ON t",
            before: "CREATE TABLE t (a int); CREATE POLICY r ON t AS RESTRICTIVE USING (a = 1)"),
        Case(
            "PL073", "DROP POLICY p ON t; CREATE POLICY p ON t FOR UPDATE TO app USING (a > 0)",
            before: "CREATE TABLE t (a int); CREATE POLICY p ON t FOR UPDATE TO app USING (a > 0) WITH CHECK (a = 1)"),
        Case("PL073", "DO $$ BEGIN CREATE POLICY p ON t TO anon USING (true); END $$"),
        Case("PL074", "CREATE TABLE t (a int); CREATE POLICY p ON t USING (a = 1)"),
        Case("PL074", "CREATE TABLE t (a int); ALTER TABLE t ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY"),
        Case("PL074", "CREATE TABLE t (a int); ALTER TABLE t ENABLE ROW LEVEL SECURITY; GRANT SELECT ON t TO app"),
        Case(
            "PL074",
            "CREATE TABLE t (a int); ALTER TABLE t ENABLE ROW LEVEL SECURITY; GRANT ALL ON ALL TABLES IN SCHEMA public TO app"
        ),
        Case("PL074", #"CREATE TABLE api."T" (a int)"#, options: { $0.exposedSchemas = ["api"] }),
        Case(
            "PL074", "CREATE TABLE api.m1 PARTITION OF api.m FOR VALUES IN (1)",
            before: "CREATE TABLE api.m (a int) PARTITION BY LIST (a)", options: { $0.exposedSchemas = ["api"] }),
        Case(
            "PL075", "DROP VIEW v; CREATE VIEW v AS SELECT 2 AS a",
            before: "CREATE VIEW v AS SELECT 1 AS a; GRANT SELECT ON v TO app"),
        Case(
            "PL075", #"DROP VIEW s."V"; CREATE VIEW s."V" AS SELECT 2 AS a"#,
            before: #"CREATE VIEW s."V" AS SELECT 1 AS a; COMMENT ON VIEW s."V" IS 'what it shows'"#),
        Case(
            "PL075", "CREATE OR REPLACE VIEW v AS SELECT 2 AS a",
            before: "CREATE VIEW v WITH (security_invoker) AS SELECT 1 AS a"),
        Case(
            "PL075", "CREATE OR REPLACE VIEW v WITH (security_invoker = off) AS SELECT 2 AS a",
            before: "CREATE VIEW v AS SELECT 1 AS a; ALTER VIEW v SET (security_invoker = on)"),
        Case("PL075", "CREATE VIEW v AS SELECT 1 AS a", options: { $0.exposedSchemas = ["public"] }),
        Case("PL076", "CREATE FUNCTION f() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'"),
        Case(
            "PL076",
            #"CREATE OR REPLACE FUNCTION s."F"(a int) RETURNS int SECURITY DEFINER LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END $$"#
        ),
        Case("PL076", "CREATE PROCEDURE p() LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'"),
        Case("PL076", "CREATE FUNCTION f() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM t'"),
        Case(
            "PL076",
            "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO t VALUES (1); RETURN NEW; END $$"),
        Case("PL074", "CREATE TABLE public.x (a int); GRANT SELECT ON public.x TO anon"),
        Case("PL074", "CREATE TABLE t (a int); GRANT SELECT ON t TO PUBLIC"),
        Case("PL075", "CREATE VIEW v AS SELECT 1 AS a; GRANT SELECT ON v TO authenticated"),
        Case("PL075", "CREATE TABLE t (a int); ALTER TABLE t ENABLE ROW LEVEL SECURITY; CREATE VIEW v AS SELECT a FROM t"),
        Case(
            "PL076",
            """
            CREATE FUNCTION f(a text) RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1';
            ALTER FUNCTION f(int) SET search_path = ''
            """),
        Case(
            "PL076", "CREATE FUNCTION f() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM t'",
            options: { $0.exposedSchemas = ["public"] }),
    ]

    static let rightSecurity: [Case] = [
        Case("PL073", "CREATE POLICY p ON t FOR SELECT TO anon USING (is_public)"),
        Case("PL073", "CREATE POLICY p ON t FOR ALL TO app USING (true)"),
        Case("PL073", #"CREATE POLICY "Allow read and delete" ON t FOR ALL TO app USING (true)"#),
        Case("PL073", "CREATE POLICY p ON t AS RESTRICTIVE FOR SELECT TO anon USING (true)"),
        Case("PL073", "CREATE TABLE t (a int); ALTER TABLE t DISABLE ROW LEVEL SECURITY"),
        Case(
            "PL073", "CREATE POLICY q ON t FOR INSERT TO app WITH CHECK (a > 0)",
            before: "CREATE TABLE t (a int); CREATE POLICY p ON t FOR SELECT TO app USING (a = 1)"),
        Case(
            "PL073", "CREATE POLICY q ON t TO other USING (a > 0)",
            before: "CREATE TABLE t (a int); CREATE POLICY p ON t TO app USING (a = 1)"),
        Case(
            "PL073", "CREATE POLICY p ON t FOR SELECT TO app USING (a > 0); CREATE POLICY q ON t FOR SELECT TO app USING (a = 0)",
            before: "CREATE TABLE t (a int)"),
        Case(
            "PL073", "DROP POLICY p ON t; CREATE POLICY p ON t FOR SELECT TO app USING (a > 1)",
            before: """
                CREATE TABLE t (a int); CREATE POLICY p ON t FOR SELECT TO app USING (a > 0);
                CREATE POLICY q ON t FOR SELECT TO app USING (a = 0)
                """),
        Case("PL073", "DROP POLICY p ON t", before: "CREATE TABLE t (a int); CREATE POLICY p ON t USING (a = 1)"),
        Case("PL074", "CREATE TABLE t (a int)"),
        Case("PL074", "CREATE POLICY p ON t USING (a = 1)"),
        Case("PL074", "CREATE TABLE t (a int); CREATE POLICY p ON t USING (a = 1); ALTER TABLE t ENABLE ROW LEVEL SECURITY"),
        Case("PL074", "CREATE TABLE t (a int); ALTER TABLE t ENABLE ROW LEVEL SECURITY; GRANT SELECT ON t TO service_role"),
        Case(
            "PL074", "CREATE TABLE t (a int); DO $$ BEGIN EXECUTE 'ALTER TABLE t ENABLE ROW LEVEL SECURITY'; END $$",
            options: { $0.exposedSchemas = ["public"] }),
        Case("PL074", "CREATE TEMP TABLE t (a int)", options: { $0.exposedSchemas = ["public"] }),
        Case("PL074", "CREATE TABLE other.t (a int)", options: { $0.exposedSchemas = ["public"] }),
        Case("PL075", "CREATE VIEW v AS SELECT 1 AS a"),
        Case("PL075", "DROP VIEW IF EXISTS v; CREATE VIEW v AS SELECT 1 AS a"),
        Case(
            "PL075", "DROP VIEW v; CREATE VIEW v AS SELECT 2 AS a; GRANT SELECT ON v TO app",
            before: "CREATE VIEW v AS SELECT 1 AS a; GRANT SELECT ON v TO app"),
        Case(
            "PL075", "CREATE OR REPLACE VIEW v WITH (security_invoker = true) AS SELECT 2 AS a",
            before: "CREATE VIEW v WITH (security_invoker) AS SELECT 1 AS a"),
        Case(
            "PL075", "CREATE VIEW v AS SELECT 1 AS a; ALTER VIEW v SET (security_invoker = true)",
            options: { $0.exposedSchemas = ["public"] }),
        Case(
            "PL075", "CREATE VIEW v AS SELECT 1 AS a",
            options: {
                $0.exposedSchemas = ["public"]
                $0.serverVersion = 140_000
            }),
        Case("PL076", "CREATE FUNCTION f() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = '' AS 'SELECT 1'"),
        Case("PL076", "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'"),
        Case(
            "PL076",
            "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN CREATE TEMP TABLE x (a int); TABLE x; END $$"
        ),
        Case(
            "PL076",
            "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM 1 FROM new_rows; RETURN NULL; END $$"),
        Case("PL076", "CREATE FUNCTION f() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM s.t'"),
        Case(
            "PL076", "CREATE FUNCTION f() RETURNS bigint LANGUAGE sql SET search_path = s AS 'SELECT count(*) FROM t'"),
        Case("PL074", "CREATE TABLE t (a int); GRANT SELECT ON t TO app, service_role"),
        Case("PL074", "CREATE TABLE t (a int); ALTER TABLE t ENABLE ROW LEVEL SECURITY; GRANT ALL ON t TO service_role"),
        Case("PL074", "CREATE TABLE t (a int); GRANT SELECT ON t TO anon; REVOKE SELECT ON t FROM anon"),
        Case("PL075", "CREATE VIEW v WITH (security_invoker = true) AS SELECT 1 AS a; GRANT SELECT ON v TO anon"),
        Case("PL075", "CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t"),
        Case(
            "PL075",
            """
            CREATE TABLE t (a int); ALTER TABLE t ENABLE ROW LEVEL SECURITY; CREATE VIEW v AS SELECT a FROM t;
            GRANT SELECT ON v TO service_role
            """),
        Case(
            "PL076",
            "CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'; ALTER FUNCTION f(int) "
                + "SET search_path = ''"
        ),
        Case(
            "PL076",
            "CREATE FUNCTION f() RETURNS bigint LANGUAGE sql AS 'WITH w AS (SELECT 1) SELECT count(*) FROM w, s.t, pg_class'",
            options: { $0.exposedSchemas = ["public"] }),
        Case(
            "PL076", "CREATE FUNCTION f() RETURNS bigint SECURITY DEFINER RETURN (SELECT count(*) FROM t)"),
    ]
}
