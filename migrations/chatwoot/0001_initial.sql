-- Migration 0001_initial of database chatwoot, forward.
-- Run it with `plumb apply` or `psql -X -f migrations/chatwoot/0001_initial.sql`. A second run changes nothing.
-- Does: create index (5); create reference row (14); create view.
-- Locks on relations in use: SHARE UPDATE EXCLUSIVE on public.contacts.
-- Risks:
--   create index public.idx_contacts_custom_attributes: reads the table
--   create index public.idx_contacts_instagram_handle: reads the table
--   create index public.idx_contacts_lead_source: reads the table
--   create index public.idx_contacts_lead_status: reads the table
--   create index public.idx_contacts_qualification_score: reads the table
-- plumb:migration 0001_initial forward chatwoot of support-platform
-- plumb:schema e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 45a6c1a87df8b8552c1065f231e7053e0d5400eb903852c4803ffa5660bd9c7d
-- plumb:postgres 17
\set ON_ERROR_STOP on
\ir ../plumbline.sql
SELECT plumbline.start('support-platform', 1, 'initial', 'forward', 'b9cd406d0500f921a7b7f1276cb377d188d1a92a696d39be545efdbed955cf8b', '45a6c1a87df8b8552c1065f231e7053e0d5400eb903852c4803ffa5660bd9c7d', 'q0001r') AS restore \gset

-- plumb:section 1 upsert 14 rows of table public.labels; create view public.contact_attributes_view with its comments
SELECT plumbline.section(1, '5b96864f82d7e23a') AS todo \gset
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
CREATE VIEW public.contact_attributes_view WITH (security_invoker=true) AS
SELECT c.id AS contact_id, c.name::text AS name, c.email::text AS email, c.phone_number::text AS phone_number, (c.custom_attributes ->> 'lead_status') AS lead_status, (c.custom_attributes ->> 'lead_source') AS lead_source, (c.custom_attributes ->> 'urgency_level') AS urgency_level, (c.custom_attributes ->> 'job_type_preference') AS job_type, (c.custom_attributes ->> 'budget_range') AS budget_range, CASE WHEN (c.custom_attributes ->> 'qualification_score') ~ '^ {0,9}[+-]?([0-9]{1,255}([.][0-9]*)?|[.][0-9]+) *$' OR (c.custom_attributes ->> 'qualification_score') ~ '^ {0,9}[+-]?([0-9]{1,20}([.][0-9]{0,20})?|[.][0-9]{1,20})[eE][+-]?0{0,9}([0-9]{1,2}|1[0-9]{2}|2[0-7][0-9]) *$' THEN left((c.custom_attributes ->> 'qualification_score'), 300)::double precision END AS qualification_score, (c.custom_attributes ->> 'ai_summary') AS ai_summary, (c.custom_attributes ->> 'instagram_handle') AS instagram_handle, CASE WHEN (c.custom_attributes ->> 'follower_count') ~ '^ {0,9}[+-]?0{0,99}[0-9]{1,10}([.]0*)? *$' THEN CASE WHEN left((c.custom_attributes ->> 'follower_count'), 300)::numeric BETWEEN -2147483648 AND 2147483647 THEN left((c.custom_attributes ->> 'follower_count'), 300)::numeric::integer END END AS follower_count, (c.custom_attributes ->> 'last_contact_date') AS last_contact_date, c.custom_attributes AS all_attributes, to_timestamp(EXTRACT(epoch FROM c.created_at)::double precision) AS created_at, to_timestamp(EXTRACT(epoch FROM c.updated_at)::double precision) AS updated_at FROM public.contacts c;
COMMENT ON VIEW public.contact_attributes_view IS 'Contacts with the custom attributes that our agents fill in, as columns.';
SELECT plumbline.done() AS done \gset
COMMIT;
\endif

-- plumb:section 2 create index public.idx_contacts_custom_attributes
--   SHARE UPDATE EXCLUSIVE on public.contacts; reads the table; outside a transaction
--   a build that was broken off leaves an invalid index behind
SELECT plumbline.section(2, '472d46ae99bf9e9f') AS todo \gset
\if :todo
SET lock_timeout = '10min';
SELECT plumbline.build('public.idx_contacts_custom_attributes') AS todo, plumbline.is_invalid('public.idx_contacts_custom_attributes') AS is_invalid \gset
\if :is_invalid
DROP INDEX CONCURRENTLY public.idx_contacts_custom_attributes;
\endif
\if :todo
CREATE INDEX CONCURRENTLY idx_contacts_custom_attributes ON public.contacts USING gin (custom_attributes);
\endif
SELECT plumbline.done() AS done \gset
SET lock_timeout = '3s';
\endif

