import Migrator
import PlumblineTesting
import SchemaModel
import Testing

@Suite("Tables in quarantine never keep what they need from being dropped or replaced, and come back with their rows")
struct KeptDetachmentTests {
    private static let base = """
        CREATE SCHEMA app;
        CREATE TABLE app.customers (id bigint PRIMARY KEY, email text);
        """
    private static let parts = """
        CREATE TYPE app.state AS ENUM ('open', 'paid', 'void');
        CREATE DOMAIN app.money AS numeric CHECK (VALUE >= 0);
        CREATE TYPE app.pair AS (a integer, b text);
        CREATE FUNCTION app.code() RETURNS text LANGUAGE sql AS $$ SELECT 'x'::text $$;
        CREATE FUNCTION app.ok(s text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT length(s) < 100 $$;
        CREATE FUNCTION app.touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.code := 'touched'; RETURN NEW; END $$;
        CREATE COLLATION app.ci (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
        CREATE TEXT SEARCH CONFIGURATION app.words (COPY = pg_catalog.simple);
        """
    private static let orders = """
        CREATE TABLE app.orders (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, customer bigint REFERENCES app.customers (id),
            state app.state DEFAULT 'open' NOT NULL, amount app.money, pair app.pair, states app.state[],
            code text DEFAULT app.code() CHECK (app.ok(code)), label text COLLATE app.ci,
            search tsvector GENERATED ALWAYS AS (to_tsvector('app.words', label)) STORED, CHECK (state <> 'void' OR amount = 0)
        );
        CREATE TABLE app.lines (id serial PRIMARY KEY, ordered bigint REFERENCES app.orders (id), state app.state);
        CREATE TRIGGER touch BEFORE INSERT ON app.orders FOR EACH ROW WHEN (NEW.code IS NULL) EXECUTE FUNCTION app.touch();
        CREATE INDEX open_orders ON app.orders (customer) WHERE state = 'open';
        CREATE INDEX ok_orders ON app.orders (app.ok(code));
        ALTER TABLE app.orders ENABLE ROW LEVEL SECURITY;
        CREATE POLICY mine ON app.orders USING (state = 'open' AND app.ok(code));
        CREATE VIEW app.open AS SELECT id, state FROM app.orders WHERE state = 'open';
        CREATE TABLE app.events (state app.state NOT NULL, at date NOT NULL) PARTITION BY RANGE (at);
        CREATE TABLE app.events_1 PARTITION OF app.events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
        """
    private static let rows = """
        INSERT INTO app.customers VALUES (1, 'a@example.org');
        INSERT INTO app.orders (customer, state, amount, pair, states, code, label)
        SELECT 1, 'paid', i, ROW(i, 'x')::app.pair, '{open,void}', CASE WHEN i > 2 THEN 'c' || i END, 'L' || i FROM generate_series(1, 5) AS i;
        UPDATE app.orders SET code = NULL WHERE id = 2;
        DELETE FROM app.orders WHERE id = 5;
        INSERT INTO app.lines (ordered, state) VALUES (1, 'void'), (2, NULL);
        INSERT INTO app.events VALUES ('void', '2026-05-05');
        """
    /// A partition that no migration creates.
    private static let partition = """
        CREATE TABLE app.events_2 PARTITION OF app.events FOR VALUES FROM ('2027-01-01') TO ('2028-01-01');
        INSERT INTO app.events VALUES ('open', '2027-05-05');
        """
    private static let digest = """
        SELECT md5((SELECT string_agg(o::text, '|' ORDER BY id) FROM app.orders o) || (SELECT string_agg(l::text, '|' ORDER BY id) FROM app.lines l)
            || (SELECT string_agg(e::text, '|' ORDER BY at) FROM app.events e))
        """

