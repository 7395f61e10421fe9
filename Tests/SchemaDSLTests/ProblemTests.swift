import SchemaDSL
import SchemaModel
import Testing

/// Every kind of problem, and that all problems of a declaration are found at once.
@Suite struct ProblemTests {
    @Test func allAtOnceWithTheirLines() throws {
        let database = Database(
            "bad",
            schemas: [
                Schema("s", types: [EnumType("none")], tables: [Broken(), Second()])
            ],
            cronJobs: [CronJob("often", schedule: "61 * * * *", command: "SELECT 1")])
        let error = try #require(throws: DeclarationError.self) { try database.declared() }
        let codes = Set(error.problems.map(\.code))
        #expect(codes.isSuperset(of: [.emptyEnum, .duplicateColumn, .foreignColumn, .policyWithoutRowSecurity, .cronSchedule]))
        #expect(error.description.contains("Tests/SchemaDSLTests/ProblemTests.swift:"))
        #expect(error.description.hasPrefix("The declaration of database bad has \(error.problems.count) problems:"))
    }

    private func codes(_ schemas: [Schema], rows: [ReferenceRows] = [], jobs: [CronJob] = []) -> Set<Problem.Code> {
        Set(Database("d", schemas: schemas, cronJobs: jobs, referenceRows: rows).validate().map(\.code))
    }

    @Test func twoObjectsOfOneName() {
        final class A: Table, Sendable {
            let id = Column("id", .integer).primaryKey()
            var name: String { "a" }
        }
        final class TakesIndexName: Table, Sendable {
            let id = Column("id", .integer)
            var name: String { "b" }
            var body: TableBody { Index("a", on: id) }
        }
        final class TakesKeyName: Table, Sendable {
            let id = Column("id", .integer)
            var name: String { "a_pkey" }
        }
        #expect(codes([Schema("s", tables: [A(), A()])]).contains(.duplicateName))
        #expect(codes([Schema("s", tables: [A(), TakesIndexName()])]) == [.duplicateName])
        #expect(codes([Schema("s", tables: [A(), TakesKeyName()])]) == [.duplicateName])
        #expect(codes([Schema("s", tables: [A()]), Schema("t", tables: [A()])]).isEmpty)
        let one = A()
        #expect(codes([Schema("s", tables: [one]), Schema("t", tables: [one])]) == [.duplicateTable])
        let f = { Function("f", returns: .void, body: "SELECT 1") }
        #expect(codes([Schema("s", functions: [f(), f()])]) == [.duplicateName])
        let overloaded = Function("f", [Argument("a", .integer)], returns: .void, body: "SELECT 1")
        #expect(codes([Schema("s", functions: [f(), overloaded])]).isEmpty)
    }

    @Test func foreignKeys() {
        final class Parent: Table, Sendable {
            let id = Column("id", .integer).primaryKey()
            let other = Column("other", .integer)
        }
        final class Child: Table, Sendable {
            let parent: Column<Int32>
            init(_ column: Column<Int32>) { parent = Column("parent", .integer).references(column) }
        }
        final class Uneven: Table, Sendable {
            let a = Column("a", .integer)
            let to: Parent
            init(_ to: Parent) { self.to = to }
            var body: TableBody { ForeignKey([a], references: [to.id, to.other]) }
        }
        let parent = Parent()
        #expect(codes([Schema("s", tables: [parent, Child(parent.id)])]).isEmpty)
        #expect(codes([Schema("s", tables: [Child(parent.id)])]) == [.foreignKeyToNothing])
        #expect(codes([Schema("s", tables: [parent, Child(parent.other)])]) == [.foreignKeyWithoutUnique])
        #expect(codes([Schema("s", tables: [parent, Uneven(parent)])]) == [.foreignKeyColumnCount])
    }

    @Test func names() {
        final class Long: Table, Sendable {
            let id = Column(String(repeating: "é", count: 32), .integer)
            let empty = Column("", .integer)
        }
        #expect(codes([Schema("s", tables: [Long()])]) == [.nameTooLong, .nameEmpty])
    }

    @Test func columnsThatContradictThemselves() {
        final class T: Table, Sendable {
            let id = Column("id", .serial).default(1)
            let a = Column("a", .integer).primaryKey()
            let b = Column("b", .integer).primaryKey()
        }
        final class Empty: Table, Sendable {}
        final class Copy: Table, Sendable {
            let id: Column<Int32>
            init(_ id: Column<Int32>) { self.id = id }
        }
        let t = T()
        #expect(codes([Schema("s", tables: [t])]) == [.contradictoryColumn, .severalPrimaryKeys])
        #expect(codes([Schema("s", tables: [Empty()])]) == [.noColumns])
        #expect(codes([Schema("s", tables: [t, Copy(t.id)])]).contains(.sharedColumn))
    }

    @Test func policies() {
        final class T: Table, Sendable {
            let id = Column("id", .integer)
            var body: TableBody {
                RowSecurity.enabled
                Policy("a", for: .insert, using: .always)
                Policy("b", for: .select, withCheck: .always)
                Policy("b", for: .all, using: .always, withCheck: .always)
                Grant(.usage, to: .everyone)
            }
        }
        #expect(codes([Schema("s", tables: [T()])]) == [.policyClause, .duplicateName, .grant])
    }

