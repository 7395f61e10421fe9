-- Migration 0001_initial of database supabase, forward.
-- Run it with `plumb apply` or `psql -X -f migrations/supabase/0001_initial.sql`. A second run changes nothing.
-- Does:
--   create cron job (18)
--   create enum type (6)
--   create extension
--   create function (41)
--   create index (113)
--   create materialized view (4)
--   create publication setting
--   create publication table (5)
--   create schema (5)
--   create sequence (14)
--   create table (36)
--   create view (4)
-- Locks on relations in use: none.
-- plumb:migration 0001_initial forward supabase of support-platform
-- plumb:schema e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 057a8f560d9a1e4162918fda2c1e32d7674189c1db9d4ab423c6b22ce9c27cea
-- plumb:postgres 17
\set ON_ERROR_STOP on
\ir ../plumbline.sql
SELECT plumbline.start('support-platform', 1, 'initial', 'forward', '60486b0dd7a603bb71d885364c71d968046600573f0576069e374f8c386d8df6', '057a8f560d9a1e4162918fda2c1e32d7674189c1db9d4ab423c6b22ce9c27cea', 'q0001r') AS restore \gset

-- Rows that a later statement would fail on
SELECT plumbline.refuse_rows('cron jobs of these names exist on this server for another database, and would be taken from it',
    $rows$SELECT j.jobname, j.database FROM cron.job AS j WHERE j.jobname IN ('analyze-message-events', 'archive-old-conversations', 'chatwoot-batch-sync', 'chatwoot-nightly-sync', 'check-batch-sync', 'check-sync-health', 'create-message-partitions', 'delete-filled-knowledge-gaps', 'delete-old-agent-metrics', 'delete-old-interactions', 'delete-old-webhook-logs', 'record-agent-performance', 'refresh-analytics-views', 'refresh-daily-summary', 'widget-archive-old-messages', 'widget-clean-up-typing-indicators', 'widget-close-inactive-sessions', 'widget-make-message-partitions') AND j.username = current_user AND j.database <> current_database()$rows$, ARRAY['jobname', 'database']) AS none \gset

-- plumb:section 1 create schema (5), grant (21), create comment (5), create extension, create enum type (6), create table (36), create function (41), create index (2), create trigger (6), create view (4), create materialized view (4), create publication setting, create publication table (5), create cron job (18)
--   reads the table
--   runs its query once
SELECT plumbline.section(1, 'ad481e55747534c6') AS todo \gset
\if :todo
BEGIN;
CREATE SCHEMA IF NOT EXISTS analytics;
GRANT USAGE ON SCHEMA analytics TO service_role;
COMMENT ON SCHEMA analytics IS 'Support analytics, synchronised from Chatwoot; for the service role only.';
CREATE SCHEMA IF NOT EXISTS knowledge;
GRANT USAGE ON SCHEMA knowledge TO authenticated;
GRANT USAGE ON SCHEMA knowledge TO service_role;
COMMENT ON SCHEMA knowledge IS 'The knowledge base that answers are drafted from.';
CREATE SCHEMA IF NOT EXISTS metrics;
GRANT USAGE ON SCHEMA metrics TO service_role;
COMMENT ON SCHEMA metrics IS 'Messages, calls, conversations, agents and leads, with their metrics; for the service role only.';
CREATE SCHEMA IF NOT EXISTS support_etl;
GRANT USAGE ON SCHEMA support_etl TO authenticated;
GRANT USAGE ON SCHEMA support_etl TO service_role;
COMMENT ON SCHEMA support_etl IS 'Support data of merchants as Shopify and Freshdesk send it; for the synchronisation and the service role.';
CREATE SCHEMA IF NOT EXISTS widget;
GRANT USAGE ON SCHEMA widget TO service_role;
COMMENT ON SCHEMA widget IS 'The chat widget; for the service role only.';
CREATE EXTENSION IF NOT EXISTS vector SCHEMA extensions;
SELECT plumbline.restores('plumbline_q0001r_analytics.agent_performance_metrics', 'plumbline_q0001r_analytics.conversation_analytics', 'plumbline_q0001r_analytics.conversation_analytics_archive', 'plumbline_q0001r_analytics.customer_interaction_history', 'plumbline_q0001r_analytics.raw_webhook_logs', 'plumbline_q0001r_analytics.support_knowledge_gaps', 'plumbline_q0001r_analytics.sync_requests', 'plumbline_q0001r_knowledge.documents') AS restore \gset
\if :restore
ALTER TYPE plumbline_q0001r_widget."ChatSource" SET SCHEMA widget;
ALTER TYPE plumbline_q0001r_widget."ChatStatus" SET SCHEMA widget;
ALTER TYPE plumbline_q0001r_widget."MessageType" SET SCHEMA widget;
ALTER TYPE plumbline_q0001r_widget."NotificationType" SET SCHEMA widget;
ALTER TYPE plumbline_q0001r_widget."Priority" SET SCHEMA widget;
ALTER TYPE plumbline_q0001r_widget."SenderType" SET SCHEMA widget;
ALTER TABLE plumbline_q0001r_analytics.agent_performance_metrics SET SCHEMA analytics;
ALTER TABLE plumbline_q0001r_analytics.conversation_analytics SET SCHEMA analytics;
ALTER TABLE plumbline_q0001r_analytics.conversation_analytics_archive SET SCHEMA analytics;
ALTER TABLE plumbline_q0001r_analytics.customer_interaction_history SET SCHEMA analytics;
ALTER TABLE plumbline_q0001r_analytics.raw_webhook_logs SET SCHEMA analytics;
ALTER TABLE plumbline_q0001r_analytics.support_knowledge_gaps SET SCHEMA analytics;
ALTER TABLE plumbline_q0001r_analytics.sync_requests SET SCHEMA analytics;
ALTER TABLE plumbline_q0001r_knowledge.documents SET SCHEMA knowledge;
\else
CREATE TYPE widget."ChatSource" AS ENUM ('WIDGET', 'EMAIL', 'PHONE', 'SOCIAL', 'API');
COMMENT ON TYPE widget."ChatSource" IS 'The channel that a chat came in by';
CREATE TYPE widget."ChatStatus" AS ENUM ('OPEN', 'PENDING', 'RESOLVED', 'CLOSED');
COMMENT ON TYPE widget."ChatStatus" IS 'Where a chat stands; PENDING while somebody waits';
CREATE TYPE widget."MessageType" AS ENUM ('TEXT', 'IMAGE', 'FILE', 'AUDIO', 'VIDEO', 'SYSTEM', 'TYPING');
COMMENT ON TYPE widget."MessageType" IS 'What a message holds';
CREATE TYPE widget."NotificationType" AS ENUM ('NEW_MESSAGE', 'CHAT_ASSIGNED', 'CHAT_TRANSFERRED', 'CUSTOMER_WAITING', 'CHAT_RESOLVED', 'MENTION', 'SYSTEM_ALERT');
COMMENT ON TYPE widget."NotificationType" IS 'What an agent is told of';
CREATE TYPE widget."Priority" AS ENUM ('LOW', 'MEDIUM', 'HIGH', 'URGENT');
COMMENT ON TYPE widget."Priority" IS 'In ascending order';
CREATE TYPE widget."SenderType" AS ENUM ('CUSTOMER', 'AGENT', 'AI', 'SYSTEM');
COMMENT ON TYPE widget."SenderType" IS 'Who wrote a message';
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
    CONSTRAINT agent_performance_metrics_hour_check CHECK (hour BETWEEN 0 AND 23)
);
ALTER TABLE analytics.agent_performance_metrics ENABLE ROW LEVEL SECURITY;
CREATE INDEX idx_agent_date ON analytics.agent_performance_metrics USING btree (chatwoot_agent_id, date DESC);
CREATE INDEX idx_date ON analytics.agent_performance_metrics USING btree (date DESC);
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE analytics.agent_performance_metrics TO service_role;
COMMENT ON TABLE analytics.agent_performance_metrics IS 'Performance of agents by hour, and by day where the hour is NULL.';
COMMENT ON COLUMN analytics.agent_performance_metrics.hour IS '0 to 23; NULL for the day as a whole';
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
    CONSTRAINT conversation_analytics_csat_rating_check CHECK (csat_rating BETWEEN 1 AND 5),
    CONSTRAINT conversation_analytics_operator_action_check CHECK (operator_action IN ('approve', 'edit', 'escalate', 'reject')),
    CONSTRAINT conversation_analytics_status_check CHECK (status IN ('open', 'pending', 'resolved'))
);
ALTER TABLE analytics.conversation_analytics ENABLE ROW LEVEL SECURITY;
CREATE INDEX idx_agent_sdk ON analytics.conversation_analytics USING btree (agent_sdk_used) WHERE (agent_sdk_used = true);
CREATE INDEX idx_category ON analytics.conversation_analytics USING btree (category, subcategory);
CREATE INDEX idx_conv_agent_sdk_created ON analytics.conversation_analytics USING btree (created_at DESC) WHERE (agent_sdk_used = true);
CREATE INDEX idx_conv_created_status ON analytics.conversation_analytics USING btree (created_at DESC, status);
CREATE INDEX idx_conv_customer_email_date ON analytics.conversation_analytics USING btree (customer_email, created_at DESC);
CREATE INDEX idx_conv_resolved_at ON analytics.conversation_analytics USING btree (resolved_at) WHERE (status = 'resolved');
CREATE INDEX idx_conv_unresolved ON analytics.conversation_analytics USING btree (created_at DESC) WHERE (status IN ('open', 'pending'));
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
    CONSTRAINT customer_interaction_history_interaction_type_check CHECK (interaction_type IN ('inquiry', 'complaint', 'follow_up', 'feedback')),
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
CREATE TABLE analytics.raw_webhook_logs (
    id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    received_at timestamp with time zone NOT NULL DEFAULT now(),
    event text NOT NULL,
    chatwoot_account_id integer,
    chatwoot_conversation_id bigint,
    payload jsonb NOT NULL,
    processed_at timestamp with time zone,
    error text,
    CONSTRAINT raw_webhook_logs_pkey PRIMARY KEY (id)
);
ALTER TABLE analytics.raw_webhook_logs ENABLE ROW LEVEL SECURITY;
CREATE INDEX idx_raw_webhook_logs_received_at ON analytics.raw_webhook_logs USING btree (received_at);
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE analytics.raw_webhook_logs TO service_role;
COMMENT ON TABLE analytics.raw_webhook_logs IS 'Webhooks of Chatwoot as they came, for debugging and audit; deleted after 30 days.';
COMMENT ON COLUMN analytics.raw_webhook_logs.error IS 'What went wrong with it, if anything did';
COMMENT ON COLUMN analytics.raw_webhook_logs.event IS 'message_created, conversation_status_changed, …';
COMMENT ON COLUMN analytics.raw_webhook_logs.payload IS 'The body of the request, as it came';
COMMENT ON COLUMN analytics.raw_webhook_logs.processed_at IS 'NULL until the edge function is done with it';
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
CREATE TABLE analytics.sync_requests (
    id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    requested_at timestamp with time zone NOT NULL DEFAULT now(),
    net_request_id bigint,
    problem text,
    alerted_at timestamp with time zone,
    CONSTRAINT sync_requests_pkey PRIMARY KEY (id)
);
ALTER TABLE analytics.sync_requests ENABLE ROW LEVEL SECURITY;
CREATE INDEX idx_sync_requests_requested_at ON analytics.sync_requests USING btree (requested_at DESC);
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE analytics.sync_requests TO service_role;
COMMENT ON TABLE analytics.sync_requests IS 'Requests of the batch synchronisation; the answer to each is looked for half an hour later.';
COMMENT ON COLUMN analytics.sync_requests.alerted_at IS 'When somebody was told that it failed';
COMMENT ON COLUMN analytics.sync_requests.net_request_id IS 'pg_net''s number; NULL when the request could not be made';
COMMENT ON COLUMN analytics.sync_requests.problem IS 'Why the request could not be made';
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
    CONSTRAINT documents_category_check CHECK (category IN ('policy', 'product', 'faq', 'procedure', 'vacancy', 'general'))
);
ALTER TABLE knowledge.documents ALTER COLUMN embedding SET STORAGE PLAIN;
ALTER TABLE knowledge.documents ENABLE ROW LEVEL SECURITY;
CREATE INDEX idx_documents_category ON knowledge.documents USING btree (category);
CREATE INDEX idx_documents_created_at ON knowledge.documents USING btree (created_at DESC);
CREATE INDEX idx_documents_embedding ON knowledge.documents USING ivfflat (embedding extensions.vector_cosine_ops) WITH (lists='100');
CREATE INDEX idx_documents_embedding_hnsw ON knowledge.documents USING hnsw (embedding extensions.vector_cosine_ops) WITH (m='16', ef_construction='64');
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
\endif
GRANT USAGE ON SEQUENCE knowledge.documents_id_seq TO service_role;
SELECT plumbline.restores('plumbline_q0001r_metrics.agents') AS restore \gset
\if :restore
ALTER TABLE plumbline_q0001r_metrics.agents SET SCHEMA metrics;
\else
CREATE TABLE metrics.agents (
    id serial NOT NULL,
    name character varying(100),
    email character varying(255),
    status character varying(20),
    current_workload integer DEFAULT 0,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT agents_pkey PRIMARY KEY (id),
    CONSTRAINT agents_email_key UNIQUE (email)
);
ALTER TABLE metrics.agents ENABLE ROW LEVEL SECURITY;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE metrics.agents TO service_role;
COMMENT ON TABLE metrics.agents IS 'Agents with their state and workload.';
COMMENT ON COLUMN metrics.agents.current_workload IS 'Conversations that are with the agent';
\endif
GRANT USAGE ON SEQUENCE metrics.agents_id_seq TO service_role;
SELECT plumbline.restores('plumbline_q0001r_metrics.agent_availability') AS restore \gset
\if :restore
ALTER TABLE plumbline_q0001r_metrics.agent_availability SET SCHEMA metrics;
\else
CREATE TABLE metrics.agent_availability (
    id serial NOT NULL,
    agent_id integer,
    status character varying(20),
    start_time timestamp with time zone,
    end_time timestamp with time zone,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT agent_availability_pkey PRIMARY KEY (id),
    CONSTRAINT agent_availability_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES metrics.agents(id)
);
ALTER TABLE metrics.agent_availability ENABLE ROW LEVEL SECURITY;
CREATE INDEX idx_agent_availability_agent ON metrics.agent_availability USING btree (agent_id, start_time);
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE metrics.agent_availability TO service_role;
COMMENT ON TABLE metrics.agent_availability IS 'Shifts and availability of agents.';
COMMENT ON COLUMN metrics.agent_availability.end_time IS 'NULL while it lasts';
\endif
GRANT USAGE ON SEQUENCE metrics.agent_availability_id_seq TO service_role;
SELECT plumbline.restores('plumbline_q0001r_metrics.agent_performance_metrics') AS restore \gset
\if :restore
ALTER TABLE plumbline_q0001r_metrics.agent_performance_metrics SET SCHEMA metrics;
\else
CREATE TABLE metrics.agent_performance_metrics (
    id serial NOT NULL,
    agent_id integer,
    date date NOT NULL,
    messages_handled integer DEFAULT 0,
    calls_handled integer DEFAULT 0,
    avg_response_time integer,
    avg_resolution_time integer,
    satisfaction_score numeric(3,2),
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT agent_performance_metrics_pkey PRIMARY KEY (id),
    CONSTRAINT agent_performance_metrics_agent_id_date_key UNIQUE NULLS NOT DISTINCT (agent_id, date),
    CONSTRAINT agent_performance_metrics_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES metrics.agents(id)
);
ALTER TABLE metrics.agent_performance_metrics ENABLE ROW LEVEL SECURITY;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE metrics.agent_performance_metrics TO service_role;
COMMENT ON TABLE metrics.agent_performance_metrics IS 'Performance of agents by day (UTC); what belongs to no agent has a row without one.';
COMMENT ON COLUMN metrics.agent_performance_metrics.agent_id IS 'NULL: what belongs to no agent';
COMMENT ON COLUMN metrics.agent_performance_metrics.avg_resolution_time IS 'Seconds; of the conversations that were closed on that day';
COMMENT ON COLUMN metrics.agent_performance_metrics.avg_response_time IS 'Seconds; of the conversations that began on that day';
COMMENT ON COLUMN metrics.agent_performance_metrics.date IS 'A day in UTC';
COMMENT ON COLUMN metrics.agent_performance_metrics.satisfaction_score IS '1 to 5';
\endif
GRANT USAGE ON SEQUENCE metrics.agent_performance_metrics_id_seq TO service_role;
SELECT plumbline.restores('plumbline_q0001r_metrics.contacts') AS restore \gset
\if :restore
ALTER TABLE plumbline_q0001r_metrics.contacts SET SCHEMA metrics;
\else
CREATE TABLE metrics.contacts (
    id serial NOT NULL,
    name character varying(255),
    phone character varying(50),
    email character varying(255),
    lead_source character varying(100),
    market character varying(100),
    state character varying(50),
    status character varying(50),
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP,
    last_contact_at timestamp with time zone,
    CONSTRAINT contacts_pkey PRIMARY KEY (id),
    CONSTRAINT contacts_phone_key UNIQUE (phone)
);
ALTER TABLE metrics.contacts ENABLE ROW LEVEL SECURITY;
CREATE INDEX idx_contacts_dates ON metrics.contacts USING btree (created_at, updated_at, last_contact_at);
CREATE INDEX idx_contacts_lead_source ON metrics.contacts USING btree (lead_source);
CREATE INDEX idx_contacts_market ON metrics.contacts USING btree (market);
CREATE INDEX idx_contacts_state ON metrics.contacts USING btree (state);
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE metrics.contacts TO service_role;
COMMENT ON TABLE metrics.contacts IS 'Contacts, where they came from and when they were last in touch.';
COMMENT ON COLUMN metrics.contacts.lead_source IS 'The name of the source that brought the contact';
\endif
GRANT USAGE ON SEQUENCE metrics.contacts_id_seq TO service_role;
SELECT plumbline.restores('plumbline_q0001r_metrics.contact_preferences') AS restore \gset
\if :restore
ALTER TABLE plumbline_q0001r_metrics.contact_preferences SET SCHEMA metrics;
\else
CREATE TABLE metrics.contact_preferences (
    id serial NOT NULL,
    contact_id integer,
    opt_out_type character varying(50),
    opt_out_reason text,
    initiated_by character varying(20),
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT contact_preferences_pkey PRIMARY KEY (id),
    CONSTRAINT contact_preferences_contact_id_opt_out_type_key UNIQUE NULLS NOT DISTINCT (contact_id, opt_out_type),
    CONSTRAINT contact_preferences_initiated_by_check CHECK (initiated_by IN ('contact', 'agent', 'system')),
    CONSTRAINT contact_preferences_contact_id_fkey FOREIGN KEY (contact_id) REFERENCES metrics.contacts(id)
);
ALTER TABLE metrics.contact_preferences ENABLE ROW LEVEL SECURITY;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE metrics.contact_preferences TO service_role;
COMMENT ON TABLE metrics.contact_preferences IS 'Opt-outs of contacts, one of a kind each.';
COMMENT ON COLUMN metrics.contact_preferences.opt_out_type IS 'A message_type, call, or all; NULL is all';
\endif
GRANT USAGE ON SEQUENCE metrics.contact_preferences_id_seq TO service_role;
SELECT plumbline.restores('plumbline_q0001r_metrics.conversations') AS restore \gset
\if :restore
ALTER TABLE plumbline_q0001r_metrics.conversations SET SCHEMA metrics;
\else
CREATE TABLE metrics.conversations (
    id serial NOT NULL,
    contact_id integer,
    agent_id integer,
    status character varying(20),
    lead_source character varying(100),
    market character varying(100),
    product character varying(100),
    first_response_time integer,
    resolution_time integer,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP,
    closed_at timestamp with time zone,
    CONSTRAINT conversations_pkey PRIMARY KEY (id),
    CONSTRAINT conversations_status_check CHECK (status IN ('open', 'pending', 'done', 'spam', 'unsubscribe')),
    CONSTRAINT conversations_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES metrics.agents(id),
    CONSTRAINT conversations_contact_id_fkey FOREIGN KEY (contact_id) REFERENCES metrics.contacts(id)
);
ALTER TABLE metrics.conversations ENABLE ROW LEVEL SECURITY;
CREATE INDEX idx_conversations_agent ON metrics.conversations USING btree (agent_id);
CREATE INDEX idx_conversations_contact ON metrics.conversations USING btree (contact_id);
CREATE INDEX idx_conversations_dates ON metrics.conversations USING btree (created_at, updated_at, closed_at);
CREATE INDEX idx_conversations_status ON metrics.conversations USING btree (status);
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE metrics.conversations TO service_role;
COMMENT ON TABLE metrics.conversations IS 'Conversations with their state; transitions are in conversation_state_changes.';
COMMENT ON COLUMN metrics.conversations.closed_at IS 'When it became done, spam or unsubscribe; NULL while open';
COMMENT ON COLUMN metrics.conversations.first_response_time IS 'Seconds until the first answer';
COMMENT ON COLUMN metrics.conversations.lead_source IS 'The name of the source that brought the conversation; where it is NULL, the contact''s counts';
COMMENT ON COLUMN metrics.conversations.resolution_time IS 'Seconds from created_at to closed_at of a conversation that is done; NULL of any other';
\endif
GRANT USAGE ON SEQUENCE metrics.conversations_id_seq TO service_role;
SELECT plumbline.restores('plumbline_q0001r_metrics.call_events') AS restore \gset
\if :restore
ALTER TABLE plumbline_q0001r_metrics.call_events SET SCHEMA metrics;
\else
CREATE TABLE metrics.call_events (
    id serial NOT NULL,
    direction character varying(20) NOT NULL,
    agent_id integer,
    contact_id integer,
    conversation_id integer,
    call_status character varying(50),
    duration integer,
    source character varying(50),
    queue_time integer,
    start_time timestamp with time zone,
    end_time timestamp with time zone,
    metadata jsonb,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT call_events_pkey PRIMARY KEY (id),
    CONSTRAINT call_events_direction_check CHECK (direction IN ('inbound', 'outbound')),
    CONSTRAINT call_events_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES metrics.agents(id),
    CONSTRAINT call_events_contact_id_fkey FOREIGN KEY (contact_id) REFERENCES metrics.contacts(id),
    CONSTRAINT call_events_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES metrics.conversations(id)
);
ALTER TABLE metrics.call_events ENABLE ROW LEVEL SECURITY;
CREATE INDEX idx_call_events_agent_contact ON metrics.call_events USING btree (agent_id, contact_id);
CREATE INDEX idx_call_events_contact ON metrics.call_events USING btree (contact_id);
CREATE INDEX idx_call_events_conversation ON metrics.call_events USING btree (conversation_id);
CREATE INDEX idx_call_events_created_at ON metrics.call_events USING btree (created_at);
CREATE INDEX idx_call_events_status ON metrics.call_events USING btree (call_status);
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE metrics.call_events TO service_role;
COMMENT ON TABLE metrics.call_events IS 'Call events.';
COMMENT ON COLUMN metrics.call_events.duration IS 'Seconds; NULL of a call that nobody took';
COMMENT ON COLUMN metrics.call_events.queue_time IS 'Seconds in the queue';
\endif
GRANT USAGE ON SEQUENCE metrics.call_events_id_seq TO service_role;
SELECT plumbline.restores('plumbline_q0001r_metrics.conversation_state_changes') AS restore \gset
\if :restore
ALTER TABLE plumbline_q0001r_metrics.conversation_state_changes SET SCHEMA metrics;
\else
CREATE TABLE metrics.conversation_state_changes (
    id serial NOT NULL,
    conversation_id integer,
    agent_id integer,
    previous_status character varying(20),
    new_status character varying(20),
    changed_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP,
    reason text,
    previous_agent_id integer,
    CONSTRAINT conversation_state_changes_pkey PRIMARY KEY (id),
    CONSTRAINT conversation_state_changes_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES metrics.agents(id),
    CONSTRAINT conversation_state_changes_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES metrics.conversations(id),
    CONSTRAINT conversation_state_changes_previous_agent_id_fkey FOREIGN KEY (previous_agent_id) REFERENCES metrics.agents(id)
);
ALTER TABLE metrics.conversation_state_changes ENABLE ROW LEVEL SECURITY;
CREATE INDEX idx_conversation_state_changes_agent ON metrics.conversation_state_changes USING btree (agent_id);
CREATE INDEX idx_conversation_state_changes_conversation ON metrics.conversation_state_changes USING btree (conversation_id, changed_at);
CREATE INDEX idx_conversation_state_changes_previous_agent ON metrics.conversation_state_changes USING btree (previous_agent_id);
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE metrics.conversation_state_changes TO service_role;
COMMENT ON TABLE metrics.conversation_state_changes IS 'Transitions of conversations: state and agent, before and after.';
COMMENT ON COLUMN metrics.conversation_state_changes.agent_id IS 'Whose the conversation is from then on';
COMMENT ON COLUMN metrics.conversation_state_changes.previous_agent_id IS 'Whose the conversation was before';
\endif
GRANT USAGE ON SEQUENCE metrics.conversation_state_changes_id_seq TO service_role;
SELECT plumbline.restores('plumbline_q0001r_metrics.lead_sources') AS restore \gset
\if :restore
ALTER TABLE plumbline_q0001r_metrics.lead_sources SET SCHEMA metrics;
\else
CREATE TABLE metrics.lead_sources (
    id serial NOT NULL,
    name character varying(100),
    description text,
    is_active boolean DEFAULT true,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT lead_sources_pkey PRIMARY KEY (id),
    CONSTRAINT lead_sources_name_key UNIQUE NULLS NOT DISTINCT (name)
);
ALTER TABLE metrics.lead_sources ENABLE ROW LEVEL SECURITY;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE metrics.lead_sources TO service_role;
COMMENT ON TABLE metrics.lead_sources IS 'Sources of leads, by the name that contacts and conversations have in lead_source.';
\endif
GRANT USAGE ON SEQUENCE metrics.lead_sources_id_seq TO service_role;
SELECT plumbline.restores('plumbline_q0001r_metrics.message_events') AS restore \gset
\if :restore
ALTER TABLE plumbline_q0001r_metrics.message_events SET SCHEMA metrics;
CALL plumbline.move_partitions('metrics.message_events', 'plumbline_q0001r_metrics', 'metrics');
\else
CREATE TABLE metrics.message_events (
    id serial NOT NULL,
    direction character varying(20) NOT NULL,
    agent_id integer,
    contact_id integer,
    conversation_id integer,
    message_body text,
    message_type character varying(50),
    status character varying(20),
    metadata jsonb,
    created_at timestamp with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
    sent_at timestamp with time zone,
    delivered_at timestamp with time zone,
    CONSTRAINT message_events_pkey PRIMARY KEY (id, created_at),
    CONSTRAINT message_events_direction_check CHECK (direction IN ('inbound', 'outbound')),
    CONSTRAINT message_events_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES metrics.agents(id),
    CONSTRAINT message_events_contact_id_fkey FOREIGN KEY (contact_id) REFERENCES metrics.contacts(id),
    CONSTRAINT message_events_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES metrics.conversations(id)
) PARTITION BY RANGE (created_at);
ALTER TABLE metrics.message_events ENABLE ROW LEVEL SECURITY;
CREATE INDEX idx_message_events_agent_contact ON metrics.message_events USING btree (agent_id, contact_id);
CREATE INDEX idx_message_events_contact ON metrics.message_events USING btree (contact_id);
CREATE INDEX idx_message_events_conversation ON metrics.message_events USING btree (conversation_id);
CREATE INDEX idx_message_events_created_at ON metrics.message_events USING btree (created_at);
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE metrics.message_events TO service_role;
COMMENT ON TABLE metrics.message_events IS 'Message events, partitioned by month (UTC) of created_at; create_message_partition() makes the months.';
\endif
GRANT USAGE ON SEQUENCE metrics.message_events_id_seq TO service_role;
SELECT plumbline.restores('plumbline_q0001r_metrics.view_refreshes', 'plumbline_q0001r_support_etl.merchants') AS restore \gset
\if :restore
ALTER TABLE plumbline_q0001r_metrics.view_refreshes SET SCHEMA metrics;
ALTER TABLE plumbline_q0001r_support_etl.merchants SET SCHEMA support_etl;
\else
CREATE TABLE metrics.message_events_default PARTITION OF metrics.message_events DEFAULT;
ALTER TABLE metrics.message_events_default ENABLE ROW LEVEL SECURITY;
COMMENT ON TABLE metrics.message_events_default IS 'Message events of months without a partition; empty while the job runs.';
CREATE TABLE metrics.view_refreshes (
    view_name text NOT NULL,
    refreshed_at timestamp with time zone NOT NULL,
    duration interval NOT NULL,
    CONSTRAINT view_refreshes_pkey PRIMARY KEY (view_name)
);
ALTER TABLE metrics.view_refreshes ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON TABLE metrics.view_refreshes TO service_role;
COMMENT ON TABLE metrics.view_refreshes IS 'The last refresh of each materialized view of this schema, by refresh_analytics_views().';
COMMENT ON COLUMN metrics.view_refreshes.refreshed_at IS 'The view has all that was committed then';
CREATE TABLE support_etl.merchants (
    id serial NOT NULL,
    name character varying(255) NOT NULL,
    is_test boolean NOT NULL DEFAULT false,
    created_at timestamp with time zone NOT NULL DEFAULT now(),
    updated_at timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT merchants_pkey PRIMARY KEY (id),
    CONSTRAINT merchants_name_key UNIQUE (name)
);
ALTER TABLE support_etl.merchants ENABLE ROW LEVEL SECURITY;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE support_etl.merchants TO service_role;
COMMENT ON TABLE support_etl.merchants IS 'The businesses whose support data is synchronised.';
COMMENT ON COLUMN support_etl.merchants.is_test IS 'Test and demo merchants; left out of figures over all merchants';
COMMENT ON COLUMN support_etl.merchants.name IS 'The merchant''s identifier, such as amir_elaguizy';
COMMENT ON COLUMN support_etl.merchants.updated_at IS 'Set by the trigger touch_updated_at whenever the row changes';
\endif
GRANT USAGE ON SEQUENCE support_etl.merchants_id_seq TO service_role;
SELECT plumbline.restores('plumbline_q0001r_support_etl.etl_freshdesk_tickets', 'plumbline_q0001r_support_etl.etl_shopify_customers', 'plumbline_q0001r_support_etl.merchant_integrations') AS restore \gset
\if :restore
ALTER TABLE plumbline_q0001r_support_etl.etl_freshdesk_tickets SET SCHEMA support_etl;
ALTER TABLE plumbline_q0001r_support_etl.etl_shopify_customers SET SCHEMA support_etl;
ALTER TABLE plumbline_q0001r_support_etl.merchant_integrations SET SCHEMA support_etl;
\else
CREATE TABLE support_etl.etl_freshdesk_tickets (
    merchant_id integer NOT NULL,
    freshdesk_ticket_id character varying(255) NOT NULL,
    data jsonb NOT NULL,
    created_at timestamp with time zone NOT NULL DEFAULT now(),
    updated_at timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT etl_freshdesk_tickets_pkey PRIMARY KEY (merchant_id, freshdesk_ticket_id),
    CONSTRAINT etl_freshdesk_tickets_data_check CHECK (jsonb_typeof(data) = 'object'),
    CONSTRAINT etl_freshdesk_tickets_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES support_etl.merchants(id)
);
ALTER TABLE support_etl.etl_freshdesk_tickets ENABLE ROW LEVEL SECURITY;
CREATE INDEX idx_freshdesk_tickets_created_at ON support_etl.etl_freshdesk_tickets USING btree (created_at);
CREATE INDEX idx_freshdesk_tickets_data_gin ON support_etl.etl_freshdesk_tickets USING gin (data);
CREATE INDEX idx_freshdesk_tickets_merchant_id ON support_etl.etl_freshdesk_tickets USING btree (merchant_id);
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE support_etl.etl_freshdesk_tickets TO service_role;
COMMENT ON TABLE support_etl.etl_freshdesk_tickets IS 'Tickets of Freshdesk, one envelope each, upserted by (merchant_id, freshdesk_ticket_id).';
COMMENT ON COLUMN support_etl.etl_freshdesk_tickets.data IS 'The ticket as Freshdesk''s API sends it; conversations is the second pass''s alone';
COMMENT ON COLUMN support_etl.etl_freshdesk_tickets.updated_at IS 'Set by the trigger touch_updated_at whenever the row changes';
CREATE TABLE support_etl.etl_shopify_customers (
    merchant_id integer NOT NULL,
    shopify_customer_id character varying(255) NOT NULL,
    data jsonb NOT NULL,
    created_at timestamp with time zone NOT NULL DEFAULT now(),
    updated_at timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT etl_shopify_customers_pkey PRIMARY KEY (merchant_id, shopify_customer_id),
    CONSTRAINT etl_shopify_customers_data_check CHECK (jsonb_typeof(data) = 'object'),
    CONSTRAINT etl_shopify_customers_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES support_etl.merchants(id)
);
ALTER TABLE support_etl.etl_shopify_customers ENABLE ROW LEVEL SECURITY;
CREATE INDEX idx_shopify_customers_created_at ON support_etl.etl_shopify_customers USING btree (created_at);
CREATE INDEX idx_shopify_customers_data_gin ON support_etl.etl_shopify_customers USING gin (data);
CREATE INDEX idx_shopify_customers_merchant_id ON support_etl.etl_shopify_customers USING btree (merchant_id);
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE support_etl.etl_shopify_customers TO service_role;
COMMENT ON TABLE support_etl.etl_shopify_customers IS 'Customers of Shopify, one envelope each, upserted by (merchant_id, shopify_customer_id).';
COMMENT ON COLUMN support_etl.etl_shopify_customers.data IS 'The customer as Shopify''s API sends it; tags are one text with commas';
COMMENT ON COLUMN support_etl.etl_shopify_customers.updated_at IS 'Set by the trigger touch_updated_at whenever the row changes';
CREATE TABLE support_etl.merchant_integrations (
    id serial NOT NULL,
    merchant_id integer NOT NULL,
    type character varying(50) NOT NULL,
    api_key text,
    config jsonb NOT NULL DEFAULT '{}'::jsonb,
    is_active boolean NOT NULL DEFAULT true,
    created_at timestamp with time zone NOT NULL DEFAULT now(),
    updated_at timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT merchant_integrations_pkey PRIMARY KEY (id),
    CONSTRAINT merchant_integrations_merchant_id_type_key UNIQUE (merchant_id, type),
    CONSTRAINT merchant_integrations_config_check CHECK (jsonb_typeof(config) = 'object'),
    CONSTRAINT merchant_integrations_type_check CHECK (type IN ('freshdesk', 'shopify')),
    CONSTRAINT merchant_integrations_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES support_etl.merchants(id)
);
ALTER TABLE support_etl.merchant_integrations ENABLE ROW LEVEL SECURITY;
CREATE INDEX idx_merchant_integrations_merchant_id ON support_etl.merchant_integrations USING btree (merchant_id);
CREATE POLICY "Members see the integrations of their merchants" ON support_etl.merchant_integrations
    FOR SELECT
    TO authenticated
    USING ((SELECT auth.jwt() -> 'app_metadata' -> 'merchant_ids') @> to_jsonb(merchant_id));
