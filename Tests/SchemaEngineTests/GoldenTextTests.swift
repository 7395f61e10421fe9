import ArgumentParser
import Migrator
@testable import Plumbline
import SchemaEngine
import SchemaModel
import Testing

/// Texts that people read, written out: a change of one must be seen in a review.
@Suite("What people read")
struct GoldenTextTests {
    private static let table = ObjectID.table("app", "orders")
    private static let column = ObjectID.column("total", of: table)

    private func state(_ facts: Fact...) -> CatalogState {
        CatalogState(facts: Dictionary(uniqueKeysWithValues: facts.map { ($0.id, $0) }), serverVersion: 170_005)
    }

    private func column(_ type: String, notNull: Bool = false) -> Fact {
        Fact(
            Self.column,
            notNull
                ? [.type: .text(type), .typeName: .text(type), .position: .number("1"), .notNull: .bool(true)]
                : [.type: .text(type), .typeName: .text(type), .position: .number("1")])
    }

    private var table: Fact { Fact(Self.table, [:]) }

    @Test("drift lines")
    func drift() {
        let before = state(table, column("integer"), Fact(.table("app", "gone"), [:]))
        let after = state(table, column("bigint", notNull: true), Fact(.table("app", "extra"), [:]))
        let lines = Comparison.deltas(from: before, to: after).map(DeltaText.line)
        #expect(
            lines.joined(separator: "\n") == """
                table app.extra: exists but is not declared
                table app.gone: declared but missing
                column app.orders.total: not null is `true`, declared not set; type is `bigint`, declared `integer`
                """)
    }

    @Test("a plan as people see it")
    func plan() throws {
        let difference = try Difference(
            RenamedState(state(table, column("integer"))), to: state(table, column("text", notNull: true)), owners: false,
            quarantine: false,
            rollback: true)
        let text = try DiffFormat.text.render(difference, includesRollback: true)
        #expect(
            text == """
                Does: alter column.
                Locks on relations in use: ACCESS EXCLUSIVE on app.orders.
                Risks:
                  change the type of column app.orders.total to text: may fail on existing data, rewrites the table
                  validate that column app.orders.total is not null: may fail on existing data, reads the table
                Steps:
                  1. change the type of column app.orders.total to text
                       ACCESS EXCLUSIVE on app.orders
                       hazards: rewrites a table; reads a whole table; may fail on existing data; readers or writers wait for its locks
                  2. add a NOT VALID check that column app.orders.total is not null
                       ACCESS EXCLUSIVE on app.orders
                       hazards: readers or writers wait for its locks
                  3. validate that column app.orders.total is not null
                       SHARE UPDATE EXCLUSIVE on app.orders
                       hazards: reads a whole table; may fail on existing data
                  4. set NOT NULL on column app.orders.total
                       ACCESS EXCLUSIVE on app.orders
                       hazards: readers or writers wait for its locks
                Rollback:
                  1. change the type of column app.orders.total to integer
                  2. drop NOT NULL on column app.orders.total

                """)
    }

    @Test("a plan that would lose rows is refused with a way out")
    func impossible() {
        #expect(
            PlanError.impossible(["table app.orders is partitioned differently: that needs a new table and a copy of its rows"])
                .description == """
                    PostgreSQL cannot make these changes in place:
                      - table app.orders is partitioned differently: that needs a new table and a copy of its rows
                    Add a new object beside the old one, move the rows, and drop the old one in a later migration.
                    """)
    }

    @Test("a cycle names its objects and what to do")
    func cycle() {
        #expect(
            PlanError.cycle([Self.table, .table("app", "customers")]).description == """
                no order exists, since these need each other: table app.orders, table app.customers. \
                Declare one of them in two steps.
                """)
    }

    @Test("help of plumb diff")
    func help() {
        #expect(
            DiffCommand.helpMessage(columns: 100) == """
                OVERVIEW: Print the SQL that turns one schema into another.

                A SOURCE is a connection URL, a .sql file or folder, a snapshot .json, or declared:NAME. If both
                are equal, nothing is printed. Objects that Plumbline does not model are listed on standard error.

                If an object is dropped and a similar one is added, standard error says so; --rename and --drop
                decide. A comment in a .sql file does the same: -- plumb:renamed column app.orders.note to remark

                With --safe or --allow, a plan with a hazard that is not allowed is refused: standard error lists
                each such step, and nothing is printed. Hazards: data-loss, rewrite (of a table), scan (reads a
                table while it is locked), may-fail (on existing data), stale-results (of a replaced function, in
                indexes and tables), blocking (a lock that makes readers or writers wait, however briefly).

                Exit status: 0, compared; 1, there are differences and --exit-code is given; 2, could not compare,
                or refused, and nothing is on standard output.

                USAGE: diff [<options>] --from <source> --to <source>

                OPTIONS:
                  --from <source>         The schema to start from.
                  --to <source>           The schema to get.
                  --schema <name>         Compare this schema only; can be repeated. Extensions and publications
                                          are left out then.
                  --owners                Compare owners too.
                  --roles                 Compare roles, memberships, settings of roles and the database, and
                                          privileges on parameters too; never passwords.
                  --quarantine            Move dropped tables, sequences and column values to schemas
                                          plumbline_q0000f_… instead of deleting them.
                  --rollback [<file>]     Also write the rollback to this file; without a file, print it too (as
                                          comments in SQL). (default as flag: -)
                  --format <format>       sql, json (steps with hazards and locks) or text (for people). (values:
                                          sql, json, text; default: sql)
                  --safe                  Refuse a plan that has any hazard.
                  --allow <hazard>        Refuse a plan with any hazard but this one; `all` refuses none. Can be
                                          repeated. (values: data-loss, rewrite, scan, may-fail, stale-results,
                                          blocking, all)
                  --strict                Refuse if either side has an object that is not modeled.
                  --exit-code             Exit with status 1 if there are differences.
                  --postgres <major>      The major version of PostgreSQL that reads .sql files and declarations,
                                          such as 18. Default: that of a live source, else that of plumbline.yml,
                                          else 17.
                  --rename <old:new>      Rename the old object to the new one instead of dropping it, such as
                                          app.orders.note:app.orders.remark. Can be repeated.
                  --drop <name>           Drop this object, although a similar one is added. Can be repeated.
                  -h, --help              Show help information.

                """)
    }
}
