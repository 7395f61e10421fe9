import SchemaDSL

extension SupportETLModule {
    private enum Compare {
        static let firstFrom = Argument("first_from", .timestamptz)
        static let firstTo = Argument("first_to", .timestamptz)
        static let secondFrom = Argument("second_from", .timestamptz)
        static let secondTo = Argument("second_to", .timestamptz)
    }

    /// Each figure of the summary as a row: in one period, in the other, and how it changed.
    static let compareSupportPeriods = Function(
        "compare_support_periods",
        [
            Compare.firstFrom, Compare.firstTo, Compare.secondFrom, Compare.secondTo, PeriodArguments.merchant,
            PeriodArguments.includeTest,
        ],
        returns: .table(
            Column("metric", .text), Column("first_value", .numeric), Column("second_value", .numeric),
            Column("change", .numeric),
            Column("change_percent", .numeric)),
        language: .sql,
        FunctionProperties(.stable, parallel: .safe, rows: SummaryFigures.all.count, searchPath: []),
        executableBy: [.serviceRole],
        comment:
            "Every figure of get_support_summary in two periods, with the change from the first to the second and its percentage "
            + "of the first; no percentage of 0, no change where a period has no such figure.",
        body: """

            SELECT v.metric, v.first_value, v.second_value, v.second_value - v.first_value,
                round(100 * (v.second_value - v.first_value) / nullif(v.first_value, 0), 1)
            FROM \(getSupportSummary)(\(Compare.firstFrom), \(Compare.firstTo), \(PeriodArguments.merchant), \
            \(PeriodArguments.includeTest)) AS a
            CROSS JOIN \(getSupportSummary)(\(Compare.secondFrom), \(Compare.secondTo), \(PeriodArguments.merchant), \
            \(PeriodArguments.includeTest)) AS b
            CROSS JOIN LATERAL (VALUES
                \(figures)
            ) AS v (place, metric, first_value, second_value)
            ORDER BY v.place;

            """)

    private static var figures: SQLFragment {
        .joined(
            SummaryFigures.all.enumerated().map { place, figure in
                """
                (\(literal: place), \(literal: figure.name), a.\(identifier: figure.name)::numeric, \
                b.\(identifier: figure.name)::numeric)
                """
            }, separator: ",\n    ")
    }
}
