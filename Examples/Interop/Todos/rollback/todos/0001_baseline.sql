-- Migration 0001_baseline of database todos, back. Written for PostgreSQL 17.
-- Run it with `plumb rollback` or `psql -X -f rollback/todos/0001_baseline.sql`. A second run changes nothing.
-- Moves to quarantine, until `plumb purge`: enum type public.priority; table public.todos; table public.users.
-- Locks on relations in use: ACCESS EXCLUSIVE on public.todos; ACCESS EXCLUSIVE on public.users.
-- plumb:migration 0001_baseline rollback todos of todos
-- plumb:schema 717a949568e4779b8ce2995f162a3ce021ba31f5a3a06190857fe252532862d9 4f82a2f012f32819b5ad7109cdb2bd63b5388a90639a37c2ba527472d4688fc1
\set ON_ERROR_STOP on
\ir ../../migrations/plumbline.sql
SELECT plumbline.start('todos', 1, 'baseline', 'rollback', '5c205c6ff33a4e8513671291917d23d033ff314e569325360208cec3c04b7fd2', '4f82a2f012f32819b5ad7109cdb2bd63b5388a90639a37c2ba527472d4688fc1', 'q0001f') AS restore \gset

-- plumb:section 1 move table public.todos to quarantine; move table public.users to quarantine; move enum type public.priority to quarantine
--   ACCESS EXCLUSIVE on public.todos; ACCESS EXCLUSIVE on public.users
--   `plumb purge` deletes it for good
SELECT plumbline.section(1, 'e95e55d670aece48') AS todo \gset
\if :todo
BEGIN;
CREATE SCHEMA IF NOT EXISTS plumbline_q0001r_public;
ALTER TABLE public.todos SET SCHEMA plumbline_q0001r_public;
ALTER TABLE public.users SET SCHEMA plumbline_q0001r_public;
ALTER TYPE public.priority SET SCHEMA plumbline_q0001r_public;
SELECT plumbline.done() AS done \gset
COMMIT;
\endif

-- plumb:end
SELECT plumbline.finish() AS finished \gset
