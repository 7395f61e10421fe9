-- new
CREATE SEQUENCE s AS smallint INCREMENT -1 START -5;

-- up
CREATE SEQUENCE public.s AS smallint INCREMENT BY -1 START WITH -5;

-- down
DROP SEQUENCE public.s;
