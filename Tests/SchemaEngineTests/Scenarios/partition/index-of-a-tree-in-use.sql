-- Built on each partition concurrently, then attached.
-- common
CREATE TABLE p (a int, t text) PARTITION BY LIST (a);
CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
CREATE TABLE p2 PARTITION OF p FOR VALUES IN (2);
-- new
CREATE INDEX p_t ON p (t);
-- rows
INSERT INTO p VALUES (1, 'x'), (2, 'y');
-- query
SELECT a, t FROM p ORDER BY a

-- up
CREATE INDEX CONCURRENTLY p1_t_idx ON public.p1 USING btree (t);

CREATE INDEX CONCURRENTLY p2_t_idx ON public.p2 USING btree (t);

CREATE INDEX p_t ON ONLY public.p USING btree (t);

SELECT format('CREATE INDEX %sON %s %s', CASE c.relkind WHEN 'r' THEN 'CONCURRENTLY ' END, c.oid::regclass,
    'USING btree (t)')
FROM pg_catalog.pg_inherits AS o JOIN pg_catalog.pg_class AS c ON c.oid = o.inhrelid AND c.relkind IN ('r', 'p')
WHERE o.inhparent = to_regclass('public.p') AND NOT EXISTS (SELECT FROM pg_catalog.pg_inherits AS a JOIN pg_catalog.pg_index AS y ON y.indexrelid = a.inhrelid
    WHERE a.inhparent = to_regclass('public.p_t') AND y.indrelid = c.oid)
AND NOT EXISTS (SELECT FROM pg_catalog.pg_inherits AS p JOIN pg_catalog.pg_index AS x ON x.indrelid = p.inhrelid
JOIN pg_catalog.pg_class AS i ON i.oid = x.indexrelid
WHERE p.inhparent = to_regclass('public.p') AND NOT i.relispartition AND x.indisunique = false
AND regexp_replace(substring(pg_catalog.pg_get_indexdef(x.indexrelid) FROM ' USING .*'), ' WITH \([^)]*\)', '') = regexp_replace(substring(pg_catalog.pg_get_indexdef(to_regclass('public.p_t')) FROM ' USING .*'), ' WITH \([^)]*\)', '') AND x.indisvalid AND x.indrelid = c.oid) ORDER BY c.relname \gexec

DO $partitions$
DECLARE
    part regclass;
BEGIN
    FOR part IN
        SELECT DISTINCT ON (x.indrelid) x.indexrelid
        FROM pg_catalog.pg_inherits AS p JOIN pg_catalog.pg_index AS x ON x.indrelid = p.inhrelid
JOIN pg_catalog.pg_class AS i ON i.oid = x.indexrelid
WHERE p.inhparent = to_regclass('public.p') AND NOT i.relispartition AND x.indisunique = false
AND regexp_replace(substring(pg_catalog.pg_get_indexdef(x.indexrelid) FROM ' USING .*'), ' WITH \([^)]*\)', '') = regexp_replace(substring(pg_catalog.pg_get_indexdef(to_regclass('public.p_t')) FROM ' USING .*'), ' WITH \([^)]*\)', '') AND x.indisvalid AND NOT EXISTS (SELECT FROM pg_catalog.pg_inherits AS a JOIN pg_catalog.pg_index AS y ON y.indexrelid = a.inhrelid
    WHERE a.inhparent = to_regclass('public.p_t') AND y.indrelid = x.indrelid)
        ORDER BY x.indrelid, x.indexrelid
    LOOP
        EXECUTE format('ALTER INDEX %s ATTACH PARTITION %s', to_regclass('public.p_t'), part);
    END LOOP;
END
$partitions$;

-- hazards
--   create index public.p1_t_idx: reads the table
--   create index public.p2_t_idx: reads the table
--   create index public.p_t on each partition: reads the table

-- locks
--   public.p: SHARE
--   public.p1: SHARE UPDATE EXCLUSIVE
--   public.p2: SHARE UPDATE EXCLUSIVE

-- down
DROP INDEX public.p_t;

-- down locks
--   public.p: ACCESS EXCLUSIVE
--   public.p1: ACCESS EXCLUSIVE
--   public.p2: ACCESS EXCLUSIVE
