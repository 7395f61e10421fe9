import SchemaDSL

/// `etl_shopify_customers`: each customer as Shopify sends it.
final class EtlShopifyCustomers: Table, Sendable {
    let merchantID: Column<Int32>
    let shopifyCustomerID = Column("shopify_customer_id", .varchar(255)).notNull().unmasked()
    let data = Column("data", .jsonb).notNull().sensitive()
        .comment("The customer as Shopify's API sends it; tags are one text with commas")
    let times = EnvelopeTimes()

    init(_ merchants: Merchants) {
        merchantID = Column("merchant_id", .integer).notNull().references(merchants.id).unmasked()
    }

    var body: TableBody {
        TableComment("Customers of Shopify, one envelope each, upserted by (merchant_id, shopify_customer_id).")
        PrimaryKey(merchantID, shopifyCustomerID)
        Check(sql: "jsonb_typeof(\(data)) = 'object'", name: "etl_shopify_customers_data_check")
        Index("idx_shopify_customers_merchant_id", on: merchantID)  // plumb:ignore PL083: the document asks for it by name
        Index("idx_shopify_customers_created_at", on: times.createdAt)
        Index("idx_shopify_customers_data_gin", on: data, using: .gin)
        SupportETLModule.touch
        RowSecurity.enabled
        Grant(.select, .insert, .update, .delete, to: .serviceRole)
    }
}
