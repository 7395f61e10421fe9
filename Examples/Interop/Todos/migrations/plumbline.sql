-- Plumbline, release 12 of its history. Every migration file includes this one; `plumb generate` writes it.
-- It creates the schema "plumbline": the migrations that a database has, and the functions that their files call.
\set ON_ERROR_STOP on
\set plumbline_quiet :QUIET
\set QUIET on
SET standard_conforming_strings = on;
SET lock_timeout = '3s';
SET statement_timeout = 0;
SET idle_in_transaction_session_timeout = '5min';
SET check_function_bodies = off;
SET row_security = off;
SET search_path = '';
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, MDY';
SET IntervalStyle = 'postgres';
SET client_min_messages = notice;
SELECT NOT (to_regprocedure('plumbline.release_12()') IS NOT NULL) AND NOT (EXISTS (SELECT FROM pg_catalog.pg_proc p WHERE p.pronamespace = to_regnamespace('plumbline') AND p.proname ~ '^release_[0-9]{1,6}$' AND substr(p.proname, 9)::integer > 12)) AS plumbline_is_missing \gset
\if :plumbline_is_missing
BEGIN;
-- IF NOT EXISTS does not keep two sessions apart.
DO $lock$ BEGIN PERFORM pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('plumbline install', 0)); END $lock$;
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

-- Functions of an older release with fewer arguments or another name.
DROP FUNCTION IF EXISTS plumbline.begin(text, integer, text, text, text, text, text),
    plumbline.begin(text, integer, text, text, text, text, text, text), plumbline.refuse_rows(text, text),
    plumbline.disable_triggers(text);
DROP PROCEDURE IF EXISTS plumbline.backfill(text, text, text), plumbline.backfill(text, text, text, boolean);

-- Keeps only the rows of those tables in quarantine that need one of these objects, because the objects go or are replaced. Their types,
-- collations and text search objects are given by name, their functions with the types of the arguments. Values of types and
-- collations that belong to neither PostgreSQL nor an extension are kept as text. The file that would have restored such a table creates it instead, and it gets the rows then.
CREATE OR REPLACE PROCEDURE plumbline.detach_kept(a_objects text[] DEFAULT '{}', a_functions text[] DEFAULT '{}')
LANGUAGE plpgsql SET search_path = '' AS $procedure$
DECLARE
    found oid[];
BEGIN
    WITH RECURSIVE wanted(class, id) AS (
        SELECT 'pg_catalog.pg_type'::regclass, t.oid FROM unnest(a_objects) AS o(name)
            JOIN pg_catalog.pg_type b ON b.oid = to_regtype(o.name)
            JOIN pg_catalog.pg_type t ON t.oid IN (b.oid, b.typarray)
        UNION ALL SELECT 'pg_catalog.pg_collation'::regclass, to_regcollation(o.name) FROM unnest(a_objects) AS o(name)
        UNION ALL SELECT 'pg_catalog.pg_proc'::regclass, to_regprocedure(o.name) FROM unnest(a_functions) AS o(name)
        UNION ALL SELECT t.class, t.id FROM (
            SELECT 'pg_catalog.pg_ts_config'::regclass, c.oid, c.cfgnamespace, c.cfgname FROM pg_catalog.pg_ts_config c
            UNION ALL SELECT 'pg_catalog.pg_ts_dict'::regclass, c.oid, c.dictnamespace, c.dictname FROM pg_catalog.pg_ts_dict c
        ) AS t(class, id, space, name)
        JOIN pg_catalog.pg_namespace n ON n.oid = t.space
        JOIN unnest(a_objects) AS o(name) ON o.name = format('%I.%I', n.nspname, t.name)
    ), kept AS (
        SELECT c.oid FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN plumbline.quarantine q ON q.schema = n.nspname
        WHERE c.relkind IN ('r', 'p') AND starts_with(n.nspname, 'plumbline_q')
            AND (q.project = current_setting('plumbline.project')
                OR q.schema IS NULL AND starts_with(n.nspname, plumbline.own_quarantine()))
    ), part(relation, class, id) AS (
        SELECT k.oid, 'pg_catalog.pg_class'::regclass, k.oid FROM kept k
        UNION SELECT k.oid, d.classid::regclass, d.objid FROM kept k
            JOIN pg_catalog.pg_depend d ON d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid = k.oid
        UNION SELECT k.oid, 'pg_catalog.pg_class'::regclass, i.indexrelid FROM kept k
            JOIN pg_catalog.pg_index i ON i.indrelid = k.oid
    ), needing AS (
        SELECT p.relation FROM wanted w
        JOIN pg_catalog.pg_depend d ON d.refclassid = w.class AND d.refobjid = w.id
        JOIN part p ON p.class = d.classid AND p.id = d.objid
    ), link(one, other) AS (
        -- Tables that inherit or refer to one another go the same way.
        SELECT i.inhrelid, i.inhparent FROM pg_catalog.pg_inherits i
        UNION SELECT i.inhparent, i.inhrelid FROM pg_catalog.pg_inherits i
        UNION SELECT k.conrelid, k.confrelid FROM pg_catalog.pg_constraint k WHERE k.contype = 'f'
        UNION SELECT k.confrelid, k.conrelid FROM pg_catalog.pg_constraint k WHERE k.contype = 'f'
    ), together AS (
        SELECT n.relation FROM needing n
        UNION SELECT k.oid FROM together t JOIN link l ON l.one = t.relation JOIN kept k ON k.oid = l.other
    )
    SELECT array_agg(t.relation) INTO found FROM together t;
    CALL plumbline.keep_rows(found);
END
$procedure$;

-- Copies the rows of tables in quarantine, as values that need nothing, and drops the tables.
CREATE OR REPLACE PROCEDURE plumbline.keep_rows(a_tables oid[]) LANGUAGE plpgsql SET search_path = '' AS $procedure$
DECLARE
    place record;
    columns text;
    stored text;
    many integer;
    positions jsonb;
    partitions jsonb;
    gone text := '';
