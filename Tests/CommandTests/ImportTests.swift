import Foundation
import PlumblineTesting
import PostgresClient
import Testing

@Suite("plumb import and plumb init")
struct ImportTests {
    private static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    private static let schema = """
        CREATE SCHEMA app;
        CREATE TYPE app.state AS ENUM ('draft', 'in progress');
        CREATE TABLE app."user" (id serial PRIMARY KEY, name text NOT NULL, "order" int DEFAULT 7, state app.state DEFAULT 'draft');
        COMMENT ON TABLE app."user" IS 'Who "buys"';
        CREATE TABLE app.lines (
            a int, b int, owner int REFERENCES app."user" ON DELETE SET NULL, total int GENERATED ALWAYS AS (a * b) STORED,
            PRIMARY KEY (a, b) DEFERRABLE, CHECK (a > 0));
        CREATE INDEX lines_lower ON app.lines (abs(a)) WHERE b > 0;
        CREATE STATISTICS app.st ON a, b FROM app.lines;
        CREATE RULE quiet AS ON DELETE TO app.lines DO INSTEAD NOTHING;
        CREATE VIEW app.v AS SELECT a, 'x\\y"' AS t FROM app.lines;
        CREATE FUNCTION app.f(a int, OUT b text) LANGUAGE plpgsql AS $$
        BEGIN
            b := 'it''s "' || a;
        END $$;
        CREATE TABLE schema_migrations (version text PRIMARY KEY);
        CREATE TABLE _fluent_enums (id uuid PRIMARY KEY, name text NOT NULL);
        CREATE TABLE _hb_pg_migrations (id serial PRIMARY KEY, name text NOT NULL);
        GRANT SELECT ON app.lines TO import_reader;
        """

    private func imported(_ body: (EmptyFolder) async throws -> Void) async throws {
        try await EmptyFolder.with { folder in
            try folder.write("schema.sql", Self.schema)
            let run = try await folder.plumb("import", "schema.sql", "--name", "shop", "--plumbline", Self.repository)
            #expect(run.status == 0, "\(run.all)")
            try await body(folder)
        }
    }

    private func text(_ path: String, _ folder: EmptyFolder) throws -> String {
        try String(contentsOf: folder.root.appending(path: "shop/Sources/ShopSchema/\(path)"), encoding: .utf8)
    }

