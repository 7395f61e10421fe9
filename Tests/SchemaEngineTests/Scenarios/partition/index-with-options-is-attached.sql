-- An index of a partition becomes a part of its parent's whatever its storage parameters are.
-- old
CREATE TABLE t (i int, c text) PARTITION BY RANGE (i);
CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (10);
CREATE INDEX odd1 ON t1 (c) WITH (fillfactor = 50);
-- new
CREATE TABLE t (i int, c text) PARTITION BY RANGE (i);
CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (10);
CREATE INDEX odd1 ON t1 (c) WITH (fillfactor = 50);
CREATE INDEX odd ON t (c);

-- up
CREATE INDEX odd ON ONLY public.t USING btree (c);

SELECT format('CREATE INDEX %sON %s %s', CASE c.relkind WHEN 'r' THEN 'CONCURRENTLY ' END, c.oid::regclass,
    'USING btree (c)')
FROM pg_catalog.pg_inherits AS o JOIN pg_catalog.pg_class AS c ON c.oid = o.inhrelid AND c.relkind IN ('r', 'p')
WHERE o.inhparent = to_regclass('public.t') AND NOT EXISTS (SELECT FROM pg_catalog.pg_inherits AS a JOIN pg_catalog.pg_index AS y ON y.indexrelid = a.inhrelid
    WHERE a.inhparent = to_regclass('public.odd') AND y.indrelid = c.oid)
AND NOT EXISTS (SELECT FROM pg_catalog.pg_inherits AS p JOIN pg_catalog.pg_index AS x ON x.indrelid = p.inhrelid
JOIN pg_catalog.pg_class AS i ON i.oid = x.indexrelid
WHERE p.inhparent = to_regclass('public.t') AND NOT i.relispartition AND x.indisunique = false
AND regexp_replace(substring(pg_catalog.pg_get_indexdef(x.indexrelid) FROM ' USING .*'), ' WITH \([^)]*\)', '') = regexp_replace(substring(pg_catalog.pg_get_indexdef(to_regclass('public.odd')) FROM ' USING .*'), ' WITH \([^)]*\)', '') AND x.indisvalid AND x.indrelid = c.oid) ORDER BY c.relname \gexec

DO $partitions$
DECLARE
    part regclass;
BEGIN
    FOR part IN
        SELECT DISTINCT ON (x.indrelid) x.indexrelid
        FROM pg_catalog.pg_inherits AS p JOIN pg_catalog.pg_index AS x ON x.indrelid = p.inhrelid
JOIN pg_catalog.pg_class AS i ON i.oid = x.indexrelid
WHERE p.inhparent = to_regclass('public.t') AND NOT i.relispartition AND x.indisunique = false
AND regexp_replace(substring(pg_catalog.pg_get_indexdef(x.indexrelid) FROM ' USING .*'), ' WITH \([^)]*\)', '') = regexp_replace(substring(pg_catalog.pg_get_indexdef(to_regclass('public.odd')) FROM ' USING .*'), ' WITH \([^)]*\)', '') AND x.indisvalid AND NOT EXISTS (SELECT FROM pg_catalog.pg_inherits AS a JOIN pg_catalog.pg_index AS y ON y.indexrelid = a.inhrelid
    WHERE a.inhparent = to_regclass('public.odd') AND y.indrelid = x.indrelid)
        ORDER BY x.indrelid, x.indexrelid
    LOOP
        EXECUTE format('ALTER INDEX %s ATTACH PARTITION %s', to_regclass('public.odd'), part);
    END LOOP;
END
$partitions$;

-- hazards
--   create index public.odd on each partition: reads the table

-- locks
--   public.t: SHARE

-- down
DROP INDEX public.odd;

CREATE INDEX CONCURRENTLY odd1 ON public.t1 USING btree (c) WITH (fillfactor='50');

-- down hazards
--   create index public.odd1: reads the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
--   public.t1: ACCESS EXCLUSIVE
