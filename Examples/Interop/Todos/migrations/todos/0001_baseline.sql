-- Migration 0001_baseline of database todos, forward. Written for PostgreSQL 17.
-- Run it with `plumb apply` or `psql -X -f migrations/todos/0001_baseline.sql`. A second run changes nothing.
-- Does: create enum type; create table (2).
-- Locks on relations in use: none.
-- plumb:migration 0001_baseline forward todos of todos
-- plumb:schema 4f82a2f012f32819b5ad7109cdb2bd63b5388a90639a37c2ba527472d4688fc1 717a949568e4779b8ce2995f162a3ce021ba31f5a3a06190857fe252532862d9
\set ON_ERROR_STOP on
\ir ../plumbline.sql
SELECT plumbline.start('todos', 1, 'baseline', 'forward', 'f520332639ebf6f15c2156f4007c41524503e5b3c179162ec0c34b448e8dcfbf', '717a949568e4779b8ce2995f162a3ce021ba31f5a3a06190857fe252532862d9', 'q0001r') AS restore \gset

-- plumb:section 1 create enum type public.priority; create table public.users; create table public.todos
SELECT plumbline.section(1, '7c8632ebbdf3b0b1') AS todo \gset
\if :todo
BEGIN;
SELECT to_regclass('plumbline_q0001r_public.users') IS NOT NULL AS restore \gset
\if :restore
ALTER TYPE plumbline_q0001r_public.priority SET SCHEMA public;
ALTER TABLE plumbline_q0001r_public.users SET SCHEMA public;
ALTER TABLE plumbline_q0001r_public.todos SET SCHEMA public;
\else
CREATE TYPE public.priority AS ENUM ('low', 'normal', 'high');
CREATE TABLE public.users (
    id uuid NOT NULL,
    email text NOT NULL,
    created_at timestamp with time zone,
    CONSTRAINT users_pkey PRIMARY KEY (id),
    CONSTRAINT "uq:users.email" UNIQUE (email)
);
CREATE TABLE public.todos (
    id uuid NOT NULL,
    title text NOT NULL,
    priority public.priority NOT NULL,
    user_id uuid NOT NULL,
    done_at timestamp with time zone,
    CONSTRAINT todos_pkey PRIMARY KEY (id),
    CONSTRAINT "fk:todos.user_id+users.id" FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE
);
\endif
SELECT plumbline.done() AS done \gset
COMMIT;
\endif

-- plumb:end
SELECT plumbline.finish() AS finished \gset
