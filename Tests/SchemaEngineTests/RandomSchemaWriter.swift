/// Writes random schemas whose parts are valid together, and changes them.
///
/// A column's name tells its family of types (`t1.int2` is a small integer, an integer or a big one), so that what refers to the
/// column stays valid whichever type a change picks.
struct RandomSchemaWriter {
    var generator: SeededGenerator

    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    private static let families: [String: [String]] = [
        "int": ["smallint", "integer", "bigint"],
        "text": ["text", "varchar(20)", "varchar(50)"],
        "num": ["numeric(8,2)", "numeric(12,2)", "numeric", "double precision"],
        "time": ["timestamptz", "timestamptz(3)", "timestamp"],
        "bool": ["boolean"],
        "tags": ["text[]", "varchar(9)[]"],
        "mood": ["e1"],
    ]
    private static let defaults = [
        "int": ["7", "8"], "text": ["'x'", "'it''s'"], "num": ["0.5"], "time": ["now()", "clock_timestamp()"],
        "bool": ["true", "false"], "tags": ["'{}'"], "mood": ["'a'", "'b'"],
    ]

    // MARK: A schema

    mutating func schema() -> RandomSchema {
        var schema = RandomSchema()
        schema.set("e1", enumType())
        for number in 1...Int.random(in: 1...3, using: &generator) { addTable("t\(number)", to: &schema) }
        for number in 1...4 { addDependent(number, to: &schema) }
        return schema
    }

    private mutating func enumType() -> String {
        "CREATE TYPE e1 AS ENUM (\(generator.pick(["'a', 'b'", "'a', 'm', 'b'", "'a', 'b', 'z'", "'0', 'a', 'b'"])))"
    }

    private mutating func addTable(_ table: String, to schema: inout RandomSchema) {
        schema.set(table, self.table(table))
        schema.set("\(table).key", "ALTER TABLE \(table) ADD CONSTRAINT \(table)_key PRIMARY KEY (id)", needs: [table])
        for number in 1...Int.random(in: 1...4, using: &generator) {
            let family = generator.pick(Self.families.keys.sorted())
            setColumn("\(family)\(number)", of: table, in: &schema)
        }
    }

    private mutating func table(_ name: String) -> String {
        let options = generator.pick(["", "", " WITH (fillfactor = 70)", " WITH (autovacuum_enabled = false)"])
        return "CREATE \(generator.pick(["", "", "", "UNLOGGED "]))TABLE \(name) (id integer NOT NULL)\(options)"
    }

    private mutating func setColumn(_ column: String, of table: String, in schema: inout RandomSchema) {
        let family = String(column.prefix { !$0.isNumber })
        var sql = "ALTER TABLE \(table) ADD COLUMN \(column) \(generator.pick(Self.families[family] ?? ["text"]))"
        if family == "text", generator.isTrue(oneIn: 4) { sql += " COLLATE \"C\"" }
        if generator.isTrue(oneIn: 3) { sql += " DEFAULT " + generator.pick(Self.defaults[family] ?? ["NULL"]) }
        if generator.isTrue(oneIn: 3) { sql += " NOT NULL" }
        schema.set("\(table).\(column)", sql, needs: family == "mood" ? [table, "e1"] : [table])
    }

