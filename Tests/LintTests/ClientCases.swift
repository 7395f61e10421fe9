import Lint

extension Case {
    static let foundClients: [Case] = [
        Case("PL031", "DROP TABLE IF EXISTS a, s.b"),
        Case("PL032", "ALTER TABLE t ADD COLUMN a int, DROP COLUMN IF EXISTS b"),
        Case("PL033", "DROP SCHEMA s CASCADE"),
        Case("PL033", "DROP SCHEMA s"),
        Case("PL031", "DO $$ BEGIN EXECUTE 'DROP TABLE t'; END $$"),
        Case("PL034", "DROP DATABASE d"),
        Case("PL035", "TRUNCATE a CASCADE"),
        Case(
            "PL035", "CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN\n TRUNCATE TABLE a CASCADE; END $$"),
        Case("PL036", "DROP TABLE IF EXISTS t; CREATE TABLE t (a int)"),
        Case("PL037", "ALTER TABLE t ALTER COLUMN a DROP NOT NULL"),
        Case("PL038", "ALTER TABLE t DROP CONSTRAINT t_a_fkey"),
        Case("PL038", "ALTER TABLE t DROP CONSTRAINT c", before: "CREATE TABLE t (a int CONSTRAINT c REFERENCES p)"),
        Case("PL039", "ALTER TABLE t DROP CONSTRAINT IF EXISTS t_a_check"),
        Case("PL040", "ALTER TABLE t DROP CONSTRAINT t_pkey"),
        Case("PL041", "ALTER TABLE t RENAME TO u"),
        Case("PL042", #"ALTER TABLE s."T" RENAME COLUMN a TO b"#),
        Case("PL043", "ALTER SCHEMA a RENAME TO b"),
        Case("PL044", "ALTER TYPE e RENAME VALUE 'a' TO 'b'"),
        Case("PL048", "ALTER TABLE t ALTER a SET DEFAULT 2"),
        Case("PL072", "DROP INDEX CONCURRENTLY t_a_key", before: "CREATE TABLE t (a int UNIQUE)"),
        Case(
            "PL072", "DROP INDEX i",
            before:
                "CREATE TABLE t (a int NOT NULL); CREATE UNIQUE INDEX i ON t (a); ALTER TABLE t REPLICA IDENTITY USING INDEX i"),
    ]

    static let rightClients: [Case] = [
        Case("PL031", "CREATE TABLE a (a int); DROP TABLE a"),
        Case("PL031", "DROP VIEW v"),
        Case("PL032", "CREATE TABLE t (a int, b int); ALTER TABLE t DROP COLUMN b"),
        Case("PL033", "CREATE SCHEMA s; DROP SCHEMA s"),
        Case("PL033", "CREATE SCHEMA s; DROP SCHEMA s CASCADE"),
        Case("PL034", "DROP TABLE d"),
        Case("PL035", "TRUNCATE a, b"),
        Case("PL036", "DROP TABLE IF EXISTS u; CREATE TABLE t (a int)"),
        Case("PL037", "CREATE TABLE t (a int NOT NULL); ALTER TABLE t ALTER a DROP NOT NULL"),
        Case(
            "PL038",
            "ALTER TABLE t DROP CONSTRAINT t_a_fkey, ADD CONSTRAINT t_a_fkey FOREIGN KEY (a) REFERENCES p ON DELETE CASCADE NOT VALID"
        ),
        Case("PL038", "ALTER TABLE t DROP CONSTRAINT t_a_key"),
        Case(
            "PL039", "ALTER TABLE t DROP CONSTRAINT nn",
            before: "CREATE TABLE t (a int NOT NULL, CONSTRAINT nn CHECK (a IS NOT NULL))"),
        Case("PL040", "ALTER TABLE t DROP CONSTRAINT t_pkey, ADD CONSTRAINT t_pkey PRIMARY KEY USING INDEX i"),
        Case("PL041", "ALTER INDEX i RENAME TO j"),
        Case("PL042", "CREATE TABLE t (a int); ALTER TABLE t RENAME a TO b"),
        Case("PL043", "ALTER SCHEMA a OWNER TO b"),
        Case("PL044", "ALTER TYPE e ADD VALUE 'c' AFTER 'b'"),
        Case("PL048", "ALTER TABLE t ALTER a DROP DEFAULT"),
        Case("PL072", "DROP INDEX CONCURRENTLY i", before: "CREATE TABLE t (a int UNIQUE); CREATE INDEX i ON t (a)"),
    ]
}
