import Foundation
import SchemaDSL
import SchemaModel
import Testing

/// Declarations beyond those of the sample.
@Suite("declarations") struct DeclarationTests {
    enum Size: String, SQLEnum {
        case small, large = "very large"
        static let type = EnumType(Size.self, name: "size_of_box")
    }

    static let address = CompositeType("address", fields: Field("street", .text), Field("zip", .varchar(5)))
    static let weights = RangeType("weights", of: .doublePrecision, multirange: "many_weights")

    final class Box: Table, Sendable {
        static let relationName = "boxes"

        let id = Column("id", .bigint).identity(increment: 5, maximum: 100, cache: 3, cycle: true)
        let name = Column("name", .text).notNull()
        let size = Column("size", .enum(Size.self)).default(.large)
        let home = Column("home", .composite(DeclarationTests.address))
        let weight = Column("weight", .range(DeclarationTests.weights))
        let open = Column("open", .tstzrange)
        let outer = Column("outer_id", .bigint)
        let twice = Column("twice", .text)
        let isWide: Bool

        init(isWide: Bool = true) { self.isWide = isWide }

        var body: TableBody {
            PrimaryKey(id, deferrable: .initiallyDeferred)
            ForeignKey([outer], references: [id], onDelete: .setNull, setting: [outer], matchFull: true)
            Generated(twice, as: "\(name) || \(name)")
            if isWide { Check(size.in(.small, .large), name: "known_size") }
            for column in [name, twice] { Index("boxes_\(column.name)", on: column) }
            Index("boxes_lower", sql: "USING btree (lower(\(name)))", unique: true)
            Trigger("t", sql: "AFTER INSERT ON \(self) FOR EACH ROW EXECUTE FUNCTION app.f()", isConstraint: true)
            Grant(.select, to: "reader")
        }
    }

    private func declared(_ box: Box = Box(), roles: [Role] = [], rows: [Row] = [], sql: [RawSQL] = []) throws -> DeclaredDatabase
    {
        try Database(
            "d",
            schemas: [
                Schema("app", types: [Size.type, Self.address, Self.weights], tables: [box], sql: sql)
            ],
            referenceRows: rows.isEmpty ? [] : [ReferenceRows(of: box, key: box.id, rows: rows)], roles: roles
        ).declared()
    }

    private func facts(_ box: Box = Box()) throws -> [ObjectID: Fact] {
        Dictionary(try declared(box).facts.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    private let table = ObjectID.table("app", "boxes")

    @Test("a table can have a name of its own and a column called name")
    func name() throws {
        #expect(try facts()[.column("name", of: table)]?.text(.type) == "text")
    }

    @Test("the cases of a Swift enum are labels; a default is one of them")
    func labels() throws {
        let facts = try facts()
        #expect(facts[ObjectID(.enumType, schema: "app", "size_of_box")]?.texts(.labels) == ["small", "very large"])
        #expect(facts[.columnDefault(of: .column("size", of: table))]?.text(.expression) == "'very large'")
        #expect(facts[.constraint("known_size", on: table)]?.text(.definition) == "CHECK (size IN ('small', 'very large'))")
    }

    @Test("composite and range types are facts, and columns have them")
    func types() throws {
        let facts = try facts()
        let fields = facts[ObjectID(.compositeType, schema: "app", "address")]?[.viewColumns]?.list
        #expect(fields?.last == .object(["name": "zip", "type": "character varying(5)"]))
        let range = facts[ObjectID(.rangeType, schema: "app", "weights")]
        #expect(range?.text(.subtype) == "double precision")
        #expect(range?.texts(.multirange) == ["app", "many_weights"])
        #expect(facts[.column("home", of: table)]?.text(.type) == "app.address")
        #expect(facts[.column("weight", of: table)]?.text(.type) == "app.weights")
        #expect(facts[.column("open", of: table)]?.text(.type) == "tstzrange")
    }

    @Test("keys can be deferred; MATCH FULL and the columns of SET NULL are said")
    func keys() throws {
        let facts = try facts()
        #expect(
            facts[.constraint("boxes_pkey", on: table)]?.text(.definition) == "PRIMARY KEY (id) DEFERRABLE INITIALLY DEFERRED")
        #expect(
            facts[.constraint("boxes_outer_id_fkey", on: table)]?.text(.definition)
                == "FOREIGN KEY (outer_id) REFERENCES app.boxes(id) MATCH FULL ON DELETE SET NULL (outer_id)")
    }

