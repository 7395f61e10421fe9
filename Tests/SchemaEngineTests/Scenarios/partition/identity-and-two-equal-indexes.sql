-- Two indexes over one column let the partition be a table of its own first; ATTACH PARTITION gives it the identity.
-- since: 17
-- new
CREATE TABLE p (id bigint GENERATED ALWAYS AS IDENTITY, a int) PARTITION BY LIST (a);
CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
CREATE INDEX p_a ON p (a);
CREATE INDEX p_a_again ON p (a);

-- up
CREATE TABLE public.p (
    id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    a integer
) PARTITION BY LIST (a);

CREATE INDEX p_a ON public.p USING btree (a);

CREATE INDEX p_a_again ON public.p USING btree (a);

BEGIN;
CREATE TABLE public.p1 (
    id bigint CONSTRAINT p_id_not_null NOT NULL,
    a integer
);
CREATE INDEX p1_a_idx ON public.p1 USING btree (a);
CREATE INDEX p1_a_idx1 ON public.p1 USING btree (a);
ALTER TABLE public.p ATTACH PARTITION public.p1 FOR VALUES IN (1);
COMMIT;

-- up 17
CREATE TABLE public.p (
    id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    a integer
) PARTITION BY LIST (a);

CREATE INDEX p_a ON public.p USING btree (a);

CREATE INDEX p_a_again ON public.p USING btree (a);

BEGIN;
CREATE TABLE public.p1 (
    id bigint NOT NULL,
    a integer
);
CREATE INDEX p1_a_idx ON public.p1 USING btree (a);
CREATE INDEX p1_a_idx1 ON public.p1 USING btree (a);
ALTER TABLE public.p ATTACH PARTITION public.p1 FOR VALUES IN (1);
COMMIT;

-- down
DROP TABLE public.p1;

DROP TABLE public.p;

-- down hazards
--   drop table public.p1: data loss
--   drop table public.p: data loss

-- down locks
--   public.p: ACCESS EXCLUSIVE
--   public.p1: ACCESS EXCLUSIVE
