import Checks
import SchemaDSL

extension AnalyticsChecks {
    /// The values of the columns of enrichment: the document says it in comments, so that a stray word is told and refused
    /// nowhere.
    static let enrichment: [DataCheck] = words.map { $0.severity(.warning) }

    private static let words: [DataCheck] = [
        .oneOf(conversations.customerSegment, ["vip", "standard", "new"], "The segment is vip, standard or new"),
        .oneOf(conversations.category, ["order", "product", "return", "general"], "The category is one of the four"),
        .oneOf(
            conversations.sentiment, ["happy", "neutral", "frustrated", "angry"],
            "The sentiment is happy, neutral, frustrated or angry"),
        .oneOf(conversations.urgency, ["low", "normal", "high", "urgent"], "The urgency is low, normal, high or urgent"),
        .shape(conversations.customAttributes, order, "Order data has its number and a total")
            .where(Predicate(sql: "\(conversations.customAttributes) ? 'order_number'")),
        .shape(conversations.customAttributes, lifetimeValue, "A lifetime value is 0 or more, and so is its number of orders")
            .where(Predicate(sql: "\(conversations.customAttributes) ? 'lifetime_value'")),
    ]

    private static let order = JSONShape(
        "order",
        [
            .required("order_number", .text), .optional("order_status", .text),
            // The shop's prices are texts; a number is as good.
            .optional("order_total", .format(#"^-?[0-9]+([.][0-9]+)?$"#)), .optional("order_date", .timestamp),
            .optional("tracking_number", .text), .optional("tracking_url", .format("^https?://")),
        ])

    private static let lifetimeValue = JSONShape(
        "lifetime_value",
        [
            .required("lifetime_value", .number(atLeast: 0)), .optional("order_count", .integer(atLeast: 0)),
            .optional("first_order_date", .timestamp), .optional("last_order_date", .timestamp),
        ])
}
