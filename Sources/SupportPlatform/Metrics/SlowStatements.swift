import SchemaDSL

extension MetricsModule {
    private static let most = Argument("most", .integer, default: "20")

    /// The statistics of pg_stat_statements for this database, where it is installed, in whichever schema.
    static let slowStatements = Function(
        "slow_statements", [most],
        returns: .table(
            Column("query_id", .bigint), Column("calls", .bigint), Column("mean_ms", .numeric), Column("total_ms", .numeric),
            Column("rows", .bigint), Column("query", .text)),
        language: .plpgsql, FunctionProperties(.stable, searchPath: []), executableBy: [.serviceRole],
        comment: "The statements of this database that took most time in all; none, with a notice, without pg_stat_statements.",
        body: """

            DECLARE
                place name := (
                    SELECT n.nspname FROM pg_catalog.pg_extension AS e
                    JOIN pg_catalog.pg_namespace AS n ON n.oid = e.extnamespace
                    WHERE e.extname = 'pg_stat_statements');
            BEGIN
                IF place IS NULL THEN
                    RAISE NOTICE 'skipped: the extension pg_stat_statements is not installed';
                    RETURN;
                END IF;
                -- Dynamic, since the view may be in any schema, or not there.
                RETURN QUERY EXECUTE format(
                    'SELECT s.queryid, s.calls, round(s.mean_exec_time::numeric, 1), round(s.total_exec_time::numeric, 1), '
                        's.rows, s.query FROM %I.pg_stat_statements AS s '
                        'WHERE s.dbid = (SELECT d.oid FROM pg_catalog.pg_database AS d WHERE d.datname = current_database()) '
                        'ORDER BY s.total_exec_time DESC LIMIT $1', place)
                USING greatest(\(most), 0);
            END

            """)
}