GRANT INSERT (config), SELECT (config), UPDATE (config) ON TABLE support_etl.merchant_integrations TO service_role;
GRANT SELECT (created_at) ON TABLE support_etl.merchant_integrations TO authenticated;
GRANT SELECT (id) ON TABLE support_etl.merchant_integrations TO authenticated;
GRANT SELECT (is_active) ON TABLE support_etl.merchant_integrations TO authenticated;
GRANT SELECT (merchant_id) ON TABLE support_etl.merchant_integrations TO authenticated;
GRANT SELECT (type) ON TABLE support_etl.merchant_integrations TO authenticated;
GRANT SELECT (updated_at) ON TABLE support_etl.merchant_integrations TO authenticated;
GRANT INSERT (created_at), SELECT (created_at), UPDATE (created_at) ON TABLE support_etl.merchant_integrations TO service_role;
GRANT INSERT (id), SELECT (id), UPDATE (id) ON TABLE support_etl.merchant_integrations TO service_role;
GRANT INSERT (is_active), SELECT (is_active), UPDATE (is_active) ON TABLE support_etl.merchant_integrations TO service_role;
GRANT INSERT (merchant_id), SELECT (merchant_id), UPDATE (merchant_id) ON TABLE support_etl.merchant_integrations TO service_role;
GRANT INSERT (type), SELECT (type), UPDATE (type) ON TABLE support_etl.merchant_integrations TO service_role;
GRANT INSERT (updated_at), SELECT (updated_at), UPDATE (updated_at) ON TABLE support_etl.merchant_integrations TO service_role;
GRANT DELETE ON TABLE support_etl.merchant_integrations TO service_role;
COMMENT ON TABLE support_etl.merchant_integrations IS 'Connected sources of each merchant. The key is out of reach but for two functions.';
COMMENT ON COLUMN support_etl.merchant_integrations.api_key IS 'Encrypted. Read by integration_api_key(), written by set_integration_api_key(), by nothing else';
COMMENT ON COLUMN support_etl.merchant_integrations.config IS 'Settings of the integration; never a secret';
COMMENT ON COLUMN support_etl.merchant_integrations.updated_at IS 'Set by the trigger touch_updated_at whenever the row changes';
\endif
GRANT USAGE ON SEQUENCE support_etl.merchant_integrations_id_seq TO service_role;
SELECT plumbline.restores('plumbline_q0001r_support_etl.sync_metadata') AS restore \gset
\if :restore
ALTER TABLE plumbline_q0001r_support_etl.sync_metadata SET SCHEMA support_etl;
\else
CREATE TABLE support_etl.sync_metadata (
    id serial NOT NULL,
    merchant_id integer NOT NULL,
    resource_type character varying(50) NOT NULL,
    last_sync_at timestamp with time zone,
    last_successful_id character varying(255),
    sync_status character varying(20) NOT NULL,
    error_message text,
    created_at timestamp with time zone NOT NULL DEFAULT now(),
    updated_at timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT sync_metadata_pkey PRIMARY KEY (id),
    CONSTRAINT sync_metadata_merchant_id_resource_type_key UNIQUE (merchant_id, resource_type),
    CONSTRAINT sync_metadata_resource_type_check CHECK (resource_type IN ('shopify_customers', 'freshdesk_tickets', 'freshdesk_conversations')),
    CONSTRAINT sync_metadata_sync_status_check CHECK (sync_status IN ('success', 'failed', 'in_progress')),
    CONSTRAINT sync_metadata_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES support_etl.merchants(id)
);
ALTER TABLE support_etl.sync_metadata ENABLE ROW LEVEL SECURITY;
CREATE INDEX idx_sync_metadata_merchant_id ON support_etl.sync_metadata USING btree (merchant_id);
CREATE INDEX idx_sync_metadata_resource_type ON support_etl.sync_metadata USING btree (resource_type);
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE support_etl.sync_metadata TO service_role;
COMMENT ON TABLE support_etl.sync_metadata IS 'How far the synchronisation of each resource of a merchant has come.';
COMMENT ON COLUMN support_etl.sync_metadata.last_sync_at IS 'The last successful synchronisation; a failed one leaves it';
COMMENT ON COLUMN support_etl.sync_metadata.updated_at IS 'Set by the trigger touch_updated_at whenever the row changes';
\endif
GRANT USAGE ON SEQUENCE support_etl.sync_metadata_id_seq TO service_role;
SELECT plumbline.restores('plumbline_q0001r_widget.customer', 'plumbline_q0001r_widget.conversation_session', 'plumbline_q0001r_widget.customer_profile', 'plumbline_q0001r_widget.message_archive', 'plumbline_q0001r_widget."user"', 'plumbline_q0001r_widget.chat', 'plumbline_q0001r_widget.chat_notification', 'plumbline_q0001r_widget.message', 'plumbline_q0001r_widget.typing_indicator', 'plumbline_q0001r_widget.widget_settings') AS restore \gset
\if :restore
ALTER TABLE plumbline_q0001r_widget.customer SET SCHEMA widget;
ALTER TABLE plumbline_q0001r_widget.conversation_session SET SCHEMA widget;
ALTER TABLE plumbline_q0001r_widget.customer_profile SET SCHEMA widget;
ALTER TABLE plumbline_q0001r_widget.message_archive SET SCHEMA widget;
ALTER TABLE plumbline_q0001r_widget."user" SET SCHEMA widget;
ALTER TABLE plumbline_q0001r_widget.chat SET SCHEMA widget;
ALTER TABLE plumbline_q0001r_widget.chat_notification SET SCHEMA widget;
ALTER TABLE plumbline_q0001r_widget.message SET SCHEMA widget;
CALL plumbline.move_partitions('widget.message', 'plumbline_q0001r_widget', 'widget');
ALTER TABLE plumbline_q0001r_widget.typing_indicator SET SCHEMA widget;
ALTER TABLE plumbline_q0001r_widget.widget_settings SET SCHEMA widget;
\else
CREATE TABLE widget.customer (
    id character varying NOT NULL DEFAULT (gen_random_uuid())::text,
    name character varying,
    email character varying NOT NULL,
    phone character varying,
    avatar character varying,
    timezone character varying DEFAULT 'UTC',
    language character varying DEFAULT 'en',
    "lastSeenAt" timestamp without time zone,
    "isOnline" boolean DEFAULT false,
    metadata json,
    "createdAt" timestamp without time zone DEFAULT now(),
    "updatedAt" timestamp without time zone DEFAULT now(),
    CONSTRAINT customer_pkey PRIMARY KEY (id),
    CONSTRAINT idx_customer_email UNIQUE (email)
);
ALTER TABLE widget.customer ENABLE ROW LEVEL SECURITY;
CREATE INDEX "idx_customer_isOnline" ON widget.customer USING btree ("lastSeenAt" DESC) WHERE ("isOnline" = true);
CREATE INDEX "idx_customer_lastSeenAt" ON widget.customer USING btree ("lastSeenAt");
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE widget.customer TO service_role;
COMMENT ON TABLE widget.customer IS 'Customers of the chat widget, with their online status. Times are UTC.';
CREATE TABLE widget.conversation_session (
    id character varying NOT NULL DEFAULT (gen_random_uuid())::text,
    "customerId" character varying NOT NULL,
    "sessionToken" character varying NOT NULL,
    "isActive" boolean DEFAULT true,
    "startedAt" timestamp without time zone DEFAULT now(),
    "endedAt" timestamp without time zone,
    "lastActivityAt" timestamp without time zone DEFAULT now(),
    "messageCount" integer DEFAULT 0,
    "aiMessageCount" integer DEFAULT 0,
    "humanMessageCount" integer DEFAULT 0,
    "averageResponseTime" integer,
    "customerSatisfaction" integer,
    tags character varying[],
    metadata json,
    "ipAddress" character varying,
    "userAgent" character varying,
    referrer character varying,
    CONSTRAINT conversation_session_pkey PRIMARY KEY (id),
    CONSTRAINT "idx_session_sessionToken" UNIQUE ("sessionToken"),
    CONSTRAINT "conversation_session_customerId_fkey" FOREIGN KEY ("customerId") REFERENCES widget.customer(id)
);
ALTER TABLE widget.conversation_session ENABLE ROW LEVEL SECURITY;
CREATE INDEX "idx_session_customerId" ON widget.conversation_session USING btree ("customerId");
CREATE INDEX "idx_session_isActive" ON widget.conversation_session USING btree ("lastActivityAt") WHERE ("isActive" = true);
CREATE INDEX "idx_session_lastActivityAt" ON widget.conversation_session USING btree ("lastActivityAt");
CREATE INDEX "idx_session_startedAt" ON widget.conversation_session USING btree ("startedAt");
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE widget.conversation_session TO service_role;
COMMENT ON TABLE widget.conversation_session IS 'Sessions of customers with the widget, with their token and figures. Times are UTC.';
COMMENT ON COLUMN widget.conversation_session."averageResponseTime" IS 'Seconds';
COMMENT ON COLUMN widget.conversation_session."customerSatisfaction" IS '1 to 5';
CREATE TABLE widget.customer_profile (
    id character varying NOT NULL DEFAULT (gen_random_uuid())::text,
    "customerId" character varying NOT NULL,
    company character varying,
    "jobTitle" character varying,
    industry character varying,
    website character varying,
    location character varying,
    notes text,
    "leadScore" integer DEFAULT 0,
    "totalChats" integer DEFAULT 0,
    "totalMessages" integer DEFAULT 0,
    "averageResponseTime" integer,
    "lastContactedAt" timestamp without time zone,
    "preferredContactTime" character varying,
    "communicationPrefs" json,
    "customFields" json,
    "createdAt" timestamp without time zone DEFAULT now(),
    "updatedAt" timestamp without time zone DEFAULT now(),
    CONSTRAINT customer_profile_pkey PRIMARY KEY (id),
    CONSTRAINT "idx_customer_profile_customerId" UNIQUE ("customerId"),
    CONSTRAINT "customer_profile_customerId_fkey" FOREIGN KEY ("customerId") REFERENCES widget.customer(id)
);
ALTER TABLE widget.customer_profile ENABLE ROW LEVEL SECURITY;
CREATE INDEX idx_customer_profile_company ON widget.customer_profile USING btree (company);
CREATE INDEX idx_customer_profile_industry ON widget.customer_profile USING btree (industry);
CREATE INDEX "idx_customer_profile_lastContactedAt" ON widget.customer_profile USING btree ("lastContactedAt");
CREATE INDEX "idx_customer_profile_leadScore" ON widget.customer_profile USING btree ("leadScore");
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE widget.customer_profile TO service_role;
COMMENT ON TABLE widget.customer_profile IS 'Company, lead score and totals of customers, one row each at most.';
COMMENT ON COLUMN widget.customer_profile."averageResponseTime" IS 'Seconds';
CREATE TABLE widget.message_archive (
    id character varying NOT NULL,
    "chatId" character varying NOT NULL,
    "conversationSessionId" character varying,
    "senderId" character varying,
    "senderType" widget."SenderType",
    content text NOT NULL,
    "messageType" widget."MessageType",
    "isFromAI" boolean,
    "aiModel" character varying,
    "aiPromptTokens" integer,
    "aiCompletionTokens" integer,
    attachments json,
    metadata json,
    "isRead" boolean,
    "readAt" timestamp without time zone,
    "deliveredAt" timestamp without time zone,
    "failedAt" timestamp without time zone,
    "retryCount" integer,
    "parentMessageId" character varying,
    "editedAt" timestamp without time zone,
    "deletedAt" timestamp without time zone,
    "createdAt" timestamp without time zone NOT NULL,
    "updatedAt" timestamp without time zone,
    "archivedAt" timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT message_archive_pkey PRIMARY KEY (id, "createdAt")
);
ALTER TABLE widget.message_archive ENABLE ROW LEVEL SECURITY;
CREATE INDEX "idx_message_archive_chatId" ON widget.message_archive USING btree ("chatId", "createdAt");
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE widget.message_archive TO service_role;
COMMENT ON TABLE widget.message_archive IS 'Messages that retire_message_partitions() took out of message, by whole months.';
CREATE TABLE widget."user" (
    id character varying NOT NULL DEFAULT (gen_random_uuid())::text,
    name character varying,
    email character varying,
    avatar character varying,
    "createdAt" timestamp without time zone DEFAULT now(),
    "updatedAt" timestamp without time zone DEFAULT now(),
    CONSTRAINT user_pkey PRIMARY KEY (id),
    CONSTRAINT user_email_key UNIQUE (email)
);
ALTER TABLE widget."user" ENABLE ROW LEVEL SECURITY;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE widget."user" TO service_role;
COMMENT ON TABLE widget."user" IS 'Agents who answer chats; only the key is asked for by the document.';
CREATE TABLE widget.chat (
    id character varying NOT NULL DEFAULT (gen_random_uuid())::text,
    "customerId" character varying NOT NULL,
    status widget."ChatStatus" DEFAULT 'OPEN',
    priority widget."Priority" DEFAULT 'MEDIUM',
    "assignedAgentId" character varying,
    satisfied boolean DEFAULT false,
    deleted boolean DEFAULT false,
    source widget."ChatSource" DEFAULT 'WIDGET',
    tags character varying[],
    "lastMessageAt" timestamp without time zone,
    "firstResponseTime" integer,
    "avgResponseTime" integer,
    "messageCount" integer DEFAULT 0,
    "unreadCount" integer DEFAULT 0,
    "lastUnreadMessageId" character varying,
    "conversationSessionId" character varying,
    metadata json,
    "createdAt" timestamp without time zone DEFAULT now(),
    "updatedAt" timestamp without time zone DEFAULT now(),
    CONSTRAINT chat_pkey PRIMARY KEY (id),
    CONSTRAINT "chat_assignedAgentId_fkey" FOREIGN KEY ("assignedAgentId") REFERENCES widget."user"(id),
    CONSTRAINT "chat_conversationSessionId_fkey" FOREIGN KEY ("conversationSessionId") REFERENCES widget.conversation_session(id),
    CONSTRAINT "chat_customerId_fkey" FOREIGN KEY ("customerId") REFERENCES widget.customer(id)
);
ALTER TABLE widget.chat ENABLE ROW LEVEL SECURITY;
CREATE INDEX "idx_chat_assignedAgentId" ON widget.chat USING btree ("assignedAgentId");
CREATE INDEX "idx_chat_conversationSessionId" ON widget.chat USING btree ("conversationSessionId");
CREATE INDEX "idx_chat_customerId" ON widget.chat USING btree ("customerId");
CREATE INDEX "idx_chat_lastMessageAt" ON widget.chat USING btree ("lastMessageAt");
CREATE INDEX idx_chat_priority ON widget.chat USING btree (priority DESC, "createdAt") WHERE (status IN ('OPEN', 'PENDING'));
CREATE INDEX idx_chat_source ON widget.chat USING btree (source, "createdAt");
CREATE INDEX idx_chat_status ON widget.chat USING btree (status, "lastMessageAt" DESC);
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE widget.chat TO service_role;
COMMENT ON TABLE widget.chat IS 'Chats with customers: status, priority, agent and figures. Times are UTC.';
COMMENT ON COLUMN widget.chat."avgResponseTime" IS 'Seconds';
COMMENT ON COLUMN widget.chat."firstResponseTime" IS 'Seconds';
COMMENT ON COLUMN widget.chat."lastUnreadMessageId" IS 'An id of message, without a foreign key: no single column is unique there';
COMMENT ON COLUMN widget.chat."messageCount" IS 'Messages ever written in the chat, those in message_archive among them';
CREATE TABLE widget.chat_notification (
    id character varying NOT NULL DEFAULT (gen_random_uuid())::text,
    "chatId" character varying NOT NULL,
    "userId" character varying NOT NULL,
    type widget."NotificationType" NOT NULL,
    title character varying NOT NULL,
    message character varying NOT NULL,
    "isRead" boolean DEFAULT false,
    "readAt" timestamp without time zone,
    "actionUrl" character varying,
    metadata json,
    "createdAt" timestamp without time zone DEFAULT now(),
    CONSTRAINT chat_notification_pkey PRIMARY KEY (id),
    CONSTRAINT "chat_notification_chatId_fkey" FOREIGN KEY ("chatId") REFERENCES widget.chat(id),
    CONSTRAINT "chat_notification_userId_fkey" FOREIGN KEY ("userId") REFERENCES widget."user"(id)
);
ALTER TABLE widget.chat_notification ENABLE ROW LEVEL SECURITY;
CREATE INDEX "idx_notification_chatId" ON widget.chat_notification USING btree ("chatId");
CREATE INDEX "idx_notification_createdAt" ON widget.chat_notification USING btree ("createdAt");
CREATE INDEX "idx_notification_isRead" ON widget.chat_notification USING btree ("userId", "createdAt" DESC) WHERE ("isRead" = false);
CREATE INDEX idx_notification_type ON widget.chat_notification USING btree (type, "createdAt");
CREATE INDEX "idx_notification_userId" ON widget.chat_notification USING btree ("userId", "createdAt" DESC);
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE widget.chat_notification TO service_role;
COMMENT ON TABLE widget.chat_notification IS 'Notifications of agents about chats. Times are UTC.';
CREATE TABLE widget.message (
    id character varying NOT NULL DEFAULT (gen_random_uuid())::text,
    "chatId" character varying NOT NULL,
    "conversationSessionId" character varying,
    "senderId" character varying,
    "senderType" widget."SenderType" DEFAULT 'CUSTOMER',
    content text NOT NULL,
    "messageType" widget."MessageType" DEFAULT 'TEXT',
    "isFromAI" boolean DEFAULT false,
    "aiModel" character varying,
    "aiPromptTokens" integer,
    "aiCompletionTokens" integer,
    attachments json,
    metadata json,
    "isRead" boolean DEFAULT false,
    "readAt" timestamp without time zone,
    "deliveredAt" timestamp without time zone,
    "failedAt" timestamp without time zone,
    "retryCount" integer DEFAULT 0,
    "parentMessageId" character varying,
    "editedAt" timestamp without time zone,
    "deletedAt" timestamp without time zone,
    "createdAt" timestamp without time zone NOT NULL DEFAULT now(),
    "updatedAt" timestamp without time zone DEFAULT now(),
    CONSTRAINT message_pkey PRIMARY KEY (id, "createdAt"),
    CONSTRAINT "message_chatId_fkey" FOREIGN KEY ("chatId") REFERENCES widget.chat(id),
    CONSTRAINT "message_conversationSessionId_fkey" FOREIGN KEY ("conversationSessionId") REFERENCES widget.conversation_session(id),
    CONSTRAINT "message_senderId_fkey" FOREIGN KEY ("senderId") REFERENCES widget."user"(id)
) PARTITION BY RANGE ("createdAt");
ALTER TABLE widget.message ENABLE ROW LEVEL SECURITY;
CREATE INDEX "idx_message_chatId" ON widget.message USING btree ("chatId", "createdAt");
CREATE INDEX "idx_message_conversationSessionId" ON widget.message USING btree ("conversationSessionId");
CREATE INDEX "idx_message_createdAt" ON widget.message USING btree ("createdAt");
CREATE INDEX "idx_message_isFromAI" ON widget.message USING btree ("createdAt") WHERE ("isFromAI" = true);
CREATE INDEX "idx_message_isRead" ON widget.message USING btree ("chatId", "createdAt") WHERE ("isRead" = false);
CREATE INDEX "idx_message_messageType" ON widget.message USING btree ("messageType", "createdAt") WHERE ("messageType" <> 'TEXT');
CREATE INDEX "idx_message_parentMessageId" ON widget.message USING btree ("parentMessageId") WHERE ("parentMessageId" IS NOT NULL);
CREATE INDEX "idx_message_senderId" ON widget.message USING btree ("senderId");
CREATE INDEX "idx_message_senderType" ON widget.message USING btree ("senderType", "createdAt");
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE widget.message TO service_role;
COMMENT ON TABLE widget.message IS 'Messages of chats, partitioned by month of createdAt in UTC; after a year they are in message_archive.';
COMMENT ON COLUMN widget.message."deletedAt" IS 'When it was deleted for its readers';
COMMENT ON COLUMN widget.message."parentMessageId" IS 'An id of message; the parent may have been archived since';
CREATE TABLE widget.message_default (
    id character varying NOT NULL DEFAULT (gen_random_uuid())::text,
    "chatId" character varying NOT NULL,
    "conversationSessionId" character varying,
    "senderId" character varying,
    "senderType" widget."SenderType" DEFAULT 'CUSTOMER'::widget."SenderType",
    content text NOT NULL,
    "messageType" widget."MessageType" DEFAULT 'TEXT'::widget."MessageType",
    "isFromAI" boolean DEFAULT false,
    "aiModel" character varying,
    "aiPromptTokens" integer,
    "aiCompletionTokens" integer,
    attachments json,
    metadata json,
    "isRead" boolean DEFAULT false,
    "readAt" timestamp without time zone,
    "deliveredAt" timestamp without time zone,
    "failedAt" timestamp without time zone,
    "retryCount" integer DEFAULT 0,
    "parentMessageId" character varying,
    "editedAt" timestamp without time zone,
    "deletedAt" timestamp without time zone,
    "createdAt" timestamp without time zone NOT NULL DEFAULT now(),
    "updatedAt" timestamp without time zone DEFAULT now(),
    CONSTRAINT message_default_pkey PRIMARY KEY (id, "createdAt")
);
CREATE INDEX "message_default_chatId_createdAt_idx" ON widget.message_default USING btree ("chatId", "createdAt");
CREATE INDEX "message_default_chatId_createdAt_idx1" ON widget.message_default USING btree ("chatId", "createdAt") WHERE ("isRead" = false);
CREATE INDEX "message_default_conversationSessionId_idx" ON widget.message_default USING btree ("conversationSessionId");
CREATE INDEX "message_default_createdAt_idx" ON widget.message_default USING btree ("createdAt");
CREATE INDEX "message_default_createdAt_idx1" ON widget.message_default USING btree ("createdAt") WHERE ("isFromAI" = true);
CREATE INDEX "message_default_messageType_createdAt_idx" ON widget.message_default USING btree ("messageType", "createdAt") WHERE ("messageType" <> 'TEXT'::widget."MessageType");
CREATE INDEX "message_default_parentMessageId_idx" ON widget.message_default USING btree ("parentMessageId") WHERE ("parentMessageId" IS NOT NULL);
CREATE INDEX "message_default_senderId_idx" ON widget.message_default USING btree ("senderId");
CREATE INDEX "message_default_senderType_createdAt_idx" ON widget.message_default USING btree ("senderType", "createdAt");
ALTER TABLE widget.message ATTACH PARTITION widget.message_default DEFAULT;
ALTER TABLE widget.message_default ENABLE ROW LEVEL SECURITY;
COMMENT ON TABLE widget.message_default IS 'Messages of months without a partition; empty while the job runs.';
CREATE TABLE widget.typing_indicator (
    id character varying NOT NULL DEFAULT (gen_random_uuid())::text,
    "chatId" character varying,
    "conversationSessionId" character varying,
    "userId" character varying,
    "customerId" character varying,
    "isTyping" boolean DEFAULT true,
    "lastTypingAt" timestamp without time zone DEFAULT now(),
    "expiresAt" timestamp without time zone NOT NULL,
    CONSTRAINT typing_indicator_pkey PRIMARY KEY (id),
    CONSTRAINT "typing_indicator_chatId_fkey" FOREIGN KEY ("chatId") REFERENCES widget.chat(id),
    CONSTRAINT "typing_indicator_conversationSessionId_fkey" FOREIGN KEY ("conversationSessionId") REFERENCES widget.conversation_session(id),
    CONSTRAINT "typing_indicator_customerId_fkey" FOREIGN KEY ("customerId") REFERENCES widget.customer(id),
    CONSTRAINT "typing_indicator_userId_fkey" FOREIGN KEY ("userId") REFERENCES widget."user"(id)
);
ALTER TABLE widget.typing_indicator ENABLE ROW LEVEL SECURITY;
CREATE INDEX "idx_typing_chatId" ON widget.typing_indicator USING btree ("chatId");
CREATE INDEX "idx_typing_conversationSessionId" ON widget.typing_indicator USING btree ("conversationSessionId");
CREATE INDEX "idx_typing_customerId" ON widget.typing_indicator USING btree ("customerId");
CREATE INDEX "idx_typing_expiresAt" ON widget.typing_indicator USING btree ("expiresAt");
CREATE INDEX "idx_typing_isTyping" ON widget.typing_indicator USING btree ("chatId", "expiresAt") WHERE ("isTyping" = true);
CREATE INDEX "idx_typing_userId" ON widget.typing_indicator USING btree ("userId");
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE widget.typing_indicator TO service_role;
COMMENT ON TABLE widget.typing_indicator IS 'Who is typing in which chat, until it expires. Times are UTC.';
CREATE TABLE widget.widget_settings (
    id character varying NOT NULL DEFAULT (gen_random_uuid())::text,
    name character varying DEFAULT 'default',
    "isEnabled" boolean DEFAULT true,
    "welcomeMessage" character varying DEFAULT 'Hi! How can I help you today?',
    "offlineMessage" character varying DEFAULT 'We''re currently offline...',
    theme json DEFAULT '{"primaryColor": "#3b82f6", "textColor": "#1f2937", "backgroundColor": "#ffffff"}'::json,
    "position" character varying DEFAULT 'bottom-right',
    "showAgentPhotos" boolean DEFAULT true,
    "showTypingIndicator" boolean DEFAULT true,
    "enableFileUpload" boolean DEFAULT true,
    "enableEmojis" boolean DEFAULT true,
    "maxFileSize" integer DEFAULT 10485760,
    "allowedFileTypes" character varying[] DEFAULT ARRAY['image/*'::text, 'application/pdf'::text, '.doc'::text, '.docx'::text],
    "businessHours" json,
    "autoAssignment" boolean DEFAULT true,
    "requireEmail" boolean DEFAULT true,
    "requireName" boolean DEFAULT true,
    "collectPhone" boolean DEFAULT false,
    "customFields" json,
    "createdAt" timestamp without time zone DEFAULT now(),
    "updatedAt" timestamp without time zone DEFAULT now(),
    CONSTRAINT widget_settings_pkey PRIMARY KEY (id),
    CONSTRAINT idx_widget_settings_name UNIQUE (name)
);
ALTER TABLE widget.widget_settings ENABLE ROW LEVEL SECURITY;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE widget.widget_settings TO service_role;
COMMENT ON TABLE widget.widget_settings IS 'Appearance and behaviour of widgets, a row for each name.';
COMMENT ON COLUMN widget.widget_settings."maxFileSize" IS 'Bytes';
\endif
CREATE FUNCTION analytics.archive_conversations(batch_size integer DEFAULT NULL::integer)
RETURNS bigint
LANGUAGE sql
SET search_path TO ''
AS $function$
WITH due AS (
    SELECT id FROM analytics.conversation_analytics
    WHERE status = 'resolved' AND resolved_at < now() - interval '2 years'
    ORDER BY resolved_at LIMIT batch_size
    FOR UPDATE SKIP LOCKED
), moved AS (
    DELETE FROM analytics.conversation_analytics WHERE id IN (SELECT due.id FROM due)
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
REVOKE EXECUTE ON FUNCTION analytics.archive_conversations(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION analytics.archive_conversations(integer) TO service_role;
COMMENT ON FUNCTION analytics.archive_conversations(integer) IS 'Moves conversations that were resolved over two years ago into the archive; returns how many. A batch of that size; without one, all of them.';
CREATE FUNCTION analytics.archive_old_conversations()
RETURNS bigint
LANGUAGE sql
SET search_path TO ''
AS $function$SELECT analytics.archive_conversations();$function$;
REVOKE EXECUTE ON FUNCTION analytics.archive_old_conversations() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION analytics.archive_old_conversations() TO service_role;
COMMENT ON FUNCTION analytics.archive_old_conversations() IS 'Moves all conversations that were resolved over two years ago into the archive; returns how many.';
CREATE FUNCTION analytics.delete_filled_knowledge_gaps(batch_size integer DEFAULT NULL::integer)
RETURNS bigint
LANGUAGE sql
SET search_path TO ''
AS $function$
WITH due AS (
    SELECT id FROM analytics.support_knowledge_gaps
    WHERE gap_filled AND coalesce(knowledge_article_created_at, last_seen_at) < now()
    ORDER BY last_seen_at LIMIT batch_size
    FOR UPDATE SKIP LOCKED
), gone AS (
    DELETE FROM analytics.support_knowledge_gaps WHERE id IN (SELECT due.id FROM due) RETURNING 1
)
SELECT count(*) FROM gone;
$function$;
REVOKE EXECUTE ON FUNCTION analytics.delete_filled_knowledge_gaps(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION analytics.delete_filled_knowledge_gaps(integer) TO service_role;
COMMENT ON FUNCTION analytics.delete_filled_knowledge_gaps(integer) IS 'Deletes knowledge gaps that are filled; returns how many. A batch of that size; without one, all of them.';
CREATE FUNCTION analytics.delete_old_agent_metrics(batch_size integer DEFAULT NULL::integer)
RETURNS bigint
LANGUAGE sql
SET search_path TO ''
AS $function$
WITH due AS (
    SELECT id FROM analytics.agent_performance_metrics
    WHERE date < ((now() - interval '1 year') AT TIME ZONE 'UTC')::date
    ORDER BY date LIMIT batch_size
    FOR UPDATE SKIP LOCKED
), gone AS (
    DELETE FROM analytics.agent_performance_metrics WHERE id IN (SELECT due.id FROM due) RETURNING 1
)
SELECT count(*) FROM gone;
$function$;
REVOKE EXECUTE ON FUNCTION analytics.delete_old_agent_metrics(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION analytics.delete_old_agent_metrics(integer) TO service_role;
COMMENT ON FUNCTION analytics.delete_old_agent_metrics(integer) IS 'Deletes performance metrics of agents that are over 1 year old; returns how many. A batch of that size; without one, all of them.';
CREATE FUNCTION analytics.delete_old_interactions(batch_size integer DEFAULT NULL::integer)
RETURNS bigint
LANGUAGE sql
SET search_path TO ''
AS $function$
WITH due AS (
    SELECT id FROM analytics.customer_interaction_history
    WHERE interaction_date < now() - interval '3 years'
    ORDER BY interaction_date LIMIT batch_size
    FOR UPDATE SKIP LOCKED
), gone AS (
    DELETE FROM analytics.customer_interaction_history WHERE id IN (SELECT due.id FROM due) RETURNING 1
)
SELECT count(*) FROM gone;
$function$;
REVOKE EXECUTE ON FUNCTION analytics.delete_old_interactions(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION analytics.delete_old_interactions(integer) TO service_role;
COMMENT ON FUNCTION analytics.delete_old_interactions(integer) IS 'Deletes interactions of customers that are over 3 years old; returns how many. A batch of that size; without one, all of them.';
CREATE FUNCTION analytics.delete_old_webhook_logs(batch_size integer DEFAULT NULL::integer)
RETURNS bigint
LANGUAGE sql
SET search_path TO ''
AS $function$
WITH due AS (
    SELECT id FROM analytics.raw_webhook_logs
    WHERE received_at < now() - interval '30 days'
    ORDER BY received_at LIMIT batch_size
    FOR UPDATE SKIP LOCKED
), gone AS (
    DELETE FROM analytics.raw_webhook_logs WHERE id IN (SELECT due.id FROM due) RETURNING 1
)
SELECT count(*) FROM gone;
$function$;
REVOKE EXECUTE ON FUNCTION analytics.delete_old_webhook_logs(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION analytics.delete_old_webhook_logs(integer) TO service_role;
COMMENT ON FUNCTION analytics.delete_old_webhook_logs(integer) IS 'Deletes raw webhooks that are over 30 days old; returns how many. A batch of that size; without one, all of them.';
CREATE PROCEDURE analytics.apply_retention(IN data text, IN batch_size integer DEFAULT 1000)
LANGUAGE plpgsql
AS $procedure$
DECLARE
    done bigint;
    total bigint := 0;
BEGIN
    IF batch_size IS NULL OR batch_size < 1 THEN
        RAISE EXCEPTION 'the batch size must be at least 1' USING ERRCODE = 'invalid_parameter_value';
    END IF;
    LOOP
        done := CASE data
            WHEN 'conversations' THEN analytics.archive_conversations(batch_size)
            WHEN 'interactions' THEN analytics.delete_old_interactions(batch_size)
            WHEN 'agent_metrics' THEN analytics.delete_old_agent_metrics(batch_size)
            WHEN 'knowledge_gaps' THEN analytics.delete_filled_knowledge_gaps(batch_size)
            WHEN 'webhook_logs' THEN analytics.delete_old_webhook_logs(batch_size)
        END;
        IF done IS NULL THEN
            RAISE EXCEPTION 'there is no retention of %', data
                USING ERRCODE = 'invalid_parameter_value',
                      HINT = 'Use conversations, interactions, agent_metrics, knowledge_gaps or webhook_logs.';
        END IF;
        COMMIT;
        total := total + done;
        EXIT WHEN done < batch_size;
    END LOOP;
    RAISE NOTICE 'retention of %: % rows', data, total;
END
$procedure$;
REVOKE EXECUTE ON PROCEDURE analytics.apply_retention(IN text, integer) FROM PUBLIC;
GRANT EXECUTE ON PROCEDURE analytics.apply_retention(IN text, integer) TO service_role;
COMMENT ON PROCEDURE analytics.apply_retention(IN text, integer) IS 'Archives or deletes what is past its time, batch by batch, with a COMMIT after each.';
CREATE FUNCTION analytics.enrich_with_customer_ltv(email text, lifetime_value numeric, order_count integer, first_order_date timestamp with time zone, last_order_date timestamp with time zone)
RETURNS bigint
LANGUAGE plpgsql
SET search_path TO ''
AS $function$
DECLARE
    written bigint;
BEGIN
    -- NaN sorts above every number, and JSON has neither it nor an infinity.
    IF lifetime_value < 0 OR lifetime_value >= 'Infinity' OR order_count < 0 THEN
        RAISE EXCEPTION 'lifetime_value is %, order_count is %: neither may be negative, nor without an end',
            lifetime_value, order_count USING ERRCODE = 'invalid_parameter_value';
    END IF;
    IF NOT isfinite(first_order_date) OR NOT isfinite(last_order_date) THEN
        RAISE EXCEPTION 'first_order_date is %, last_order_date is %: both are points in time, or NULL',
            first_order_date, last_order_date USING ERRCODE = 'invalid_parameter_value';
    END IF;
    UPDATE analytics.conversation_analytics SET
        customer_segment = CASE
            WHEN lifetime_value > 1000 THEN 'vip'
            WHEN coalesce(order_count, 0) = 0 AND coalesce(lifetime_value, 0) = 0 THEN 'new'
            ELSE 'standard'
        END,
        -- What is not known any more goes: dates of orders beside no orders would contradict each other.
        custom_attributes = (coalesce(custom_attributes, '{}'::jsonb)
                - ARRAY['lifetime_value', 'order_count', 'first_order_date', 'last_order_date'])
            || jsonb_build_object('lifetime_value', coalesce(lifetime_value, 0))
            || jsonb_strip_nulls(jsonb_build_object(
                'order_count', CASE
                    WHEN order_count IS NOT NULL OR coalesce(lifetime_value, 0) = 0
                    THEN coalesce(order_count, 0)
                END,
                'first_order_date', (to_jsonb(first_order_date AT TIME ZONE 'UTC') #>> '{}') || 'Z',
                'last_order_date', (to_jsonb(last_order_date AT TIME ZONE 'UTC') #>> '{}') || 'Z'))
    WHERE customer_email = email;
    GET DIAGNOSTICS written = ROW_COUNT;
    RETURN written;
END
$function$;
REVOKE EXECUTE ON FUNCTION analytics.enrich_with_customer_ltv(text, numeric, integer, timestamp with time zone, timestamp with time zone) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION analytics.enrich_with_customer_ltv(text, numeric, integer, timestamp with time zone, timestamp with time zone) TO service_role;
COMMENT ON FUNCTION analytics.enrich_with_customer_ltv(text, numeric, integer, timestamp with time zone, timestamp with time zone) IS 'Writes segment and lifetime value to the conversations of a customer, keeping their other attributes; returns how many.';
CREATE FUNCTION analytics.enrich_with_order_data(conversation bigint, order_number text, attributes jsonb)
RETURNS boolean
LANGUAGE plpgsql
SET search_path TO ''
AS $function$
BEGIN
    -- An array would make the attributes an array.
    IF jsonb_typeof(attributes) <> 'object' THEN
        RAISE EXCEPTION 'attributes is of type %, not an object', jsonb_typeof(attributes)
            USING ERRCODE = 'invalid_parameter_value',
                  HINT = 'Write {"order_status": "paid", "order_total": "409.94"}.';
    END IF;
    UPDATE analytics.conversation_analytics SET custom_attributes =
        coalesce(custom_attributes, '{}'::jsonb)
            || jsonb_strip_nulls(coalesce(attributes, '{}'::jsonb))
            || jsonb_build_object('order_number', order_number)
    WHERE chatwoot_conversation_id = conversation AND order_number IS NOT NULL;
    RETURN FOUND;
END
$function$;
REVOKE EXECUTE ON FUNCTION analytics.enrich_with_order_data(bigint, text, jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION analytics.enrich_with_order_data(bigint, text, jsonb) TO service_role;
COMMENT ON FUNCTION analytics.enrich_with_order_data(bigint, text, jsonb) IS 'Writes an order''s number and attributes to a conversation, by chatwoot_conversation_id; whether the conversation was there.';
CREATE FUNCTION analytics.queue_json(url text, headers jsonb, body jsonb)
RETURNS bigint
LANGUAGE plpgsql
SET search_path TO ''
AS $function$
DECLARE
    request bigint;
BEGIN
    IF url IS NULL THEN
        RAISE NOTICE 'skipped: there is no address to post to';
        RETURN NULL;
    END IF;
    -- By what is to be called: pg_net's argument list is longer in some versions.
    IF NOT EXISTS (
        SELECT FROM pg_catalog.pg_proc AS p
        JOIN pg_catalog.pg_namespace AS n ON n.oid = p.pronamespace
        WHERE n.nspname = 'net' AND p.proname = 'http_post' AND p.proargnames @> ARRAY['url', 'headers', 'body']
    ) THEN
        RAISE NOTICE 'skipped: the extension pg_net is not installed';
        RETURN NULL;
    END IF;
    -- Dynamic, since a static call could not be checked or planned where pg_net is missing.
    EXECUTE 'SELECT net.http_post(url := $1, headers := $2, body := $3)'
        INTO request USING url, headers, body;
    RETURN request;
END
$function$;
REVOKE EXECUTE ON FUNCTION analytics.queue_json(text, jsonb, jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION analytics.queue_json(text, jsonb, jsonb) TO service_role;
COMMENT ON FUNCTION analytics.queue_json(text, jsonb, jsonb) IS 'Queues an HTTP POST through pg_net and returns its number; NULL, with a notice, where pg_net is not installed or the URL is NULL.';
CREATE FUNCTION analytics.post_json(url text, headers jsonb, body jsonb)
RETURNS boolean
LANGUAGE sql
SET search_path TO ''
AS $function$SELECT analytics.queue_json(url, headers, body) IS NOT NULL;$function$;
REVOKE EXECUTE ON FUNCTION analytics.post_json(text, jsonb, jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION analytics.post_json(text, jsonb, jsonb) TO service_role;
COMMENT ON FUNCTION analytics.post_json(text, jsonb, jsonb) IS 'Queues an HTTP POST through pg_net; false, with a notice, where pg_net is not installed or the URL is NULL.';
CREATE FUNCTION analytics.request_batch_sync()
RETURNS boolean
LANGUAGE plpgsql
SET search_path TO ''
AS $function$
DECLARE
    base_url text := nullif(current_setting('app.settings.supabase_url', true), '');
    service_key text := nullif(current_setting('app.settings.service_role_key', true), '');
    request bigint;
    what_failed text;
BEGIN
    IF base_url IS NULL OR service_key IS NULL THEN
        what_failed := 'app.settings.supabase_url or app.settings.service_role_key is not set';
        RAISE NOTICE 'skipped: %', what_failed;
    ELSE
        request := analytics.queue_json(
            base_url || '/functions/v1/chatwoot-batch-sync',
            jsonb_build_object('Content-Type', 'application/json', 'Authorization', 'Bearer ' || service_key),
            '{}'::jsonb);
        IF request IS NULL THEN
            what_failed := 'pg_net is not installed';
        END IF;
    END IF;
    INSERT INTO analytics.sync_requests (net_request_id, problem) VALUES (request, what_failed);
    -- A request is of no use once its answer is forgotten.
    DELETE FROM analytics.sync_requests WHERE requested_at < now() - interval '30 days';
    RETURN request IS NOT NULL;
END
$function$;
REVOKE EXECUTE ON FUNCTION analytics.request_batch_sync() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION analytics.request_batch_sync() TO service_role;
COMMENT ON FUNCTION analytics.request_batch_sync() IS 'Requests the batch synchronisation; false, with a notice, where the settings or pg_net are missing.';
CREATE FUNCTION analytics.send_alert(text text)
RETURNS boolean
LANGUAGE sql
SET search_path TO ''
AS $function$
SELECT analytics.post_json(
    nullif(current_setting('app.settings.slack_webhook_url', true), ''),
    '{"Content-Type": "application/json"}'::jsonb,
    jsonb_build_object('text', text));
$function$;
REVOKE EXECUTE ON FUNCTION analytics.send_alert(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION analytics.send_alert(text) TO service_role;
COMMENT ON FUNCTION analytics.send_alert(text) IS 'Posts a text to app.settings.slack_webhook_url; false, with a notice, where it or pg_net is missing.';
CREATE FUNCTION analytics.check_batch_sync()
RETURNS boolean
LANGUAGE plpgsql
SET search_path TO ''
AS $function$
DECLARE
    newest analytics.sync_requests%ROWTYPE;
    status integer;
    failure text;
    is_late boolean;
    is_answered boolean := false;
    what_failed text;
    responses regclass := to_regclass('net._http_response');
BEGIN
    SELECT * INTO newest FROM analytics.sync_requests ORDER BY requested_at DESC LIMIT 1;
    IF newest.id IS NULL THEN
        RAISE NOTICE 'skipped: no batch synchronisation has been requested';
        RETURN NULL;
    END IF;
    IF newest.net_request_id IS NULL THEN
        what_failed := newest.problem;
    ELSE
        IF responses IS NULL THEN
            RAISE NOTICE 'skipped: the extension pg_net is not installed';
            RETURN NULL;
        END IF;
        EXECUTE format('SELECT true, r.status_code, r.error_msg, r.timed_out FROM %s AS r WHERE r.id = $1', responses)
            INTO is_answered, status, failure, is_late USING newest.net_request_id;
        what_failed := CASE
            WHEN is_answered IS NOT TRUE THEN 'no answer'
            WHEN is_late THEN 'timed out'
            WHEN failure IS NOT NULL THEN 'the request failed'
            WHEN status BETWEEN 200 AND 299 THEN NULL
            ELSE 'status ' || coalesce(status::text, 'unknown')
        END;
    END IF;
    IF what_failed IS NULL THEN
        RETURN true;
    END IF;
    IF newest.alerted_at IS NULL
        AND analytics.send_alert('Chatwoot batch sync failed: ' || what_failed)
    THEN
        UPDATE analytics.sync_requests SET alerted_at = now()
        WHERE id = newest.id;
    END IF;
    RETURN false;
END
$function$;
REVOKE EXECUTE ON FUNCTION analytics.check_batch_sync() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION analytics.check_batch_sync() TO service_role;
COMMENT ON FUNCTION analytics.check_batch_sync() IS 'True when the newest batch synchronisation was answered with success; false, and an alert, when it failed; NULL when none was asked for, or its answer cannot be known.';
CREATE FUNCTION analytics.check_sync_health()
RETURNS boolean
LANGUAGE plpgsql
SET search_path TO ''
AS $function$
DECLARE
    last_sync timestamptz;
BEGIN
    SELECT max(synced_at) INTO last_sync FROM analytics.conversation_analytics;

    IF last_sync >= now() - interval '10 minutes' THEN
        RETURN true;
    END IF;

    PERFORM analytics.send_alert(CASE
        WHEN last_sync IS NULL THEN 'Chatwoot sync: nothing has been synchronised'
        ELSE 'Chatwoot sync lag: '
            || floor(extract(epoch FROM now() - last_sync) / 60)::bigint || ' minutes'
    END);
    RETURN false;
END
$function$;
REVOKE EXECUTE ON FUNCTION analytics.check_sync_health() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION analytics.check_sync_health() TO service_role;
COMMENT ON FUNCTION analytics.check_sync_health() IS 'True when the last synchronisation is at most 10 minutes old; false, and an alert, otherwise. Never NULL.';
CREATE FUNCTION analytics.status_from(source text, word text)
RETURNS text
LANGUAGE sql
IMMUTABLE PARALLEL SAFE
SET search_path TO ''
AS $function$
SELECT CASE source
    WHEN 'chatwoot' THEN
        CASE WHEN word::text = 'open' THEN 'open' WHEN word::text = '0' THEN 'open' WHEN word::text = 'resolved' THEN 'resolved' WHEN word::text = '1' THEN 'resolved' WHEN word::text = 'pending' THEN 'pending' WHEN word::text = '2' THEN 'pending' WHEN word::text = 'snoozed' THEN 'pending' WHEN word::text = '3' THEN 'pending' WHEN word IS NULL THEN 'open' END
    WHEN 'metrics' THEN
        CASE WHEN word::text = 'open' THEN 'open' WHEN word::text = 'pending' THEN 'pending' WHEN word::text = 'done' THEN 'resolved' WHEN word::text = 'unsubscribe' THEN 'resolved' END
    WHEN 'widget' THEN
        CASE WHEN word::text = 'OPEN' THEN 'open' WHEN word::text = 'PENDING' THEN 'pending' WHEN word::text = 'RESOLVED' THEN 'resolved' WHEN word::text = 'CLOSED' THEN 'resolved' WHEN word IS NULL THEN 'open' END
    WHEN 'freshdesk' THEN
        CASE WHEN word::text = 'open' THEN 'open' WHEN word::text = '2' THEN 'open' WHEN word::text = 'pending' THEN 'pending' WHEN word::text = '3' THEN 'pending' WHEN word::text = 'resolved' THEN 'resolved' WHEN word::text = '4' THEN 'resolved' WHEN word::text = 'closed' THEN 'resolved' WHEN word::text = '5' THEN 'resolved' WHEN word::text = 'waiting_on_customer' THEN 'pending' WHEN word::text = '6' THEN 'pending' WHEN word::text = 'waiting_on_third_party' THEN 'pending' WHEN word::text = '7' THEN 'pending' END
END;
$function$;
REVOKE EXECUTE ON FUNCTION analytics.status_from(text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION analytics.status_from(text, text) TO service_role;
COMMENT ON FUNCTION analytics.status_from(text, text) IS 'What a status of chatwoot (word or number), metrics, widget or freshdesk (word or number) is in analytics; NULL for what is left out or is none of the source''s words.';
CREATE FUNCTION analytics.urgency_from(source text, word text)
RETURNS text
LANGUAGE sql
IMMUTABLE PARALLEL SAFE
SET search_path TO ''
AS $function$
SELECT CASE source
    WHEN 'chatwoot' THEN
        CASE WHEN word::text = 'low' THEN 'low' WHEN word::text = '0' THEN 'low' WHEN word::text = 'medium' THEN 'normal' WHEN word::text = '1' THEN 'normal' WHEN word::text = 'high' THEN 'high' WHEN word::text = '2' THEN 'high' WHEN word::text = 'urgent' THEN 'urgent' WHEN word::text = '3' THEN 'urgent' END
    WHEN 'widget' THEN
        CASE WHEN word::text = 'LOW' THEN 'low' WHEN word::text = 'MEDIUM' THEN 'normal' WHEN word::text = 'HIGH' THEN 'high' WHEN word::text = 'URGENT' THEN 'urgent' WHEN word IS NULL THEN 'normal' END
    WHEN 'freshdesk' THEN
        CASE WHEN word::text = 'low' THEN 'low' WHEN word::text = '1' THEN 'low' WHEN word::text = 'medium' THEN 'normal' WHEN word::text = '2' THEN 'normal' WHEN word::text = 'high' THEN 'high' WHEN word::text = '3' THEN 'high' WHEN word::text = 'urgent' THEN 'urgent' WHEN word::text = '4' THEN 'urgent' END
END;
$function$;
REVOKE EXECUTE ON FUNCTION analytics.urgency_from(text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION analytics.urgency_from(text, text) TO service_role;
COMMENT ON FUNCTION analytics.urgency_from(text, text) IS 'What a priority of chatwoot (word or number), widget or freshdesk (word or number) is in analytics; NULL for what is left out or is none of the source''s words.';
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
    IF jsonb_typeof(ranges) <> 'object' THEN
        RAISE EXCEPTION 'the metadata filter is of type %, not an object', jsonb_typeof(ranges)
            USING ERRCODE = 'invalid_parameter_value', HINT = 'Write {"budget_min": {"$gte": 70000}}.';
    END IF;
    FOR field, bound IN
        SELECT f.key, f.value FROM jsonb_each(ranges) AS f WHERE jsonb_typeof(f.value) <> 'object'
    LOOP
        RAISE EXCEPTION 'the range of % is of type %, not an object', field, jsonb_typeof(bound)
            USING ERRCODE = 'invalid_parameter_value', HINT = 'Write {"budget_min": {"$gte": 70000}}.';
    END LOOP;
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
SET hnsw.ef_search TO '100'
SET hnsw.iterative_scan TO 'relaxed_order'
AS $function$
#variable_conflict use_column
DECLARE
    plain jsonb;
    ranges jsonb;
BEGIN
    IF jsonb_typeof(filter_metadata) <> 'object' THEN
        RAISE EXCEPTION 'filter_metadata is of type %, not an object', jsonb_typeof(filter_metadata)
            USING ERRCODE = 'invalid_parameter_value',
                  HINT = 'Write {"job_type": "interim", "budget_min": {"$gte": 70000}}, or NULL for no filter.';
    END IF;
    -- An empty object has no first key: it is no range, and contained in any object.
    SELECT jsonb_object_agg(f.key, f.value) FILTER (WHERE NOT f.is_range),
           jsonb_object_agg(f.key, f.value) FILTER (WHERE f.is_range)
    INTO plain, ranges
    FROM (
        SELECT e.key, e.value, coalesce(starts_with(o.first_key, '$'), false) AS is_range
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
CREATE FUNCTION metrics.create_message_partition(months_ahead integer DEFAULT 3, as_of timestamp with time zone DEFAULT now())
RETURNS SETOF text
LANGUAGE plpgsql
SET search_path TO ''
SET "TimeZone" TO 'UTC'
SET "DateStyle" TO 'ISO'
SET lock_timeout TO '500ms'
AS $function$
DECLARE
    relation CONSTANT regclass := 'metrics.message_events';
    this_month timestamp;
    wanted timestamp;
    following timestamp;
    made text;
BEGIN
    IF months_ahead IS NULL OR months_ahead NOT BETWEEN 0 AND 120 OR as_of IS NULL OR NOT isfinite(as_of)
        -- Names say no era: a month before Christ would have the name of one after.
        OR extract(year FROM as_of) < 1 THEN
        RAISE EXCEPTION 'months_ahead is %, as_of is %: it takes 0 to 120 months ahead of a time from year 1 on',
            coalesce(months_ahead::text, 'NULL'), coalesce(as_of::text, 'NULL')
            USING ERRCODE = 'invalid_parameter_value';
    END IF;
    -- One run at a time: two would make the same partition.
    PERFORM pg_advisory_xact_lock(hashtextextended('metrics.message_events', 0));
    this_month := date_trunc('month', as_of AT TIME ZONE 'UTC');
    FOR wanted IN
        SELECT generate_series(
            this_month, this_month + make_interval(months => months_ahead), interval '1 month')
        UNION
        -- Rows of a month that had no partition when they came wait in the default one.
        SELECT date_trunc('month', created_at::timestamp) FROM metrics.message_events_default
        WHERE created_at >= '1970-01-01'
          AND created_at < this_month + make_interval(months => months_ahead + 1)
        ORDER BY 1
    LOOP
        following := wanted + interval '1 month';
        -- By bounds, not by names: a partition that somebody made by hand counts too.
        CONTINUE WHEN EXISTS (
            SELECT FROM pg_catalog.pg_inherits AS i
            JOIN pg_catalog.pg_class AS c ON c.oid = i.inhrelid
            CROSS JOIN LATERAL regexp_match(pg_catalog.pg_get_expr(c.relpartbound, c.oid),
                'FROM \((?:MINVALUE|''([^'']*)'')\) TO \((?:MAXVALUE|''([^'']*)'')\)') AS b (bound)
            WHERE i.inhparent = relation AND b.bound IS NOT NULL
              AND coalesce(b.bound[1]::timestamp, '-infinity') < following
              AND coalesce(b.bound[2]::timestamp, 'infinity') > wanted);
        SELECT format('%I.%I', n.nspname, c.relname || to_char(wanted, '"_y"YYYY"m"MM')) INTO made
        FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
        WHERE c.oid = relation;
        IF to_regclass(made) IS NOT NULL THEN
            RAISE EXCEPTION '% is there, and is no partition of % for that month', made, relation
                USING ERRCODE = 'duplicate_table', HINT = 'Attach it to the table, or give it another name.';
        END IF;
        -- Made beside the table and then attached: reads and writes of other months go on.
        EXECUTE format(
            'CREATE TABLE %s (LIKE %s INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING INDEXES '
            'INCLUDING GENERATED INCLUDING STORAGE INCLUDING COMPRESSION)', made, relation);
        -- The table's own policies do not hold for who names a partition.
        EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', made);
        EXECUTE format('CREATE UNIQUE INDEX ON %s (id)', made);
        -- The table first, which attaching locks as well: ANALYZE goes from the table to its partitions, and
        -- would wait for this while this waits for it.
        LOCK TABLE ONLY metrics.message_events IN SHARE UPDATE EXCLUSIVE MODE;
        -- Attaching reads the default partition under this lock, and refuses where it finds such a row.
        LOCK TABLE metrics.message_events_default IN ACCESS EXCLUSIVE MODE;
        EXECUTE format(
            'WITH moved AS (DELETE FROM metrics.message_events_default WHERE created_at >= %L AND created_at < %L '
            'RETURNING id, direction, agent_id, contact_id, conversation_id, message_body, message_type, status, metadata, created_at, sent_at, delivered_at) INSERT INTO %s (id, direction, agent_id, contact_id, conversation_id, message_body, message_type, status, metadata, created_at, sent_at, delivered_at) SELECT id, direction, agent_id, contact_id, conversation_id, message_body, message_type, status, metadata, created_at, sent_at, delivered_at FROM moved',
            wanted, following, made);
        EXECUTE format(
            'ALTER TABLE %s ATTACH PARTITION %s FOR VALUES FROM (%L) TO (%L)',
            relation, made, wanted, following);
        RETURN NEXT made;
    END LOOP;
END
$function$;
REVOKE EXECUTE ON FUNCTION metrics.create_message_partition(integer, timestamp with time zone) FROM PUBLIC;
COMMENT ON FUNCTION metrics.create_message_partition(integer, timestamp with time zone) IS 'Makes the partitions of message_events for this month and 3 ahead, and for events in the default one; returns their names.';
CREATE FUNCTION metrics.record_agent_performance(day date DEFAULT (((now() AT TIME ZONE 'UTC'::text))::date - 1))
RETURNS integer
LANGUAGE sql
SET search_path TO ''
AS $function$
WITH bounds AS (
    SELECT day::timestamp AT TIME ZONE 'UTC' AS first, (day + 1)::timestamp AT TIME ZONE 'UTC' AS next
), figures AS (
    SELECT agent_id AS agent, 1 AS messages, 0 AS calls, NULL::integer AS response,
        NULL::integer AS resolution
    FROM metrics.message_events, bounds
    WHERE created_at >= first AND created_at < next
    UNION ALL
    SELECT agent_id, 0, 1, NULL, NULL
    FROM metrics.call_events, bounds
    WHERE created_at >= first AND created_at < next
    UNION ALL
    SELECT agent_id, 0, 0, first_response_time, NULL
    FROM metrics.conversations, bounds
    WHERE created_at >= first AND created_at < next
    UNION ALL
    SELECT agent_id, 0, 0, NULL, resolution_time
    FROM metrics.conversations, bounds
    WHERE closed_at >= first AND closed_at < next
    UNION ALL
    -- A row that is there already and has nothing any more becomes zero.
    SELECT agent_id, 0, 0, NULL, NULL
    FROM metrics.agent_performance_metrics
    WHERE date = day
), written AS (
    INSERT INTO metrics.agent_performance_metrics (agent_id, date, messages_handled, calls_handled, avg_response_time, avg_resolution_time)
    SELECT agent, day, sum(messages), sum(calls), round(avg(response)), round(avg(resolution))
    FROM figures
    WHERE isfinite(day)
    GROUP BY agent
    ON CONFLICT (agent_id, date) DO UPDATE
    SET messages_handled = excluded.messages_handled,
        calls_handled = excluded.calls_handled,
        avg_response_time = excluded.avg_response_time,
        avg_resolution_time = excluded.avg_resolution_time
    RETURNING 1
)
SELECT count(*)::integer FROM written;
$function$;
REVOKE EXECUTE ON FUNCTION metrics.record_agent_performance(date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION metrics.record_agent_performance(date) TO service_role;
COMMENT ON FUNCTION metrics.record_agent_performance(date) IS 'Writes what each agent did in a day (UTC), yesterday''s unless one is given; returns the number of agents.';
CREATE FUNCTION metrics.slow_statements(most integer DEFAULT 20)
RETURNS TABLE(query_id bigint, calls bigint, mean_ms numeric, total_ms numeric, rows bigint, query text)
LANGUAGE plpgsql
STABLE
SET search_path TO ''
AS $function$
DECLARE
    place name := (
        SELECT n.nspname FROM pg_catalog.pg_extension AS e
        JOIN pg_catalog.pg_namespace AS n ON n.oid = e.extnamespace
        WHERE e.extname = 'pg_stat_statements');
BEGIN
    IF place IS NULL THEN
        RAISE NOTICE 'skipped: the extension pg_stat_statements is not installed';
        RETURN;
    END IF;
    -- Dynamic, since the view may be in any schema, or not there.
    RETURN QUERY EXECUTE format(
        'SELECT s.queryid, s.calls, round(s.mean_exec_time::numeric, 1), round(s.total_exec_time::numeric, 1), '
            's.rows, s.query FROM %I.pg_stat_statements AS s '
            'WHERE s.dbid = (SELECT d.oid FROM pg_catalog.pg_database AS d WHERE d.datname = current_database()) '
            'ORDER BY s.total_exec_time DESC LIMIT $1', place)
    USING greatest(most, 0);
END
$function$;
REVOKE EXECUTE ON FUNCTION metrics.slow_statements(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION metrics.slow_statements(integer) TO service_role;
COMMENT ON FUNCTION metrics.slow_statements(integer) IS 'The statements of this database that took most time in all; none, with a notice, without pg_stat_statements.';
CREATE FUNCTION support_etl.extract_ticket_priority(data jsonb)
RETURNS text
LANGUAGE sql
IMMUTABLE PARALLEL SAFE
SET search_path TO ''
AS $function$
SELECT CASE
    WHEN jsonb_typeof((data -> 'priority')) IN ('string', 'number') THEN
        CASE regexp_replace(regexp_replace(lower(btrim((data -> 'priority') #>> '{}', E' \t\r\n') COLLATE pg_catalog."C"), '[.]0+$', ''), '[^a-z0-9]+', '_', 'g')
            WHEN '1' THEN 'low' WHEN 'low' THEN 'low'
            WHEN '2' THEN 'medium' WHEN 'medium' THEN 'medium'
            WHEN '3' THEN 'high' WHEN 'high' THEN 'high'
            WHEN '4' THEN 'urgent' WHEN 'urgent' THEN 'urgent'
            WHEN '' THEN NULL
            ELSE 'unknown'
        END
    WHEN jsonb_typeof((data -> 'priority')) <> 'null' THEN 'unknown'
END;
$function$;
REVOKE EXECUTE ON FUNCTION support_etl.extract_ticket_priority(jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION support_etl.extract_ticket_priority(jsonb) TO pg_read_all_data;
GRANT EXECUTE ON FUNCTION support_etl.extract_ticket_priority(jsonb) TO service_role;
COMMENT ON FUNCTION support_etl.extract_ticket_priority(jsonb) IS 'low, medium, high, urgent; unknown for what Freshdesk does not define; NULL where there is no priority.';
SELECT to_regprocedure('plumbline_q0001r_support_etl.extract_ticket_status(jsonb)') IS NOT NULL AND NOT (to_regprocedure('support_etl.extract_ticket_status(jsonb)') IS NOT NULL) AS restore \gset
\if :restore
ALTER FUNCTION plumbline_q0001r_support_etl.extract_ticket_status(jsonb) SET SCHEMA support_etl;
\else
CREATE FUNCTION support_etl.extract_ticket_status(data jsonb)
RETURNS text
LANGUAGE sql
IMMUTABLE PARALLEL SAFE
SET search_path TO ''
AS $function$
SELECT CASE
    WHEN jsonb_typeof((data -> 'status')) IN ('string', 'number') THEN
        CASE regexp_replace(regexp_replace(lower(btrim((data -> 'status') #>> '{}', E' \t\r\n') COLLATE pg_catalog."C"), '[.]0+$', ''), '[^a-z0-9]+', '_', 'g')
            WHEN '2' THEN 'open' WHEN 'open' THEN 'open'
            WHEN '3' THEN 'pending' WHEN 'pending' THEN 'pending'
            WHEN '4' THEN 'resolved' WHEN 'resolved' THEN 'resolved'
            WHEN '5' THEN 'closed' WHEN 'closed' THEN 'closed'
            WHEN '6' THEN 'waiting_on_customer' WHEN 'waiting_on_customer' THEN 'waiting_on_customer'
            WHEN '7' THEN 'waiting_on_third_party' WHEN 'waiting_on_third_party' THEN 'waiting_on_third_party'
            WHEN '' THEN NULL
            ELSE 'unknown'
        END
    WHEN jsonb_typeof((data -> 'status')) <> 'null' THEN 'unknown'
END;
$function$;
REVOKE EXECUTE ON FUNCTION support_etl.extract_ticket_status(jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION support_etl.extract_ticket_status(jsonb) TO pg_read_all_data;
GRANT EXECUTE ON FUNCTION support_etl.extract_ticket_status(jsonb) TO service_role;
COMMENT ON FUNCTION support_etl.extract_ticket_status(jsonb) IS 'open, pending, resolved, closed, waiting_on_customer, waiting_on_third_party; unknown for what Freshdesk does not define; NULL where there is no status.';
CREATE INDEX idx_freshdesk_tickets_queue ON support_etl.etl_freshdesk_tickets USING btree (merchant_id) WHERE (coalesce(support_etl.extract_ticket_status(data), 'unknown') NOT IN ('resolved', 'closed'));
\endif
CREATE FUNCTION support_etl.integration_api_key(merchant integer, source text)
RETURNS text
LANGUAGE sql
STABLE SECURITY DEFINER
SET search_path TO ''
AS $function$
SELECT i.api_key
FROM support_etl.merchant_integrations AS i
WHERE i.merchant_id = merchant AND i.type = source
  AND i.is_active;
$function$;
REVOKE EXECUTE ON FUNCTION support_etl.integration_api_key(integer, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION support_etl.integration_api_key(integer, text) TO service_role;
COMMENT ON FUNCTION support_etl.integration_api_key(integer, text) IS 'The encrypted key of a merchant''s active integration; NULL where there is none. For the synchronisation alone.';
CREATE FUNCTION support_etl.merge_staged_conversations()
RETURNS TABLE(updated bigint, unchanged bigint, rejected bigint)
LANGUAGE plpgsql
SET search_path TO ''
AS $function$
DECLARE
    staged regclass := to_regclass('pg_temp.staged_envelopes');
BEGIN
    IF staged IS NULL THEN
        RAISE EXCEPTION 'there is no temporary table staged_envelopes'
            USING ERRCODE = 'undefined_table',
                  HINT = 'Make it, fill it by COPY and merge it in one transaction: plumb query etl.stage_envelopes.';
    END IF;
    RETURN QUERY EXECUTE format($merge$
        WITH staged AS (
            SELECT DISTINCT ON (s.merchant_id, s.source_id) s.merchant_id, s.source_id, s.data
            FROM %1$s AS s
            WHERE jsonb_typeof(s.data) = 'array'
            ORDER BY s.merchant_id, s.source_id, s.place DESC
        ), found AS (
            SELECT s.merchant_id, s.source_id, s.data,
                t.data -> 'conversations' IS DISTINCT FROM s.data AS differs
            FROM staged AS s
            JOIN support_etl.etl_freshdesk_tickets AS t
              ON t.merchant_id = s.merchant_id AND t.freshdesk_ticket_id = s.source_id
        ), merged AS (
            UPDATE support_etl.etl_freshdesk_tickets AS t
            SET data = jsonb_set(t.data, '{conversations}', f.data)
            FROM found AS f
            WHERE f.differs
              AND t.merchant_id = f.merchant_id AND t.freshdesk_ticket_id = f.source_id
            RETURNING 1
        )
        SELECT (SELECT count(*) FROM merged), (SELECT count(*) FROM found WHERE NOT differs),
            (SELECT count(DISTINCT (e.merchant_id, e.source_id)) FROM %1$s AS e)
                - (SELECT count(*) FROM found)
    $merge$, staged);
END
$function$;
REVOKE EXECUTE ON FUNCTION support_etl.merge_staged_conversations() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION support_etl.merge_staged_conversations() TO service_role;
COMMENT ON FUNCTION support_etl.merge_staged_conversations() IS 'Gives the tickets of pg_temp.staged_envelopes the lists of conversations there, and changes nothing else of them.';
CREATE FUNCTION support_etl.merge_staged_customers()
RETURNS TABLE(inserted bigint, updated bigint, unchanged bigint)
LANGUAGE plpgsql
SET search_path TO ''
AS $function$
DECLARE
    staged regclass := to_regclass('pg_temp.staged_envelopes');
BEGIN
    IF staged IS NULL THEN
        RAISE EXCEPTION 'there is no temporary table staged_envelopes'
            USING ERRCODE = 'undefined_table',
                  HINT = 'Make it, fill it by COPY and merge it in one transaction: plumb query etl.stage_envelopes.';
    END IF;
    RETURN QUERY EXECUTE format($merge$
        WITH staged AS (
            SELECT DISTINCT ON (s.merchant_id, s.source_id) s.merchant_id, s.source_id, s.data
            FROM %1$s AS s
            ORDER BY s.merchant_id, s.source_id, s.place DESC
        ), merged AS (
            INSERT INTO support_etl.etl_shopify_customers AS t (merchant_id, shopify_customer_id, data)
            SELECT s.merchant_id, s.source_id, s.data FROM staged AS s
            ON CONFLICT (merchant_id, shopify_customer_id) DO UPDATE SET data = excluded.data
            WHERE t.data IS DISTINCT FROM excluded.data
            RETURNING xmax = 0 AS is_new
        )
        SELECT count(*) FILTER (WHERE m.is_new), count(*) FILTER (WHERE NOT m.is_new),
            (SELECT count(*) FROM staged) - count(*)
        FROM merged AS m
    $merge$, staged);
END
$function$;
REVOKE EXECUTE ON FUNCTION support_etl.merge_staged_customers() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION support_etl.merge_staged_customers() TO service_role;
COMMENT ON FUNCTION support_etl.merge_staged_customers() IS 'Upserts the customers of pg_temp.staged_envelopes; what has not changed is left alone.';
CREATE FUNCTION support_etl.merge_staged_tickets()
RETURNS TABLE(inserted bigint, updated bigint, unchanged bigint)
LANGUAGE plpgsql
SET search_path TO ''
AS $function$
DECLARE
    staged regclass := to_regclass('pg_temp.staged_envelopes');
BEGIN
    IF staged IS NULL THEN
        RAISE EXCEPTION 'there is no temporary table staged_envelopes'
            USING ERRCODE = 'undefined_table',
                  HINT = 'Make it, fill it by COPY and merge it in one transaction: plumb query etl.stage_envelopes.';
    END IF;
    RETURN QUERY EXECUTE format($merge$
        WITH staged AS (
            SELECT DISTINCT ON (s.merchant_id, s.source_id) s.merchant_id, s.source_id, s.data
            FROM %1$s AS s
            ORDER BY s.merchant_id, s.source_id, s.place DESC
        ), merged AS (
            INSERT INTO support_etl.etl_freshdesk_tickets AS t (merchant_id, freshdesk_ticket_id, data)
            SELECT s.merchant_id, s.source_id, s.data FROM staged AS s
            ON CONFLICT (merchant_id, freshdesk_ticket_id) DO UPDATE SET data = CASE WHEN t.data ? 'conversations' THEN jsonb_set(excluded.data, '{conversations}', t.data -> 'conversations') ELSE excluded.data END
            WHERE t.data IS DISTINCT FROM CASE WHEN t.data ? 'conversations' THEN jsonb_set(excluded.data, '{conversations}', t.data -> 'conversations') ELSE excluded.data END
            RETURNING xmax = 0 AS is_new
        )
        SELECT count(*) FILTER (WHERE m.is_new), count(*) FILTER (WHERE NOT m.is_new),
            (SELECT count(*) FROM staged) - count(*)
        FROM merged AS m
    $merge$, staged);
END
$function$;
REVOKE EXECUTE ON FUNCTION support_etl.merge_staged_tickets() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION support_etl.merge_staged_tickets() TO service_role;
COMMENT ON FUNCTION support_etl.merge_staged_tickets() IS 'Upserts the tickets of pg_temp.staged_envelopes, keeping the conversations that are there.';
SELECT to_regprocedure('plumbline_q0001r_support_etl.parse_timestamp(text)') IS NOT NULL AND NOT (to_regprocedure('support_etl.parse_timestamp(text)') IS NOT NULL) AS restore \gset
\if :restore
ALTER FUNCTION plumbline_q0001r_support_etl.parse_timestamp(text) SET SCHEMA support_etl;
\else
CREATE FUNCTION support_etl.parse_timestamp(value text)
RETURNS timestamp with time zone
LANGUAGE plpgsql
IMMUTABLE STRICT PARALLEL SAFE
SET search_path TO ''
AS $function$
DECLARE
    p text[];
BEGIN
    IF value ~ (
        '^[1-9][0-9]{3}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)'
        || '|02-(0[1-9]|1[0-9]|2[0-8]))'
        || 'T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]{1,6})?(Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])$')
    THEN
        RETURN value::timestamptz;
    END IF;
    p := regexp_match(
        value,
        '^\s*([1-9][0-9]{3})-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])'
            || '(?:[Tt ]([01][0-9]|2[0-3]):([0-5][0-9])(?::([0-5][0-9](?:[.][0-9]{1,9})?))?\s*'
            || '([Zz]|[+-](?:0[0-9]|1[0-5])(?::?[0-5][0-9])?)?)?\s*$');
    IF p IS NULL OR p[3]::integer
        > extract(day FROM make_date(p[1]::integer, p[2]::integer, 1) + interval '1 month -1 day')
    THEN
        RETURN NULL;
    END IF;
    RETURN (make_timestamp(
            p[1]::integer, p[2]::integer, p[3]::integer,
            coalesce(p[4], '0')::integer, coalesce(p[5], '0')::integer, coalesce(p[6], '0')::double precision)
        - CASE
            WHEN p[7] ~ '^[+-]' THEN make_interval(
                mins => (left(p[7], 1) || '1')::integer
                    * (substr(p[7], 2, 2)::integer * 60 + ('0' || replace(substr(p[7], 4), ':', ''))::integer))
            ELSE interval '0'
        END) AT TIME ZONE 'UTC';
END
$function$;
REVOKE EXECUTE ON FUNCTION support_etl.parse_timestamp(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION support_etl.parse_timestamp(text) TO pg_read_all_data;
GRANT EXECUTE ON FUNCTION support_etl.parse_timestamp(text) TO service_role;
COMMENT ON FUNCTION support_etl.parse_timestamp(text) IS 'A point in time of ISO 8601, UTC where it has no zone; NULL for everything that is none. Never an error.';
CREATE INDEX idx_freshdesk_tickets_ticket_created_at ON support_etl.etl_freshdesk_tickets USING btree ((support_etl.parse_timestamp(data ->> 'created_at')), merchant_id);
\endif
CREATE FUNCTION support_etl.get_support_summary(from_time timestamp with time zone, to_time timestamp with time zone, merchant integer DEFAULT NULL::integer, include_test boolean DEFAULT false)
RETURNS TABLE(total_tickets bigint, open_tickets bigint, pending_tickets bigint, waiting_tickets bigint, resolved_tickets bigint, closed_tickets bigint, unknown_tickets bigint, low_priority bigint, medium_priority bigint, high_priority bigint, urgent_priority bigint, unknown_priority bigint, with_conversations bigint, requesters bigint, resolution_rate numeric, avg_first_response_hours numeric, avg_resolution_hours numeric)
LANGUAGE sql
STABLE PARALLEL SAFE ROWS 1
SET search_path TO ''
AS $function$
WITH kept AS MATERIALIZED (
    SELECT coalesce(CASE
    WHEN jsonb_typeof(f.status) IN ('string', 'number') THEN
        CASE regexp_replace(regexp_replace(lower(btrim(f.status #>> '{}', E' \t\r\n') COLLATE pg_catalog."C"), '[.]0+$', ''), '[^a-z0-9]+', '_', 'g')
            WHEN '2' THEN 'open' WHEN 'open' THEN 'open'
            WHEN '3' THEN 'pending' WHEN 'pending' THEN 'pending'
            WHEN '4' THEN 'resolved' WHEN 'resolved' THEN 'resolved'
            WHEN '5' THEN 'closed' WHEN 'closed' THEN 'closed'
            WHEN '6' THEN 'waiting_on_customer' WHEN 'waiting_on_customer' THEN 'waiting_on_customer'
            WHEN '7' THEN 'waiting_on_third_party' WHEN 'waiting_on_third_party' THEN 'waiting_on_third_party'
            WHEN '' THEN NULL
            ELSE 'unknown'
        END
    WHEN jsonb_typeof(f.status) <> 'null' THEN 'unknown'
END, 'unknown') AS status,
        coalesce(CASE
    WHEN jsonb_typeof(f.priority) IN ('string', 'number') THEN
        CASE regexp_replace(regexp_replace(lower(btrim(f.priority #>> '{}', E' \t\r\n') COLLATE pg_catalog."C"), '[.]0+$', ''), '[^a-z0-9]+', '_', 'g')
            WHEN '1' THEN 'low' WHEN 'low' THEN 'low'
            WHEN '2' THEN 'medium' WHEN 'medium' THEN 'medium'
            WHEN '3' THEN 'high' WHEN 'high' THEN 'high'
            WHEN '4' THEN 'urgent' WHEN 'urgent' THEN 'urgent'
            WHEN '' THEN NULL
            ELSE 'unknown'
        END
    WHEN jsonb_typeof(f.priority) <> 'null' THEN 'unknown'
END, 'unknown') AS priority,
        CASE jsonb_typeof(f.conversations) WHEN 'array' THEN jsonb_array_length(f.conversations) > 0 ELSE false END AS has_conversations,
        CASE WHEN f.requester_id IS NOT NULL THEN (t.merchant_id, f.requester_id) END AS requester,
        extract(epoch FROM support_etl.parse_timestamp(f.stats ->> 'first_responded_at') - t.written_at) AS response,
        extract(epoch FROM coalesce(support_etl.parse_timestamp(f.stats ->> 'resolved_at'), support_etl.parse_timestamp(f.stats ->> 'closed_at')) - t.written_at) AS resolution
    FROM (
        SELECT merchant_id, data, support_etl.parse_timestamp(data ->> 'created_at') AS written_at
        FROM support_etl.etl_freshdesk_tickets
        WHERE support_etl.parse_timestamp(data ->> 'created_at') >= coalesce(from_time, '-infinity')
          AND support_etl.parse_timestamp(data ->> 'created_at') < coalesce(to_time, 'infinity')
    ) AS t
    JOIN support_etl.merchants AS m ON m.id = t.merchant_id
    CROSS JOIN LATERAL jsonb_to_record(t.data) AS f (status jsonb, priority jsonb, type text, tags jsonb, stats jsonb, conversations jsonb, requester_id text, responder_id text, subject text, due_by text, spam jsonb, deleted jsonb)
    WHERE (t.merchant_id = merchant
    OR merchant IS NULL AND (NOT m.is_test OR coalesce(include_test, false)))
      AND f.spam IS DISTINCT FROM 'true' AND f.deleted IS DISTINCT FROM 'true'
)
SELECT count(*),
    count(*) FILTER (WHERE k.status IN ('open')), count(*) FILTER (WHERE k.status IN ('pending')), count(*) FILTER (WHERE k.status IN ('waiting_on_customer', 'waiting_on_third_party')),
    count(*) FILTER (WHERE k.status IN ('resolved')), count(*) FILTER (WHERE k.status IN ('closed')), count(*) FILTER (WHERE k.status IN ('unknown')),
    count(*) FILTER (WHERE k.priority = 'low'), count(*) FILTER (WHERE k.priority = 'medium'), count(*) FILTER (WHERE k.priority = 'high'), count(*) FILTER (WHERE k.priority = 'urgent'), count(*) FILTER (WHERE k.priority = 'unknown'),
    count(*) FILTER (WHERE k.has_conversations),
    count(DISTINCT k.requester),
    round(100.0 * count(*) FILTER (WHERE k.status IN ('resolved', 'closed')) / nullif(count(*), 0), 1),
    round(avg(k.response) FILTER (WHERE k.response >= 0) / 3600, 2),
    round(avg(k.resolution) FILTER (WHERE k.resolution >= 0 AND k.status IN ('resolved', 'closed')) / 3600, 2)
FROM kept AS k;
$function$;
REVOKE EXECUTE ON FUNCTION support_etl.get_support_summary(timestamp with time zone, timestamp with time zone, integer, boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION support_etl.get_support_summary(timestamp with time zone, timestamp with time zone, integer, boolean) TO service_role;
COMMENT ON FUNCTION support_etl.get_support_summary(timestamp with time zone, timestamp with time zone, integer, boolean) IS 'Figures of the tickets written from from_time up to, not including, to_time (NULL: without end), of one merchant or of all but test merchants. One row; statuses add up to the total. Spam and deleted tickets count nowhere.';
CREATE FUNCTION support_etl.compare_support_periods(first_from timestamp with time zone, first_to timestamp with time zone, second_from timestamp with time zone, second_to timestamp with time zone, merchant integer DEFAULT NULL::integer, include_test boolean DEFAULT false)
RETURNS TABLE(metric text, first_value numeric, second_value numeric, change numeric, change_percent numeric)
LANGUAGE sql
STABLE PARALLEL SAFE ROWS 17
SET search_path TO ''
AS $function$
SELECT v.metric, v.first_value, v.second_value, v.second_value - v.first_value,
    round(100 * (v.second_value - v.first_value) / nullif(v.first_value, 0), 1)
FROM support_etl.get_support_summary(first_from, first_to, merchant, include_test) AS a
CROSS JOIN support_etl.get_support_summary(second_from, second_to, merchant, include_test) AS b
CROSS JOIN LATERAL (VALUES
    (0, 'total_tickets', a.total_tickets::numeric, b.total_tickets::numeric),
    (1, 'open_tickets', a.open_tickets::numeric, b.open_tickets::numeric),
    (2, 'pending_tickets', a.pending_tickets::numeric, b.pending_tickets::numeric),
    (3, 'waiting_tickets', a.waiting_tickets::numeric, b.waiting_tickets::numeric),
    (4, 'resolved_tickets', a.resolved_tickets::numeric, b.resolved_tickets::numeric),
    (5, 'closed_tickets', a.closed_tickets::numeric, b.closed_tickets::numeric),
    (6, 'unknown_tickets', a.unknown_tickets::numeric, b.unknown_tickets::numeric),
    (7, 'low_priority', a.low_priority::numeric, b.low_priority::numeric),
    (8, 'medium_priority', a.medium_priority::numeric, b.medium_priority::numeric),
    (9, 'high_priority', a.high_priority::numeric, b.high_priority::numeric),
    (10, 'urgent_priority', a.urgent_priority::numeric, b.urgent_priority::numeric),
    (11, 'unknown_priority', a.unknown_priority::numeric, b.unknown_priority::numeric),
    (12, 'with_conversations', a.with_conversations::numeric, b.with_conversations::numeric),
    (13, 'requesters', a.requesters::numeric, b.requesters::numeric),
    (14, 'resolution_rate', a.resolution_rate::numeric, b.resolution_rate::numeric),
    (15, 'avg_first_response_hours', a.avg_first_response_hours::numeric, b.avg_first_response_hours::numeric),
    (16, 'avg_resolution_hours', a.avg_resolution_hours::numeric, b.avg_resolution_hours::numeric)
) AS v (place, metric, first_value, second_value)
ORDER BY v.place;
$function$;
REVOKE EXECUTE ON FUNCTION support_etl.compare_support_periods(timestamp with time zone, timestamp with time zone, timestamp with time zone, timestamp with time zone, integer, boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION support_etl.compare_support_periods(timestamp with time zone, timestamp with time zone, timestamp with time zone, timestamp with time zone, integer, boolean) TO service_role;
COMMENT ON FUNCTION support_etl.compare_support_periods(timestamp with time zone, timestamp with time zone, timestamp with time zone, timestamp with time zone, integer, boolean) IS 'Every figure of get_support_summary in two periods, with the change from the first to the second and its percentage of the first; no percentage of 0, no change where a period has no such figure.';
CREATE FUNCTION support_etl.set_integration_api_key(merchant integer, source text, key text)
RETURNS void
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path TO ''
AS $function$
BEGIN
    UPDATE support_etl.merchant_integrations AS i SET api_key = key
    WHERE i.merchant_id = merchant AND i.type = source;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'merchant % has no integration of type %', merchant, source
            USING ERRCODE = 'no_data_found', HINT = 'Insert the integration first, without its key.';
    END IF;
END
$function$;
REVOKE EXECUTE ON FUNCTION support_etl.set_integration_api_key(integer, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION support_etl.set_integration_api_key(integer, text, text) TO service_role;
COMMENT ON FUNCTION support_etl.set_integration_api_key(integer, text, text) IS 'Sets the encrypted key of a merchant''s integration, which must be there; NULL takes it away.';
CREATE FUNCTION support_etl.tag_list(list jsonb)
RETURNS text[]
LANGUAGE sql
IMMUTABLE PARALLEL SAFE
SET search_path TO ''
AS $function$
SELECT coalesce(array_agg(DISTINCT lower(btrim(t.tag)) ORDER BY lower(btrim(t.tag))), '{}')
FROM (
    SELECT e.item #>> '{}' AS tag
    FROM jsonb_array_elements(CASE jsonb_typeof(list) WHEN 'array' THEN list ELSE '[]' END) AS e (item)
    WHERE jsonb_typeof(e.item) = 'string'
    UNION ALL
    SELECT s.tag
    FROM string_to_table(CASE jsonb_typeof(list) WHEN 'string' THEN list #>> '{}' END, ',') AS s (tag)
) AS t
WHERE btrim(t.tag) <> '';
$function$;
REVOKE EXECUTE ON FUNCTION support_etl.tag_list(jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION support_etl.tag_list(jsonb) TO service_role;
COMMENT ON FUNCTION support_etl.tag_list(jsonb) IS 'The tags of a JSON list or of a text with commas: trimmed, in lower case, each once, in order. Never NULL.';
CREATE FUNCTION support_etl.get_trending_categories(from_time timestamp with time zone, to_time timestamp with time zone, merchant integer DEFAULT NULL::integer, top integer DEFAULT 10, include_test boolean DEFAULT false)
RETURNS TABLE(kind text, category text, tickets bigint, previous_tickets bigint, change bigint)
LANGUAGE sql
STABLE PARALLEL SAFE ROWS 20
SET search_path TO ''
AS $function$
WITH period AS (
    SELECT coalesce(from_time, '-infinity') AS starts, coalesce(to_time, 'infinity') AS ends,
        CASE WHEN isfinite(from_time) AND isfinite(to_time) THEN
            from_time - make_interval(secs => extract(epoch FROM to_time - from_time)::double precision)
        END AS previous_starts
), labelled AS (
    SELECT c.kind, c.category, t.written_at >= p.starts AS is_current, p.previous_starts IS NOT NULL AS has_previous
    FROM period AS p
    CROSS JOIN LATERAL (
        SELECT merchant_id, data, support_etl.parse_timestamp(data ->> 'created_at') AS written_at
        FROM support_etl.etl_freshdesk_tickets
        WHERE support_etl.parse_timestamp(data ->> 'created_at') >= coalesce(p.previous_starts, p.starts)
          AND support_etl.parse_timestamp(data ->> 'created_at') < p.ends
    ) AS t
    JOIN support_etl.merchants AS m ON m.id = t.merchant_id
    CROSS JOIN LATERAL jsonb_to_record(t.data) AS f (status jsonb, priority jsonb, type text, tags jsonb, stats jsonb, conversations jsonb, requester_id text, responder_id text, subject text, due_by text, spam jsonb, deleted jsonb)
    CROSS JOIN LATERAL (
        SELECT 'type' AS kind, btrim(f.type) AS category WHERE btrim(f.type) <> ''
        UNION ALL
        SELECT 'tag', g.tag FROM unnest(support_etl.tag_list(f.tags)) AS g (tag)
    ) AS c
    WHERE (t.merchant_id = merchant
    OR merchant IS NULL AND (NOT m.is_test OR coalesce(include_test, false)))
      AND f.spam IS DISTINCT FROM 'true' AND f.deleted IS DISTINCT FROM 'true'
), counted AS (
    SELECT l.kind, l.category, count(*) FILTER (WHERE l.is_current) AS now,
        CASE WHEN bool_and(l.has_previous) THEN count(*) FILTER (WHERE NOT l.is_current) END AS before
    FROM labelled AS l
    GROUP BY l.kind, l.category
), ranked AS (
    SELECT c.*,
        row_number() OVER (PARTITION BY c.kind ORDER BY c.now DESC, c.category COLLATE pg_catalog."C") AS place
    FROM counted AS c
    WHERE c.now > 0
)
SELECT r.kind, r.category, r.now, r.before, r.now - r.before
FROM ranked AS r
WHERE top IS NULL OR r.place <= top
ORDER BY r.kind DESC, r.place;
$function$;
REVOKE EXECUTE ON FUNCTION support_etl.get_trending_categories(timestamp with time zone, timestamp with time zone, integer, integer, boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION support_etl.get_trending_categories(timestamp with time zone, timestamp with time zone, integer, integer, boolean) TO service_role;
COMMENT ON FUNCTION support_etl.get_trending_categories(timestamp with time zone, timestamp with time zone, integer, integer, boolean) IS 'The commonest ticket types and tags of a period, the first `top` of each kind, beside the tickets of the period of the same length before it (NULL where the period has no length). A ticket counts once for each of its tags.';
SELECT to_regprocedure('plumbline_q0001r_support_etl.touch_updated_at()') IS NOT NULL AND NOT (to_regprocedure('support_etl.touch_updated_at()') IS NOT NULL) AS restore \gset
\if :restore
ALTER FUNCTION plumbline_q0001r_support_etl.touch_updated_at() SET SCHEMA support_etl;
\else
CREATE FUNCTION support_etl.touch_updated_at()
RETURNS trigger
LANGUAGE plpgsql
SET search_path TO ''
AS $function$
BEGIN
    NEW.updated_at := now();
    RETURN NEW;
END
$function$;
REVOKE EXECUTE ON FUNCTION support_etl.touch_updated_at() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION support_etl.touch_updated_at() TO service_role;
COMMENT ON FUNCTION support_etl.touch_updated_at() IS 'Sets updated_at to the time of the transaction that changes the row.';
CREATE TRIGGER touch_updated_at BEFORE UPDATE ON support_etl.etl_freshdesk_tickets FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION support_etl.touch_updated_at();
CREATE TRIGGER touch_updated_at BEFORE UPDATE ON support_etl.etl_shopify_customers FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION support_etl.touch_updated_at();
CREATE TRIGGER touch_updated_at BEFORE UPDATE ON support_etl.merchant_integrations FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION support_etl.touch_updated_at();
CREATE TRIGGER touch_updated_at BEFORE UPDATE ON support_etl.merchants FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION support_etl.touch_updated_at();
CREATE TRIGGER touch_updated_at BEFORE UPDATE ON support_etl.sync_metadata FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION support_etl.touch_updated_at();
\endif
CREATE FUNCTION widget.clean_up_typing_indicators()
RETURNS bigint
LANGUAGE sql
SET search_path TO ''
SET "TimeZone" TO 'UTC'
AS $function$
WITH gone AS (
    DELETE FROM widget.typing_indicator WHERE "expiresAt" < now() RETURNING 1
)
SELECT count(*) FROM gone;
$function$;
REVOKE EXECUTE ON FUNCTION widget.clean_up_typing_indicators() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION widget.clean_up_typing_indicators() TO service_role;
COMMENT ON FUNCTION widget.clean_up_typing_indicators() IS 'Deletes typing indicators that have expired; returns how many.';
CREATE FUNCTION widget.close_inactive_sessions(idle interval DEFAULT '00:30:00'::interval)
RETURNS bigint
LANGUAGE plpgsql
SET search_path TO ''
SET "TimeZone" TO 'UTC'
AS $function$
DECLARE
    closed bigint;
BEGIN
    -- Less than nothing would end sessions whose customer is typing.
    IF idle IS NULL OR idle < interval '0' THEN
        RAISE EXCEPTION 'idle is %: it must be a time that has passed', coalesce(idle::text, 'NULL')
            USING ERRCODE = 'invalid_parameter_value';
    END IF;
    UPDATE widget.conversation_session SET "isActive" = false, "endedAt" = now()
    WHERE "isActive" = true
      AND ("lastActivityAt" < now() - idle
        OR "lastActivityAt" IS NULL AND coalesce("startedAt", '-infinity') < now() - idle);
    GET DIAGNOSTICS closed = ROW_COUNT;
    RETURN closed;
END
$function$;
REVOKE EXECUTE ON FUNCTION widget.close_inactive_sessions(interval) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION widget.close_inactive_sessions(interval) TO service_role;
COMMENT ON FUNCTION widget.close_inactive_sessions(interval) IS 'Ends sessions without activity for this long, 30 minutes unless said otherwise; returns how many.';
CREATE FUNCTION widget.make_message_partitions(months_ahead integer DEFAULT 3, as_of timestamp with time zone DEFAULT now())
RETURNS SETOF text
LANGUAGE plpgsql
SET search_path TO ''
SET "TimeZone" TO 'UTC'
SET "DateStyle" TO 'ISO'
SET lock_timeout TO '500ms'
AS $function$
DECLARE
    relation CONSTANT regclass := 'widget.message';
    this_month timestamp;
    wanted timestamp;
    following timestamp;
    made text;
BEGIN
    IF months_ahead IS NULL OR months_ahead NOT BETWEEN 0 AND 120 OR as_of IS NULL OR NOT isfinite(as_of)
        -- Names say no era: a month before Christ would have the name of one after.
        OR extract(year FROM as_of) < 1 THEN
        RAISE EXCEPTION 'months_ahead is %, as_of is %: it takes 0 to 120 months ahead of a time from year 1 on',
            coalesce(months_ahead::text, 'NULL'), coalesce(as_of::text, 'NULL')
            USING ERRCODE = 'invalid_parameter_value';
    END IF;
    -- One run at a time: two would make the same partition.
    PERFORM pg_advisory_xact_lock(hashtextextended('widget.message', 0));
    this_month := date_trunc('month', as_of AT TIME ZONE 'UTC');
    FOR wanted IN
        SELECT generate_series(
            this_month, this_month + make_interval(months => months_ahead), interval '1 month')
        UNION
        -- Rows of a month that had no partition when they came wait in the default one.
        SELECT date_trunc('month', "createdAt"::timestamp) FROM widget.message_default
        WHERE "createdAt" >= '1970-01-01'
          AND "createdAt" < this_month + make_interval(months => months_ahead + 1)
        ORDER BY 1
    LOOP
        following := wanted + interval '1 month';
        -- By bounds, not by names: a partition that somebody made by hand counts too.
        CONTINUE WHEN EXISTS (
            SELECT FROM pg_catalog.pg_inherits AS i
            JOIN pg_catalog.pg_class AS c ON c.oid = i.inhrelid
            CROSS JOIN LATERAL regexp_match(pg_catalog.pg_get_expr(c.relpartbound, c.oid),
                'FROM \((?:MINVALUE|''([^'']*)'')\) TO \((?:MAXVALUE|''([^'']*)'')\)') AS b (bound)
            WHERE i.inhparent = relation AND b.bound IS NOT NULL
              AND coalesce(b.bound[1]::timestamp, '-infinity') < following
              AND coalesce(b.bound[2]::timestamp, 'infinity') > wanted);
        SELECT format('%I.%I', n.nspname, c.relname || to_char(wanted, '"_y"YYYY"m"MM')) INTO made
        FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
        WHERE c.oid = relation;
        IF to_regclass(made) IS NOT NULL THEN
            RAISE EXCEPTION '% is there, and is no partition of % for that month', made, relation
                USING ERRCODE = 'duplicate_table', HINT = 'Attach it to the table, or give it another name.';
        END IF;
        -- Made beside the table and then attached: reads and writes of other months go on.
        EXECUTE format(
            'CREATE TABLE %s (LIKE %s INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING INDEXES '
            'INCLUDING GENERATED INCLUDING STORAGE INCLUDING COMPRESSION)', made, relation);
        -- The table's own policies do not hold for who names a partition.
        EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', made);
        EXECUTE format('CREATE UNIQUE INDEX ON %s (id)', made);
        -- The table first, which attaching locks as well: ANALYZE goes from the table to its partitions, and
        -- would wait for this while this waits for it.
        LOCK TABLE ONLY widget.message IN SHARE UPDATE EXCLUSIVE MODE;
        -- Attaching reads the default partition under this lock, and refuses where it finds such a row.
        LOCK TABLE widget.message_default IN ACCESS EXCLUSIVE MODE;
        EXECUTE format(
            'WITH moved AS (DELETE FROM widget.message_default WHERE "createdAt" >= %L AND "createdAt" < %L '
            'RETURNING id, "chatId", "conversationSessionId", "senderId", "senderType", content, "messageType", "isFromAI", "aiModel", "aiPromptTokens", "aiCompletionTokens", attachments, metadata, "isRead", "readAt", "deliveredAt", "failedAt", "retryCount", "parentMessageId", "editedAt", "deletedAt", "createdAt", "updatedAt") INSERT INTO %s (id, "chatId", "conversationSessionId", "senderId", "senderType", content, "messageType", "isFromAI", "aiModel", "aiPromptTokens", "aiCompletionTokens", attachments, metadata, "isRead", "readAt", "deliveredAt", "failedAt", "retryCount", "parentMessageId", "editedAt", "deletedAt", "createdAt", "updatedAt") SELECT id, "chatId", "conversationSessionId", "senderId", "senderType", content, "messageType", "isFromAI", "aiModel", "aiPromptTokens", "aiCompletionTokens", attachments, metadata, "isRead", "readAt", "deliveredAt", "failedAt", "retryCount", "parentMessageId", "editedAt", "deletedAt", "createdAt", "updatedAt" FROM moved',
            wanted, following, made);
        EXECUTE format(
            'ALTER TABLE %s ATTACH PARTITION %s FOR VALUES FROM (%L) TO (%L)',
            relation, made, wanted, following);
        RETURN NEXT made;
    END LOOP;
END
$function$;
REVOKE EXECUTE ON FUNCTION widget.make_message_partitions(integer, timestamp with time zone) FROM PUBLIC;
COMMENT ON FUNCTION widget.make_message_partitions(integer, timestamp with time zone) IS 'Makes the partitions of message for this month and 3 ahead, and for rows in the default one; returns their names.';
SELECT to_regprocedure('plumbline_q0001r_widget.require_parent_message()') IS NOT NULL AND NOT (to_regprocedure('widget.require_parent_message()') IS NOT NULL) AS restore \gset
\if :restore
ALTER FUNCTION plumbline_q0001r_widget.require_parent_message() SET SCHEMA widget;
\else
CREATE FUNCTION widget.require_parent_message()
RETURNS trigger
LANGUAGE plpgsql
SET search_path TO ''
AS $function$
BEGIN
    IF NOT EXISTS (SELECT FROM widget.message AS m WHERE m.id = NEW."parentMessageId")
        AND NOT EXISTS (
            SELECT FROM widget.message_archive AS a WHERE a.id = NEW."parentMessageId")
    THEN
        RAISE EXCEPTION 'message % has a parent that does not exist', NEW.id
            USING ERRCODE = 'foreign_key_violation', COLUMN = 'parentMessageId',
                HINT = 'Insert the parent before it, or in the same statement.';
    END IF;
    RETURN NULL;
END
$function$;
REVOKE EXECUTE ON FUNCTION widget.require_parent_message() FROM PUBLIC;
COMMENT ON FUNCTION widget.require_parent_message() IS 'Refuses a message whose parent does not exist; a parent may be archived.';
\endif
CREATE TRIGGER message_parent_exists AFTER INSERT OR UPDATE OF "parentMessageId" ON widget.message FOR EACH ROW WHEN ((new."parentMessageId" IS NOT NULL)) EXECUTE FUNCTION widget.require_parent_message();
CREATE FUNCTION widget.retire_message_partitions(keep interval DEFAULT '1 year'::interval, as_of timestamp with time zone DEFAULT now())
RETURNS SETOF text
LANGUAGE plpgsql
SET search_path TO ''
SET "TimeZone" TO 'UTC'
SET "DateStyle" TO 'ISO'
SET lock_timeout TO '500ms'
AS $function$
DECLARE
    relation CONSTANT regclass := 'widget.message';
    oldest_kept timestamp;
    old text;
BEGIN
    -- A mistyped '1 hour' must not empty the table.
    IF keep IS NULL OR keep < interval '1 month' OR as_of IS NULL OR NOT isfinite(as_of)
        OR extract(year FROM as_of) < 1 THEN
        RAISE EXCEPTION 'keep is %, as_of is %: it keeps at least 1 month before a time from year 1 on',
            coalesce(keep::text, 'NULL'), coalesce(as_of::text, 'NULL')
            USING ERRCODE = 'invalid_parameter_value';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('widget.message', 0));
    oldest_kept := as_of AT TIME ZONE 'UTC' - keep;
    FOR old IN
        SELECT format('%I.%I', n.nspname, c.relname) FROM pg_catalog.pg_inherits AS i
        JOIN pg_catalog.pg_class AS c ON c.oid = i.inhrelid
        JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
        CROSS JOIN LATERAL (
            SELECT (regexp_match(pg_catalog.pg_get_expr(c.relpartbound, c.oid), 'TO \(''([^'']*)''\)'))[1]::timestamp
        ) AS b (ends)
        WHERE i.inhparent = relation AND b.ends <= oldest_kept ORDER BY b.ends
    LOOP
            -- Nobody changes the month while it is copied; reading it goes on.
            EXECUTE format('LOCK TABLE %s IN SHARE MODE', old);
            EXECUTE format('INSERT INTO widget.message_archive (id, "chatId", "conversationSessionId", "senderId", "senderType", content, "messageType", "isFromAI", "aiModel", "aiPromptTokens", "aiCompletionTokens", attachments, metadata, "isRead", "readAt", "deliveredAt", "failedAt", "retryCount", "parentMessageId", "editedAt", "deletedAt", "createdAt", "updatedAt") SELECT id, "chatId", "conversationSessionId", "senderId", "senderType", content, "messageType", "isFromAI", "aiModel", "aiPromptTokens", "aiCompletionTokens", attachments, metadata, "isRead", "readAt", "deliveredAt", "failedAt", "retryCount", "parentMessageId", "editedAt", "deletedAt", "createdAt", "updatedAt" FROM %s '
                'ON CONFLICT (id, "createdAt") DO UPDATE SET "chatId" = excluded."chatId", "conversationSessionId" = excluded."conversationSessionId", "senderId" = excluded."senderId", "senderType" = excluded."senderType", content = excluded.content, "messageType" = excluded."messageType", "isFromAI" = excluded."isFromAI", "aiModel" = excluded."aiModel", "aiPromptTokens" = excluded."aiPromptTokens", "aiCompletionTokens" = excluded."aiCompletionTokens", attachments = excluded.attachments, metadata = excluded.metadata, "isRead" = excluded."isRead", "readAt" = excluded."readAt", "deliveredAt" = excluded."deliveredAt", "failedAt" = excluded."failedAt", "retryCount" = excluded."retryCount", "parentMessageId" = excluded."parentMessageId", "editedAt" = excluded."editedAt", "deletedAt" = excluded."deletedAt", "updatedAt" = excluded."updatedAt"', old);
        EXECUTE format('ALTER TABLE %s DETACH PARTITION %s', relation, old);
        EXECUTE format('DROP TABLE %s', old);
        RETURN NEXT old;
    END LOOP;
END
$function$;
REVOKE EXECUTE ON FUNCTION widget.retire_message_partitions(interval, timestamp with time zone) FROM PUBLIC;
COMMENT ON FUNCTION widget.retire_message_partitions(interval, timestamp with time zone) IS 'Moves months of message that ended over a year ago into message_archive; returns the partitions'' names.';
CREATE VIEW analytics.agent_sdk_performance_dashboard WITH (security_invoker=true) AS
SELECT (created_at AT TIME ZONE 'UTC')::date AS date,
    count(*) AS total_drafts,
    sum(CASE WHEN operator_action = 'approve' THEN 1 ELSE 0 END) AS approved,
    sum(CASE WHEN operator_action = 'edit' THEN 1 ELSE 0 END) AS edited,
    sum(CASE WHEN operator_action = 'reject' THEN 1 ELSE 0 END) AS rejected,
    sum(CASE WHEN operator_action = 'escalate' THEN 1 ELSE 0 END) AS escalated,
    round(avg(draft_confidence_score), 1) AS avg_confidence,
    round(avg(time_to_first_response_seconds) / 60.0, 1) AS avg_response_time_min,
    round(sum(CASE WHEN operator_action = 'approve' THEN 1 ELSE 0 END) * 100.0 / count(*), 1) AS approval_rate,
    round(sum(CASE WHEN operator_action = 'edit' THEN 1 ELSE 0 END) * 100.0 / count(*), 1) AS edit_rate
FROM analytics.conversation_analytics
WHERE agent_sdk_used = true AND created_at > now() - interval '30 days'
GROUP BY (created_at AT TIME ZONE 'UTC')::date
ORDER BY (created_at AT TIME ZONE 'UTC')::date DESC;
GRANT SELECT ON TABLE analytics.agent_sdk_performance_dashboard TO service_role;
COMMENT ON VIEW analytics.agent_sdk_performance_dashboard IS 'What became of the agent''s drafts, by day (UTC), of the last 30 days.';
CREATE VIEW analytics.customer_support_health WITH (security_invoker=true) AS
SELECT (created_at AT TIME ZONE 'UTC')::date AS date,
    count(*) AS total_conversations,
    sum(CASE WHEN status = 'resolved' THEN 1 ELSE 0 END) AS resolved_count,
    round(sum(CASE WHEN status = 'resolved' THEN 1 ELSE 0 END) * 100.0 / count(*), 1) AS resolution_rate,
    round(avg(time_to_first_response_seconds) / 60.0, 1) AS avg_first_response_min,
    round(avg(time_to_resolution_seconds) FILTER (WHERE status = 'resolved') / 3600.0, 1)
        AS avg_resolution_hours,
    round(avg(csat_rating) FILTER (WHERE csat_rating IS NOT NULL), 2) AS avg_csat,
    sum(CASE WHEN agent_sdk_used THEN 1 ELSE 0 END) AS agent_sdk_conversations,
    round(sum(CASE WHEN agent_sdk_used THEN 1 ELSE 0 END) * 100.0 / count(*), 1) AS agent_sdk_adoption
FROM analytics.conversation_analytics
WHERE created_at > now() - interval '30 days'
GROUP BY (created_at AT TIME ZONE 'UTC')::date
ORDER BY (created_at AT TIME ZONE 'UTC')::date DESC;
GRANT SELECT ON TABLE analytics.customer_support_health TO service_role;
COMMENT ON VIEW analytics.customer_support_health IS 'Volume, speed and satisfaction of support, by day (UTC), of the last 30 days.';
CREATE VIEW support_etl.current_queue_status WITH (security_invoker=true) AS
 SELECT q.merchant_id,
    m.is_test,
    q.freshdesk_ticket_id,
    f.subject,
    COALESCE(
        CASE
            WHEN (jsonb_typeof(f.status) = ANY (ARRAY['string'::text, 'number'::text])) THEN
            CASE regexp_replace(regexp_replace(lower((btrim((f.status #>> '{}'::text[]), ' 	
'::text) COLLATE "C")), '[.]0+$'::text, ''::text), '[^a-z0-9]+'::text, '_'::text, 'g'::text)
                WHEN '2'::text THEN 'open'::text
                WHEN 'open'::text THEN 'open'::text
                WHEN '3'::text THEN 'pending'::text
                WHEN 'pending'::text THEN 'pending'::text
                WHEN '4'::text THEN 'resolved'::text
                WHEN 'resolved'::text THEN 'resolved'::text
                WHEN '5'::text THEN 'closed'::text
                WHEN 'closed'::text THEN 'closed'::text
                WHEN '6'::text THEN 'waiting_on_customer'::text
                WHEN 'waiting_on_customer'::text THEN 'waiting_on_customer'::text
                WHEN '7'::text THEN 'waiting_on_third_party'::text
                WHEN 'waiting_on_third_party'::text THEN 'waiting_on_third_party'::text
                WHEN ''::text THEN NULL::text
                ELSE 'unknown'::text
            END
            WHEN (jsonb_typeof(f.status) <> 'null'::text) THEN 'unknown'::text
            ELSE NULL::text
        END, 'unknown'::text) AS status,
    COALESCE(
        CASE
            WHEN (jsonb_typeof(f.priority) = ANY (ARRAY['string'::text, 'number'::text])) THEN
            CASE regexp_replace(regexp_replace(lower((btrim((f.priority #>> '{}'::text[]), ' 	
'::text) COLLATE "C")), '[.]0+$'::text, ''::text), '[^a-z0-9]+'::text, '_'::text, 'g'::text)
                WHEN '1'::text THEN 'low'::text
                WHEN 'low'::text THEN 'low'::text
                WHEN '2'::text THEN 'medium'::text
                WHEN 'medium'::text THEN 'medium'::text
                WHEN '3'::text THEN 'high'::text
                WHEN 'high'::text THEN 'high'::text
                WHEN '4'::text THEN 'urgent'::text
                WHEN 'urgent'::text THEN 'urgent'::text
                WHEN ''::text THEN NULL::text
                ELSE 'unknown'::text
            END
            WHEN (jsonb_typeof(f.priority) <> 'null'::text) THEN 'unknown'::text
            ELSE NULL::text
        END, 'unknown'::text) AS priority,
    q.written_at AS ticket_created_at,
    round((EXTRACT(epoch FROM (now() - q.written_at)) / (3600)::numeric), 1) AS age_hours,
    f.responder_id,
    d.due_by,
    COALESCE(((d.due_by < now()) AND (
        CASE
            WHEN (jsonb_typeof(f.status) = ANY (ARRAY['string'::text, 'number'::text])) THEN
            CASE regexp_replace(regexp_replace(lower((btrim((f.status #>> '{}'::text[]), ' 	
'::text) COLLATE "C")), '[.]0+$'::text, ''::text), '[^a-z0-9]+'::text, '_'::text, 'g'::text)
                WHEN '2'::text THEN 'open'::text
                WHEN 'open'::text THEN 'open'::text
                WHEN '3'::text THEN 'pending'::text
                WHEN 'pending'::text THEN 'pending'::text
                WHEN '4'::text THEN 'resolved'::text
                WHEN 'resolved'::text THEN 'resolved'::text
                WHEN '5'::text THEN 'closed'::text
                WHEN 'closed'::text THEN 'closed'::text
                WHEN '6'::text THEN 'waiting_on_customer'::text
                WHEN 'waiting_on_customer'::text THEN 'waiting_on_customer'::text
                WHEN '7'::text THEN 'waiting_on_third_party'::text
                WHEN 'waiting_on_third_party'::text THEN 'waiting_on_third_party'::text
                WHEN ''::text THEN NULL::text
                ELSE 'unknown'::text
            END
            WHEN (jsonb_typeof(f.status) <> 'null'::text) THEN 'unknown'::text
            ELSE NULL::text
        END = 'open'::text)), false) AS is_overdue,
        CASE jsonb_typeof(f.conversations)
            WHEN 'array'::text THEN (jsonb_array_length(f.conversations) > 0)
            ELSE false
        END AS has_conversations
   FROM (((( SELECT etl_freshdesk_tickets.merchant_id,
            etl_freshdesk_tickets.freshdesk_ticket_id,
            etl_freshdesk_tickets.data,
            support_etl.parse_timestamp((etl_freshdesk_tickets.data ->> 'created_at'::text)) AS written_at
           FROM support_etl.etl_freshdesk_tickets
          WHERE (COALESCE(support_etl.extract_ticket_status(etl_freshdesk_tickets.data), 'unknown'::text) <> ALL (ARRAY['resolved'::text, 'closed'::text]))) q
     JOIN support_etl.merchants m ON ((m.id = q.merchant_id)))
     CROSS JOIN LATERAL jsonb_to_record(q.data) f(status jsonb, priority jsonb, type text, tags jsonb, stats jsonb, conversations jsonb, requester_id text, responder_id text, subject text, due_by text, spam jsonb, deleted jsonb))
     CROSS JOIN LATERAL ( SELECT support_etl.parse_timestamp(f.due_by) AS due_by) d)
  WHERE ((f.spam IS DISTINCT FROM 'true'::jsonb) AND (f.deleted IS DISTINCT FROM 'true'::jsonb));
GRANT SELECT ON TABLE support_etl.current_queue_status TO service_role;
COMMENT ON VIEW support_etl.current_queue_status IS 'Tickets that are not resolved, closed, spam or deleted: open, pending, waiting, and those of a status that Freshdesk does not define. Only open ones can be overdue: the clock of the others stands still.';
CREATE VIEW support_etl.integration_overview WITH (security_invoker=true) AS
SELECT id AS integration_id, merchant_id, type, is_active, created_at, updated_at
FROM support_etl.merchant_integrations;
GRANT SELECT ON TABLE support_etl.integration_overview TO authenticated;
GRANT SELECT ON TABLE support_etl.integration_overview TO service_role;
COMMENT ON VIEW support_etl.integration_overview IS 'Integrations without keys and settings; a signed-in user sees those of the merchants in the token.';
CREATE MATERIALIZED VIEW analytics.daily_support_summary AS
SELECT (created_at AT TIME ZONE 'UTC')::date AS date,
    count(*) AS total_conversations,
    sum(CASE WHEN agent_sdk_used THEN 1 ELSE 0 END) AS agent_sdk_count,
    avg(draft_confidence_score) FILTER (WHERE agent_sdk_used) AS avg_confidence,
    avg(time_to_first_response_seconds) AS avg_first_response_sec,
    avg(csat_rating) FILTER (WHERE csat_rating IS NOT NULL) AS avg_csat
FROM analytics.conversation_analytics
GROUP BY (created_at AT TIME ZONE 'UTC')::date;
CREATE UNIQUE INDEX idx_daily_support_summary_date ON analytics.daily_support_summary USING btree (date);
GRANT SELECT ON TABLE analytics.daily_support_summary TO service_role;
COMMENT ON MATERIALIZED VIEW analytics.daily_support_summary IS 'Support by day (UTC), refreshed each night by the job refresh-daily-summary.';
CREATE MATERIALIZED VIEW metrics.agent_performance AS
SELECT a.id AS agent_id,
    a.name AS name,
    count(c.id) AS total_conversations,
    avg(c.first_response_time) AS avg_response_time,
    avg(c.resolution_time) AS avg_resolution_time,
    count(*) FILTER (WHERE c.status = 'done') AS resolved_conversations
FROM metrics.agents AS a
LEFT JOIN metrics.conversations AS c ON c.agent_id = a.id AND c.created_at >= (date_trunc('day', now() AT TIME ZONE 'UTC') - interval '30 days') AT TIME ZONE 'UTC'
GROUP BY a.id, a.name;
CREATE UNIQUE INDEX idx_agent_performance_agent ON metrics.agent_performance USING btree (agent_id);
GRANT SELECT ON TABLE metrics.agent_performance TO service_role;
COMMENT ON MATERIALIZED VIEW metrics.agent_performance IS 'Every agent with the conversations that began in the last 30 days (UTC); times are in seconds.';
CREATE MATERIALIZED VIEW metrics.daily_metrics AS
SELECT days.date AS date,
    days.inbound AS inbound_messages,
    days.outbound AS outbound_messages,
    responses.avg_response_time AS avg_response_time,
    days.contacts AS unique_contacts
FROM (
    SELECT (created_at AT TIME ZONE 'UTC')::date AS date,
        count(*) FILTER (WHERE direction = 'inbound') AS inbound,
        count(*) FILTER (WHERE direction = 'outbound') AS outbound,
        count(DISTINCT contact_id) AS contacts
    FROM metrics.message_events
    GROUP BY 1
) AS days
LEFT JOIN (
    SELECT (began.at AT TIME ZONE 'UTC')::date AS date, avg(c.first_response_time) AS avg_response_time
    FROM (
        SELECT conversation_id AS conversation_id, min(created_at) AS at
        FROM metrics.message_events
        WHERE direction = 'inbound'
        GROUP BY conversation_id
    ) AS began
    JOIN metrics.conversations AS c ON c.id = began.conversation_id
    GROUP BY 1
) AS responses ON responses.date = days.date;
CREATE UNIQUE INDEX idx_daily_metrics_date ON metrics.daily_metrics USING btree (date);
GRANT SELECT ON TABLE metrics.daily_metrics TO service_role;
COMMENT ON MATERIALIZED VIEW metrics.daily_metrics IS 'Messages by day (UTC); the response time is in seconds, of the conversations that wrote first on that day.';
CREATE MATERIALIZED VIEW metrics.lead_source_performance AS
SELECT s.name AS lead_source,
    coalesce(brought.contacts, 0) AS total_contacts,
    coalesce(held.conversations, 0) AS total_conversations,
    held.avg_resolution_time AS avg_resolution_time
FROM metrics.lead_sources AS s
LEFT JOIN (
    SELECT lead_source AS name, count(*) AS contacts
    FROM metrics.contacts
    WHERE created_at >= (date_trunc('day', now() AT TIME ZONE 'UTC') - interval '30 days') AT TIME ZONE 'UTC'
    GROUP BY lead_source
) AS brought ON brought.name = s.name
LEFT JOIN (
    SELECT coalesce(c.lead_source, p.lead_source) AS name, count(*) AS conversations,
        avg(c.resolution_time) AS avg_resolution_time
    FROM metrics.conversations AS c
    LEFT JOIN metrics.contacts AS p ON p.id = c.contact_id
    WHERE c.created_at >= (date_trunc('day', now() AT TIME ZONE 'UTC') - interval '30 days') AT TIME ZONE 'UTC'
    GROUP BY 1
) AS held ON held.name = s.name
WHERE s.name IS NOT NULL;
CREATE UNIQUE INDEX idx_lead_source_performance_lead_source ON metrics.lead_source_performance USING btree (lead_source);
GRANT SELECT ON TABLE metrics.lead_source_performance TO service_role;
COMMENT ON MATERIALIZED VIEW metrics.lead_source_performance IS 'Every lead source with the contacts and conversations of the last 30 days (UTC); the time is in seconds.';
CREATE FUNCTION metrics.refresh_analytics_views()
RETURNS void
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path TO ''
AS $function$
DECLARE
    target regclass;
    started timestamptz;
BEGIN
    FOREACH target IN ARRAY ARRAY['metrics.daily_metrics', 'metrics.agent_performance', 'metrics.lead_source_performance']::regclass[]
    LOOP
        started := clock_timestamp();
        -- CONCURRENTLY is refused for a view without data, as a restored schema has it.
        EXECUTE format(
            'REFRESH MATERIALIZED VIEW %s %s',
            CASE WHEN (SELECT c.relispopulated FROM pg_catalog.pg_class AS c WHERE c.oid = target)
                THEN 'CONCURRENTLY' ELSE '' END,
            target);
        INSERT INTO metrics.view_refreshes (view_name, refreshed_at, duration)
        VALUES (target::text, started, clock_timestamp() - started)
        ON CONFLICT (view_name) DO UPDATE
        SET refreshed_at = excluded.refreshed_at,
            duration = excluded.duration;
    END LOOP;
END
$function$;
REVOKE EXECUTE ON FUNCTION metrics.refresh_analytics_views() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION metrics.refresh_analytics_views() TO service_role;
COMMENT ON FUNCTION metrics.refresh_analytics_views() IS 'Refreshes the materialized views of this schema, concurrently where they were filled before.';
ALTER PUBLICATION supabase_realtime SET (publish_via_partition_root = true);
ALTER PUBLICATION supabase_realtime ADD TABLE widget.chat_notification;
ALTER PUBLICATION supabase_realtime ADD TABLE widget.conversation_session;
ALTER PUBLICATION supabase_realtime ADD TABLE widget.customer;
ALTER PUBLICATION supabase_realtime ADD TABLE widget.message;
ALTER PUBLICATION supabase_realtime ADD TABLE widget.typing_indicator;
SELECT cron.schedule('analyze-message-events', '45 0 * * 0', $job$ANALYZE metrics.message_events;$job$);
SELECT cron.schedule('archive-old-conversations', '0 3 1 * *', $job$CALL analytics.apply_retention('conversations');$job$);
SELECT cron.schedule('chatwoot-batch-sync', '0 2 * * *', $job$SELECT analytics.request_batch_sync();$job$);
SELECT cron.alter_job(j.jobid, active := false) FROM cron.job j WHERE j.jobname = 'chatwoot-batch-sync' AND j.database = current_database();
SELECT cron.schedule('chatwoot-nightly-sync', '0 2 * * *', $job$SELECT analytics.request_batch_sync();$job$);
SELECT cron.schedule('check-batch-sync', '30 2 * * *', $job$SELECT analytics.check_batch_sync();$job$);
SELECT cron.schedule('check-sync-health', '*/10 * * * *', $job$SELECT analytics.check_sync_health();$job$);
SELECT cron.schedule('create-message-partitions', '10 * * * *', $job$SELECT metrics.create_message_partition();$job$);
SELECT cron.schedule('delete-filled-knowledge-gaps', '30 3 * * 0', $job$CALL analytics.apply_retention('knowledge_gaps');$job$);
SELECT cron.schedule('delete-old-agent-metrics', '20 3 * * 0', $job$CALL analytics.apply_retention('agent_metrics');$job$);
SELECT cron.schedule('delete-old-interactions', '10 3 * * 0', $job$CALL analytics.apply_retention('interactions');$job$);
SELECT cron.schedule('delete-old-webhook-logs', '40 3 * * *', $job$CALL analytics.apply_retention('webhook_logs');$job$);
SELECT cron.schedule('record-agent-performance', '15 0 * * *', $job$SELECT metrics.record_agent_performance();$job$);
SELECT cron.schedule('refresh-analytics-views', '0 * * * *', $job$SELECT metrics.refresh_analytics_views();$job$);
SELECT cron.schedule('refresh-daily-summary', '0 4 * * *', $job$REFRESH MATERIALIZED VIEW CONCURRENTLY analytics.daily_support_summary;$job$);
SELECT cron.schedule('widget-archive-old-messages', '30 3 * * *', $job$SELECT widget.retire_message_partitions();$job$);
SELECT cron.schedule('widget-clean-up-typing-indicators', '* * * * *', $job$SELECT widget.clean_up_typing_indicators();$job$);
SELECT cron.schedule('widget-close-inactive-sessions', '*/5 * * * *', $job$SELECT widget.close_inactive_sessions();$job$);
SELECT cron.schedule('widget-make-message-partitions', '5 * * * *', $job$SELECT widget.make_message_partitions();$job$);
SELECT plumbline.done() AS done \gset
COMMIT;
\endif

-- plumb:end
SELECT plumbline.finish() AS finished \gset
