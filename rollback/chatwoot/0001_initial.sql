-- Migration 0001_initial of database chatwoot, back.
-- Run it with `plumb rollback` or `psql -X -f rollback/chatwoot/0001_initial.sql`. A second run changes nothing.
-- Does: drop index (5); drop reference row (14); drop view.
-- Locks on relations in use:
--   ACCESS EXCLUSIVE on public.contact_attributes_view
--   SHARE UPDATE EXCLUSIVE on public.contacts
-- plumb:migration 0001_initial rollback chatwoot of support-platform
-- plumb:schema 45a6c1a87df8b8552c1065f231e7053e0d5400eb903852c4803ffa5660bd9c7d e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
-- plumb:postgres 17
\set ON_ERROR_STOP on
\ir ../../migrations/plumbline.sql
SELECT plumbline.start('support-platform', 1, 'initial', 'rollback', '3eafc2194b16058e13f0fb6e07f89e4fcb483c494e0eb6ed6e76b8ec03e9b381', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', 'q0001f') AS restore \gset

-- plumb:section 1 drop view public.contact_attributes_view
--   ACCESS EXCLUSIVE on public.contact_attributes_view
SELECT plumbline.section(1, '71a96d261dabb4db') AS todo \gset
\if :todo
BEGIN;
DROP VIEW public.contact_attributes_view;
SELECT plumbline.done() AS done \gset
COMMIT;
\endif

-- plumb:section 2 drop index (5)
--   SHARE UPDATE EXCLUSIVE on public.contacts; outside a transaction
SELECT plumbline.section(2, '082fde9eddfcd3a1') AS todo \gset
\if :todo
SET lock_timeout = '10min';
DROP INDEX CONCURRENTLY IF EXISTS public.idx_contacts_custom_attributes;
DROP INDEX CONCURRENTLY IF EXISTS public.idx_contacts_instagram_handle;
DROP INDEX CONCURRENTLY IF EXISTS public.idx_contacts_lead_source;
DROP INDEX CONCURRENTLY IF EXISTS public.idx_contacts_lead_status;
DROP INDEX CONCURRENTLY IF EXISTS public.idx_contacts_qualification_score;
SELECT plumbline.done() AS done \gset
SET lock_timeout = '3s';
\endif

-- plumb:section 3 remove 14 rows of table public.labels
--   only what a migration added, and only while nothing refers to it; changed rows get their old values
SELECT plumbline.section(3, '0a3ffaa27d4095a2') AS todo \gset
\if :todo
BEGIN;
CALL plumbline.remove_reference_rows('public.labels', ARRAY['{"account_id":1,"title":"ai-handled"}', '{"account_id":1,"title":"cold-lead"}', '{"account_id":1,"title":"cold-outreach"}', '{"account_id":1,"title":"freelance-preference"}', '{"account_id":1,"title":"high-priority"}', '{"account_id":1,"title":"hot-lead"}', '{"account_id":1,"title":"interim-job-seeker"}', '{"account_id":1,"title":"needs-human"}', '{"account_id":1,"title":"permanent-job-seeker"}', '{"account_id":1,"title":"qualified-lead"}', '{"account_id":1,"title":"responded"}', '{"account_id":1,"title":"scraped-lead"}', '{"account_id":1,"title":"unqualified-lead"}', '{"account_id":1,"title":"vip-customer"}']::jsonb[]);
SELECT plumbline.done() AS done \gset
COMMIT;
\endif

-- plumb:end
SELECT plumbline.finish() AS finished \gset
