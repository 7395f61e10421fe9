import Lint

extension Case {
    static let foundHygiene: [Case] = [
        Case("PL045", "ALTER TYPE e ADD VALUE IF NOT EXISTS 'c'"),
        Case("PL049", "CREATE TABLE t (a json)"),
        Case("PL049", "ALTER TABLE t ADD COLUMN a pg_catalog.json"),
        Case("PL050", "DO $$ BEGIN EXECUTE 'DROP TABLE ' || quote_ident('t'); END $$"),
        Case("PL050", "DO LANGUAGE plpython3u 'plpy.execute(1)'"),
        Case("PL051", "CREATE INDEX i ON t (a, b, c, d)"),
        Case("PL054", "CREATE TABLE t (id int PRIMARY KEY)"),
        Case("PL054", "CREATE TABLE t (a serial)"),
        Case("PL054", "CREATE TABLE t (account_id integer REFERENCES accounts)"),
        Case("PL054", "CREATE TABLE t (a integer)", options: { $0.everyInteger = true }),
        Case("PL055", "CREATE TABLE t (a smallint, PRIMARY KEY (a))"),
        Case("PL056", "CREATE TABLE t (a bigserial)"),
        Case("PL057", "CREATE TABLE t (a varchar(255))"),
        Case("PL057", "ALTER TABLE t ADD COLUMN a character varying(9)"),
        Case("PL058", "CREATE TABLE t (a timestamp)"),
        Case("PL058", "CREATE TABLE t (a timestamp(3) without time zone)"),
        Case("PL059", "CREATE TABLE t (a char(2))"),
    ]

    static let rightHygiene: [Case] = [
        Case("PL045", "ALTER TYPE e ADD VALUE 'c' AFTER 'b'"),
        Case("PL049", "CREATE TABLE t (json jsonb)"),
        Case("PL050", "DO $$ BEGIN IF true THEN CREATE TYPE e AS ENUM ('a'); END IF; EXECUTE 'SELECT 1'; END $$"),
        Case("PL051", "CREATE INDEX i ON t (a, b, c) INCLUDE (d, e)"),
        Case("PL051", "CREATE UNIQUE INDEX i ON t (a, b, c, d)"),
        Case("PL054", "CREATE TABLE t (id bigint PRIMARY KEY, tries integer, sizes integer[])"),
        Case("PL055", "CREATE TABLE t (weekday smallint)"),
        Case("PL056", "CREATE TABLE t (a bigint GENERATED ALWAYS AS IDENTITY)"),
        Case("PL057", "CREATE TABLE t (a varchar, b text)"),
        Case("PL058", "CREATE TABLE t (a timestamptz, b timestamp with time zone, c time)"),
        Case("PL059", #"CREATE TABLE t (a "char", b text)"#),
    ]
}
