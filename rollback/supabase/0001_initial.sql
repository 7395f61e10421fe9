-- migration: 0001_initial
-- database: supabase
-- direction: rollback
-- checksum: 34d672c7aaa9c34c6f459e98d1561a3c28db94bc2d3a554ad4584bac0c9bd37c
-- from: 19a88c6055767d6f85652ddf0fd5d37d101fdfe55e1ce1ea2c047cf3c874d6b6
-- to: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
-- server: written for PostgreSQL 17
--
-- Run by `plumb rollback`, or by hand:
--     psql -X -f rollback/supabase/0001_initial.sql
-- Running it again right after changes nothing. What it drops goes to quarantine (`plumb purge` deletes it).
--
-- What it does:
--     drop cron job: 18
--     drop extension: 1
--     drop function: 37
--     drop materialized view: 4
--     drop publication setting: 1
--     drop publication table: 5
--     drop schema: 5
--     drop sequence: 14
--     drop view: 4
--     move to quarantine: enum type: 6
--     move to quarantine: function: 4
--     move to quarantine: table: 36
-- Locks on relations in use:
--     ACCESS EXCLUSIVE on analytics.agent_performance_metrics
--     ACCESS EXCLUSIVE on analytics.agent_sdk_performance_dashboard
--     ACCESS EXCLUSIVE on analytics.conversation_analytics
--     ACCESS EXCLUSIVE on analytics.conversation_analytics_archive
--     ACCESS EXCLUSIVE on analytics.customer_interaction_history
--     ACCESS EXCLUSIVE on analytics.customer_support_health
--     ACCESS EXCLUSIVE on analytics.daily_support_summary
--     ACCESS EXCLUSIVE on analytics.raw_webhook_logs
--     ACCESS EXCLUSIVE on analytics.support_knowledge_gaps
--     ACCESS EXCLUSIVE on analytics.sync_requests
--     ACCESS EXCLUSIVE on knowledge.documents
--     ACCESS EXCLUSIVE on metrics.agent_availability
--     ACCESS EXCLUSIVE on metrics.agent_performance
--     ACCESS EXCLUSIVE on metrics.agent_performance_metrics
--     ACCESS EXCLUSIVE on metrics.agents
--     ACCESS EXCLUSIVE on metrics.call_events
--     ACCESS EXCLUSIVE on metrics.contact_preferences
--     ACCESS EXCLUSIVE on metrics.contacts
--     ACCESS EXCLUSIVE on metrics.conversation_state_changes
--     ACCESS EXCLUSIVE on metrics.conversations
--     ACCESS EXCLUSIVE on metrics.daily_metrics
--     ACCESS EXCLUSIVE on metrics.lead_source_performance
--     ACCESS EXCLUSIVE on metrics.lead_sources
--     ACCESS EXCLUSIVE on metrics.message_events
--     ACCESS EXCLUSIVE on metrics.message_events_default
--     ACCESS EXCLUSIVE on metrics.view_refreshes
--     ACCESS EXCLUSIVE on support_etl.current_queue_status
--     ACCESS EXCLUSIVE on support_etl.etl_freshdesk_tickets
--     ACCESS EXCLUSIVE on support_etl.etl_shopify_customers
--     ACCESS EXCLUSIVE on support_etl.integration_overview
--     ACCESS EXCLUSIVE on support_etl.merchant_integrations
--     ACCESS EXCLUSIVE on support_etl.merchants
--     ACCESS EXCLUSIVE on support_etl.sync_metadata
--     ACCESS EXCLUSIVE on widget.chat
--     ACCESS EXCLUSIVE on widget.chat_notification
--     ACCESS EXCLUSIVE on widget.conversation_session
--     ACCESS EXCLUSIVE on widget.customer
--     ACCESS EXCLUSIVE on widget.customer_profile
--     ACCESS EXCLUSIVE on widget.message
--     ACCESS EXCLUSIVE on widget.message_archive
--     ACCESS EXCLUSIVE on widget.message_default
--     ACCESS EXCLUSIVE on widget.typing_indicator
--     ACCESS EXCLUSIVE on widget.user
--     ACCESS EXCLUSIVE on widget.widget_settings
-- Risks:
--     none
\set plumb_checksum '34d672c7aaa9c34c6f459e98d1561a3c28db94bc2d3a554ad4584bac0c9bd37c'
-- plumb:header-ends
\set ON_ERROR_STOP on
SET standard_conforming_strings = on;
SET lock_timeout = '3s';
SET statement_timeout = 0;
SET idle_in_transaction_session_timeout = '5min';
SET check_function_bodies = off;
SET search_path = '';
SET TimeZone = 'UTC';
SET client_min_messages = warning;

-- plumb:step 0 create the ledger
SELECT NOT (to_regclass('plumbline.reference_row') IS NOT NULL) AS todo \gset
\if :todo
BEGIN;
CREATE SCHEMA IF NOT EXISTS plumbline;
COMMENT ON SCHEMA plumbline IS 'Plumbline: what was applied here';
CREATE TABLE IF NOT EXISTS plumbline.migration (
    project text NOT NULL,
    number integer NOT NULL,
    name text NOT NULL,
    checksum text NOT NULL,
    fingerprint text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now(),
    applied_by text NOT NULL DEFAULT current_user,
    PRIMARY KEY (project, number)
);
CREATE TABLE IF NOT EXISTS plumbline.journal (
    project text NOT NULL,
    migration integer NOT NULL,
    direction text NOT NULL CHECK (direction IN ('forward', 'rollback')),
    step integer NOT NULL,
    finished_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (project, migration, direction, step)
);
CREATE TABLE IF NOT EXISTS plumbline.reference_row (
    relation text NOT NULL,
    key jsonb NOT NULL,
    before jsonb,
    PRIMARY KEY (relation, key)
);
COMMIT;
\endif

