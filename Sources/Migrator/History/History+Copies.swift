/// The functions that copy rows which clients write while a table is copied.
extension History {
    /// Copy noted rows again, once and until few are left.
    static let copies = """
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
        """
}
