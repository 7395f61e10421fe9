-- new
CREATE ACCESS METHOD heap2 TYPE TABLE HANDLER heap_tableam_handler;
COMMENT ON ACCESS METHOD heap2 IS 'heap by another name';
CREATE TABLE t (a int) USING heap2;

-- up
CREATE ACCESS METHOD heap2 TYPE TABLE HANDLER heap_tableam_handler;

COMMENT ON ACCESS METHOD heap2 IS 'heap by another name';

CREATE TABLE public.t (
    a integer
) USING heap2;

-- down
DROP TABLE public.t;

DROP ACCESS METHOD heap2;

-- down hazards
--   drop table public.t: data loss

-- down locks
--   public.t: ACCESS EXCLUSIVE
