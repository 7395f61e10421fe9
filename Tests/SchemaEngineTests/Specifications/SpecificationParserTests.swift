import Testing

@Suite("A scenario file says where it is wrong")
struct SpecificationParserTests {
    @Test("sections, versions and expectations")
    func sections() throws {
        let file = try SpecificationParser.parse(
            """
            -- A column is added.
            -- since: 17
            -- common
            CREATE TYPE e AS ENUM ('x');
            -- old
            CREATE TABLE t (a int);  -- a remark
            -- new
            CREATE TABLE t (a int, b e);
            -- rows
            INSERT INTO t VALUES (1);
            -- query
            SELECT a FROM t

            -- up
            ALTER TABLE public.t ADD COLUMN b public.e;

            -- up 18
            ALTER TABLE public.t ADD b public.e;

            -- down hazards
            --   drop column public.t.b: data loss
            """, path: "column/add.sql")
        #expect(file.majors == [17, 18])
        #expect(file.old == "CREATE TABLE t (a int);  -- a remark\n")
        #expect(file.query == "SELECT a FROM t")
        #expect(file.expected(.up, major: 17) == "ALTER TABLE public.t ADD COLUMN b public.e;")
        #expect(file.expected(.up, major: 18) == "ALTER TABLE public.t ADD b public.e;")
        #expect(file.expected(.downHazards, major: 18) == "drop column public.t.b: data loss")
        #expect(file.expected(.locks, major: 18) == "")
        #expect(file.head.hasSuffix("SELECT a FROM t"))
    }

    @Test(
        "errors name the file, the line and what to change",
        arguments: [
            ("-- old\nSELECT 1;\n-- nwe\nSELECT 2;", "Scenarios/k/x.sql:3: there is no section \"nwe\""),
            ("SELECT 1;", "Scenarios/k/x.sql:1: SQL stands before the first section"),
            ("-- since: 16\n-- old\nSELECT 1;", "Scenarios/k/x.sql:1: \"16\" is not a version of [15, 17, 18]"),
            ("-- since: 17\n-- only: 18\n-- old\nx", "Scenarios/k/x.sql:2: \"since\" and \"only\" exclude each other"),
            ("-- since\n-- old\nx", "Scenarios/k/x.sql:1: \"since\" needs versions"),
            ("-- old: 3\nx", "Scenarios/k/x.sql:1: \"old\" takes no value"),
            ("-- old\nx\n-- old\ny", "Scenarios/k/x.sql:3: the section \"old\" stands twice"),
            ("-- old\nx\n-- new\n\n-- up\nz", "Scenarios/k/x.sql:3: the section \"new\" is empty"),
            ("-- old\nx\n-- rows\ny", "Scenarios/k/x.sql:3: rows that no query looks at assert nothing"),
            ("-- old\nx\n-- query\ny", "Scenarios/k/x.sql:3: a query without rows asserts nothing"),
            ("-- old\nx\n-- up 14\ny", "Scenarios/k/x.sql:3: PostgreSQL 14 is not among the tested versions"),
            ("-- old\nx\n-- up\ny\n-- up\nz", "Scenarios/k/x.sql:5: the section \"up\" stands twice for one version"),
            ("-- old\nx\n-- up\ny\n-- new\nz", "Scenarios/k/x.sql:5: \"new\" stands after the expectations that begin in line 3"),
            ("-- rows\nx\n-- query\ny", "Scenarios/k/x.sql:1: there is neither a section \"-- old\" nor a section \"-- new\""),
        ])
    func errors(_ text: String, _ message: String) throws {
        let error = #expect(throws: SpecificationError.self) { try SpecificationParser.parse(text, path: "k/x.sql") }
        #expect(error?.description.hasPrefix(message) == true, "\(String(describing: error))")
    }

    @Test("every file can be read")
    func files() {
        #expect(SpecificationFiles.all.count >= 120 || SpecificationFiles.isFiltered)
        for file in SpecificationFiles.all {
            if case .failure(let error) = file.result { Issue.record("\(error)") }
        }
    }
}