-- plumb:step 1 drop cron job analyze-message-events
SELECT EXISTS (SELECT FROM cron.job j WHERE j.jobname = 'analyze-message-events' AND j.database = current_database()) AS todo \gset
\if :todo
BEGIN;
SELECT cron.unschedule('analyze-message-events');
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 1) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 2 drop cron job archive-old-conversations
SELECT EXISTS (SELECT FROM cron.job j WHERE j.jobname = 'archive-old-conversations' AND j.database = current_database()) AS todo \gset
\if :todo
BEGIN;
SELECT cron.unschedule('archive-old-conversations');
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 2) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 3 drop cron job chatwoot-batch-sync
SELECT EXISTS (SELECT FROM cron.job j WHERE j.jobname = 'chatwoot-batch-sync' AND j.database = current_database()) AS todo \gset
\if :todo
BEGIN;
SELECT cron.unschedule('chatwoot-batch-sync');
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 3) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 4 drop cron job chatwoot-nightly-sync
SELECT EXISTS (SELECT FROM cron.job j WHERE j.jobname = 'chatwoot-nightly-sync' AND j.database = current_database()) AS todo \gset
\if :todo
BEGIN;
SELECT cron.unschedule('chatwoot-nightly-sync');
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 4) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 5 drop cron job check-batch-sync
SELECT EXISTS (SELECT FROM cron.job j WHERE j.jobname = 'check-batch-sync' AND j.database = current_database()) AS todo \gset
\if :todo
BEGIN;
SELECT cron.unschedule('check-batch-sync');
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 5) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 6 drop cron job check-sync-health
SELECT EXISTS (SELECT FROM cron.job j WHERE j.jobname = 'check-sync-health' AND j.database = current_database()) AS todo \gset
\if :todo
BEGIN;
SELECT cron.unschedule('check-sync-health');
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 6) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 7 drop cron job create-message-partitions
SELECT EXISTS (SELECT FROM cron.job j WHERE j.jobname = 'create-message-partitions' AND j.database = current_database()) AS todo \gset
\if :todo
BEGIN;
SELECT cron.unschedule('create-message-partitions');
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 7) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 8 drop cron job delete-filled-knowledge-gaps
SELECT EXISTS (SELECT FROM cron.job j WHERE j.jobname = 'delete-filled-knowledge-gaps' AND j.database = current_database()) AS todo \gset
\if :todo
BEGIN;
SELECT cron.unschedule('delete-filled-knowledge-gaps');
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 8) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 9 drop cron job delete-old-agent-metrics
SELECT EXISTS (SELECT FROM cron.job j WHERE j.jobname = 'delete-old-agent-metrics' AND j.database = current_database()) AS todo \gset
\if :todo
BEGIN;
SELECT cron.unschedule('delete-old-agent-metrics');
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 9) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 10 drop cron job delete-old-interactions
SELECT EXISTS (SELECT FROM cron.job j WHERE j.jobname = 'delete-old-interactions' AND j.database = current_database()) AS todo \gset
\if :todo
BEGIN;
SELECT cron.unschedule('delete-old-interactions');
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 10) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 11 drop cron job delete-old-webhook-logs
SELECT EXISTS (SELECT FROM cron.job j WHERE j.jobname = 'delete-old-webhook-logs' AND j.database = current_database()) AS todo \gset
\if :todo
BEGIN;
SELECT cron.unschedule('delete-old-webhook-logs');
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 11) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 12 drop cron job record-agent-performance
SELECT EXISTS (SELECT FROM cron.job j WHERE j.jobname = 'record-agent-performance' AND j.database = current_database()) AS todo \gset
\if :todo
BEGIN;
SELECT cron.unschedule('record-agent-performance');
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 12) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 13 drop cron job refresh-analytics-views
SELECT EXISTS (SELECT FROM cron.job j WHERE j.jobname = 'refresh-analytics-views' AND j.database = current_database()) AS todo \gset
\if :todo
BEGIN;
SELECT cron.unschedule('refresh-analytics-views');
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 13) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 14 drop cron job refresh-daily-summary
SELECT EXISTS (SELECT FROM cron.job j WHERE j.jobname = 'refresh-daily-summary' AND j.database = current_database()) AS todo \gset
\if :todo
BEGIN;
SELECT cron.unschedule('refresh-daily-summary');
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 14) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 15 drop cron job widget-archive-old-messages
SELECT EXISTS (SELECT FROM cron.job j WHERE j.jobname = 'widget-archive-old-messages' AND j.database = current_database()) AS todo \gset
\if :todo
BEGIN;
SELECT cron.unschedule('widget-archive-old-messages');
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 15) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 16 drop cron job widget-clean-up-typing-indicators
SELECT EXISTS (SELECT FROM cron.job j WHERE j.jobname = 'widget-clean-up-typing-indicators' AND j.database = current_database()) AS todo \gset
\if :todo
BEGIN;
SELECT cron.unschedule('widget-clean-up-typing-indicators');
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 16) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 17 drop cron job widget-close-inactive-sessions
SELECT EXISTS (SELECT FROM cron.job j WHERE j.jobname = 'widget-close-inactive-sessions' AND j.database = current_database()) AS todo \gset
\if :todo
BEGIN;
SELECT cron.unschedule('widget-close-inactive-sessions');
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 17) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 18 drop cron job widget-make-message-partitions
SELECT EXISTS (SELECT FROM cron.job j WHERE j.jobname = 'widget-make-message-partitions' AND j.database = current_database()) AS todo \gset
\if :todo
BEGIN;
SELECT cron.unschedule('widget-make-message-partitions');
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 18) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 19 switch publish_via_partition_root of publication supabase_realtime off
SELECT EXISTS (SELECT FROM pg_catalog.pg_publication p WHERE p.pubname = 'supabase_realtime' AND p.pubviaroot) AS todo \gset
\if :todo
BEGIN;
ALTER PUBLICATION supabase_realtime SET (publish_via_partition_root = false);
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 19) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 20 remove widget.chat_notification from supabase_realtime
--   SHARE UPDATE EXCLUSIVE on widget.chat_notification
SELECT EXISTS (SELECT FROM pg_catalog.pg_publication_rel r JOIN pg_catalog.pg_publication p ON p.oid = r.prpubid WHERE p.pubname = 'supabase_realtime' AND r.prrelid = to_regclass('widget.chat_notification')) AS todo \gset
\if :todo
BEGIN;
ALTER PUBLICATION supabase_realtime DROP TABLE widget.chat_notification;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 20) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 21 remove widget.conversation_session from supabase_realtime
--   SHARE UPDATE EXCLUSIVE on widget.conversation_session
SELECT EXISTS (SELECT FROM pg_catalog.pg_publication_rel r JOIN pg_catalog.pg_publication p ON p.oid = r.prpubid WHERE p.pubname = 'supabase_realtime' AND r.prrelid = to_regclass('widget.conversation_session')) AS todo \gset
\if :todo
BEGIN;
ALTER PUBLICATION supabase_realtime DROP TABLE widget.conversation_session;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 21) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 22 remove widget.customer from supabase_realtime
--   SHARE UPDATE EXCLUSIVE on widget.customer
SELECT EXISTS (SELECT FROM pg_catalog.pg_publication_rel r JOIN pg_catalog.pg_publication p ON p.oid = r.prpubid WHERE p.pubname = 'supabase_realtime' AND r.prrelid = to_regclass('widget.customer')) AS todo \gset
\if :todo
BEGIN;
ALTER PUBLICATION supabase_realtime DROP TABLE widget.customer;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 22) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 23 remove widget.message from supabase_realtime
--   SHARE UPDATE EXCLUSIVE on widget.message
SELECT EXISTS (SELECT FROM pg_catalog.pg_publication_rel r JOIN pg_catalog.pg_publication p ON p.oid = r.prpubid WHERE p.pubname = 'supabase_realtime' AND r.prrelid = to_regclass('widget.message')) AS todo \gset
\if :todo
BEGIN;
ALTER PUBLICATION supabase_realtime DROP TABLE widget.message;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 23) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 24 remove widget.typing_indicator from supabase_realtime
--   SHARE UPDATE EXCLUSIVE on widget.typing_indicator
SELECT EXISTS (SELECT FROM pg_catalog.pg_publication_rel r JOIN pg_catalog.pg_publication p ON p.oid = r.prpubid WHERE p.pubname = 'supabase_realtime' AND r.prrelid = to_regclass('widget.typing_indicator')) AS todo \gset
\if :todo
BEGIN;
ALTER PUBLICATION supabase_realtime DROP TABLE widget.typing_indicator;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 24) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 25 drop materialized view analytics.daily_support_summary
--   ACCESS EXCLUSIVE on analytics.daily_support_summary
--   why: its rows can be computed again
SELECT to_regclass('analytics.daily_support_summary') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
DROP MATERIALIZED VIEW analytics.daily_support_summary;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 25) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 26 drop view analytics.agent_sdk_performance_dashboard
--   ACCESS EXCLUSIVE on analytics.agent_sdk_performance_dashboard
SELECT to_regclass('analytics.agent_sdk_performance_dashboard') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
DROP VIEW analytics.agent_sdk_performance_dashboard;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 26) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 27 drop view analytics.customer_support_health
--   ACCESS EXCLUSIVE on analytics.customer_support_health
SELECT to_regclass('analytics.customer_support_health') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
DROP VIEW analytics.customer_support_health;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 27) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 28 drop view support_etl.current_queue_status
--   ACCESS EXCLUSIVE on support_etl.current_queue_status
SELECT to_regclass('support_etl.current_queue_status') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
DROP VIEW support_etl.current_queue_status;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 28) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 29 drop view support_etl.integration_overview
--   ACCESS EXCLUSIVE on support_etl.integration_overview
SELECT to_regclass('support_etl.integration_overview') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
DROP VIEW support_etl.integration_overview;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 29) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 30 drop function analytics.apply_retention(text, integer)
SELECT to_regprocedure('analytics.apply_retention(text, integer)') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
DROP PROCEDURE analytics.apply_retention(text, integer);
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 30) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 31 drop function analytics.archive_old_conversations()
SELECT to_regprocedure('analytics.archive_old_conversations()') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
DROP FUNCTION analytics.archive_old_conversations();
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 31) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 32 drop function analytics.archive_conversations(integer)
SELECT to_regprocedure('analytics.archive_conversations(integer)') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
DROP FUNCTION analytics.archive_conversations(integer);
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 32) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 33 drop function analytics.check_batch_sync()
SELECT to_regprocedure('analytics.check_batch_sync()') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
DROP FUNCTION analytics.check_batch_sync();
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 33) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 34 drop function analytics.check_sync_health()
SELECT to_regprocedure('analytics.check_sync_health()') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
DROP FUNCTION analytics.check_sync_health();
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 34) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 35 drop function analytics.delete_filled_knowledge_gaps(integer)
SELECT to_regprocedure('analytics.delete_filled_knowledge_gaps(integer)') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
DROP FUNCTION analytics.delete_filled_knowledge_gaps(integer);
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 35) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 36 drop function analytics.delete_old_agent_metrics(integer)
SELECT to_regprocedure('analytics.delete_old_agent_metrics(integer)') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
DROP FUNCTION analytics.delete_old_agent_metrics(integer);
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 36) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 37 drop function analytics.delete_old_interactions(integer)
SELECT to_regprocedure('analytics.delete_old_interactions(integer)') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
DROP FUNCTION analytics.delete_old_interactions(integer);
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 37) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 38 drop function analytics.delete_old_webhook_logs(integer)
SELECT to_regprocedure('analytics.delete_old_webhook_logs(integer)') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
DROP FUNCTION analytics.delete_old_webhook_logs(integer);
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 38) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 39 drop function analytics.enrich_with_customer_ltv(text, numeric, integer, timestamp with time zone, timestamp with time zone)
SELECT to_regprocedure('analytics.enrich_with_customer_ltv(text, numeric, integer, timestamp with time zone, timestamp with time zone)') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
DROP FUNCTION analytics.enrich_with_customer_ltv(text, numeric, integer, timestamp with time zone, timestamp with time zone);
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 39) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 40 drop function analytics.enrich_with_order_data(bigint, text, jsonb)
SELECT to_regprocedure('analytics.enrich_with_order_data(bigint, text, jsonb)') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
DROP FUNCTION analytics.enrich_with_order_data(bigint, text, jsonb);
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 40) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 41 drop function analytics.request_batch_sync()
SELECT to_regprocedure('analytics.request_batch_sync()') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
DROP FUNCTION analytics.request_batch_sync();
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 41) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 42 drop function analytics.send_alert(text)
SELECT to_regprocedure('analytics.send_alert(text)') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
DROP FUNCTION analytics.send_alert(text);
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 42) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 43 drop function analytics.post_json(text, jsonb, jsonb)
SELECT to_regprocedure('analytics.post_json(text, jsonb, jsonb)') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
DROP FUNCTION analytics.post_json(text, jsonb, jsonb);
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 43) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 44 drop function analytics.queue_json(text, jsonb, jsonb)
SELECT to_regprocedure('analytics.queue_json(text, jsonb, jsonb)') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
DROP FUNCTION analytics.queue_json(text, jsonb, jsonb);
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 44) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 45 drop function analytics.status_from(text, text)
SELECT to_regprocedure('analytics.status_from(text, text)') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
DROP FUNCTION analytics.status_from(text, text);
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 45) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 46 drop function analytics.urgency_from(text, text)
SELECT to_regprocedure('analytics.urgency_from(text, text)') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
DROP FUNCTION analytics.urgency_from(text, text);
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 46) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 47 drop function knowledge.match_documents(extensions.vector, double precision, integer, character varying, jsonb)
SELECT to_regprocedure('knowledge.match_documents(extensions.vector, double precision, integer, character varying, jsonb)') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
DROP FUNCTION knowledge.match_documents(extensions.vector, double precision, integer, character varying, jsonb);
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 47) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 48 drop function knowledge.metadata_in_range(jsonb, jsonb)
SELECT to_regprocedure('knowledge.metadata_in_range(jsonb, jsonb)') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
DROP FUNCTION knowledge.metadata_in_range(jsonb, jsonb);
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 48) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 49 drop function metrics.create_message_partition(integer, timestamp with time zone)
SELECT to_regprocedure('metrics.create_message_partition(integer, timestamp with time zone)') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
DROP FUNCTION metrics.create_message_partition(integer, timestamp with time zone);
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 49) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 50 drop function metrics.record_agent_performance(date)
SELECT to_regprocedure('metrics.record_agent_performance(date)') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
DROP FUNCTION metrics.record_agent_performance(date);
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 50) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 51 drop function metrics.refresh_analytics_views()
SELECT to_regprocedure('metrics.refresh_analytics_views()') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
DROP FUNCTION metrics.refresh_analytics_views();
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 51) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 52 drop materialized view metrics.agent_performance
--   ACCESS EXCLUSIVE on metrics.agent_performance
--   why: its rows can be computed again
SELECT to_regclass('metrics.agent_performance') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
DROP MATERIALIZED VIEW metrics.agent_performance;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 52) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 53 drop materialized view metrics.daily_metrics
--   ACCESS EXCLUSIVE on metrics.daily_metrics
--   why: its rows can be computed again
SELECT to_regclass('metrics.daily_metrics') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
DROP MATERIALIZED VIEW metrics.daily_metrics;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 53) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 54 drop materialized view metrics.lead_source_performance
--   ACCESS EXCLUSIVE on metrics.lead_source_performance
--   why: its rows can be computed again
SELECT to_regclass('metrics.lead_source_performance') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
DROP MATERIALIZED VIEW metrics.lead_source_performance;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 54) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 55 drop function metrics.slow_statements(integer)
SELECT to_regprocedure('metrics.slow_statements(integer)') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
DROP FUNCTION metrics.slow_statements(integer);
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 55) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 56 drop function support_etl.compare_support_periods(timestamp with time zone, timestamp with time zone, timestamp with time zone, timestamp with time zone, integer, boolean)
SELECT to_regprocedure('support_etl.compare_support_periods(timestamp with time zone, timestamp with time zone, timestamp with time zone, timestamp with time zone, integer, boolean)') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
DROP FUNCTION support_etl.compare_support_periods(timestamp with time zone, timestamp with time zone, timestamp with time zone, timestamp with time zone, integer, boolean);
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 56) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 57 drop function support_etl.extract_ticket_priority(jsonb)
SELECT to_regprocedure('support_etl.extract_ticket_priority(jsonb)') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
DROP FUNCTION support_etl.extract_ticket_priority(jsonb);
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 57) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 58 drop function support_etl.get_support_summary(timestamp with time zone, timestamp with time zone, integer, boolean)
SELECT to_regprocedure('support_etl.get_support_summary(timestamp with time zone, timestamp with time zone, integer, boolean)') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
DROP FUNCTION support_etl.get_support_summary(timestamp with time zone, timestamp with time zone, integer, boolean);
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 58) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 59 drop function support_etl.get_trending_categories(timestamp with time zone, timestamp with time zone, integer, integer, boolean)
SELECT to_regprocedure('support_etl.get_trending_categories(timestamp with time zone, timestamp with time zone, integer, integer, boolean)') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
DROP FUNCTION support_etl.get_trending_categories(timestamp with time zone, timestamp with time zone, integer, integer, boolean);
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 59) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 60 drop function support_etl.integration_api_key(integer, text)
SELECT to_regprocedure('support_etl.integration_api_key(integer, text)') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
DROP FUNCTION support_etl.integration_api_key(integer, text);
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 60) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 61 drop function support_etl.merge_staged_conversations()
SELECT to_regprocedure('support_etl.merge_staged_conversations()') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
DROP FUNCTION support_etl.merge_staged_conversations();
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 61) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 62 drop function support_etl.merge_staged_customers()
SELECT to_regprocedure('support_etl.merge_staged_customers()') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
DROP FUNCTION support_etl.merge_staged_customers();
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 62) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 63 drop function support_etl.merge_staged_tickets()
SELECT to_regprocedure('support_etl.merge_staged_tickets()') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
DROP FUNCTION support_etl.merge_staged_tickets();
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 63) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 64 drop function support_etl.set_integration_api_key(integer, text, text)
SELECT to_regprocedure('support_etl.set_integration_api_key(integer, text, text)') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
DROP FUNCTION support_etl.set_integration_api_key(integer, text, text);
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 64) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 65 drop function support_etl.tag_list(jsonb)
SELECT to_regprocedure('support_etl.tag_list(jsonb)') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
DROP FUNCTION support_etl.tag_list(jsonb);
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 65) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 66 drop function widget.clean_up_typing_indicators()
SELECT to_regprocedure('widget.clean_up_typing_indicators()') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
DROP FUNCTION widget.clean_up_typing_indicators();
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 66) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 67 drop function widget.close_inactive_sessions(interval)
SELECT to_regprocedure('widget.close_inactive_sessions(interval)') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
DROP FUNCTION widget.close_inactive_sessions(interval);
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 67) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 68 drop function widget.make_message_partitions(integer, timestamp with time zone)
SELECT to_regprocedure('widget.make_message_partitions(integer, timestamp with time zone)') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
DROP FUNCTION widget.make_message_partitions(integer, timestamp with time zone);
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 68) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 69 drop function widget.retire_message_partitions(interval, timestamp with time zone)
SELECT to_regprocedure('widget.retire_message_partitions(interval, timestamp with time zone)') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
DROP FUNCTION widget.retire_message_partitions(interval, timestamp with time zone);
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 69) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 70 move table analytics.agent_performance_metrics to quarantine
--   ACCESS EXCLUSIVE on analytics.agent_performance_metrics
--   why: `plumb purge` deletes it for good
SELECT to_regclass('analytics.agent_performance_metrics') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
CREATE SCHEMA IF NOT EXISTS plumbline_q0001r_analytics;
ALTER TABLE analytics.agent_performance_metrics SET SCHEMA plumbline_q0001r_analytics;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 70) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 71 move table analytics.conversation_analytics_archive to quarantine
--   ACCESS EXCLUSIVE on analytics.conversation_analytics_archive
--   why: `plumb purge` deletes it for good
SELECT to_regclass('analytics.conversation_analytics_archive') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
CREATE SCHEMA IF NOT EXISTS plumbline_q0001r_analytics;
ALTER TABLE analytics.conversation_analytics_archive SET SCHEMA plumbline_q0001r_analytics;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 71) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 72 move table analytics.customer_interaction_history to quarantine
--   ACCESS EXCLUSIVE on analytics.customer_interaction_history
--   why: `plumb purge` deletes it for good
SELECT to_regclass('analytics.customer_interaction_history') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
CREATE SCHEMA IF NOT EXISTS plumbline_q0001r_analytics;
ALTER TABLE analytics.customer_interaction_history SET SCHEMA plumbline_q0001r_analytics;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 72) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 73 move table analytics.conversation_analytics to quarantine
--   ACCESS EXCLUSIVE on analytics.conversation_analytics
--   why: `plumb purge` deletes it for good
SELECT to_regclass('analytics.conversation_analytics') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
CREATE SCHEMA IF NOT EXISTS plumbline_q0001r_analytics;
ALTER TABLE analytics.conversation_analytics SET SCHEMA plumbline_q0001r_analytics;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 73) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 74 move table analytics.raw_webhook_logs to quarantine
--   ACCESS EXCLUSIVE on analytics.raw_webhook_logs
--   why: `plumb purge` deletes it for good
SELECT to_regclass('analytics.raw_webhook_logs') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
CREATE SCHEMA IF NOT EXISTS plumbline_q0001r_analytics;
ALTER TABLE analytics.raw_webhook_logs SET SCHEMA plumbline_q0001r_analytics;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 74) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 75 move table analytics.support_knowledge_gaps to quarantine
--   ACCESS EXCLUSIVE on analytics.support_knowledge_gaps
--   why: `plumb purge` deletes it for good
SELECT to_regclass('analytics.support_knowledge_gaps') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
CREATE SCHEMA IF NOT EXISTS plumbline_q0001r_analytics;
ALTER TABLE analytics.support_knowledge_gaps SET SCHEMA plumbline_q0001r_analytics;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 75) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 76 move table analytics.sync_requests to quarantine
--   ACCESS EXCLUSIVE on analytics.sync_requests
--   why: `plumb purge` deletes it for good
SELECT to_regclass('analytics.sync_requests') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
CREATE SCHEMA IF NOT EXISTS plumbline_q0001r_analytics;
ALTER TABLE analytics.sync_requests SET SCHEMA plumbline_q0001r_analytics;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 76) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 77 move table knowledge.documents to quarantine
--   ACCESS EXCLUSIVE on knowledge.documents
--   why: `plumb purge` deletes it for good
SELECT to_regclass('knowledge.documents') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
CREATE SCHEMA IF NOT EXISTS plumbline_q0001r_knowledge;
ALTER TABLE knowledge.documents SET SCHEMA plumbline_q0001r_knowledge;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 77) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 78 move table metrics.agent_availability to quarantine
--   ACCESS EXCLUSIVE on metrics.agent_availability
--   why: `plumb purge` deletes it for good
SELECT to_regclass('metrics.agent_availability') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
CREATE SCHEMA IF NOT EXISTS plumbline_q0001r_metrics;
ALTER TABLE metrics.agent_availability SET SCHEMA plumbline_q0001r_metrics;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 78) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 79 move table metrics.agent_performance_metrics to quarantine
--   ACCESS EXCLUSIVE on metrics.agent_performance_metrics
--   why: `plumb purge` deletes it for good
SELECT to_regclass('metrics.agent_performance_metrics') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
CREATE SCHEMA IF NOT EXISTS plumbline_q0001r_metrics;
ALTER TABLE metrics.agent_performance_metrics SET SCHEMA plumbline_q0001r_metrics;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 79) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 80 move table metrics.call_events to quarantine
--   ACCESS EXCLUSIVE on metrics.call_events
--   why: `plumb purge` deletes it for good
SELECT to_regclass('metrics.call_events') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
CREATE SCHEMA IF NOT EXISTS plumbline_q0001r_metrics;
ALTER TABLE metrics.call_events SET SCHEMA plumbline_q0001r_metrics;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 80) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 81 move table metrics.contact_preferences to quarantine
--   ACCESS EXCLUSIVE on metrics.contact_preferences
--   why: `plumb purge` deletes it for good
SELECT to_regclass('metrics.contact_preferences') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
CREATE SCHEMA IF NOT EXISTS plumbline_q0001r_metrics;
ALTER TABLE metrics.contact_preferences SET SCHEMA plumbline_q0001r_metrics;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 81) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 82 move table metrics.conversation_state_changes to quarantine
--   ACCESS EXCLUSIVE on metrics.conversation_state_changes
--   why: `plumb purge` deletes it for good
SELECT to_regclass('metrics.conversation_state_changes') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
CREATE SCHEMA IF NOT EXISTS plumbline_q0001r_metrics;
ALTER TABLE metrics.conversation_state_changes SET SCHEMA plumbline_q0001r_metrics;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 82) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 83 move table metrics.lead_sources to quarantine
--   ACCESS EXCLUSIVE on metrics.lead_sources
--   why: `plumb purge` deletes it for good
SELECT to_regclass('metrics.lead_sources') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
CREATE SCHEMA IF NOT EXISTS plumbline_q0001r_metrics;
ALTER TABLE metrics.lead_sources SET SCHEMA plumbline_q0001r_metrics;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 83) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 84 move table metrics.message_events_default to quarantine
--   ACCESS EXCLUSIVE on metrics.message_events_default
--   why: `plumb purge` deletes it for good
SELECT to_regclass('metrics.message_events_default') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
CREATE SCHEMA IF NOT EXISTS plumbline_q0001r_metrics;
ALTER TABLE metrics.message_events_default SET SCHEMA plumbline_q0001r_metrics;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 84) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 85 move table metrics.message_events to quarantine
--   ACCESS EXCLUSIVE on metrics.message_events
--   why: `plumb purge` deletes it for good
SELECT to_regclass('metrics.message_events') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
CREATE SCHEMA IF NOT EXISTS plumbline_q0001r_metrics;
ALTER TABLE metrics.message_events SET SCHEMA plumbline_q0001r_metrics;
DO $partitions$
DECLARE
    part regclass;
