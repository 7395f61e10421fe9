-- migration: 0001_initial
-- database: supabase
-- direction: forward
-- checksum: ef392066bd6f79eddc1ba7f8ca7b3aa505747652ced4b2584a26ba25b0d6bea3
-- from: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
-- to: db2c2c98e4126c0d5579b874bd431b9789b4e7a965883d8690ce2482861d53ac
-- server: written for PostgreSQL 17
--
-- Run by `plumb apply`, or by hand:
--     psql -X -f migrations/supabase/0001_initial.sql
-- Running it again right after changes nothing. What it drops goes to quarantine (`plumb purge` deletes it).
--
-- What it does:
--     create cron job: 4
--     create extension: 1
--     create function: 6
--     create index: 23
--     create materialized view: 1
--     create schema: 2
--     create sequence: 1
--     create table: 6
--     create view: 2
-- Locks on relations in use:
--     none
-- Risks:
--     none
\set plumb_checksum 'ef392066bd6f79eddc1ba7f8ca7b3aa505747652ced4b2584a26ba25b0d6bea3'
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

-- plumb:step 1 create schema analytics with its privileges and comments
SELECT to_regnamespace('analytics') IS NULL AS todo \gset
\if :todo
BEGIN;
CREATE SCHEMA analytics;
GRANT USAGE ON SCHEMA analytics TO service_role;
COMMENT ON SCHEMA analytics IS 'Support analytics, synchronised from Chatwoot; for the service role only.';
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'forward', 1) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 2 create schema knowledge with its privileges and comments
SELECT to_regnamespace('knowledge') IS NULL AS todo \gset
\if :todo
BEGIN;
CREATE SCHEMA knowledge;
GRANT USAGE ON SCHEMA knowledge TO authenticated;
GRANT USAGE ON SCHEMA knowledge TO service_role;
COMMENT ON SCHEMA knowledge IS 'The knowledge base that answers are drafted from.';
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'forward', 2) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 3 create extension vector
SELECT NOT EXISTS (SELECT FROM pg_catalog.pg_extension e WHERE e.extname = 'vector') AS todo \gset
\if :todo
BEGIN;
CREATE EXTENSION vector SCHEMA extensions;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'forward', 3) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 4 bring back table analytics.agent_performance_metrics from quarantine
SELECT to_regclass('plumbline_q0001r_analytics.agent_performance_metrics') IS NOT NULL AND NOT (to_regclass('analytics.agent_performance_metrics') IS NOT NULL) AS todo \gset
\if :todo
BEGIN;
ALTER TABLE plumbline_q0001r_analytics.agent_performance_metrics SET SCHEMA analytics;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'forward', 4) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 5 create table analytics.agent_performance_metrics with its indexes, privileges and comments
SELECT to_regclass('analytics.agent_performance_metrics') IS NULL AS todo \gset
\if :todo
BEGIN;
CREATE TABLE analytics.agent_performance_metrics (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    chatwoot_agent_id integer NOT NULL,
    agent_name text NOT NULL,
    agent_email text,
    date date NOT NULL,
    hour integer,
    conversations_handled integer DEFAULT 0,
    messages_sent integer DEFAULT 0,
    private_notes_created integer DEFAULT 0,
    drafts_approved integer DEFAULT 0,
    drafts_edited integer DEFAULT 0,
    drafts_rejected integer DEFAULT 0,
    escalations_made integer DEFAULT 0,
    avg_first_response_time_seconds integer,
    avg_resolution_time_seconds integer,
    avg_draft_review_time_seconds integer,
    csat_avg numeric(3,2),
    csat_count integer DEFAULT 0,
    first_contact_resolution_rate numeric(5,2),
    online_time_minutes integer,
    idle_time_minutes integer,
    synced_at timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT agent_performance_metrics_pkey PRIMARY KEY (id),
    CONSTRAINT agent_performance_metrics_chatwoot_agent_id_date_hour_key UNIQUE NULLS NOT DISTINCT (chatwoot_agent_id, date, hour),
    CONSTRAINT agent_performance_metrics_hour_check CHECK (((hour >= 0) AND (hour <= 23)))
);
ALTER TABLE analytics.agent_performance_metrics ENABLE ROW LEVEL SECURITY;
CREATE INDEX idx_agent_date ON analytics.agent_performance_metrics USING btree (chatwoot_agent_id, date DESC);
CREATE INDEX idx_date ON analytics.agent_performance_metrics USING btree (date DESC);
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE analytics.agent_performance_metrics TO service_role;
COMMENT ON TABLE analytics.agent_performance_metrics IS 'Performance of agents by hour, and by day where the hour is NULL.';
COMMENT ON COLUMN analytics.agent_performance_metrics.hour IS '0 to 23; NULL for the day as a whole';
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'forward', 5) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 6 bring back table analytics.conversation_analytics from quarantine
SELECT to_regclass('plumbline_q0001r_analytics.conversation_analytics') IS NOT NULL AND NOT (to_regclass('analytics.conversation_analytics') IS NOT NULL) AS todo \gset
\if :todo
BEGIN;
ALTER TABLE plumbline_q0001r_analytics.conversation_analytics SET SCHEMA analytics;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'forward', 6) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 7 create table analytics.conversation_analytics with its indexes, privileges and comments
SELECT to_regclass('analytics.conversation_analytics') IS NULL AS todo \gset
\if :todo
BEGIN;
CREATE TABLE analytics.conversation_analytics (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    chatwoot_conversation_id bigint NOT NULL,
    chatwoot_inbox_id integer NOT NULL,
    chatwoot_account_id integer NOT NULL,
    status text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    resolved_at timestamp with time zone,
    first_response_at timestamp with time zone,
    customer_name text,
    customer_email text,
    customer_phone text,
    customer_segment text,
    agent_sdk_used boolean DEFAULT false,
    draft_confidence_score integer,
    draft_created_at timestamp with time zone,
    draft_approved_at timestamp with time zone,
    operator_action text,
    time_to_first_response_seconds integer,
    time_to_resolution_seconds integer,
    message_count integer DEFAULT 0,
    agent_message_count integer DEFAULT 0,
    customer_message_count integer DEFAULT 0,
    category text,
    subcategory text,
    tags text[] DEFAULT ARRAY[]::text[],
    sentiment text,
    urgency text,
    assigned_agent_id integer,
    assigned_agent_name text,
    escalated boolean DEFAULT false,
    escalation_reason text,
    csat_rating integer,
    csat_feedback text,
    custom_attributes jsonb DEFAULT '{}'::jsonb,
    synced_at timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT conversation_analytics_pkey PRIMARY KEY (id),
    CONSTRAINT conversation_analytics_chatwoot_conversation_id_key UNIQUE (chatwoot_conversation_id),
    CONSTRAINT conversation_analytics_csat_rating_check CHECK (((csat_rating >= 1) AND (csat_rating <= 5))),
    CONSTRAINT conversation_analytics_operator_action_check CHECK ((operator_action = ANY (ARRAY['approve'::text, 'edit'::text, 'escalate'::text, 'reject'::text]))),
    CONSTRAINT conversation_analytics_status_check CHECK ((status = ANY (ARRAY['open'::text, 'pending'::text, 'resolved'::text])))
);
ALTER TABLE analytics.conversation_analytics ENABLE ROW LEVEL SECURITY;
CREATE INDEX idx_agent_sdk ON analytics.conversation_analytics USING btree (agent_sdk_used) WHERE (agent_sdk_used = true);
CREATE INDEX idx_category ON analytics.conversation_analytics USING btree (category, subcategory);
CREATE INDEX idx_conv_agent_sdk_created ON analytics.conversation_analytics USING btree (created_at DESC) WHERE (agent_sdk_used = true);
CREATE INDEX idx_conv_created_status ON analytics.conversation_analytics USING btree (created_at DESC, status);
CREATE INDEX idx_conv_customer_email_date ON analytics.conversation_analytics USING btree (customer_email, created_at DESC);
CREATE INDEX idx_conv_unresolved ON analytics.conversation_analytics USING btree (created_at DESC) WHERE (status = ANY (ARRAY['open'::text, 'pending'::text]));
CREATE INDEX idx_created_at ON analytics.conversation_analytics USING btree (created_at DESC);
CREATE INDEX idx_customer_email ON analytics.conversation_analytics USING btree (customer_email);
CREATE INDEX idx_status ON analytics.conversation_analytics USING btree (status);
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE analytics.conversation_analytics TO service_role;
COMMENT ON TABLE analytics.conversation_analytics IS 'Conversations of Chatwoot with their metrics, one row each, upserted by chatwoot_conversation_id.';
COMMENT ON COLUMN analytics.conversation_analytics.category IS 'order, product, return or general';
COMMENT ON COLUMN analytics.conversation_analytics.custom_attributes IS 'Enrichment: order data and lifetime value of the customer';
COMMENT ON COLUMN analytics.conversation_analytics.customer_segment IS 'vip, standard or new';
COMMENT ON COLUMN analytics.conversation_analytics.sentiment IS 'happy, neutral, frustrated or angry';
COMMENT ON COLUMN analytics.conversation_analytics.urgency IS 'low, normal, high or urgent';
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'forward', 7) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 8 bring back table analytics.conversation_analytics_archive from quarantine
SELECT to_regclass('plumbline_q0001r_analytics.conversation_analytics_archive') IS NOT NULL AND NOT (to_regclass('analytics.conversation_analytics_archive') IS NOT NULL) AS todo \gset
\if :todo
BEGIN;
ALTER TABLE plumbline_q0001r_analytics.conversation_analytics_archive SET SCHEMA analytics;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'forward', 8) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 9 create table analytics.conversation_analytics_archive with its privileges and comments
SELECT to_regclass('analytics.conversation_analytics_archive') IS NULL AS todo \gset
\if :todo
BEGIN;
CREATE TABLE analytics.conversation_analytics_archive (
    id uuid NOT NULL,
    chatwoot_conversation_id bigint NOT NULL,
    chatwoot_inbox_id integer NOT NULL,
    chatwoot_account_id integer NOT NULL,
    status text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    resolved_at timestamp with time zone,
    first_response_at timestamp with time zone,
    customer_name text,
    customer_email text,
    customer_phone text,
    customer_segment text,
    agent_sdk_used boolean,
    draft_confidence_score integer,
    draft_created_at timestamp with time zone,
    draft_approved_at timestamp with time zone,
    operator_action text,
    time_to_first_response_seconds integer,
    time_to_resolution_seconds integer,
    message_count integer,
    agent_message_count integer,
    customer_message_count integer,
    category text,
    subcategory text,
    tags text[],
    sentiment text,
    urgency text,
    assigned_agent_id integer,
    assigned_agent_name text,
    escalated boolean,
    escalation_reason text,
    csat_rating integer,
    csat_feedback text,
    custom_attributes jsonb,
    synced_at timestamp with time zone NOT NULL,
    archived_at timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT conversation_analytics_archive_pkey PRIMARY KEY (id),
    CONSTRAINT conversation_analytics_archive_chatwoot_conversation_id_key UNIQUE (chatwoot_conversation_id)
);
ALTER TABLE analytics.conversation_analytics_archive ENABLE ROW LEVEL SECURITY;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE analytics.conversation_analytics_archive TO service_role;
COMMENT ON TABLE analytics.conversation_analytics_archive IS 'Conversations that archive_old_conversations() took out of conversation_analytics.';
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'forward', 9) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 10 bring back table analytics.customer_interaction_history from quarantine
SELECT to_regclass('plumbline_q0001r_analytics.customer_interaction_history') IS NOT NULL AND NOT (to_regclass('analytics.customer_interaction_history') IS NOT NULL) AS todo \gset
\if :todo
BEGIN;
ALTER TABLE plumbline_q0001r_analytics.customer_interaction_history SET SCHEMA analytics;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'forward', 10) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 11 create table analytics.customer_interaction_history with its indexes, privileges and comments
SELECT to_regclass('analytics.customer_interaction_history') IS NULL AS todo \gset
\if :todo
BEGIN;
CREATE TABLE analytics.customer_interaction_history (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    customer_email text NOT NULL,
    customer_name text,
    chatwoot_contact_id bigint,
    conversation_id uuid,
    chatwoot_conversation_id bigint NOT NULL,
    interaction_type text NOT NULL,
    category text,
    sentiment text,
    resolved boolean DEFAULT false,
    resolution_time_seconds integer,
    satisfaction_score integer,
    interaction_date timestamp with time zone NOT NULL,
    synced_at timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT customer_interaction_history_pkey PRIMARY KEY (id),
    CONSTRAINT customer_interaction_history_interaction_type_check CHECK ((interaction_type = ANY (ARRAY['inquiry'::text, 'complaint'::text, 'follow_up'::text, 'feedback'::text]))),
    CONSTRAINT customer_interaction_history_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES analytics.conversation_analytics(id) ON DELETE SET NULL
);
ALTER TABLE analytics.customer_interaction_history ENABLE ROW LEVEL SECURITY;
CREATE INDEX idx_interaction_conversation_id ON analytics.customer_interaction_history USING btree (conversation_id);
CREATE INDEX idx_interaction_customer_email ON analytics.customer_interaction_history USING btree (customer_email);
CREATE INDEX idx_interaction_date ON analytics.customer_interaction_history USING btree (interaction_date DESC);
CREATE INDEX idx_resolved ON analytics.customer_interaction_history USING btree (resolved);
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE analytics.customer_interaction_history TO service_role;
COMMENT ON TABLE analytics.customer_interaction_history IS 'Interactions of customers, kept for three years; conversation_id is NULL once the conversation is archived.';
COMMENT ON COLUMN analytics.customer_interaction_history.chatwoot_conversation_id IS 'Stays when the conversation is archived: the link to conversation_analytics_archive';
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'forward', 11) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 12 bring back table analytics.support_knowledge_gaps from quarantine
SELECT to_regclass('plumbline_q0001r_analytics.support_knowledge_gaps') IS NOT NULL AND NOT (to_regclass('analytics.support_knowledge_gaps') IS NOT NULL) AS todo \gset
\if :todo
BEGIN;
ALTER TABLE plumbline_q0001r_analytics.support_knowledge_gaps SET SCHEMA analytics;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'forward', 12) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 13 create table analytics.support_knowledge_gaps with its indexes, privileges and comments
SELECT to_regclass('analytics.support_knowledge_gaps') IS NULL AS todo \gset
\if :todo
BEGIN;
CREATE TABLE analytics.support_knowledge_gaps (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    customer_question text NOT NULL,
    detected_category text,
    detected_keywords text[],
    llama_index_results jsonb,
    llama_index_relevance_scores numeric[],
    draft_confidence_score integer,
    was_rejected boolean DEFAULT false,
    rejection_reason text,
    correct_information text,
    occurrence_count integer DEFAULT 1,
    first_seen_at timestamp with time zone NOT NULL DEFAULT now(),
    last_seen_at timestamp with time zone NOT NULL DEFAULT now(),
    gap_filled boolean DEFAULT false,
    knowledge_article_created_at timestamp with time zone,
    knowledge_article_url text,
    CONSTRAINT support_knowledge_gaps_pkey PRIMARY KEY (id)
);
ALTER TABLE analytics.support_knowledge_gaps ENABLE ROW LEVEL SECURITY;
CREATE INDEX idx_gap_filled ON analytics.support_knowledge_gaps USING btree (gap_filled) WHERE (gap_filled = false);
CREATE INDEX idx_occurrence_count ON analytics.support_knowledge_gaps USING btree (occurrence_count DESC);
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE analytics.support_knowledge_gaps TO service_role;
COMMENT ON TABLE analytics.support_knowledge_gaps IS 'Questions that the knowledge base could not answer, kept until the gap is filled.';
COMMENT ON COLUMN analytics.support_knowledge_gaps.correct_information IS 'What the operator wrote instead';
COMMENT ON COLUMN analytics.support_knowledge_gaps.llama_index_relevance_scores IS 'How relevant each of them was';
COMMENT ON COLUMN analytics.support_knowledge_gaps.llama_index_results IS 'The articles that were found';
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'forward', 13) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 14 bring back table knowledge.documents from quarantine
SELECT to_regclass('plumbline_q0001r_knowledge.documents') IS NOT NULL AND NOT (to_regclass('knowledge.documents') IS NOT NULL) AS todo \gset
\if :todo
BEGIN;
ALTER TABLE plumbline_q0001r_knowledge.documents SET SCHEMA knowledge;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'forward', 14) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 15 create table knowledge.documents with its indexes, policies, privileges and comments
SELECT to_regclass('knowledge.documents') IS NULL AS todo \gset
\if :todo
BEGIN;
CREATE TABLE knowledge.documents (
    id serial NOT NULL,
    content text NOT NULL,
    title character varying(500),
    embedding extensions.vector(1536),
    metadata jsonb DEFAULT '{}'::jsonb,
    category character varying(50),
    source_type character varying(50),
    source_url character varying(1000),
    source_file_name character varying(255),
    version integer DEFAULT 1,
    is_active boolean DEFAULT true,
    created_at timestamp with time zone DEFAULT now(),
    updated_at timestamp with time zone DEFAULT now(),
    CONSTRAINT documents_pkey PRIMARY KEY (id),
    CONSTRAINT documents_category_check CHECK ((category = ANY (ARRAY['policy'::character varying, 'product'::character varying, 'faq'::character varying, 'procedure'::character varying, 'vacancy'::character varying, 'general'::character varying])))
);
ALTER TABLE knowledge.documents ALTER COLUMN embedding SET STORAGE PLAIN;
ALTER TABLE knowledge.documents ENABLE ROW LEVEL SECURITY;
CREATE INDEX idx_documents_category ON knowledge.documents USING btree (category);
CREATE INDEX idx_documents_created_at ON knowledge.documents USING btree (created_at DESC);
CREATE INDEX idx_documents_embedding ON knowledge.documents USING ivfflat (embedding extensions.vector_cosine_ops) WITH (lists='100');
CREATE INDEX idx_documents_is_active ON knowledge.documents USING btree (is_active);
CREATE INDEX idx_documents_metadata ON knowledge.documents USING gin (metadata);
CREATE POLICY "Allow insert/update for service role" ON knowledge.documents
    TO service_role
    USING (true);
