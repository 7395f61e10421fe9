-- migration: 0001_initial
-- database: supabase
-- direction: rollback
-- checksum: 3641e225288462bdbf74dd3557c79f890fee0c48bdd451fb7b62c3a355836878
-- from: db2c2c98e4126c0d5579b874bd431b9789b4e7a965883d8690ce2482861d53ac
-- to: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
-- server: written for PostgreSQL 17
--
-- Run by `plumb rollback`, or by hand:
--     psql -X -f rollback/supabase/0001_initial.sql
-- Running it again right after changes nothing. What it drops goes to quarantine (`plumb purge` deletes it).
--
-- What it does:
--     drop column: 138
--     drop column default: 35
--     drop comment: 29
--     drop constraint: 16
--     drop cron job: 4
--     drop extension: 1
--     drop function: 6
--     drop grant: 22
--     drop index: 23
--     drop materialized view: 1
--     drop policy: 2
--     drop schema: 2
--     drop sequence: 1
--     drop table: 6
--     drop view: 2
-- Locks on relations in use:
--     ACCESS EXCLUSIVE on analytics.agent_performance_metrics
--     ACCESS EXCLUSIVE on analytics.agent_sdk_performance_dashboard
--     ACCESS EXCLUSIVE on analytics.conversation_analytics
--     ACCESS EXCLUSIVE on analytics.conversation_analytics_archive
--     ACCESS EXCLUSIVE on analytics.customer_interaction_history
--     ACCESS EXCLUSIVE on analytics.customer_support_health
--     ACCESS EXCLUSIVE on analytics.daily_support_summary
--     ACCESS EXCLUSIVE on analytics.support_knowledge_gaps
--     ACCESS EXCLUSIVE on knowledge.documents
-- Risks:
--     none
\set plumb_checksum '3641e225288462bdbf74dd3557c79f890fee0c48bdd451fb7b62c3a355836878'
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

