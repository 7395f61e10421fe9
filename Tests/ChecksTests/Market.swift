import Checks
import PlumblineTesting
import PostgresClient
import SchemaDSL

/// A table of every type that rules are about, and one that refers to it.
final class Readings: Table, Sendable {
    let id = Column("id", .bigint).primaryKey().unmasked()
    let tenant = Column("tenant", .text).unmasked()
    let number = Column("number", .integer)
    let ratio = Column("ratio", .doublePrecision)
    let price = Column("price", .numeric)
    let at = Column("at", .timestamptz)
    let until = Column("until", .timestamptz)
    let local = Column("local", .timestamp)
    let day = Column("day", .date)
    let tags = Column("tags", .array(of: .text))
    let mail = Column("mail", .text)
}

final class Lines: Table, Sendable {
    let id = Column("id", .bigint).primaryKey().unmasked()
    let reading = Column("reading", .bigint)
    let tenant = Column("tenant", .text)
    let amount = Column("amount", .numeric)
}

enum Market {
    static let readings = Readings()
    static let lines = Lines()
    static let database = Database("market", schemas: [Schema("market", tables: [readings, lines])])

    /// Twenty good readings of two tenants, an hour apart, each with two lines.
    static let ddl = """
        CREATE SCHEMA market;
        CREATE TABLE market.readings (id bigint PRIMARY KEY, tenant text, number integer, ratio double precision, price numeric,
            at timestamptz, until timestamptz, local timestamp, day date, tags text[], mail text);
        INSERT INTO market.readings
        SELECT n, 't' || n % 2, n, n / 20.0, n, now() - (21 - n) * interval '1 hour', now() - (20 - n) * interval '1 hour',
            (now() AT TIME ZONE 'UTC') - (21 - n) * interval '1 hour', (now() AT TIME ZONE 'UTC')::date - (20 - n), ARRAY['a', 'b'],
            'person' || n || '@example.org'
        FROM generate_series(1, 20) AS n;
        CREATE TABLE market.lines (id bigint PRIMARY KEY, reading bigint, tenant text, amount numeric);
        INSERT INTO market.lines SELECT n, (n + 1) / 2, 't' || (n + 1) / 2 % 2, (n + 1) / 2 / 2.0 FROM generate_series(1, 40) AS n;
        """

    static func suite(_ checks: [DataCheck]) -> CheckSuite {
        CheckSuite(database, [CheckGroup(on: readings, key: [readings.id], checks)])
    }

    /// Runs checks after SQL that plants faults, and after none.
    static func open(_ body: (Live) async throws -> Void) async throws {
        try await ScratchServer.withDatabase { settings in
            let connection = try await PostgresConnection.connect(settings)
            do {
                try await connection.run(script: ddl)
                try await body(Live(settings: settings, connection: connection))
            } catch {
                await connection.close()
                throw error
            }
            await connection.close()
        }
    }

    struct Live {
        let settings: ConnectionSettings
        let connection: PostgresConnection

        func run(_ checks: DataCheck..., past: [PastResult] = [], samples: Int = 100) async throws -> [CheckResult] {
            let options = CheckOptions(samples: samples, allowsSuperuser: true)
            return try await CheckRunner(settings, options: options, past: past)
                .run(try suite(checks).compiled(), database: "market").results
        }
    }
}