CREATE POLICY "Allow read access to authenticated users" ON knowledge.documents
    FOR SELECT
    TO authenticated
    USING (true);
GRANT SELECT ON TABLE knowledge.documents TO authenticated;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE knowledge.documents TO service_role;
COMMENT ON TABLE knowledge.documents IS 'Documents of the knowledge base with their embeddings; searched by match_documents.';
COMMENT ON COLUMN knowledge.documents.embedding IS 'OpenAI text-embedding-3-small, 1,536 dimensions';
COMMENT ON COLUMN knowledge.documents.source_type IS 'pdf, webpage, manual or api';
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'forward', 15) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 16 grant USAGE on sequence knowledge.documents_id_seq to service_role
SELECT (SELECT count(DISTINCT g.privilege_type) FROM (SELECT c.relacl AS acl FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('knowledge.documents_id_seq')) o, LATERAL pg_catalog.aclexplode(o.acl) g WHERE g.grantee = to_regrole('service_role')::oid AND g.privilege_type IN ('USAGE')) < 1 AS todo \gset
\if :todo
BEGIN;
GRANT USAGE ON SEQUENCE knowledge.documents_id_seq TO service_role;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'forward', 16) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 17 create function analytics.archive_old_conversations() with its privileges and comments
SELECT to_regprocedure('analytics.archive_old_conversations()') IS NULL AS todo \gset
\if :todo
BEGIN;
CREATE FUNCTION analytics.archive_old_conversations()
RETURNS bigint
LANGUAGE sql
SET search_path TO ''
AS $function$
WITH moved AS (
    DELETE FROM analytics.conversation_analytics
    WHERE status = 'resolved'
      AND resolved_at < now() - interval '2 years'
    RETURNING id, chatwoot_conversation_id, chatwoot_inbox_id, chatwoot_account_id, status, created_at, updated_at, resolved_at, first_response_at, customer_name, customer_email, customer_phone, customer_segment, agent_sdk_used, draft_confidence_score, draft_created_at, draft_approved_at, operator_action, time_to_first_response_seconds, time_to_resolution_seconds, message_count, agent_message_count, customer_message_count, category, subcategory, tags, sentiment, urgency, assigned_agent_id, assigned_agent_name, escalated, escalation_reason, csat_rating, csat_feedback, custom_attributes, synced_at
), kept AS (
    INSERT INTO analytics.conversation_analytics_archive (id, chatwoot_conversation_id, chatwoot_inbox_id, chatwoot_account_id, status, created_at, updated_at, resolved_at, first_response_at, customer_name, customer_email, customer_phone, customer_segment, agent_sdk_used, draft_confidence_score, draft_created_at, draft_approved_at, operator_action, time_to_first_response_seconds, time_to_resolution_seconds, message_count, agent_message_count, customer_message_count, category, subcategory, tags, sentiment, urgency, assigned_agent_id, assigned_agent_name, escalated, escalation_reason, csat_rating, csat_feedback, custom_attributes, synced_at)
    SELECT id, chatwoot_conversation_id, chatwoot_inbox_id, chatwoot_account_id, status, created_at, updated_at, resolved_at, first_response_at, customer_name, customer_email, customer_phone, customer_segment, agent_sdk_used, draft_confidence_score, draft_created_at, draft_approved_at, operator_action, time_to_first_response_seconds, time_to_resolution_seconds, message_count, agent_message_count, customer_message_count, category, subcategory, tags, sentiment, urgency, assigned_agent_id, assigned_agent_name, escalated, escalation_reason, csat_rating, csat_feedback, custom_attributes, synced_at FROM moved
    ON CONFLICT (chatwoot_conversation_id) DO UPDATE SET
        id = excluded.id,
        chatwoot_inbox_id = excluded.chatwoot_inbox_id,
        chatwoot_account_id = excluded.chatwoot_account_id,
        status = excluded.status,
        created_at = excluded.created_at,
        updated_at = excluded.updated_at,
        resolved_at = excluded.resolved_at,
        first_response_at = excluded.first_response_at,
        customer_name = excluded.customer_name,
        customer_email = excluded.customer_email,
        customer_phone = excluded.customer_phone,
        customer_segment = excluded.customer_segment,
        agent_sdk_used = excluded.agent_sdk_used,
        draft_confidence_score = excluded.draft_confidence_score,
        draft_created_at = excluded.draft_created_at,
        draft_approved_at = excluded.draft_approved_at,
        operator_action = excluded.operator_action,
        time_to_first_response_seconds = excluded.time_to_first_response_seconds,
        time_to_resolution_seconds = excluded.time_to_resolution_seconds,
        message_count = excluded.message_count,
        agent_message_count = excluded.agent_message_count,
        customer_message_count = excluded.customer_message_count,
        category = excluded.category,
        subcategory = excluded.subcategory,
        tags = excluded.tags,
        sentiment = excluded.sentiment,
        urgency = excluded.urgency,
        assigned_agent_id = excluded.assigned_agent_id,
        assigned_agent_name = excluded.assigned_agent_name,
        escalated = excluded.escalated,
        escalation_reason = excluded.escalation_reason,
        csat_rating = excluded.csat_rating,
        csat_feedback = excluded.csat_feedback,
        custom_attributes = excluded.custom_attributes,
        synced_at = excluded.synced_at, archived_at = now()
    RETURNING id
)
SELECT count(*) FROM kept;
$function$;
REVOKE EXECUTE ON FUNCTION analytics.archive_old_conversations() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION analytics.archive_old_conversations() TO service_role;
COMMENT ON FUNCTION analytics.archive_old_conversations() IS 'Moves conversations that were resolved over two years ago into the archive; returns how many.';
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'forward', 17) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 18 create function analytics.post_json(text, jsonb, jsonb) with its privileges and comments
SELECT to_regprocedure('analytics.post_json(text, jsonb, jsonb)') IS NULL AS todo \gset
\if :todo
BEGIN;
CREATE FUNCTION analytics.post_json(url text, headers jsonb, body jsonb)
RETURNS boolean
LANGUAGE plpgsql
SET search_path TO ''
AS $function$
BEGIN
    IF url IS NULL THEN
        RAISE NOTICE 'skipped: there is no address to post to';
        RETURN false;
    END IF;
    IF to_regprocedure('net.http_post(text,jsonb,jsonb,jsonb,integer)') IS NULL THEN
        RAISE NOTICE 'skipped: the extension pg_net is not installed';
        RETURN false;
    END IF;
    -- Dynamic, since a static call could not be checked or planned where pg_net is missing.
    EXECUTE 'SELECT net.http_post(url := $1, headers := $2, body := $3)'
        USING url, headers, body;
    RETURN true;
