-- migration: 0001_initial
-- database: chatwoot
-- direction: rollback
-- checksum: ba83f95ec1c75a0d10f5c3f949180039ce56481ac241701cd5979fad76664af5
-- from: 45a6c1a87df8b8552c1065f231e7053e0d5400eb903852c4803ffa5660bd9c7d
-- to: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
-- server: written for PostgreSQL 17
--
-- Run by `plumb rollback`, or by hand:
--     psql -X -f rollback/chatwoot/0001_initial.sql
-- Running it again right after changes nothing. What it drops goes to quarantine (`plumb purge` deletes it).
--
-- What it does:
--     drop index: 5
--     drop reference row: 14
--     drop view: 1
-- Locks on relations in use:
--     ACCESS EXCLUSIVE on public.contact_attributes_view
--     SHARE UPDATE EXCLUSIVE on public.contacts
-- Risks:
--     none
\set plumb_checksum 'ba83f95ec1c75a0d10f5c3f949180039ce56481ac241701cd5979fad76664af5'
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

-- plumb:step 1 drop view public.contact_attributes_view
--   ACCESS EXCLUSIVE on public.contact_attributes_view
SELECT to_regclass('public.contact_attributes_view') IS NOT NULL AS todo \gset
\if :todo
BEGIN;
DROP VIEW public.contact_attributes_view;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 1) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 2 drop index public.idx_contacts_custom_attributes
--   SHARE UPDATE EXCLUSIVE on public.contacts; outside a transaction
SELECT to_regclass('public.idx_contacts_custom_attributes') IS NOT NULL AS todo \gset
\if :todo
SET lock_timeout = '10min';
-- plumb:next
DROP INDEX CONCURRENTLY public.idx_contacts_custom_attributes;
-- plumb:next
SET lock_timeout = '3s';
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 2) ON CONFLICT DO NOTHING;
\endif

-- plumb:step 3 drop index public.idx_contacts_instagram_handle
--   SHARE UPDATE EXCLUSIVE on public.contacts; outside a transaction
SELECT to_regclass('public.idx_contacts_instagram_handle') IS NOT NULL AS todo \gset
\if :todo
SET lock_timeout = '10min';
-- plumb:next
DROP INDEX CONCURRENTLY public.idx_contacts_instagram_handle;
-- plumb:next
SET lock_timeout = '3s';
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 3) ON CONFLICT DO NOTHING;
\endif

-- plumb:step 4 drop index public.idx_contacts_lead_source
--   SHARE UPDATE EXCLUSIVE on public.contacts; outside a transaction
SELECT to_regclass('public.idx_contacts_lead_source') IS NOT NULL AS todo \gset
\if :todo
SET lock_timeout = '10min';
-- plumb:next
DROP INDEX CONCURRENTLY public.idx_contacts_lead_source;
-- plumb:next
SET lock_timeout = '3s';
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 4) ON CONFLICT DO NOTHING;
\endif

-- plumb:step 5 drop index public.idx_contacts_lead_status
--   SHARE UPDATE EXCLUSIVE on public.contacts; outside a transaction
SELECT to_regclass('public.idx_contacts_lead_status') IS NOT NULL AS todo \gset
\if :todo
SET lock_timeout = '10min';
-- plumb:next
DROP INDEX CONCURRENTLY public.idx_contacts_lead_status;
-- plumb:next
SET lock_timeout = '3s';
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 5) ON CONFLICT DO NOTHING;
\endif

-- plumb:step 6 drop index public.idx_contacts_qualification_score
--   SHARE UPDATE EXCLUSIVE on public.contacts; outside a transaction
SELECT to_regclass('public.idx_contacts_qualification_score') IS NOT NULL AS todo \gset
\if :todo
SET lock_timeout = '10min';
-- plumb:next
DROP INDEX CONCURRENTLY public.idx_contacts_qualification_score;
-- plumb:next
SET lock_timeout = '3s';
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 6) ON CONFLICT DO NOTHING;
\endif