    @Test func triggersPartitionsAndViews() {
        final class T: Table, Sendable {
            let id = Column("id", .integer)
            let run: Function
            init(_ run: Function) { self.run = run }
            var body: TableBody { Trigger("t", .after, .insert, execute: run) }
        }
        final class V: MaterializedView, Sendable {
            let id = Column("id", .integer)
            var query: SQLFragment { "SELECT 1 AS \(id)" }
            var body: TableBody { Check(id.isNotNull) }
        }
        let notTrigger = Function("f", returns: .void, body: "SELECT 1")
        let table = T(notTrigger)
        #expect(codes([Schema("s", tables: [table], functions: [notTrigger])]) == [.triggerFunction])
        let partition = Partition("p", of: table, .default)
        #expect(
            codes([Schema("s", tables: [table], partitions: [partition], functions: [notTrigger])])
                == [.triggerFunction, .notPartitioned])
        #expect(codes([Schema("s", views: [V()])]) == [.notHere])
    }

    @Test func fragmentsThatReferOutside() {
        let people = People()
        let function = Function("f", returns: .void, body: "SELECT \(people.id) FROM \(people)")
        #expect(codes([Schema("s", functions: [function])]) == [.unknownReference])
        #expect(codes([], jobs: [CronJob("j", schedule: "30 seconds", command: "SELECT \(function)()")]) == [.unknownReference])
    }

    @Test func propertiesThatHideColumns() throws {
        struct Times: ColumnGroup {
            let created = Column("created", .timestamptz).notNull
        }
        final class T: Table, Sendable {
            let id = Column("id", .integer).primaryKey()
            let name = Column("name", .text).sensitive
            let pair = (Column("a", .integer), 1)
            let list = [Column("b", .integer)]
            let times = Times()
            let limit = 7
            let words = ["c", "d"]
        }
        let database = Database("d", schemas: [Schema("s", tables: [T()])])
        let error = #expect(throws: DeclarationError.self) { try database.declared() }
        let found = error?.problems.filter { $0.code == .unusableProperty }.map(\.message) ?? []
        #expect(found.count == 4 && error?.problems.count == 4, "\(error?.description ?? "")")
        for name in ["name", "pair", "list", "created"] {
            #expect(found.contains { $0.hasPrefix("The property '\(name)' of table s.t ") }, "\(found)")
        }
    }

    @Test func referenceRowsThatLeaveValuesOut() {
        final class T: Table, Sendable {
            let id = Column("id", .integer).primaryKey()
            let name = Column("name", .text)
            let count = Column("count", .integer).default(7)
            let code = Column("code", .text).notNull()
        }
        let t = T()
        func of(_ rows: Row...) -> Set<Problem.Code> {
            codes([Schema("s", tables: [t])], rows: [ReferenceRows(of: t, key: t.id, rows: rows)])
        }
        #expect(of(Row(t.id.set(1), t.name.set("a"), t.code.set("x")), Row(t.id.set(2), t.code.set("y"))).isEmpty)
        #expect(of(Row(t.id.set(1), t.count.set(1), t.code.set("x")), Row(t.id.set(2), t.code.set("y"))) == [.rowWithoutValue])
        #expect(of(Row(t.id.set(1), t.code.set("x")), Row(t.id.set(2))) == [.rowWithoutValue])
    }

    @Test func referenceRows() {
        final class T: Table, Sendable {
            let id = Column("id", .integer).primaryKey()
            let name = Column("name", .text)
        }
        let t = T()
        let schema = [Schema("s", tables: [t])]
        func of(_ rows: Row...) -> Set<Problem.Code> { codes(schema, rows: [ReferenceRows(of: t, key: t.id, rows: rows)]) }
        #expect(of(Row(t.id.set(1), t.name.set("a"))).isEmpty)
        #expect(of(Row(t.name.set("a"))) == [.rowWithoutKey])
        #expect(of(Row(t.id.setNull())) == [.rowWithoutKey])
        #expect(of(Row(t.id.set(1)), Row(t.id.set(1))) == [.duplicateRow])
        #expect(of(Row(t.id.set(1), t.name.set(sql: "now()"))) == [.rowExpression])
        #expect(codes(schema, rows: [ReferenceRows(of: t, key: t.name, rows: [])]) == [.rowKeyNotUnique])
    }

    @Test(arguments: [
        "* * * * *", "0 2 * * *", "*/5 * * * *", "0-30/10 1,2 $ jan-mar MON", "30 seconds", "1 second", "0 0 1 1 7",
        "@daily",
    ])
    func goodSchedules(schedule: String) {
        #expect(codes([], jobs: [CronJob("j", schedule: schedule, command: "SELECT 1")]).isEmpty)
    }

    @Test(arguments: [
        "", "* * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * * 13 *", "* * * * 8", "5/15 * * * *", "*/0 * * * *",
        "$ * * * *", "5-1 * * * *", "60 seconds", "0 seconds", "five minutes", "@sometimes", "1,,2 * * * *", "-1 * * * *",
    ])
    func badSchedules(schedule: String) {
        #expect(codes([], jobs: [CronJob("j", schedule: schedule, command: "SELECT 1")]) == [.cronSchedule])
    }
}

private final class Broken: Table, Sendable {
    let id = Column("id", .integer)
    let again = Column("id", .integer)
    var body: TableBody { Policy("p", using: .always) }
}

private final class Second: Table, Sendable {
    let id = Column("id", .integer)
    var body: TableBody { Index("of_another", on: Sample.people.name) }
}
