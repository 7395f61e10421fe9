-- Chatwoot's tables as the application itself makes them, owned by role `chatwoot`: those that ours refer to or could be
-- confused with. Facts from db/schema.rb of chatwoot/chatwoot, schema version 2025_08_16_044639: every column, default,
-- NOT NULL, index and trigger of these tables. Rails' `datetime` is timestamp(6) without time zone, or without (6) where
-- the schema says `precision: nil`; there are no foreign keys except the one below.
-- Of its extensions there is pg_trgm alone, which indexes need. Safe to load again.

BEGIN;
LOCK TABLE pg_catalog.pg_authid IN SHARE ROW EXCLUSIVE MODE;
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'chatwoot') THEN CREATE ROLE chatwoot LOGIN; END IF;
END
$$;
COMMIT;

BEGIN;
SET LOCAL search_path = public;
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;
GRANT USAGE, CREATE ON SCHEMA public TO chatwoot;
SET LOCAL ROLE chatwoot;

CREATE TABLE IF NOT EXISTS accounts (
    id serial PRIMARY KEY,
    name varchar NOT NULL,
    created_at timestamp NOT NULL,
    updated_at timestamp NOT NULL,
    locale integer DEFAULT 0,
    domain varchar(100),
    support_email varchar(100),
    feature_flags bigint DEFAULT 0 NOT NULL,
    auto_resolve_duration integer,
    limits jsonb DEFAULT '{}',
    custom_attributes jsonb DEFAULT '{}',
    status integer DEFAULT 0,
    internal_attributes jsonb DEFAULT '{}' NOT NULL,
    settings jsonb DEFAULT '{}'
);
CREATE INDEX IF NOT EXISTS index_accounts_on_status ON accounts (status);

CREATE TABLE IF NOT EXISTS account_users (
    id bigserial PRIMARY KEY,
    account_id bigint,
    user_id bigint,
    role integer DEFAULT 0,
    inviter_id bigint,
    created_at timestamp(6) NOT NULL,
    updated_at timestamp(6) NOT NULL,
    active_at timestamp,
    availability integer DEFAULT 0 NOT NULL,
    auto_offline boolean DEFAULT true NOT NULL,
    custom_role_id bigint,
    agent_capacity_policy_id bigint
);
CREATE UNIQUE INDEX IF NOT EXISTS uniq_user_id_per_account_id ON account_users (account_id, user_id);
CREATE INDEX IF NOT EXISTS index_account_users_on_account_id ON account_users (account_id);
CREATE INDEX IF NOT EXISTS index_account_users_on_agent_capacity_policy_id ON account_users (agent_capacity_policy_id);
CREATE INDEX IF NOT EXISTS index_account_users_on_custom_role_id ON account_users (custom_role_id);
CREATE INDEX IF NOT EXISTS index_account_users_on_user_id ON account_users (user_id);

CREATE TABLE IF NOT EXISTS users (
    id serial PRIMARY KEY,
    provider varchar DEFAULT 'email' NOT NULL,
    uid varchar DEFAULT '' NOT NULL,
    encrypted_password varchar DEFAULT '' NOT NULL,
    reset_password_token varchar,
    reset_password_sent_at timestamp,
    remember_created_at timestamp,
    sign_in_count integer DEFAULT 0 NOT NULL,
    current_sign_in_at timestamp,
    last_sign_in_at timestamp,
    current_sign_in_ip varchar,
    last_sign_in_ip varchar,
    confirmation_token varchar,
    confirmed_at timestamp,
    confirmation_sent_at timestamp,
    unconfirmed_email varchar,
    name varchar NOT NULL,
    display_name varchar,
    email varchar,
    tokens json,
    created_at timestamp NOT NULL,
    updated_at timestamp NOT NULL,
    pubsub_token varchar,
    availability integer DEFAULT 0,
    ui_settings jsonb DEFAULT '{}',
    custom_attributes jsonb DEFAULT '{}',
    type varchar,
    message_signature text
);
CREATE INDEX IF NOT EXISTS index_users_on_email ON users (email);
CREATE UNIQUE INDEX IF NOT EXISTS index_users_on_pubsub_token ON users (pubsub_token);
CREATE UNIQUE INDEX IF NOT EXISTS index_users_on_reset_password_token ON users (reset_password_token);
CREATE UNIQUE INDEX IF NOT EXISTS index_users_on_uid_and_provider ON users (uid, provider);