BEGIN
    FOR part IN
        SELECT t.relid FROM pg_catalog.pg_partition_tree('plumbline_q0001r_metrics.message_events') AS t
        JOIN pg_catalog.pg_class AS c ON c.oid = t.relid
        WHERE c.relnamespace = to_regnamespace('metrics')
    LOOP
        EXECUTE format('ALTER TABLE %s SET SCHEMA %I', part, 'plumbline_q0001r_metrics');
    END LOOP;
END
$partitions$;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 85) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 86 move table metrics.conversations to quarantine
--   ACCESS EXCLUSIVE on metrics.conversations
--   why: `plumb purge` deletes it for good
SELECT to_regclass('metrics.conversations') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
CREATE SCHEMA IF NOT EXISTS plumbline_q0001r_metrics;
ALTER TABLE metrics.conversations SET SCHEMA plumbline_q0001r_metrics;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 86) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 87 move table metrics.agents to quarantine
--   ACCESS EXCLUSIVE on metrics.agents
--   why: `plumb purge` deletes it for good
SELECT to_regclass('metrics.agents') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
CREATE SCHEMA IF NOT EXISTS plumbline_q0001r_metrics;
ALTER TABLE metrics.agents SET SCHEMA plumbline_q0001r_metrics;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 87) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 88 move table metrics.contacts to quarantine
--   ACCESS EXCLUSIVE on metrics.contacts
--   why: `plumb purge` deletes it for good
SELECT to_regclass('metrics.contacts') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
CREATE SCHEMA IF NOT EXISTS plumbline_q0001r_metrics;
ALTER TABLE metrics.contacts SET SCHEMA plumbline_q0001r_metrics;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 88) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 89 move table metrics.view_refreshes to quarantine
--   ACCESS EXCLUSIVE on metrics.view_refreshes
--   why: `plumb purge` deletes it for good
SELECT to_regclass('metrics.view_refreshes') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
CREATE SCHEMA IF NOT EXISTS plumbline_q0001r_metrics;
ALTER TABLE metrics.view_refreshes SET SCHEMA plumbline_q0001r_metrics;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 89) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 90 move table support_etl.etl_freshdesk_tickets to quarantine
--   ACCESS EXCLUSIVE on support_etl.etl_freshdesk_tickets
--   why: `plumb purge` deletes it for good
SELECT to_regclass('support_etl.etl_freshdesk_tickets') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
CREATE SCHEMA IF NOT EXISTS plumbline_q0001r_support_etl;
ALTER TABLE support_etl.etl_freshdesk_tickets SET SCHEMA plumbline_q0001r_support_etl;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 90) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 91 move function support_etl.extract_ticket_status(jsonb) to quarantine
--   why: `plumb purge` deletes it for good
SELECT to_regprocedure('support_etl.extract_ticket_status(jsonb)') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
CREATE SCHEMA IF NOT EXISTS plumbline_q0001r_support_etl;
ALTER FUNCTION support_etl.extract_ticket_status(jsonb) SET SCHEMA plumbline_q0001r_support_etl;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 91) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 92 move function support_etl.parse_timestamp(text) to quarantine
--   why: `plumb purge` deletes it for good
SELECT to_regprocedure('support_etl.parse_timestamp(text)') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
CREATE SCHEMA IF NOT EXISTS plumbline_q0001r_support_etl;
ALTER FUNCTION support_etl.parse_timestamp(text) SET SCHEMA plumbline_q0001r_support_etl;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 92) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 93 move table support_etl.etl_shopify_customers to quarantine
--   ACCESS EXCLUSIVE on support_etl.etl_shopify_customers
--   why: `plumb purge` deletes it for good
SELECT to_regclass('support_etl.etl_shopify_customers') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
CREATE SCHEMA IF NOT EXISTS plumbline_q0001r_support_etl;
ALTER TABLE support_etl.etl_shopify_customers SET SCHEMA plumbline_q0001r_support_etl;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 93) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 94 move table support_etl.merchant_integrations to quarantine
--   ACCESS EXCLUSIVE on support_etl.merchant_integrations
--   why: `plumb purge` deletes it for good
SELECT to_regclass('support_etl.merchant_integrations') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
CREATE SCHEMA IF NOT EXISTS plumbline_q0001r_support_etl;
ALTER TABLE support_etl.merchant_integrations SET SCHEMA plumbline_q0001r_support_etl;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 94) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 95 move table support_etl.sync_metadata to quarantine
--   ACCESS EXCLUSIVE on support_etl.sync_metadata
--   why: `plumb purge` deletes it for good
SELECT to_regclass('support_etl.sync_metadata') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
CREATE SCHEMA IF NOT EXISTS plumbline_q0001r_support_etl;
ALTER TABLE support_etl.sync_metadata SET SCHEMA plumbline_q0001r_support_etl;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 95) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 96 move table support_etl.merchants to quarantine
--   ACCESS EXCLUSIVE on support_etl.merchants
--   why: `plumb purge` deletes it for good
SELECT to_regclass('support_etl.merchants') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
CREATE SCHEMA IF NOT EXISTS plumbline_q0001r_support_etl;
ALTER TABLE support_etl.merchants SET SCHEMA plumbline_q0001r_support_etl;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 96) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 97 move function support_etl.touch_updated_at() to quarantine
--   why: `plumb purge` deletes it for good
SELECT to_regprocedure('support_etl.touch_updated_at()') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
CREATE SCHEMA IF NOT EXISTS plumbline_q0001r_support_etl;
ALTER FUNCTION support_etl.touch_updated_at() SET SCHEMA plumbline_q0001r_support_etl;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 97) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 98 move table widget.chat_notification to quarantine
--   ACCESS EXCLUSIVE on widget.chat_notification
--   why: `plumb purge` deletes it for good
SELECT to_regclass('widget.chat_notification') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
CREATE SCHEMA IF NOT EXISTS plumbline_q0001r_widget;
ALTER TABLE widget.chat_notification SET SCHEMA plumbline_q0001r_widget;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 98) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 99 move table widget.customer_profile to quarantine
--   ACCESS EXCLUSIVE on widget.customer_profile
--   why: `plumb purge` deletes it for good
SELECT to_regclass('widget.customer_profile') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
CREATE SCHEMA IF NOT EXISTS plumbline_q0001r_widget;
ALTER TABLE widget.customer_profile SET SCHEMA plumbline_q0001r_widget;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 99) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 100 drop trigger widget.message.message_parent_exists
--   ACCESS EXCLUSIVE on widget.message
SELECT EXISTS (SELECT FROM pg_catalog.pg_trigger t WHERE t.tgrelid = to_regclass('widget.message') AND t.tgname = 'message_parent_exists') AS todo \gset
\if :todo
BEGIN;
DROP TRIGGER message_parent_exists ON widget.message;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 100) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 101 move function widget.require_parent_message() to quarantine
--   why: `plumb purge` deletes it for good
SELECT to_regprocedure('widget.require_parent_message()') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
CREATE SCHEMA IF NOT EXISTS plumbline_q0001r_widget;
ALTER FUNCTION widget.require_parent_message() SET SCHEMA plumbline_q0001r_widget;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 101) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 102 move table widget.message_archive to quarantine
--   ACCESS EXCLUSIVE on widget.message_archive
--   why: `plumb purge` deletes it for good
SELECT to_regclass('widget.message_archive') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
CREATE SCHEMA IF NOT EXISTS plumbline_q0001r_widget;
ALTER TABLE widget.message_archive SET SCHEMA plumbline_q0001r_widget;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 102) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 103 move table widget.message_default to quarantine
--   ACCESS EXCLUSIVE on widget.message_default
--   why: `plumb purge` deletes it for good
SELECT to_regclass('widget.message_default') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
CREATE SCHEMA IF NOT EXISTS plumbline_q0001r_widget;
ALTER TABLE widget.message_default SET SCHEMA plumbline_q0001r_widget;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 103) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 104 move table widget.message to quarantine
--   ACCESS EXCLUSIVE on widget.message
--   why: `plumb purge` deletes it for good
SELECT to_regclass('widget.message') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
CREATE SCHEMA IF NOT EXISTS plumbline_q0001r_widget;
ALTER TABLE widget.message SET SCHEMA plumbline_q0001r_widget;
DO $partitions$
DECLARE
    part regclass;
