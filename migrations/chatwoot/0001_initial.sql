-- migration: 0001_initial
-- database: chatwoot
-- direction: forward
-- checksum: 0fd359abda6ff5594e8a3e1700c5764319cd5392d773aa24d0d7ad292a545823
-- from: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
-- to: 45a6c1a87df8b8552c1065f231e7053e0d5400eb903852c4803ffa5660bd9c7d
-- server: written for PostgreSQL 17
--
-- Run by `plumb apply`, or by hand:
--     psql -X -f migrations/chatwoot/0001_initial.sql
-- Running it again right after changes nothing. What it drops goes to quarantine (`plumb purge` deletes it).
--
-- What it does:
--     create index: 5
--     create reference row: 14
--     create view: 1
-- Locks on relations in use:
--     SHARE UPDATE EXCLUSIVE on public.contacts
-- Risks:
--     none
\set plumb_checksum '0fd359abda6ff5594e8a3e1700c5764319cd5392d773aa24d0d7ad292a545823'
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

-- plumb:step 1 upsert 14 rows of table public.labels
SELECT EXISTS (SELECT FROM jsonb_populate_recordset(NULL::public.labels, '[
    {"account_id":1,"color":"#22c55e","description":"Successfully handled by AI","show_on_sidebar":false,"title":"ai-handled"},
    {"account_id":1,"color":"#6b7280","description":"Low engagement, nurture campaign","show_on_sidebar":true,"title":"cold-lead"},
    {"account_id":1,"color":"#ec4899","description":"Not yet contacted, pending outreach","show_on_sidebar":true,"title":"cold-outreach"},
    {"account_id":1,"color":"#06b6d4","description":"Prefers freelance/project work","show_on_sidebar":false,"title":"freelance-preference"},
    {"account_id":1,"color":"#dc2626","description":"Urgent issue, needs immediate attention","show_on_sidebar":true,"title":"high-priority"},
    {"account_id":1,"color":"#f59e0b","description":"High urgency, immediate follow-up needed","show_on_sidebar":true,"title":"hot-lead"},
    {"account_id":1,"color":"#3b82f6","description":"Looking for interim/contract work","show_on_sidebar":false,"title":"interim-job-seeker"},
    {"account_id":1,"color":"#f97316","description":"AI escalated to human agent","show_on_sidebar":true,"title":"needs-human"},
    {"account_id":1,"color":"#0ea5e9","description":"Looking for permanent employment","show_on_sidebar":false,"title":"permanent-job-seeker"},
    {"account_id":1,"color":"#10b981","description":"High-quality lead, passed qualification","show_on_sidebar":true,"title":"qualified-lead"},
    {"account_id":1,"color":"#14b8a6","description":"Lead responded to outreach","show_on_sidebar":true,"title":"responded"},
    {"account_id":1,"color":"#8b5cf6","description":"Lead from Instagram/LinkedIn scraping","show_on_sidebar":true,"title":"scraped-lead"},
    {"account_id":1,"color":"#ef4444","description":"Does not meet qualification criteria","show_on_sidebar":true,"title":"unqualified-lead"},
    {"account_id":1,"color":"#facc15","description":"High-value customer, premium treatment","show_on_sidebar":true,"title":"vip-customer"}
]') d WHERE NOT EXISTS (
    SELECT FROM public.labels t WHERE t.account_id = d.account_id AND t.title = d.title AND t.color IS NOT DISTINCT FROM d.color AND t.description IS NOT DISTINCT FROM d.description AND t.show_on_sidebar IS NOT DISTINCT FROM d.show_on_sidebar)) AS todo \gset
