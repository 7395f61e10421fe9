import SchemaModel
import Testing

@testable import Lint

@Suite("Ignores")
struct IgnoreTests {
    private func codes(_ sql: String) async -> Set<String> {
        Bench.codes(await Bench.lint(sql)).subtracting(["PL026", "PL027", "PL030"])
    }

    @Test(
        "take out what they name, before a statement, behind it and inside it",
        arguments: [
            "-- plumb:ignore PL031: empty, agreed with Ann\nDROP TABLE a;",
            "/* plumb:ignore PL031: empty */ DROP TABLE a;",
            "DROP TABLE a; -- plumb:ignore PL031: empty",
            "DROP TABLE -- plumb:ignore PL031: empty\n a;",
            "SELECT 1;\n-- plumb:ignore DS102, PL032: empty\n-- and more words\nALTER TABLE b DROP COLUMN c; -- plumb:ignore PL031: x\nDROP TABLE d;",
            "SELECT 1;\n-- plumb:ignore-file ban-drop-table: all of them are empty\nDROP TABLE a;\nDROP TABLE b;",
        ])
    func take(_ sql: String) async {
        let found = await codes(sql)
        #expect(!found.contains("PL031") || sql.contains("DROP TABLE d"))
        #expect(!found.contains("PL032"))
        #expect(!found.contains("PL094"))
    }

    @Test("hold for their own statement alone")
    func reach() async {
        #expect(await codes("DROP TABLE a; -- plumb:ignore PL031: empty\nDROP TABLE b;") == ["PL031"])
        #expect(await codes("-- plumb:ignore PL031: empty\nDROP TABLE a;\nDROP TABLE b;") == ["PL031"])
    }

    @Test("need a reason")
    func reason() async {
        #expect(await codes("-- plumb:ignore PL031\nDROP TABLE a;") == ["PL094"])
        #expect(await codes("-- squawk-ignore ban-drop-table\nDROP TABLE a;") == ["PL094"])
        #expect(await codes("-- plumb:ignore PL031:  \nDROP TABLE a;") == ["PL094"])
    }

    @Test("are found when they ignore nothing, or nothing that exists")
    func unused() async {
        #expect(await codes("-- plumb:ignore PL031: empty\nSELECT 1;") == ["PL093"])
        #expect(await codes("-- plumb:ignore PL999: empty\nSELECT 1;") == ["PL093"])
        #expect(await codes("-- plumb:ignore\nSELECT 1;") == ["PL093", "PL094"])
        // Nobody can tell without a server, or with the rule off.
        #expect(await codes("-- plumb:ignore PL048: old Rails is gone\nSELECT 1;").isEmpty)
        #expect(await codes("-- plumb:ignored by nobody\nSELECT 1;").isEmpty)
    }

    @Test("stand in Swift beside what is declared")
    func swift() async {
        let file = """
            final class T {
                // plumb:ignore PL059: two letters by ISO 3166
                let a = Column("a", .char(2))
                let b = Column("b", .char(2))  // plumb:ignore PL059
                let c = 1  // plumb:ignore PL057: nothing here
                let d = Column("d", .char(2))
            }
            """
        let lines = ["a": 3, "b": 4, "d": 6]
        let source = LintSource(
            declaration: "declared:x",
            units: [
                .init(sql: "CREATE TABLE public.t (a char(2), b char(2), d char(2))", location: .init(file: "T.swift", line: 1))
            ],
            files: ["T.swift": file]
        ) { subject in
            subject.part.flatMap { lines[$0] }.map { .init(file: "T.swift", line: $0) }
        }
        let result = await Linter().lint([source])
        #expect(result.findings.map { "\($0.line) \($0.code)" } == ["4 PL094", "5 PL093", "6 PL059"])
        #expect(result.ignored == 2)
    }
}