    @Test("a table is a class with legal names, and the original ones in the strings")
    func table() async throws {
        try await imported { (folder) async throws in
            #expect(
                try text("app/User.swift", folder) == """
                    import Plumbline

                    final class User: Table, Sendable {
                        let id = Column("id", .serial).primaryKey()
                        let name = Column("name", .text).notNull()
                        let order = Column("order", .integer).default(7)
                        let state = Column("state", .enum(State.self)).default(.draft)

                        var body: TableBody {
                            TableComment(#"Who "buys""#)
                        }
                    }

                    extension Shop {
                        static let user = User()
                    }

                    """)
            #expect(
                try text("app/Lines.swift", folder) == """
                    import Plumbline

                    final class Lines: Table, Sendable {
                        let a = Column("a", .integer).notNull()
                        let b = Column("b", .integer).notNull()
                        let owner = Column("owner", .integer)
                        let total = Column("total", .integer).generated(sql: "a * b")

                        var body: TableBody {
                            PrimaryKey(a, b, deferrable: .initiallyImmediate)
                            Check(sql: "a > 0", name: "lines_a_check")
                            ForeignKey(owner, references: Shop.user.id, onDelete: .setNull)
                            Index("lines_lower", sql: "USING btree (abs(a)) WHERE (b > 0)")
                            Grant(.select, to: "import_reader")
                        }
                    }

                    extension Shop {
                        static let lines = Lines()
                    }

                    """)
            #expect(
                try text("app/Enums.swift", folder) == """
                    import Plumbline

                    enum State: String, SQLEnum {
                        case draft
                        case inProgress = "in progress"

                        static let type = EnumType(State.self, name: "state")
                    }

                    """)
        }
    }

    @Test("partitions and exclusions have words, partitions with partitions have none; the rows of files are named as left out")
    func partitions() async throws {
        try await EmptyFolder.with { folder in
            try folder.write(
                "schema.sql",
                """
                CREATE SCHEMA app; CREATE EXTENSION btree_gist SCHEMA app;
                CREATE TABLE app.ev (id bigint NOT NULL, at date NOT NULL, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
                CREATE TABLE app.ev_1 PARTITION OF app.ev FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
                CREATE TABLE app.ev_d PARTITION OF app.ev DEFAULT;
                CREATE TABLE app.ev_2 PARTITION OF app.ev FOR VALUES FROM ('2026-02-01') TO ('2026-03-01') PARTITION BY HASH (id);
                CREATE TABLE app.ev_2a PARTITION OF app.ev_2 FOR VALUES WITH (MODULUS 1, REMAINDER 0);
                CREATE TABLE app.room (id int PRIMARY KEY, r int, d tstzrange, EXCLUDE USING gist (r WITH =, d WITH &&));
                CREATE TABLE migrations (id serial PRIMARY KEY, migration varchar(255) NOT NULL, batch int NOT NULL);
                INSERT INTO app.room VALUES (1);
                """)
            let run = try await folder.plumb("import", "schema.sql", "--name", "shop", "--plumbline", Self.repository)
            #expect(run.status == 0 && run.output.contains("6 tables, 2 statements as raw SQL\n"), "\(run.all)")
            #expect(run.errors.contains("not imported: the rows of table app.room"), "\(run.errors)")
            #expect(run.errors.contains("table public.migrations: another migration tool"), "\(run.errors)")
            #expect(try text("app/Room.swift", folder).contains("Exclude("))
        }
    }

    @Test("what has no word is raw SQL; the history of another tool is left alone and named")
    func rest() async throws {
        try await EmptyFolder.with { folder in
            try folder.write("schema.sql", Self.schema)
            let run = try await folder.plumb("import", "schema.sql", "--name", "shop", "--plumbline", Self.repository)
            #expect(run.output.contains("matches the source"), "\(run.all)")
            for table in ["schema_migrations", "_fluent_enums", "_hb_pg_migrations"] {
                #expect(run.errors.contains("table public.\(table): another migration tool"), "\(run.errors)")
            }
            let raw = try text("RawSQL.swift", folder)
            #expect(raw.contains("CREATE STATISTICS app.st") && raw.contains("CREATE RULE quiet"))
            #expect(!folder.exists("shop/Sources/ShopSchema/public/SchemaMigrations.swift"))
        }
    }

    /// What a Supabase project usually has, and a schema of the host.
    private static let supabase = """
        CREATE TABLE public.profiles (id uuid PRIMARY KEY REFERENCES auth.users (id) ON DELETE CASCADE, name text);
        ALTER TABLE public.profiles ENABLE ROW LEVEL SECURITY;
        CREATE POLICY own ON public.profiles FOR SELECT TO authenticated USING (auth.uid() = id);
        CREATE FUNCTION public.handle_new_user() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
        BEGIN
            INSERT INTO public.profiles (id, name) VALUES (NEW.id, NEW.raw_user_meta_data ->> 'name');
            RETURN NEW;
        END $$;
        CREATE TRIGGER on_auth_user_created AFTER INSERT ON auth.users FOR EACH ROW EXECUTE FUNCTION public.handle_new_user();
        CREATE POLICY "own files" ON storage.objects FOR SELECT TO authenticated
            USING (bucket_id = 'avatars' AND (storage.foldername(name))[1] = auth.uid()::text);
        """

    @Test("of a Supabase project, what it added to the tables of the host is imported, and nothing else of the host")
    func supabase() async throws {
        try await EmptyFolder.with { folder in
            try folder.write("schema.sql", Self.supabase + "CREATE SCHEMA realtime; CREATE TABLE realtime.messages (id int);")
            let run = try await folder.plumb(
                "import", "schema.sql", "--name", "shop", "--platform", "supabase", "--plumbline", Self.repository)
            #expect(run.status == 0 && run.output.contains("matches the source"), "\(run.all)")
            #expect(run.errors.contains("schema realtime: it belongs to the host"), "\(run.errors)")
            let sources = try FileManager.default.subpathsOfDirectory(
                atPath: folder.root.appending(path: "shop/Sources/ShopSchema").path)
            #expect(sources.contains("public/Profiles.swift"))
            #expect(
                !sources.contains { $0.hasPrefix("auth") || $0.hasPrefix("storage") || $0.hasPrefix("realtime") }, "\(sources)")
            let raw = try text("RawSQL.swift", folder)
            #expect(raw.contains("CREATE TRIGGER on_auth_user_created") && raw.contains("own files"), "\(raw)")
        }
    }

    @Test("a Supabase project of SQL files may refer to the tables of the host")
    func supabaseFiles() async throws {
        try await EmptyFolder.with { folder in
            try folder.write("plumbline.yml", "name: shop\nschema: schema/\ndatabases:\n  shop:\n    platform: supabase\n")
            try folder.write("schema/a.sql", Self.supabase)
            let run = try await folder.plumb("generate", "initial")
            #expect(run.status == 0, "\(run.all)")
            let file = folder.root.appending(path: "migrations/shop/0001_initial.sql")
            let migration = try String(contentsOf: file, encoding: .utf8)
            #expect(migration.contains("REFERENCES auth.users(id)") && migration.contains("ON storage.objects"), "\(migration)")
            #expect(!migration.contains("CREATE TABLE auth.users"))
        }
    }

    @Test("a second import keeps an edit, follows the database elsewhere, and refuses where both changed")
    func again() async throws {
        try await imported { (folder) async throws in
            let user = "shop/Sources/ShopSchema/app/User.swift"
            let edited = try text("app/User.swift", folder).replacing("final class", with: "/// By hand.\nfinal class")
            try folder.write(user, edited)
            let lines = Self.schema.replacing("b > 0", with: "b > 1")
            try folder.write("schema.sql", lines)
            let arguments = ["import", "schema.sql", "--name", "shop", "--plumbline", Self.repository]
            let second = try await folder.started(arguments).outcome()
            #expect(second.status == 0 && second.errors.contains("left as it was edited: Sources/ShopSchema/app/User.swift"))
            #expect(try text("app/User.swift", folder) == edited)
            #expect(try text("app/Lines.swift", folder).contains("b > 1"))

            try folder.write("schema.sql", lines.replacing("DEFAULT 7", with: "DEFAULT 8").replacing("b > 1", with: "b > 2"))
            let third = try await folder.started(arguments).outcome()
            #expect(third.status == 2 && third.errors.contains("app/User.swift: edited here, and changed in the database"))
            #expect(third.errors.contains("    in the file:   /// By hand.\n"), "\(third.errors)")
            #expect(third.errors.contains(".default(8)") && third.errors.contains(".default(7)"), "\(third.errors)")
            #expect(try text("app/User.swift", folder) == edited)
            #expect(try text("app/Lines.swift", folder).contains("b > 1"))

            // As the message says.
            try FileManager.default.removeItem(at: folder.root.appending(path: user))
            let fourth = try await folder.started(arguments).outcome()
            #expect(fourth.status == 0, "\(fourth.all)")
            #expect(try text("app/User.swift", folder).contains(".default(8)"))
        }
    }

    @Test("init and import write into no folder that holds something else")
    func notEmpty() async throws {
        try await EmptyFolder.with { folder in
            try folder.write("shop/notes.txt", "mine")
            try folder.write("schema.sql", "CREATE TABLE t (id int)")
            let made = try await folder.plumb("init", "shop", "--plumbline", Self.repository)
            let imported = try await folder.plumb("import", "schema.sql", "--name", "shop", "--plumbline", Self.repository)
            for run in [made, imported] {
                #expect(run.status == 2 && run.errors.contains("is not empty (it holds notes.txt)"), "\(run.all)")
            }
            #expect(!folder.exists("shop/Package.swift"))
        }
    }

    @Test("init writes a package, and says what comes next; a name that cannot be one is refused")
    func start() async throws {
        try await EmptyFolder.with { folder in
            let made = try await folder.plumb("init", "web_shop", "--plumbline", Self.repository)
            #expect(made.status == 0 && made.output.contains("swift run web_shop generate initial"), "\(made.all)")
            for file in [
                "Package.swift", "Sources/WebShopSchema/WebShop.swift", "Sources/web_shop/main.swift", "plumbline.yml",
                "Tests/WebShopSchemaTests/SchemaTests.swift", ".github/workflows/plumb.yml",
            ] {
                #expect(folder.exists("web_shop/\(file)"), "\(file) is missing")
            }
            try folder.write("library/Package.swift", "")
            _ = try await folder.plumb("init", "small", "--plumbline", "library", "--to", "deep/small")
            let manifest = try String(contentsOf: folder.root.appending(path: "deep/small/Package.swift"), encoding: .utf8)
            #expect(manifest.contains(#"path: "../../library""#), "\(manifest)")
            let refused = try await folder.plumb("init", "Web-Shop", "--plumbline", Self.repository)
            #expect(refused.status == 2 && refused.errors.contains("lowercase letters"), "\(refused.all)")
            let nowhere = try await folder.plumb("init", "other", "--plumbline", "nowhere")
            #expect(nowhere.status == 2 && nowhere.errors.contains("there is no package at"), "\(nowhere.all)")
        }
    }
}
