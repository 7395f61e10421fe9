import Foundation
import PostgresClient
import Sandbox
import Testing

@Suite("Servers that cannot be used")
struct ConnectionTests {
    @Test(
        "what is wrong, and what to do, without the password",
        arguments: [
            ("postgresql://u:s3cretpw@127.0.0.1:1/chatwoot", "Connection refused"),
            ("postgresql://u:s3cretpw@h:notaport/db", "PLUMBLINE_URL_CHATWOOT"),
            ("rubbish s3cretpw", "PLUMBLINE_URL_CHATWOOT"),
        ])
    func refused(_ url: String, _ words: String) async throws {
        try await Bench.with { bench in
            for command in ["apply", "verify", "status", "rollback"] {
                let outcome = try await bench.plumb(command, "chatwoot", url: url)
                #expect(outcome.status == 2)
                #expect(outcome.errors.contains(words))
                #expect(!outcome.all.contains("s3cretpw"))
            }
        }
    }

    @Test("a database that is not there, a role that is not there")
    func unknown() async throws {
        try await Bench.with { bench in
            let database = try await bench.plumb("apply", "chatwoot", url: bench.live.with(database: "nowhere").url)
            #expect(
                database.status == 2 && database.errors.contains("3D000") && database.errors.contains("next: create the database")
            )
            let role = try await bench.plumb("apply", "chatwoot", url: bench.live.with(user: "nobody_here", password: nil).url)
            #expect(role.status == 2 && role.errors.contains("next: check the user"))
            let name = try await bench.plumb("apply", "elsewhere")
            #expect(name.status == 2 && name.errors.contains("Declared: chatwoot, supabase."))
        }
    }

    @Test("a wrong password")
    func wrongPassword() async throws {
        var options = SandboxOptions()
        options.listen = .loopback()
        let server = try await SandboxServer.start(options)
        let url = server.settings.with(user: server.settings.user ?? "postgres", password: "s3cretpw").url
        try await Bench.with { bench in
            let outcome = try await bench.plumb("apply", "chatwoot", url: url)
            #expect(outcome.status == 2)
            #expect(outcome.errors.contains("28P01") && outcome.errors.contains("~/.pgpass"))
            #expect(!outcome.all.contains("s3cretpw"))
        }
        try await server.stop()
    }

    @Test(
        "a role that may only connect, and one that may only read",
        arguments: ["", "GRANT SELECT ON ALL TABLES IN SCHEMA public TO"])
    func withoutRights(_ grant: String) async throws {
        try await Bench.with { bench in
            let role = "role_" + UUID().uuidString.replacing("-", with: "").prefix(12).lowercased()
            try await bench.execute("CREATE ROLE \(role) LOGIN")
            if !grant.isEmpty { try await bench.execute("\(grant) \(role)") }
            let url = bench.live.with(user: role, password: nil).url
            let outcome = try await bench.plumb("apply", "chatwoot", url: url)
            #expect(outcome.status == 2)
            // Without SELECT the schema cannot be compared; with it, the history cannot be created.
            let place = grant.isEmpty ? "permission denied" : "migrations/chatwoot/0001_initial.sql:"
            #expect(outcome.errors.contains(place) && outcome.errors.contains("42501"), "\(outcome.errors)")
            #expect(try await bench.value("SELECT to_regnamespace('plumbline')") == nil)
            if grant.isEmpty {
                let verify = try await bench.plumb("verify", "chatwoot", url: url)
                #expect(
                    verify.status == 2 && verify.errors.contains("permission denied")
                        && !verify.errors.contains("of the pipeline"))
            }
            try await bench.execute("DROP OWNED BY \(role); DROP ROLE \(role)")
        }
    }

    @Test("a read-only server is read, and nothing else")
    func readOnly() async throws {
        try await Bench.with { bench in
            try await bench.execute("ALTER DATABASE \(bench.live.database ?? "") SET default_transaction_read_only = on")
            let outcome = try await bench.plumb("apply", "chatwoot")
            #expect(
                outcome.status == 2 && outcome.errors.contains("default_transaction_read_only is on for this database"),
                "\(outcome.errors)")
            #expect(try await bench.plumb("verify", "chatwoot").status == 1)
        }
    }

    @Test("what a database sets does not change what is read, nor what a migration does")
    func hostileSettings() async throws {
        try await Bench.with { bench in
            for setting in [
                "standard_conforming_strings = off", "DateStyle = 'SQL, DMY'", "quote_all_identifiers = on",
                "TimeZone = 'Asia/Kolkata'",
                "client_encoding = 'LATIN1'", "search_path = nonsense", "row_security = off", "bytea_output = 'escape'",
            ] { try await bench.execute("ALTER DATABASE \(bench.live.database ?? "") SET \(setting)") }
            #expect(try await bench.plumb("apply", "chatwoot").status == 0)
            let verify = try await bench.plumb("verify", "chatwoot")
            #expect(verify.status == 0, "\(verify.all)")
            #expect(try await bench.psql("-f", "rollback/chatwoot/0001_initial.sql").status == 0)
            #expect(try await bench.psql("-f", "migrations/chatwoot/0001_initial.sql").status == 0)
            #expect(try await bench.plumb("verify", "chatwoot").status == 0)
        }
    }
}