END
$function$;
REVOKE EXECUTE ON FUNCTION analytics.post_json(text, jsonb, jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION analytics.post_json(text, jsonb, jsonb) TO service_role;
COMMENT ON FUNCTION analytics.post_json(text, jsonb, jsonb) IS 'Queues an HTTP POST through pg_net; false, with a notice, where pg_net is not installed or the URL is NULL.';
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'forward', 18) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 19 create function analytics.check_sync_health() with its privileges and comments
SELECT to_regprocedure('analytics.check_sync_health()') IS NULL AS todo \gset
\if :todo
BEGIN;
CREATE FUNCTION analytics.check_sync_health()
RETURNS boolean
LANGUAGE plpgsql
SET search_path TO ''
AS $function$
DECLARE
    last_sync timestamptz;
    alert text;
BEGIN
    SELECT max(synced_at) INTO last_sync FROM analytics.conversation_analytics;

    IF last_sync >= now() - interval '10 minutes' THEN
        RETURN true;
    END IF;

    alert := CASE
        WHEN last_sync IS NULL THEN 'Chatwoot sync: nothing has been synchronised'
        ELSE 'Chatwoot sync lag: '
            || floor(extract(epoch FROM now() - last_sync) / 60)::bigint || ' minutes'
    END;
    PERFORM analytics.post_json(
        nullif(current_setting('app.settings.slack_webhook_url', true), ''),
        '{"Content-Type": "application/json"}'::jsonb,
        jsonb_build_object('text', alert));
    RETURN false;
