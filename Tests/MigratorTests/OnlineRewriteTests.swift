import Foundation
import Migrator
import PostgresClient
import SchemaEngine
import SchemaModel
import Synchronization
import Testing

@Suite("Columns and enums of tables in use are exchanged for new ones")
struct OnlineRewriteTests {
    static let first = """
        CREATE SCHEMA app;
        CREATE TYPE app.mood AS ENUM ('sad', 'glad', 'odd');
        CREATE TABLE app.account (id serial CONSTRAINT account_key PRIMARY KEY, code text NOT NULL UNIQUE,
            balance int NOT NULL DEFAULT 5 CONSTRAINT balance_fits CHECK (balance > -1000), mood app.mood DEFAULT 'sad');
        CREATE INDEX account_balance ON app.account (balance) WHERE balance > 0;
        CREATE UNIQUE INDEX account_glad ON app.account (code) WHERE mood = 'glad';
        COMMENT ON COLUMN app.account.balance IS 'in cents'; COMMENT ON INDEX app.account_balance IS 'the rich';
        CREATE TABLE app.entry (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            account_id int NOT NULL CONSTRAINT entry_account REFERENCES app.account ON DELETE CASCADE, touched int NOT NULL DEFAULT 0);
        CREATE INDEX entry_account_id ON app.entry (account_id);
        CREATE VIEW app.balances AS SELECT id, balance, mood FROM app.account;
        CREATE FUNCTION app.touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.touched := NEW.touched + 1; RETURN NEW; END $$;
        CREATE TRIGGER touching BEFORE UPDATE ON app.entry FOR EACH ROW EXECUTE FUNCTION app.touch();
        CREATE FUNCTION app.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF NEW.balance < -5000 THEN RAISE 'too poor'; END IF; RETURN NEW; END $$;
        CREATE TRIGGER refusing BEFORE INSERT OR UPDATE ON app.account FOR EACH ROW EXECUTE FUNCTION app.refuse();
        """
    static let second = """
        CREATE SCHEMA app;
        CREATE TYPE app.mood AS ENUM ('glad', 'sad');
        CREATE TABLE app.account (id bigserial CONSTRAINT account_key PRIMARY KEY, code text NOT NULL UNIQUE,
            balance bigint NOT NULL DEFAULT 5 CONSTRAINT balance_fits CHECK (balance > -1000), mood app.mood DEFAULT 'sad',
            token uuid NOT NULL DEFAULT gen_random_uuid());
        CREATE INDEX account_balance ON app.account (balance) WHERE balance > 0;
        CREATE UNIQUE INDEX account_glad ON app.account (code) WHERE mood = 'glad';
        COMMENT ON COLUMN app.account.balance IS 'in cents'; COMMENT ON INDEX app.account_balance IS 'the rich';
        CREATE TABLE app.entry (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            account_id bigint NOT NULL CONSTRAINT entry_account REFERENCES app.account ON DELETE CASCADE,
            touched int NOT NULL DEFAULT 0);
        CREATE INDEX entry_account_id ON app.entry (account_id);
        CREATE VIEW app.balances AS SELECT id, balance, mood FROM app.account;
        CREATE FUNCTION app.touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.touched := NEW.touched + 1; RETURN NEW; END $$;
        CREATE TRIGGER touching BEFORE UPDATE ON app.entry FOR EACH ROW EXECUTE FUNCTION app.touch();
        CREATE FUNCTION app.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF NEW.balance < -5000 THEN RAISE 'too poor'; END IF; RETURN NEW; END $$;
        CREATE TRIGGER refusing BEFORE INSERT OR UPDATE ON app.account FOR EACH ROW EXECUTE FUNCTION app.refuse();
        """
    static let rows = """
        INSERT INTO app.account (code, balance, mood)
        SELECT 'c' || i, i - 100, CASE WHEN i % 3 = 0 THEN NULL WHEN i % 2 = 0 THEN 'sad' ELSE 'glad' END::app.mood
        FROM generate_series(1, 300) i; INSERT INTO app.entry (account_id) SELECT id FROM app.account;
        """
    /// The rows and the positions of the sequences, which are the same whatever the types are.
    static let digest = """
        SELECT md5(concat((SELECT string_agg(concat_ws('|', id, code, balance, mood), ',' ORDER BY id) FROM app.account),
            (SELECT string_agg(concat_ws('|', id, account_id, touched), ',' ORDER BY id) FROM app.entry),
            (SELECT last_value FROM app.account_id_seq), pg_sequence_last_value(pg_get_serial_sequence('app.entry', 'id'))))
        """