CREATE TABLE IF NOT EXISTS teams (
    id bigserial PRIMARY KEY,
    name varchar NOT NULL,
    description text,
    allow_auto_assign boolean DEFAULT true,
    account_id bigint NOT NULL,
    created_at timestamp(6) NOT NULL,
    updated_at timestamp(6) NOT NULL
);
CREATE INDEX IF NOT EXISTS index_teams_on_account_id ON teams (account_id);
CREATE UNIQUE INDEX IF NOT EXISTS index_teams_on_name_and_account_id ON teams (name, account_id);

CREATE TABLE IF NOT EXISTS channel_api (
    id bigserial PRIMARY KEY,
    account_id integer NOT NULL,
    webhook_url varchar,
    created_at timestamp(6) NOT NULL,
    updated_at timestamp(6) NOT NULL,
    identifier varchar,
    hmac_token varchar,
    hmac_mandatory boolean DEFAULT false,
    additional_attributes jsonb DEFAULT '{}'
);
CREATE UNIQUE INDEX IF NOT EXISTS index_channel_api_on_hmac_token ON channel_api (hmac_token);
CREATE UNIQUE INDEX IF NOT EXISTS index_channel_api_on_identifier ON channel_api (identifier);

CREATE TABLE IF NOT EXISTS channel_whatsapp (
    id bigserial PRIMARY KEY,
    account_id integer NOT NULL,
    phone_number varchar NOT NULL,
    provider varchar DEFAULT 'default',
    provider_config jsonb DEFAULT '{}',
    created_at timestamp(6) NOT NULL,
    updated_at timestamp(6) NOT NULL,
    message_templates jsonb DEFAULT '{}',
    message_templates_last_updated timestamp
);
CREATE UNIQUE INDEX IF NOT EXISTS index_channel_whatsapp_on_phone_number ON channel_whatsapp (phone_number);

CREATE TABLE IF NOT EXISTS portals (
    id bigserial PRIMARY KEY,
    account_id integer NOT NULL,
    name varchar NOT NULL,
    slug varchar NOT NULL,
    custom_domain varchar,
    color varchar,
    homepage_link varchar,
    page_title varchar,
    header_text text,
    created_at timestamp(6) NOT NULL,
    updated_at timestamp(6) NOT NULL,
    config jsonb DEFAULT '{"allowed_locales": ["en"]}',
    archived boolean DEFAULT false,
    channel_web_widget_id bigint,
    ssl_settings jsonb DEFAULT '{}' NOT NULL
);
CREATE INDEX IF NOT EXISTS index_portals_on_channel_web_widget_id ON portals (channel_web_widget_id);
CREATE UNIQUE INDEX IF NOT EXISTS index_portals_on_custom_domain ON portals (custom_domain);
CREATE UNIQUE INDEX IF NOT EXISTS index_portals_on_slug ON portals (slug);

