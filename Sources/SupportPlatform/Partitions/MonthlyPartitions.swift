import SchemaDSL

/// A table partitioned by month of a `timestamp` (in UTC) or `timestamptz`, whose partitions come and go at run time.
///
/// The table says `Partitioned(by: .range, key, partitions: .managed)` and has a DEFAULT partition, so that no row is refused
/// for want of a month. Jobs call the function of ``making(named:uniqueWithin:comment:)`` often, since it does nothing where
/// nothing is to do, and that of ``retiring(named:after:into:comment:)``. Partitions are called `message_y2026m01`.
struct MonthlyPartitions: Sendable {
    let table: any Table
    let key: any AnyColumn
    let defaultPartition: Partition

    enum Make {
        static let monthsAhead = Argument("months_ahead", .integer, default: "3")
        static let asOf = Argument("as_of", .timestamptz, default: "now()")
    }

    /// In any zone and any DateStyle of a session, months are those of UTC; a job does not queue others behind its locks for long.
    ///
    /// It gives up before `deadlock_timeout` (1 s) does: where a client and the job wait for each other, the client never
    /// fails, and the next run makes up for it.
    static func properties(timeout: String = "500ms") -> FunctionProperties {
        FunctionProperties(
            searchPath: [], configuration: ["TimeZone": "UTC", "DateStyle": "ISO", "lock_timeout": "\(timeout)"])
    }

    /// The function that makes the partitions of this month and some ahead, and of months whose rows wait in the default one.
    ///
    /// - Parameter unique: what is unique within a month, as keys of the table cannot be: they hold the partition key.
    func making(named name: String, uniqueWithin unique: [any AnyColumn] = [], comment: String) -> Function {
        let index: SQLFragment =
            unique.isEmpty
            ? ""
            : """

                    EXECUTE format('CREATE UNIQUE INDEX ON %s (\(.list(unique)))', made);
            """
        return Function(
            name, [Make.monthsAhead, Make.asOf], returns: .set(of: .text), language: .plpgsql, Self.properties(),
            executableBy: [], comment: comment,
            body: """

                DECLARE
                    relation CONSTANT regclass := '\(table)';
                    this_month timestamp;
                    wanted timestamp;
                    following timestamp;
                    made text;
                BEGIN
                    IF months_ahead IS NULL OR months_ahead NOT BETWEEN 0 AND 120 OR as_of IS NULL OR NOT isfinite(as_of)
                        -- Names say no era: a month before Christ would have the name of one after.
                        OR extract(year FROM as_of) < 1 THEN
                        RAISE EXCEPTION 'months_ahead is %, as_of is %: it takes 0 to 120 months ahead of a time from year 1 on',
                            coalesce(months_ahead::text, 'NULL'), coalesce(as_of::text, 'NULL')
                            USING ERRCODE = 'invalid_parameter_value';
                    END IF;
                    -- One run at a time: two would make the same partition.
                    PERFORM pg_advisory_xact_lock(hashtextextended('\(table)', 0));
                    this_month := date_trunc('month', as_of AT TIME ZONE 'UTC');
                    FOR wanted IN
                        SELECT generate_series(
                            this_month, this_month + make_interval(months => months_ahead), interval '1 month')
                        UNION
                        -- Rows of a month that had no partition when they came wait in the default one.
                        SELECT date_trunc('month', \(key)::timestamp) FROM \(defaultPartition)
                        WHERE \(key) >= '1970-01-01'
                          AND \(key) < this_month + make_interval(months => months_ahead + 1)
                        ORDER BY 1
                    LOOP
                        following := wanted + interval '1 month';
                        -- By bounds, not by names: a partition that somebody made by hand counts too.
                        CONTINUE WHEN EXISTS (
                            SELECT FROM pg_catalog.pg_inherits AS i
                            JOIN pg_catalog.pg_class AS c ON c.oid = i.inhrelid
                            CROSS JOIN LATERAL regexp_match(pg_catalog.pg_get_expr(c.relpartbound, c.oid),
                                'FROM \\((?:MINVALUE|''([^'']*)'')\\) TO \\((?:MAXVALUE|''([^'']*)'')\\)') AS b (bound)
                            WHERE i.inhparent = relation AND b.bound IS NOT NULL
                              AND coalesce(b.bound[1]::timestamp, '-infinity') < following
                              AND coalesce(b.bound[2]::timestamp, 'infinity') > wanted);
                        SELECT format('%I.%I', n.nspname, c.relname || to_char(wanted, '"_y"YYYY"m"MM')) INTO made
                        FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
                        WHERE c.oid = relation;
                        IF to_regclass(made) IS NOT NULL THEN
                            RAISE EXCEPTION '% is there, and is no partition of % for that month', made, relation
                                USING ERRCODE = 'duplicate_table', HINT = 'Attach it to the table, or give it another name.';
                        END IF;
                        -- Made beside the table and then attached: reads and writes of other months go on.
                        EXECUTE format(
                            'CREATE TABLE %s (LIKE %s INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING INDEXES '
                            'INCLUDING GENERATED INCLUDING STORAGE INCLUDING COMPRESSION)', made, relation);
                        -- The table's own policies do not hold for who names a partition.
                        EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', made);\(index)
                        -- The table first, which attaching locks as well: ANALYZE goes from the table to its partitions, and
                        -- would wait for this while this waits for it.
                        LOCK TABLE ONLY \(table) IN SHARE UPDATE EXCLUSIVE MODE;
                        -- Attaching reads the default partition under this lock, and refuses where it finds such a row.
                        LOCK TABLE \(defaultPartition) IN ACCESS EXCLUSIVE MODE;
                        EXECUTE format(
                            'WITH moved AS (DELETE FROM \(defaultPartition) WHERE \(key) >= %L AND \(key) < %L '
                            'RETURNING \(columns)) INSERT INTO %s (\(columns)) SELECT \(columns) FROM moved',
                            wanted, following, made);
                        EXECUTE format(
                            'ALTER TABLE %s ATTACH PARTITION %s FOR VALUES FROM (%L) TO (%L)',
                            relation, made, wanted, following);
                        RETURN NEXT made;
                    END LOOP;
                END

                """)
    }

    private var columns: SQLFragment { .list(table.columns) }
}
