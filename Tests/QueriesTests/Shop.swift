import Migrator
import PlumblineTesting
import PostgresClient
import Queries
import SchemaDSL

/// A small schema with queries of all kinds.
enum Shop {
    final class Orders: Table, Sendable {
        let id = Column("id", .bigint).identity().primaryKey().unmasked()
        let customer = Column("customer", .text).notNull().sensitive()
        let city = Column("city", .text)
        let total = Column("total", .numeric(10, 2)).notNull().unmasked()
        let placedOn = Column("placed_on", .date).notNull().unmasked()
        let placedAt = Column("placed_at", .timestamptz).notNull().unmasked()
    }
    static let orders = Orders()
    static let database = Database("shop", schemas: [Schema("shop", tables: [orders])])

    final class OrdersBetween: Query, Sendable {
        let start = Parameter("start", .timestamptz)
        let end = Parameter("end", .timestamptz, default: "now()", about: "exclusive")
        let id = Output(Shop.orders.id)
        let customer = Output(Shop.orders.customer)
        let city = Output(Shop.orders.city).nullable()
        let total = Output(Shop.orders.total)
        let day = Output(Shop.orders.placedOn, as: "day")
        let purpose = "Orders placed from a time until before another."
        var sql: SQLFragment {
            """
            SELECT o.\(Shop.orders.id), o.\(Shop.orders.customer), o.\(Shop.orders.city), o.\(Shop.orders.total),
                   o.\(Shop.orders.placedOn) AS day
            FROM \(Shop.orders) AS o
            WHERE o.\(Shop.orders.placedAt) >= \(start) AND o.\(Shop.orders.placedAt) < \(end) AND \(start) < \(end)
            ORDER BY 1
            """
        }
    }
    static let ordersBetween = OrdersBetween()

    final class AddOrder: Query, Sendable {
        let customer = Parameter("customer", .varchar(3))
        let total = Parameter("total", .numeric(10, 2))
        let id = Output("id", .bigint).unmasked()
        let purpose = "Adds an order of today."
        let effect = QueryEffect.writes
        var sql: SQLFragment {
            """
            INSERT INTO \(Shop.orders) (\(Shop.orders.customer), \(Shop.orders.total), \(Shop.orders.placedOn), \(Shop.orders.placedAt))
            VALUES (\(customer), \(total), '2026-01-02', '2026-01-02 03:04:05+00') RETURNING \(Shop.orders.id)
            """
        }
    }
    static let addOrder = AddOrder()

    final class Turnover: Query, Sendable {
        let day = Output("day", .date).unmasked()
        let total = Output("total", .numeric).nullable().unmasked()
        let purpose = "Turnover a day."
        var sql: SQLFragment {
            "SELECT \(Shop.orders.placedOn) AS day, sum(\(Shop.orders.total)) AS total FROM \(Shop.orders) GROUP BY 1 ORDER BY 1"
        }
    }
    static let turnover = Turnover()

    static let report = Report(
        "turnover", "Turnover", purpose: "For the owner.",
        [
            ReportSection(
                "By day", turnover, targets: { [Target($0.total, .above(10), unit: "€"), Target($0.total, .atMost(99))] })
        ])

    static let set = QuerySet(
        database, [QueryGroup("shop", [ordersBetween, addOrder, turnover])], reports: [report])

    /// A database with the schema and three orders.
    static func open(_ body: (PostgresConnection, QueryLibrary) async throws -> Void) async throws {
        let library = try QueryLibrary([set])
        try await ScratchServer.withDatabase { settings in
            let connection = try await PostgresConnection.connect(settings)
            _ = try await DeclarationLoader(try database.declared()).load(on: connection)
            try await connection.run(
                script: """
                    RESET ALL;
                    INSERT INTO shop.orders (customer, city, total, placed_on, placed_at) VALUES
                        ('Ann', 'Delft', 10.50, '2026-01-01', '2026-01-01 00:00:00+00'),
                        ('Bo', NULL, 100, '2026-01-01', '2026-01-01 12:00:00+00'),
                        ('=Cy', 'x,y "z"', 5, '2026-01-03', '2026-01-03 00:00:00+00')
                    """)
            try await body(connection, library)
            await connection.close()
        }
    }
}

extension DeclarationLoader {
    func load(on connection: PostgresConnection) async throws {
        _ = try await read(connection, base: try await prepare(connection))
    }
}