-- plumb:step 7 remove 14 rows of table public.labels
--   why: only what a migration added, and only while nothing refers to it; changed rows get their old values
SELECT to_regclass('plumbline.reference_row') IS NOT NULL AND EXISTS (SELECT FROM plumbline.reference_row WHERE relation = 'public.labels' AND key = ANY (ARRAY['{"account_id":1,"title":"ai-handled"}', '{"account_id":1,"title":"cold-lead"}', '{"account_id":1,"title":"cold-outreach"}', '{"account_id":1,"title":"freelance-preference"}', '{"account_id":1,"title":"high-priority"}', '{"account_id":1,"title":"hot-lead"}', '{"account_id":1,"title":"interim-job-seeker"}', '{"account_id":1,"title":"needs-human"}', '{"account_id":1,"title":"permanent-job-seeker"}', '{"account_id":1,"title":"qualified-lead"}', '{"account_id":1,"title":"responded"}', '{"account_id":1,"title":"scraped-lead"}', '{"account_id":1,"title":"unqualified-lead"}', '{"account_id":1,"title":"vip-customer"}']::jsonb[])) AS todo \gset
\if :todo
BEGIN;
DO $rows$
DECLARE
    old plumbline.reference_row;
    row public.labels;
    was public.labels;
    reference record;
    is_referred_to boolean;
BEGIN
    <<rows>>
    FOR old IN SELECT * FROM plumbline.reference_row WHERE relation = 'public.labels' AND key = ANY (ARRAY['{"account_id":1,"title":"ai-handled"}', '{"account_id":1,"title":"cold-lead"}', '{"account_id":1,"title":"cold-outreach"}', '{"account_id":1,"title":"freelance-preference"}', '{"account_id":1,"title":"high-priority"}', '{"account_id":1,"title":"hot-lead"}', '{"account_id":1,"title":"interim-job-seeker"}', '{"account_id":1,"title":"needs-human"}', '{"account_id":1,"title":"permanent-job-seeker"}', '{"account_id":1,"title":"qualified-lead"}', '{"account_id":1,"title":"responded"}', '{"account_id":1,"title":"scraped-lead"}', '{"account_id":1,"title":"unqualified-lead"}', '{"account_id":1,"title":"vip-customer"}']::jsonb[]) LOOP
        row := jsonb_populate_record(NULL::public.labels, old.key);
        IF old.before IS NOT NULL THEN
            was := jsonb_populate_record(row, old.before);
            UPDATE public.labels t SET color = was.color, description = was.description, show_on_sidebar = was.show_on_sidebar WHERE t.account_id = row.account_id AND t.title = row.title;
        ELSE
            FOR reference IN
                SELECT k.conrelid::regclass AS relation,
                    string_agg(format('r.%I = t.%I', a.attname, b.attname), ' AND ') AS condition
                FROM pg_catalog.pg_constraint k
                CROSS JOIN LATERAL unnest(k.conkey, k.confkey) u(here, there)
                JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.here
                JOIN pg_catalog.pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = u.there
                WHERE k.contype = 'f' AND k.conparentid = 0 AND k.confrelid = 'public.labels'::regclass
                GROUP BY k.oid, k.conrelid
            LOOP
                EXECUTE format('SELECT EXISTS (SELECT FROM %s r JOIN %s t ON %s WHERE t.account_id = ($1).account_id AND t.title = ($1).title)',
                    reference.relation, 'public.labels', reference.condition)
                INTO is_referred_to USING row;
                CONTINUE rows WHEN is_referred_to;
            END LOOP;
            DELETE FROM public.labels t WHERE t.account_id = row.account_id AND t.title = row.title;
        END IF;
        DELETE FROM plumbline.reference_row WHERE relation = old.relation AND key = old.key;
    END LOOP;
END
$rows$;
INSERT INTO plumbline.journal VALUES ('support-platform', 1, 'rollback', 7) ON CONFLICT DO NOTHING;
COMMIT;
\endif

-- plumb:step 8 take it out of the ledger
SELECT EXISTS (SELECT FROM plumbline.migration m WHERE m.project = 'support-platform' AND m.number = 1) AS todo \gset
\if :todo
BEGIN;
DELETE FROM plumbline.migration m WHERE m.project = 'support-platform' AND m.number = 1;
DELETE FROM plumbline.journal WHERE project = 'support-platform' AND migration = 1 AND direction = 'forward';
COMMIT;
\endif