    private func apply(_ shop: Workshop, _ steps: [(name: String, sql: String)], then rows: String) async throws {
        for step in steps { try await shop.generate(try await shop.declared(step.sql), step.name) }
        let last = try await shop.declared(try #require(steps.last).sql)
        try await shop.withLive(last) { (live, _) async throws in _ = try await live.apply() }
        try await shop.execute(rows)
    }

    @Test(
        "what a table in quarantine needs goes in the rollback of an earlier migration; applying both again brings all back",
        .needsPostgres(17))
    func rollbackOfSeveral() async throws {
        try await Workshop.with { shop in
            let all = Self.base + Self.parts + Self.orders
            try await apply(
                shop, [("base", Self.base), ("parts", Self.base + Self.parts), ("orders", all)], then: Self.rows + Self.partition)
            let before = try await shop.value(Self.digest)
            try await shop.withLive(try await shop.declared(all)) { (live, _) async throws in
                // Another partition came by somebody's own statement.
                _ = try await live.rollBack(live.plannedRollbacks(to: 1), MigrateOptions(compares: false))
                #expect(try await shop.value("SELECT count(*) FROM pg_type WHERE typname = 'state'") == "0")
                #expect(
                    try await shop.value("SELECT string_agg(rows_in, ', ' ORDER BY rows_in) FROM plumbline.kept_rows")
                        == "rows of events, rows of lines, rows of orders")
                #expect(try await live.apply(MigrateOptions(compares: false)).map(\.label) == ["0002_parts", "0003_orders"])
                #expect(try await shop.value(Self.digest) == before)
                // Identities go on where they were, also after a deleted row.
                try await shop.execute(
                    "INSERT INTO app.orders (customer, code) VALUES (1, 'new'); INSERT INTO app.lines (state) VALUES ('open')")
                #expect(try await shop.value("SELECT max(id) FROM app.orders") == "6")
                #expect(try await shop.value("SELECT max(id) FROM app.lines") == "3")
                try await shop.execute("DROP TABLE app.events_2")
                #expect(try await live.compare().isClean)
                #expect(try await live.quarantined().isEmpty)
                #expect(try await shop.value("SELECT count(*) FROM plumbline.kept_rows") == "0")
            }
        }
    }

    @Test(
        "types and functions that only dropped tables and columns had can go in a later migration, and labels too",
        .needsPostgres(17))
    func laterDrops() async throws {
        try await Workshop.with { shop in
            let used = """
                CREATE TABLE app.used (id bigint PRIMARY KEY, state app.state, old app.state[] DEFAULT '{open}', amount app.money);
                """
            let first = Self.base + Self.parts + used + Self.orders
            let second =
                Self.base + Self.parts + used.replacing(" old app.state[] DEFAULT '{open}', amount app.money", with: " more text")
            let third =
                Self.base + "CREATE TYPE app.state AS ENUM ('open', 'paid');"
                + used.replacing(" old app.state[] DEFAULT '{open}', amount app.money", with: " more text")
            try await apply(
                shop, [("all", first)],
                then: Self.rows + "INSERT INTO app.used VALUES (1, 'open', '{void}', 3), (2, 'paid', NULL, NULL);")
            let digest = Self.digest + " || (SELECT string_agg(u::text, '|' ORDER BY id) FROM app.used u)"
            let before = try await shop.value(digest)
            try await shop.generate(try await shop.declared(second), "less")
            try await shop.generate(try await shop.declared(third), "least")
            let last = try await shop.declared(third)
            try await shop.withLive(last) { (live, _) async throws in
                #expect(try await live.apply().map(\.label) == ["0002_less", "0003_least"])
                #expect(try await live.compare().isClean)
                _ = try await live.rollBack(live.plannedRollbacks(to: 1))
                #expect(
                    try await shop.value(digest.replacing("app.used u", with: "(SELECT id, state, old, amount FROM app.used) u"))
                        == before)
                #expect(try await live.quarantined().map(\.tag) == ["q0002r"])
            }
        }
    }

    @Test("an enum gets a label together with a new table that has it, and both go and come back", .needsPostgres(17))
    func labelAndTable() async throws {
        try await Workshop.with { shop in
            let old =
                "CREATE SCHEMA app; CREATE TYPE app.state AS ENUM ('open', 'paid'); CREATE TABLE app.orders (id bigint PRIMARY KEY, state app.state); CREATE VIEW app.paid AS SELECT id FROM app.orders WHERE state = 'paid';"
            let new =
                old.replacing("('open', 'paid')", with: "('open', 'paid', 'void')")
                + "CREATE TABLE app.other (id bigint PRIMARY KEY, state app.state DEFAULT 'void' CHECK (state <> 'open'));"
            try await apply(shop, [("old", old), ("new", new)], then: "INSERT INTO app.other VALUES (1, 'void'), (2, 'paid')")
            try await shop.withLive(try await shop.declared(new)) { (live, _) async throws in
                _ = try await live.rollBack(live.plannedRollbacks(to: nil))
                #expect(
                    try await shop.value("SELECT string_agg(state, ',' ORDER BY id) FROM plumbline_q0002r_app.\"rows of other\"")
                        == "void,paid")
                _ = try await live.apply()
                #expect(try await shop.value("SELECT string_agg(state::text, ',' ORDER BY id) FROM app.other") == "void,paid")
                #expect(try await live.compare().isClean)
            }
        }
    }
}
