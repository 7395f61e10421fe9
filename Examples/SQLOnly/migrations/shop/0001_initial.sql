-- Migration 0001_initial of database shop, forward. Written for PostgreSQL 17.
-- Run it with `plumb apply` or `psql -X -f migrations/shop/0001_initial.sql`. A second run changes nothing.
-- Does: create enum type; create index (2); create schema; create table (3); create view.
-- Locks on relations in use: none.
-- plumb:migration 0001_initial forward shop of shop
-- plumb:schema e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 12f72a79934d6d68df47a9223c8afa1088282e91f4185a27954848ec836f103b
\set ON_ERROR_STOP on
\ir ../plumbline.sql
SELECT plumbline.begin('shop', 1, 'initial', 'forward', '25ab0010274b5d271abb7ca75f1bde1aebc769cb3453e3046b7ca4a535b26aa9', '12f72a79934d6d68df47a9223c8afa1088282e91f4185a27954848ec836f103b', 'q0001r') AS restore \gset

-- plumb:section 1 create schema, create enum type, create table (4), create view
SELECT plumbline.section(1, '0b75861a476188e8') AS todo \gset
\if :todo
BEGIN;
SELECT to_regnamespace('app') IS NULL AS todo \gset
\if :todo
CREATE SCHEMA app;
\endif
\if :restore
ALTER TYPE plumbline_q0001r_app.order_status SET SCHEMA app;
ALTER TABLE plumbline_q0001r_app.countries SET SCHEMA app;
ALTER TABLE plumbline_q0001r_app.customers SET SCHEMA app;
ALTER TABLE plumbline_q0001r_app.orders SET SCHEMA app;
\else
CREATE TYPE app.order_status AS ENUM ('open', 'paid', 'shipped');
CREATE TABLE app.countries (
    code text NOT NULL,
    name text NOT NULL,
    CONSTRAINT countries_pkey PRIMARY KEY (code)
);
WITH declared AS (
    SELECT * FROM jsonb_populate_recordset(NULL::app.countries, '[
    {"code":"DE","name":"Germany"},
    {"code":"FR","name":"France"}
]')
), remembered AS (
    INSERT INTO plumbline.reference_row (relation, key, before)
    SELECT 'app.countries', jsonb_build_object('code', d.code), CASE WHEN t.code IS NOT NULL THEN jsonb_build_object('name', t.name) END
    FROM declared d LEFT JOIN app.countries t ON t.code = d.code
    ON CONFLICT (relation, key) DO NOTHING
)
INSERT INTO app.countries (code, name)
SELECT d.code, d.name FROM declared d
ON CONFLICT (code) DO UPDATE SET name = EXCLUDED.name;
CREATE TABLE app.customers (
    id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    email text NOT NULL,
    note text,
    created_at timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT customers_pkey PRIMARY KEY (id),
    CONSTRAINT customers_email_key UNIQUE (email)
);
COMMENT ON TABLE app.customers IS 'People who have ordered something';
CREATE TABLE app.orders (
    id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    customer_id bigint NOT NULL,
    country text NOT NULL,
    status app.order_status NOT NULL DEFAULT 'open'::app.order_status,
    total numeric(12,2) NOT NULL,
    paid_at timestamp with time zone,
    CONSTRAINT orders_pkey PRIMARY KEY (id),
    CONSTRAINT orders_total_check CHECK ((total >= (0)::numeric)),
    CONSTRAINT orders_country_fkey FOREIGN KEY (country) REFERENCES app.countries(code),
    CONSTRAINT orders_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES app.customers(id)
);
CREATE INDEX orders_country ON app.orders USING btree (country);
CREATE INDEX orders_customer ON app.orders USING btree (customer_id);
\endif
CREATE VIEW app.open_orders AS
 SELECT o.id,
    c.email,
    o.total
   FROM (app.orders o
     JOIN app.customers c ON ((c.id = o.customer_id)))
  WHERE (o.status = 'open'::app.order_status);
GRANT SELECT ON TABLE app.open_orders TO shop_reader;
SELECT plumbline.done() AS done \gset
COMMIT;
\endif

-- plumb:end
SELECT plumbline.finish() AS finished \gset
