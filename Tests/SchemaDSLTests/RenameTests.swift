import SchemaDSL
import SchemaModel
import Testing

@Suite("Earlier names of what is declared") struct RenameTests {
    static let mood = EnumType("mood", "blue", "glad").renamed(from: "feeling").renamed(label: "blue", from: "sad", "low")
    static let email = Domain<String>("email", .text).renamed(from: "address")
    static let ticket = DatabaseSequence("ticket").renamed(from: "number")
    static let orders = Orders()
    static let open = OpenOrders()
    static let daily = DailyOrders()
    static let touch = Function("touch", returns: .trigger, language: .plpgsql, body: "BEGIN RETURN NEW; END").renamed(
        from: "bump")
    static let total = Aggregate("total", [Argument("value", .integer)], state: .integer, transition: "int4pl").renamed(
        from: "sum_up")

    private func database(_ schema: Schema, publications: [Publication] = []) -> Database {
        Database("d", schemas: [schema], publications: publications)
    }

    @Test("each kind says them, the oldest first")
    func kinds() throws {
        let schema = Schema(
            "shop", types: [Self.mood, Self.email], sequences: [Self.ticket], tables: [Self.orders],
            views: [Self.open, Self.daily],
            functions: [Self.touch], objects: [Self.total]
        ).renamed(from: "app")
        let declared = try database(schema, publications: [Publication("ours").renamed(from: "mine")]).declared()
        #expect(
            declared.renames.map(\.description).sorted() == [
                "aggregate shop.sum_up(integer) to total", "column shop.open_orders.note to remark",
                "column shop.purchases.comment to remark", "column shop.purchases.note to remark",
                "constraint shop.purchases.positive to above_zero", "domain shop.address to email",
                "enum type shop.feeling to mood",
                "function shop.bump() to touch", "index shop.orders_remark to purchases_remark", "label shop.mood.low to blue",
                "label shop.mood.sad to blue", "materialized view shop.per_day to daily_orders",
                "policy shop.purchases.all to everyone",
                "publication mine to ours", "schema app to shop", "sequence shop.number to ticket",
                "table shop.orders to purchases",
                "trigger shop.purchases.old to touch", "view shop.pending to open_orders",
            ])
        let column = ObjectID.column("remark", of: .table("shop", "purchases"))
        #expect(declared.renames.filter { $0.to == .object(column) }.map(\.from.name) == ["note", "comment"])
        #expect(declared.renames.allSatisfy { $0.origin?.file == "Tests/SchemaDSLTests/RenameTests.swift" })
    }

    @Test("a type with earlier names is still the type that columns have")
    func identity() throws {
        let facts = try database(Schema("shop", types: [Self.mood], tables: [Moods()])).declared().facts
        #expect(facts.first { $0.id.kind == .column }?.text(.type) == "shop.mood")
    }

    @Test("a circle, a name of its own and an unknown label are problems")
    func problems() {
        let schema = Schema(
            "shop", types: [EnumType("e", "a").renamed(label: "b", from: "c").renamed(from: "e")], tables: [Circle()])
        let found = database(schema).validate()
        #expect(found.map(\.code) == [.unknownLabel, .renameToItself, .renameCircle])
        #expect(found.last?.message.contains("shop.circle.a -> shop.circle.b -> shop.circle.a") == true)
    }

    final class Orders: Table, Sendable {
        let name = "purchases"
        let id = Column("id", .integer).primaryKey()
        let remark = Column("remark", .text).renamed(from: "note", "comment")

        var body: TableBody {
            Renamed(from: "orders")
            Check(id.atLeast(1), name: "above_zero").renamed(from: "positive")
            Index("purchases_remark", on: remark).renamed(from: "orders_remark")
            RowSecurity.enabled
            Policy("everyone", using: id.atLeast(0)).renamed(from: "all")
            Trigger("touch", .before, .update, execute: RenameTests.touch).renamed(from: "old")
        }
    }

    final class OpenOrders: View, Sendable {
        let remark = Column("remark", .text).renamed(from: "note")
        var query: SQLFragment { "SELECT \(RenameTests.orders.remark) FROM \(RenameTests.orders)" }
        var settings: ViewSettings { ViewSettings().renamed(from: "pending") }
    }

    final class DailyOrders: MaterializedView, Sendable {
        let id = Column("id", .integer)
        var query: SQLFragment { "SELECT \(RenameTests.orders.id) FROM \(RenameTests.orders)" }
        var body: TableBody { Renamed(from: "per_day") }
    }

    final class Moods: Table, Sendable {
        let mood = Column("mood", .enum(RenameTests.mood))
    }

    final class Circle: Table, Sendable {
        let a = Column("a", .text).renamed(from: "b")
        let b = Column("b", .text).renamed(from: "a")
    }
}
