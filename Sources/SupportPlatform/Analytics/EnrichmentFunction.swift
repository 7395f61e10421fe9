import SchemaDSL

extension AnalyticsModule {
    private enum Enrich {
        static let email = Argument("email", .text)
        static let lifetimeValue = Argument("lifetime_value", .numeric)
        static let orderCount = Argument("order_count", .integer)
        static let first = Argument("first_order_date", .timestamptz)
        static let last = Argument("last_order_date", .timestamptz)
    }

    /// A customer's purchases, written to each of the customer's conversations.
    ///
    /// Merged: the document's update replaces `custom_attributes`, and the order data with it. Its rule for the segment is `vip`
    /// above 1,000, else `standard`; `new`, which its table lists, is a customer without orders and without a value.
    static let enrichWithCustomerLTV = Function(
        "enrich_with_customer_ltv", [Enrich.email, Enrich.lifetimeValue, Enrich.orderCount, Enrich.first, Enrich.last],
        returns: .value(.bigint), language: .plpgsql, FunctionProperties(searchPath: []), executableBy: [.serviceRole],
        comment: "Writes segment and lifetime value to the conversations of a customer, keeping their other attributes; "
            + "returns how many.",
        body: """

            DECLARE
                written bigint;
            BEGIN
                -- NaN sorts above every number, and JSON has neither it nor an infinity.
                IF \(Enrich.lifetimeValue) < 0 OR \(Enrich.lifetimeValue) >= 'Infinity' OR \(Enrich.orderCount) < 0 THEN
                    RAISE EXCEPTION 'lifetime_value is %, order_count is %: neither may be negative, nor without an end',
                        \(Enrich.lifetimeValue), \(Enrich.orderCount) USING ERRCODE = 'invalid_parameter_value';
                END IF;
                IF NOT isfinite(\(Enrich.first)) OR NOT isfinite(\(Enrich.last)) THEN
                    RAISE EXCEPTION 'first_order_date is %, last_order_date is %: both are points in time, or NULL',
                        \(Enrich.first), \(Enrich.last) USING ERRCODE = 'invalid_parameter_value';
                END IF;
                UPDATE \(conversations) SET
                    \(conversations.customerSegment) = CASE
                        WHEN \(Enrich.lifetimeValue) > 1000 THEN 'vip'
                        WHEN coalesce(\(Enrich.orderCount), 0) = 0 AND coalesce(\(Enrich.lifetimeValue), 0) = 0 THEN 'new'
                        ELSE 'standard'
                    END,
                    -- What is not known any more goes: dates of orders beside no orders would contradict each other.
                    \(conversations.customAttributes) = (coalesce(\(conversations.customAttributes), '{}'::jsonb)
                            - ARRAY['lifetime_value', 'order_count', 'first_order_date', 'last_order_date'])
                        || jsonb_build_object('lifetime_value', coalesce(\(Enrich.lifetimeValue), 0))
                        || jsonb_strip_nulls(jsonb_build_object(
                            'order_count', CASE
                                WHEN \(Enrich.orderCount) IS NOT NULL OR coalesce(\(Enrich.lifetimeValue), 0) = 0
                                THEN coalesce(\(Enrich.orderCount), 0)
                            END,
                            'first_order_date', (to_jsonb(\(Enrich.first) AT TIME ZONE 'UTC') #>> '{}') || 'Z',
                            'last_order_date', (to_jsonb(\(Enrich.last) AT TIME ZONE 'UTC') #>> '{}') || 'Z'))
                WHERE \(conversations.customerEmail) = \(Enrich.email);
                GET DIAGNOSTICS written = ROW_COUNT;
                RETURN written;
            END

            """)

    private enum Order {
        static let conversation = Argument("conversation", .bigint)
        static let number = Argument("order_number", .text)
        static let attributes = Argument("attributes", .jsonb)
    }

    /// The order that a conversation is about, as the shop has it.
    static let enrichWithOrderData = Function(
        "enrich_with_order_data", [Order.conversation, Order.number, Order.attributes],
        returns: .value(.boolean), language: .plpgsql, FunctionProperties(searchPath: []), executableBy: [.serviceRole],
        comment: "Writes an order's number and attributes to a conversation, by chatwoot_conversation_id; "
            + "whether the conversation was there.",
        body: """

            BEGIN
                -- An array would make the attributes an array.
                IF jsonb_typeof(\(Order.attributes)) <> 'object' THEN
                    RAISE EXCEPTION 'attributes is of type %, not an object', jsonb_typeof(\(Order.attributes))
                        USING ERRCODE = 'invalid_parameter_value',
                              HINT = 'Write {"order_status": "paid", "order_total": "409.94"}.';
                END IF;
                UPDATE \(conversations) SET \(conversations.customAttributes) =
                    coalesce(\(conversations.customAttributes), '{}'::jsonb)
                        || jsonb_strip_nulls(coalesce(\(Order.attributes), '{}'::jsonb))
                        || jsonb_build_object('order_number', \(Order.number))
                WHERE \(conversations.chatwootConversationID) = \(Order.conversation) AND \(Order.number) IS NOT NULL;
                RETURN FOUND;
            END

            """)
}