END
$function$;
REVOKE EXECUTE ON FUNCTION analytics.check_sync_health() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION analytics.check_sync_health() TO service_role;
COMMENT ON FUNCTION analytics.check_sync_health() IS 'True when the last synchronisation is at most 10 minutes old; false, and an alert, otherwise. Never NULL.';
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'forward', 19) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 20 create function analytics.request_batch_sync() with its privileges and comments
SELECT to_regprocedure('analytics.request_batch_sync()') IS NULL AS todo \gset
\if :todo
BEGIN;
CREATE FUNCTION analytics.request_batch_sync()
RETURNS boolean
LANGUAGE plpgsql
SET search_path TO ''
AS $function$
DECLARE
    base_url text := nullif(current_setting('app.settings.supabase_url', true), '');
    service_key text := nullif(current_setting('app.settings.service_role_key', true), '');
BEGIN
    IF base_url IS NULL OR service_key IS NULL THEN
        RAISE NOTICE 'skipped: app.settings.supabase_url or app.settings.service_role_key is not set';
        RETURN false;
    END IF;
    RETURN analytics.post_json(
        base_url || '/functions/v1/chatwoot-batch-sync',
        jsonb_build_object('Content-Type', 'application/json', 'Authorization', 'Bearer ' || service_key),
        '{}'::jsonb);
