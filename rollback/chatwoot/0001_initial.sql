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
SELECT plumbline.begin('support-platform', 1, 'initial', 'rollback', '6542ffb98973cd67258f336c30f2ca523363a0e96a1d8b9f9aeaf4e2d5bff97c', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', 'q0001f') AS restore \gset

-- plumb:section 1 drop view public.contact_attributes_view
--   ACCESS EXCLUSIVE on public.contact_attributes_view
SELECT plumbline.section(1, '71a96d261dabb4db') AS todo \gset
\if :todo
BEGIN;
DROP VIEW public.contact_attributes_view;
SELECT plumbline.done() AS done \gset
COMMIT;
\endif

-- plumb:section 2 drop index public.idx_contacts_custom_attributes
--   SHARE UPDATE EXCLUSIVE on public.contacts; outside a transaction
SELECT plumbline.section(2, 'cfda655e1c1683cd') AS todo \gset
\if :todo
SET lock_timeout = '10min';
SELECT to_regclass('public.idx_contacts_custom_attributes') IS NOT NULL AS todo \gset
\if :todo
DROP INDEX CONCURRENTLY public.idx_contacts_custom_attributes;
\endif
SELECT plumbline.done() AS done \gset
SET lock_timeout = '3s';
\endif

-- plumb:section 3 drop index public.idx_contacts_instagram_handle
--   SHARE UPDATE EXCLUSIVE on public.contacts; outside a transaction
SELECT plumbline.section(3, '1eef190f3bb47303') AS todo \gset
\if :todo
SET lock_timeout = '10min';
SELECT to_regclass('public.idx_contacts_instagram_handle') IS NOT NULL AS todo \gset
\if :todo
DROP INDEX CONCURRENTLY public.idx_contacts_instagram_handle;
\endif
SELECT plumbline.done() AS done \gset
SET lock_timeout = '3s';
\endif

-- plumb:section 4 drop index public.idx_contacts_lead_source
--   SHARE UPDATE EXCLUSIVE on public.contacts; outside a transaction
SELECT plumbline.section(4, 'f9755cd9f3f1d1d7') AS todo \gset
\if :todo
SET lock_timeout = '10min';
SELECT to_regclass('public.idx_contacts_lead_source') IS NOT NULL AS todo \gset
\if :todo
DROP INDEX CONCURRENTLY public.idx_contacts_lead_source;
\endif
SELECT plumbline.done() AS done \gset
SET lock_timeout = '3s';
\endif

-- plumb:section 5 drop index public.idx_contacts_lead_status
--   SHARE UPDATE EXCLUSIVE on public.contacts; outside a transaction
SELECT plumbline.section(5, '17779b36f95339c9') AS todo \gset
\if :todo
SET lock_timeout = '10min';
SELECT to_regclass('public.idx_contacts_lead_status') IS NOT NULL AS todo \gset
\if :todo
DROP INDEX CONCURRENTLY public.idx_contacts_lead_status;
\endif
SELECT plumbline.done() AS done \gset
SET lock_timeout = '3s';
\endif

-- plumb:section 6 drop index public.idx_contacts_qualification_score
--   SHARE UPDATE EXCLUSIVE on public.contacts; outside a transaction
SELECT plumbline.section(6, '73809702c7f3720e') AS todo \gset
\if :todo
SET lock_timeout = '10min';
SELECT to_regclass('public.idx_contacts_qualification_score') IS NOT NULL AS todo \gset
\if :todo
DROP INDEX CONCURRENTLY public.idx_contacts_qualification_score;
\endif
SELECT plumbline.done() AS done \gset
SET lock_timeout = '3s';
\endif

-- plumb:section 7 remove 14 rows of table public.labels
--   only what a migration added, and only while nothing refers to it; changed rows get their old values
SELECT plumbline.section(7, '6494df99b55ea231') AS todo \gset
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
SELECT plumbline.done() AS done \gset
COMMIT;
\endif

-- plumb:end
SELECT plumbline.finish() AS finished \gset