CREATE TABLE IF NOT EXISTS inboxes (
    id serial PRIMARY KEY,
    channel_id integer NOT NULL,
    account_id integer NOT NULL,
    name varchar NOT NULL,
    created_at timestamp NOT NULL,
    updated_at timestamp NOT NULL,
    channel_type varchar,
    enable_auto_assignment boolean DEFAULT true,
    greeting_enabled boolean DEFAULT false,
    greeting_message varchar,
    email_address varchar,
    working_hours_enabled boolean DEFAULT false,
    out_of_office_message varchar,
    timezone varchar DEFAULT 'UTC',
    enable_email_collect boolean DEFAULT true,
    csat_survey_enabled boolean DEFAULT false,
    allow_messages_after_resolved boolean DEFAULT true,
    auto_assignment_config jsonb DEFAULT '{}',
    lock_to_single_conversation boolean DEFAULT false NOT NULL,
    portal_id bigint,
    sender_name_type integer DEFAULT 0 NOT NULL,
    business_name varchar,
    csat_config jsonb DEFAULT '{}' NOT NULL,
    -- Rails makes the name from a digest of "inboxes_portal_id_fk".
    CONSTRAINT fk_rails_a1f654bf2d FOREIGN KEY (portal_id) REFERENCES portals (id)
);
CREATE INDEX IF NOT EXISTS index_inboxes_on_account_id ON inboxes (account_id);
CREATE INDEX IF NOT EXISTS index_inboxes_on_channel_id_and_channel_type ON inboxes (channel_id, channel_type);
CREATE INDEX IF NOT EXISTS index_inboxes_on_portal_id ON inboxes (portal_id);

CREATE TABLE IF NOT EXISTS contacts (
    id serial PRIMARY KEY,
    name varchar DEFAULT '',
    email varchar,
    phone_number varchar,
    account_id integer NOT NULL,
    created_at timestamp NOT NULL,
    updated_at timestamp NOT NULL,
    additional_attributes jsonb DEFAULT '{}',
    identifier varchar,
    custom_attributes jsonb DEFAULT '{}',
    last_activity_at timestamp,
    contact_type integer DEFAULT 0,
    middle_name varchar DEFAULT '',
    last_name varchar DEFAULT '',
    location varchar DEFAULT '',
    country_code varchar DEFAULT '',
    blocked boolean DEFAULT false NOT NULL
);
CREATE INDEX IF NOT EXISTS index_contacts_on_lower_email_account_id ON contacts (lower(email), account_id);
CREATE INDEX IF NOT EXISTS index_contacts_on_account_id_and_contact_type ON contacts (account_id, contact_type);
CREATE INDEX IF NOT EXISTS index_contacts_on_nonempty_fields ON contacts (account_id, email, phone_number, identifier)
    WHERE email <> '' OR phone_number <> '' OR identifier <> '';
CREATE INDEX IF NOT EXISTS index_contacts_on_account_id_and_last_activity_at
    ON contacts (account_id, last_activity_at DESC NULLS LAST);
CREATE INDEX IF NOT EXISTS index_contacts_on_account_id ON contacts (account_id);
CREATE INDEX IF NOT EXISTS index_resolved_contact_account_id ON contacts (account_id)
    WHERE email <> '' OR phone_number <> '' OR identifier <> '';
CREATE INDEX IF NOT EXISTS index_contacts_on_blocked ON contacts (blocked);
CREATE UNIQUE INDEX IF NOT EXISTS uniq_email_per_account_contact ON contacts (email, account_id);
CREATE UNIQUE INDEX IF NOT EXISTS uniq_identifier_per_account_contact ON contacts (identifier, account_id);
CREATE INDEX IF NOT EXISTS index_contacts_on_name_email_phone_number_identifier ON contacts
    USING gin (name gin_trgm_ops, email gin_trgm_ops, phone_number gin_trgm_ops, identifier gin_trgm_ops);
CREATE INDEX IF NOT EXISTS index_contacts_on_phone_number_and_account_id ON contacts (phone_number, account_id);