END
$function$;
REVOKE EXECUTE ON FUNCTION analytics.request_batch_sync() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION analytics.request_batch_sync() TO service_role;
COMMENT ON FUNCTION analytics.request_batch_sync() IS 'Requests the batch synchronisation; false, with a notice, where the settings or pg_net are missing.';
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'forward', 20) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 21 create function knowledge.metadata_in_range(jsonb, jsonb) with its privileges and comments
SELECT to_regprocedure('knowledge.metadata_in_range(jsonb, jsonb)') IS NULL AS todo \gset
\if :todo
BEGIN;
CREATE FUNCTION knowledge.metadata_in_range(metadata jsonb, ranges jsonb)
RETURNS boolean
LANGUAGE plpgsql
IMMUTABLE PARALLEL SAFE
SET search_path TO ''
AS $function$
DECLARE
    field text;
    comparison text;
    bound jsonb;
    actual jsonb;
    holds boolean;
BEGIN
    FOR field, comparison, bound IN
        SELECT f.key, o.key, o.value
        FROM jsonb_each(ranges) AS f, jsonb_each(f.value) AS o
    LOOP
        actual := metadata -> field;
        -- jsonb orders values of different types by type, which no range means.
        holds := CASE comparison
            WHEN '$eq' THEN actual = bound
            WHEN '$ne' THEN actual <> bound
            WHEN '$gt' THEN jsonb_typeof(actual) = jsonb_typeof(bound) AND actual > bound
            WHEN '$gte' THEN jsonb_typeof(actual) = jsonb_typeof(bound) AND actual >= bound
            WHEN '$lt' THEN jsonb_typeof(actual) = jsonb_typeof(bound) AND actual < bound
            WHEN '$lte' THEN jsonb_typeof(actual) = jsonb_typeof(bound) AND actual <= bound
        END;
        IF comparison NOT IN ('$eq', '$ne', '$gt', '$gte', '$lt', '$lte') THEN
            RAISE EXCEPTION 'unknown operator % in the metadata filter of %', comparison, field
                USING ERRCODE = 'invalid_parameter_value',
                      HINT = 'Use $eq, $ne, $gt, $gte, $lt or $lte.';
        END IF;
        IF holds IS NOT TRUE THEN
            RETURN false;
        END IF;
    END LOOP;
    RETURN true;