    @Test("an identity has the options of its sequence")
    func identity() throws {
        #expect(
            try facts()[.column("id", of: table)]?[.identityOptions]
                == .object(["increment": 5, "maximum": 100, "cache": 3, "cycle": true]))
    }

    @Test("a generated column refers to the others in the body")
    func generated() throws {
        #expect(try facts()[.column("twice", of: table)]?.text(.generated) == "name || name")
    }

    @Test("a body can have if and for")
    func controlFlow() throws {
        let narrow = try facts(Box(isWide: false))
        #expect(narrow[.constraint("known_size", on: table)] == nil)
        #expect(narrow[.index("boxes_name", on: table)] != nil && narrow[.index("boxes_twice", on: table)] != nil)
    }

    @Test("indexes and triggers can be given as SQL")
    func sqlForms() throws {
        let facts = try facts()
        #expect(facts[.index("boxes_lower", on: table)]?.text(.body) == "USING btree (lower(name))")
        #expect(
            facts[.trigger("t", on: table)]?.text(.definition)
                == "CREATE CONSTRAINT TRIGGER t AFTER INSERT ON app.boxes FOR EACH ROW EXECUTE FUNCTION app.f()")
    }

    @Test("raw SQL has its names written out")
    func rawSQL() throws {
        let box = Box()
        let declared = try declared(box, sql: [RawSQL("CREATE STATISTICS app.s ON \(box.name), \(box.size) FROM \(box)")])
        #expect(declared.rawSQL.map(\.sql) == ["CREATE STATISTICS app.s ON name, size FROM app.boxes"])
        #expect(declared.rawSQL.first?.origin?.file == "Tests/SchemaDSLTests/DeclarationTests.swift")
    }

    @Test("where roles are listed, a grant to another one is a problem")
    func roles() throws {
        #expect(try declared(roles: ["reader"]).roles == ["reader"])
        let error = #expect(throws: DeclarationError.self) { try declared(roles: ["raeder"]) }
        #expect(error?.problems.map(\.code) == [.unknownRole])
    }

    @Test("reference rows hold values of every type")
    func rows() throws {
        final class Kinds: Table, Sendable {
            let id = Column("id", .uuid).primaryKey()
            let price = Column("price", .numeric)
            let day = Column("day", .date)
            let at = Column("at", .timestamptz)
            let document = Column("document", .jsonb)
            let share = Column("share", .doublePrecision)
            let tags = Column("tags", .array(of: .text))
            let size = Column("size", .enum(Size.self))
        }
        let kinds = Kinds()
        let id = try #require(UUID(uuidString: "11111111-2222-3333-4444-555555555555"))
        let database = Database(
            "d", schemas: [Schema("app", types: [Size.type], tables: [kinds])],
            referenceRows: [
                ReferenceRows(
                    of: kinds, key: kinds.id,
                    rows: [
                        Row(
                            kinds.id.set(id), kinds.price.set(9.5), kinds.day.set(LocalDate(2026, 1, 2)),
                            kinds.at.set(Date(timeIntervalSince1970: 0)), kinds.document.set(JSON(text: #"{"a": [1]}"#)),
                            kinds.share.set(.infinity), kinds.tags.set(["x"]), kinds.size.set(.small))
                    ])
            ])
        let row = try #require(try database.declared().facts.first { $0.id.kind == .referenceRow })
        #expect(row[.key] == .object(["id": "11111111-2222-3333-4444-555555555555"]))
        #expect(
            row[.values]
                == .object([
                    "price": .number("9.5"), "day": "2026-01-02", "at": "1970-01-01T00:00:00+00:00",
                    "document": .object(["a": .list([1])]), "share": "Infinity", "tags": .texts(["x"]), "size": "small",
                ]))
    }
}