    /// A shop with both migrations written, the first one applied, and rows.
    static func prepared(_ shop: Workshop) async throws -> (DeclaredDatabase, DeclaredDatabase, MigrationGenerator.Generated) {
        let first = try await shop.declared(Self.first)
        try await shop.generate(first, "initial")
        try await shop.withLive(first) { live, _ in _ = try await live.apply() }
        try await shop.execute(Self.rows)
        let second = try await shop.declared(Self.second)
        let made = try #require(try await shop.generate(second, "change", online: .all))
        return (first, second, made)
    }

    @Test("the files say every statement; nothing is rewritten, and no lock is held but briefly, as another session sees it")
    func files() async throws {
        try await Workshop.with { shop in
            let (_, _, made) = try await Self.prepared(shop)
            let certificate = try #require(made.proof.certificate)
            #expect(certificate.differences.isEmpty, "\(certificate.differences)")
            for direction in [certificate.forward, certificate.rollback] {
                #expect(!direction.sections.isEmpty)
                for section in direction.sections {
                    #expect(section.rewrites.isEmpty, "\(section)")
                    #expect(section.scans.isEmpty || section.locks.allSatisfy { !$0.mode.blocksWrites }, "\(section)")
                }
            }
            let text = try String(contentsOf: shop.path("migrations", "0002_change"), encoding: .utf8)
            #expect(Self.statements(of: text) == Self.expected)
        }
    }

    /// The statements of a file without its questions, and without what each section has around it.
    private static func statements(of text: String) -> String {
        text.split(separator: "\n").filter { line in
            !line.hasPrefix("--") && !line.hasPrefix("\\") && !line.hasPrefix("SELECT plumbline.") && !line.hasPrefix("SET ")
                && !line.hasPrefix("    $rows$") && !line.hasPrefix("SELECT to_regclass(")
                && line != "BEGIN;" && line != "COMMIT;"
        }.joined(separator: "\n")
    }

