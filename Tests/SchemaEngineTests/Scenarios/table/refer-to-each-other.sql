-- new
CREATE TABLE a (id int PRIMARY KEY, b int);
CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a);
ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b DEFERRABLE INITIALLY DEFERRED;

-- up
CREATE TABLE public.a (
    id integer NOT NULL,
    b integer,
    CONSTRAINT a_pkey PRIMARY KEY (id)
);

CREATE TABLE public.b (
    id integer NOT NULL,
    a integer,
    CONSTRAINT b_pkey PRIMARY KEY (id)
);

ALTER TABLE public.b ADD CONSTRAINT b_a_fkey FOREIGN KEY (a) REFERENCES public.a(id);

ALTER TABLE public.a ADD CONSTRAINT a_b_fkey FOREIGN KEY (b) REFERENCES public.b(id) DEFERRABLE INITIALLY DEFERRED;

-- down
ALTER TABLE public.a DROP CONSTRAINT a_b_fkey;

ALTER TABLE public.b DROP CONSTRAINT b_a_fkey;

DROP TABLE public.b;

DROP TABLE public.a;

-- down hazards
--   drop table public.b: data loss
--   drop table public.a: data loss

-- down locks
--   public.a: ACCESS EXCLUSIVE
--   public.b: ACCESS EXCLUSIVE
