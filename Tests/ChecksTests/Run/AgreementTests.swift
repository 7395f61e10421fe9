import Checks
import PlumblineTesting
import PostgresClient
import SchemaDSL
import Testing

/// Two databases held against each other: what differs is counted exactly, and told by key.
@Suite struct AgreementTests {
    private final class Entries: Table, Sendable {
        let id = Column("id", .bigint)
        let day = Column("day", .date)
        let state = Column("state", .text)
        let note = Column("note", .text)
        let changedAt = Column("changed_at", .timestamptz)
        let amount = Column("amount", .numeric)
    }

    private static let here = Entries()
    private static let there = Entries()
    private static let target = Database("target", schemas: [Schema("copy", tables: [here])])
    private static let source = Database("source", schemas: [Schema("app", tables: [there])])

    private static var both: Reconciliation {
        Reconciliation(
            with: source, key: ["id"], groups: ["day", "state"], compared: ["state", "note", "amount"], changed: "changed_at",
            settling: .seconds(3600),
            here: "SELECT \(here.id), \(here.day), \(here.state), \(here.note), \(here.amount) FROM \(here)",
            there:
                "SELECT \(there.id), \(there.day), \(there.state), \(there.note), \(there.changedAt), \(there.amount) FROM \(there)"
        )
    }

    private static func suite(sample: Int = 500) -> CheckSuite {
        CheckSuite(
            target,
            [
                CheckGroup(
                    on: here, key: [here.id],
                    [
                        .countsAgree(both, named: "counts", "As many rows"),
                        .sampleAgrees(both, of: sample, named: "sample", "The same rows"),
                    ])
            ])
    }

    /// A thousand rows each, ten a day, all settled. One side has 5 where the other has 5.00.
    private func open(_ body: (_ target: PostgresConnection, _ source: PostgresConnection) async throws -> Void) async throws {
        try await ScratchServer.withDatabase { source in
            try await ScratchServer.withDatabase { target in
                let (a, b) = (try await PostgresConnection.connect(target), try await PostgresConnection.connect(source))
                for (connection, schema) in [(a, "copy"), (b, "app")] {
                    try await connection.run(
                        script: """
                            CREATE SCHEMA \(schema);
                            CREATE TABLE \(schema).entries AS SELECT n::bigint AS id, date '2025-01-01' + (n / 10)::integer AS day,
                                (ARRAY['open', 'done'])[1 + n % 2] AS state, CASE WHEN n % 7 = 0 THEN NULL ELSE 'n' || n END AS note,
                                now() - interval '1 week' AS changed_at,
                                n::\(schema == "app" ? "numeric(10, 2)" : "numeric") AS amount
                            FROM generate_series(1, 1000) AS n
                            """)
                }
                try await body(a, b)
                await a.close()
                await b.close()
            }
        }
    }

    private func run(
        _ target: PostgresConnection, _ source: PostgresConnection?, sample: Int = 500, seed: String = "1"
    ) async throws -> [CheckResult] {
        var options = CheckOptions(samples: 1000, allowsSuperuser: true)
        options.seed = seed
        let others = source.map { ["source": $0.settings] } ?? [:]
        return try await CheckRunner(target.settings, options: options, others: others)
            .run(Self.suite(sample: sample).compiled(), database: "target").results
    }

    @Test func whatIsTheSamePasses() async throws {
        try await open { (target, source) async throws in
            let results = try await run(target, source)
            #expect(results.map(\.outcome) == [.passed, .passed])
            // The seed draws the same rows from both sides.
            #expect(results.map(\.rowsExamined) == [201, 500])
        }
    }