    /// Adds an index, a constraint, a view or a function over columns that exist.
    private mutating func addDependent(_ number: Int, to schema: inout RandomSchema) {
        let columns = schema.order.filter { $0.contains(".") && schema.parts[$0]?.sql.contains("ADD COLUMN") == true }
        guard let place = columns.randomElement(using: &generator) else { return }
        let parts = place.split(separator: ".").map(String.init)
        let (table, column) = (parts[0], parts[1])
        switch Int.random(in: 0..<8, using: &generator) {
        case 0: setIndex("i\(number)", table, column, in: &schema)
        case 1:
            schema.set(
                "\(table).c\(number)", "ALTER TABLE \(table) ADD CONSTRAINT c\(number) CHECK (\(check(column)))", needs: [place])
        case 2:
            schema.set(
                "\(table).u\(number)", "ALTER TABLE \(table) ADD CONSTRAINT u\(number) UNIQUE (\(column))", needs: [place])
        case 3 where column.hasPrefix("int"):
            let target = generator.pick(schema.order.filter { $0.hasSuffix(".key") })
            let referenced = String(target.prefix { $0 != "." })
            let action = generator.pick(["", " ON DELETE CASCADE", " DEFERRABLE"])
            schema.set(
                "\(table).f\(number)",
                "ALTER TABLE \(table) ADD CONSTRAINT f\(number) FOREIGN KEY (\(column)) REFERENCES \(referenced) (id)\(action)",
                needs: [place, target])
        case 4: setView("v\(number)", table, column, in: &schema)
        case 5:
            schema.set(
                "m\(number)", "CREATE MATERIALIZED VIEW m\(number) AS SELECT \(column), count(*) AS n FROM \(table) GROUP BY 1",
                needs: [place])
        case 6:
            schema.set(
                "p\(number)", "CREATE POLICY p\(number) ON \(table) USING (\(check(column)))", needs: [place])
        default: setFunction("f\(number)", table, in: &schema)
        }
    }

    private mutating func check(_ column: String) -> String {
        column.hasPrefix("int") ? "\(column) > \(Int.random(in: 0...1, using: &generator))" : "\(column) IS NOT NULL"
    }

    private mutating func setIndex(_ name: String, _ table: String, _ column: String, in schema: inout RandomSchema) {
        let unique = generator.pick(["", "", "UNIQUE "])
        let order = generator.pick(["", " DESC", " NULLS FIRST"])
        let predicate = generator.pick(["", "", " WHERE id > 0"])
        schema.set(
            name, "CREATE \(unique)INDEX \(name) ON \(table) (\(column)\(order), id)\(predicate)", needs: ["\(table).\(column)"])
    }

    private mutating func setView(_ name: String, _ table: String, _ column: String, in schema: inout RandomSchema) {
        let list = generator.pick(["\(column)", "id, \(column)", "\(column), id"])
        let filter = generator.pick(["", " WHERE id > 0"])
        schema.set(
            name, "CREATE VIEW \(name) AS SELECT \(list) FROM \(table)\(filter)", needs: ["\(table).\(column)"])
    }

    private mutating func setFunction(_ name: String, _ table: String, in schema: inout RandomSchema) {
        let volatility = generator.pick(["STABLE", "VOLATILE"])
        let result = generator.pick(["bigint", "numeric"])
        schema.set(
            name,
            "CREATE FUNCTION \(name)() RETURNS \(result) LANGUAGE sql \(volatility) BEGIN ATOMIC SELECT count(*)::\(result) FROM \(table); END",
            needs: [table])
    }

    // MARK: A change

    mutating func changed(_ schema: RandomSchema) -> RandomSchema {
        var result = schema
        for _ in 0..<Int.random(in: 1...5, using: &generator) {
            guard let name = result.order.randomElement(using: &generator) else { break }
            switch Int.random(in: 0..<5, using: &generator) {
            case 0: result.remove(name)
            case 1: addDependent(Int.random(in: 5...9, using: &generator), to: &result)
            case 2: if result.parts["t4"] == nil, result.parts["e1"] != nil { addTable("t4", to: &result) }
            default: change(name, in: &result)
            }
        }
        return result
    }

    /// Gives a part other attributes.
    private mutating func change(_ name: String, in schema: inout RandomSchema) {
        guard let part = schema.parts[name] else { return }
        if name == "e1" {
            schema.set(name, enumType())
        } else if part.sql.contains("ADD COLUMN"), let place = name.firstIndex(of: ".") {
            setColumn(String(name[name.index(after: place)...]), of: String(name[..<place]), in: &schema)
        } else if part.needs.isEmpty {
            schema.set(name, table(name))
        } else if let column = part.needs.first?.split(separator: ".").last.map(String.init), let need = part.needs.first {
            let table = String(need.prefix { $0 != "." })
            if part.sql.hasPrefix("CREATE VIEW") { setView(name, table, column, in: &schema) }
            if part.sql.contains("INDEX") { setIndex(name, table, column, in: &schema) }
            if part.sql.hasPrefix("CREATE FUNCTION") { setFunction(name, table, in: &schema) }
        }
    }
}
