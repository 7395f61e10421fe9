-- Migration 0001_initial of database supabase, back.
-- Run it with `plumb rollback` or `psql -X -f rollback/supabase/0001_initial.sql`. A second run changes nothing.
-- Does:
--   drop cron job (18)
--   drop extension
--   drop function (37)
--   drop materialized view (4)
--   drop publication setting
--   drop publication table (5)
--   drop schema (5)
--   drop sequence (14)
--   drop view (4)
-- Moves to quarantine, until `plumb purge`:
--   table analytics.agent_performance_metrics
--   table analytics.conversation_analytics
--   table analytics.conversation_analytics_archive
--   table analytics.customer_interaction_history
--   table analytics.raw_webhook_logs
--   table analytics.support_knowledge_gaps
--   table analytics.sync_requests
--   table knowledge.documents
--   table metrics.agent_availability
--   table metrics.agent_performance_metrics
--   table metrics.agents
--   table metrics.call_events
--   table metrics.contact_preferences
--   table metrics.contacts
--   table metrics.conversation_state_changes
--   table metrics.conversations
--   table metrics.lead_sources
--   table metrics.message_events
--   table metrics.message_events_default
--   table metrics.view_refreshes
--   table support_etl.etl_freshdesk_tickets
--   table support_etl.etl_shopify_customers
--   function support_etl.extract_ticket_status(jsonb)
--   table support_etl.merchant_integrations
--   table support_etl.merchants
--   function support_etl.parse_timestamp(text)
--   table support_etl.sync_metadata
--   function support_etl.touch_updated_at()
--   enum type widget.ChatSource
--   enum type widget.ChatStatus
--   enum type widget.MessageType
--   enum type widget.NotificationType
--   enum type widget.Priority
--   enum type widget.SenderType
--   table widget.chat
--   table widget.chat_notification
--   table widget.conversation_session
--   table widget.customer
--   table widget.customer_profile
--   table widget.message
--   table widget.message_archive
--   table widget.message_default
--   function widget.require_parent_message()
--   table widget.typing_indicator
--   table widget.user
--   table widget.widget_settings
-- Locks on relations in use:
--   ACCESS EXCLUSIVE on analytics.agent_performance_metrics
--   ACCESS EXCLUSIVE on analytics.agent_sdk_performance_dashboard
--   ACCESS EXCLUSIVE on analytics.conversation_analytics
--   ACCESS EXCLUSIVE on analytics.conversation_analytics_archive
--   ACCESS EXCLUSIVE on analytics.customer_interaction_history
--   ACCESS EXCLUSIVE on analytics.customer_support_health
--   ACCESS EXCLUSIVE on analytics.daily_support_summary
--   ACCESS EXCLUSIVE on analytics.raw_webhook_logs
--   ACCESS EXCLUSIVE on analytics.support_knowledge_gaps
--   ACCESS EXCLUSIVE on analytics.sync_requests
--   ACCESS EXCLUSIVE on knowledge.documents
--   ACCESS EXCLUSIVE on metrics.agent_availability
--   ACCESS EXCLUSIVE on metrics.agent_performance
--   ACCESS EXCLUSIVE on metrics.agent_performance_metrics
--   ACCESS EXCLUSIVE on metrics.agents
--   ACCESS EXCLUSIVE on metrics.call_events
--   ACCESS EXCLUSIVE on metrics.contact_preferences
--   ACCESS EXCLUSIVE on metrics.contacts
--   ACCESS EXCLUSIVE on metrics.conversation_state_changes
--   ACCESS EXCLUSIVE on metrics.conversations
--   ACCESS EXCLUSIVE on metrics.daily_metrics
--   ACCESS EXCLUSIVE on metrics.lead_source_performance
--   ACCESS EXCLUSIVE on metrics.lead_sources
--   ACCESS EXCLUSIVE on metrics.message_events
--   ACCESS EXCLUSIVE on metrics.message_events_default
--   ACCESS EXCLUSIVE on metrics.view_refreshes
--   ACCESS EXCLUSIVE on support_etl.current_queue_status
--   ACCESS EXCLUSIVE on support_etl.etl_freshdesk_tickets
--   ACCESS EXCLUSIVE on support_etl.etl_shopify_customers
--   ACCESS EXCLUSIVE on support_etl.integration_overview
--   ACCESS EXCLUSIVE on support_etl.merchant_integrations
--   ACCESS EXCLUSIVE on support_etl.merchants
--   ACCESS EXCLUSIVE on support_etl.sync_metadata
--   ACCESS EXCLUSIVE on widget.chat
--   ACCESS EXCLUSIVE on widget.chat_notification
--   ACCESS EXCLUSIVE on widget.conversation_session
--   ACCESS EXCLUSIVE on widget.customer
--   ACCESS EXCLUSIVE on widget.customer_profile
--   ACCESS EXCLUSIVE on widget.message
--   ACCESS EXCLUSIVE on widget.message_archive
--   ACCESS EXCLUSIVE on widget.message_default
--   ACCESS EXCLUSIVE on widget.typing_indicator
--   ACCESS EXCLUSIVE on widget.user
--   ACCESS EXCLUSIVE on widget.widget_settings
-- plumb:migration 0001_initial rollback supabase of support-platform
-- plumb:schema 057a8f560d9a1e4162918fda2c1e32d7674189c1db9d4ab423c6b22ce9c27cea e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
-- plumb:postgres 17
\set ON_ERROR_STOP on
\ir ../../migrations/plumbline.sql
SELECT plumbline.start('support-platform', 1, 'initial', 'rollback', '2c40bf9533c6a9ed1e1e09ba83a67f9197fb50ecc8ce473e201ecb01a17acb69', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', 'q0001f') AS restore \gset

-- plumb:section 1 drop cron job (18), drop publication setting, drop publication table (5), drop materialized view (4), drop view (4), drop function (40), drop table (27)
--   ACCESS EXCLUSIVE on analytics.agent_performance_metrics, analytics.agent_sdk_performance_dashboard, analytics.conversation_analytics and 32 more; SHARE UPDATE EXCLUSIVE on widget.conversation_session, widget.customer, widget.message, widget.typing_indicator
--   `plumb purge` deletes it for good
--   its rows can be computed again
SELECT plumbline.section(1, 'ba9356221ba8977a') AS todo \gset
\if :todo
BEGIN;
CALL plumbline.detach_kept(a_functions => ARRAY['analytics.archive_conversations(integer)', 'analytics.archive_old_conversations()', 'analytics.check_batch_sync()', 'analytics.check_sync_health()', 'analytics.delete_filled_knowledge_gaps(integer)', 'analytics.delete_old_agent_metrics(integer)', 'analytics.delete_old_interactions(integer)', 'analytics.delete_old_webhook_logs(integer)', 'analytics.enrich_with_customer_ltv(text, numeric, integer, timestamp with time zone, timestamp with time zone)', 'analytics.enrich_with_order_data(bigint, text, jsonb)', 'analytics.post_json(text, jsonb, jsonb)', 'analytics.queue_json(text, jsonb, jsonb)', 'analytics.request_batch_sync()', 'analytics.send_alert(text)', 'analytics.status_from(text, text)', 'analytics.urgency_from(text, text)', 'knowledge.metadata_in_range(jsonb, jsonb)', 'metrics.record_agent_performance(date)', 'support_etl.extract_ticket_priority(jsonb)', 'support_etl.integration_api_key(integer, text)', 'support_etl.tag_list(jsonb)', 'widget.clean_up_typing_indicators()', 'widget.close_inactive_sessions(interval)']);
SELECT cron.unschedule(j.jobid) FROM cron.job j WHERE j.jobname = 'analyze-message-events' AND j.database = current_database();
SELECT cron.unschedule(j.jobid) FROM cron.job j WHERE j.jobname = 'archive-old-conversations' AND j.database = current_database();
SELECT cron.unschedule(j.jobid) FROM cron.job j WHERE j.jobname = 'chatwoot-batch-sync' AND j.database = current_database();
SELECT cron.unschedule(j.jobid) FROM cron.job j WHERE j.jobname = 'chatwoot-nightly-sync' AND j.database = current_database();
SELECT cron.unschedule(j.jobid) FROM cron.job j WHERE j.jobname = 'check-batch-sync' AND j.database = current_database();
SELECT cron.unschedule(j.jobid) FROM cron.job j WHERE j.jobname = 'check-sync-health' AND j.database = current_database();
SELECT cron.unschedule(j.jobid) FROM cron.job j WHERE j.jobname = 'create-message-partitions' AND j.database = current_database();
SELECT cron.unschedule(j.jobid) FROM cron.job j WHERE j.jobname = 'delete-filled-knowledge-gaps' AND j.database = current_database();
SELECT cron.unschedule(j.jobid) FROM cron.job j WHERE j.jobname = 'delete-old-agent-metrics' AND j.database = current_database();
SELECT cron.unschedule(j.jobid) FROM cron.job j WHERE j.jobname = 'delete-old-interactions' AND j.database = current_database();
SELECT cron.unschedule(j.jobid) FROM cron.job j WHERE j.jobname = 'delete-old-webhook-logs' AND j.database = current_database();
SELECT cron.unschedule(j.jobid) FROM cron.job j WHERE j.jobname = 'record-agent-performance' AND j.database = current_database();
SELECT cron.unschedule(j.jobid) FROM cron.job j WHERE j.jobname = 'refresh-analytics-views' AND j.database = current_database();
SELECT cron.unschedule(j.jobid) FROM cron.job j WHERE j.jobname = 'refresh-daily-summary' AND j.database = current_database();
SELECT cron.unschedule(j.jobid) FROM cron.job j WHERE j.jobname = 'widget-archive-old-messages' AND j.database = current_database();
SELECT cron.unschedule(j.jobid) FROM cron.job j WHERE j.jobname = 'widget-clean-up-typing-indicators' AND j.database = current_database();
SELECT cron.unschedule(j.jobid) FROM cron.job j WHERE j.jobname = 'widget-close-inactive-sessions' AND j.database = current_database();
SELECT cron.unschedule(j.jobid) FROM cron.job j WHERE j.jobname = 'widget-make-message-partitions' AND j.database = current_database();
ALTER PUBLICATION supabase_realtime SET (publish_via_partition_root = false);
ALTER PUBLICATION supabase_realtime DROP TABLE widget.chat_notification;
ALTER PUBLICATION supabase_realtime DROP TABLE widget.conversation_session;
ALTER PUBLICATION supabase_realtime DROP TABLE widget.customer;
ALTER PUBLICATION supabase_realtime DROP TABLE widget.message;
ALTER PUBLICATION supabase_realtime DROP TABLE widget.typing_indicator;
DROP MATERIALIZED VIEW analytics.daily_support_summary;
DROP VIEW analytics.agent_sdk_performance_dashboard;
DROP VIEW analytics.customer_support_health;
DROP VIEW support_etl.current_queue_status;
DROP VIEW support_etl.integration_overview;
DROP PROCEDURE analytics.apply_retention(IN text, integer);
DROP FUNCTION analytics.archive_old_conversations();
DROP FUNCTION analytics.archive_conversations(integer);
DROP FUNCTION analytics.check_batch_sync();
DROP FUNCTION analytics.check_sync_health();
DROP FUNCTION analytics.delete_filled_knowledge_gaps(integer);
DROP FUNCTION analytics.delete_old_agent_metrics(integer);
DROP FUNCTION analytics.delete_old_interactions(integer);
DROP FUNCTION analytics.delete_old_webhook_logs(integer);
DROP FUNCTION analytics.enrich_with_customer_ltv(text, numeric, integer, timestamp with time zone, timestamp with time zone);
DROP FUNCTION analytics.enrich_with_order_data(bigint, text, jsonb);
DROP FUNCTION analytics.request_batch_sync();
DROP FUNCTION analytics.send_alert(text);
DROP FUNCTION analytics.post_json(text, jsonb, jsonb);
DROP FUNCTION analytics.queue_json(text, jsonb, jsonb);
DROP FUNCTION analytics.status_from(text, text);
DROP FUNCTION analytics.urgency_from(text, text);
DROP FUNCTION knowledge.match_documents(extensions.vector, double precision, integer, character varying, jsonb);
DROP FUNCTION knowledge.metadata_in_range(jsonb, jsonb);
DROP FUNCTION metrics.create_message_partition(integer, timestamp with time zone);
DROP FUNCTION metrics.record_agent_performance(date);
DROP FUNCTION metrics.refresh_analytics_views();
DROP MATERIALIZED VIEW metrics.agent_performance;
DROP MATERIALIZED VIEW metrics.daily_metrics;
DROP MATERIALIZED VIEW metrics.lead_source_performance;
DROP FUNCTION metrics.slow_statements(integer);
DROP FUNCTION support_etl.compare_support_periods(timestamp with time zone, timestamp with time zone, timestamp with time zone, timestamp with time zone, integer, boolean);
DROP FUNCTION support_etl.extract_ticket_priority(jsonb);
DROP FUNCTION support_etl.get_support_summary(timestamp with time zone, timestamp with time zone, integer, boolean);
DROP FUNCTION support_etl.get_trending_categories(timestamp with time zone, timestamp with time zone, integer, integer, boolean);
DROP FUNCTION support_etl.integration_api_key(integer, text);
DROP FUNCTION support_etl.merge_staged_conversations();
DROP FUNCTION support_etl.merge_staged_customers();
DROP FUNCTION support_etl.merge_staged_tickets();
DROP FUNCTION support_etl.set_integration_api_key(integer, text, text);
DROP FUNCTION support_etl.tag_list(jsonb);
DROP FUNCTION widget.clean_up_typing_indicators();
DROP FUNCTION widget.close_inactive_sessions(interval);
DROP FUNCTION widget.make_message_partitions(integer, timestamp with time zone);
DROP FUNCTION widget.retire_message_partitions(interval, timestamp with time zone);
CREATE SCHEMA IF NOT EXISTS plumbline_q0001r_analytics;
ALTER TABLE analytics.agent_performance_metrics SET SCHEMA plumbline_q0001r_analytics;
ALTER TABLE analytics.conversation_analytics_archive SET SCHEMA plumbline_q0001r_analytics;
ALTER TABLE analytics.customer_interaction_history SET SCHEMA plumbline_q0001r_analytics;
ALTER TABLE analytics.conversation_analytics SET SCHEMA plumbline_q0001r_analytics;
ALTER TABLE analytics.raw_webhook_logs SET SCHEMA plumbline_q0001r_analytics;
ALTER TABLE analytics.support_knowledge_gaps SET SCHEMA plumbline_q0001r_analytics;
ALTER TABLE analytics.sync_requests SET SCHEMA plumbline_q0001r_analytics;
CREATE SCHEMA IF NOT EXISTS plumbline_q0001r_knowledge;
ALTER TABLE knowledge.documents SET SCHEMA plumbline_q0001r_knowledge;
CREATE SCHEMA IF NOT EXISTS plumbline_q0001r_metrics;
ALTER TABLE metrics.agent_availability SET SCHEMA plumbline_q0001r_metrics;
ALTER TABLE metrics.agent_performance_metrics SET SCHEMA plumbline_q0001r_metrics;
ALTER TABLE metrics.call_events SET SCHEMA plumbline_q0001r_metrics;
ALTER TABLE metrics.contact_preferences SET SCHEMA plumbline_q0001r_metrics;
ALTER TABLE metrics.conversation_state_changes SET SCHEMA plumbline_q0001r_metrics;
ALTER TABLE metrics.lead_sources SET SCHEMA plumbline_q0001r_metrics;
ALTER TABLE metrics.message_events_default SET SCHEMA plumbline_q0001r_metrics;
ALTER TABLE metrics.message_events SET SCHEMA plumbline_q0001r_metrics;
CALL plumbline.move_partitions('plumbline_q0001r_metrics.message_events', 'metrics', 'plumbline_q0001r_metrics');
ALTER TABLE metrics.conversations SET SCHEMA plumbline_q0001r_metrics;
ALTER TABLE metrics.agents SET SCHEMA plumbline_q0001r_metrics;
ALTER TABLE metrics.contacts SET SCHEMA plumbline_q0001r_metrics;
ALTER TABLE metrics.view_refreshes SET SCHEMA plumbline_q0001r_metrics;
CREATE SCHEMA IF NOT EXISTS plumbline_q0001r_support_etl;
ALTER TABLE support_etl.etl_freshdesk_tickets SET SCHEMA plumbline_q0001r_support_etl;
ALTER FUNCTION support_etl.extract_ticket_status(jsonb) SET SCHEMA plumbline_q0001r_support_etl;
ALTER FUNCTION support_etl.parse_timestamp(text) SET SCHEMA plumbline_q0001r_support_etl;
ALTER TABLE support_etl.etl_shopify_customers SET SCHEMA plumbline_q0001r_support_etl;
ALTER TABLE support_etl.merchant_integrations SET SCHEMA plumbline_q0001r_support_etl;
ALTER TABLE support_etl.sync_metadata SET SCHEMA plumbline_q0001r_support_etl;
ALTER TABLE support_etl.merchants SET SCHEMA plumbline_q0001r_support_etl;
ALTER FUNCTION support_etl.touch_updated_at() SET SCHEMA plumbline_q0001r_support_etl;
CREATE SCHEMA IF NOT EXISTS plumbline_q0001r_widget;
ALTER TABLE widget.chat_notification SET SCHEMA plumbline_q0001r_widget;
ALTER TABLE widget.customer_profile SET SCHEMA plumbline_q0001r_widget;
SELECT plumbline.done() AS done \gset
COMMIT;
\endif

-- plumb:section 2 drop trigger widget.message.message_parent_exists
--   ACCESS EXCLUSIVE on widget.message, widget.message_default
SELECT plumbline.section(2, '124dedccd31880e6') AS todo \gset
\if :todo
BEGIN;
DROP TRIGGER message_parent_exists ON widget.message;
SELECT plumbline.done() AS done \gset
COMMIT;
\endif

-- plumb:section 3 drop function, drop table (9), drop enum type (6), drop extension, drop schema (5)
--   ACCESS EXCLUSIVE on widget.chat, widget.conversation_session, widget.customer and 6 more
--   `plumb purge` deletes it for good
--   only when it is empty: what others put in it stays
--   only when nothing uses it: rows in quarantine may have its types
SELECT plumbline.section(3, '761fa6bde0608a10') AS todo \gset
\if :todo
BEGIN;
ALTER FUNCTION widget.require_parent_message() SET SCHEMA plumbline_q0001r_widget;
ALTER TABLE widget.message_archive SET SCHEMA plumbline_q0001r_widget;
ALTER TABLE widget.message_default SET SCHEMA plumbline_q0001r_widget;
ALTER TABLE widget.message SET SCHEMA plumbline_q0001r_widget;
CALL plumbline.move_partitions('plumbline_q0001r_widget.message', 'widget', 'plumbline_q0001r_widget');
ALTER TABLE widget.typing_indicator SET SCHEMA plumbline_q0001r_widget;
ALTER TABLE widget.chat SET SCHEMA plumbline_q0001r_widget;
ALTER TABLE widget.conversation_session SET SCHEMA plumbline_q0001r_widget;
ALTER TABLE widget.customer SET SCHEMA plumbline_q0001r_widget;
ALTER TABLE widget."user" SET SCHEMA plumbline_q0001r_widget;
ALTER TABLE widget.widget_settings SET SCHEMA plumbline_q0001r_widget;
ALTER TYPE widget."ChatSource" SET SCHEMA plumbline_q0001r_widget;
ALTER TYPE widget."ChatStatus" SET SCHEMA plumbline_q0001r_widget;
ALTER TYPE widget."MessageType" SET SCHEMA plumbline_q0001r_widget;
ALTER TYPE widget."NotificationType" SET SCHEMA plumbline_q0001r_widget;
ALTER TYPE widget."Priority" SET SCHEMA plumbline_q0001r_widget;
ALTER TYPE widget."SenderType" SET SCHEMA plumbline_q0001r_widget;
CALL plumbline.drop_unused_extension('vector');
CALL plumbline.drop_empty_schema('analytics');
CALL plumbline.drop_empty_schema('knowledge');
CALL plumbline.drop_empty_schema('metrics');
CALL plumbline.drop_empty_schema('support_etl');
CALL plumbline.drop_empty_schema('widget');
SELECT plumbline.done() AS done \gset
COMMIT;
\endif

-- plumb:end
SELECT plumbline.finish() AS finished \gset
