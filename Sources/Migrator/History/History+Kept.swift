import SchemaModel

/// Tables in quarantine of which only the rows are kept, because something that they needed went.
extension History {
    /// Keep the rows of a table alone, and give them to the table when it is created again.
    static let kept = """
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
                WHERE c.relkind IN ('r', 'p') AND starts_with(n.nspname, '\(MigrationConvention.quarantinePrefix)')
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
        """
}