-- plumb:step 1 drop cron job archive-old-conversations
SELECT EXISTS (SELECT FROM cron.job j WHERE j.jobname = 'archive-old-conversations' AND j.database = current_database()) AS todo \gset
\if :todo
BEGIN;
SELECT cron.unschedule('archive-old-conversations');
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 1) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 2 drop cron job chatwoot-batch-sync
SELECT EXISTS (SELECT FROM cron.job j WHERE j.jobname = 'chatwoot-batch-sync' AND j.database = current_database()) AS todo \gset
\if :todo
BEGIN;
SELECT cron.unschedule('chatwoot-batch-sync');
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 2) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 3 drop cron job chatwoot-nightly-sync
SELECT EXISTS (SELECT FROM cron.job j WHERE j.jobname = 'chatwoot-nightly-sync' AND j.database = current_database()) AS todo \gset
\if :todo
BEGIN;
SELECT cron.unschedule('chatwoot-nightly-sync');
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 3) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 4 drop cron job refresh-daily-summary
SELECT EXISTS (SELECT FROM cron.job j WHERE j.jobname = 'refresh-daily-summary' AND j.database = current_database()) AS todo \gset
\if :todo
BEGIN;
SELECT cron.unschedule('refresh-daily-summary');
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 4) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 5 drop materialized view analytics.daily_support_summary
--   ACCESS EXCLUSIVE on analytics.daily_support_summary
--   why: its rows can be computed again
SELECT to_regclass('analytics.daily_support_summary') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
DROP MATERIALIZED VIEW analytics.daily_support_summary;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 5) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 6 drop view analytics.agent_sdk_performance_dashboard
--   ACCESS EXCLUSIVE on analytics.agent_sdk_performance_dashboard
SELECT to_regclass('analytics.agent_sdk_performance_dashboard') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
DROP VIEW analytics.agent_sdk_performance_dashboard;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 6) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 7 drop view analytics.customer_support_health
--   ACCESS EXCLUSIVE on analytics.customer_support_health
SELECT to_regclass('analytics.customer_support_health') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
DROP VIEW analytics.customer_support_health;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 7) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 8 drop function analytics.archive_old_conversations()
SELECT to_regprocedure('analytics.archive_old_conversations()') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
DROP FUNCTION analytics.archive_old_conversations();
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 8) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 9 drop function analytics.check_sync_health()
SELECT to_regprocedure('analytics.check_sync_health()') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
DROP FUNCTION analytics.check_sync_health();
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 9) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 10 drop function analytics.request_batch_sync()
SELECT to_regprocedure('analytics.request_batch_sync()') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
DROP FUNCTION analytics.request_batch_sync();
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 10) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 11 drop function analytics.post_json(text, jsonb, jsonb)
SELECT to_regprocedure('analytics.post_json(text, jsonb, jsonb)') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
DROP FUNCTION analytics.post_json(text, jsonb, jsonb);
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 11) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 12 drop function knowledge.match_documents(extensions.vector, double precision, integer, character varying, jsonb)
SELECT to_regprocedure('knowledge.match_documents(extensions.vector, double precision, integer, character varying, jsonb)') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
DROP FUNCTION knowledge.match_documents(extensions.vector, double precision, integer, character varying, jsonb);
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 12) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 13 drop function knowledge.metadata_in_range(jsonb, jsonb)
SELECT to_regprocedure('knowledge.metadata_in_range(jsonb, jsonb)') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
DROP FUNCTION knowledge.metadata_in_range(jsonb, jsonb);
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 13) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 14 move table analytics.agent_performance_metrics to quarantine
--   ACCESS EXCLUSIVE on analytics.agent_performance_metrics
--   why: `plumb purge` deletes it for good
SELECT to_regclass('analytics.agent_performance_metrics') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
CREATE SCHEMA IF NOT EXISTS plumbline_q0001r_analytics;
ALTER TABLE analytics.agent_performance_metrics SET SCHEMA plumbline_q0001r_analytics;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 14) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 15 move table analytics.conversation_analytics_archive to quarantine
--   ACCESS EXCLUSIVE on analytics.conversation_analytics_archive
--   why: `plumb purge` deletes it for good
SELECT to_regclass('analytics.conversation_analytics_archive') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
CREATE SCHEMA IF NOT EXISTS plumbline_q0001r_analytics;
ALTER TABLE analytics.conversation_analytics_archive SET SCHEMA plumbline_q0001r_analytics;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 15) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 16 move table analytics.customer_interaction_history to quarantine
--   ACCESS EXCLUSIVE on analytics.customer_interaction_history
--   why: `plumb purge` deletes it for good
SELECT to_regclass('analytics.customer_interaction_history') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
CREATE SCHEMA IF NOT EXISTS plumbline_q0001r_analytics;
ALTER TABLE analytics.customer_interaction_history SET SCHEMA plumbline_q0001r_analytics;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 16) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 17 move table analytics.conversation_analytics to quarantine
--   ACCESS EXCLUSIVE on analytics.conversation_analytics
--   why: `plumb purge` deletes it for good
SELECT to_regclass('analytics.conversation_analytics') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
CREATE SCHEMA IF NOT EXISTS plumbline_q0001r_analytics;
ALTER TABLE analytics.conversation_analytics SET SCHEMA plumbline_q0001r_analytics;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 17) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 18 move table analytics.support_knowledge_gaps to quarantine
--   ACCESS EXCLUSIVE on analytics.support_knowledge_gaps
--   why: `plumb purge` deletes it for good
SELECT to_regclass('analytics.support_knowledge_gaps') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
CREATE SCHEMA IF NOT EXISTS plumbline_q0001r_analytics;
ALTER TABLE analytics.support_knowledge_gaps SET SCHEMA plumbline_q0001r_analytics;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 18) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 19 move table knowledge.documents to quarantine
--   ACCESS EXCLUSIVE on knowledge.documents
--   why: `plumb purge` deletes it for good
SELECT to_regclass('knowledge.documents') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
CREATE SCHEMA IF NOT EXISTS plumbline_q0001r_knowledge;
ALTER TABLE knowledge.documents SET SCHEMA plumbline_q0001r_knowledge;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 19) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 20 drop extension vector
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
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 20) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 21 drop schema analytics
--   why: only when it is empty: what others put in it stays
SELECT EXISTS (SELECT FROM pg_catalog.pg_namespace n WHERE n.nspname = 'analytics' AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.refclassid = 'pg_catalog.pg_namespace'::regclass AND d.refobjid = n.oid)) AS todo \gset
\if :todo
BEGIN;
DROP SCHEMA analytics;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 21) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 22 drop schema knowledge
--   why: only when it is empty: what others put in it stays
SELECT EXISTS (SELECT FROM pg_catalog.pg_namespace n WHERE n.nspname = 'knowledge' AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.refclassid = 'pg_catalog.pg_namespace'::regclass AND d.refobjid = n.oid)) AS todo \gset
\if :todo
BEGIN;
DROP SCHEMA knowledge;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 22) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 23 take it out of the ledger
SELECT EXISTS (SELECT FROM plumbline.migration m WHERE m.project = 'support-platform' AND m.number = 1) AS todo \gset
\if :todo
BEGIN;
DELETE FROM plumbline.migration m WHERE m.project = 'support-platform' AND m.number = 1;
DELETE FROM plumbline.journal WHERE project = 'support-platform' AND migration = 1 AND direction = 'forward';
COMMIT;
\endif

