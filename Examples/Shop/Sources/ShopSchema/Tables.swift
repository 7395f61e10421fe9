import Plumbline

final class Category: Table, Sendable {
    static let relationName = "categories"

    let id = Column("id", .integer).primaryKey()
    let name = Column("name", .text).notNull().unique()
    let parent = Column("parent_id", .integer)
    let margin = Column("margin", .numeric(4, 3)).notNull()

    var body: TableBody {
        // A table can refer to itself.
        ForeignKey(parent, references: id, onDelete: .setNull, deferrable: .initiallyDeferred)
        Check(margin.between(0...1))
    }
}

final class Product: Table, Sendable {
    static let relationName = "products"

    let id = Column("id", .bigint).identity(start: 1000, cache: 20).primaryKey()
    let category = Column("category_id", .integer).notNull().references(Shop.categories.id)
    let name = Column("name", .text).notNull()
    let net = Column("net", .numeric(10, 2)).notNull()
    let tax = Column("tax", .numeric(4, 3)).notNull().default(0)
    let gross = Column("gross", .numeric)
    let tags = Column("tags", .array(of: .text)).notNull().default(.emptyArray)

    var body: TableBody {
        Generated(gross, as: "\(net) * (1 + \(tax))")
        Check(net.atLeast(0))
        // Items can be made in a loop.
        for column in [category, name] as [any AnyColumn] {
            Index(on: column)
        }
        Index("products_tags_idx", on: tags, using: .gin)
        Grant(.select, to: "shop_app")
    }
}

final class Customer: Table, Sendable {
    static let relationName = "customers"

    let id = Column("id", .uuid).primaryKey().default(.genRandomUUID).unmasked()
    let email = Column("email", .text).notNull().sensitive()
    let name = Column("name", .text).notNull().sensitive()
    let home = Column("home", .composite(Shop.address)).sensitive()
    let updatedAt = Column("updated_at", .timestamptz).notNull().default(.now).unmasked()

    var body: TableBody {
        Index("customers_email_key", on: IndexKey(sql: "lower(\(email))"), unique: true)
        Trigger("touch", .before, .update, execute: Shop.touch)
        RowSecurity.enabled
        Policy(
            "own row", for: .select, to: "shop_app", using: Predicate(sql: "\(id)::text = current_setting('shop.customer', true)")
        )
        Grant(.select, .insert, .update, to: "shop_app")
    }
}

final class Order: Table, Sendable {
    static let relationName = "orders"

    let id = Column("id", .bigint).identity().primaryKey().unmasked()
    let customer = Column("customer_id", .uuid).notNull().references(Shop.customers.id, onDelete: .restrict).unmasked()
    let status = Column("status", .enum(OrderStatus.self)).notNull().default(.draft).unmasked()
    let placedAt = Column("placed_at", .timestamptz).notNull().default(.now).unmasked()

    var body: TableBody {
        Index("orders_open_idx", on: placedAt.descending, where: status.in(.draft, .open))
        Grant(.select, .insert, .update, to: "shop_app")
    }
}

final class OrderLine: Table, Sendable {
    static let relationName = "order_lines"

    let order = Column("order_id", .bigint).references(Shop.orders.id, onDelete: .cascade)
    let line = Column("line", .smallint)
    let product = Column("product_id", .bigint).notNull().references(Shop.products.id)
    let quantity = Column("quantity", .integer).notNull()

    var body: TableBody {
        PrimaryKey(order, line, deferrable: .initiallyImmediate)
        Check(quantity.greaterThan(0))
    }
}

final class Booking: Table, Sendable {
    static let relationName = "bookings"

    let id = Column("id", .bigint).identity().primaryKey()
    let room = Column("room", .integer).notNull()
    let during = Column("during", .tstzrange).notNull()

    var body: TableBody {
        Exclude("bookings_no_overlap", sql: "USING gist (\(room) WITH =, \(during) WITH &&)")
    }
}

final class OpenOrders: View, Sendable {
    let customer = Column("customer_id", .uuid)
    let orders = Column("orders", .bigint)

    var query: SQLFragment {
        """
        SELECT \(Shop.orders.customer), count(*) AS orders FROM \(Shop.orders)
        WHERE \(Shop.orders.status.in(.draft, .open)) GROUP BY 1
        """
    }
}