    private static let expected = """
        CREATE UNIQUE INDEX IF NOT EXISTS "key of account.token" ON plumbline_q0002r_app."account.token" (id);
        ALTER TABLE app.account ADD COLUMN plumbline_new_token uuid;
        CALL plumbline.backfill('app.account', 'plumbline_new_token', $value$(SELECT plumbline_kept.token FROM plumbline_q0002r_app."account.token" AS plumbline_kept WHERE plumbline_kept.id = app.account.id)$value$, a_fires_triggers => false);
        ALTER TABLE app.account RENAME COLUMN plumbline_new_token TO token;
        DROP TABLE plumbline_q0002r_app."account.token";
        ALTER TABLE app.account ADD COLUMN token uuid;
        ALTER TABLE app.account ALTER COLUMN token SET DEFAULT gen_random_uuid();
        CALL plumbline.backfill('app.account', 'token', $value$gen_random_uuid()$value$, a_fires_triggers => false);
        ALTER TABLE app.account ADD CONSTRAINT plumbline_token_not_null CHECK (token IS NOT NULL) NOT VALID;
        ALTER TABLE app.account VALIDATE CONSTRAINT plumbline_token_not_null;
        ALTER TABLE app.account ALTER COLUMN token SET NOT NULL;
        ALTER TABLE app.account DROP CONSTRAINT plumbline_token_not_null;
        CREATE TYPE app.plumbline_new_mood AS ENUM ('glad', 'sad');
        ALTER TABLE app.account ADD COLUMN plumbline_new_balance bigint, ADD COLUMN plumbline_new_id bigint, ADD COLUMN plumbline_new_mood app.plumbline_new_mood;
        CREATE OR REPLACE FUNCTION plumbline."rewrite app.account"() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $rewrite$
        BEGIN
            NEW.plumbline_new_balance := NEW.balance;
            NEW.plumbline_new_id := NEW.id;
            NEW.plumbline_new_mood := NEW.mood::text::app.plumbline_new_mood;
            RETURN NEW;
        END
        $rewrite$;
        CREATE TRIGGER "~plumbline_rewrite" BEFORE INSERT OR UPDATE ON app.account FOR EACH ROW EXECUTE FUNCTION plumbline."rewrite app.account"();
        ALTER TABLE app.account ENABLE ALWAYS TRIGGER "~plumbline_rewrite";
        ALTER TABLE app.entry ADD COLUMN plumbline_new_account_id bigint, ADD COLUMN plumbline_new_id bigint;
        CREATE OR REPLACE FUNCTION plumbline."rewrite app.entry"() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $rewrite$
        BEGIN
            NEW.plumbline_new_account_id := NEW.account_id;
            NEW.plumbline_new_id := NEW.id;
            RETURN NEW;
        END
        $rewrite$;
        CREATE TRIGGER "~plumbline_rewrite" BEFORE INSERT OR UPDATE ON app.entry FOR EACH ROW EXECUTE FUNCTION plumbline."rewrite app.entry"();
        ALTER TABLE app.entry ENABLE ALWAYS TRIGGER "~plumbline_rewrite";
        CALL plumbline.backfill('app.account', 'plumbline_new_balance', $value$balance$value$, a_fires_triggers => false);
        CALL plumbline.backfill('app.account', 'plumbline_new_id', $value$id$value$, a_fires_triggers => false);
        CALL plumbline.backfill('app.account', 'plumbline_new_mood', $value$mood::text::app.plumbline_new_mood$value$, a_fires_triggers => false);
        CALL plumbline.backfill('app.entry', 'plumbline_new_account_id', $value$account_id$value$, a_fires_triggers => false);
        CALL plumbline.backfill('app.entry', 'plumbline_new_id', $value$id$value$, a_fires_triggers => false);
        ALTER TABLE app.account ADD CONSTRAINT plumbline_plumbline_new_balance_not_null CHECK (plumbline_new_balance IS NOT NULL) NOT VALID;
        ALTER TABLE app.account VALIDATE CONSTRAINT plumbline_plumbline_new_balance_not_null;
        ALTER TABLE app.account ALTER COLUMN plumbline_new_balance SET NOT NULL;
        ALTER TABLE app.account DROP CONSTRAINT plumbline_plumbline_new_balance_not_null;
        ALTER TABLE app.account ADD CONSTRAINT plumbline_plumbline_new_id_not_null CHECK (plumbline_new_id IS NOT NULL) NOT VALID;
        ALTER TABLE app.account VALIDATE CONSTRAINT plumbline_plumbline_new_id_not_null;
        ALTER TABLE app.account ALTER COLUMN plumbline_new_id SET NOT NULL;
        ALTER TABLE app.account DROP CONSTRAINT plumbline_plumbline_new_id_not_null;
        ALTER TABLE app.entry ADD CONSTRAINT plumbline_plumbline_new_account_id_not_null CHECK (plumbline_new_account_id IS NOT NULL) NOT VALID;
        ALTER TABLE app.entry VALIDATE CONSTRAINT plumbline_plumbline_new_account_id_not_null;
        ALTER TABLE app.entry ALTER COLUMN plumbline_new_account_id SET NOT NULL;
        ALTER TABLE app.entry DROP CONSTRAINT plumbline_plumbline_new_account_id_not_null;
        ALTER TABLE app.entry ADD CONSTRAINT plumbline_plumbline_new_id_not_null CHECK (plumbline_new_id IS NOT NULL) NOT VALID;
        ALTER TABLE app.entry VALIDATE CONSTRAINT plumbline_plumbline_new_id_not_null;
        ALTER TABLE app.entry ALTER COLUMN plumbline_new_id SET NOT NULL;
        ALTER TABLE app.entry DROP CONSTRAINT plumbline_plumbline_new_id_not_null;
        DROP INDEX CONCURRENTLY app.plumbline_new_account_balance;
        CREATE INDEX CONCURRENTLY plumbline_new_account_balance ON app.account USING btree (plumbline_new_balance) WHERE (plumbline_new_balance > 0);
        DROP INDEX CONCURRENTLY app.plumbline_new_account_glad;
        CREATE UNIQUE INDEX CONCURRENTLY plumbline_new_account_glad ON app.account USING btree (code) WHERE (plumbline_new_mood = 'glad'::app.plumbline_new_mood);
        DROP INDEX CONCURRENTLY app.plumbline_new_account_key;
        CREATE UNIQUE INDEX CONCURRENTLY plumbline_new_account_key ON app.account USING btree (plumbline_new_id);
        DROP INDEX CONCURRENTLY app.plumbline_new_entry_account_id;
        CREATE INDEX CONCURRENTLY plumbline_new_entry_account_id ON app.entry USING btree (plumbline_new_account_id);
        DROP INDEX CONCURRENTLY app.plumbline_new_entry_pkey;
        CREATE UNIQUE INDEX CONCURRENTLY plumbline_new_entry_pkey ON app.entry USING btree (plumbline_new_id);
        ANALYZE app.account (plumbline_new_balance, plumbline_new_id, plumbline_new_mood);
        ANALYZE app.entry (plumbline_new_account_id, plumbline_new_id);
        ALTER TABLE app.account ADD CONSTRAINT plumbline_new_balance_fits CHECK ((plumbline_new_balance > '-1000'::integer)) NOT VALID;
        ALTER TABLE app.account VALIDATE CONSTRAINT plumbline_new_balance_fits;
        ALTER TABLE app.entry ADD CONSTRAINT plumbline_new_entry_account FOREIGN KEY (plumbline_new_account_id) REFERENCES app.account(plumbline_new_id) ON DELETE CASCADE NOT VALID;
        ALTER TABLE app.entry VALIDATE CONSTRAINT plumbline_new_entry_account;
        SELECT pg_catalog.set_config('plumbline.owner_view_20_app_2e_balances', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('app.balances')), false);
        DROP VIEW app.balances;
        LOCK TABLE app.account, app.entry IN ACCESS EXCLUSIVE MODE;
        DROP TRIGGER "~plumbline_rewrite" ON app.account;
        DROP FUNCTION plumbline."rewrite app.account"();
        DROP TRIGGER "~plumbline_rewrite" ON app.entry;
        DROP FUNCTION plumbline."rewrite app.entry"();
        SELECT pg_catalog.set_config('plumbline.position_app_2eentry_2eid', coalesce(pg_catalog.pg_sequence_last_value((pg_catalog.pg_get_serial_sequence('app.entry', 'id'))::regclass)::text, ''), false);
        ALTER SEQUENCE app.account_id_seq OWNED BY app.account.plumbline_new_id;
        ALTER TABLE app.entry DROP CONSTRAINT entry_account;
        ALTER TABLE app.account DROP COLUMN balance, DROP COLUMN id, DROP COLUMN mood;
        ALTER TABLE app.entry DROP COLUMN account_id, DROP COLUMN id;
        DROP TYPE app.mood;
        ALTER TYPE app.plumbline_new_mood RENAME TO mood;
        ALTER TABLE app.account RENAME COLUMN plumbline_new_balance TO balance;
        ALTER TABLE app.account RENAME COLUMN plumbline_new_id TO id;
        ALTER TABLE app.account RENAME COLUMN plumbline_new_mood TO mood;
        ALTER TABLE app.entry RENAME COLUMN plumbline_new_account_id TO account_id;
        ALTER TABLE app.entry RENAME COLUMN plumbline_new_id TO id;
        ALTER INDEX app.plumbline_new_account_balance RENAME TO account_balance;
        COMMENT ON INDEX app.account_balance IS 'the rich';
        ALTER INDEX app.plumbline_new_account_glad RENAME TO account_glad;
        ALTER TABLE app.account ADD CONSTRAINT account_key PRIMARY KEY USING INDEX plumbline_new_account_key;
        ALTER TABLE app.account RENAME CONSTRAINT plumbline_new_balance_fits TO balance_fits;
        ALTER TABLE app.entry RENAME CONSTRAINT plumbline_new_entry_account TO entry_account;
        ALTER INDEX app.plumbline_new_entry_account_id RENAME TO entry_account_id;
        ALTER TABLE app.entry ADD CONSTRAINT entry_pkey PRIMARY KEY USING INDEX plumbline_new_entry_pkey;
        ALTER TABLE app.account ALTER COLUMN balance SET DEFAULT 5;
        COMMENT ON COLUMN app.account.balance IS 'in cents';
        ALTER TABLE app.account ALTER COLUMN id SET DEFAULT nextval('app.account_id_seq'::regclass);
        ALTER TABLE app.account ALTER COLUMN mood SET DEFAULT 'sad'::app.mood;
        ALTER TABLE app.entry ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY;
        SELECT pg_catalog.setval(pg_catalog.pg_get_serial_sequence('app.entry', 'id'), nullif(current_setting('plumbline.position_app_2eentry_2eid', true), '')::bigint) WHERE nullif(current_setting('plumbline.position_app_2eentry_2eid', true), '')::bigint BETWEEN 1 AND 9223372036854775807;
        ALTER FUNCTION app.refuse() CALLED ON NULL INPUT;
        ALTER FUNCTION app.touch() CALLED ON NULL INPUT;
        ALTER SEQUENCE app.account_id_seq AS bigint INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1 NO CYCLE;
        CREATE VIEW app.balances AS
         SELECT id,
            balance,
            mood
           FROM app.account;
        DO $owner$ BEGIN EXECUTE format('ALTER VIEW app.balances OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_app_2e_balances', true), ''), current_user)); END $owner$;
        """

