import SchemaDSL
import SchemaModel
import Testing

/// Tables of another application: several shapes, and what of ours is on them.
@Suite struct ExternalTests {
    final class Old: Table, Sendable {
        let id = Column("id", .serial).primaryKey()
        let mail = Column("mail", .varchar(50)).unique()
        let only = Column("only_old", .text)
        var name: String { "contacts" }
        var body: TableBody { Index("contacts_old", on: mail) }
    }

    final class New: Table, Sendable {
        let id = Column("id", .bigserial).primaryKey()
        let mail = Column("mail", .text)
        var name: String { "contacts" }
        var body: TableBody {
            Index("contacts_mail", on: mail, unique: true)
            Index("taken", on: mail)
        }
    }

    final class Mails: View, Sendable {
        let of: Old
        init(_ of: Old) { self.of = of }
        var name: String { "mails" }
        var query: SQLFragment { "SELECT \(of.mail) FROM \(of)" }
    }

    private func database(_ contacts: Old, index: String = "contacts_ours", on column: KeyPath<Old, Column<String>> = \.mail)
        -> Database
    {
        Database(
            "app", platform: .chatwoot,
            external: [
                ExternalSchema(
                    "public", owner: "app_owner",
                    shapes: [.init("old", tables: [contacts]), .init("new", tables: [New()])])
            ],
            schemas: [Schema("public", ownership: .declaredObjects, views: [Mails(contacts)])],
            additions: [Additions(to: contacts) { Index(index, on: contacts[keyPath: column]) }],
            referenceRows: [
                ReferenceRows(of: contacts, key: contacts.mail, rows: [Row(contacts.mail.set("root@example.org"))])
            ])
    }

    @Test func oursIsInScopeAndTheirsIsNot() throws {
        let declared = try database(Old()).declared()
        let table = ObjectID.table("public", "contacts")
        #expect(declared.facts.map(\.id.kind).sorted() == [.index, .referenceRow, .view])
        #expect(declared.scope.schemas.isEmpty)
        #expect(declared.scope.contains(.index("contacts_ours", on: table)))
        #expect(declared.scope.contains(ObjectID(.view, schema: "public", "mails")))
        #expect(!declared.scope.contains(.index("contacts_old", on: table)))
        #expect(!declared.scope.contains(table))
    }

    @Test func shapesHaveTheirOwnFacts() throws {
        let shapes = try database(Old()).declared().shapes
        #expect(shapes.map(\.name) == ["old", "new"])
        #expect(shapes.map(\.owner) == ["app_owner", "app_owner"])
        let mail = ObjectID.column("mail", of: .table("public", "contacts"))
        #expect(shapes.map { $0.facts.first { $0.id == mail }?.text(.type) } == ["character varying(50)", "text"])
    }

    @Test func oursMustFitEveryShape() {
        let missing = database(Old(), on: \.only).validate()
        #expect(missing.map(\.code) == [.shapeMismatch])
        #expect(missing.first?.message.contains("the shape 'new' does not have") == true)
        #expect(database(Old(), index: "taken").validate().map(\.code) == [.duplicateName])
        #expect(database(Old(), index: "contacts_old").validate().map(\.code) == [.duplicateName])
    }

    @Test func nothingButIndexesIsAddedToATableOfOthers() {
        let contacts = Old()
        let database = Database(
            "app",
            external: [ExternalSchema("public", owner: "app_owner", shapes: [.init("old", tables: [contacts])])],
            additions: [
                Additions(to: contacts) {
                    Index("ours", on: contacts.mail)
                    RowSecurity.enabled
                    Check(contacts.mail.isNotNull)
                }
            ])
        #expect(database.validate().map(\.code) == [.notHere, .notHere])
    }

    @Test func columnsInAGroupAreColumnsOfTheTable() throws {
        struct Times: ColumnGroup {
            let created = Column("created_at", .timestamptz).notNull().default(.now)
            let updated = Column("updated_at", .timestamptz)
        }
        final class Notes: Table, Sendable {
            let id = Column("id", .bigint).identity().primaryKey()
            let times = Times()
            let text = Column("text", .text)
            var body: TableBody { Index("notes_created", on: times.created) }
        }
        let declared = try Database("d", schemas: [Schema("s", tables: [Notes()])]).declared()
        #expect(
            declared.facts.filter { $0.id.kind == .column }.map(\.id.name) == ["id", "created_at", "updated_at", "text"])
    }
}
