@testable import Checks
import Foundation
import PlumblineTesting
import PostgresClient
import Reports
import SchemaDSL
import SchemaModel
import Testing

/// The declaration of the table that is profiled; the Swift that is suggested refers to it.
final class Visitors: Table, Sendable {
    let id = Column("id", .bigint).primaryKey()
    let born = Column("born", .text)
    let amount = Column("amount", .text)
    let doc = Column("doc", .text)
    let city = Column("city", .text)
    let status = Column("status", .text).unmasked()
    let email = Column("email", .text)
    let code = Column("code", .varchar(10))
    let ref = Column("ref", .text)
    let score = Column("score", .integer)
    let ratio = Column("ratio", .doublePrecision)
    let seen = Column("seen", .timestamptz)
    let legacy = Column("legacy", .text)
}

@Suite("Profiling a table")
struct ProfileTests {
    private static let visitors = Visitors()
    private static let database = Database("desk", schemas: [Schema("desk", tables: [visitors])])
    private static let table = ObjectID.table("desk", "visitors")

    /// A thousand rows; the comments say how many faults are planted.
    private static let ddl = #"""
        CREATE SCHEMA desk;
        CREATE TABLE desk.visitors (id bigint PRIMARY KEY, born text, amount text, doc text, city text, status text, email text,
            code varchar(10), ref text, score integer, ratio double precision, seen timestamptz, legacy text);
        INSERT INTO desk.visitors
        SELECT n,
            -- 7 words and 3 days that do not exist
            CASE WHEN n <= 7 THEN 'spring' WHEN n <= 10 THEN '2023-02-30' ELSE (date '1950-01-01' + n)::text END,
            CASE WHEN n <= 4 THEN 'much' ELSE (n / 8.0)::text END,
            CASE WHEN n <= 5 THEN '{broken' ELSE '{"n": ' || n || '}' END,
            -- 11 with a space before, 6 with one after, 9 empty, 2 blank, 8 with a word for nothing, 4 in quotation marks, 3 broken
            CASE WHEN n <= 11 THEN ' Berlin' WHEN n <= 17 THEN E'Rome\u00a0' WHEN n <= 26 THEN '' WHEN n <= 28 THEN '  '
              WHEN n <= 36 THEN 'n/a' WHEN n <= 40 THEN '"Oslo"' WHEN n <= 43 THEN 'MÃ¼nchen' ELSE 'Town ' || n END,
            -- 13 in another case, 5 misspelled
            CASE WHEN n <= 13 THEN 'Open' WHEN n <= 18 THEN 'pendign' ELSE (ARRAY['open', 'closed', 'pending'])[n % 3 + 1] END,
            CASE WHEN n <= 12 THEN NULL ELSE 'visitor' || n || '@example.org' END,
            CASE WHEN n <= 3 THEN 'B' ELSE 'A' END,
            -- 2 surplus rows
            'R' || CASE WHEN n <= 2 THEN 500 ELSE n END,
            -- 6 outliers, 2 negative numbers
            CASE WHEN n <= 6 THEN 1000000 WHEN n <= 8 THEN -1 ELSE n % 101 END,
            -- 3 NaN, 1 infinite
            CASE WHEN n <= 3 THEN 'NaN' WHEN n = 4 THEN 'Infinity' ELSE n::text END::double precision,
            -- 4 in the future, 3 placeholders
            CASE WHEN n <= 4 THEN now() + interval '1 year' WHEN n <= 7 THEN timestamptz '1970-01-01 00:00Z'
              ELSE now() - n * interval '1 hour' END,
            NULL
        FROM generate_series(1, 1000) AS n;
        """#

    private func with(analyze: Bool, major: Int? = nil, _ body: (TableProfile, ConnectionSettings) async throws -> Void)
        async throws
    {
        try await ScratchServer.withDatabase(major: major) { settings in
            let connection = try await PostgresConnection.connect(settings)
            // A role that may do nothing but SELECT.
            let role = "profiler_\(UUID().uuidString.prefix(8).lowercased())"
            try await connection.run(script: Self.ddl + (analyze ? "; ANALYZE desk.visitors" : ""))
            try await connection.run(
                script: """
                    CREATE ROLE \(role) LOGIN; GRANT USAGE ON SCHEMA desk TO \(role);
                    GRANT SELECT ON desk.visitors TO \(role); REVOKE CREATE ON SCHEMA public FROM PUBLIC
                    """)
            do {
                let outcome = try await DataProfiler(
                    settings.with(user: role, password: nil), shown: [.column("status", of: Self.table)]
                ).profile(database: "desk")
                #expect(outcome.problems == [])
                try await body(try #require(outcome.tables.first), settings)
            } catch {
                try await connection.run(script: "DROP OWNED BY \(role); DROP ROLE \(role)")
                await connection.close()
                throw error
            }
            try await connection.run(script: "DROP OWNED BY \(role); DROP ROLE \(role)")
            await connection.close()
        }
    }

    @Test("leaves what is in quarantine out")
    func quarantine() async throws {
        try await ScratchServer.withDatabase { settings in
            let connection = try await PostgresConnection.connect(settings)
            try await connection.run(
                script: """
                    CREATE SCHEMA desk; CREATE TABLE desk.kept (id int PRIMARY KEY); INSERT INTO desk.kept VALUES (1);
                    CREATE SCHEMA \(MigrationConvention.quarantinePrefix)0002f_desk;
                    CREATE TABLE \(MigrationConvention.quarantinePrefix)0002f_desk.dropped (id int PRIMARY KEY);
                    """)
            await connection.close()
            let outcome = try await DataProfiler(settings, options: CheckOptions(allowsSuperuser: true), shown: [])
                .profile(database: "desk")
            #expect(outcome.tables.map(\.table) == [.table("desk", "kept")])
        }
    }

    private func rows(_ profile: TableProfile, _ column: String, _ kind: ProfileFinding.Kind) -> Int? {
        profile.columns.first { $0.name == column }?.findings.first { $0.kind == kind }?.rows
    }

    @Test("counts each planted fault exactly, with statistics and without, as a role with SELECT only", arguments: [true, false])
    func faults(analyze: Bool) async throws {
        try await with(analyze: analyze) { profile, _ in
            #expect(profile.rows == 1000 && profile.key == ["id"])
            #expect(rows(profile, "born", .dates) == 10)
            #expect(rows(profile, "amount", .numbers) == 4)
            #expect(rows(profile, "doc", .json) == 5)
            #expect(rows(profile, "city", .padded) == 17)
            #expect(rows(profile, "city", .blank) == 11)
            #expect(rows(profile, "city", .placeholder) == 8)
            #expect(rows(profile, "city", .quoted) == 4)
            #expect(rows(profile, "city", .broken) == 3)
            #expect(rows(profile, "status", .mixedCase) == 13)
            #expect(rows(profile, "status", .lookAlikes) == 5)
            #expect(rows(profile, "code", .nearConstant) == 3)
            #expect(rows(profile, "ref", .likelyKey) == 2)
            #expect(rows(profile, "email", .personal) == 988)
            #expect(rows(profile, "ratio", .notFinite) == 4)
            #expect(rows(profile, "seen", .future) == 4)
            #expect(rows(profile, "seen", .placeholderTime) == 3)
            #expect(rows(profile, "legacy", .allNull) == 1000)
            #expect(rows(profile, "score", .outliers) == 6)
            #expect(profile.columns.first { $0.name == "email" }?.nulls == 12)
        }
    }

    @Test("finds nothing in the columns in which nothing is planted")
    func clean() async throws {
        try await with(analyze: true) { profile, _ in
            let found = Dictionary(
                uniqueKeysWithValues: profile.columns.map { ($0.name, Set($0.findings.map(\.kind))) })
            #expect(found["id"] == [])
            #expect(found["born"] == [.dates, .personal])
            #expect(found["amount"] == [.numbers])
            #expect(found["score"] == [.outliers])
            #expect(found["ref"] == [.likelyKey])
        }
    }

    @Test("prints no value of a column that is not unmasked")
    func values() async throws {
        try await with(analyze: true) { profile, _ in
            let outcome = DataProfiler.Outcome(tables: [profile])
            for text in [TextReport.render(outcome), try JSONReport.render(outcome), profile.checkFile] {
                for value in ["visitor13", "Town 100", "Berlin", "1000000", "spring", "much"] { #expect(!text.contains(value)) }
            }
            #expect(TextReport.render(outcome).contains("pending / pendign"))
            let status = try #require(profile.columns.first { $0.name == "status" })
            #expect(status.values.map(\.value).sorted() == ["Open", "closed", "open", "pendign", "pending"])
        }
    }

    @Test("the suggested check file compiles, runs, and counts what the profile counted", arguments: [15, 18])
    func checkFile(major: Int) async throws {
        try await with(analyze: true, major: major) { profile, settings in
            let folder = FileManager.default.temporaryDirectory.appending(component: "profile-\(UUID().uuidString)")
            defer { try? FileManager.default.removeItem(at: folder) }
            try FileManager.default.createDirectory(at: folder.appending(component: "checks"), withIntermediateDirectories: true)
            try Data(profile.checkFile.utf8).write(to: folder.appending(components: "checks", "suggested.sql"))
            let checks = try CheckFiles(root: folder).handWritten(database: "desk")
            #expect(checks.count == profile.suggestions.count && checks.count > 20)
            let report = try await CheckRunner(settings, options: CheckOptions(allowsSuperuser: true)).run(
                checks, database: "desk")
            for (result, suggestion) in zip(report.results, profile.suggestions) {
                if case .nullShare = suggestion.rule {
                    #expect(result.outcome == .passed, "\(result.id)")
                } else {
                    #expect(result.failingRows == suggestion.failing, "\(result.id): \(result.outcome)")
                }
            }
            // Where the schema has no fault the suggestion passes; of a column of 1000 NULLs nothing is suggested.
            #expect(!report.results.contains { $0.id.rawValue.contains("legacy") })
        }
    }

    @Test("the suggested Swift compiles against the declaration")
    func swift() async throws {
        try await with(analyze: true) { profile, _ in
            let text = try #require(profile.swift(Self.visitors))
            #expect(text.contains("extension Visitors {") && text.contains(".oneOf(status, [\"closed\", \"open\", \"pending\"]"))
            let declaration = try String(contentsOf: URL(filePath: #filePath), encoding: .utf8)
            let start = try #require(declaration.range(of: "final class Visitors"))
            let end = try #require(declaration.range(of: "@Suite"))
            let source =
                text.replacing("import Plumbline", with: "import Checks\nimport SchemaDSL")
                + "\n" + declaration[start.lowerBound..<end.lowerBound]
                + "\nlet checks = CheckSuite(Database(\"desk\", schemas: []), [Visitors().suggestedChecks])\n"
            let result = try SwiftSnippet.typecheck(source)
            #expect(result.status == 0, "\(result.output)\n\(source)")
        }
    }

    @Test("columns and tables that the role may not read are named, and the others are read")
    func privileges() async throws {
        try await ScratchServer.withDatabase { settings in
            let connection = try await PostgresConnection.connect(settings)
            let role = "profiler_\(UUID().uuidString.prefix(8).lowercased())"
            try await connection.run(
                script: """
                    CREATE SCHEMA s; CREATE TABLE s.open (id int, secret text); CREATE TABLE s.closed (id int);
                    CREATE TABLE s.hidden (id int); ALTER TABLE s.hidden ENABLE ROW LEVEL SECURITY;
                    INSERT INTO s.open SELECT n, 'x' FROM generate_series(1, 30) AS n;
                    CREATE ROLE \(role) LOGIN; GRANT USAGE ON SCHEMA s TO \(role);
                    GRANT SELECT (id) ON s.open TO \(role); GRANT SELECT ON s.hidden TO \(role)
                    """)
            let outcome = try await DataProfiler(settings.with(user: role, password: nil)).profile(database: "d")
            #expect(outcome.tables.map(\.table.name) == ["open"])
            #expect(outcome.tables.first?.unreadable == ["secret"] && outcome.tables.first?.columns.map(\.name) == ["id"])
            #expect(outcome.problems.count == 2)
            #expect(outcome.problems.contains { $0.contains("s.closed") && $0.contains("no SELECT") })
            #expect(outcome.problems.contains { $0.contains("s.hidden") && $0.contains("BYPASSRLS") })
            try await connection.run(script: "DROP OWNED BY \(role); DROP ROLE \(role)")
            await connection.close()
        }
    }

    @Test("a number that a double cannot hold, or a value that the server refuses to read, hides no other column")
    func refusedValues() async throws {
        try await ScratchServer.withDatabase(major: 17) { settings in
            let connection = try await PostgresConnection.connect(settings)
            try await connection.run(
                script: """
                    CREATE TABLE public.q (id int PRIMARY KEY, p numeric, doc text);
                    INSERT INTO public.q SELECT n, CASE n WHEN 1 THEN 1e-400 WHEN 2 THEN 1e400 ELSE n END, 'x' || n
                    FROM generate_series(1, 40) AS n
                    """)
            let profiler = DataProfiler(
                settings, options: CheckOptions(allowsSuperuser: true), shown: [.column("p", of: .table("public", "q"))])
            let numbers = try await profiler.profile(database: "d")
            #expect(numbers.problems == [])
            #expect(numbers.tables.first?.columns.first { $0.name == "p" }?.range == 0...40)

            // So deep a document is more than the server's stack takes.
            try await connection.run(script: "UPDATE public.q SET doc = repeat('[', 1000000) WHERE id = 3")
            let outcome = try await profiler.profile(database: "d")
            #expect(outcome.tables.first?.columns.map(\.name) == ["id", "p"] && outcome.tables.first?.rows == 40)
            #expect(outcome.problems.count == 1)
            #expect(outcome.problems.first?.hasPrefix("d: column doc of public.q was not read: ") == true, "\(outcome.problems)")
            await connection.close()
        }
    }

    @Test("spellings that look alike are told from codes that differ")
    func lookAlikes() {
        func count(_ values: [String: Int]) -> (Int, Int) {
            let found = LookAlikes(values.map { ColumnProfile.Count(value: $0.key, rows: $0.value) })
            return (found.rows, found.rowsInOtherCase)
        }
        #expect(count(["A1": 50, "A2": 50, "A3": 1]) == (0, 0))
        #expect(count(["in_progress": 90, "in-progress": 3, "In Progress": 2]) == (5, 0))
        #expect(count(["café": 40, "cafe": 2, "CAFÉ": 1]) == (2, 1))
        #expect(count(["C0D": 40, "COD": 2]) == (2, 0))
        // A Cyrillic letter in a Latin word.
        #expect(count(["paypal": 40, "pаypal": 1]) == (1, 0))
        #expect(count(["shipped": 100, "skipped": 100]) == (0, 0))
        #expect(count(["shipped": 100, "shiped": 2, "shippde": 1]) == (3, 0))
    }
}
