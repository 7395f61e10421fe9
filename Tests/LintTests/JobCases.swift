import Lint

extension Case {
    private static let orders = "CREATE TABLE o (id int PRIMARY KEY, at date); CREATE TABLE l (o int CONSTRAINT k REFERENCES o);"

    static let foundJobs: [Case] = [
        Case(
            "PL089",
            "SELECT cron.schedule('a', '0 * * * *', 'SELECT s.f()'); SELECT cron.schedule('b', '0 3 * * *', 'select  s.f();')"),
        Case(
            "PL089",
            """
            SELECT cron.schedule('a', '0 2 * * *', $$ SELECT net.http_post(url := 'https://example.org') $$);
            SELECT cron.schedule('b', '0 2 * * *', $$ SELECT net.http_post(...) $$)
            """),
        Case("PL089", "SELECT cron.schedule('a', '0 2 * * *', 'REFRESH MATERIALIZED VIEW CONCURRENTLY daily')"),
        Case(
            "PL089",
            "CREATE FUNCTION public.f() RETURNS int LANGUAGE sql AS 'SELECT 1'; SELECT cron.schedule('a', '0 2 * * "
                + "*', 'SELECT f()')"
        ),
        Case(
            "PL089",
            """
            CREATE SCHEMA s; CREATE TABLE s.t (a int); CREATE FUNCTION s.f() RETURNS int LANGUAGE sql AS 'SELECT 1';
            DO $$ BEGIN PERFORM cron.schedule('a', '0 2 * * *', 'CALL s.g()'); END $$
            """),
        Case("PL089", "SELECT cron.schedule('a', '0 2 * * *', 'DELET FROM s.t')"),
        Case("PL092", "SELECT cron.schedule('a', '0 2 * * *', 'DELETE FROM o WHERE at < now()')", before: orders),
        Case(
            "PL092",
            """
            CREATE FUNCTION clean() RETURNS void LANGUAGE plpgsql AS $$ BEGIN
              WITH gone AS (DELETE FROM o RETURNING *) INSERT INTO archive SELECT * FROM gone;
            END $$;
            SELECT cron.schedule('a', '0 2 * * *', 'SELECT clean()')
            """, before: orders),
        Case(
            "PL092",
            """
            CREATE FUNCTION s."Clean"() RETURNS void LANGUAGE sql AS 'DELETE FROM o; DELETE FROM l';
            SELECT cron.schedule('a', '0 2 * * *', 'SELECT s."Clean"()')
            """, before: orders),
    ]

    static let rightJobs: [Case] = [
        Case(
            "PL089",
            """
            SELECT cron.schedule('a', '0 2 * * *', 'SELECT 1'); SELECT cron.schedule('b', '0 2 * * *', 'SELECT 1');
            SELECT cron.alter_job(j.jobid, active := false) FROM cron.job j WHERE j.jobname = 'b'
            """),
        Case("PL089", "SELECT cron.schedule('a', '0 * * * *', 'VACUUM')"),
        Case(
            "PL089",
            "SELECT cron.schedule('a', '0 2 * * *', $$ SELECT net.http_post(url := 'https://example.org/a') $$); "
                + "SELECT cron.schedule('b', '0 2 * * *', $$ SELECT net.http_post(url := 'https://example.org/b') $$)"),
        Case(
            "PL089",
            "SELECT cron.schedule('a', '0 2 * * *', 'SELECT s.f()'); SELECT cron.schedule('a', '0 3 * * *', 'SELECT s.f()')"),
        Case(
            "PL089",
            "SELECT cron.schedule('a', '0 2 * * *', 'SELECT s.f()'); SELECT cron.unschedule('a'); SELECT "
                + "cron.schedule('b', '0 3 * * *', 'SELECT s.f()')"
        ),
        Case("PL089", "SELECT cron.schedule('a', '0 2 * * *', 'SELECT now(), pg_sleep(1) FROM pg_stat_activity')"),
        Case("PL089", "CREATE SCHEMA partman; SELECT cron.schedule('a', '0 2 * * *', 'SELECT partman.run_maintenance()')"),
        Case("PL089", "SELECT schedule('a', 'b', 'c')"),
        Case(
            "PL089",
            """
            SELECT cron.schedule('a', '0 2 * * *', 'SELECT s.f()');
            SELECT cron.alter_job(jobid, active := false) FROM cron.job WHERE jobname = 'a';
            SELECT cron.schedule('b', '0 2 * * *', 'SELECT s.f()')
            """),
        Case(
            "PL092", "SELECT cron.schedule('a', '0 2 * * *', 'DELETE FROM o WHERE at < now()')",
            before: "CREATE TABLE o (id int PRIMARY KEY, at date); CREATE TABLE l (o int REFERENCES o ON DELETE CASCADE)"),
        Case(
            "PL092",
            """
            CREATE FUNCTION clean() RETURNS void LANGUAGE sql AS 'DELETE FROM l; DELETE FROM o';
            SELECT cron.schedule('a', '0 2 * * *', 'SELECT clean()')
            """, before: orders),
        Case(
            "PL092",
            "SELECT cron.schedule('a', '0 2 * * *', 'DELETE FROM o WHERE NOT EXISTS (SELECT 1 FROM l WHERE l.o = o.id)')",
            before: orders),
        Case("PL092", "CREATE FUNCTION clean() RETURNS void LANGUAGE sql AS 'DELETE FROM o'", before: orders),
        Case("PL092", "SELECT cron.schedule('a', '0 2 * * *', 'DELETE FROM l')", before: orders),
        Case(
            "PL092", "SELECT cron.schedule('a', '0 2 * * *', 'DELETE FROM o')",
            before: "CREATE TABLE o (id int PRIMARY KEY, up int REFERENCES o)"),
    ]
}
