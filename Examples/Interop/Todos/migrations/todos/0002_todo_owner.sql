-- Migration 0002_todo_owner of database todos, forward. Written for PostgreSQL 17.
-- Run it with `plumb apply` or `psql -X -f migrations/todos/0002_todo_owner.sql`. A second run changes nothing.
-- Does: create index.
-- Locks on relations in use: SHARE UPDATE EXCLUSIVE on public.todos.
-- Risks: create index public.todos_user_id_idx: reads the table.
-- plumb:migration 0002_todo_owner forward todos of todos
-- plumb:schema 717a949568e4779b8ce2995f162a3ce021ba31f5a3a06190857fe252532862d9 2aab5322e79c32db9bb1f1ddbcac0d0ca4419d459e6caeb1047cb2ff38cd6bd5
\set ON_ERROR_STOP on
\ir ../plumbline.sql
SELECT plumbline.start('todos', 2, 'todo_owner', 'forward', '70109c8fa3e56de288df12d1bbc7a82e64beabd9b34c6375a437ab711f5c7c0a', '2aab5322e79c32db9bb1f1ddbcac0d0ca4419d459e6caeb1047cb2ff38cd6bd5', 'q0002r') AS restore \gset

-- plumb:section 1 create index public.todos_user_id_idx
--   SHARE UPDATE EXCLUSIVE on public.todos; reads the table; outside a transaction
--   a build that was broken off leaves an invalid index behind
SELECT plumbline.section(1, '248644d4ba14ad18') AS todo \gset
\if :todo
SET lock_timeout = '10min';
SELECT plumbline.build('public.todos_user_id_idx') AS todo, plumbline.is_invalid('public.todos_user_id_idx') AS is_invalid \gset
\if :is_invalid
DROP INDEX CONCURRENTLY public.todos_user_id_idx;
\endif
\if :todo
CREATE INDEX CONCURRENTLY todos_user_id_idx ON public.todos USING btree (user_id);
\endif
SELECT plumbline.done() AS done \gset
SET lock_timeout = '3s';
\endif

-- plumb:end
SELECT plumbline.finish() AS finished \gset
