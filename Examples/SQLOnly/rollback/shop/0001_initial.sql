-- Migration 0001_initial of database shop, back. Written for PostgreSQL 17.
-- Run it with `plumb rollback` or `psql -X -f rollback/shop/0001_initial.sql`. A second run changes nothing.
-- Does: drop schema; drop view.
-- Moves to quarantine, until `plumb purge`:
--   table app.countries
--   table app.customers
--   enum type app.order_status
--   table app.orders
-- Locks on relations in use:
--   ACCESS EXCLUSIVE on app.countries
--   ACCESS EXCLUSIVE on app.customers
--   ACCESS EXCLUSIVE on app.open_orders
--   ACCESS EXCLUSIVE on app.orders
-- plumb:migration 0001_initial rollback shop of shop
-- plumb:schema 12f72a79934d6d68df47a9223c8afa1088282e91f4185a27954848ec836f103b e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
\set ON_ERROR_STOP on
\ir ../../migrations/plumbline.sql
SELECT plumbline.begin('shop', 1, 'initial', 'rollback', 'af070e19db50702c6c26fb56da12252ed3f3475ef30bb76854dab8fbccfff959', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', 'q0001f') AS restore \gset

-- plumb:section 1 drop view, drop table (3), drop enum type, drop schema
--   ACCESS EXCLUSIVE on app.countries; ACCESS EXCLUSIVE on app.customers; ACCESS EXCLUSIVE on app.open_orders; ACCESS EXCLUSIVE on app.orders
--   `plumb purge` deletes it for good
--   only when it is empty: what others put in it stays
SELECT plumbline.section(1, '8867d5d6d6185731') AS todo \gset
\if :todo
BEGIN;
DROP VIEW app.open_orders;
CREATE SCHEMA IF NOT EXISTS plumbline_q0001r_app;
ALTER TABLE app.orders SET SCHEMA plumbline_q0001r_app;
ALTER TABLE app.countries SET SCHEMA plumbline_q0001r_app;
ALTER TABLE app.customers SET SCHEMA plumbline_q0001r_app;
ALTER TYPE app.order_status SET SCHEMA plumbline_q0001r_app;
SELECT EXISTS (SELECT FROM pg_catalog.pg_namespace n WHERE n.nspname = 'app' AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.refclassid = 'pg_catalog.pg_namespace'::regclass AND d.refobjid = n.oid)) AS todo \gset
\if :todo
DROP SCHEMA app;
\endif
SELECT plumbline.done() AS done \gset
COMMIT;
\endif

-- plumb:end
SELECT plumbline.finish() AS finished \gset
