/// The functions that keep triggers from firing for values that come back.
extension History {
    /// Disable and enable the triggers of a table.
    static let triggers = """
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
        """
}
