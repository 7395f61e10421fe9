import Plumbline
import PlumblineTesting
import ShopSchema
import Testing

@Suite("the shop")
struct ShopTests {
    @Test("the declaration contradicts itself nowhere")
    func declaration() {
        #expect(Shop.database.validate().isEmpty)
    }

    // Each test has a database of its own with the declared schema.
    @Test("PostgreSQL computes the gross price, and reference rows are there", .database(of: Shop.database))
    func rows() async throws {
        try await PostgresConnection.with(ScratchDatabase.settings) { connection in
            let rows = try await connection.query(
                "INSERT INTO app.products (category_id, name, net, tax) VALUES (1, 'A book', 10, 0.07) RETURNING gross::text AS gross"
            )
            #expect(try rows.first?.decode("gross", as: String.self) == "10.70000")
        }
    }

    @Test("two bookings of a room cannot overlap", .database(of: Shop.database))
    func bookings() async throws {
        try await PostgresConnection.with(ScratchDatabase.settings) { connection in
            let book = "INSERT INTO app.bookings (room, during) VALUES (1, '[2026-01-01 10:00+00, 2026-01-01 12:00+00)')"
            try await connection.run(script: book)
            await #expect(throws: PostgresError.self) { try await connection.run(script: book) }
        }
    }
}