BEGIN
    FOR place IN
        SELECT c.oid, n.nspname AS schema, c.relname AS name, c.relkind = 'p' AS is_tree, c.relowner::regrole AS owner
        FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        -- The rows of a partition are read from its table.
        WHERE c.oid = ANY (a_tables) AND NOT EXISTS (
            SELECT FROM pg_catalog.pg_inherits i WHERE c.relispartition AND i.inhrelid = c.oid AND i.inhparent = ANY (a_tables))
    LOOP
        many := 1;
        LOOP
            stored := ('rows of ' || CASE many WHEN 1 THEN '' ELSE many || ' ' END || place.name)::name;
            EXIT WHEN to_regclass(format('%I.%I', place.schema, stored)) IS NULL;
            many := many + 1;
        END LOOP;
        SELECT string_agg(CASE
            -- What belongs to PostgreSQL or to an extension stays while a table has it.
            WHEN (e.is_system OR e.is_of_extension) AND coalesce(l.collnamespace = 'pg_catalog'::regnamespace, true)
            THEN format('%I', a.attname)
            ELSE format('%1$I::text COLLATE pg_catalog."default" AS %1$I', a.attname) END, ', ' ORDER BY a.attnum)
        INTO columns FROM pg_catalog.pg_attribute a
        CROSS JOIN LATERAL (
            SELECT bool_and(t.typnamespace = 'pg_catalog'::regnamespace) AS is_system, bool_or(EXISTS (
                SELECT FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_type'::regclass AND d.objid = t.oid
                AND d.refclassid = 'pg_catalog.pg_extension'::regclass AND d.deptype = 'e')) AS is_of_extension
            FROM pg_catalog.pg_type t WHERE t.oid = a.atttypid
                OR EXISTS (SELECT FROM pg_catalog.pg_type v WHERE v.oid = a.atttypid AND v.typelem = t.oid AND v.typcategory = 'A')
        ) AS e
        LEFT JOIN pg_catalog.pg_collation l ON l.oid = a.attcollation
        WHERE a.attrelid = place.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '';
        SELECT coalesce(jsonb_agg(jsonb_build_object('column', s.name, 'value', s.value, 'is_called', s.is_called)), '[]')
        INTO positions FROM (
            SELECT a.attname AS name, q.value, q.is_called FROM pg_catalog.pg_attribute a
            CROSS JOIN LATERAL pg_get_serial_sequence(format('%I.%I', place.schema, place.name), a.attname) AS o(sequence)
            CROSS JOIN LATERAL plumbline.sequence_position(o.sequence) AS q
            WHERE a.attrelid = place.oid AND a.attnum > 0 AND NOT a.attisdropped AND o.sequence IS NOT NULL) AS s;
        SELECT coalesce(jsonb_agg(jsonb_build_object('name', c.relname, 'parent', p.relname,
            'bound', pg_get_expr(c.relpartbound, c.oid), 'key', pg_get_partkeydef(c.oid)) ORDER BY t.level, c.relname), '[]')
        INTO partitions FROM pg_partition_tree(CASE WHEN place.is_tree THEN place.oid::regclass END) t
        JOIN pg_catalog.pg_class c ON c.oid = t.relid JOIN pg_catalog.pg_class p ON p.oid = t.parentrelid;
        -- The table goes with its policies.
        EXECUTE format('ALTER TABLE %I.%I NO FORCE ROW LEVEL SECURITY', place.schema, place.name);
        EXECUTE format('CREATE TABLE %I.%I AS SELECT %s FROM %s %I.%I', place.schema, stored, columns,
            CASE WHEN place.is_tree THEN '' ELSE 'ONLY' END, place.schema, place.name);
        EXECUTE format('ALTER TABLE %I.%I OWNER TO %s', place.schema, stored, place.owner);
        INSERT INTO plumbline.kept_rows (schema, name, rows_in, positions, partitions)
        VALUES (place.schema, place.name, stored, positions, partitions)
        ON CONFLICT (schema, name) DO UPDATE SET rows_in = EXCLUDED.rows_in, positions = EXCLUDED.positions,
            partitions = EXCLUDED.partitions;
        UPDATE plumbline.kept k SET name = stored WHERE k.schema = place.schema AND k.name = place.name;
        gone := gone || format(', %I.%I', place.schema, place.name);
    END LOOP;
    IF gone <> '' THEN
        -- Together, because they may need one another; without CASCADE, because others may use them.
        EXECUTE 'DROP TABLE ' || substr(gone, 3);
    END IF;
END
$procedure$;

-- Before a migration restores what its rollback moved to quarantine: what the rollback of another migration of this number has left there
-- is not its own. It stays in quarantine, with the beginning of that migration's checksum in the names of the schemas, and is
-- restored when that migration is applied again.
CREATE OR REPLACE FUNCTION plumbline.exchange_quarantine(a_project text, a_quarantine text, a_checksum text) RETURNS void
LANGUAGE plpgsql SET search_path = '' AS $function$
DECLARE
    place record;
    prefix text := 'plumbline_' || a_quarantine;
    own text := prefix || left(a_checksum, 8);
BEGIN
    FOR place IN
        SELECT q.schema, n.old, (CASE WHEN n.old THEN prefix || left(q.checksum, 8) || substr(q.schema, length(prefix) + 1)
            ELSE prefix || substr(q.schema, length(own) + 1) END)::name::text AS other
        FROM plumbline.quarantine q CROSS JOIN LATERAL (SELECT q.checksum <> a_checksum AS old) AS n
        WHERE q.project = a_project AND to_regnamespace(quote_ident(q.schema)) IS NOT NULL
            AND starts_with(q.schema, CASE WHEN n.old THEN prefix ELSE own END || '_')
        ORDER BY n.old DESC
    LOOP
        EXECUTE format('ALTER SCHEMA %I RENAME TO %I', place.schema, place.other);
        UPDATE plumbline.quarantine q SET schema = place.other WHERE q.schema = place.schema;
        UPDATE plumbline.kept k SET schema = place.other WHERE k.schema = place.schema;
        UPDATE plumbline.kept_rows k SET schema = place.other WHERE k.schema = place.schema;
        IF place.old THEN
            RAISE NOTICE 'schema % has what the rollback of another migration of this number moved there; it stays in quarantine as %',
                quote_ident(place.schema), quote_ident(place.other) USING ERRCODE = 'PLB01';
        END IF;
    END LOOP;
END
$function$;

-- Whether tables, and values of columns, are in quarantine to be restored. Where one of the tables is not, because only its rows are kept, all
-- of them are created instead, and get their rows at the end of the section.
CREATE OR REPLACE FUNCTION plumbline.restores(VARIADIC a_places text[]) RETURNS boolean
LANGUAGE plpgsql SET search_path = '' AS $function$
DECLARE
    others oid[];
BEGIN
    IF NOT EXISTS (
        SELECT FROM plumbline.kept_rows k JOIN unnest(a_places) AS p(name) ON ARRAY[k.schema, k.name] = parse_ident(p.name)
        WHERE to_regclass(format('%I.%I', k.schema, k.rows_in)) IS NOT NULL) THEN
        RETURN to_regclass(a_places[1]) IS NOT NULL;
    END IF;
    SELECT array_agg(to_regclass(p.name)) INTO others FROM unnest(a_places) AS p(name) WHERE to_regclass(p.name) IS NOT NULL;
    CALL plumbline.keep_rows(others);
    UPDATE plumbline.kept_rows k SET is_wanted = true FROM unnest(a_places) AS p(name)
    WHERE ARRAY[k.schema, k.name] = parse_ident(p.name);
    RETURN false;
END
$function$;

-- Where a sequence stands.
CREATE OR REPLACE FUNCTION plumbline.sequence_position(a_sequence text, OUT value bigint, OUT is_called boolean)
LANGUAGE plpgsql SET search_path = '' AS $function$
BEGIN
    EXECUTE 'SELECT s.last_value, s.is_called FROM ' || a_sequence || ' AS s' INTO value, is_called;
END
$function$;

-- Gives a table that was created again the rows that are all that is kept of it, and leaves nothing of it in quarantine.
CREATE OR REPLACE FUNCTION plumbline.refill_kept() RETURNS void LANGUAGE plpgsql SET search_path = '' AS $function$
DECLARE
    prefix text := 'plumbline_' || current_setting('plumbline.quarantine') || '_';
    place record;
    part record;
    columns text;
    given text;
    conflicts text;
    has_rows boolean;