END
$function$;
REVOKE EXECUTE ON FUNCTION knowledge.metadata_in_range(jsonb, jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION knowledge.metadata_in_range(jsonb, jsonb) TO authenticated;
GRANT EXECUTE ON FUNCTION knowledge.metadata_in_range(jsonb, jsonb) TO service_role;
COMMENT ON FUNCTION knowledge.metadata_in_range(jsonb, jsonb) IS 'Whether metadata is in ranges such as {"budget_min": {"$gte": 70000}}; operators $eq, $ne, $gt, $gte, $lt, $lte.';
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'forward', 21) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 22 create function knowledge.match_documents(extensions.vector, double precision, integer, character varying, jsonb) with its privileges and comments
SELECT to_regprocedure('knowledge.match_documents(extensions.vector, double precision, integer, character varying, jsonb)') IS NULL AS todo \gset
\if :todo
BEGIN;
-- The library of a type knows its settings; without it only a superuser may write them.
DO $load$BEGIN PERFORM NULL::extensions.vector WHERE false; END$load$;
CREATE FUNCTION knowledge.match_documents(query_embedding extensions.vector, match_threshold double precision DEFAULT 0.78, match_count integer DEFAULT 5, filter_category character varying DEFAULT NULL::character varying, filter_metadata jsonb DEFAULT NULL::jsonb)
RETURNS TABLE(id integer, content text, title character varying, metadata jsonb, category character varying, similarity double precision)
LANGUAGE plpgsql
STABLE PARALLEL SAFE
SET search_path TO 'extensions'
SET plan_cache_mode TO 'force_custom_plan'
SET ivfflat.probes TO '10'
SET ivfflat.iterative_scan TO 'relaxed_order'
AS $function$
#variable_conflict use_column
DECLARE
    plain jsonb;
    ranges jsonb;
