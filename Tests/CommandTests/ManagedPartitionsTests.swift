import PlumblineTesting
import PostgresClient
import SchemaDSL
import Testing

/// Partitions that functions of the library create and retire, on a server.
@Suite struct ManagedPartitionsTests {
    final class Visit: Table, Sendable {
        static let relationName = "visits"
        let id = Column("id", .bigint)
        let day = Column("day", .date).notNull()
        let minutes = Column("minutes", .integer).notNull()
        let hours = Column("hours", .integer)
        var body: TableBody {
            PrimaryKey(id, day)
            Generated(hours, as: "\(minutes) / 60")
            RowSecurity.forced
            Partitioned(by: .range, day, partitions: .managed)
        }
    }

    final class OldVisit: Table, Sendable {
        static let relationName = "old_visits"
        let id = Column("id", .bigint)
        let day = Column("day", .date)
        let hours = Column("hours", .integer)
        var body: TableBody { PrimaryKey(id, day) }
    }

    final class Token: Table, Sendable {
        static let relationName = "tokens"
        let id = Column("id", .bigint).primaryKey()
        var body: TableBody { Partitioned(by: .hash, id) }
    }

    static let visits = Visit()
    static let oldVisits = OldVisit()
    static let tokens = Token()
    static let days = ManagedPartitions(of: visits, every: .day, on: visits.day)
    static let create = days.creating(ahead: 2, uniqueWithin: [visits.id])
    static let retire = days.retiring(
        after: "'30 days'::interval", into: .init(oldVisits, key: [oldVisits.id, oldVisits.day]))

    static let database = Database(
        "clinic",
        schemas: [
            Schema(
                "app", tables: [visits, oldVisits, tokens],
                partitions: [days.defaultPartition] + Partition.hash(of: tokens, count: 3),
                functions: [create, retire])
        ])

    @Test func daysAreCreatedFilledAndRetired() async throws {
        try await ScratchServer.withDatabase(of: Self.database) { settings in
            try await PostgresConnection.with(settings) { connection in
                try await connection.run(script: "INSERT INTO app.visits VALUES (1, '2026-01-31', 90), (2, '2026-03-01', 30)")
                let created = try await connection.query(
                    "SELECT * FROM app.create_visits_partitions(as_of => '2026-03-01 23:00+00')")
                #expect(
                    created.compactMap { $0.text(0) } == [
                        "app.visits_y2026m01d31", "app.visits_y2026m03d01", "app.visits_y2026m03d02", "app.visits_y2026m03d03",
                    ])
                let left = try await connection.query("SELECT count(*) AS n FROM app.visits_default")
                #expect(try left.first?.decode("n", as: Int64.self) == 0)
                // A second run has nothing to do.
                let again = try await connection.query(
                    "SELECT * FROM app.create_visits_partitions(as_of => '2026-03-01 23:00+00')")
                #expect(again.isEmpty)
                let secured = try await connection.query(
                    "SELECT relname FROM pg_class WHERE relname LIKE 'visits%' AND relkind = 'r' AND NOT (relrowsecurity AND relforcerowsecurity)"
                )
                #expect(secured.isEmpty)

                let retired = try await connection.query("SELECT * FROM app.retire_visits_partitions(as_of => '2026-03-03')")
                #expect(retired.compactMap { $0.text(0) } == ["app.visits_y2026m01d31"])
                let archived = try await connection.query("SELECT id, hours FROM app.old_visits")
                #expect(archived.compactMap { $0.text(1) } == ["1"])
            }
        }
    }

    @Test func rowsOfAHashPartitionedTableFindAPartition() async throws {
        try await ScratchServer.withDatabase(of: Self.database) { settings in
            try await PostgresConnection.with(settings) { connection in
                try await connection.run(script: "INSERT INTO app.tokens SELECT generate_series(1, 100)")
                let rows = try await connection.query(
                    "SELECT DISTINCT tableoid::regclass::text AS name FROM app.tokens ORDER BY 1")
                #expect(rows.compactMap { $0.text(0) } == ["app.tokens_p0", "app.tokens_p1", "app.tokens_p2"])
            }
        }
    }
}
