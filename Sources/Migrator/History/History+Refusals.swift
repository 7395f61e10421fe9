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
            EXCEPTION WHEN undefined_table OR undefined_column OR invalid_schema_name OR undefined_object THEN
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

        -- Fails when some of what a rollback restores from quarantine is not there, although the rest is: somebody deleted it.
        CREATE OR REPLACE FUNCTION plumbline.refuse_missing(a_quarantine text, a_relations text[]) RETURNS void
        LANGUAGE plpgsql SET search_path = '' AS $function$
        DECLARE
            missing text;
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
            SELECT string_agg(r.name, ', ') INTO missing FROM unnest(a_relations) AS r(name) WHERE to_regclass(r.name) IS NULL;
            IF missing IS NOT NULL THEN
                RAISE EXCEPTION 'the rollback restores % from quarantine, and somebody has deleted it', missing
                    USING HINT = format('Put it back from a backup, or create it there without rows; or drop the schemas plumbline_%s_… '
                        'to go back without any of their rows.', a_quarantine), ERRCODE = 'integrity_constraint_violation';
            END IF;
        END
        $function$;
        """
}