BEGIN
    SELECT jsonb_object_agg(f.key, f.value) FILTER (WHERE NOT f.is_range),
           jsonb_object_agg(f.key, f.value) FILTER (WHERE f.is_range)
    INTO plain, ranges
    FROM (
        SELECT e.key, e.value, jsonb_typeof(e.value) = 'object' AND starts_with(o.first_key, '$') AS is_range
        FROM jsonb_each(filter_metadata) AS e
        LEFT JOIN LATERAL (
            SELECT min(k) AS first_key
            FROM jsonb_object_keys(CASE WHEN jsonb_typeof(e.value) = 'object' THEN e.value ELSE '{}' END) AS k
        ) AS o ON true
    ) AS f;

    RETURN QUERY
    WITH nearest AS MATERIALIZED (
        SELECT d.id, d.content, d.title, d.metadata,
               d.category, d.embedding <=> query_embedding AS distance
        FROM knowledge.documents AS d
        WHERE d.is_active
          AND (filter_category IS NULL OR d.category = filter_category)
          AND (plain IS NULL OR d.metadata @> plain)
          AND (ranges IS NULL OR knowledge.metadata_in_range(d.metadata, ranges))
        ORDER BY d.embedding <=> query_embedding
        LIMIT greatest(coalesce(match_count, 5), 0)
    )
    SELECT n.id, n.content, n.title, n.metadata, n.category, 1 - n.distance
    FROM nearest AS n
    -- The distance of a vector of zeros is NaN, which sorts above every number.
    WHERE 1 - n.distance > coalesce(match_threshold, 0.78) AND n.distance <> 'NaN'
    ORDER BY n.distance;
END
$function$;
REVOKE EXECUTE ON FUNCTION knowledge.match_documents(extensions.vector, double precision, integer, character varying, jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION knowledge.match_documents(extensions.vector, double precision, integer, character varying, jsonb) TO authenticated;
GRANT EXECUTE ON FUNCTION knowledge.match_documents(extensions.vector, double precision, integer, character varying, jsonb) TO service_role;
COMMENT ON FUNCTION knowledge.match_documents(extensions.vector, double precision, integer, character varying, jsonb) IS 'The documents most similar to an embedding, by cosine similarity, with filters on category and metadata.';
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'forward', 22) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 23 create view analytics.agent_sdk_performance_dashboard with its privileges and comments
SELECT to_regclass('analytics.agent_sdk_performance_dashboard') IS NULL AS todo \gset
\if :todo
BEGIN;
CREATE VIEW analytics.agent_sdk_performance_dashboard WITH (security_invoker=true) AS
 SELECT ((created_at AT TIME ZONE 'UTC'::text))::date AS date,
    count(*) AS total_drafts,
    sum(
        CASE
            WHEN (operator_action = 'approve'::text) THEN 1
            ELSE 0
        END) AS approved,
    sum(
        CASE
            WHEN (operator_action = 'edit'::text) THEN 1
            ELSE 0
        END) AS edited,
    sum(
        CASE
            WHEN (operator_action = 'reject'::text) THEN 1
            ELSE 0
        END) AS rejected,
    sum(
        CASE
            WHEN (operator_action = 'escalate'::text) THEN 1
            ELSE 0
        END) AS escalated,
    round(avg(draft_confidence_score), 1) AS avg_confidence,
    round((avg(time_to_first_response_seconds) / 60.0), 1) AS avg_response_time_min,
    round((((sum(
        CASE
            WHEN (operator_action = 'approve'::text) THEN 1
            ELSE 0
        END))::numeric * 100.0) / (count(*))::numeric), 1) AS approval_rate,
    round((((sum(
        CASE
            WHEN (operator_action = 'edit'::text) THEN 1
            ELSE 0
        END))::numeric * 100.0) / (count(*))::numeric), 1) AS edit_rate
   FROM analytics.conversation_analytics
  WHERE ((agent_sdk_used = true) AND (created_at > (now() - '30 days'::interval)))
  GROUP BY (((created_at AT TIME ZONE 'UTC'::text))::date)
  ORDER BY (((created_at AT TIME ZONE 'UTC'::text))::date) DESC;
GRANT SELECT ON TABLE analytics.agent_sdk_performance_dashboard TO service_role;
COMMENT ON VIEW analytics.agent_sdk_performance_dashboard IS 'What became of the agent''s drafts, by day (UTC), of the last 30 days.';
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'forward', 23) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 24 create view analytics.customer_support_health with its privileges and comments
SELECT to_regclass('analytics.customer_support_health') IS NULL AS todo \gset
\if :todo
BEGIN;
CREATE VIEW analytics.customer_support_health WITH (security_invoker=true) AS
 SELECT ((created_at AT TIME ZONE 'UTC'::text))::date AS date,
    count(*) AS total_conversations,
    sum(
        CASE
            WHEN (status = 'resolved'::text) THEN 1
            ELSE 0
        END) AS resolved_count,
    round((((sum(
        CASE
            WHEN (status = 'resolved'::text) THEN 1
            ELSE 0
        END))::numeric * 100.0) / (count(*))::numeric), 1) AS resolution_rate,
    round((avg(time_to_first_response_seconds) / 60.0), 1) AS avg_first_response_min,
    round((avg(time_to_resolution_seconds) FILTER (WHERE (status = 'resolved'::text)) / 3600.0), 1) AS avg_resolution_hours,
    round(avg(csat_rating) FILTER (WHERE (csat_rating IS NOT NULL)), 2) AS avg_csat,
    sum(
        CASE
            WHEN agent_sdk_used THEN 1
            ELSE 0
        END) AS agent_sdk_conversations,
    round((((sum(
        CASE
            WHEN agent_sdk_used THEN 1
            ELSE 0
        END))::numeric * 100.0) / (count(*))::numeric), 1) AS agent_sdk_adoption
   FROM analytics.conversation_analytics
  WHERE (created_at > (now() - '30 days'::interval))
  GROUP BY (((created_at AT TIME ZONE 'UTC'::text))::date)
  ORDER BY (((created_at AT TIME ZONE 'UTC'::text))::date) DESC;
