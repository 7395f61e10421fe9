-- new
CREATE TABLE p (id int, at timestamptz NOT NULL, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE INDEX p_at ON p (at);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM ('2026-01-01 00:00Z') TO ('2026-02-01 00:00Z');
CREATE TABLE pd PARTITION OF p DEFAULT;

-- up
CREATE TABLE public.p (
    id integer NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT p_pkey PRIMARY KEY (id, at)
) PARTITION BY RANGE (at);

CREATE INDEX p_at ON public.p USING btree (at);

CREATE TABLE public.p1 PARTITION OF public.p FOR VALUES FROM ('2026-01-01 00:00:00+00') TO ('2026-02-01 00:00:00+00');

CREATE TABLE public.pd PARTITION OF public.p DEFAULT;

-- down
DROP TABLE public.p1;

DROP TABLE public.pd;

DROP TABLE public.p;

-- down hazards
--   drop table public.p1: data loss
--   drop table public.pd: data loss
--   drop table public.p: data loss

-- down locks
--   public.p: ACCESS EXCLUSIVE
--   public.p1: ACCESS EXCLUSIVE
--   public.pd: ACCESS EXCLUSIVE