    @Test func everyDifferenceIsCounted() async throws {
        try await open { (target, source) async throws in
            try await target.run(
                script: """
                    DELETE FROM copy.entries WHERE id BETWEEN 11 AND 13;
                    UPDATE copy.entries SET state = 'lost' WHERE id IN (101, 102, 203, 304);
                    UPDATE copy.entries SET note = 'secret@example.com' WHERE id BETWEEN 500 AND 504;
                    UPDATE copy.entries SET note = '' WHERE id = 700;
                    INSERT INTO copy.entries VALUES (2001, '2026-01-01', 'open'), (2002, '2026-01-01', 'open');
                    INSERT INTO copy.entries SELECT * FROM copy.entries WHERE id = 900
                    """)
            // Moved on a minute ago: it may not have arrived, and its day waits.
            try await source.run(script: "UPDATE app.entries SET state = 'done', changed_at = now() WHERE id = 306")
            let results = try await run(target, source, sample: 2000)
            let (counts, sample) = (results[0], results[1])
            #expect(sample.failingRows == 3 + 4 + 5 + 1 + 2 + 1)
            #expect(sample.rowsExamined == 1001)
            // Day 2 (two groups), days 11 and 21 (101 and 102 leave two groups, 'lost' is new; 203), not day 31 (304), since its 306
            // is in flux; one new day; and 900 twice.
            #expect(counts.failingRows == 2 + 3 + 2 + 1 + 1)
            let told = sample.samples.map(\.description)
            for line in [
                "id=11, problem=is not in target", "id=2001, problem=is not in source", "id=101, problem=state differs",
                "id=502, problem=note differs", "id=700, problem=note differs",
                "id=900, problem=is 2 times in target, 1 times in source",
            ] {
                #expect(told.contains(line), "\(line)")
            }
            #expect(!told.contains { $0.contains("secret") || $0.contains("lost") })
            #expect(counts.samples.map(\.description).contains("day=2026-01-01, state=open, target=2, source=0"))
        }
    }

