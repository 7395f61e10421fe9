-- new
CREATE TABLE a (id int PRIMARY KEY, x int);
CREATE TABLE b (id int PRIMARY KEY, x int CONSTRAINT b_a REFERENCES a);
CREATE TABLE c (id int PRIMARY KEY, x int CONSTRAINT c_b REFERENCES b);
ALTER TABLE a ADD CONSTRAINT a_c FOREIGN KEY (x) REFERENCES c;

-- up
CREATE TABLE public.a (
    id integer NOT NULL,
    x integer,
    CONSTRAINT a_pkey PRIMARY KEY (id)
);

CREATE TABLE public.b (
    id integer NOT NULL,
    x integer,
    CONSTRAINT b_pkey PRIMARY KEY (id)
);

ALTER TABLE public.b ADD CONSTRAINT b_a FOREIGN KEY (x) REFERENCES public.a(id);

CREATE TABLE public.c (
    id integer NOT NULL,
    x integer,
    CONSTRAINT c_pkey PRIMARY KEY (id)
);

ALTER TABLE public.c ADD CONSTRAINT c_b FOREIGN KEY (x) REFERENCES public.b(id);

ALTER TABLE public.a ADD CONSTRAINT a_c FOREIGN KEY (x) REFERENCES public.c(id);

-- down
ALTER TABLE public.a DROP CONSTRAINT a_c;

ALTER TABLE public.b DROP CONSTRAINT b_a;

DROP TABLE public.a;

ALTER TABLE public.c DROP CONSTRAINT c_b;

DROP TABLE public.c;

DROP TABLE public.b;

-- down hazards
--   drop table public.a: data loss
--   drop table public.c: data loss
--   drop table public.b: data loss

-- down locks
--   public.a: ACCESS EXCLUSIVE
--   public.b: ACCESS EXCLUSIVE
--   public.c: ACCESS EXCLUSIVE
