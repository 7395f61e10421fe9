import SchemaDSL

extension AnalyticsModule {
    private enum Enrich {
        static let email = Argument("email", .text)
        static let lifetimeValue = Argument("lifetime_value", .numeric)
        static let orderCount = Argument("order_count", .integer)
        static let first = Argument("first_order_date", .timestamptz)
        static let last = Argument("last_order_date", .timestamptz)
    }

    /// What a customer has bought, written to each of the customer's conversations.
    ///
    /// Merged: the document's update replaces `custom_attributes`, and the order data with it.
    static let enrichWithCustomerLTV = Function(
        "enrich_with_customer_ltv", [Enrich.email, Enrich.lifetimeValue, Enrich.orderCount, Enrich.first, Enrich.last],
        returns: .value(.bigint), language: .sql, FunctionProperties(searchPath: []), executableBy: [.serviceRole],
        comment: "Writes segment and lifetime value to the conversations of a customer, keeping their other attributes; "
            + "returns how many.",
        body: """

            WITH enriched AS (
                UPDATE \(conversations) SET
                    \(conversations.customerSegment) = CASE
                        WHEN coalesce(\(Enrich.orderCount), 0) = 0 THEN 'new'
                        WHEN \(Enrich.lifetimeValue) > 1000 THEN 'vip'
                        ELSE 'standard'
                    END,
                    \(conversations.customAttributes) = coalesce(\(conversations.customAttributes), '{}'::jsonb)
                        || jsonb_strip_nulls(jsonb_build_object(
                            'lifetime_value', coalesce(\(Enrich.lifetimeValue), 0), 'order_count', coalesce(\(Enrich.orderCount), 0),
                            'first_order_date', \(Enrich.first), 'last_order_date', \(Enrich.last)))
                WHERE \(conversations.customerEmail) = \(Enrich.email)
                RETURNING 1
            )
            SELECT count(*) FROM enriched;

            """)

    private enum Order {
        static let conversation = Argument("conversation", .bigint)
        static let number = Argument("order_number", .text)
        static let attributes = Argument("attributes", .jsonb)
    }

    /// The order that a conversation is about, as the shop has it.
    static let enrichWithOrderData = Function(
        "enrich_with_order_data", [Order.conversation, Order.number, Order.attributes],
        returns: .value(.boolean), language: .sql, FunctionProperties(searchPath: []), executableBy: [.serviceRole],
        comment: "Writes an order's number and attributes to a conversation, by chatwoot_conversation_id; "
            + "whether the conversation was there.",
        body: """

            WITH enriched AS (
                UPDATE \(conversations) SET \(conversations.customAttributes) =
                    coalesce(\(conversations.customAttributes), '{}'::jsonb)
                        || jsonb_strip_nulls(coalesce(\(Order.attributes), '{}'::jsonb))
                        || jsonb_build_object('order_number', \(Order.number))
                WHERE \(conversations.chatwootConversationID) = \(Order.conversation) AND \(Order.number) IS NOT NULL
                RETURNING 1
            )
            SELECT EXISTS (SELECT FROM enriched);

            """)
}
