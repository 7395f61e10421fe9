import Lint

extension Case {
    private static let months = "CREATE TABLE m (at date NOT NULL) PARTITION BY RANGE (at);"

    static let foundPartitions: [Case] = [
        Case("PL077", "ALTER TABLE m ATTACH PARTITION p FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')"),
        Case(
            "PL077", "ALTER TABLE m ATTACH PARTITION p FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')",
            before: months + "CREATE TABLE p (at date NOT NULL, b int CHECK (b > 0))"),
        Case(
            "PL077", "ALTER TABLE m ATTACH PARTITION p FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')",
            before: months + "CREATE TABLE p (at date NOT NULL); ALTER TABLE p ADD CHECK (at >= '2026-01-01') NOT VALID"),
        Case(
            "PL077",
            """
            CREATE TABLE p (at date NOT NULL);
            ALTER TABLE m ATTACH PARTITION p FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')
            """, before: months + "CREATE TABLE rest PARTITION OF m DEFAULT"),
        Case(
            "PL077", "CREATE TABLE p PARTITION OF m FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')",
            before: months + "CREATE TABLE rest PARTITION OF m DEFAULT"),
        Case(
            "PL078", "ALTER TABLE m ADD FOREIGN KEY (at) REFERENCES days (day)", before: months),
        Case(
            "PL078", "ALTER TABLE m ADD FOREIGN KEY (at) REFERENCES days (day) NOT VALID", before: months),
        Case(
            "PL078", #"ALTER TABLE s."T" ADD CONSTRAINT c FOREIGN KEY (at) REFERENCES m (at)"#, before: months),
    ]

    static let rightPartitions: [Case] = [
        Case(
            "PL077",
            """
            CREATE TABLE p (at date NOT NULL);
            ALTER TABLE m ATTACH PARTITION p FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')
            """, before: months),
        Case(
            "PL077", "ALTER TABLE m ATTACH PARTITION p FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')",
            before: months
                + "CREATE TABLE p (at date NOT NULL, CONSTRAINT c CHECK (at >= '2026-01-01' AND at < '2026-02-01'))"),
        Case(
            "PL077", "CREATE TABLE p PARTITION OF m FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')", before: months),
        Case(
            "PL077", "CREATE TABLE p PARTITION OF m FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')",
            before: months + "CREATE TABLE rest PARTITION OF m (CHECK (at < '2026-01-01')) DEFAULT"),
        Case("PL078", "ALTER TABLE m ADD FOREIGN KEY (at) REFERENCES days (day) NOT VALID", before: months) {
            $0.serverVersion = 180_000
        },
        Case("PL078", "ALTER TABLE t ADD FOREIGN KEY (at) REFERENCES days (day)", before: months),
        Case(
            "PL078", "ALTER TABLE m ADD FOREIGN KEY (at) REFERENCES days",
            before: months
                + "CREATE TABLE p PARTITION OF m (FOREIGN KEY (at) REFERENCES days) FOR VALUES FROM (MINVALUE) TO (MAXVALUE)"),
        Case("PL078", #"ALTER TABLE s."T" ADD CONSTRAINT c FOREIGN KEY (at) REFERENCES m (at) NOT VALID"#, before: months),
        Case("PL006", "ALTER TABLE m ADD FOREIGN KEY (at) REFERENCES days (day)", before: months),
    ]

    static let foundReplication: [Case] = [
        Case("PL079", "CREATE TABLE t (a int); CREATE PUBLICATION p FOR TABLE t"),
        Case("PL079", "ALTER PUBLICATION p DROP TABLE t"),
        Case("PL079", "DROP PUBLICATION p"),
        Case("PL079", "ALTER TABLE t REPLICA IDENTITY NOTHING"),
        Case("PL079", "CREATE TABLE s.\"T\" (a int)", before: "CREATE PUBLICATION p FOR ALL TABLES"),
        Case("PL079", "CREATE TABLE s.t (a int); CREATE PUBLICATION p FOR TABLES IN SCHEMA s"),
        Case("PL079", "CREATE TABLE t (id int PRIMARY KEY, a int); CREATE PUBLICATION p FOR TABLE t (a)"),
        Case(
            "PL079", "ALTER TABLE t ADD COLUMN b int",
            before: "CREATE TABLE t (id int PRIMARY KEY); CREATE PUBLICATION p FOR TABLE t"),
        Case(
            "PL079", "ALTER TABLE t DROP COLUMN a",
            before: "CREATE TABLE t (id int PRIMARY KEY, a int); CREATE PUBLICATION p FOR TABLE t (id, a)"),
        Case(
            "PL079", "ALTER TABLE t DROP CONSTRAINT t_pkey",
            before: "CREATE TABLE t (id int PRIMARY KEY); CREATE PUBLICATION p FOR TABLE t"),
        Case(
            "PL079", "ALTER TABLE t REPLICA IDENTITY NOTHING",
            before: "CREATE TABLE t (id int PRIMARY KEY); CREATE PUBLICATION p FOR TABLE t"),
        Case(
            "PL079", "ALTER TABLE t RENAME COLUMN id TO key",
            before: "CREATE TABLE t (id int PRIMARY KEY); CREATE PUBLICATION p FOR TABLE t"),
    ]

    static let rightReplication: [Case] = [
        Case("PL079", "CREATE TABLE t (id int PRIMARY KEY, a int); CREATE PUBLICATION p FOR TABLE t (id, a)"),
        Case("PL079", "CREATE TABLE t (a int); CREATE PUBLICATION p FOR TABLE t WITH (publish = 'insert, truncate')"),
        Case("PL079", "CREATE TABLE t (a int); ALTER TABLE t REPLICA IDENTITY FULL; CREATE PUBLICATION p FOR TABLE t"),
        Case(
            "PL079",
            """
            CREATE TABLE t (a int NOT NULL); CREATE UNIQUE INDEX i ON t (a); ALTER TABLE t REPLICA IDENTITY USING INDEX i;
            CREATE PUBLICATION p FOR TABLE t
            """),
        Case("PL079", "CREATE PUBLICATION p FOR TABLE t"),
        Case("PL079", "CREATE PUBLICATION p FOR TABLE t; DROP PUBLICATION p"),
        Case("PL079", "ALTER PUBLICATION supabase_realtime DROP TABLE t"),
        Case(
            "PL079", "ALTER TABLE t REPLICA IDENTITY NOTHING",
            before: "CREATE TABLE t (id int); CREATE PUBLICATION p FOR TABLE t WITH (publish = 'insert')"),
        Case("PL079", "ALTER TABLE t ADD COLUMN b int"),
        Case(
            "PL079", "ALTER TABLE t ADD COLUMN b int",
            before: "CREATE TABLE t (id int PRIMARY KEY); CREATE PUBLICATION supabase_realtime FOR TABLE t"),
        Case(
            "PL079", "ALTER PUBLICATION p SET TABLE u; ALTER TABLE t ADD COLUMN b int",
            before: "CREATE TABLE t (id int PRIMARY KEY); CREATE PUBLICATION p FOR TABLE t"),
        Case(
            "PL079", "ALTER TABLE t ADD COLUMN b int",
            before: "CREATE TABLE t (id int PRIMARY KEY, a int); CREATE PUBLICATION p FOR TABLE t (id, a)"),
    ]
}
