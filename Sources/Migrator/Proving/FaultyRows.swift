package import PostgresClient

/// Rows that break what checks look for, in a scratch database.
package enum FaultyRows {
    /// Takes away what would refuse faulty rows, fills every table with values at the edges of their types, and repeats some rows.
    ///
    /// - Returns: How many tables have rows now.
    /// - Throws: `PostgresError` when the database cannot be read or filled.
    package static func plant(on connection: PostgresConnection) async throws -> Int {
        try await connection.run(script: withoutConstraints)
        let filling = try await RowFiller(connection: connection).fill()
        try await connection.run(script: repeatedRows)
        return filling.rows.count
    }

    /// Takes away what catalog checks look for: indexes, policies and the switch of row-level security.
    package static func stripCatalog(on connection: PostgresConnection) async throws {
        try await connection.run(script: withoutIndexesAndPolicies)
    }

    /// The user's tables, but for partitions, which follow their parents.
    private static let tables = """
        SELECT c.oid, c.oid::regclass AS name FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
          AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.objid = c.oid AND d.classid = 'pg_class'::regclass AND d.deptype = 'e')
        """

    // What cannot be taken away, because a view needs it, stays: then the rows obey it, and the check is not shown to fail.
    private static let withoutConstraints = """
        DO $$
        DECLARE t record; k record;
        BEGIN
          FOR t IN \(tables) LOOP
            FOR k IN SELECT conname FROM pg_constraint WHERE conrelid = t.oid AND contype IN ('f', 'c', 'u', 'p', 'x')
              ORDER BY contype = 'p', contype = 'u' LOOP
              BEGIN
                EXECUTE format('ALTER TABLE %s DROP CONSTRAINT IF EXISTS %I CASCADE', t.name, k.conname);
              EXCEPTION WHEN OTHERS THEN
                RAISE NOTICE 'constraint %: %', k.conname, SQLSTATE;
              END;
            END LOOP;
            FOR k IN SELECT attname FROM pg_attribute WHERE attrelid = t.oid AND attnum > 0 AND attnotnull AND attidentity = '' LOOP
              BEGIN
                EXECUTE format('ALTER TABLE %s ALTER COLUMN %I DROP NOT NULL', t.name, k.attname);
              EXCEPTION WHEN OTHERS THEN
                RAISE NOTICE 'column %: %', k.attname, SQLSTATE;
              END;
            END LOOP;
            FOR k IN SELECT indexrelid::regclass AS name FROM pg_index WHERE indrelid = t.oid AND indisunique LOOP
              BEGIN
                EXECUTE format('DROP INDEX %s', k.name);
              EXCEPTION WHEN OTHERS THEN
                RAISE NOTICE 'index %: %', k.name, SQLSTATE;
              END;
            END LOOP;
            EXECUTE format('ALTER TABLE %s DISABLE TRIGGER USER', t.name);
          END LOOP;
        END $$;
        """

    private static let repeatedRows = """
        DO $$
        DECLARE t record; columns text;
        BEGIN
          FOR t IN \(tables) LOOP
            SELECT string_agg(quote_ident(attname), ', ') INTO columns
            FROM pg_attribute WHERE attrelid = t.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = '';
            CONTINUE WHEN columns IS NULL;
            BEGIN
              EXECUTE format('INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE SELECT %s FROM %s LIMIT 20', t.name, columns, columns, t.name);
            EXCEPTION WHEN OTHERS THEN
              RAISE NOTICE 'rows of %: %', t.name, SQLSTATE;
            END;
          END LOOP;
        END $$;
        """

    private static let withoutIndexesAndPolicies = """
        DO $$
        DECLARE t record; k record;
        BEGIN
          FOR t IN \(tables) LOOP
            FOR k IN SELECT polname FROM pg_policy WHERE polrelid = t.oid LOOP
              EXECUTE format('DROP POLICY %I ON %s', k.polname, t.name);
            END LOOP;
            EXECUTE format('ALTER TABLE %s DISABLE ROW LEVEL SECURITY', t.name);
            FOR k IN SELECT indexrelid::regclass AS name FROM pg_index WHERE indrelid = t.oid LOOP
              BEGIN
                EXECUTE format('DROP INDEX %s CASCADE', k.name);
              EXCEPTION WHEN OTHERS THEN
                RAISE NOTICE 'index %: %', k.name, SQLSTATE;
              END;
            END LOOP;
          END LOOP;
        END $$;
        """
}
