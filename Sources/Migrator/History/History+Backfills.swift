/// The procedure that fills columns, and what lets it wait.
extension History {
    /// Pause, resume and fill in batches.
    static let backfills = """
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
        """
}