    /// One transaction: rows come, change, and go.
    private static let writing = """
        WITH new AS (INSERT INTO app.account (code, balance, mood)
            SELECT 'n' || max(id), max(id), 'sad' FROM app.account RETURNING id)
        INSERT INTO app.entry (account_id) SELECT id FROM new;
        UPDATE app.account SET balance = balance + 7, mood = 'glad' WHERE id = (SELECT max(id) - 1 FROM app.account);
        UPDATE app.account SET balance = balance + 1 WHERE id = 17;
        DELETE FROM app.account WHERE id = (SELECT min(id) FROM app.account)
        """

    @Test(
        "rows that are written between any two statements are converted too, forward and back; triggers see no update",
        arguments: [15, 18])
    func writes(_ major: Int) async throws {
        try await Workshop.with(major: major) { shop in
            let (_, second, _) = try await Self.prepared(shop)
            try await shop.execute(
                """
                CREATE TABLE public.mirror (id bigint, code text, balance bigint, mood text);
                CREATE FUNCTION public.mirror() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                    IF TG_OP <> 'INSERT' THEN DELETE FROM public.mirror WHERE id = (row_to_json(OLD) ->> 'id')::bigint; END IF;
                    IF TG_OP <> 'DELETE' THEN INSERT INTO public.mirror SELECT (r).* FROM
                        (SELECT json_populate_record(NULL::public.mirror, row_to_json(NEW)) AS r) AS s; END IF;
                    RETURN NULL; END $$;
                INSERT INTO public.mirror SELECT id, code, balance, mood::text FROM app.account;
                CREATE TRIGGER mirror AFTER INSERT OR UPDATE OR DELETE ON app.account FOR EACH ROW EXECUTE FUNCTION public.mirror();
                """)
            let differing = """
                SELECT count(*) FROM (SELECT id, code, balance, mood::text FROM app.account) a
                FULL JOIN public.mirror m USING (id, code, balance) WHERE a.id IS NULL OR m.id IS NULL OR a.mood IS DISTINCT FROM m.mood
                """
            for forward in [true, false] {
                let count = try await shop.migrate(second, forward: forward, writing: Self.writing)
                #expect(count > 20)
                #expect(try await shop.value(differing) == "0")
                #expect(try await shop.value("SELECT max(touched) FROM app.entry") == "0")
                #expect(
                    try await shop.value(
                        "SELECT count(*) FROM app.account WHERE id > (SELECT last_value FROM app.account_id_seq)") == "0")
                // The sequences go on after the last row.
                try await shop.execute("INSERT INTO app.entry (account_id) SELECT max(id) FROM app.account")
            }
        }
    }

    /// A table with nearly everything that can stand on its columns.
    private static func everything(
        key: String, small: String, length: Int, amount: String, labels: String, required: String
    ) -> String {
        """
        CREATE SCHEMA app;
        CREATE TYPE app.mood AS ENUM (\(labels));
        COMMENT ON TYPE app.mood IS 'how one feels';
        CREATE FUNCTION app.is_glad(m app.mood) RETURNS boolean LANGUAGE sql IMMUTABLE RETURN m = 'glad';
        CREATE TABLE app.t (id \(key) NOT NULL, parent \(key), code varchar(\(length)) COLLATE "C" NOT NULL,
            amount \(amount) CONSTRAINT \(required) NOT NULL DEFAULT 7, moods app.mood[] DEFAULT '{sad}', m app.mood NOT NULL DEFAULT 'sad',
          CONSTRAINT t_key PRIMARY KEY (id) INCLUDE (amount), CONSTRAINT t_code UNIQUE (code,
            amount) DEFERRABLE INITIALLY DEFERRED,
            CONSTRAINT t_parent FOREIGN KEY (parent) REFERENCES app.t (id) ON DELETE SET NULL,
          CONSTRAINT amount_small CHECK (amount < 1000000 OR code = 'amount'));
        ALTER TABLE app.t ALTER amount SET STATISTICS 500;
        CREATE INDEX t_expr ON app.t ((amount + 1), lower(code)) WHERE amount > 3;
        CREATE UNIQUE INDEX t_ident ON app.t (amount, id);
        ALTER TABLE app.t REPLICA IDENTITY USING INDEX t_ident;
        ALTER TABLE app.t CLUSTER ON t_key;
        COMMENT ON CONSTRAINT \(required) ON app.t IS 'required'; COMMENT ON CONSTRAINT t_code ON app.t IS 'one of each'; COMMENT ON COLUMN app.t.m IS 'mood';
        CREATE STATISTICS app.t_stat ON amount, code FROM app.t;
        CREATE FUNCTION app.f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
        CREATE TRIGGER up BEFORE UPDATE OF amount ON app.t FOR EACH ROW WHEN (NEW.amount > 5) EXECUTE FUNCTION app.f();
        ALTER TABLE app.t ENABLE ROW LEVEL SECURITY;
        CREATE POLICY p ON app.t USING (amount > 0 AND m <> 'odd');
        CREATE VIEW app.v AS SELECT id, amount, m FROM app.t; CREATE VIEW app.w AS SELECT * FROM app.v WHERE amount > 2;
        COMMENT ON VIEW app.w IS 'a view of a view';
        GRANT SELECT (amount), UPDATE (amount) ON app.t TO PUBLIC; GRANT SELECT ON app.w TO PUBLIC;
        CREATE TABLE app.child (id bigint GENERATED BY DEFAULT AS IDENTITY (START WITH 10 INCREMENT BY 5) PRIMARY KEY,
            t_id int CONSTRAINT child_t REFERENCES app.t (id) DEFERRABLE, x text);
        CREATE RULE r AS ON DELETE TO app.v DO INSTEAD NOTHING;
        CREATE TABLE app."Odd name" ("Id %" \(small) PRIMARY KEY, "sel""ect" \(key) CHECK ("sel""ect" <> 3));
        """
    }

    @Test("all that stands on the columns comes back, as pg_dump sees it; PostgreSQL 18 names NOT NULL constraints")
    func everything() async throws {
        try await Workshop.with(major: 18) { shop in
            let first = try await shop.declared(
                Self.everything(
                    key: "int", small: "smallint", length: 30, amount: "int", labels: "'sad', 'glad', 'odd'",
                    required: "must"))
            try await shop.generate(first, "initial")
            let second = try await shop.declared(
                Self.everything(
                    key: "bigint", small: "bigint", length: 20, amount: "numeric(12,2)", labels: "'odd', 'glad', 'sad'",
                    required: "needed"))
            let made = try #require(try await shop.generate(second, "change", online: .all))
            for plan in [made.forward, made.rollback] {
                #expect(plan.steps.filter { $0.hazards.contains(.rewrite) }.map(\.title) == [])
            }
        }
    }

    private static let lateTrigger = """
        CREATE FUNCTION app.carry() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.id := NEW.id + 1; RETURN NEW; END';
        CREATE TRIGGER übertrag BEFORE INSERT ON app.b FOR EACH ROW EXECUTE FUNCTION app.carry();
        """

    @Test(
        "what cannot be exchanged is changed in place: a table with a generated column over it, with a late trigger, or under another key than before; one not listed"
    )
    func refused() async throws {
        try await Workshop.with { shop in
            let first = try await shop.declared(
                """
                CREATE SCHEMA app; CREATE TABLE app.a (id int PRIMARY KEY, twice int GENERATED ALWAYS AS (id * 2) STORED);
                CREATE TABLE app.b (id int PRIMARY KEY); CREATE TABLE app.c (id int PRIMARY KEY); \(Self.lateTrigger)
                CREATE TABLE app.d (id int PRIMARY KEY, no int NOT NULL UNIQUE);
                CREATE TABLE app.e (no int CONSTRAINT fk REFERENCES app.d (no));
                """)
            try await shop.generate(first, "initial")
            let second = try await shop.declared(
                """
                CREATE SCHEMA app; CREATE TABLE app.a (id bigint PRIMARY KEY, twice int GENERATED ALWAYS AS (id * 2) STORED);
                CREATE TABLE app.b (id bigint PRIMARY KEY); CREATE TABLE app.c (id bigint PRIMARY KEY); \(Self.lateTrigger)
                CREATE TABLE app.d (id int, no bigint PRIMARY KEY);
                CREATE TABLE app.e (no bigint CONSTRAINT fk REFERENCES app.d (no));
                """)
            let made = try #require(
                try await shop.generate(second, "change", online: .named(["app.a", "app.b", "app.d", "app.e"])))
            let rewritten = made.forward.steps.filter { $0.hazards.contains(.rewrite) }.flatMap(\.locks).map(\.relation)
            #expect(Set(rewritten) == ["app.a", "app.b", "app.c", "app.d", "app.e"])
            let reasons = made.forward.steps.map(\.reason).filter { $0.hasPrefix("in place") }
            #expect(
                Set(reasons) == [
                    "in place, and not online: column app.a.twice depends on column app.a.id",
                    "in place, and not online: trigger app.b.übertrag fires after the trigger that keeps a new column in step, since "
                        + "PostgreSQL goes by their names",
                    "in place, and not online: constraint app.e.fk refers to constraint app.d.d_no_key, which changes",
                ])
        }
    }

    @Test("a table gets another name, which its keys follow, while its key and a foreign key to it get another type")
    func renamedTable() async throws {
        try await Workshop.with { shop in
            let child = "CREATE TABLE app.c (id int PRIMARY KEY, p_id TYPE REFERENCES app.NAME);"
            let first = try await shop.declared(
                "CREATE SCHEMA app; CREATE TABLE app.p (id int PRIMARY KEY); "
                    + child.replacing("TYPE", with: "int").replacing("NAME", with: "p"))
            try await shop.generate(first, "initial")
            var second = try await shop.declared(
                "CREATE SCHEMA app; CREATE TABLE app.q (id bigint PRIMARY KEY); "
                    + child.replacing("TYPE", with: "bigint").replacing("NAME", with: "q"))
            second.renames = [Rename(from: .object(.table("app", "p")), to: .object(.table("app", "q")))]
            let made = try #require(try await shop.generate(second, "renamed", online: .all))
            let certificate = try #require(made.proof.certificate)
            #expect(certificate.differences.isEmpty, "\(certificate.differences)")
            for section in certificate.forward.sections + certificate.rollback.sections {
                #expect(section.rewrites.isEmpty, "\(section)")
            }
        }
    }

    @Test("a migration that was broken off is taken back, with nothing left over")
    func takenBack() async throws {
        try await Workshop.with { shop in
            let (first, second, _) = try await Self.prepared(shop)
            let before = try await shop.value(Self.digest)
            let points = try await BreakOffTests.run(shop, second, forward: true)
            _ = try await BreakOffTests.run(shop, second, forward: false)
            for point in stride(from: 9, to: points, by: max(1, points / 4)) {
                await #expect(throws: (any Error).self, "point \(point)") {
                    _ = try await BreakOffTests.run(shop, second, forward: true, at: point)
                }
                _ = try await BreakOffTests.run(shop, second, forward: false)
                try await shop.withLive(first) { (live, _) async throws in
                    #expect(try await live.compare().isClean, "point \(point)")
                }
                #expect(try await shop.value(Self.digest) == before, "point \(point)")
                #expect(try await shop.value(BreakOffTests.leftovers) == nil, "point \(point)")
            }
        }
    }

    @Test("what takes back a migration that was broken off exchanges another column of the table than that had begun with")
    func otherColumn() async throws {
        try await Workshop.with { shop in
            let (before, after) = (
                """
                CREATE SCHEMA app; CREATE TYPE app.mood AS ENUM ('sad', 'glad');
                CREATE TABLE app.account (id int PRIMARY KEY, amount int NOT NULL, mood app.mood NOT NULL);
                """,
                """
                CREATE SCHEMA app; CREATE TYPE app.mood AS ENUM ('sad', 'odd', 'glad');
                CREATE TABLE app.account (id int PRIMARY KEY, amount bigint NOT NULL, mood app.mood NOT NULL);
                """
            )
            let first = try await shop.declared(before)
            try await shop.generate(first, "initial")
            try await shop.withLive(first) { live, _ in _ = try await live.apply() }
            try await shop.execute("INSERT INTO app.account SELECT i, i, 'glad' FROM generate_series(1, 50) AS i")
            let second = try await shop.declared(after)
            try await shop.generate(second, "change", online: .all)
            let points = try await BreakOffTests.run(shop, second, forward: true)
            _ = try await BreakOffTests.run(shop, second, forward: false)
            await #expect(throws: (any Error).self) {
                _ = try await BreakOffTests.run(shop, second, forward: true, at: points * 2 / 3)
            }
            let begun = "SELECT count(*) FROM pg_trigger WHERE tgname = '~plumbline_rewrite'"
            #expect(try await shop.value(begun) == "1", "\(points) points")
            _ = try await BreakOffTests.run(shop, second, forward: false)
            try await shop.withLive(first) { (live, _) async throws in #expect(try await live.compare().isClean) }
            #expect(try await shop.value(BreakOffTests.leftovers) == nil)
            #expect(try await shop.value("SELECT count(*) FROM app.account WHERE amount = id AND mood = 'glad'") == "50")
        }
    }
}
