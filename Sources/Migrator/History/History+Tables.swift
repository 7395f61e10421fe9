/// The tables of the schema `plumbline`.
extension History {
    /// The tables, and the columns that later releases added.
    static let tables = """
        CREATE SCHEMA IF NOT EXISTS plumbline;
        COMMENT ON SCHEMA plumbline IS 'Plumbline: the migrations that this database has';

        CREATE TABLE IF NOT EXISTS plumbline.migration (
            project text NOT NULL,
            number integer NOT NULL,
            name text NOT NULL,
            checksum text NOT NULL,
            fingerprint text NOT NULL,
            applied_at timestamptz NOT NULL DEFAULT now(),
            applied_by text NOT NULL DEFAULT current_user,
            PRIMARY KEY (project, number)
        );
        ALTER TABLE plumbline.migration
            ADD COLUMN IF NOT EXISTS state text NOT NULL DEFAULT 'applied'
                CHECK (state IN ('begun', 'applied', 'going back')),
            ADD COLUMN IF NOT EXISTS is_baseline boolean NOT NULL DEFAULT false,
            ADD COLUMN IF NOT EXISTS differs boolean NOT NULL DEFAULT false,
            ADD COLUMN IF NOT EXISTS restores boolean NOT NULL DEFAULT false,
            ADD COLUMN IF NOT EXISTS forward_file text,
            ADD COLUMN IF NOT EXISTS rollback_file text;
        COMMENT ON TABLE plumbline.migration IS 'Migrations that are applied or begun, with a copy of their files';

        CREATE TABLE IF NOT EXISTS plumbline.section (
            project text NOT NULL,
            number integer NOT NULL,
            direction text NOT NULL CHECK (direction IN ('forward', 'rollback')),
            section integer NOT NULL,
            checksum text NOT NULL,
            is_done boolean NOT NULL,
            changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
            PRIMARY KEY (project, number, direction, section)
        );
        COMMENT ON TABLE plumbline.section IS 'Sections that are done, or begun outside a transaction, of migrations under way';

        CREATE TABLE IF NOT EXISTS plumbline.event (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            at timestamptz NOT NULL DEFAULT clock_timestamp(),
            by_role text NOT NULL DEFAULT current_user,
            project text NOT NULL,
            number integer NOT NULL,
            name text NOT NULL,
            direction text NOT NULL,
            checksum text NOT NULL
        );
        COMMENT ON TABLE plumbline.event IS 'Every migration and rollback that was finished here';

        CREATE TABLE IF NOT EXISTS plumbline.reference_row (
            relation text NOT NULL,
            key jsonb NOT NULL,
            before jsonb,
            PRIMARY KEY (relation, key)
        );
        COMMENT ON TABLE plumbline.reference_row IS 'Rows as they were before reference rows replaced them';

        CREATE TABLE IF NOT EXISTS plumbline.quarantine (
            schema text PRIMARY KEY,
            project text NOT NULL
        );
        ALTER TABLE plumbline.quarantine ADD COLUMN IF NOT EXISTS checksum text;
        COMMENT ON TABLE plumbline.quarantine IS 'The project whose migration moved objects to each quarantine schema, and its checksum';

        CREATE TABLE IF NOT EXISTS plumbline.kept (
            schema text NOT NULL,
            name text NOT NULL,
            rows bigint NOT NULL,
            PRIMARY KEY (schema, name)
        );
        COMMENT ON TABLE plumbline.kept IS 'How many rows each table in quarantine had when its migration was finished';

        CREATE TABLE IF NOT EXISTS plumbline.kept_rows (
            schema text NOT NULL,
            name text NOT NULL,
            rows_in text NOT NULL,
            positions jsonb NOT NULL,
            partitions jsonb NOT NULL,
            is_wanted boolean NOT NULL DEFAULT false,
            PRIMARY KEY (schema, name)
        );
        COMMENT ON TABLE plumbline.kept_rows IS 'Tables in quarantine of which only the rows are kept, and where';

        CREATE TABLE IF NOT EXISTS plumbline.backfill (
            project text NOT NULL,
            number integer NOT NULL,
            direction text NOT NULL,
            section integer NOT NULL,
            last_key jsonb,
            rows_changed bigint NOT NULL DEFAULT 0,
            started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
            changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
            PRIMARY KEY (project, number, direction, section)
        );
        COMMENT ON TABLE plumbline.backfill IS 'How far batched backfills have come';
        ALTER TABLE plumbline.backfill ADD COLUMN IF NOT EXISTS rows_seen bigint NOT NULL DEFAULT 0;
        DROP TABLE IF EXISTS plumbline.journal;

        CREATE TABLE IF NOT EXISTS plumbline.pause (
            project text PRIMARY KEY,
            since timestamptz NOT NULL DEFAULT clock_timestamp(),
            by_role text NOT NULL DEFAULT current_user
        );
        COMMENT ON TABLE plumbline.pause IS 'Projects whose batched backfills wait until they are resumed';
        """

    /// Removes the functions of older releases that had fewer arguments or another name. psql takes the name `begin` in CREATE FUNCTION for the
    /// beginning of a body in standard SQL, so that it could not restore a plain dump of a database with such a function.
    static let older = """
        -- Functions of an older release with fewer arguments or another name.
        DROP FUNCTION IF EXISTS plumbline.begin(text, integer, text, text, text, text, text),
            plumbline.begin(text, integer, text, text, text, text, text, text), plumbline.refuse_rows(text, text),
            plumbline.disable_triggers(text);
        DROP PROCEDURE IF EXISTS plumbline.backfill(text, text, text), plumbline.backfill(text, text, text, boolean);
        """
}
