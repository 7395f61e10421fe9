import Foundation
import PostgresClient
import Sandbox
import Testing

@Suite("Settings and mistakes in them")
struct SettingsTests {
    @Test(
        "a mistake in plumbline.yml is an error with its line, and a suggestion where a name is near",
        arguments: [
            ("name: shop\nshema: schema/\n", "plumbline.yml:2: there is no setting `shema`. Did you mean `schema`?"),
            ("schema: s/\ndatabses:\n  shop: {}\n", "plumbline.yml:2: there is no setting `databses`. Did you mean `databases`?"),
            (
                "schema: s/\ndatabases:\n  shop:\n    urll: x\n",
                "plumbline.yml:4: there is no setting `urll` in databases.shop. Did you mean `url`?"
            ),
            (
                "schema: s/\nplatform: supabase\n",
                "plumbline.yml:2: there is no setting `platform`. It is a setting of a database: write it under `databases:` and the "
                    + "database's name."
            ),
            ("schema: s/\nlint:\n  of: {}\n", "plumbline.yml:3: there is no setting `of` in lint. Did you mean `off`?"),
            ("schema: s/\ndatabases:\n  shop: 7\n", "plumbline.yml:3: databases.shop has the wrong type"),
            ("schema: s/\npostgres: many\n", "plumbline.yml:2: "),
            ("schema: s/\nschema: t/\n", "the key schema is given twice"),
            ("schema: [\n", "plumbline.yml: line "),
            ("schema: s/\ndatabases:\n  shop: {platform: supabse}\n", "there is no platform `supabse`. Did you mean `supabase`?"),
            ("schema: s/\ndatabases: {a: {}, b: {}}\n", "`schema` must be of one database"),
        ])
    func typos(text: String, message: String) async throws {
        try await EmptyFolder.with { folder in
            try folder.write("plumbline.yml", text)
            let outcome = try await folder.plumb("status")
            #expect(outcome.status == 2 && outcome.errors.contains(message), "\(outcome.all)")
        }
    }

    @Test("a database that is declared in Swift and misspelled in plumbline.yml is an error")
    func misspelledDatabase() async throws {
        try await Bench.with { bench in
            let file = bench.root.appending(component: "plumbline.yml")
            try Data("databases:\n  supabse:\n    url: postgres:///x\n".utf8).write(to: file)
            let outcome = try await bench.plumb("status", "chatwoot")
            #expect(
                outcome.status == 2
                    && outcome.errors.contains("plumbline.yml:2: no database `supabse` is declared. Did you mean `supabase`?"),
                "\(outcome.all)")
        }
    }

    @Test("without a URL no other server stands in, whatever libpq's environment says")
    func missingURL() async throws {
        try await EmptyFolder.with { folder in
            try folder.write("plumbline.yml", "name: shop\nschema: schema\n")
            try folder.write("schema/a.sql", "CREATE TABLE t (id int);")
            let server = "PGHOST='\(folder.server.settings.host ?? "")' PGUSER=postgres PGDATABASE=postgres "
            for command in ["status", "verify", "plan", "apply", "rollback --yes", "check", "nightly"] {
                let outcome = try await folder.shell("\(server) PLUMBLINE_URL_SHPO=postgres:///x $PLUMB \(command)")
                #expect(outcome.status == 2, "\(command): \(outcome.all)")
                guard command != "check", command != "nightly" else { continue }
                #expect(
                    outcome.errors.contains("no URL is given for the database `shop`")
                        && outcome.errors.contains("Did you mean `PLUMBLINE_URL_SHPO`?"), "\(command): \(outcome.all)")
            }
            try folder.write("plumbline.yml", "name: shop\nschema: schema\ndatabases:\n  shop: {url: '${NO_SUCH_URL}'}\n")
            let unset = try await folder.plumb("status")
            #expect(unset.status == 2 && unset.errors.contains("the environment variable NO_SUCH_URL is not set"), "\(unset.all)")
        }
    }

    @Test("a folder that is no project, a database that is unknown, and a mistyped command say what to do")
    func mistakes() async throws {
        try await EmptyFolder.with { folder in
            try folder.write("plumbline.yml", "name: shop\nschema: schema\n")
            try folder.write("schema/a.sql", "CREATE TABLE t (id int);")
            let unknown = try await folder.plumb("verify", "shp")
            #expect(unknown.status == 2 && unknown.errors.contains("Did you mean `shop`? Declared: shop."), "\(unknown.all)")
            for (arguments, message) in [
                (["gnerate", "x"], "there is no command `plumb gnerate`. Did you mean `generate`?"),
                (["sandbox", "strat"], "there is no command `plumb sandbox strat`. Did you mean `start`?"),
            ] {
                let outcome = try await folder.started(arguments).outcome()
                #expect(outcome.status == 2 && outcome.errors.contains(message), "\(outcome.all)")
            }
        }
    }

    @Test("a cache folder that cannot be written is named, with the variable that moves it")
    func cacheFolder() async throws {
        try await EmptyFolder.with { folder in
            try folder.write("file", "in the way")
            try folder.write("plumbline.yml", "name: shop\nschema: schema\n")
            try folder.write("schema/a.sql", "CREATE TABLE t (id int);")
            let outcome = try await folder.shell("PLUMBLINE_SCRATCH_URL= PLUMBLINE_CACHE=$PWD/file/cache $PLUMB sandbox start")
            #expect(
                outcome.status == 2
                    && outcome.errors.contains("/file is not a folder. Set PLUMBLINE_CACHE to a folder that you can write to"),
                "\(outcome.all)")
        }
    }

    @Test("where nobody reads standard error any more, the exit status still tells")
    func closedStandardError() async throws {
        try await EmptyFolder.with { folder in
            try folder.write("plumbline.yml", "schema: schema\ndatabases: {shop: {}}\n")
            try folder.write("schema/a.sql", "CREATE TABLE t (id int);")
            // The reader is gone before the program writes.
            let outcome = try await folder.shell("{ sleep 0.5; $PLUMB apply nope 2>&1; echo $? >status; } | true; cat status")
            #expect(outcome.output == "2\n", "\(outcome.all)")
        }
    }
}
