/// The functions that stop a migration before it changes anything.
extension History {
    /// Refuse rows that do not fit, and a quarantine that lacks something.
    static let refusals = """
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
        """
}
