import SchemaModel

/// An index on a partitioned table in use: CREATE INDEX CONCURRENTLY does not know these, so each partition gets its own
/// concurrently, and is attached to one that was made on the table alone (PostgreSQL's manual, "Partition Maintenance").
///
/// Which partitions there are is asked when the step runs: jobs may make them.
struct PartitionedIndex {
    private let id: ObjectID
    private let unique: Bool
    private let body: String
    private let relation: ObjectID
    private let context: PlanContext

    init(_ fact: Fact, body: String, _ relation: ObjectID, _ context: PlanContext) {
        id = fact.id
        unique = fact.bool(.unique)
        self.body = body
        self.relation = relation
        self.context = context
    }

    var steps: [Step] {
        [
            Step(
                .create, id, title: "create \(id) on \(relation.path) without its partitions",
                ["CREATE \(word)INDEX \(SQL.identifier(id.name)) ON ONLY \(relation.sql) \(body)"],
                when: .pending("\(CatalogCheck.relation(id)) IS NULL"), locks: context.lock(.share, relation),
                reason: "brief, since it reads nothing; not valid until every partition has its own"),
            Step(
                .drop, id, title: "drop invalid indexes of partitions for \(id)", [dropBroken],
                when: .pending("EXISTS (\(dropBroken))"), locks: context.lock(.shareUpdateExclusive, relation),
                isTransactional: false, isRecovery: true, runsGeneratedSQL: true,
                reason: "a build that was broken off leaves an invalid index behind"),
            Step(
                .create, id, title: "create \(id) on each partition", [build], when: .pending(isOpen),
                locks: context.lock(.shareUpdateExclusive, relation), isTransactional: false,
                hazards: unique ? [.scan, .mayFailOnData] : [.scan], runsGeneratedSQL: true),
            Step(
                .alter, id, title: "attach the indexes of partitions to \(id)", [attach], when: .pending(isOpen),
                locks: []),
        ]
    }

    private var word: String { unique ? "UNIQUE " : "" }
    private var table: String { CatalogCheck.relation(relation) }
    private var index: String { CatalogCheck.relation(id) }
    private var isOpen: String { CatalogCheck.rows("pg_index x", "x.indexrelid = \(index) AND NOT x.indisvalid") }

    /// The indexes of partitions that say the same and hang on nothing yet.
    private var alike: String {
        """
        FROM pg_catalog.pg_inherits AS p JOIN pg_catalog.pg_index AS x ON x.indrelid = p.inhrelid
        JOIN pg_catalog.pg_class AS i ON i.oid = x.indexrelid
        WHERE p.inhparent = \(table) AND NOT i.relispartition AND x.indisunique = \(unique)
        AND \(Self.body("x.indexrelid")) = \(Self.body(index))
        """
    }

    /// The part of an index definition that PostgreSQL compares before it attaches one index to another: storage parameters may differ.
    private static func body(_ oid: String) -> String {
        "regexp_replace(substring(pg_catalog.pg_get_indexdef(\(oid)) FROM ' USING .*'), ' WITH \\([^)]*\\)', '')"
    }

    private func hasNone(_ partition: String) -> String {
        """
        NOT EXISTS (SELECT FROM pg_catalog.pg_inherits AS a JOIN pg_catalog.pg_index AS y ON y.indexrelid = a.inhrelid
            WHERE a.inhparent = \(index) AND y.indrelid = \(partition))
        """
    }

    private var dropBroken: String {
        """
        SELECT format('DROP INDEX CONCURRENTLY %s', x.indexrelid::regclass)
        \(alike) AND NOT x.indisvalid AND i.relkind = 'i'
        """
    }

    /// Without a name, each gets the one that PostgreSQL would give it.
    private var build: String {
        """
        SELECT format('CREATE \(word)INDEX %sON %s %s', CASE c.relkind WHEN 'r' THEN 'CONCURRENTLY ' END, c.oid::regclass,
            \(SQL.literal(body)))
        FROM pg_catalog.pg_inherits AS o JOIN pg_catalog.pg_class AS c ON c.oid = o.inhrelid AND c.relkind IN ('r', 'p')
        WHERE o.inhparent = \(table) AND \(hasNone("c.oid"))
        AND NOT EXISTS (SELECT \(alike) AND x.indisvalid AND x.indrelid = c.oid) ORDER BY c.relname
        """
    }

    private var attach: String {
        let text = """

            DECLARE
                part regclass;
            BEGIN
                FOR part IN
                    SELECT DISTINCT ON (x.indrelid) x.indexrelid
                    \(alike) AND x.indisvalid AND \(hasNone("x.indrelid"))
                    ORDER BY x.indrelid, x.indexrelid
                LOOP
                    EXECUTE format('ALTER INDEX %s ATTACH PARTITION %s', \(index), part);
                END LOOP;
            END

            """
        return "DO \(SQL.dollarQuoted(text, tag: "partitions"))"
    }
}
