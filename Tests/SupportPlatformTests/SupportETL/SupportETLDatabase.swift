import Migrator
import PlumblineTesting
import PostgresClient
import Sandbox
import SchemaDSL
import SupportPlatform

/// The declared Supabase project on a real server, with tickets and customers whose figures were worked out by hand.
enum SupportETLDatabase {
    static func open(
        filled: Bool = false, _ body: (PostgresConnection, ConnectionSettings) async throws -> Void
    ) async throws {
        try await DeclaredPlatform.supabase { connection, settings in
            if filled { try await connection.run(script: rows) }
            try await body(connection, settings)
        }
    }

    /// January 2025 of merchant 1, with its neighbours, one ticket of merchant 2 and one of a test merchant.
    static let rows = """
        INSERT INTO support_etl.merchants (name, is_test) VALUES ('alpha', false), ('beta', false), ('demo', true);
        INSERT INTO support_etl.etl_freshdesk_tickets (merchant_id, freshdesk_ticket_id, data)
        SELECT v.merchant, v.data ->> 'id', v.data || jsonb_build_object('subject', 'Ticket ' || (v.data ->> 'id'))
        FROM (VALUES
            (1, '{"id": 101, "status": 2, "priority": 1, "created_at": "2025-01-01T00:00:00Z", "type": "Question",
                "tags": ["VIP", "refund"], "requester_id": 1, "responder_id": 7, "conversations": [{"id": 1}],
                "due_by": "2025-01-02T00:00:00Z"}'::jsonb),
            (1, '{"id": 102, "status": "Pending", "priority": "2", "created_at": "2025-01-15T10:30:00Z", "type": "Question",
                "tags": ["vip", " Refund ", "vip"], "requester_id": 1, "conversations": [], "due_by": "2025-01-16T00:00:00Z"}'),
            (1, '{"id": 103, "status": 4, "priority": 3, "created_at": "2025-01-20T00:00:00Z", "tags": "shipping, refund",
                "requester_id": 2, "stats": {"first_responded_at": "2025-01-20T01:00:00Z", "resolved_at": "2025-01-21T00:00:00Z"}}'),
            (1, '{"id": 104, "status": "closed", "priority": 4, "created_at": "2025-01-31T23:59:59.999Z", "type": " Incident ",
                "requester_id": 3, "stats": {"first_responded_at": "2025-02-01T02:59:59.999Z",
                "closed_at": "2025-02-02T11:59:59.999Z"}}'),
            (1, '{"id": 105, "status": 7, "priority": "asap", "created_at": "2025-01-10T12:00:00+05:30", "requester_id": 3}'),
            (1, '{"id": 106, "status": 9, "priority": null, "created_at": "2025-01-11", "requester_id": null}'),
            (1, '{"id": 107, "status": 5, "priority": 1, "created_at": "2025-02-01T00:00:00Z"}'),
            (1, '{"id": 108, "status": 2, "priority": 1, "created_at": "yesterday"}'),
            (1, '{"id": 109, "status": 2, "priority": 1, "created_at": "2025-01-05T00:00:00Z", "spam": true}'),
            (1, '{"id": 110, "status": 2, "priority": 1, "created_at": "2025-01-05T00:00:00Z", "deleted": true}'),
            (1, '{"id": 111, "status": 6, "priority": "URGENT", "created_at": "2024-12-31T23:30:00-01:00", "requester_id": 1,
                "stats": {"first_responded_at": "2024-12-31T00:00:00Z"}}'),
            (1, '{"id": 112, "status": 5, "priority": 1, "created_at": "2024-12-15T00:00:00Z", "type": "Question",
                "tags": ["refund"], "requester_id": 4}'),
            (2, '{"id": 201, "status": 2, "priority": 2, "created_at": "2025-01-12T00:00:00Z", "tags": ["refund"],
                "requester_id": 1}'),
            (3, '{"id": 301, "status": 2, "priority": 2, "created_at": "2025-01-13T00:00:00Z", "tags": ["demo"],
                "requester_id": 5}')
        ) AS v (merchant, data);
        INSERT INTO support_etl.etl_shopify_customers (merchant_id, shopify_customer_id, data) VALUES
            (1, '1', '{"id": 1, "email": "a@example.com", "tags": "VIP, wholesale", "orders_count": 12}'),
            (1, '2', '{"id": 2, "email": null, "tags": "not-vip, vipx", "orders_count": "11"}'),
            (1, '3', '{"id": 3, "email": "c@example.com", "tags": ["vip"], "orders_count": 10}'),
            (1, '4', '{"id": 4, "tags": "", "orders_count": "many"}'),
            (1, '5', '{"id": 5, "orders_count": null}'),
            (2, '1', '{"id": 1, "tags": " vip ", "orders_count": 99999999999}');
        """
}
