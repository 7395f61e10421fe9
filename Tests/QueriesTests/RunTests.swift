import Foundation
import PostgresClient
import Queries
import SchemaDSL
import Testing

struct RunTests {
    private static func instant(_ text: String) throws -> Date { try Date(text, strategy: .iso8601) }

    @Test func rowsAreReadByTheirOutputs() async throws {
        try await Shop.open { connection, library in
            let start = try Self.instant("2026-01-01T00:00:00Z")
            let end = try Self.instant("2026-01-03T00:00:00Z")
            let query = Shop.ordersBetween
            let rows = try await library.run(query, on: connection) { [$0.end.value(end), $0.start.value(start)] }
            #expect(try rows.map { try $0[query.customer] } == ["Ann", "Bo"])
            #expect(try rows.map { try $0[query.city] } == ["Delft", nil])
            #expect(try rows[0][query.total] == Decimal(string: "10.50"))
            #expect(try rows[0][query.day] == LocalDate(2026, 1, 1))
        }
    }

    @Test func aDefaultStandsForWhatIsNotGiven() async throws {
        try await Shop.open { connection, library in
            let start = try Self.instant("2026-01-02T00:00:00Z")
            let rows = try await library.run(Shop.ordersBetween, on: connection) { [$0.start.value(start)] }
            #expect(rows.count == 1)
        }
    }

    @Test func aValueTooLongIsRefusedAndNotCut() async throws {
        try await Shop.open { connection, library in
            let rows = try await library.run(Shop.addOrder, on: connection) {
                [$0.customer.value("Dora the longer"), $0.total.value(7)]
            }
            let id = try rows[0][Shop.addOrder.id]
            let stored = try await connection.query("SELECT customer FROM shop.orders WHERE id = $1", [id])
            #expect(try stored.one().decode("customer", as: String.self) == "Dora the longer")
        }
    }

    @Test(arguments: [
        (["start"], "needs a value"), (["start=2026-01-01", "stop=1"], "no parameter stop"),
        (["strat=2026-01-01"], "no parameter strat"),
        (["start=noon at sea", "end=2026-01-01"], "the value of start cannot be read as timestamp with time zone"),
        (["start=2026-01-01", "start=2026-01-02"], "given twice"),
    ])
    func parametersMustFit(_ given: [String], _ message: String) async throws {
        try await Shop.open { connection, library in
            let bindings = given.filter { $0.contains("=") }.map { text in
                let parts = text.split(separator: "=").map(String.init)
                return Binding(parts[0], text: parts[1])
            }
            let query = try library.query(named: "shop.orders_between")
            let error = await #expect(throws: QueryError.self) {
                _ = try await library.show(query, bindings, on: connection)
            }
            #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
        }
    }

    @Test func whatReadsCannotWriteAndWhatWritesMustBeAllowed() async throws {
        try await Shop.open { connection, library in
            let add = try library.query(named: "shop.add_order")
            let bindings = [Binding("customer", text: "Eve"), Binding("total", text: "1")]
            let error = await #expect(throws: QueryError.self) { _ = try await library.show(add, bindings, on: connection) }
            #expect(error?.code == .writes)
            let outcome = try await library.show(add, bindings, on: connection, mayWrite: true)
            #expect(outcome.command == "INSERT 0 1")
            #expect(outcome.rows.count == 1)
        }
    }

    @Test func theServerIsAskedWhetherAQueryMeansWhatItSays() async throws {
        try await Shop.open { connection, library in
            let problems = try await library.problems(of: "shop", on: connection)
            #expect(problems.found == [])
            try await connection.run(script: "ALTER TABLE shop.orders ALTER COLUMN total TYPE double precision")
            let changed = try await library.problems(of: "shop", on: connection).found
            #expect(changed.contains("shop.orders_between: total is of type double precision, declared is numeric"))
            try await connection.run(script: "ALTER TABLE shop.orders DROP COLUMN city")
            let dropped = try await library.problems(of: "shop", on: connection).found
            #expect(dropped.contains { $0.hasPrefix("shop.orders_between: ") && $0.contains("city") })
        }
    }

    @Test func thePsqlFormNamesItsVariables() throws {
        let query = try QueryLibrary([Shop.set]).query(named: "shop.orders_between")
        #expect(query.psql.contains(":'start'::timestamp with time zone"))
        #expect(query.psql.contains("(now())::timestamp with time zone"))
    }
}