CREATE TABLE IF NOT EXISTS conversations (
    id serial PRIMARY KEY,
    account_id integer NOT NULL,
    inbox_id integer NOT NULL,
    status integer DEFAULT 0 NOT NULL,
    assignee_id integer,
    created_at timestamp NOT NULL,
    updated_at timestamp NOT NULL,
    contact_id bigint,
    display_id integer NOT NULL,
    contact_last_seen_at timestamp,
    agent_last_seen_at timestamp,
    additional_attributes jsonb DEFAULT '{}',
    contact_inbox_id bigint,
    uuid uuid DEFAULT gen_random_uuid() NOT NULL,
    identifier varchar,
    last_activity_at timestamp DEFAULT CURRENT_TIMESTAMP NOT NULL,
    team_id bigint,
    campaign_id bigint,
    snoozed_until timestamp,
    custom_attributes jsonb DEFAULT '{}',
    assignee_last_seen_at timestamp,
    first_reply_created_at timestamp,
    priority integer,
    sla_policy_id bigint,
    waiting_since timestamp(6),
    cached_label_list text
);
CREATE UNIQUE INDEX IF NOT EXISTS index_conversations_on_account_id_and_display_id ON conversations (account_id, display_id);
CREATE INDEX IF NOT EXISTS index_conversations_on_id_and_account_id ON conversations (account_id, id);
CREATE INDEX IF NOT EXISTS conv_acid_inbid_stat_asgnid_idx ON conversations (account_id, inbox_id, status, assignee_id);
CREATE INDEX IF NOT EXISTS index_conversations_on_account_id ON conversations (account_id);
CREATE INDEX IF NOT EXISTS index_conversations_on_assignee_id_and_account_id ON conversations (assignee_id, account_id);
CREATE INDEX IF NOT EXISTS index_conversations_on_campaign_id ON conversations (campaign_id);
CREATE INDEX IF NOT EXISTS index_conversations_on_contact_id ON conversations (contact_id);
CREATE INDEX IF NOT EXISTS index_conversations_on_contact_inbox_id ON conversations (contact_inbox_id);
CREATE INDEX IF NOT EXISTS index_conversations_on_first_reply_created_at ON conversations (first_reply_created_at);
CREATE INDEX IF NOT EXISTS index_conversations_on_inbox_id ON conversations (inbox_id);
CREATE INDEX IF NOT EXISTS index_conversations_on_priority ON conversations (priority);
CREATE INDEX IF NOT EXISTS index_conversations_on_status_and_account_id ON conversations (status, account_id);
CREATE INDEX IF NOT EXISTS index_conversations_on_status_and_priority ON conversations (status, priority);
CREATE INDEX IF NOT EXISTS index_conversations_on_team_id ON conversations (team_id);
CREATE UNIQUE INDEX IF NOT EXISTS index_conversations_on_uuid ON conversations (uuid);
CREATE INDEX IF NOT EXISTS index_conversations_on_waiting_since ON conversations (waiting_since);

CREATE TABLE IF NOT EXISTS messages (
    id serial PRIMARY KEY,
    content text,
    account_id integer NOT NULL,
    inbox_id integer NOT NULL,
    conversation_id integer NOT NULL,
    message_type integer NOT NULL,
    created_at timestamp NOT NULL,
    updated_at timestamp NOT NULL,
    private boolean DEFAULT false NOT NULL,
    status integer DEFAULT 0,
    source_id varchar,
    content_type integer DEFAULT 0 NOT NULL,
    content_attributes json DEFAULT '{}',
    sender_type varchar,
    sender_id bigint,
    external_source_ids jsonb DEFAULT '{}',
    additional_attributes jsonb DEFAULT '{}',
    processed_message_content text,
    sentiment jsonb DEFAULT '{}'
);
CREATE INDEX IF NOT EXISTS index_messages_on_additional_attributes_campaign_id ON messages
    USING gin ((additional_attributes -> 'campaign_id'));
CREATE INDEX IF NOT EXISTS idx_messages_account_content_created ON messages (account_id, content_type, created_at);
CREATE INDEX IF NOT EXISTS index_messages_on_account_created_type ON messages (account_id, created_at, message_type);
CREATE INDEX IF NOT EXISTS index_messages_on_account_id_and_inbox_id ON messages (account_id, inbox_id);
CREATE INDEX IF NOT EXISTS index_messages_on_account_id ON messages (account_id);
CREATE INDEX IF NOT EXISTS index_messages_on_content ON messages USING gin (content gin_trgm_ops);
CREATE INDEX IF NOT EXISTS index_messages_on_conversation_account_type_created
    ON messages (conversation_id, account_id, message_type, created_at);
