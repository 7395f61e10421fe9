/// The functions that keep count of migrations and their sections.
extension History {
    /// Begin, continue and end a migration; put a squashed one in the place of others.
    static let progress = """
        -- Puts one migration in the place of all up to it, where the database has exactly those that it replaces. It is a baseline
        -- then: its rollback would take back all of them.
        CREATE OR REPLACE FUNCTION plumbline.adopt_squash(
            a_project text, a_number integer, a_name text, a_checksum text, a_fingerprint text, a_replaced text
        ) RETURNS boolean LANGUAGE plpgsql SET search_path = '' AS $function$
        DECLARE
            found text;
        BEGIN
            SELECT encode(sha256(convert_to(string_agg(
                lpad(m.number::text, greatest(4, length(m.number::text)), '0') || '_' || m.name || ' ' || m.checksum || chr(10), ''
                ORDER BY m.number), 'UTF8')), 'hex')
            INTO found FROM plumbline.migration m WHERE m.project = a_project AND m.number <= a_number AND m.state = 'applied';
            IF found IS DISTINCT FROM a_replaced THEN
                RETURN false;
            END IF;
            DELETE FROM plumbline.migration m WHERE m.project = a_project AND m.number < a_number;
            UPDATE plumbline.migration m SET name = a_name, checksum = a_checksum, fingerprint = a_fingerprint, is_baseline = true,
                forward_file = NULL, rollback_file = NULL
            WHERE m.project = a_project AND m.number = a_number;
            INSERT INTO plumbline.event (project, number, name, direction, checksum)
            VALUES (a_project, a_number, a_name, 'squash', a_checksum);
            RETURN true;
        END
        $function$;

        -- Begins a migration or goes on with one. True where the quarantine of the other direction is there to be restored. The last
        -- argument is the digest of the migrations that a squashed one replaces.
        CREATE OR REPLACE FUNCTION plumbline.start(
            a_project text, a_number integer, a_name text, a_direction text, a_checksum text, a_fingerprint text, a_quarantine text,
            a_replaced text DEFAULT NULL
        ) RETURNS boolean LANGUAGE plpgsql SET search_path = '' AS $function$
        DECLARE
            mine plumbline.migration;
            label text := lpad(a_number::text, 4, '0') || '_' || a_name;
            newest integer;
        BEGIN
            -- PostgreSQL 17 and later may limit whole transactions.
            IF current_setting('transaction_timeout', true) IS NOT NULL THEN
                PERFORM set_config('transaction_timeout', '0', false);
            END IF;
            IF NOT pg_try_advisory_lock(hashtextextended('plumbline:' || a_project, 0)) THEN
                RAISE EXCEPTION 'another session migrates this database for project %', a_project
                    USING HINT = 'Wait until it is done, then run this file again.';
            END IF;
            IF a_replaced IS NOT NULL AND a_direction = 'forward' THEN
                PERFORM plumbline.adopt_squash(a_project, a_number, a_name, a_checksum, a_fingerprint, a_replaced);
            END IF;
            SELECT * INTO mine FROM plumbline.migration m WHERE m.project = a_project AND m.number = a_number;
            PERFORM set_config('plumbline.project', a_project, false), set_config('plumbline.number', a_number::text, false),
                set_config('plumbline.direction', a_direction, false), set_config('plumbline.section', '', false),
                set_config('plumbline.is_over', 'false', false), set_config('plumbline.quarantine', a_quarantine, false);
            SELECT max(m.number) INTO newest FROM plumbline.migration m WHERE m.project = a_project AND m.number <> a_number;
            IF a_direction = 'forward' THEN
                IF mine.state = 'applied' THEN
                    IF mine.checksum <> a_checksum THEN
                        RAISE EXCEPTION 'migration % is applied here from another file (%, checksum %)', label, mine.name, mine.checksum
                            USING HINT = 'Run plumb status, which says how they differ.';
                    END IF;
                    PERFORM set_config('plumbline.is_over', 'true', false);
                    RETURN false;
                ELSIF mine.state = 'going back' THEN
                    RAISE EXCEPTION 'the rollback of migration % was broken off', label
                        USING HINT = 'Finish it first, with its file or plumb rollback.';
                ELSIF mine.name <> a_name THEN
                    RAISE EXCEPTION 'another migration with number %, %, was begun here and broken off', a_number, mine.name
                        USING HINT = 'Take it back first: plumb rollback.';
                ELSIF mine.state IS NULL THEN
                    IF coalesce(newest, 0) <> (CASE WHEN a_replaced IS NULL THEN a_number - 1 ELSE 0 END) OR EXISTS (
                        SELECT FROM plumbline.migration m WHERE m.project = a_project AND m.state <> 'applied') THEN
                        RAISE EXCEPTION 'migration % cannot run: the newest migration here is number %, or was broken off',
                            label, coalesce(newest, 0) USING HINT = 'Run plumb status, which says where this database stands.';
                    END IF;
                    PERFORM plumbline.exchange_quarantine(a_project, a_quarantine, a_checksum);
                    INSERT INTO plumbline.migration (project, number, name, checksum, fingerprint, state, restores)
                    VALUES (a_project, a_number, a_name, a_checksum, a_fingerprint, 'begun', EXISTS (
                        SELECT FROM pg_catalog.pg_namespace n WHERE starts_with(n.nspname, 'plumbline_' || a_quarantine || '_')
                    AND NOT EXISTS (SELECT FROM plumbline.quarantine q WHERE q.schema = n.nspname AND q.project <> a_project)))
                    RETURNING * INTO mine;
                ELSE
                    UPDATE plumbline.migration m SET checksum = a_checksum, fingerprint = a_fingerprint
                    WHERE m.project = a_project AND m.number = a_number;
                END IF;
                RETURN mine.restores;
            END IF;
            IF mine.state IS NULL THEN
                PERFORM set_config('plumbline.is_over', 'true', false);
                RETURN false;
            ELSIF mine.name <> a_name THEN
                RAISE EXCEPTION 'migration % here is %, not %', a_number, mine.name, a_name
                    USING HINT = 'Run plumb status, which says where this database stands.';
            ELSIF newest > a_number THEN
                RAISE EXCEPTION 'migration % is not the newest one here: % is', a_number, newest
                    USING HINT = 'Take back the newer ones first.';
            ELSIF mine.state = 'begun' THEN
                RAISE EXCEPTION 'migration % was broken off, and this file takes back a whole one', label
                    USING HINT = 'Run plumb rollback, which plans its steps from what is there; or finish it with its own file.';
            ELSIF mine.state = 'applied' THEN
                -- It goes back from its first section on: questions before that may still stop it.
                mine.restores := EXISTS (
                    SELECT FROM pg_catalog.pg_namespace n WHERE starts_with(n.nspname, 'plumbline_' || a_quarantine || '_')
                    AND NOT EXISTS (SELECT FROM plumbline.quarantine q WHERE q.schema = n.nspname AND q.project <> a_project));
                PERFORM set_config('plumbline.restores', mine.restores::text, false);
            END IF;
            RETURN mine.restores;
        END
        $function$;

        -- Whether a section is still to do. One that is done from other statements is an error.
        CREATE OR REPLACE FUNCTION plumbline.section(a_section integer, a_checksum text) RETURNS boolean
        LANGUAGE plpgsql SET search_path = '' AS $function$
        DECLARE
            found plumbline.section;
        BEGIN
            PERFORM set_config('plumbline.section', a_section::text, false),
                set_config('plumbline.section_checksum', a_checksum, false);
            IF current_setting('plumbline.is_over')::boolean THEN
                RETURN false;
            END IF;
            SELECT * INTO found FROM plumbline.section s
            WHERE s.project = current_setting('plumbline.project') AND s.number = current_setting('plumbline.number')::integer
                AND s.direction = current_setting('plumbline.direction') AND s.section = a_section;
            IF found.is_done AND found.checksum <> a_checksum THEN
                RAISE EXCEPTION 'section % is done here with other statements (checksum %)', a_section, found.checksum
                    USING HINT = 'Restore the file that was begun, or take the migration back with plumb rollback.';
            END IF;
            IF current_setting('plumbline.direction') = 'rollback' THEN
                UPDATE plumbline.migration m SET state = 'going back', restores = current_setting('plumbline.restores', true)::boolean
                WHERE m.project = current_setting('plumbline.project') AND m.number = current_setting('plumbline.number')::integer
                    AND m.state = 'applied';
            END IF;
            RETURN NOT coalesce(found.is_done, false);
        END
        $function$;

        -- How the names of the schemas begin to which this run moves objects.
        CREATE OR REPLACE FUNCTION plumbline.own_quarantine() RETURNS text LANGUAGE sql SET search_path = '' AS $function$
            SELECT format('plumbline_q%s%s_',
                lpad(current_setting('plumbline.number'), greatest(4, length(current_setting('plumbline.number'))), '0'),
                left(current_setting('plumbline.direction'), 1));
        $function$;

        -- Notes that the section is done, in the transaction of its statements where there is one.
        CREATE OR REPLACE FUNCTION plumbline.done() RETURNS void LANGUAGE sql SET search_path = '' AS $function$
            INSERT INTO plumbline.section AS s (project, number, direction, section, checksum, is_done)
            VALUES (current_setting('plumbline.project'), current_setting('plumbline.number')::integer,
                current_setting('plumbline.direction'), current_setting('plumbline.section')::integer,
                current_setting('plumbline.section_checksum'), true)
            ON CONFLICT (project, number, direction, section)
            DO UPDATE SET checksum = EXCLUDED.checksum, is_done = true, changed_at = clock_timestamp();
            -- Other projects may keep a quarantine of the same number in this database.
            DELETE FROM plumbline.quarantine q
            WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_namespace n WHERE n.nspname = q.schema);
            INSERT INTO plumbline.quarantine (schema, project, checksum)
            SELECT n.nspname, current_setting('plumbline.project'), (
                SELECT m.checksum FROM plumbline.migration m WHERE m.project = current_setting('plumbline.project')
                AND m.number = current_setting('plumbline.number')::integer) FROM pg_catalog.pg_namespace n
            WHERE starts_with(n.nspname, plumbline.own_quarantine())
            ON CONFLICT (schema) DO NOTHING;
            SELECT plumbline.refill_kept();
        $function$;

        -- Whether the section's index is still to be built. An index of that name that the section did not begin is an error; one that
        -- it built before it was broken off is taken as done.
        CREATE OR REPLACE FUNCTION plumbline.build(a_index text) RETURNS boolean
        LANGUAGE plpgsql SET search_path = '' AS $function$
        DECLARE
            is_there boolean := to_regclass(a_index) IS NOT NULL;
        BEGIN
            IF NOT EXISTS (
                SELECT FROM plumbline.section s
                WHERE s.project = current_setting('plumbline.project') AND s.number = current_setting('plumbline.number')::integer
                    AND s.direction = current_setting('plumbline.direction')
                    AND s.section = current_setting('plumbline.section')::integer) THEN
                IF is_there THEN
                    RAISE EXCEPTION 'relation % exists already, and this migration did not create it', a_index
                        USING HINT = 'Drop or rename it, then run this again.', ERRCODE = 'duplicate_table';
                END IF;
                INSERT INTO plumbline.section (project, number, direction, section, checksum, is_done)
                VALUES (current_setting('plumbline.project'), current_setting('plumbline.number')::integer,
                    current_setting('plumbline.direction'), current_setting('plumbline.section')::integer,
                    current_setting('plumbline.section_checksum'), false);
            END IF;
            RETURN NOT is_there OR plumbline.is_invalid(a_index);
        END
        $function$;

        -- Whether a broken-off build left an invalid index.
        CREATE OR REPLACE FUNCTION plumbline.is_invalid(a_index text) RETURNS boolean LANGUAGE sql SET search_path = '' AS $function$
            SELECT EXISTS (SELECT FROM pg_catalog.pg_index x WHERE x.indexrelid = to_regclass(a_index) AND NOT x.indisvalid);
        $function$;

        -- Ends a migration or a rollback.
        CREATE OR REPLACE FUNCTION plumbline.finish() RETURNS void LANGUAGE plpgsql SET search_path = '' AS $function$
        DECLARE
            my_project text := current_setting('plumbline.project');
            my_number integer := current_setting('plumbline.number')::integer;
            my_direction text := current_setting('plumbline.direction');
            mine plumbline.migration;
            unused text;
            place text;
        BEGIN
            -- The functions of triggers that a migration which was broken off had made, and tables that it was about to fill.
            FOR unused, place IN
                SELECT p.oid::pg_catalog.regprocedure::text, p.proname FROM pg_catalog.pg_proc p
                WHERE p.pronamespace = 'plumbline'::pg_catalog.regnamespace AND p.prorettype = 'pg_catalog.trigger'::pg_catalog.regtype
                    AND NOT EXISTS (SELECT FROM pg_catalog.pg_trigger t WHERE t.tgfoid = p.oid)
            LOOP
                EXECUTE 'DROP FUNCTION ' || unused;
                IF starts_with(place, 'plumbline_new_') THEN
                    EXECUTE format('DROP SCHEMA IF EXISTS %I CASCADE', place);
                END IF;
            END LOOP;
            IF NOT current_setting('plumbline.is_over')::boolean THEN
                IF my_direction = 'forward' THEN
                    UPDATE plumbline.migration m SET state = 'applied', applied_at = now(), applied_by = current_user
                    WHERE m.project = my_project AND m.number = my_number RETURNING * INTO mine;
                ELSE
                    DELETE FROM plumbline.migration m WHERE m.project = my_project AND m.number = my_number RETURNING * INTO mine;
                END IF;
                -- What was restored has left its schemas empty.
                FOR place IN SELECT n.nspname FROM pg_catalog.pg_namespace n
                    WHERE starts_with(n.nspname, 'plumbline_' || current_setting('plumbline.quarantine') || '_')
                    AND pg_has_role(n.nspowner, 'USAGE')
                LOOP
                    CALL plumbline.drop_empty_schema(place);
                END LOOP;
                PERFORM plumbline.note_kept();
                DELETE FROM plumbline.section s WHERE s.project = my_project AND s.number = my_number;
                DELETE FROM plumbline.backfill b WHERE b.project = my_project AND b.number = my_number;
                DELETE FROM plumbline.pause p WHERE p.project = my_project;
                INSERT INTO plumbline.event (project, number, name, direction, checksum)
                VALUES (my_project, my_number, mine.name, my_direction, mine.checksum);
            END IF;
            PERFORM pg_advisory_unlock(hashtextextended('plumbline:' || my_project, 0));
        END
        $function$;
        """
}