-- plumb:section 3 create index public.idx_contacts_instagram_handle
--   SHARE UPDATE EXCLUSIVE on public.contacts; reads the table; outside a transaction
--   a build that was broken off leaves an invalid index behind
SELECT plumbline.section(3, '34b02a920f07f8b6') AS todo \gset
\if :todo
SET lock_timeout = '10min';
SELECT plumbline.build('public.idx_contacts_instagram_handle') AS todo, plumbline.is_invalid('public.idx_contacts_instagram_handle') AS is_invalid \gset
\if :is_invalid
DROP INDEX CONCURRENTLY public.idx_contacts_instagram_handle;
\endif
\if :todo
CREATE INDEX CONCURRENTLY idx_contacts_instagram_handle ON public.contacts USING btree (((custom_attributes ->> 'instagram_handle')));
\endif
SELECT plumbline.done() AS done \gset
SET lock_timeout = '3s';
\endif

-- plumb:section 4 create index public.idx_contacts_lead_source
--   SHARE UPDATE EXCLUSIVE on public.contacts; reads the table; outside a transaction
--   a build that was broken off leaves an invalid index behind
SELECT plumbline.section(4, '07e1d5cac8960265') AS todo \gset
\if :todo
SET lock_timeout = '10min';
SELECT plumbline.build('public.idx_contacts_lead_source') AS todo, plumbline.is_invalid('public.idx_contacts_lead_source') AS is_invalid \gset
\if :is_invalid
DROP INDEX CONCURRENTLY public.idx_contacts_lead_source;
\endif
\if :todo
CREATE INDEX CONCURRENTLY idx_contacts_lead_source ON public.contacts USING btree (((custom_attributes ->> 'lead_source')));
\endif
SELECT plumbline.done() AS done \gset
SET lock_timeout = '3s';
\endif

-- plumb:section 5 create index public.idx_contacts_lead_status
--   SHARE UPDATE EXCLUSIVE on public.contacts; reads the table; outside a transaction
--   a build that was broken off leaves an invalid index behind
SELECT plumbline.section(5, 'a496bcea76b4b1ca') AS todo \gset
\if :todo
SET lock_timeout = '10min';
SELECT plumbline.build('public.idx_contacts_lead_status') AS todo, plumbline.is_invalid('public.idx_contacts_lead_status') AS is_invalid \gset
\if :is_invalid
DROP INDEX CONCURRENTLY public.idx_contacts_lead_status;
\endif
\if :todo
CREATE INDEX CONCURRENTLY idx_contacts_lead_status ON public.contacts USING btree (((custom_attributes ->> 'lead_status')));
\endif
SELECT plumbline.done() AS done \gset
SET lock_timeout = '3s';
\endif

-- plumb:section 6 create index public.idx_contacts_qualification_score
--   SHARE UPDATE EXCLUSIVE on public.contacts; reads the table; outside a transaction
--   a build that was broken off leaves an invalid index behind
SELECT plumbline.section(6, '8045fdc12bb488ce') AS todo \gset
\if :todo
SET lock_timeout = '10min';
SELECT plumbline.build('public.idx_contacts_qualification_score') AS todo, plumbline.is_invalid('public.idx_contacts_qualification_score') AS is_invalid \gset
\if :is_invalid
DROP INDEX CONCURRENTLY public.idx_contacts_qualification_score;
\endif
\if :todo
CREATE INDEX CONCURRENTLY idx_contacts_qualification_score ON public.contacts USING btree ((CASE WHEN (custom_attributes ->> 'qualification_score') ~ '^ {0,9}[+-]?([0-9]{1,255}([.][0-9]*)?|[.][0-9]+) *$' OR (custom_attributes ->> 'qualification_score') ~ '^ {0,9}[+-]?([0-9]{1,20}([.][0-9]{0,20})?|[.][0-9]{1,20})[eE][+-]?0{0,9}([0-9]{1,2}|1[0-9]{2}|2[0-7][0-9]) *$' THEN left((custom_attributes ->> 'qualification_score'), 300)::double precision END) DESC);
\endif
SELECT plumbline.done() AS done \gset
SET lock_timeout = '3s';
\endif

-- plumb:end
SELECT plumbline.finish() AS finished \gset
