-- Migration 0002_todo_owner of database todos, back. Written for PostgreSQL 17.
-- Run it with `plumb rollback` or `psql -X -f rollback/todos/0002_todo_owner.sql`. A second run changes nothing.
-- Does: drop index.
-- Locks on relations in use: SHARE UPDATE EXCLUSIVE on public.todos.
-- plumb:migration 0002_todo_owner rollback todos of todos
-- plumb:schema 2aab5322e79c32db9bb1f1ddbcac0d0ca4419d459e6caeb1047cb2ff38cd6bd5 717a949568e4779b8ce2995f162a3ce021ba31f5a3a06190857fe252532862d9
\set ON_ERROR_STOP on
\ir ../../migrations/plumbline.sql
SELECT plumbline.start('todos', 2, 'todo_owner', 'rollback', '39329f73f5676de5ff8251a1bb1a22305c2ef25a39c79965bc01ba824adc8e6a', '717a949568e4779b8ce2995f162a3ce021ba31f5a3a06190857fe252532862d9', 'q0002f') AS restore \gset

-- plumb:section 1 drop index public.todos_user_id_idx
--   SHARE UPDATE EXCLUSIVE on public.todos; outside a transaction
SELECT plumbline.section(1, 'de057bc6fbb8d6e5') AS todo \gset
\if :todo
SET lock_timeout = '10min';
SELECT to_regclass('public.todos_user_id_idx') IS NOT NULL AS todo \gset
\if :todo
DROP INDEX CONCURRENTLY public.todos_user_id_idx;
\endif
SELECT plumbline.done() AS done \gset
SET lock_timeout = '3s';
\endif

-- plumb:end
SELECT plumbline.finish() AS finished \gset