\if :todo
BEGIN;
WITH declared AS (
    SELECT * FROM jsonb_populate_recordset(NULL::public.labels, '[
    {"account_id":1,"color":"#22c55e","description":"Successfully handled by AI","show_on_sidebar":false,"title":"ai-handled"},
    {"account_id":1,"color":"#6b7280","description":"Low engagement, nurture campaign","show_on_sidebar":true,"title":"cold-lead"},
    {"account_id":1,"color":"#ec4899","description":"Not yet contacted, pending outreach","show_on_sidebar":true,"title":"cold-outreach"},
    {"account_id":1,"color":"#06b6d4","description":"Prefers freelance/project work","show_on_sidebar":false,"title":"freelance-preference"},
    {"account_id":1,"color":"#dc2626","description":"Urgent issue, needs immediate attention","show_on_sidebar":true,"title":"high-priority"},
    {"account_id":1,"color":"#f59e0b","description":"High urgency, immediate follow-up needed","show_on_sidebar":true,"title":"hot-lead"},
    {"account_id":1,"color":"#3b82f6","description":"Looking for interim/contract work","show_on_sidebar":false,"title":"interim-job-seeker"},
    {"account_id":1,"color":"#f97316","description":"AI escalated to human agent","show_on_sidebar":true,"title":"needs-human"},
    {"account_id":1,"color":"#0ea5e9","description":"Looking for permanent employment","show_on_sidebar":false,"title":"permanent-job-seeker"},
    {"account_id":1,"color":"#10b981","description":"High-quality lead, passed qualification","show_on_sidebar":true,"title":"qualified-lead"},
    {"account_id":1,"color":"#14b8a6","description":"Lead responded to outreach","show_on_sidebar":true,"title":"responded"},
    {"account_id":1,"color":"#8b5cf6","description":"Lead from Instagram/LinkedIn scraping","show_on_sidebar":true,"title":"scraped-lead"},
    {"account_id":1,"color":"#ef4444","description":"Does not meet qualification criteria","show_on_sidebar":true,"title":"unqualified-lead"},
    {"account_id":1,"color":"#facc15","description":"High-value customer, premium treatment","show_on_sidebar":true,"title":"vip-customer"}
]')
), remembered AS (
    INSERT INTO plumbline.reference_row (relation, key, before)
    SELECT 'public.labels', jsonb_build_object('account_id', d.account_id, 'title', d.title), CASE WHEN t.account_id IS NOT NULL THEN jsonb_build_object('color', t.color, 'description', t.description, 'show_on_sidebar', t.show_on_sidebar) END
    FROM declared d LEFT JOIN public.labels t ON t.account_id = d.account_id AND t.title = d.title
    ON CONFLICT (relation, key) DO NOTHING
)
INSERT INTO public.labels (account_id, title, color, description, show_on_sidebar, created_at, updated_at)
SELECT d.account_id, d.title, d.color, d.description, d.show_on_sidebar, now(), now() FROM declared d
ON CONFLICT (account_id, title) DO UPDATE SET color = EXCLUDED.color, description = EXCLUDED.description, show_on_sidebar = EXCLUDED.show_on_sidebar;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'forward', 1) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 2 create view public.contact_attributes_view with its comments
SELECT NOT EXISTS (SELECT FROM plumbline.journal j WHERE j.project = 'support-platform' AND j.migration = 1 AND j.direction = 'forward' AND j.step = 2) AS todo \gset
\if :todo
BEGIN;
CREATE VIEW public.contact_attributes_view WITH (security_invoker=true) AS
 SELECT id AS contact_id,
    (name)::text AS name,
    (email)::text AS email,
    (phone_number)::text AS phone_number,
    (custom_attributes ->> 'lead_status'::text) AS lead_status,
    (custom_attributes ->> 'lead_source'::text) AS lead_source,
    (custom_attributes ->> 'urgency_level'::text) AS urgency_level,
    (custom_attributes ->> 'job_type_preference'::text) AS job_type,
    (custom_attributes ->> 'budget_range'::text) AS budget_range,
        CASE
            WHEN (((custom_attributes ->> 'qualification_score'::text) ~ '^ {0,9}[+-]?([0-9]{1,255}([.][0-9]*)?|[.][0-9]+) *$'::text) OR ((custom_attributes ->> 'qualification_score'::text) ~ '^ {0,9}[+-]?([0-9]{1,20}([.][0-9]{0,20})?|[.][0-9]{1,20})[eE][+-]?0{0,9}([0-9]{1,2}|1[0-9]{2}|2[0-7][0-9]) *$'::text)) THEN ("left"((custom_attributes ->> 'qualification_score'::text), 300))::double precision
            ELSE NULL::double precision
        END AS qualification_score,
    (custom_attributes ->> 'ai_summary'::text) AS ai_summary,
    (custom_attributes ->> 'instagram_handle'::text) AS instagram_handle,
        CASE
            WHEN ((custom_attributes ->> 'follower_count'::text) ~ '^ {0,9}[+-]?0{0,99}[0-9]{1,10}([.]0*)? *$'::text) THEN
            CASE
                WHEN ((("left"((custom_attributes ->> 'follower_count'::text), 300))::numeric >= ('-2147483648'::integer)::numeric) AND (("left"((custom_attributes ->> 'follower_count'::text), 300))::numeric <= (2147483647)::numeric)) THEN (("left"((custom_attributes ->> 'follower_count'::text), 300))::numeric)::integer
                ELSE NULL::integer
            END
            ELSE NULL::integer
        END AS follower_count,
    (custom_attributes ->> 'last_contact_date'::text) AS last_contact_date,
    custom_attributes AS all_attributes,
    to_timestamp((EXTRACT(epoch FROM created_at))::double precision) AS created_at,
    to_timestamp((EXTRACT(epoch FROM updated_at))::double precision) AS updated_at
   FROM public.contacts c;