BEGIN
    DELETE FROM plumbline.kept_rows k WHERE to_regclass(format('%I.%I', k.schema, k.rows_in)) IS NULL;
    LOOP
        -- First those that refer to no other table that waits for its rows.
        WITH waiting AS (
            SELECT k.*, substr(k.schema, length(prefix) + 1) AS home,
                to_regclass(format('%I.%I', substr(k.schema, length(prefix) + 1), k.name)) AS target
            FROM plumbline.kept_rows k JOIN plumbline.quarantine q USING (schema)
            WHERE k.is_wanted AND starts_with(k.schema, prefix) AND q.project = current_setting('plumbline.project')
        )
        SELECT w.* INTO place FROM waiting w WHERE w.target IS NOT NULL
        ORDER BY EXISTS (
            SELECT FROM pg_catalog.pg_constraint k JOIN waiting o ON o.target = k.confrelid
            WHERE k.contype = 'f' AND k.conrelid = w.target AND k.confrelid <> w.target), w.schema, w.name
        LIMIT 1;
        EXIT WHEN NOT FOUND;
        -- Partitions that no migration made.
        FOR part IN SELECT * FROM jsonb_to_recordset(place.partitions) AS p(name text, parent text, bound text, key text)
            WHERE to_regclass(format('%I.%I', place.home, p.name)) IS NULL
        LOOP
            EXECUTE format('CREATE TABLE %I.%I PARTITION OF %I.%I %s%s', place.home, part.name, place.home, part.parent,
                part.bound, ' PARTITION BY ' || part.key);
        END LOOP;
        SELECT string_agg(format('%I', a.attname), ', ' ORDER BY a.attnum),
            string_agg(format(CASE WHEN r.atttypid = a.atttypid THEN '%I' ELSE '%I::' || format_type(a.atttypid, a.atttypmod) END,
                a.attname), ', ' ORDER BY a.attnum)
        INTO columns, given FROM pg_catalog.pg_attribute a
        JOIN pg_catalog.pg_attribute r ON r.attrelid = format('%I.%I', place.schema, place.rows_in)::regclass AND r.attname = a.attname
        WHERE a.attrelid = place.target AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '';
        -- The section may have inserted reference rows, which were changed since.
        SELECT ' ON CONFLICT (' || string_agg(format('%I', a.attname), ', ') FILTER (WHERE a.attnum = ANY (i.indkey)) || ') DO '
            || coalesce('UPDATE SET ' || string_agg(format('%1$I = EXCLUDED.%1$I', a.attname), ', ')
                FILTER (WHERE a.attnum <> ALL (i.indkey) AND a.attidentity <> 'a'), 'NOTHING')
        INTO conflicts FROM pg_catalog.pg_index i JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid
        WHERE i.indrelid = place.target AND i.indisprimary AND i.indimmediate AND NOT i.indisexclusion
            AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '';
        PERFORM plumbline.disable_triggers(place.target::text, 4 | 16);
        EXECUTE format('SELECT EXISTS (SELECT FROM %s)', place.target) INTO has_rows;
        EXECUTE format('INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE SELECT %s FROM %I.%I%s', place.target, columns, given,
            place.schema, place.rows_in, CASE WHEN has_rows THEN conflicts END);
        PERFORM plumbline.enable_triggers();
        PERFORM setval(pg_get_serial_sequence(place.target::text, s."column"), s.value, s.is_called)
        FROM jsonb_to_recordset(place.positions) AS s("column" text, value bigint, is_called boolean)
        WHERE pg_get_serial_sequence(place.target::text, s."column") IS NOT NULL;
        EXECUTE format('DROP TABLE %I.%I', place.schema, place.rows_in);
        DELETE FROM plumbline.kept_rows k WHERE k.schema = place.schema AND k.name = place.name;
        CALL plumbline.leave_quarantine(place.schema, place.home);
    END LOOP;
END
$function$;

-- Moves a table that an earlier run left in quarantine to a schema of its own there.
CREATE OR REPLACE PROCEDURE plumbline.make_room(a_place text) LANGUAGE plpgsql SET search_path = '' AS $procedure$
DECLARE
    place text[] := parse_ident(a_place);
    other text;
BEGIN
    IF to_regclass(a_place) IS NULL THEN
        RETURN;
    END IF;
    FOR n IN 1 .. 100000 LOOP
        other := replace(place[1], plumbline.own_quarantine(), plumbline.own_quarantine() || n || '_');
        EXIT WHEN to_regclass(format('%I.%I', other, place[2])) IS NULL;
    END LOOP;
    EXECUTE format('CREATE SCHEMA IF NOT EXISTS %I', other);
    EXECUTE format('ALTER TABLE %s SET SCHEMA %I', a_place, other);
END
$procedure$;

-- Drops what went to quarantine with a table and was created again with it. A sequence goes on where the old one was.
CREATE OR REPLACE PROCEDURE plumbline.leave_quarantine(a_schema text, a_home text)
LANGUAGE plpgsql SET search_path = '' AS $procedure$
DECLARE
    rest record;
    many integer;
BEGIN
    PERFORM setval(format('%I.%I', a_home, c.relname), p.value, p.is_called)
    FROM pg_catalog.pg_class c CROSS JOIN LATERAL plumbline.sequence_position(c.oid::regclass::text) AS p
    WHERE c.relkind = 'S' AND c.relnamespace = to_regnamespace(quote_ident(a_schema))
        AND to_regclass(format('%I.%I', a_home, c.relname)) IS NOT NULL;
    LOOP
        many := 0;
        FOR rest IN
            SELECT o.type, o.identity FROM pg_catalog.pg_depend d
            CROSS JOIN LATERAL pg_identify_object(d.classid, d.objid, 0) AS o
            WHERE d.refclassid = 'pg_catalog.pg_namespace'::regclass AND d.refobjid = to_regnamespace(quote_ident(a_schema))
                AND o.type IN ('sequence', 'type', 'function', 'collation', 'text search configuration', 'text search dictionary')
                AND EXISTS (
                    SELECT FROM pg_catalog.pg_depend e CROSS JOIN LATERAL pg_identify_object(e.classid, e.objid, 0) AS h
                    WHERE e.refclassid = 'pg_catalog.pg_namespace'::regclass AND e.refobjid = to_regnamespace(quote_ident(a_home))
                        AND h.type = o.type AND h.name IS NOT DISTINCT FROM o.name
                        AND (o.name IS NOT NULL
                            OR substr(h.identity, length(h.schema) + 1) = substr(o.identity, length(o.schema) + 1)))
        LOOP
            BEGIN
                EXECUTE format('DROP %s %s', rest.type, rest.identity);
                many := many + 1;
            EXCEPTION WHEN dependent_objects_still_exist THEN
                -- Something else in quarantine needs it.
                NULL;
            END;
        END LOOP;
        EXIT WHEN many = 0;
    END LOOP;
END
$procedure$;

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

-- Fails when a query finds rows: those that a later statement of the migration would fail on. The error's detail has a few of
-- them: the values of the columns that may be shown, and the names of the others.
CREATE OR REPLACE FUNCTION plumbline.refuse_rows(a_problem text, a_query text, a_shown text[] DEFAULT '{}') RETURNS void
LANGUAGE plpgsql AS $function$
DECLARE
    many bigint;
    samples text := '';
