-- Eight of the twelve checks fail, on a thousandth of the rows or less.
UPDATE analytics.conversation_analytics SET customer_email = 'broken' WHERE chatwoot_conversation_id % 1000 = 1;
UPDATE analytics.conversation_analytics SET customer_email = NULL WHERE chatwoot_conversation_id % 1000 = 2;
UPDATE analytics.conversation_analytics SET status = 'odd' WHERE chatwoot_conversation_id % 2000 = 3;
UPDATE analytics.conversation_analytics SET draft_confidence_score = 101 WHERE chatwoot_conversation_id % 5000 = 4;
UPDATE analytics.conversation_analytics SET updated_at = created_at - interval '1 second' WHERE chatwoot_conversation_id % 1000 = 5;
UPDATE analytics.conversation_analytics SET custom_attributes = '[]' WHERE chatwoot_conversation_id % 3000 = 6;
UPDATE analytics.conversation_analytics SET chatwoot_conversation_id = chatwoot_conversation_id - 1
WHERE chatwoot_conversation_id % 5000 = 7;
VACUUM FULL analytics.conversation_analytics;
VACUUM ANALYZE;
