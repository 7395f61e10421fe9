import Migrator
import SchemaEngine
import SchemaModel
import Testing

@Suite("A table in use gets an identity column while clients go on")
struct OnlineIdentityTests {
    private static func schema(_ column: String) -> String {
        "CREATE SCHEMA app; CREATE TABLE app.ticket (code text CONSTRAINT ticket_key PRIMARY KEY\(column));"
    }

    private static let identity = ", number int GENERATED ALWAYS AS IDENTITY (START WITH 1000 INCREMENT BY 10)"

    /// Rows come and go, whatever columns there are.
    private static let writing = """
        INSERT INTO app.ticket (code) SELECT 'n' || count(*) || clock_timestamp() FROM app.ticket;
        DELETE FROM app.ticket WHERE code = (SELECT max(code) FROM app.ticket WHERE code < 'n')
        """

    @Test("rows that are written between any two statements get numbers of their own; no lock is long", arguments: [15, 18])
    func numbers(_ major: Int) async throws {
        try await Workshop.with(major: major) { shop in
            let first = try await shop.declared(Self.schema(""))
            try await shop.generate(first, "initial")
            try await shop.withLive(first) { live, _ in _ = try await live.apply() }
            try await shop.execute("INSERT INTO app.ticket SELECT 'c' || i FROM generate_series(1, 400) AS i")
            let second = try await shop.declared(Self.schema(Self.identity))
            let made = try #require(try await shop.generate(second, "change", online: .all))
            let certificate = try #require(made.proof.certificate)
            #expect(certificate.differences.isEmpty, "\(certificate.differences)")
            for direction in [certificate.forward, certificate.rollback] {
                for section in direction.sections {
                    #expect(section.rewrites.isEmpty, "\(section)")
                    #expect(section.scans.isEmpty || section.locks.allSatisfy { !$0.mode.blocksWrites }, "\(section)")
                }
            }
            // Forward, back, and forward again: the numbers of the first time come back.
            var numbers: [String?] = []
            for forward in [true, false, true] {
                let count = try await shop.migrate(second, forward: forward, writing: Self.writing)
                #expect(count > 3)
                guard forward else { continue }
                try await shop.execute("INSERT INTO app.ticket (code) VALUES ('last \(numbers.count)')")
                let wrong = """
                    SELECT count(*) - count(DISTINCT number) + count(*) FILTER (WHERE number % 10 <> 0 OR number < 1000)
                        + (SELECT count(*) FROM pg_class WHERE relname LIKE 'plumbline_%' AND relkind = 'S') FROM app.ticket
                    """
                #expect(try await shop.value(wrong) == "0")
                #expect(
                    try await shop.value(
                        "SELECT code FROM app.ticket ORDER BY number DESC LIMIT 1") == "last \(numbers.count)")
                numbers.append(try await shop.value("SELECT number FROM app.ticket WHERE code = 'c1'"))
            }
            #expect(numbers.count == 2 && numbers[0] == numbers[1] && numbers[0] != nil)
        }
    }

    @Test("in place, where nobody asked for it")
    func inPlace() async throws {
        try await Workshop.with { shop in
            let first = try await shop.declared(Self.schema(""))
            try await shop.generate(first, "initial")
            let second = try await shop.declared(Self.schema(Self.identity))
            let made = try #require(try await shop.generate(second, "change"))
            #expect(made.forward.steps.filter { $0.hazards.contains(.rewrite) }.count == 1)
        }
    }
}