BEGIN
    FOR part IN
        SELECT t.relid FROM pg_catalog.pg_partition_tree('plumbline_q0001r_widget.message') AS t
        JOIN pg_catalog.pg_class AS c ON c.oid = t.relid
        WHERE c.relnamespace = to_regnamespace('widget')
    LOOP
        EXECUTE format('ALTER TABLE %s SET SCHEMA %I', part, 'plumbline_q0001r_widget');
    END LOOP;
END
$partitions$;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 104) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 105 move table widget.typing_indicator to quarantine
--   ACCESS EXCLUSIVE on widget.typing_indicator
--   why: `plumb purge` deletes it for good
SELECT to_regclass('widget.typing_indicator') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
CREATE SCHEMA IF NOT EXISTS plumbline_q0001r_widget;
ALTER TABLE widget.typing_indicator SET SCHEMA plumbline_q0001r_widget;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 105) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 106 move table widget.chat to quarantine
--   ACCESS EXCLUSIVE on widget.chat
--   why: `plumb purge` deletes it for good
SELECT to_regclass('widget.chat') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
CREATE SCHEMA IF NOT EXISTS plumbline_q0001r_widget;
ALTER TABLE widget.chat SET SCHEMA plumbline_q0001r_widget;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 106) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 107 move table widget.conversation_session to quarantine
--   ACCESS EXCLUSIVE on widget.conversation_session
--   why: `plumb purge` deletes it for good
SELECT to_regclass('widget.conversation_session') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
CREATE SCHEMA IF NOT EXISTS plumbline_q0001r_widget;
ALTER TABLE widget.conversation_session SET SCHEMA plumbline_q0001r_widget;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 107) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 108 move table widget.customer to quarantine
--   ACCESS EXCLUSIVE on widget.customer
--   why: `plumb purge` deletes it for good
SELECT to_regclass('widget.customer') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
CREATE SCHEMA IF NOT EXISTS plumbline_q0001r_widget;
ALTER TABLE widget.customer SET SCHEMA plumbline_q0001r_widget;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 108) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 109 move table widget.user to quarantine
--   ACCESS EXCLUSIVE on widget.user
--   why: `plumb purge` deletes it for good
SELECT to_regclass('widget."user"') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
CREATE SCHEMA IF NOT EXISTS plumbline_q0001r_widget;
ALTER TABLE widget."user" SET SCHEMA plumbline_q0001r_widget;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 109) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 110 move table widget.widget_settings to quarantine
--   ACCESS EXCLUSIVE on widget.widget_settings
--   why: `plumb purge` deletes it for good
SELECT to_regclass('widget.widget_settings') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
CREATE SCHEMA IF NOT EXISTS plumbline_q0001r_widget;
ALTER TABLE widget.widget_settings SET SCHEMA plumbline_q0001r_widget;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 110) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 111 move enum type widget.ChatSource to quarantine
--   why: `plumb purge` deletes it for good
SELECT to_regtype('widget."ChatSource"') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
CREATE SCHEMA IF NOT EXISTS plumbline_q0001r_widget;
ALTER TYPE widget."ChatSource" SET SCHEMA plumbline_q0001r_widget;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 111) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 112 move enum type widget.ChatStatus to quarantine
--   why: `plumb purge` deletes it for good
SELECT to_regtype('widget."ChatStatus"') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
CREATE SCHEMA IF NOT EXISTS plumbline_q0001r_widget;
ALTER TYPE widget."ChatStatus" SET SCHEMA plumbline_q0001r_widget;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 112) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 113 move enum type widget.MessageType to quarantine
--   why: `plumb purge` deletes it for good
SELECT to_regtype('widget."MessageType"') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
CREATE SCHEMA IF NOT EXISTS plumbline_q0001r_widget;
ALTER TYPE widget."MessageType" SET SCHEMA plumbline_q0001r_widget;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 113) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 114 move enum type widget.NotificationType to quarantine
--   why: `plumb purge` deletes it for good
SELECT to_regtype('widget."NotificationType"') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
CREATE SCHEMA IF NOT EXISTS plumbline_q0001r_widget;
ALTER TYPE widget."NotificationType" SET SCHEMA plumbline_q0001r_widget;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 114) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 115 move enum type widget.Priority to quarantine
--   why: `plumb purge` deletes it for good
SELECT to_regtype('widget."Priority"') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
CREATE SCHEMA IF NOT EXISTS plumbline_q0001r_widget;
ALTER TYPE widget."Priority" SET SCHEMA plumbline_q0001r_widget;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 115) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 116 move enum type widget.SenderType to quarantine
--   why: `plumb purge` deletes it for good
SELECT to_regtype('widget."SenderType"') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
CREATE SCHEMA IF NOT EXISTS plumbline_q0001r_widget;
ALTER TYPE widget."SenderType" SET SCHEMA plumbline_q0001r_widget;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 116) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 117 drop extension vector
--   why: only when nothing uses it: rows in quarantine may have its types
SELECT EXISTS (SELECT FROM pg_catalog.pg_extension e WHERE e.extname = 'vector' AND NOT EXISTS (
    SELECT FROM pg_catalog.pg_depend m JOIN pg_catalog.pg_depend d
        ON d.refclassid = m.classid AND d.refobjid = m.objid AND d.deptype IN ('n', 'a')
    WHERE m.refclassid = 'pg_catalog.pg_extension'::regclass AND m.refobjid = e.oid AND m.deptype = 'e'
    AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend o WHERE o.classid = d.classid AND o.objid = d.objid
        AND o.refclassid = 'pg_catalog.pg_extension'::regclass AND o.refobjid = e.oid)
    AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend o JOIN pg_catalog.pg_depend i
        ON i.classid = o.refclassid AND i.objid = o.refobjid WHERE o.classid = d.classid
        AND o.objid = d.objid AND o.deptype = 'i' AND i.deptype = 'e' AND i.refobjid = e.oid))) AS todo \gset