COMMENT ON VIEW public.contact_attributes_view IS 'Contacts with the custom attributes that our agents fill in, as columns.';
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'forward', 2) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 3 drop invalid index public.idx_contacts_custom_attributes
--   SHARE UPDATE EXCLUSIVE on public.contacts; outside a transaction
--   why: a build that was broken off leaves an invalid index behind
SELECT EXISTS (SELECT FROM pg_catalog.pg_index x WHERE x.indexrelid = to_regclass('public.idx_contacts_custom_attributes') AND NOT x.indisvalid) AS todo \gset
\if :todo
SET lock_timeout = '10min';
-- plumb:next
DROP INDEX CONCURRENTLY public.idx_contacts_custom_attributes;
-- plumb:next
SET lock_timeout = '3s';
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'forward', 3) ON CONFLICT DO NOTHING;
\endif

-- plumb:step 4 create index public.idx_contacts_custom_attributes
--   SHARE UPDATE EXCLUSIVE on public.contacts; reads the table; outside a transaction
SELECT to_regclass('public.idx_contacts_custom_attributes') IS NULL AS todo \gset
\if :todo
SET lock_timeout = '10min';
-- plumb:next
CREATE INDEX CONCURRENTLY idx_contacts_custom_attributes ON public.contacts USING gin (custom_attributes);
-- plumb:next
SET lock_timeout = '3s';
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'forward', 4) ON CONFLICT DO NOTHING;
\endif

-- plumb:step 5 drop invalid index public.idx_contacts_instagram_handle
--   SHARE UPDATE EXCLUSIVE on public.contacts; outside a transaction
--   why: a build that was broken off leaves an invalid index behind
SELECT EXISTS (SELECT FROM pg_catalog.pg_index x WHERE x.indexrelid = to_regclass('public.idx_contacts_instagram_handle') AND NOT x.indisvalid) AS todo \gset
\if :todo
SET lock_timeout = '10min';
-- plumb:next
DROP INDEX CONCURRENTLY public.idx_contacts_instagram_handle;
-- plumb:next
SET lock_timeout = '3s';
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'forward', 5) ON CONFLICT DO NOTHING;
\endif

-- plumb:step 6 create index public.idx_contacts_instagram_handle
--   SHARE UPDATE EXCLUSIVE on public.contacts; reads the table; outside a transaction
SELECT to_regclass('public.idx_contacts_instagram_handle') IS NULL AS todo \gset
\if :todo
SET lock_timeout = '10min';
-- plumb:next
CREATE INDEX CONCURRENTLY idx_contacts_instagram_handle ON public.contacts USING btree (((custom_attributes ->> 'instagram_handle'::text)));
-- plumb:next
SET lock_timeout = '3s';
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'forward', 6) ON CONFLICT DO NOTHING;
\endif

-- plumb:step 7 drop invalid index public.idx_contacts_lead_source
--   SHARE UPDATE EXCLUSIVE on public.contacts; outside a transaction
--   why: a build that was broken off leaves an invalid index behind
SELECT EXISTS (SELECT FROM pg_catalog.pg_index x WHERE x.indexrelid = to_regclass('public.idx_contacts_lead_source') AND NOT x.indisvalid) AS todo \gset
\if :todo
SET lock_timeout = '10min';
-- plumb:next
DROP INDEX CONCURRENTLY public.idx_contacts_lead_source;
-- plumb:next
SET lock_timeout = '3s';
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'forward', 7) ON CONFLICT DO NOTHING;
\endif

