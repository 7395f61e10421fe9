import Queries
import SchemaDSL

// Section 6 of the document: what to look at each day, week and month. None needs more rights than the service role has.

/// `metrics.table_sizes`: how large the tables are; a partitioned one with all its partitions.
final class TableSizes: Query, Sendable {
    let table = Output("table", .text).unmasked()
    let partitions = Output("partitions", .bigint).unmasked()
    let estimatedRows = Output("estimated_rows", .bigint).nullable().unmasked()
    let tableBytes = Output("table_bytes", .bigint).unmasked()
    let indexBytes = Output("index_bytes", .bigint).unmasked()
    let totalBytes = Output("total_bytes", .bigint).unmasked()

    let purpose = "Tables and materialized views of metrics with their sizes, the largest first; rows as of the last ANALYZE."

    var sql: SQLFragment {
        """
        SELECT c.relname::text AS "table",
            count(p.relid) AS partitions,
            sum(s.reltuples) FILTER (WHERE s.reltuples >= 0)::bigint AS estimated_rows,
            sum(pg_table_size(s.oid))::bigint AS table_bytes,
            sum(pg_indexes_size(s.oid))::bigint AS index_bytes,
            sum(pg_total_relation_size(s.oid))::bigint AS total_bytes
        FROM pg_catalog.pg_class AS c
        LEFT JOIN LATERAL (
            SELECT t.relid FROM pg_partition_tree(c.oid) AS t WHERE t.isleaf
        ) AS p ON c.relkind = 'p'
        JOIN pg_catalog.pg_class AS s ON s.oid = coalesce(p.relid, c.oid)
        WHERE c.relnamespace = 'metrics'::regnamespace AND c.relkind IN ('r', 'p', 'm') AND NOT c.relispartition
        GROUP BY c.oid, c.relname
        ORDER BY total_bytes DESC, 1
        """
    }
}

/// `metrics.table_growth`: what each month added.
final class TableGrowth: Query, Sendable {
    let months = Parameter("months", .integer, default: "12", about: "how many, with this one")

    let month = Output("month", .date).unmasked()
    let messages = Output("messages", .bigint).unmasked()
    let calls = Output("calls", .bigint).unmasked()
    let conversations = Output("conversations", .bigint).unmasked()
    let contacts = Output("contacts", .bigint).unmasked()

    let purpose = "Messages, calls, conversations and contacts by the month (UTC) in which they were created."

    private static let counted: [(table: any Table, at: any AnyColumn, name: String)] = [
        (MetricsModule.messageEvents, MetricsModule.messageEvents.createdAt, "messages"),
        (MetricsModule.callEvents, MetricsModule.callEvents.createdAt, "calls"),
        (MetricsModule.conversations, MetricsModule.conversations.createdAt, "conversations"),
        (MetricsModule.contacts, MetricsModule.contacts.createdAt, "contacts"),
    ]

    var sql: SQLFragment {
        let counts = Self.counted.map { table, at, name -> SQLFragment in
            """
            (SELECT count(*) FROM \(table) WHERE \(at) >= m.first AND \(at) < m.next) AS \(identifier: name)
            """
        }
        return """
            SELECT (m.first AT TIME ZONE 'UTC')::date AS month,
                \(.joined(counts, separator: ",\n    "))
            FROM (
                SELECT (this - make_interval(months => ago)) AT TIME ZONE 'UTC' AS first,
                    (this - make_interval(months => ago - 1)) AT TIME ZONE 'UTC' AS next
                FROM generate_series(0, greatest(\(months), 1) - 1) AS ago, date_trunc('month', now() AT TIME ZONE 'UTC') AS this
            ) AS m
            ORDER BY 1
            """
    }
}

/// `metrics.view_refresh_status`: how old the materialized views are.
final class ViewRefreshStatus: Query, Sendable {
    private let r = MetricsModule.viewRefreshes

    let view = Output("view", .text).unmasked()
    let isPopulated = Output("is_populated", .boolean).unmasked()
    let refreshedAt = Output("refreshed_at", .timestamptz).nullable().unmasked()
    let ageMinutes = Output("age_minutes", .numeric).nullable().unmasked()
    let durationSeconds = Output("duration_seconds", .numeric).nullable().unmasked()

    let purpose = "Materialized views of metrics: whether they have data, when it was made, and how long that took."

    var sql: SQLFragment {
        """
        SELECT c.relname::text AS view, c.relispopulated AS is_populated, \(r.refreshedAt, of: "r"),
            round(extract(epoch FROM now() - \(r.refreshedAt, of: "r")) / 60, 1) AS age_minutes,
            round(extract(epoch FROM \(r.duration, of: "r")), 3) AS duration_seconds
        FROM pg_catalog.pg_class AS c
        LEFT JOIN \(r) AS r ON \(r.viewName, of: "r") = 'metrics.' || c.relname
        WHERE c.relnamespace = 'metrics'::regnamespace AND c.relkind = 'm'
        ORDER BY 1
        """
    }
}

/// `metrics.index_usage`: which indexes are used; what is never used costs each write.
final class IndexUsage: Query, Sendable {
    let table = Output("table", .text).unmasked()
    let index = Output("index", .text).unmasked()
    let isUnique = Output("is_unique", .boolean).unmasked()
    let scans = Output("scans", .bigint).unmasked()
    let bytes = Output("bytes", .bigint).unmasked()

    let purpose =
        "Indexes of metrics with their scans since the statistics began, the least used first; partitions count together."

