extension Scenario {
    /// Partition trees with rows in them.
    static let partitions = [
        Scenario(
            "the bounds of several partitions move",
            common: "CREATE TABLE p (id int, d int NOT NULL) PARTITION BY RANGE (d);",
            old: """
                CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (20); CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (20) TO (40);
                INSERT INTO p VALUES (1, 1), (2, 25);
                """,
            new: """
                CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10); CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (10) TO (30);
                CREATE TABLE p3 PARTITION OF p FOR VALUES FROM (30) TO (50);
                """),
        Scenario(
            "a table becomes partitioned",
            old: """
                CREATE TABLE r (id int PRIMARY KEY);
                CREATE TABLE p (id int GENERATED ALWAYS AS IDENTITY, s serial, d int REFERENCES r, g int GENERATED ALWAYS AS (d * 2) STORED,
                PRIMARY KEY (id, d)); CREATE TABLE f (id int, d int, FOREIGN KEY (id, d) REFERENCES p);
                CREATE INDEX p_g ON p (g); CREATE VIEW v AS SELECT id, d FROM p; GRANT SELECT ON p TO pg_monitor; COMMENT ON TABLE p IS 'kept';
                CREATE FUNCTION t() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'fires'; END $$;
                INSERT INTO r VALUES (1), (30); INSERT INTO p (d) VALUES (1), (30); INSERT INTO f VALUES (1, 1);
                CREATE TRIGGER t BEFORE INSERT ON p FOR EACH ROW EXECUTE FUNCTION t(); CREATE POLICY y ON p USING (d > 0);
                """,
            new: """
                CREATE TABLE r (id int PRIMARY KEY);
                CREATE TABLE p (id int NOT NULL, s serial, d int REFERENCES r, g int,
                PRIMARY KEY (id, d)) PARTITION BY RANGE (d); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (20);
                CREATE TABLE pd PARTITION OF p DEFAULT; CREATE TABLE f (id int, d int, FOREIGN KEY (id, d) REFERENCES p);
                CREATE INDEX p_g ON p (g); CREATE VIEW v AS SELECT id, d FROM p; GRANT SELECT ON p TO pg_monitor; COMMENT ON TABLE p IS 'kept';
                CREATE FUNCTION t() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'fires'; END $$;
                CREATE TRIGGER t BEFORE INSERT ON p FOR EACH ROW EXECUTE FUNCTION t(); CREATE POLICY y ON p USING (d > 0);
                """),
        Scenario(
            "another partition key",
            old: """
                CREATE TABLE p (id int, k text) PARTITION BY LIST (k); CREATE TABLE p1 PARTITION OF p FOR VALUES IN ('a', NULL);
                INSERT INTO p VALUES (1, 'a'), (2, NULL);
                """,
            new: """
                CREATE TABLE p (id int, k text) PARTITION BY HASH (id); CREATE TABLE p1 PARTITION OF p FOR VALUES WITH (MODULUS 2, REMAINDER 0);
                CREATE TABLE p2 PARTITION OF p FOR VALUES WITH (MODULUS 2, REMAINDER 1);
                """),
    ]
}
