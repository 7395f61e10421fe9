import Checks
import Foundation
import PlumblineTesting
import PostgresClient
import SchemaDSL

/// A small database of the tests' own, declared and real.
final class Customers: Table, Sendable {
    let id = Column("id", .bigint).primaryKey().unmasked()
    let email = Column("email", .text)
    let status = Column("status", .text)
    let score = Column("score", .integer)
    let details = Column("details", .jsonb)
    let createdAt = Column("created_at", .timestamptz)
    let updatedAt = Column("updated_at", .timestamptz)
}

final class Orders: Table, Sendable {
    let id = Column("id", .bigint).primaryKey().unmasked()
    let customerID = Column("customer_id", .bigint)
    let number = Column("number", .text)
    let syncedAt = Column("synced_at", .timestamptz)
}

enum Shop {
    static let customers = Customers()
    static let orders = Orders()
    static let database = Database("shop", schemas: [Schema("shop", tables: [customers, orders])])

    /// Twenty good customers with an order each.
    static let ddl = """
        CREATE SCHEMA shop;
        CREATE TABLE shop.customers (id bigint PRIMARY KEY, email text, status text, score integer, details jsonb,
            created_at timestamptz, updated_at timestamptz);
        CREATE TABLE shop.orders (id bigint PRIMARY KEY, customer_id bigint, number text, synced_at timestamptz);
        INSERT INTO shop.customers
        SELECT n, 'c' || n || '@example.com', 'open', n * 5, '{"kind": "plain"}', now() - interval '2 days', now() - interval '1 day'
        FROM generate_series(1, 20) AS n;
        INSERT INTO shop.orders SELECT n, n, 'N' || n, now() FROM generate_series(1, 20) AS n;
        """

    static func customers(_ checks: DataCheck...) -> CheckSuite {
        CheckSuite(database, [CheckGroup(on: customers, key: [customers.id], checks)])
    }

    static func orders(_ checks: DataCheck...) -> CheckSuite {
        CheckSuite(database, [CheckGroup(on: orders, key: [orders.id], checks)])
    }

    static let options = CheckOptions(allowsSuperuser: true)

    /// The database, filled; `run` runs checks in it after the SQL that plants faults.
    static func open(major: Int? = nil, _ body: (Live) async throws -> Void) async throws {
        try await ScratchServer.withDatabase(major: major) { settings in
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

        func plant(_ sql: String) async throws { try await connection.run(script: sql) }

        func run(_ checks: [CompiledCheck], _ options: CheckOptions = Shop.options) async throws -> CheckReport {
            try await CheckRunner(settings, options: options).run(checks, database: "shop")
        }

        func run(_ suite: CheckSuite, _ options: CheckOptions = Shop.options) async throws -> [CheckResult] {
            try await run(suite.compiled(), options).results
        }
    }
}
