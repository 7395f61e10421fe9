import Migrator
import PlumblineTesting
import SchemaDSL
import Testing

/// The columns that a view declares are compared with those that its query gives.
@Suite struct ViewColumnTests {
    final class Visit: Table, Sendable {
        let id = Column("id", .bigint).primaryKey()
        let fee = Column("fee", .numeric(10, 2))
        static let shared = Visit()
    }

    final class Total: View, Sendable {
        let fees = Column("fees", .numeric(12, 2))
        let visits = Column<Int64>("visits", .sql("int8"))
        var query: SQLFragment { "SELECT sum(\(Visit.shared.fee)) AS fees, count(*) AS visits FROM \(Visit.shared)" }
    }

    final class WrongType: View, Sendable {
        let visits = Column("visits", .text)
        var query: SQLFragment { "SELECT count(*) AS visits FROM \(Visit.shared)" }
    }

    final class WrongName: View, Sendable {
        let visits = Column("visit", .bigint)
        var query: SQLFragment { "SELECT count(*) AS visits FROM \(Visit.shared)" }
    }

    private func load(_ view: any AnyView) async throws {
        let database = Database("clinic", schemas: [Schema("app", tables: [Visit.shared], views: [view])])
        try await ScratchServer.withDatabase(of: database) { _ in }
    }

    /// Another spelling of a type and another precision are the same type to Swift.
    @Test func columnsThatFitLoad() async throws { try await load(Total()) }

    @Test func anotherTypeIsAnError() async throws {
        let error = await #expect(throws: MigrationError.self) { try await load(WrongType()) }
        #expect(
            error?.description.contains(
                "view app.wrong_type declares the column visits as text, but its query gives bigint. Declare that type, or cast")
                == true,
            "\(error?.description ?? "")")
    }

    @Test func anotherNameIsAnError() async throws {
        let error = await #expect(throws: MigrationError.self) { try await load(WrongName()) }
        #expect(
            error?.description.contains("declares the columns (visit), but its query gives (visits)") == true,
            "\(error?.description ?? "")")
    }
}
