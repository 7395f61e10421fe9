-- Two million conversations without a constraint, so that nothing is proved, and 300,000 customers with an interaction.
CREATE SCHEMA analytics;
CREATE TABLE analytics.conversation_analytics (
    id uuid NOT NULL, chatwoot_conversation_id bigint, chatwoot_inbox_id integer, chatwoot_account_id integer, status text,
    created_at timestamptz, updated_at timestamptz, resolved_at timestamptz, first_response_at timestamptz,
    customer_name text, customer_email text, customer_phone text, customer_segment text, agent_sdk_used boolean,
    draft_confidence_score integer, draft_created_at timestamptz, draft_approved_at timestamptz, operator_action text,
    time_to_first_response_seconds integer, time_to_resolution_seconds integer, message_count integer,
    agent_message_count integer, customer_message_count integer, category text, subcategory text, tags text[], sentiment text,
    urgency text, assigned_agent_id integer, assigned_agent_name text, escalated boolean, escalation_reason text,
    csat_rating integer, csat_feedback text, custom_attributes jsonb, synced_at timestamptz);
CREATE TABLE analytics.customer_interaction_history (id uuid PRIMARY KEY, customer_email text NOT NULL);
INSERT INTO analytics.conversation_analytics
SELECT md5(n::text)::uuid, n, n % 7, 1, (ARRAY['open', 'pending', 'resolved'])[n % 3 + 1],
    t, t + interval '1 hour', CASE WHEN n % 3 = 2 THEN t + interval '50 minutes' END, t + interval '5 minutes',
    'Customer ' || n % 300000, 'customer' || n % 300000 || '@example.com', '+49' || n, (ARRAY['vip', 'standard', 'new'])[n % 3 + 1],
    n % 2 = 0, n % 101, NULL, NULL, (ARRAY['approve', 'edit', 'escalate', 'reject'])[n % 4 + 1],
    n % 3600, n % 86400, n % 20, n % 10, n % 10, (ARRAY['order', 'product', 'return', 'general'])[n % 4 + 1], 'sub' || n % 10,
    ARRAY['a', 'b'], (ARRAY['happy', 'neutral', 'frustrated', 'angry'])[n % 4 + 1],
    (ARRAY['low', 'normal', 'high', 'urgent'])[n % 4 + 1], n % 50, 'Agent ' || n % 50, n % 20 = 0, NULL, n % 5 + 1, NULL,
    '{"ltv": 10, "orders": 3}', now()
FROM generate_series(1, 2000000) AS n, LATERAL (SELECT timestamptz '2026-01-01 00:00:00+00' - interval '1 second' * n AS t) AS time;
INSERT INTO analytics.customer_interaction_history
SELECT md5(n::text)::uuid, 'customer' || n || '@example.com' FROM generate_series(0, 299999) AS n;
VACUUM ANALYZE;