    var sql: SQLFragment {
        """
        SELECT t.relname::text AS "table", c.relname::text AS index, x.indisunique AS is_unique,
            sum(coalesce(s.idx_scan, 0))::bigint AS scans, sum(pg_relation_size(coalesce(p.relid, c.oid)))::bigint AS bytes
        FROM pg_catalog.pg_index AS x
        JOIN pg_catalog.pg_class AS c ON c.oid = x.indexrelid AND NOT c.relispartition
        JOIN pg_catalog.pg_class AS t ON t.oid = x.indrelid
        LEFT JOIN LATERAL (
            SELECT i.relid FROM pg_partition_tree(c.oid) AS i WHERE i.isleaf
        ) AS p ON c.relkind = 'I'
        LEFT JOIN pg_catalog.pg_stat_user_indexes AS s ON s.indexrelid = coalesce(p.relid, c.oid)
        WHERE t.relnamespace = 'metrics'::regnamespace
        GROUP BY t.relname, c.relname, x.indisunique
        ORDER BY scans, bytes DESC, 1, 2
        """
    }
}

/// `metrics.slow_queries`: where the time goes, where pg_stat_statements is.
final class SlowQueries: Query, Sendable {
    let most = Parameter("most", .integer, default: "20", about: "how many at most")

    let queryID = Output("query_id", .bigint).unmasked()
    let calls = Output("calls", .bigint).unmasked()
    let meanMilliseconds = Output("mean_ms", .numeric).unmasked()
    let totalMilliseconds = Output("total_ms", .numeric).unmasked()
    let rows = Output("rows", .bigint).unmasked()
    // Values are taken out of most statements, not of those that set passwords.
    let query = Output("query", .text).nullable().sensitive()

    let purpose = "The statements of this database that took most time; none where pg_stat_statements is not installed."

    var sql: SQLFragment {
        """
        SELECT s.query_id, s.calls, s.mean_ms, s.total_ms, s.rows, s.query FROM \(MetricsModule.slowStatements)(\(most)) AS s
        """
    }
}

/// `metrics.statistics_age`: what the planner knows of the tables.
final class StatisticsAge: Query, Sendable {
    let table = Output("table", .text).unmasked()
    let analyzedAt = Output("analyzed_at", .timestamptz).nullable().unmasked()
    let liveRows = Output("live_rows", .bigint).unmasked()
    let deadRows = Output("dead_rows", .bigint).unmasked()
    let changedSince = Output("changed_since", .bigint).unmasked()

    let purpose = "Tables of metrics with their last ANALYZE, what changed since, and rows that wait for VACUUM."

    var sql: SQLFragment {
        """
        SELECT s.relname::text AS "table", greatest(s.last_analyze, s.last_autoanalyze) AS analyzed_at, s.n_live_tup AS live_rows,
            s.n_dead_tup AS dead_rows, s.n_mod_since_analyze AS changed_since
        FROM pg_catalog.pg_stat_user_tables AS s
        WHERE s.schemaname = 'metrics'
        ORDER BY changed_since DESC, 1
        """
    }
}

/// `metrics.data_distribution`: how values are spread.
final class DataDistribution: Query, Sendable {
    private let c = MetricsModule.conversations
    private let m = MetricsModule.messageEvents
    private let e = MetricsModule.callEvents

    let table = Output("table", .text).unmasked()
    let column = Output("column", .text).unmasked()
    let value = Output("value", .text).nullable().unmasked()
    let rows = Output("rows", .bigint).unmasked()
    let percentage = Output("percentage", .numeric).unmasked()

    let purpose = "How states and directions are spread over conversations, messages and calls."

    private func spread(_ table: any Table, _ column: any AnyColumn) -> SQLFragment {
        """
        SELECT \(literal: table.name) AS "table", \(literal: column.name) AS "column", \(column)::text AS value, count(*) AS rows
        FROM \(table) GROUP BY \(column)
        """
    }

    var sql: SQLFragment {
        let parts = [
            spread(c, c.status), spread(m, m.direction), spread(m, m.status), spread(e, e.direction), spread(e, e.callStatus),
        ]
        return """
            SELECT d."table", d."column", d.value, d.rows,
                round(100.0 * d.rows / sum(d.rows) OVER (PARTITION BY d."table", d."column"), 1) AS percentage
            FROM (\(.joined(parts, separator: " UNION ALL "))) AS d
            ORDER BY 1, 2, 4 DESC, 3
            """
    }
}

/// `metrics.message_partitions`: the months of message_events.
final class MessagePartitions: Query, Sendable {
    private let m = MetricsModule.messageEvents

    let partition = Output("partition", .text).unmasked()
    let bounds = Output("bounds", .text).unmasked()
    let estimatedRows = Output("estimated_rows", .bigint).nullable().unmasked()
    let bytes = Output("bytes", .bigint).unmasked()

    let purpose = "Partitions of message_events with their months, rows as of the last ANALYZE, and sizes."

    var sql: SQLFragment {
        """
        SELECT c.relname::text AS partition, pg_get_expr(c.relpartbound, c.oid) AS bounds,
            nullif(c.reltuples, -1)::bigint AS estimated_rows, pg_total_relation_size(c.oid) AS bytes
        FROM pg_catalog.pg_inherits AS i
        JOIN pg_catalog.pg_class AS c ON c.oid = i.inhrelid
        WHERE i.inhparent = to_regclass('\(m)')
        ORDER BY 1
        """
    }
}