CREATE INDEX IF NOT EXISTS index_messages_on_conversation_id ON messages (conversation_id);
CREATE INDEX IF NOT EXISTS index_messages_on_created_at ON messages (created_at);
CREATE INDEX IF NOT EXISTS index_messages_on_inbox_id ON messages (inbox_id);
CREATE INDEX IF NOT EXISTS index_messages_on_sender_type_and_sender_id ON messages (sender_type, sender_id);
CREATE INDEX IF NOT EXISTS index_messages_on_source_id ON messages (source_id);

CREATE TABLE IF NOT EXISTS labels (
    id bigserial PRIMARY KEY,
    title varchar,
    description text,
    color varchar DEFAULT '#1f93ff' NOT NULL,
    show_on_sidebar boolean,
    account_id bigint,
    created_at timestamp(6) NOT NULL,
    updated_at timestamp(6) NOT NULL
);
CREATE INDEX IF NOT EXISTS index_labels_on_account_id ON labels (account_id);
CREATE UNIQUE INDEX IF NOT EXISTS index_labels_on_title_and_account_id ON labels (title, account_id);

CREATE TABLE IF NOT EXISTS tags (
    id serial PRIMARY KEY,
    name varchar,
    taggings_count integer DEFAULT 0
);
CREATE INDEX IF NOT EXISTS tags_name_trgm_idx ON tags USING gin (lower(name) gin_trgm_ops);
CREATE UNIQUE INDEX IF NOT EXISTS index_tags_on_name ON tags (name);

CREATE TABLE IF NOT EXISTS taggings (
    id serial PRIMARY KEY,
    tag_id integer,
    taggable_type varchar,
    taggable_id integer,
    tagger_type varchar,
    tagger_id integer,
    context varchar(128),
    created_at timestamp
);
CREATE INDEX IF NOT EXISTS index_taggings_on_context ON taggings (context);
CREATE UNIQUE INDEX IF NOT EXISTS taggings_idx
    ON taggings (tag_id, taggable_id, taggable_type, context, tagger_id, tagger_type);
CREATE INDEX IF NOT EXISTS index_taggings_on_tag_id ON taggings (tag_id);
CREATE INDEX IF NOT EXISTS index_taggings_on_taggable_id_and_taggable_type_and_context
    ON taggings (taggable_id, taggable_type, context);
CREATE INDEX IF NOT EXISTS taggings_idy ON taggings (taggable_id, taggable_type, tagger_id, context);
CREATE INDEX IF NOT EXISTS index_taggings_on_taggable_id ON taggings (taggable_id);
CREATE INDEX IF NOT EXISTS index_taggings_on_taggable_type ON taggings (taggable_type);
CREATE INDEX IF NOT EXISTS index_taggings_on_tagger_id_and_tagger_type ON taggings (tagger_id, tagger_type);
CREATE INDEX IF NOT EXISTS index_taggings_on_tagger_id ON taggings (tagger_id);

-- An account gets two sequences of its own; a conversation takes its display_id from its account's.
CREATE OR REPLACE FUNCTION accounts_after_insert_row_tr() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('create sequence IF NOT EXISTS conv_dpid_seq_%s', NEW.id);
    RETURN NULL;
END
$$;
CREATE OR REPLACE TRIGGER accounts_after_insert_row_tr AFTER INSERT ON accounts
    FOR EACH ROW EXECUTE FUNCTION accounts_after_insert_row_tr();

CREATE OR REPLACE FUNCTION camp_dpid_before_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('create sequence IF NOT EXISTS camp_dpid_seq_%s', NEW.id);
    RETURN NULL;
END
$$;
CREATE OR REPLACE TRIGGER camp_dpid_before_insert AFTER INSERT ON accounts
    FOR EACH ROW EXECUTE FUNCTION camp_dpid_before_insert();

CREATE OR REPLACE FUNCTION conversations_before_insert_row_tr() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.display_id := nextval('conv_dpid_seq_' || NEW.account_id);
    RETURN NEW;
END
$$;
CREATE OR REPLACE TRIGGER conversations_before_insert_row_tr BEFORE INSERT ON conversations
    FOR EACH ROW EXECUTE FUNCTION conversations_before_insert_row_tr();

COMMIT;
