-- The twelve checks of main.swift by hand, in one statement: what they cost at the least.
SELECT count(*),
  count(*) FILTER (WHERE (chatwoot_conversation_id > 0) IS NOT TRUE),
  count(*) FILTER (WHERE (customer_email ~ '^[^\s@]+@[^\s@]+\.[^\s@]+$') IS NOT TRUE),
  count(*) FILTER (WHERE (status IN ('open', 'pending', 'resolved')) IS NOT TRUE),
  count(*) FILTER (WHERE draft_confidence_score NOT BETWEEN 0 AND 100),
  count(*) FILTER (WHERE customer_email IS NULL),
  count(*) FILTER (WHERE NOT (created_at <= updated_at AND (resolved_at IS NULL OR resolved_at >= created_at))),
  count(*) FILTER (WHERE jsonb_typeof(custom_attributes) <> 'object'),
  count(*) FILTER (WHERE category NOT IN ('order', 'product', 'return', 'general')),
  count(*) FILTER (WHERE csat_rating NOT BETWEEN 1 AND 5),
  max(synced_at) < now() - interval '1000 days',
  (SELECT count(chatwoot_conversation_id) - count(DISTINCT chatwoot_conversation_id) FROM analytics.conversation_analytics),
  (SELECT count(*) FROM analytics.conversation_analytics AS c
   WHERE NOT EXISTS (SELECT FROM analytics.customer_interaction_history AS h WHERE h.customer_email = c.customer_email))
FROM analytics.conversation_analytics;
