/// The partitions of a table by day, week, month or year, which jobs create and retire at run time.
///
///     final class Message: Table, Sendable {
///         let id = Column("id", .bigint).identity()
///         let sentAt = Column("sent_at", .timestamptz).notNull()
///         var body: TableBody {
///             PrimaryKey(id, sentAt)
///             Partitioned(by: .range, sentAt, partitions: .managed)
///         }
///     }
///     static let months = ManagedPartitions(of: messages, every: .month, on: messages.sentAt)
///     static let createMonths = months.creating()                       // the function create_message_partitions
///     static let retireMonths = months.retiring(after: "'1 year'")      // the function retire_message_partitions
///
///     Schema("app", tables: [messages], partitions: [months.defaultPartition], functions: [createMonths, retireMonths])
///     CronJob("create-partitions", schedule: "7 * * * *", command: "SELECT \(createMonths)()")
///     CronJob("retire-partitions", schedule: "30 3 * * *", command: "SELECT \(retireMonths)()")
///
/// The key is a `date`, a `timestamp` (in UTC) or a `timestamptz`. Days, weeks, months and years are those of UTC, whatever the zone of the
/// session. The default partition takes rows for which there is no partition yet; the next run of the job moves them. Run the job often: it does
/// nothing where nothing is to do.
public struct ManagedPartitions: Sendable {
    let table: any Table
    let key: any AnyColumn
    let interval: PartitionInterval
    /// The partition for rows that no other partition takes. List it among the schema's partitions.
    public let defaultPartition: Partition

    /// The partitions of `table`, which is partitioned by range of `key`.
    ///
    /// - Parameter defaultPartition: the default partition where it is declared already; by default `TABLE_default`, with the row-level
    ///   security of the table.
    public init(
        of table: any Table, every interval: PartitionInterval, on key: any AnyColumn, default defaultPartition: Partition? = nil,
        file: StaticString = #filePath, line: UInt = #line
    ) {
        self.table = table
        self.key = key
        self.interval = interval
        self.defaultPartition =
            defaultPartition
            ?? Partition(
                "\(table.name)_default", of: table, .default, rowSecurity: Self.rowSecurity(of: table), file: file, line: line)
    }

    static func rowSecurity(of table: any Table) -> RowSecurity? {
        for item in table.body.items {
            if case .rowSecurity(let security) = item.declared.kind { return security }
        }
        return nil
    }

    /// The columns that a row is inserted with: PostgreSQL computes the generated ones.
    static func stored(_ table: any Table) -> [any AnyColumn] {
        var generated: Set<ObjectIdentifier> = []
        for item in table.body.items {
            if case .generated(let item) = item.declared.kind { generated.insert(item.column.key) }
        }
        return table.columns.filter { $0.box.state.generated == nil && !generated.contains($0.box.key) }
    }

    static let asOf = Argument("as_of", .timestamptz, default: "now()")

    /// Settings of the functions. Months are those of UTC in any zone and any DateStyle of a session.
    ///
    /// A job must not queue other sessions behind its locks for long. It gives up before `deadlock_timeout` (1 s): where a client and the
    /// job wait for each other, the client never fails, and the next run catches up.
    static let properties = FunctionProperties(
        searchPath: [], configuration: ["TimeZone": "UTC", "DateStyle": "ISO", "lock_timeout": "500ms"])