\if :todo
BEGIN;
DROP EXTENSION vector;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 117) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 118 drop schema analytics
--   why: only when it is empty: what others put in it stays
SELECT EXISTS (SELECT FROM pg_catalog.pg_namespace n WHERE n.nspname = 'analytics' AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.refclassid = 'pg_catalog.pg_namespace'::regclass AND d.refobjid = n.oid)) AS todo \gset
\if :todo
BEGIN;
DROP SCHEMA analytics;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 118) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 119 drop schema knowledge
--   why: only when it is empty: what others put in it stays
SELECT EXISTS (SELECT FROM pg_catalog.pg_namespace n WHERE n.nspname = 'knowledge' AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.refclassid = 'pg_catalog.pg_namespace'::regclass AND d.refobjid = n.oid)) AS todo \gset
\if :todo
BEGIN;
DROP SCHEMA knowledge;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 119) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 120 drop schema metrics
--   why: only when it is empty: what others put in it stays
SELECT EXISTS (SELECT FROM pg_catalog.pg_namespace n WHERE n.nspname = 'metrics' AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.refclassid = 'pg_catalog.pg_namespace'::regclass AND d.refobjid = n.oid)) AS todo \gset
\if :todo
BEGIN;
DROP SCHEMA metrics;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 120) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 121 drop schema support_etl
--   why: only when it is empty: what others put in it stays
SELECT EXISTS (SELECT FROM pg_catalog.pg_namespace n WHERE n.nspname = 'support_etl' AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.refclassid = 'pg_catalog.pg_namespace'::regclass AND d.refobjid = n.oid)) AS todo \gset
\if :todo
BEGIN;
DROP SCHEMA support_etl;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 121) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 122 drop schema widget
--   why: only when it is empty: what others put in it stays
SELECT EXISTS (SELECT FROM pg_catalog.pg_namespace n WHERE n.nspname = 'widget' AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.refclassid = 'pg_catalog.pg_namespace'::regclass AND d.refobjid = n.oid)) AS todo \gset
\if :todo
BEGIN;
DROP SCHEMA widget;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 122) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 123 take it out of the ledger
SELECT EXISTS (SELECT FROM plumbline.migration m WHERE m.project = 'support-platform' AND m.number = 1) AS todo \gset
\if :todo
BEGIN;
DELETE FROM plumbline.migration m WHERE m.project = 'support-platform' AND m.number = 1;
DELETE FROM plumbline.journal WHERE project = 'support-platform' AND migration = 1 AND direction = 'forward';
COMMIT;
\endif

