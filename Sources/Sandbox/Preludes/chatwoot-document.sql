-- Chatwoot's tables as section 2 of the integration document has them, owned by role `chatwoot`.
-- The document refers to accounts, users and teams without showing them: here they have what it uses, their key, and a name.
-- Safe to load again.

BEGIN;
LOCK TABLE pg_catalog.pg_authid IN SHARE ROW EXCLUSIVE MODE;
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'chatwoot') THEN CREATE ROLE chatwoot LOGIN; END IF;
END
$$;
COMMIT;

BEGIN;
GRANT USAGE, CREATE ON SCHEMA public TO chatwoot;
SET LOCAL ROLE chatwoot;
SET LOCAL search_path = public;

CREATE TABLE IF NOT EXISTS accounts (
    id serial PRIMARY KEY,
    name varchar(255) NOT NULL
);

CREATE TABLE IF NOT EXISTS users (
    id serial PRIMARY KEY,
    name varchar(255) NOT NULL,
    email varchar(255)
);

CREATE TABLE IF NOT EXISTS teams (
    id serial PRIMARY KEY,
    account_id integer NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    name varchar(255) NOT NULL
);

CREATE TABLE IF NOT EXISTS contacts (
    id serial PRIMARY KEY,
    name varchar(255),
    email varchar(255),
    phone_number varchar(50),
    identifier varchar(255),
    thumbnail varchar(255),
    custom_attributes jsonb DEFAULT '{}'::jsonb,
    account_id integer NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    created_at timestamptz DEFAULT now(),
    updated_at timestamptz DEFAULT now(),
    CONSTRAINT unique_email_per_account UNIQUE (email, account_id),
    CONSTRAINT unique_phone_per_account UNIQUE (phone_number, account_id)
);
CREATE INDEX IF NOT EXISTS index_contacts_on_account_id ON contacts (account_id);
CREATE INDEX IF NOT EXISTS index_contacts_on_email ON contacts (email);
CREATE INDEX IF NOT EXISTS index_contacts_on_phone_number ON contacts (phone_number);

CREATE TABLE IF NOT EXISTS inboxes (
    id serial PRIMARY KEY,
    account_id integer NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    name varchar(255) NOT NULL,
    channel_type varchar(50) NOT NULL,
    greeting_enabled boolean DEFAULT false,
    greeting_message text,
    out_of_office_message text,
    working_hours_enabled boolean DEFAULT false,
    enable_auto_assignment boolean DEFAULT true,
    created_at timestamptz DEFAULT now(),
    updated_at timestamptz DEFAULT now()
);
CREATE INDEX IF NOT EXISTS index_inboxes_on_account_id ON inboxes (account_id);

CREATE TABLE IF NOT EXISTS conversations (
    id serial PRIMARY KEY,
    contact_id integer REFERENCES contacts (id) ON DELETE SET NULL,
    inbox_id integer NOT NULL REFERENCES inboxes (id) ON DELETE CASCADE,
    account_id integer NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    status varchar(50) DEFAULT 'open',
    assignee_id integer REFERENCES users (id) ON DELETE SET NULL,
    team_id integer REFERENCES teams (id) ON DELETE SET NULL,
    uuid uuid DEFAULT gen_random_uuid(),
    additional_attributes jsonb DEFAULT '{}'::jsonb,
    created_at timestamptz DEFAULT now(),
    updated_at timestamptz DEFAULT now(),
    last_activity_at timestamptz DEFAULT now(),
    CONSTRAINT conversations_status_check CHECK (status IN ('open', 'resolved', 'pending', 'snoozed'))
);
CREATE INDEX IF NOT EXISTS index_conversations_on_account_id ON conversations (account_id);
CREATE INDEX IF NOT EXISTS index_conversations_on_contact_id ON conversations (contact_id);
CREATE INDEX IF NOT EXISTS index_conversations_on_inbox_id ON conversations (inbox_id);
CREATE INDEX IF NOT EXISTS index_conversations_on_status ON conversations (status);
CREATE INDEX IF NOT EXISTS index_conversations_on_last_activity_at ON conversations (last_activity_at DESC);

CREATE TABLE IF NOT EXISTS messages (
    id serial PRIMARY KEY,
    conversation_id integer NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    account_id integer NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    content text,
    message_type varchar(50) NOT NULL,
    content_type varchar(50) DEFAULT 'text',
    content_attributes jsonb DEFAULT '{}'::jsonb,
    sender_type varchar(50),
    sender_id integer,
    status varchar(50) DEFAULT 'sent',
    source_id varchar(255),
    external_source_id varchar(255),
    additional_attributes jsonb DEFAULT '{}'::jsonb,
    created_at timestamptz DEFAULT now(),
    updated_at timestamptz DEFAULT now(),
    CONSTRAINT messages_message_type_check CHECK (message_type IN ('incoming', 'outgoing', 'activity', 'template')),
    CONSTRAINT messages_status_check CHECK (status IN ('sent', 'delivered', 'read', 'failed'))
);
CREATE INDEX IF NOT EXISTS index_messages_on_conversation_id ON messages (conversation_id);
CREATE INDEX IF NOT EXISTS index_messages_on_account_id ON messages (account_id);
CREATE INDEX IF NOT EXISTS index_messages_on_created_at ON messages (created_at DESC);
CREATE INDEX IF NOT EXISTS index_messages_on_source_id ON messages (source_id);

CREATE TABLE IF NOT EXISTS labels (
    id serial PRIMARY KEY,
    account_id integer NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    title varchar(255) NOT NULL,
    description text,
    color varchar(7) NOT NULL DEFAULT '#1f93ff',
    show_on_sidebar boolean DEFAULT true,
    created_at timestamptz DEFAULT now(),
    updated_at timestamptz DEFAULT now(),
    CONSTRAINT unique_label_per_account UNIQUE (title, account_id)
);
CREATE INDEX IF NOT EXISTS index_labels_on_account_id ON labels (account_id);

CREATE TABLE IF NOT EXISTS contact_labels (
    id serial PRIMARY KEY,
    contact_id integer NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
    label_id integer NOT NULL REFERENCES labels (id) ON DELETE CASCADE,
    created_at timestamptz DEFAULT now(),
    updated_at timestamptz DEFAULT now(),
    CONSTRAINT unique_contact_label UNIQUE (contact_id, label_id)
);
CREATE INDEX IF NOT EXISTS index_contact_labels_on_contact_id ON contact_labels (contact_id);
CREATE INDEX IF NOT EXISTS index_contact_labels_on_label_id ON contact_labels (label_id);

-- The document names this constraint unique_phone_per_account too; its index would have the name of the one of contacts,
-- and names of indexes are unique in a schema.
CREATE TABLE IF NOT EXISTS channel_whatsapp (
    id serial PRIMARY KEY,
    account_id integer NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    phone_number varchar(50) NOT NULL,
    provider varchar(50) NOT NULL,
    provider_config jsonb DEFAULT '{}'::jsonb,
    message_templates jsonb DEFAULT '[]'::jsonb,
    created_at timestamptz DEFAULT now(),
    updated_at timestamptz DEFAULT now(),
    CONSTRAINT unique_whatsapp_phone_per_account UNIQUE (phone_number, account_id)
);

CREATE TABLE IF NOT EXISTS channel_api (
    id serial PRIMARY KEY,
    account_id integer NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    webhook_url varchar(255),
    hmac_token varchar(255),
    hmac_mandatory boolean DEFAULT false,
    created_at timestamptz DEFAULT now(),
    updated_at timestamptz DEFAULT now()
);

COMMIT;
