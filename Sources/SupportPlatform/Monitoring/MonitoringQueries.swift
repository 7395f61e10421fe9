import PostgresClient
package import Queries
package import SchemaDSL

/// An engineer's questions to a server about itself (section 5.4), the same for both databases.
package struct MonitoringQueries: Sendable {
    package let slowQueries = SlowQueries()
    package let tableSizes = TableSizes()
    package let indexUsage = IndexUsage()

    package static let chatwoot = MonitoringQueries()
    package static let supabase = MonitoringQueries()

    func group(_ name: String) -> QueryGroup { QueryGroup(name, [slowQueries, tableSizes, indexUsage]) }
}

extension MonitoringQueries {
    /// Statements that run for longer than they should.
    package final class SlowQueries: Query, Sendable {
        package let seconds = Parameter("seconds", .doublePrecision, default: "5")
        package let pid = Output("pid", .integer).unmasked()
        package let duration = Output("duration", .interval).unmasked()
        package let state = Output("state", .text).nullable().unmasked()
        package let query = Output("query", .text).nullable().sensitive()
        package let purpose = "Statements of this database that have run for longer than some seconds."
        package var sql: SQLFragment {
            """
            SELECT a.pid, clock_timestamp() - a.query_start AS duration, a.state, a.query
            FROM pg_catalog.pg_stat_activity AS a
            WHERE clock_timestamp() - a.query_start > make_interval(secs => \(seconds)) AND a.state IS DISTINCT FROM 'idle'
                AND a.datname = current_database() AND a.pid <> pg_backend_pid()
            ORDER BY duration DESC
            """
        }
    }

    /// The largest tables and indexes.
    package final class TableSizes: Query, Sendable {
        package let schema = Parameter(
            "schema", .text, default: "NULL", about: "only this schema; all but the system's when NULL")
        package let schemaName = Output("schemaname", .text).unmasked()
        package let tableName = Output("tablename", .text).unmasked()
        package let bytes = Output("bytes", .bigint).unmasked()
        package let size = Output("size", .text).unmasked()
        package let purpose = "Tables with their indexes and what is stored out of line, the largest first."
        package var sql: SQLFragment {
            """
            SELECT n.nspname::text AS schemaname, c.relname::text AS tablename, pg_total_relation_size(c.oid) AS bytes,
                pg_size_pretty(pg_total_relation_size(c.oid)) AS size
            FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
            WHERE c.relkind = 'r' AND n.nspname = coalesce(\(schema), n.nspname)
                AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
            ORDER BY bytes DESC, 1, 2
            """
        }
    }

    /// Which indexes are read, and which only cost.
    package final class IndexUsage: Query, Sendable {
        package let schema = Parameter("schema", .text, default: "NULL", about: "only this schema; all when NULL")
        package let schemaName = Output("schemaname", .text).unmasked()
        package let tableName = Output("tablename", .text).unmasked()
        package let indexName = Output("indexname", .text).unmasked()
        package let scans = Output("idx_scan", .bigint).unmasked()
        package let read = Output("idx_tup_read", .bigint).unmasked()
        package let fetched = Output("idx_tup_fetch", .bigint).unmasked()
        package let bytes = Output("bytes", .bigint).unmasked()
        package let purpose = "Indexes by how often they were used since the statistics were reset, the most used first."
        package var sql: SQLFragment {
            """
            SELECT i.schemaname::text, i.relname::text AS tablename, i.indexrelname::text AS indexname, i.idx_scan, i.idx_tup_read,
                i.idx_tup_fetch, pg_relation_size(i.indexrelid) AS bytes
            FROM pg_catalog.pg_stat_user_indexes AS i
            WHERE i.schemaname = coalesce(\(schema), i.schemaname)
            ORDER BY i.idx_scan DESC, 1, 2, 3
            """
        }
    }
}
