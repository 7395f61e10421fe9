-- What Fluent's migrations made in the database of the running service: `pg_dump --schema-only --no-owner`, tidied, and the rows that
-- Fluent keeps for itself.
CREATE TYPE public.priority AS ENUM ('low', 'normal', 'high');

CREATE TABLE public.users (
    id uuid NOT NULL,
    email text NOT NULL,
    created_at timestamp with time zone
);
ALTER TABLE public.users ADD CONSTRAINT users_pkey PRIMARY KEY (id);
ALTER TABLE public.users ADD CONSTRAINT "uq:users.email" UNIQUE (email);

CREATE TABLE public.todos (
    id uuid NOT NULL,
    title text NOT NULL,
    priority public.priority NOT NULL,
    user_id uuid NOT NULL,
    done_at timestamp with time zone
);
ALTER TABLE public.todos ADD CONSTRAINT todos_pkey PRIMARY KEY (id);
ALTER TABLE public.todos ADD CONSTRAINT "fk:todos.user_id+users.id" FOREIGN KEY (user_id) REFERENCES public.users (id) ON DELETE CASCADE;

CREATE TABLE public._fluent_enums (
    id uuid NOT NULL,
    name text NOT NULL,
    "case" text NOT NULL
);
ALTER TABLE public._fluent_enums ADD CONSTRAINT _fluent_enums_pkey PRIMARY KEY (id);
ALTER TABLE public._fluent_enums ADD CONSTRAINT "uq:_fluent_enums.name+_fluent_enums.case" UNIQUE (name, "case");

CREATE TABLE public._fluent_migrations (
    id uuid NOT NULL,
    name text NOT NULL,
    batch bigint NOT NULL,
    created_at timestamp with time zone,
    updated_at timestamp with time zone
);
ALTER TABLE public._fluent_migrations ADD CONSTRAINT _fluent_migrations_pkey PRIMARY KEY (id);
ALTER TABLE public._fluent_migrations ADD CONSTRAINT "uq:_fluent_migrations.name" UNIQUE (name);

INSERT INTO public._fluent_migrations VALUES
    (gen_random_uuid(), 'App.CreateUser', 1, now(), now()),
    (gen_random_uuid(), 'App.CreateTodo', 1, now(), now());
INSERT INTO public._fluent_enums VALUES
    (gen_random_uuid(), 'priority', 'low'), (gen_random_uuid(), 'priority', 'normal'), (gen_random_uuid(), 'priority', 'high');
