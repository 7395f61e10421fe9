-- Indexes, constraints, policies and comments go with the table.
-- old
CREATE TABLE t (a int PRIMARY KEY, b int CHECK (b > 0));
CREATE INDEX i ON t (b);
CREATE POLICY p ON t USING (true);
COMMENT ON TABLE t IS 'x';

-- up
DROP TABLE public.t;

-- hazards
--   drop table public.t: data loss

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
CREATE TABLE public.t (
    a integer NOT NULL,
    b integer,
    CONSTRAINT t_pkey PRIMARY KEY (a),
    CONSTRAINT t_b_check CHECK ((b > 0))
);

CREATE INDEX i ON public.t USING btree (b);

CREATE POLICY p ON public.t
    USING (true);

COMMENT ON TABLE public.t IS 'x';