    /// The function that creates the partitions of the present and of some intervals ahead, and of intervals whose rows wait in the default
    /// partition. It returns the names of the partitions that it has created.
    ///
    /// - Parameters:
    ///   - name: by default `create_TABLE_partitions`.
    ///   - ahead: how many intervals ahead; the default of the argument `months_ahead` (`days_ahead`, …).
    ///   - unique: columns that are unique within a partition. A key of the table cannot say so, since it includes the partition key.
    public func creating(
        named name: String? = nil, ahead: Int? = nil, uniqueWithin unique: [any AnyColumn] = [], comment: String? = nil
    ) -> Function {
        let index: SQLFragment =
            unique.isEmpty
            ? ""
            : """

                    EXECUTE format('CREATE UNIQUE INDEX ON %s (\(.list(unique)))', made);
            """
        let unit = SQLFragment(verbatim: interval.rawValue)
        let this = SQLFragment(verbatim: "this_\(interval.rawValue)")
        let count = Argument("\(interval.rawValue)s_ahead", .integer, default: "\(literal: ahead ?? interval.ahead)")
        let limit = SQLFragment(verbatim: "\(interval.limit)")
        return Function(
            name ?? "create_\(table.name)_partitions", [count, Self.asOf], returns: .set(of: .text), language: .plpgsql,
            Self.properties,
            executableBy: [], comment: comment,
            body: """

                DECLARE
                    relation CONSTANT regclass := '\(table)';
                    \(this) timestamp;
                    wanted timestamp;
                    following timestamp;
                    made text;
                BEGIN
                    IF \(count) IS NULL OR \(count) NOT BETWEEN 0 AND \(limit) OR as_of IS NULL OR NOT isfinite(as_of)
                        -- Names say no era: a \(unit) before Christ would have the name of one after.
                        OR extract(year FROM as_of) < 1 THEN
                        RAISE EXCEPTION '\(count) is %, as_of is %: it takes 0 to \(limit) \(unit)s ahead of a time from year 1 on',
                            coalesce(\(count)::text, 'NULL'), coalesce(as_of::text, 'NULL')
                            USING ERRCODE = 'invalid_parameter_value';
                    END IF;
                    -- One run at a time: two would make the same partition.
                    PERFORM pg_advisory_xact_lock(hashtextextended('\(table)', 0));
                    \(this) := date_trunc('\(unit)', as_of AT TIME ZONE 'UTC');
                    FOR wanted IN
                        SELECT generate_series(
                            \(this), \(this) + make_interval(\(unit)s => \(count)), interval '1 \(unit)')
                        UNION
                        -- Rows of a \(unit) that had no partition when they came wait in the default one.
                        SELECT date_trunc('\(unit)', \(key)::timestamp) FROM \(defaultPartition)
                        WHERE \(key) >= '1970-01-01'
                          AND \(key) < \(this) + make_interval(\(unit)s => \(count) + 1)
                        ORDER BY 1
                    LOOP
                        following := wanted + interval '1 \(unit)';
                        -- By bounds, not by names: a partition that somebody made by hand counts too.
                        CONTINUE WHEN EXISTS (
                            SELECT FROM pg_catalog.pg_inherits AS i
                            JOIN pg_catalog.pg_class AS c ON c.oid = i.inhrelid
                            CROSS JOIN LATERAL regexp_match(pg_catalog.pg_get_expr(c.relpartbound, c.oid),
                                'FROM \\((?:MINVALUE|''([^'']*)'')\\) TO \\((?:MAXVALUE|''([^'']*)'')\\)') AS b (bound)
                            WHERE i.inhparent = relation AND b.bound IS NOT NULL
                              AND coalesce(b.bound[1]::timestamp, '-infinity') < following
                              AND coalesce(b.bound[2]::timestamp, 'infinity') > wanted);
                        SELECT format('%I.%I', n.nspname, c.relname || to_char(wanted, '\(SQLFragment(verbatim: interval.suffix))')) INTO made
                        FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
                        WHERE c.oid = relation;
                        IF to_regclass(made) IS NOT NULL THEN
                            RAISE EXCEPTION '% is there, and is no partition of % for that \(unit)', made, relation
                                USING ERRCODE = 'duplicate_table', HINT = 'Attach it to the table, or give it another name.';
                        END IF;
                        -- Made beside the table and then attached: reads and writes of other \(unit)s go on.
                        EXECUTE format(
                            'CREATE TABLE %s (LIKE %s INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING INDEXES '
                            'INCLUDING GENERATED INCLUDING STORAGE INCLUDING COMPRESSION)', made, relation);\(security)\(index)
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

    private var columns: SQLFragment { .list(Self.stored(table)) }

    /// A new partition has the row-level security of its table.
    private var security: SQLFragment {
        guard let declared = Self.rowSecurity(of: table) else { return "" }
        let enabled: SQLFragment = """

                    -- The table's own policies do not hold for who names a partition.
                    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', made);
            """
        guard declared.forced else { return enabled }
        return """
            \(enabled)
                    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', made);
            """
    }
}

/// The length of time that one partition holds.
public enum PartitionInterval: String, Sendable {
    /// Partitions are called `message_y2026m01d31`.
    case day
    /// ISO weeks, from Monday on. Partitions are called `message_y2026w05`.
    case week
    /// Partitions are called `message_y2026m01`.
    case month
    /// Partitions are called `message_y2026`.
    case year

    var suffix: String {
        switch self {
        case .day: #""_y"YYYY"m"MM"d"DD"#
        case .week: #""_y"IYYY"w"IW"#
        case .month: #""_y"YYYY"m"MM"#
        case .year: #""_y"YYYY"#
        }
    }

    /// How many are created ahead where nobody says.
    var ahead: Int {
        switch self {
        case .day: 7
        case .week: 4
        case .month: 3
        case .year: 1
        }
    }

    /// The most that one call creates ahead.
    var limit: Int {
        switch self {
        case .day: 366
        case .week: 260
        case .month: 120
        case .year: 20
        }
    }
}

extension Partition {
    /// All partitions of a table that is partitioned by hash: `TABLE_p0`, `TABLE_p1`, …, with the row-level security of the table.
    public static func hash(
        of table: any Table, count: Int, file: StaticString = #filePath, line: UInt = #line
    ) -> [Partition] {
        (0..<count).map { remainder in
            Partition(
                "\(table.name)_p\(remainder)", of: table, .hash(modulus: count, remainder: remainder),
                rowSecurity: ManagedPartitions.rowSecurity(of: table), file: file, line: line)
        }
    }
}
