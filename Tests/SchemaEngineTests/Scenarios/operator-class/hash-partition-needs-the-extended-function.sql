-- The extended hash function belongs to the family alone; a partition needs it.
-- common
CREATE TYPE cx AS (a int);
CREATE FUNCTION cx_eq(cx, cx) RETURNS bool IMMUTABLE STRICT LANGUAGE sql RETURN ($1).a = ($2).a;
CREATE FUNCTION cx_hash(cx) RETURNS int IMMUTABLE STRICT LANGUAGE sql RETURN ($1).a;
CREATE FUNCTION cx_hash2(cx, bigint) RETURNS bigint IMMUTABLE STRICT LANGUAGE sql RETURN ($1).a + $2;
CREATE OPERATOR = (LEFTARG = cx, RIGHTARG = cx, FUNCTION = cx_eq, HASHES);
-- new
CREATE OPERATOR CLASS cxh DEFAULT FOR TYPE cx USING hash AS
    OPERATOR 1 =, FUNCTION 1 cx_hash(cx), FUNCTION 2 cx_hash2(cx, bigint);
CREATE TABLE t (a cx) PARTITION BY HASH (a);
CREATE TABLE t0 PARTITION OF t FOR VALUES WITH (MODULUS 1, REMAINDER 0);

-- up
CREATE OPERATOR FAMILY public.cxh USING hash;

CREATE OPERATOR CLASS public.cxh DEFAULT FOR TYPE public.cx USING hash FAMILY public.cxh AS
    OPERATOR 1 public.= (public.cx, public.cx),
    FUNCTION 1 (public.cx, public.cx) public.cx_hash(public.cx);

ALTER OPERATOR FAMILY public.cxh USING hash ADD FUNCTION 2 (public.cx, public.cx) public.cx_hash2(public.cx,bigint);

CREATE TABLE public.t (
    a public.cx
) PARTITION BY HASH (a);

CREATE TABLE public.t0 PARTITION OF public.t FOR VALUES WITH (modulus 1, remainder 0);

-- down
DROP TABLE public.t0;

DROP TABLE public.t;

DROP OPERATOR CLASS public.cxh USING hash;

DROP OPERATOR FAMILY public.cxh USING hash;

-- down hazards
--   drop table public.t0: data loss
--   drop table public.t: data loss

-- down locks
--   public.t: ACCESS EXCLUSIVE
--   public.t0: ACCESS EXCLUSIVE
