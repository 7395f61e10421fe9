import Plumbline

extension Shop {
    /// The checks on the data, for rules that no constraint enforces.
    public static let checks = CheckSuite(
        database,
        [
            CheckGroup(
                on: customers, key: [customers.id],
                [.format(customers.email, #"^[^\s@]+@[^\s@]+$"#, "Customers have a valid e-mail address")]),
            CheckGroup(
                on: orderLines, key: [orderLines.order, orderLines.line],
                [.between(orderLines.quantity, 1...999, "Nobody orders a thousand of one thing").severity(.warning)]),
        ])

    /// The queries that people run.
    public static let queries = QuerySet(database, [QueryGroup("orders", [ordersByStatus])])

    static let ordersByStatus = OrdersByStatus()
}

/// How many orders are in each state since a time.
final class OrdersByStatus: Query, Sendable {
    let since = Parameter("since", .timestamptz, default: "now() - interval '30 days'")
    let status = Output("status", .text).unmasked()
    let orders = Output("orders", .bigint).unmasked()
    let purpose = "Orders by state."
    var sql: SQLFragment {
        """
        SELECT \(Shop.orders.status)::text AS status, count(*) AS orders FROM \(Shop.orders)
        WHERE \(Shop.orders.placedAt) >= \(since) GROUP BY 1 ORDER BY 1
        """
    }
}
