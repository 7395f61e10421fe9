package import Queries
package import SchemaDSL

private let c = SupportETLModule.customers

/// Customers with a tag. The document's `data->'tags' ? 'vip'` finds nobody: Shopify's tags are one text with commas.
package final class CustomersWithTag: Query, Sendable {
    package let tag = Parameter("tag", .text, default: "'vip'", about: "in any case")
    package let merchant = Parameter("merchant", .integer, default: "NULL", about: "NULL for all")
    package let merchantID = Output(c.merchantID)
    package let customerID = Output(c.shopifyCustomerID)
    package let email = Output("email", .text).nullable().sensitive()
    package let tags = Output("tags", .array(of: .text)).sensitive()
    package let purpose = "Customers of Shopify with a tag, such as VIP customers."

    package var sql: SQLFragment {
        """
        SELECT \(c.merchantID), \(c.shopifyCustomerID), \(c.data) ->> 'email' AS email, \
        \(SupportETLModule.tagList)(\(c.data) -> 'tags') AS tags
        FROM \(c)
        WHERE \(SupportETLModule.tagList)(\(c.data) -> 'tags') @> ARRAY[lower(btrim(\(tag)))]
          AND (\(merchant) IS NULL OR \(c.merchantID) = \(merchant))
        ORDER BY \(c.merchantID), \(c.shopifyCustomerID)
        """
    }
}

/// Customers with many orders. The document's `(data->>'orders_count')::int` fails for all on the first row that is no number.
package final class CustomersByOrders: Query, Sendable {
    package let moreThan = Parameter("more_than", .integer, default: "10")
    package let merchant = Parameter("merchant", .integer, default: "NULL", about: "NULL for all")
    package let merchantID = Output(c.merchantID)
    package let customerID = Output(c.shopifyCustomerID)
    package let email = Output("email", .text).nullable().sensitive()
    package let orders = Output("orders_count", .numeric).unmasked()
    package let purpose = "Customers of Shopify with more than so many orders, the most first."

    package var sql: SQLFragment {
        """
        SELECT k.\(c.merchantID), k.\(c.shopifyCustomerID), k.email, k.orders_count
        FROM (
            SELECT \(c.merchantID), \(c.shopifyCustomerID), \(c.data) ->> 'email' AS email,
                -- A number or a text; what is longer than 300 characters is cut behind the decimal point.
                CASE WHEN \(c.data) ->> 'orders_count' ~ '^ {0,9}[+-]?([0-9]{1,255}([.][0-9]*)?|[.][0-9]+) *$'
                    THEN left(\(c.data) ->> 'orders_count', 300)::numeric END AS orders_count
            FROM \(c)
        ) AS k
        WHERE k.orders_count > \(moreThan) AND (\(merchant) IS NULL OR k.\(c.merchantID) = \(merchant))
        ORDER BY k.orders_count DESC, k.\(c.merchantID), k.\(c.shopifyCustomerID)
        """
    }
}