BEGIN
    IF current_setting('plumbline.is_over', true) = 'true' THEN
        RETURN;
    END IF;
    BEGIN
        EXECUTE 'SELECT pg_catalog.count(*) FROM (' || a_query || ') AS q' INTO many;
    EXCEPTION WHEN undefined_table OR undefined_column OR undefined_function OR invalid_schema_name OR undefined_object THEN
        -- What it asks about does not exist yet, or no longer: the section that needs it is done.
        RETURN;
    END;
    IF many > 0 THEN
        IF pg_catalog.cardinality(a_shown) > 0 THEN
            EXECUTE 'SELECT pg_catalog.string_agg(s.line, ''; '') FROM (SELECT (SELECT pg_catalog.string_agg(j.key || '' '' || '
                'CASE WHEN j.key = ANY ($1) THEN coalesce(j.value, ''NULL'') ELSE ''***'' END, '', '') '
                'FROM pg_catalog.jsonb_each_text(pg_catalog.to_jsonb(q)) j WHERE j.key <> ''count'') AS line FROM ('
                || a_query || ' LIMIT 5) AS q) AS s' INTO samples USING a_shown;
        END IF;
        RAISE EXCEPTION '%: % %', a_problem, many, CASE many WHEN 1 THEN 'row' ELSE 'rows' END
            USING DETAIL = coalesce(samples, ''), HINT = 'Find them with: ' || a_query, ERRCODE = 'integrity_constraint_violation';
    END IF;
END
$function$;

-- The rows of a table, or of the parts of a tree, for which an expression fails, such as text that is not a number.
-- a_source is the table as an item of FROM, with the columns tableoid and ctid. Nothing can be changed on the way: where the
-- expression writes, or draws on a sequence, no rows are returned.
CREATE OR REPLACE FUNCTION plumbline.failing_rows(a_table text, a_source text, a_expression text, a_condition text)
RETURNS TABLE (relation oid, place tid) LANGUAGE plpgsql AS $function$
DECLARE
    attempt text := format('SELECT pg_catalog.count((%s)) FROM %s WHERE (%s)', a_expression, a_source, a_condition);
    block_size bigint := pg_catalog.current_setting('block_size')::bigint;
    pages bigint;
    page bigint := 0;
    range_of_rows text;
    found record;
    is_found boolean := false;
BEGIN
    BEGIN
        -- Until the end of the block.
        PERFORM pg_catalog.set_config('transaction_read_only', 'on', true);
        EXECUTE attempt;
        RETURN;
    EXCEPTION WHEN undefined_table OR undefined_column OR undefined_function OR invalid_schema_name OR undefined_object THEN
        RAISE;
    WHEN read_only_sql_transaction THEN
        RETURN;
    WHEN data_exception OR integrity_constraint_violation OR raise_exception OR cardinality_violation THEN
        NULL;
    END;
    WITH RECURSIVE tree AS (
        SELECT a_table::pg_catalog.regclass::oid AS oid
        UNION SELECT i.inhrelid FROM tree JOIN pg_catalog.pg_inherits i ON i.inhparent = tree.oid)
    SELECT max(pg_catalog.pg_relation_size(t.oid)) / block_size INTO pages FROM tree t;
    WHILE page <= pages LOOP
        range_of_rows := format(
            'ctid >= %L::pg_catalog.tid AND ctid < %L::pg_catalog.tid', format('(%s,0)', page), format('(%s,0)', page + 64));
        BEGIN
            PERFORM pg_catalog.set_config('transaction_read_only', 'on', true);
            EXECUTE attempt || ' AND ' || range_of_rows;
        EXCEPTION WHEN data_exception OR integrity_constraint_violation OR raise_exception OR cardinality_violation THEN
            FOR found IN EXECUTE format(
                'SELECT tableoid AS relation, ctid AS place FROM %s WHERE (%s) AND %s', a_source, a_condition, range_of_rows)
            LOOP
                BEGIN
                    PERFORM pg_catalog.set_config('transaction_read_only', 'on', true);
                    EXECUTE attempt || format(' AND tableoid = %s AND ctid = %L::pg_catalog.tid', found.relation, found.place);
                EXCEPTION WHEN data_exception OR integrity_constraint_violation OR raise_exception OR cardinality_violation THEN
                    relation := found.relation;
                    place := found.place;
                    is_found := true;
                    RETURN NEXT;
                END;
            END LOOP;
        END;
        page := page + 64;
    END LOOP;
    IF NOT is_found THEN
        -- It fails for none of the rows by itself: the error says why.
        PERFORM pg_catalog.set_config('transaction_read_only', 'on', true);
        EXECUTE attempt;
    END IF;
END
$function$;

-- Notes how many rows each table in the quarantine of a migration has, outside the sections and their locks, so that its rollback
-- finds out when somebody has deleted some. Not counted are tables of more than 1 GB, and those with foreign keys, whose rows may go
-- with others.
CREATE OR REPLACE FUNCTION plumbline.note_kept() RETURNS void LANGUAGE plpgsql SET search_path = '' AS $function$
DECLARE
    place record;
    many bigint;
BEGIN
    DELETE FROM plumbline.kept k WHERE to_regclass(format('%I.%I', k.schema, k.name)) IS NULL;
    FOR place IN
        SELECT n.nspname AS schema, c.relname AS name FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        JOIN plumbline.quarantine q ON q.schema = n.nspname
        WHERE q.project = current_setting('plumbline.project') AND starts_with(n.nspname, plumbline.own_quarantine())
            AND c.relkind = 'r' AND NOT c.relforcerowsecurity AND pg_has_role(c.relowner, 'USAGE')
            AND pg_table_size(c.oid) < 1073741824
            AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'f')
    LOOP
        EXECUTE format('SELECT count(*) FROM ONLY %I.%I', place.schema, place.name) INTO many;
        INSERT INTO plumbline.kept AS k (schema, name, rows) VALUES (place.schema, place.name, many)
        ON CONFLICT (schema, name) DO UPDATE SET rows = EXCLUDED.rows;
    END LOOP;
END
$function$;

-- Fails when some of what a rollback restores from quarantine is not there, although the rest is: somebody deleted it.
CREATE OR REPLACE FUNCTION plumbline.refuse_missing(a_quarantine text, a_relations text[]) RETURNS void
LANGUAGE plpgsql SET search_path = '' AS $function$
DECLARE
    missing text;
    place plumbline.kept;
    many bigint;