GRANT SELECT ON TABLE analytics.customer_support_health TO service_role;
COMMENT ON VIEW analytics.customer_support_health IS 'Volume, speed and satisfaction of support, by day (UTC), of the last 30 days.';
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'forward', 24) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 25 create materialized view analytics.daily_support_summary with its indexes, privileges and comments
--   reads the table
--   why: runs its query once
SELECT to_regclass('analytics.daily_support_summary') IS NULL AS todo \gset
\if :todo
BEGIN;
CREATE MATERIALIZED VIEW analytics.daily_support_summary AS
 SELECT ((created_at AT TIME ZONE 'UTC'::text))::date AS date,
    count(*) AS total_conversations,
    sum(
        CASE
            WHEN agent_sdk_used THEN 1
            ELSE 0
        END) AS agent_sdk_count,
    avg(draft_confidence_score) FILTER (WHERE agent_sdk_used) AS avg_confidence,
    avg(time_to_first_response_seconds) AS avg_first_response_sec,
    avg(csat_rating) FILTER (WHERE (csat_rating IS NOT NULL)) AS avg_csat
   FROM analytics.conversation_analytics
  GROUP BY (((created_at AT TIME ZONE 'UTC'::text))::date);
CREATE UNIQUE INDEX idx_daily_support_summary_date ON analytics.daily_support_summary USING btree (date);
GRANT SELECT ON TABLE analytics.daily_support_summary TO service_role;
COMMENT ON MATERIALIZED VIEW analytics.daily_support_summary IS 'Support by day (UTC), refreshed each night by the job refresh-daily-summary.';
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'forward', 25) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 26 schedule cron job archive-old-conversations
SELECT NOT EXISTS (SELECT FROM cron.job j WHERE j.jobname = 'archive-old-conversations' AND j.database = current_database() AND j.schedule = '0 3 1 * *' AND j.command = $job$SELECT analytics.archive_old_conversations();$job$ AND j.active = true) AS todo \gset
\if :todo
BEGIN;
SELECT cron.schedule('archive-old-conversations', '0 3 1 * *', $job$SELECT analytics.archive_old_conversations();$job$);
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'forward', 26) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 27 schedule cron job chatwoot-batch-sync
SELECT NOT EXISTS (SELECT FROM cron.job j WHERE j.jobname = 'chatwoot-batch-sync' AND j.database = current_database() AND j.schedule = '0 2 * * *' AND j.command = $job$SELECT analytics.request_batch_sync();$job$ AND j.active = false) AS todo \gset
\if :todo
BEGIN;
SELECT cron.schedule('chatwoot-batch-sync', '0 2 * * *', $job$SELECT analytics.request_batch_sync();$job$);
SELECT cron.alter_job(j.jobid, active := false) FROM cron.job j WHERE j.jobname = 'chatwoot-batch-sync' AND j.database = current_database();
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'forward', 27) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 28 schedule cron job chatwoot-nightly-sync
SELECT NOT EXISTS (SELECT FROM cron.job j WHERE j.jobname = 'chatwoot-nightly-sync' AND j.database = current_database() AND j.schedule = '0 2 * * *' AND j.command = $job$SELECT analytics.request_batch_sync();$job$ AND j.active = true) AS todo \gset
\if :todo
BEGIN;
SELECT cron.schedule('chatwoot-nightly-sync', '0 2 * * *', $job$SELECT analytics.request_batch_sync();$job$);
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'forward', 28) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 29 schedule cron job refresh-daily-summary
SELECT NOT EXISTS (SELECT FROM cron.job j WHERE j.jobname = 'refresh-daily-summary' AND j.database = current_database() AND j.schedule = '0 4 * * *' AND j.command = $job$REFRESH MATERIALIZED VIEW CONCURRENTLY analytics.daily_support_summary;$job$ AND j.active = true) AS todo \gset
\if :todo
BEGIN;
SELECT cron.schedule('refresh-daily-summary', '0 4 * * *', $job$REFRESH MATERIALIZED VIEW CONCURRENTLY analytics.daily_support_summary;$job$);
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'forward', 29) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 30 write it into the ledger
SELECT NOT EXISTS (SELECT FROM plumbline.migration m WHERE m.project = 'support-platform' AND m.number = 1) AS todo \gset
\if :todo
BEGIN;
INSERT INTO plumbline.migration (project, number, name, checksum, fingerprint)
VALUES ('support-platform', 1, 'initial', :'plumb_checksum', 'db2c2c98e4126c0d5579b874bd431b9789b4e7a965883d8690ce2482861d53ac');
DELETE FROM plumbline.journal WHERE project = 'support-platform' AND migration = 1 AND direction = 'rollback';
COMMIT;
\endif

