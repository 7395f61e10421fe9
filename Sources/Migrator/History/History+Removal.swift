/// Procedures that take away what a migration made, and leave what others use.
extension History {
    /// Drop schemas and extensions, remove reference rows, move partitions.
    static let removal = """
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
        """
}