BEGIN
    -- A rollback that goes on has restored some of it.
    IF current_setting('plumbline.is_over', true) = 'true'
        OR NOT EXISTS (
            SELECT FROM pg_catalog.pg_namespace n WHERE starts_with(n.nspname, 'plumbline_' || a_quarantine || '_'))
        OR EXISTS (
            SELECT FROM plumbline.section s WHERE s.project = current_setting('plumbline.project', true)
            AND s.number::text = current_setting('plumbline.number', true)
            AND s.direction = current_setting('plumbline.direction', true)) THEN
        RETURN;
    END IF;
    SELECT string_agg(r.name, ', ') INTO missing FROM unnest(a_relations) AS r(name)
    WHERE to_regclass(r.name) IS NULL AND NOT EXISTS (
        SELECT FROM plumbline.kept_rows k WHERE ARRAY[k.schema, k.name] = parse_ident(r.name)
        AND to_regclass(format('%I.%I', k.schema, k.rows_in)) IS NOT NULL);
    IF missing IS NOT NULL THEN
        RAISE EXCEPTION 'the rollback restores % from quarantine, and somebody has deleted it', missing
            USING HINT = format('Put it back from a backup, or create it there without rows; or drop the schemas plumbline_%s_… '
                'to go back without any of their rows.', a_quarantine), ERRCODE = 'integrity_constraint_violation';
    END IF;
    FOR place IN SELECT k.* FROM plumbline.kept k JOIN unnest(a_relations) AS r(name)
        ON to_regclass(r.name) = to_regclass(format('%I.%I', k.schema, k.name)) OR EXISTS (
            SELECT FROM plumbline.kept_rows o
            WHERE o.schema = k.schema AND o.rows_in = k.name AND ARRAY[o.schema, o.name] = parse_ident(r.name))
    LOOP
        EXECUTE format('SELECT count(*) FROM ONLY %I.%I', place.schema, place.name) INTO many;
        IF many < place.rows THEN
            RAISE EXCEPTION 'the rollback restores %.% from quarantine, and somebody has deleted % of its % rows',
                quote_ident(place.schema), quote_ident(place.name), place.rows - many, place.rows
                USING HINT = format('Put them back from a backup; or, to go back without them, run: '
                    'DELETE FROM plumbline.kept WHERE schema = %L AND name = %L', place.schema, place.name),
                    ERRCODE = 'integrity_constraint_violation';
        END IF;
    END LOOP;
END
$function$;

-- Lets batched backfills wait before their next batch, which holds no lock, until plumbline.resume.
CREATE OR REPLACE FUNCTION plumbline.pause(a_project text) RETURNS void LANGUAGE sql SET search_path = '' AS $function$
    INSERT INTO plumbline.pause (project) VALUES (a_project) ON CONFLICT DO NOTHING;
$function$;

CREATE OR REPLACE FUNCTION plumbline.resume(a_project text) RETURNS void LANGUAGE sql SET search_path = '' AS $function$
    DELETE FROM plumbline.pause p WHERE p.project = a_project;
$function$;

-- Fills columns where they are NULL, in batches of a transaction each, by primary key, else by the place of the rows. The rows that
-- are there when it begins are filled; a trigger fills those that are written later. Called again, it goes on where it was.
-- Between batches it waits for a quarter of a batch's time, and for physical standbys that are more than ten seconds behind.
-- With a_into it copies rows instead: the one text in a_columns is the list of columns, that in a_expressions the list of their
-- values, and rows whose keys are in a_changes are left to plumbline.catch_up.
CREATE OR REPLACE PROCEDURE plumbline.backfill(
    a_table text, a_columns text[], a_expressions text[], a_fires_triggers boolean DEFAULT true, a_into text DEFAULT NULL,
    a_changes text DEFAULT NULL
) LANGUAGE plpgsql AS $procedure$
DECLARE
    fires_triggers boolean := a_fires_triggers;
    my_project text := pg_catalog.current_setting('plumbline.project');
    my_number integer := pg_catalog.current_setting('plumbline.number')::integer;
    my_direction text := pg_catalog.current_setting('plumbline.direction');
    my_section integer := pg_catalog.current_setting('plumbline.section')::integer;
    my_oid oid := a_table::pg_catalog.regclass;
    label text := a_table || CASE WHEN a_into IS NULL THEN '.' || array_to_string(a_columns, ', ') ELSE '' END;
    range_of_rows text;
    updated bigint;
    keys text;         -- the columns of the primary key, quoted
    key_values text;   -- the same, as an array of text
    keys_descending text;
    own_keys text;     -- the columns of the key as those of table t, and of the noted rows c
    noted_keys text;
    next_key jsonb;
    lower_bound text;
    upper_bound text;
    last_key jsonb;    -- an array of text: the last row that was looked at
    batch_rows integer := 1000;
    seen bigint;
    filled bigint;
    total bigint;      -- of rows, as the planner estimates
    seen_all bigint := 0;
    filled_all bigint := 0;
    began timestamptz := pg_catalog.clock_timestamp();
    batch_began timestamptz;
    told timestamptz := began;
    page bigint := 0;
    pages bigint;
    plan json;
    seen_before bigint;
    is_paused boolean := false;
    filled_by_pass bigint := 0;
    milliseconds double precision;
    behind_since timestamptz;
    is_behind boolean := false;
    statements text[];
    is_locked boolean;
    refusals integer := 0;
    problem text;
    problem_state text;
    refused jsonb;     -- the key of the row that cannot be filled
    is_found boolean := false;