    /// All rows, with these many keys shown.
    private func runRows(_ target: PostgresConnection, _ source: PostgresConnection, samples: Int = 100) async throws
        -> CheckResult
    {
        let suite = CheckSuite(
            Self.target, [CheckGroup(on: Self.here, key: [Self.here.id], [.rowsAgree(Self.both, named: "rows", "The same rows")])]
        )
        let options = CheckOptions(samples: samples, allowsSuperuser: true)
        return try #require(
            try await CheckRunner(target.settings, options: options, others: ["source": source.settings])
                .run(suite.compiled(), database: "target").results.first)
    }

    @Test func allRowsAreComparedByBuckets() async throws {
        try await open { (target, source) async throws in
            let same = try await runRows(target, source)
            #expect(same.outcome == .passed && same.rowsExamined == 1000)
            try await target.run(
                script: """
                    DELETE FROM copy.entries WHERE id BETWEEN 11 AND 13;
                    UPDATE copy.entries SET note = 'secret@example.com' WHERE id BETWEEN 500 AND 504;
                    UPDATE copy.entries SET note = '' WHERE id = 700;
                    UPDATE copy.entries SET note = CASE id WHEN 31 THEN 'n32' ELSE 'n31' END WHERE id IN (31, 32);
                    INSERT INTO copy.entries VALUES (2001, '2026-01-01', 'open'), (NULL, NULL, 'open');
                    INSERT INTO copy.entries SELECT * FROM copy.entries WHERE id = 900
                    """)
            try await source.run(script: "UPDATE app.entries SET state = 'done', changed_at = now() WHERE id = 306")
            try await target.run(script: "UPDATE copy.entries SET state = 'lost' WHERE id = 306")
            let result = try await runRows(target, source)
            #expect(result.failingRows == 3 + 5 + 1 + 2 + 2 + 1)
            #expect(result.rowsExamined == 1002)
            #expect(result.figures.map(\.description) == ["keys that may not have arrived, not compared: 1"])
            let told = result.samples.map(\.description)
            for line in [
                "id=11, problem=is not in target", "id=2001, problem=is not in source", "id=NULL, problem=is not in source",
                "id=31, problem=note differs", "id=700, problem=note differs",
                "id=900, problem=is 2 times in target, 1 times in source",
            ] {
                #expect(told.contains(line), "\(line)")
            }
            #expect(!told.contains { $0.contains("secret") })
        }
    }

    @Test func manyDifferencesAreCountedByHashesAndAFewAreShown() async throws {
        try await open { (target, source) async throws in
            for (connection, schema) in [(target, "copy"), (source, "app")] {
                try await connection.run(
                    script: """
                        INSERT INTO \(schema).entries SELECT n, date '2025-01-01', 'open', '\(schema)', now() - interval '1 week'
                        FROM generate_series(10001, 75000) AS n
                        """)
            }
            let result = try await runRows(target, source, samples: 3)
            #expect(result.failingRows == 65_000 && result.rowsExamined == 66_000)
            #expect(result.samples.count == 3 && result.samples.allSatisfy { $0.values[1] == "note differs" })
        }
    }

    @Test func aSeedDrawsTheSameRowsAgain() async throws {
        try await open { (target, source) async throws in
            try await target.run(script: "UPDATE copy.entries SET note = 'x'")
            let (first, again) = (
                try await run(target, source, sample: 20)[1], try await run(target, source, sample: 20)[1]
            )
            #expect(first.samples == again.samples)
            #expect(first.failingRows == 20)
            let other = try await run(target, source, sample: 20, seed: "2")[1]
            #expect(first.samples != other.samples)
        }
    }

    @Test func withOneUrlItIsSkippedAloud() async throws {
        try await open { (target, _) async throws in
            for result in try await run(target, nil) {
                #expect(
                    result.outcome
                        == .skipped(reason: "it compares with the database source, and no URL says where that is"))
            }
        }
    }

    @Test func whatIsWrongWithTheOtherIsAnError() async throws {
        try await open { (target, source) async throws in
            try await source.run(script: "ALTER TABLE app.entries RENAME COLUMN note TO remark")
            let outcomes = try await run(target, source).map(\.outcome)
            #expect(outcomes[0] == .error(message: outcomes[0].explanation ?? ""))
            #expect(outcomes[0].explanation?.contains("note") == true)
            // All of it in flux: no answer is no pass.
            try await source.run(
                script: "ALTER TABLE app.entries RENAME COLUMN remark TO note; UPDATE app.entries SET changed_at = now()")
            #expect(try await run(target, source).allSatisfy { $0.outcome.word == "skipped" })
        }
    }

    @Test func theFileHasBothQueries() throws {
        let check = try #require(try Self.suite().compiled().last)
        #expect(check.file == "checks/target/copy.entries.sample.sql")
        #expect(check.fileText.contains("-- Compared by `plumb check` with what source answers to:\n--   SELECT"))
        #expect(check.fileText.contains("FROM app.entries"))
        let text = #expect(throws: CheckError.self) {
            try CheckSuite(
                Self.target,
                [
                    CheckGroup(
                        on: Self.here, key: [],
                        [
                            .countsAgree(
                                Reconciliation(
                                    with: Self.target, key: ["id"], groups: ["day"], compared: [], here: "SELECT 1",
                                    there: "SELECT 1"),
                                named: "counts", "As many"),
                            .sampleAgrees(
                                Reconciliation(
                                    with: Self.source, key: ["id"], groups: [], compared: ["note"],
                                    here: "SELECT \(Self.here.id)",
                                    there: "SELECT \(Self.here.id)"), named: "sample", "The same"),
                        ])
                ]
            ).compiled()
        }
        #expect(text?.message.contains("an agreement is between two databases, and both are target") == true)
        #expect(text?.message.contains("id is not in database source") == true)
    }

    /// NULL equals NULL, and is neither the text 'NULL' nor the empty text; also in a key.
    @Test func nullIsAValueOfItsOwn() async throws {
        try await open { (target, source) async throws in
            for (connection, table) in [(target, "copy.entries"), (source, "app.entries")] {
                try await connection.run(
                    script: """
                        TRUNCATE \(table);
                        INSERT INTO \(table) (id, day, state, note) VALUES
                          (1, '2025-01-01', NULL, NULL), (2, '2025-01-01', 'NULL', NULL), (3, '2025-01-01', 'x', ''), (NULL, NULL, 'k', 'v')
                        """)
            }
            #expect(try await run(target, source).map(\.failingRows) == [0, 0])
            try await source.run(
                script: """
                    UPDATE app.entries SET state = NULL WHERE id = 2; UPDATE app.entries SET note = NULL WHERE id = 3;
                    UPDATE app.entries SET note = 'w' WHERE id IS NULL
                    """)
            let found = try await run(target, source)
            #expect(found[0].failingRows == 2 && found[1].failingRows == 3)
            #expect(
                found[1].samples.map(\.description) == [
                    "id=NULL, problem=note differs", "id=2, problem=state differs", "id=3, problem=note differs",
                ])
        }
    }
}
