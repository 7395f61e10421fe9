import SchemaModel

/// Plumbline's own schema in a database: which migrations it has, which sections of them are done, and the functions that migration
/// files call. Its SQL stands once, in `migrations/plumbline.sql`, which `psql` includes and `plumb apply` runs from here.
enum History {
    /// Raised with every change of the SQL below, so that an older database gets the new functions.
    static let release = 12
    static let fileName = MigrationProject.historyFileName
    static let exists = "to_regclass('plumbline.migration') IS NOT NULL"
    /// SQL for a condition: this release's functions are there.
    static let isInstalled = "to_regprocedure('plumbline.release_\(release)()') IS NOT NULL"
    /// SQL for a condition: a newer Plumbline has been here.
    static let isNewer =
        "EXISTS (SELECT FROM pg_catalog.pg_proc p WHERE p.pronamespace = to_regnamespace('plumbline') "
        + "AND p.proname ~ '^release_[0-9]{1,6}$' AND substr(p.proname, 9)::integer > \(release))"

    /// The settings that a migration file runs under, in `plumb` and in psql: those under which a declaration's literals were read. Rows that a
    /// policy hides from the role would not be copied, and then be lost: they are an error.
    static let settings = """
        SET standard_conforming_strings = on;
        \(MigrationConvention.setLockTimeout);
        SET statement_timeout = 0;
        SET idle_in_transaction_session_timeout = '5min';
        SET check_function_bodies = off;
        SET row_security = off;
        SET search_path = '';
        SET TimeZone = 'UTC';
        SET DateStyle = 'ISO, MDY';
        SET IntervalStyle = 'postgres';
        SET client_min_messages = notice;
        """

    /// The file beside the migrations.
    static let file = """
        -- Plumbline, release \(release) of its history. Every migration file includes this one; `plumb generate` writes it.
        -- It creates the schema "plumbline": the migrations that a database has, and the functions that their files call.
        \\set ON_ERROR_STOP on
        \\set plumbline_quiet :QUIET
        \\set QUIET on
        \(settings)
        SELECT NOT (\(isInstalled)) AND NOT (\(isNewer)) AS plumbline_is_missing \\gset
        \\if :plumbline_is_missing
        BEGIN;
        \(install)
        COMMIT;
        \\endif
        \\set QUIET :plumbline_quiet

        """

    /// Creates the schema, or brings an older one up to date; may run again.
    static let install = """
        -- IF NOT EXISTS does not keep two sessions apart.
        DO $lock$ BEGIN PERFORM pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('plumbline install', 0)); END $lock$;
        \(tables)

        \(older)

        \(kept)

        \(progress)

        \(refusals)

        \(backfills)

        \(copies)

        \(triggers)

        \(removal)

        CREATE OR REPLACE FUNCTION plumbline.release_\(release)() RETURNS void LANGUAGE sql AS 'SELECT';
        """
}