BEGIN
    SELECT string_agg(format('%I', a.attname), ', ' ORDER BY u.place),
        string_agg(format('b.%I DESC', a.attname), ', ' ORDER BY u.place),
        format('ARRAY[%s]', string_agg(format('b.%I::text', a.attname), ', ' ORDER BY u.place)),
        string_agg(format('t.%I', a.attname), ', ' ORDER BY u.place),
        string_agg(format('c.%I', a.attname), ', ' ORDER BY u.place)
    INTO keys, keys_descending, key_values, own_keys, noted_keys
    FROM pg_catalog.pg_constraint k, unnest(k.conkey) WITH ORDINALITY u(number, place), pg_catalog.pg_attribute a
    WHERE k.conrelid = my_oid AND k.contype = 'p' AND a.attrelid = my_oid AND a.attnum = u.number;
    -- The table's own triggers must not see the fill as a change of the rows. As a replica, only ALWAYS and REPLICA triggers fire.
    IF NOT fires_triggers AND NOT EXISTS (
        SELECT FROM pg_catalog.pg_trigger t WHERE t.tgrelid = my_oid AND NOT t.tgisinternal AND t.tgenabled = 'O'
            AND t.tgtype & 16 <> 0) THEN
        fires_triggers := true;
    END IF;
    IF NOT fires_triggers AND NOT pg_catalog.has_parameter_privilege('session_replication_role', 'SET') THEN
        RAISE EXCEPTION 'rows of % cannot be filled without its triggers taking that for an update', a_table
            USING HINT = format('As superuser: GRANT SET ON PARAMETER session_replication_role TO %I', current_user),
                ERRCODE = 'insufficient_privilege';
    END IF;
    -- The planner takes the size of the table into account, whenever that was last analyzed.
    EXECUTE 'EXPLAIN (FORMAT JSON) SELECT FROM ' || a_table INTO plan;
    total := (plan -> 0 -> 'Plan' ->> 'Plan Rows')::double precision::bigint;
    SELECT f.last_key, f.rows_changed, f.rows_seen INTO last_key, filled_all, seen_all FROM plumbline.backfill f
    WHERE f.project = my_project AND f.number = my_number AND f.direction = my_direction AND f.section = my_section;
    filled_all := coalesce(filled_all, 0);
    seen_all := coalesce(seen_all, 0);
    seen_before := seen_all;
    IF keys IS NULL THEN
        IF a_into IS NOT NULL OR (SELECT c.relkind = 'p' FROM pg_catalog.pg_class c WHERE c.oid = my_oid) THEN
            RAISE EXCEPTION '% has no primary key, by which it could be filled in batches', a_table
                USING HINT = 'Declare the backfill in one statement.';
        END IF;
        page := coalesce((last_key ->> 0)::bigint, 0);
        pages := pg_catalog.pg_relation_size(my_oid) / pg_catalog.current_setting('block_size')::bigint;
        batch_rows := 64;
    END IF;
    LOOP
        WHILE EXISTS (SELECT FROM plumbline.pause p WHERE p.project = my_project) LOOP
            IF NOT is_paused THEN
                RAISE NOTICE '%: paused after % rows; plumb resume, or SELECT plumbline.resume(%), lets it go on',
                    label, seen_all, quote_literal(my_project) USING ERRCODE = 'PLB01';
                is_paused := true;
            END IF;
            -- Each look is a transaction of its own, so that none is open for long.
            PERFORM pg_catalog.pg_sleep(0.5);
            COMMIT;
        END LOOP;
        IF is_paused THEN
            is_paused := false;
            began := pg_catalog.clock_timestamp();
            seen_before := seen_all;
            RAISE NOTICE '%: resumed', label USING ERRCODE = 'PLB01';
        END IF;
        batch_began := pg_catalog.clock_timestamp();
        IF NOT fires_triggers THEN
            -- Until the end of the batch's transaction.
            PERFORM pg_catalog.set_config('session_replication_role', 'replica', true);
        END IF;
        IF keys IS NULL THEN
            IF page > pages THEN
                -- An UPDATE of another session moves a row: it may be on a page that was passed, or on a new one.
                EXIT WHEN filled_by_pass = 0;
                page := 0;
                filled_by_pass := 0;
                pages := pg_catalog.pg_relation_size(my_oid) / pg_catalog.current_setting('block_size')::bigint;
            END IF;
            range_of_rows := format(
                'ctid >= %L::tid AND ctid < %L::tid', format('(%s,0)', page), format('(%s,0)', page + batch_rows));
        ELSE
            lower_bound := 'true';
            IF last_key IS NOT NULL THEN
                SELECT format('(%s) > (%s)', keys, string_agg(quote_literal(v.value), ', ' ORDER BY v.place)) INTO lower_bound
                FROM jsonb_array_elements_text(last_key) WITH ORDINALITY v(value, place);
            END IF;
            EXECUTE format(
                'WITH batch AS (SELECT %1$s FROM %2$s WHERE %3$s ORDER BY %1$s LIMIT %4$s) '
                    'SELECT (SELECT count(*) FROM batch), (SELECT to_jsonb(%5$s) FROM batch b ORDER BY %6$s LIMIT 1)',
                keys, a_table, lower_bound, batch_rows, key_values, keys_descending)
            INTO seen, next_key;
            EXIT WHEN seen = 0;
            SELECT format('(%s) <= (%s)', keys, string_agg(quote_literal(v.value), ', ' ORDER BY v.place)) INTO upper_bound
            FROM jsonb_array_elements_text(next_key) WITH ORDINALITY v(value, place);
            range_of_rows := lower_bound || ' AND ' || upper_bound;
        END IF;
        IF a_into IS NULL THEN
            -- A row that lacks all of the columns is written once. Rows that lack some of them follow.
            SELECT ARRAY[format('UPDATE %s SET %s WHERE %s AND %s', a_table,
                    string_agg(format('%I = (%s)', c.name, c.expression), ', ' ORDER BY c.place),
                    string_agg(format('%I IS NULL AND (%s) IS NOT NULL', c.name, c.expression), ' AND ' ORDER BY c.place),
                    range_of_rows)]
                || array_agg(format('UPDATE %1$s SET %2$I = (%3$s) WHERE %2$I IS NULL AND (%3$s) IS NOT NULL AND %4$s',
                    a_table, c.name, c.expression, range_of_rows) ORDER BY c.place) FILTER (WHERE cardinality(a_columns) > 1)
            INTO statements FROM unnest(a_columns, a_expressions) WITH ORDINALITY c(name, expression, place);
        ELSE
            statements := ARRAY[format(
                'INSERT INTO %1$s (%2$s) OVERRIDING SYSTEM VALUE SELECT %3$s FROM %4$s AS t '
                    'WHERE %5$s AND NOT EXISTS (SELECT FROM %6$s AS c WHERE (%7$s) = (%8$s))',
                a_into, a_columns[1], a_expressions[1], a_table, range_of_rows, a_changes, noted_keys, own_keys)];
            -- Policies that would hide rows are an error instead.
            PERFORM pg_catalog.set_config('row_security', 'off', true);
        END IF;
        -- The wait for a row is shorter than deadlock_timeout, so that a deadlock ends this batch and never a client.
        BEGIN
            filled := 0;
            FOR i IN 1 .. cardinality(statements) LOOP
                EXECUTE statements[i];
                GET DIAGNOSTICS updated = ROW_COUNT;
                filled := filled + updated;
            END LOOP;
            is_locked := false;
        EXCEPTION WHEN lock_not_available OR deadlock_detected THEN
            refusals := refusals + 1;
            IF refusals >= 20 THEN
                RAISE;
            END IF;
            is_locked := true;
        WHEN data_exception OR raise_exception THEN
            IF keys IS NULL OR a_into IS NOT NULL THEN
                RAISE;
            END IF;
            GET STACKED DIAGNOSTICS problem = MESSAGE_TEXT, problem_state = RETURNED_SQLSTATE;
            is_locked := false;
        END;
        IF problem IS NOT NULL THEN
            -- Which row of the batch it was: one at a time.
            <<rows>>
            FOR refused IN EXECUTE format(
                'SELECT to_jsonb(%s) FROM %s b WHERE %s ORDER BY %s', key_values, a_table, range_of_rows, keys)
            LOOP
                FOR i IN 1 .. cardinality(a_columns) LOOP
                    BEGIN
                        EXECUTE format('UPDATE %1$s SET %2$I = (%3$s) WHERE %2$I IS NULL AND (%4$s) = (%5$s)', a_table,
                            a_columns[i], a_expressions[i], keys,
                            (SELECT string_agg(quote_literal(v.value), ', ' ORDER BY v.place)
                            FROM jsonb_array_elements_text(refused) WITH ORDINALITY v(value, place)));
                    EXCEPTION WHEN data_exception OR raise_exception THEN
                        is_found := true;
                        label := format('%s.%s', a_table, a_columns[i]);
                        EXIT rows;
                    END;
                END LOOP;
            END LOOP;
            IF NOT is_found THEN
                RAISE EXCEPTION '% cannot be filled: %', label, problem USING ERRCODE = problem_state;
            END IF;
            -- Texts are quoted, as in the server's own messages: reports mask what is quoted.
            RAISE EXCEPTION '% cannot be filled in the row with (%) = (%): %', label, keys, (
                SELECT string_agg(CASE WHEN v.value ~ '^-?[0-9]+$' THEN v.value ELSE '"' || v.value || '"' END, ', ' ORDER BY v.place)
                FROM jsonb_array_elements_text(refused) WITH ORDINALITY v(value, place)), problem
                USING ERRCODE = problem_state, HINT = 'Correct the row, then run this again; it goes on where it was.';
        END IF;
        IF is_locked THEN
            COMMIT;
            batch_rows := greatest(batch_rows / 4, 10);
            PERFORM pg_catalog.pg_sleep(0.1 * refusals);
            COMMIT;
            CONTINUE;
        END IF;
        refusals := 0;
        IF keys IS NULL THEN
            filled_by_pass := filled_by_pass + filled;
            page := page + batch_rows;
            last_key := to_jsonb(ARRAY[page::text]);
            seen := filled;
        ELSE
            last_key := next_key;
        END IF;
        seen_all := seen_all + seen;
        filled_all := filled_all + filled;
        INSERT INTO plumbline.backfill AS f (project, number, direction, section, last_key, rows_changed, rows_seen)
        VALUES (my_project, my_number, my_direction, my_section, last_key, filled_all, seen_all)
        ON CONFLICT (project, number, direction, section) DO UPDATE SET last_key = EXCLUDED.last_key,
            rows_changed = EXCLUDED.rows_changed, rows_seen = EXCLUDED.rows_seen, changed_at = clock_timestamp();
        COMMIT;
        -- A batch holds its row locks for less than a tenth of a second.
        milliseconds := extract(epoch FROM clock_timestamp() - batch_began) * 1000;
        batch_rows := CASE WHEN milliseconds < 30 THEN least(batch_rows * 2, 50000)
            WHEN milliseconds > 80 THEN greatest(batch_rows / 2, 50) ELSE batch_rows END;
        PERFORM pg_catalog.pg_sleep(milliseconds / 4000);
        COMMIT;
        behind_since := clock_timestamp();
        WHILE EXISTS (SELECT FROM pg_catalog.pg_stat_replication r WHERE r.replay_lag > interval '10 s') LOOP
            IF clock_timestamp() - behind_since > interval '10 min' THEN
                RAISE EXCEPTION 'a standby has been more than 10 s behind for 10 minutes; % is filled as far as it was',
                    label USING HINT = 'See pg_stat_replication. Run this again; it goes on where it was.';
            END IF;
            IF NOT is_behind THEN
                is_behind := true;
                RAISE NOTICE '%: waits for a standby that is more than 10 s behind; see pg_stat_replication', label
                    USING ERRCODE = 'PLB01';
            END IF;
            PERFORM pg_catalog.pg_sleep(1);
            COMMIT;
        END LOOP;
        is_behind := false;
        IF clock_timestamp() - told > interval '5 s' THEN
            told := clock_timestamp();
            -- There may be more rows than the planner knows of.
            RAISE NOTICE '%: looked at % rows, % %; %', label,
                seen_all || CASE WHEN seen_all < total THEN ' of about ' || total ELSE '' END,
                CASE WHEN a_into IS NULL THEN 'filled' ELSE 'copied' END, filled_all,
                CASE WHEN seen_all < total THEN 'about ' || date_trunc('second',
                    (total - seen_all)::double precision / greatest(seen_all - seen_before, 1) * (clock_timestamp() - began))
                    || ' left' ELSE 'more than were estimated, so the time left is not known' END USING ERRCODE = 'PLB01';
        END IF;
    END LOOP;