-- plumb:step 8 create index public.idx_contacts_lead_source
--   SHARE UPDATE EXCLUSIVE on public.contacts; reads the table; outside a transaction
SELECT to_regclass('public.idx_contacts_lead_source') IS NULL AS todo \gset
\if :todo
SET lock_timeout = '10min';
-- plumb:next
CREATE INDEX CONCURRENTLY idx_contacts_lead_source ON public.contacts USING btree (((custom_attributes ->> 'lead_source'::text)));
-- plumb:next
SET lock_timeout = '3s';
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'forward', 8) ON CONFLICT DO NOTHING;
\endif

-- plumb:step 9 drop invalid index public.idx_contacts_lead_status
--   SHARE UPDATE EXCLUSIVE on public.contacts; outside a transaction
--   why: a build that was broken off leaves an invalid index behind
SELECT EXISTS (SELECT FROM pg_catalog.pg_index x WHERE x.indexrelid = to_regclass('public.idx_contacts_lead_status') AND NOT x.indisvalid) AS todo \gset
\if :todo
SET lock_timeout = '10min';
-- plumb:next
DROP INDEX CONCURRENTLY public.idx_contacts_lead_status;
-- plumb:next
SET lock_timeout = '3s';
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'forward', 9) ON CONFLICT DO NOTHING;
\endif

-- plumb:step 10 create index public.idx_contacts_lead_status
--   SHARE UPDATE EXCLUSIVE on public.contacts; reads the table; outside a transaction
SELECT to_regclass('public.idx_contacts_lead_status') IS NULL AS todo \gset
\if :todo
SET lock_timeout = '10min';
-- plumb:next
CREATE INDEX CONCURRENTLY idx_contacts_lead_status ON public.contacts USING btree (((custom_attributes ->> 'lead_status'::text)));
-- plumb:next
SET lock_timeout = '3s';
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'forward', 10) ON CONFLICT DO NOTHING;
\endif

-- plumb:step 11 drop invalid index public.idx_contacts_qualification_score
--   SHARE UPDATE EXCLUSIVE on public.contacts; outside a transaction
--   why: a build that was broken off leaves an invalid index behind
SELECT EXISTS (SELECT FROM pg_catalog.pg_index x WHERE x.indexrelid = to_regclass('public.idx_contacts_qualification_score') AND NOT x.indisvalid) AS todo \gset
\if :todo
SET lock_timeout = '10min';
-- plumb:next
DROP INDEX CONCURRENTLY public.idx_contacts_qualification_score;
-- plumb:next
SET lock_timeout = '3s';
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'forward', 11) ON CONFLICT DO NOTHING;
\endif

-- plumb:step 12 create index public.idx_contacts_qualification_score
--   SHARE UPDATE EXCLUSIVE on public.contacts; reads the table; outside a transaction
SELECT to_regclass('public.idx_contacts_qualification_score') IS NULL AS todo \gset
\if :todo
SET lock_timeout = '10min';
-- plumb:next
CREATE INDEX CONCURRENTLY idx_contacts_qualification_score ON public.contacts USING btree ((
CASE
    WHEN (((custom_attributes ->> 'qualification_score'::text) ~ '^ {0,9}[+-]?([0-9]{1,255}([.][0-9]*)?|[.][0-9]+) *$'::text) OR ((custom_attributes ->> 'qualification_score'::text) ~ '^ {0,9}[+-]?([0-9]{1,20}([.][0-9]{0,20})?|[.][0-9]{1,20})[eE][+-]?0{0,9}([0-9]{1,2}|1[0-9]{2}|2[0-7][0-9]) *$'::text)) THEN ("left"((custom_attributes ->> 'qualification_score'::text), 300))::double precision
    ELSE NULL::double precision
END) DESC);
-- plumb:next
SET lock_timeout = '3s';
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'forward', 12) ON CONFLICT DO NOTHING;
\endif

-- plumb:step 13 write it into the ledger
SELECT NOT EXISTS (SELECT FROM plumbline.migration m WHERE m.project = 'support-platform' AND m.number = 1) AS todo \gset
\if :todo
BEGIN;
INSERT INTO plumbline.migration (project, number, name, checksum, fingerprint)
VALUES ('support-platform', 1, 'initial', :'plumb_checksum', '45a6c1a87df8b8552c1065f231e7053e0d5400eb903852c4803ffa5660bd9c7d');
DELETE FROM plumbline.journal WHERE project = 'support-platform' AND migration = 1 AND direction = 'rollback';
COMMIT;
\endif

