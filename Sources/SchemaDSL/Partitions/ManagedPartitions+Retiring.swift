extension ManagedPartitions {
    /// A table that takes the rows of retired partitions.
    public struct Archive: Sendable {
        let table: any Table
        let key: [any AnyColumn]

        /// An archive. A column that it has under the same name as the partitioned table takes that column's values.
        ///
        /// - Parameter key: a unique key of the archive. A row that comes again replaces its older copy by this key.
        public init(_ table: any Table, key: [any AnyColumn]) {
            self.table = table
            self.key = key
        }
    }

    /// The function that removes partitions all of whose rows are older than an age. It returns their names.
    ///
    /// A partition goes when its last moment is that old. Until then its rows stay, up to one interval longer than the age says.
    /// - Parameters:
    ///   - name: by default `retire_TABLE_partitions`.
    ///   - age: an interval in SQL, such as `"'1 year'"`; the default of the argument `keep`.
    ///   - archive: the table that takes the rows; nil to delete them.
    public func retiring(
        named name: String? = nil, after age: SQLFragment, into archive: Archive? = nil, comment: String? = nil
    ) -> Function {
        let unit = SQLFragment(verbatim: interval.rawValue)
        let keep = Argument("keep", .interval, default: age)
        return Function(
            name ?? "retire_\(table.name)_partitions", [keep, Self.asOf], returns: .set(of: .text), language: .plpgsql,
            Self.properties,
            executableBy: [], comment: comment,
            body: """

                DECLARE
                    relation CONSTANT regclass := '\(table)';
                    oldest_kept timestamp;
                    old text;
                BEGIN
                    -- A mistyped '1 hour' must not empty the table.
                    IF keep IS NULL OR keep < interval '1 \(unit)' OR as_of IS NULL OR NOT isfinite(as_of)
                        OR extract(year FROM as_of) < 1 THEN
                        RAISE EXCEPTION 'keep is %, as_of is %: it keeps at least 1 \(unit) before a time from year 1 on',
                            coalesce(keep::text, 'NULL'), coalesce(as_of::text, 'NULL')
                            USING ERRCODE = 'invalid_parameter_value';
                    END IF;
                    PERFORM pg_advisory_xact_lock(hashtextextended('\(table)', 0));
                    oldest_kept := as_of AT TIME ZONE 'UTC' - keep;
                    FOR old IN
                        SELECT format('%I.%I', n.nspname, c.relname) FROM pg_catalog.pg_inherits AS i
                        JOIN pg_catalog.pg_class AS c ON c.oid = i.inhrelid
                        JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
                        CROSS JOIN LATERAL (
                            SELECT (regexp_match(pg_catalog.pg_get_expr(c.relpartbound, c.oid), 'TO \\(''([^'']*)''\\)'))[1]::timestamp
                        ) AS b (ends)
                        WHERE i.inhparent = relation AND b.ends <= oldest_kept ORDER BY b.ends
                    LOOP\(moving(to: archive))
                        EXECUTE format('ALTER TABLE %s DETACH PARTITION %s', relation, old);
                        EXECUTE format('DROP TABLE %s', old);
                        RETURN NEXT old;
                    END LOOP;
                END

                """)
    }

    private func moving(to archive: Archive?) -> SQLFragment {
        guard let archive else { return "" }
        let names = Set(table.columns.map(\.name))
        let kept = Self.stored(archive.table).filter { names.contains($0.name) }
        let keys = Set(archive.key.map(\.name))
        let replaced = SQLFragment.joined(
            kept.filter { !keys.contains($0.name) }.map { "\($0) = excluded.\($0)" }, separator: ", ")
        return """

                        -- Nobody changes the \(SQLFragment(verbatim: interval.rawValue)) while it is copied; reading it goes on.
                        EXECUTE format('LOCK TABLE %s IN SHARE MODE', old);
                        EXECUTE format('INSERT INTO \(archive.table) (\(.list(kept))) SELECT \(.list(kept)) FROM %s '
                            'ON CONFLICT (\(.list(archive.key))) DO UPDATE SET \(replaced)', old);
            """
    }
}