END
$procedure$;

-- The same for one column.
CREATE OR REPLACE PROCEDURE plumbline.backfill(
    a_table text, a_column text, a_expression text, a_fires_triggers boolean DEFAULT true, a_into text DEFAULT NULL,
    a_changes text DEFAULT NULL
) LANGUAGE plpgsql AS $procedure$
BEGIN
    CALL plumbline.backfill(a_table, ARRAY[a_column], ARRAY[a_expression], a_fires_triggers, a_into, a_changes);
END
$procedure$;

-- Copies rows of a table again whose keys were noted while the table was copied: those of up to a_limit notes, all without it.
-- A row is found by a_source_key in the table and by a_target_key in the copy. Returns how many notes it took.
CREATE OR REPLACE FUNCTION plumbline.follow(
    a_table text, a_into text, a_changes text, a_columns text, a_values text, a_source_key text[], a_target_key text[],
    a_limit bigint DEFAULT NULL
) RETURNS bigint LANGUAGE plpgsql
-- A few rows are looked up by their keys, whatever the planner takes the tables for. Policies that would hide rows are an error.
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET jit = off SET row_security = off
AS $function$
DECLARE
    numbers bigint[];
    is_truncated boolean;
    source_key text := (SELECT string_agg(quote_ident(k), ', ') FROM unnest(a_source_key) AS k);
    target_key text := (SELECT string_agg(quote_ident(k), ', ') FROM unnest(a_target_key) AS k);
BEGIN
    -- The statements below see more notes than this one, and must take the same.
    EXECUTE format(
        'SELECT array_agg(s.plumbline_number), bool_or(s.plumbline_truncated) FROM '
            '(SELECT * FROM %s ORDER BY plumbline_number LIMIT %s) AS s', a_changes, coalesce(a_limit::text, 'ALL'))
    INTO numbers, is_truncated;
    IF numbers IS NULL THEN
        RETURN 0;
    END IF;
    IF is_truncated THEN
        -- Perhaps one partition of several, or the table before others wrote to it again.
        EXECUTE format(
            'DELETE FROM %s AS t WHERE NOT EXISTS (SELECT FROM %s AS s WHERE %s)', a_into, a_table,
            (SELECT string_agg(format('s.%1$I = t.%1$I', k), ' AND ') FROM unnest(a_source_key || a_target_key) AS k));
    END IF;
    EXECUTE format(
        'DELETE FROM %s AS t USING (SELECT DISTINCT %s FROM %s WHERE plumbline_number = ANY ($1)) AS k WHERE %s', a_into,
        target_key, a_changes, (SELECT string_agg(format('t.%1$I = k.%1$I', k), ' AND ') FROM unnest(a_target_key) AS k))
    USING numbers;
    EXECUTE format(
        'INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE SELECT %s FROM %s AS t WHERE (%s) IN '
            '(SELECT %s FROM %s WHERE plumbline_number = ANY ($1))', a_into, a_columns, a_values, a_table,
        (SELECT string_agg(format('t.%I', k), ', ') FROM unnest(a_source_key) AS k), source_key, a_changes)
    USING numbers;
    EXECUTE format('DELETE FROM %s WHERE plumbline_number = ANY ($1)', a_changes) USING numbers;
    RETURN cardinality(numbers);
END
$function$;

-- Copies noted rows in batches of a transaction each, until few are left.
CREATE OR REPLACE PROCEDURE plumbline.catch_up(
    a_table text, a_into text, a_changes text, a_columns text, a_values text, a_source_key text[], a_target_key text[]
) LANGUAGE plpgsql AS $procedure$
DECLARE
    batch_rows bigint := 1000;
    taken bigint;
    all_taken bigint := 0;
    refusals integer := 0;
    began timestamptz := pg_catalog.clock_timestamp();
    told timestamptz := began;
