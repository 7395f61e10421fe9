import Foundation
import Migrator
import PostgresClient
import SchemaEngine
import SchemaModel
import Synchronization
import Testing

@Suite("A migration that was broken off anywhere goes on")
struct BreakOffTests {
    /// Ends the session of the migration before the n-th place where statements are sent.
    private final class Cut: SectionWatching {
        private let settings: ConnectionSettings
        private let point: Int
        private let passed = Mutex(0)

        init(_ settings: ConnectionSettings, at point: Int) {
            self.settings = settings
            self.point = point
        }

        var count: Int { passed.withLock { $0 } }

        func willSend(_ connection: PostgresConnection) async throws {
            let isHere = passed.withLock { passed in
                passed += 1
                return passed == point
            }
            guard isHere else { return }
            _ = try await PostgresConnection.with(settings) { other in
                try await other.query("SELECT pg_terminate_backend($1::integer, 5000)", [connection.processID])
            }
        }
    }

    /// The objects that must not remain after a migration that was broken off is finished.
    static let leftovers = """
        SELECT string_agg(what, ', ') FROM (
            SELECT 'invalid index ' || indexrelid::regclass FROM pg_index WHERE NOT indisvalid
            UNION ALL SELECT 'relation ' || oid::regclass FROM pg_class WHERE relname LIKE 'plumbline\\_new%'
            UNION ALL SELECT 'constraint ' || conname FROM pg_constraint WHERE conname LIKE 'plumbline\\_%' OR NOT convalidated
            UNION ALL SELECT 'trigger ' || tgname FROM pg_trigger WHERE tgname LIKE '%plumbline%'
            UNION ALL SELECT 'column ' || attname FROM pg_attribute JOIN pg_class c ON c.oid = attrelid AND c.relkind IN ('r', 'p')
                WHERE attname LIKE 'plumbline\\_new%'
            UNION ALL SELECT 'type ' || typname FROM pg_type WHERE typname LIKE 'plumbline\\_new%'
            UNION ALL SELECT 'function ' || oid::regprocedure FROM pg_proc
                WHERE pronamespace = 'plumbline'::regnamespace AND prorettype = 'trigger'::regtype
            UNION ALL SELECT 'backfill ' || section FROM plumbline.backfill
            UNION ALL SELECT 'section ' || section FROM plumbline.section
            UNION ALL SELECT 'migration ' || number || ' ' || state FROM plumbline.migration WHERE state <> 'applied'
        ) AS left_over(what)
        """

    static func run(_ shop: Workshop, _ database: DeclaredDatabase, forward: Bool, at point: Int = 0) async throws -> Int {
        let cut = Cut(shop.live, at: point)
        try await shop.migrate(database, forward: forward, observer: cut)
        return cut.count
    }

    /// Six of the points, in a sequence that is the same in each run.
    private func chosen(of count: Int, _ seed: UInt64) -> [Int] {
        var state = seed
        return (0..<6).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return 1 + Int(state >> 33) % count
        }
    }

    /// The schemas between which a migration is cut off.
    enum Course: String, CaseIterable, Sendable {
        case ordinary, online

        var schemas: (String, String) {
            switch self {
            case .ordinary: (Workshop.first, Workshop.second)
            case .online: (OnlineRewriteTests.first, OnlineRewriteTests.second)
            }
        }
        var rows: String { self == .ordinary ? Workshop.rows : OnlineRewriteTests.rows }
        var digest: String { self == .ordinary ? Workshop.digest : OnlineRewriteTests.digest }
    }

    @Test(
        "cut off before a statement, forward and back: the rerun finishes, loses nothing and leaves nothing over",
        arguments: Course.allCases)
    func cut(_ course: Course) async throws {
        try await Workshop.with { shop in
            let first = try await shop.declared(course.schemas.0)
            try await shop.generate(first, "initial")
            try await shop.withLive(first) { live, _ in _ = try await live.apply() }
            try await shop.execute(course.rows)
            let before = try await shop.value(course.digest)
            let second = try await shop.declared(course.schemas.1)
            try await shop.generate(second, "change", online: course == .online ? .all : nil)
            let forward = chosen(of: try await Self.run(shop, second, forward: true), 11)
            let back = chosen(of: try await Self.run(shop, second, forward: false), 12)
            for (there, here) in zip(forward, back) {
                await #expect(throws: (any Error).self, "point \(there)") {
                    _ = try await Self.run(shop, second, forward: true, at: there)
                }
                _ = try await Self.run(shop, second, forward: true)
                try await shop.withLive(second) { (live, _) async throws in
                    #expect(try await live.compare().isClean, "forward, point \(there)")
                }
                #expect(try await shop.value(Self.leftovers) == nil, "forward, point \(there)")
                await #expect(throws: (any Error).self, "point \(here)") {
                    _ = try await Self.run(shop, second, forward: false, at: here)
                }
                _ = try await Self.run(shop, second, forward: false)
                try await shop.withLive(first) { (live, _) async throws in
                    #expect(try await live.compare().isClean, "back, point \(here)")
                }
                #expect(try await shop.value(Self.leftovers) == nil, "back, point \(here)")
                #expect(try await shop.value(course.digest) == before, "back, point \(here)")
            }
        }
    }
}
