import Plumbline

/// A small shop: customers, products, orders, bookings of a room.
public enum Shop {
    /// The declared schema.
    public static let database = Database(
        "shop",
        extensions: [Extension("btree_gist", schema: "app")],
        schemas: [
            Schema(
                "app", types: [OrderStatus.type, address],
                tables: [categories, products, customers, orders, orderLines, bookings],
                views: [openOrders], functions: [touch], sql: [statistics], grants: [Grant(.usage, to: "shop_app")])
        ],
        referenceRows: [firstCategories],
        roles: ["shop_app"])

    static let categories = Category()
    static let products = Product()
    static let customers = Customer()
    static let orders = Order()
    static let orderLines = OrderLine()
    static let bookings = Booking()
    static let openOrders = OpenOrders()

    static let address = CompositeType(
        "address", fields: Field("street", .text), Field("zip", .varchar(10)), Field("city", .text))

    /// Plain SQL for what Plumbline has no declaration for; it is compared and migrated like the rest.
    static let statistics = RawSQL(
        "CREATE STATISTICS app.orders_customer_status ON \(orders.customer), \(orders.status) FROM \(orders)")

    static let touch = Function(
        "touch", returns: .trigger, language: .plpgsql, FunctionProperties(searchPath: []),
        body: """
            BEGIN
                NEW.updated_at := now();
                RETURN NEW;
            END
            """)

    static let firstCategories = ReferenceRows(
        of: categories, key: categories.id,
        rows: [
            Row(categories.id.set(1), categories.name.set("Books"), categories.margin.set(0.25)),
            Row(categories.id.set(2), categories.name.set("Games"), categories.margin.set(0.4)),
        ])
}

/// The states of an order. A misspelled label does not compile.
enum OrderStatus: String, SQLEnum {
    case draft, open, shipped, cancelled

    static let type = EnumType(OrderStatus.self)
}