BEGIN
    LOOP
        BEGIN
            taken := plumbline.follow(
                a_table, a_into, a_changes, a_columns, a_values, a_source_key, a_target_key, batch_rows);
        EXCEPTION WHEN unique_violation THEN
            -- A row has a value that the copy still has in another one, whose note is not among these.
            refusals := refusals + 1;
            IF refusals >= 20 THEN
                RAISE;
            END IF;
            batch_rows := batch_rows * 4;
            taken := batch_rows;
        END;
        COMMIT;
        EXIT WHEN taken < 1000;
        all_taken := all_taken + taken;
        IF clock_timestamp() - began > interval '10 min' THEN
            RAISE EXCEPTION 'rows of % are written faster than they are copied', a_table
                USING HINT = 'Run this again when there are fewer writes; it goes on where it was.';
        END IF;
        IF clock_timestamp() - told > interval '5 s' THEN
            told := clock_timestamp();
            RAISE NOTICE '%: copied % rows that were written meanwhile', a_table, all_taken USING ERRCODE = 'PLB01';
        END IF;
    END LOOP;
END
$procedure$;

-- Disables the triggers that would fire for an UPDATE of the table (16 in pg_trigger.tgtype) or an INSERT (4), under a lock that the
-- transaction holds, and enables them again as they were: values that come back are not a change of the rows.
CREATE OR REPLACE FUNCTION plumbline.disable_triggers(a_table text, a_event integer DEFAULT 16) RETURNS void
LANGUAGE plpgsql SET search_path = '' AS $function$
DECLARE
    found record;
    states jsonb := '[]';
BEGIN
    FOR found IN SELECT t.tgrelid::regclass::text AS relation, t.tgname::text AS name, t.tgenabled = 'A' AS is_always
        FROM pg_catalog.pg_trigger t WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') AND t.tgtype & a_event <> 0
        AND (t.tgrelid = a_table::regclass OR t.tgrelid IN (SELECT p.relid FROM pg_partition_tree(a_table::regclass) p))
    LOOP
        EXECUTE format('ALTER TABLE ONLY %s DISABLE TRIGGER %I', found.relation, found.name);
        states := states || to_jsonb(found);
    END LOOP;
    PERFORM set_config('plumbline.triggers', states::text, true);
END
$function$;

CREATE OR REPLACE FUNCTION plumbline.enable_triggers() RETURNS void LANGUAGE plpgsql SET search_path = '' AS $function$
DECLARE
    found record;
BEGIN
    FOR found IN SELECT * FROM jsonb_to_recordset(current_setting('plumbline.triggers')::jsonb)
        AS s(relation text, name text, is_always boolean)
    LOOP
        EXECUTE format('ALTER TABLE ONLY %s ENABLE %s TRIGGER %I', found.relation,
            CASE WHEN found.is_always THEN 'ALWAYS' ELSE '' END, found.name);
    END LOOP;
END
$function$;

-- Drops a schema when it is empty: what others put in it stays.
CREATE OR REPLACE PROCEDURE plumbline.drop_empty_schema(a_schema text) LANGUAGE plpgsql SET search_path = '' AS $procedure$
BEGIN
    IF EXISTS (SELECT FROM pg_catalog.pg_namespace n WHERE n.nspname = a_schema AND NOT EXISTS (
        SELECT FROM pg_catalog.pg_depend d
        WHERE d.refclassid = 'pg_catalog.pg_namespace'::regclass AND d.refobjid = n.oid AND d.deptype <> 'a')) THEN
        EXECUTE format('DROP SCHEMA %I', a_schema);
    END IF;
END
$procedure$;

-- Drops an extension when nothing outside it uses its objects: rows in quarantine may have its types.
CREATE OR REPLACE PROCEDURE plumbline.drop_unused_extension(a_extension text)
LANGUAGE plpgsql SET search_path = '' AS $procedure$
BEGIN
    IF EXISTS (SELECT FROM pg_catalog.pg_extension e WHERE e.extname = a_extension) THEN
        EXECUTE format('DROP EXTENSION %I', a_extension);
    END IF;
EXCEPTION WHEN dependent_objects_still_exist THEN
    -- The server knows best what uses it.
    RETURN;
END
$procedure$;

-- Moves the partitions of a table that are still in its old schema. SET SCHEMA leaves them behind, and a migration does
-- not know those that a job created.
CREATE OR REPLACE PROCEDURE plumbline.move_partitions(a_table text, a_old text, a_new text)
LANGUAGE plpgsql SET search_path = '' AS $procedure$
DECLARE
    part regclass;
BEGIN
    FOR part IN
        SELECT t.relid FROM pg_catalog.pg_partition_tree(a_table::regclass) t
        JOIN pg_catalog.pg_class c ON c.oid = t.relid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = a_old
    LOOP
        EXECUTE format('ALTER TABLE %s SET SCHEMA %I', part, a_new);
    END LOOP;
END
$procedure$;

-- Removes the reference rows that a migration added, unless something refers to them, and gives those that it changed
-- their old values.
CREATE OR REPLACE PROCEDURE plumbline.remove_reference_rows(a_relation text, a_keys jsonb[])
LANGUAGE plpgsql SET search_path = '' AS $procedure$
DECLARE
    old plumbline.reference_row;
    is_it text;
    values_of_it text;
    reference record;
    is_referred_to boolean;
BEGIN
    <<rows>>
    FOR old IN SELECT * FROM plumbline.reference_row r WHERE r.relation = a_relation AND r.key = ANY (a_keys) LOOP
        SELECT string_agg(format('t.%1$I = k.%1$I', c.name), ' AND ') INTO is_it FROM jsonb_object_keys(old.key) AS c(name);
        IF old.before IS NULL THEN
            FOR reference IN
                SELECT k.conrelid::regclass AS relation,
                    string_agg(format('r.%I = t.%I', a.attname, b.attname), ' AND ') AS condition
                FROM pg_catalog.pg_constraint k
                CROSS JOIN LATERAL unnest(k.conkey, k.confkey) u(here, there)
                JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.here
                JOIN pg_catalog.pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = u.there
                WHERE k.contype = 'f' AND k.conparentid = 0 AND k.confrelid = a_relation::regclass
                GROUP BY k.oid, k.conrelid
            LOOP
                EXECUTE format('SELECT EXISTS (SELECT FROM jsonb_populate_record(NULL::%2$s, $1) k JOIN %2$s t ON %4$s '
                    'JOIN %1$s r ON %3$s)', reference.relation, a_relation, reference.condition, is_it)
                INTO is_referred_to USING old.key;
                CONTINUE rows WHEN is_referred_to;
            END LOOP;
            EXECUTE format('DELETE FROM %1$s t USING jsonb_populate_record(NULL::%1$s, $1) k WHERE %2$s', a_relation, is_it)
            USING old.key;
        ELSIF old.before <> '{}' THEN
            SELECT string_agg(format('%1$I = v.%1$I', c.name), ', ') INTO values_of_it
            FROM jsonb_object_keys(old.before) AS c(name);
            EXECUTE format('UPDATE %1$s t SET %2$s FROM jsonb_populate_record(NULL::%1$s, $1) k, '
                'jsonb_populate_record(NULL::%1$s, $2) v WHERE %3$s', a_relation, values_of_it, is_it)
            USING old.key, old.before;
        END IF;
        DELETE FROM plumbline.reference_row r WHERE r.relation = old.relation AND r.key = old.key;
    END LOOP;
END
$procedure$;

CREATE OR REPLACE FUNCTION plumbline.release_12() RETURNS void LANGUAGE sql AS 'SELECT';
COMMIT;
\endif
\set QUIET :plumbline_quiet
