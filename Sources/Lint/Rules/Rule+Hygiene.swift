extension Rule {
    /// Types and habits that cost something later.
    static let hygieneRules: [Rule] = [
        Rule(
            "PL045", "Enum value added without BEFORE or AFTER", .hygiene, .note,
            aliases: Aliases(squawk: ["require-enum-value-ordering"]),
            why: "It sorts after all others, whatever it means, and its place can never be changed.",
            instead: "ADD VALUE … BEFORE or AFTER the value that it belongs to."
        ) { visit in
            guard visit.kind == "AlterEnumStmt", visit["newVal"].exists, !visit["oldVal"].exists, !visit["newValNeighbor"].exists
            else { return }
            visit.report(
                "'\(visit["newVal"].string ?? "")' goes to the end of \(visit.text(visit.known.name(visit["typeName"].names)))")
        },
        Rule(
            "PL049", "Column of type json", .hygiene, .warning, aliases: Aliases(strong: ["add_column_json"]),
            why: "json has no equality: SELECT DISTINCT, GROUP BY and UNION over the row fail.", instead: "jsonb.", about: .design
        ) { visit in
            for column in visit.definedColumns where column.type.name == "json" && column.type.schema == nil {
                visit.report("\(column.name) is json, which cannot be compared", at: column.location, about: column.subject)
            }
        },
        Rule(
            "PL050", "SQL that cannot be analyzed", .hygiene, .note, aliases: Aliases(strong: ["execute", "change_table"]),
            why: "What the block runs is known when it runs, and not before: no rule sees it.",
            instead: "Write the statements out; in a DO block without EXECUTE they are linted like any other.",
            // What is generated was run and compared on a scratch database.
            about: .design
        ) { visit in
            guard visit.kind == "DoStmt", let body = Bodies.body(of: visit.statement) else { return }
            if body.language != "plpgsql" { return visit.report("a DO block in \(body.language)") }
            if let failure = body.failure { return visit.report("a DO block that does not parse: \(failure)") }
            let opaque = body.dynamic.filter { !DynamicSQL.isConstant($0.sql) }
            guard let first = opaque.first else { return }
            visit.report(
                "EXECUTE of a text that is put together", at: Bodies.offset(ofLine: first.line, in: body, visit.statement.text))
        },
        Rule(
            "PL051", "Index of more than three columns", .hygiene, .note, aliases: Aliases(strong: ["add_index_columns"]),
            why: "Only queries that fix its first columns use it; each further column makes every write more expensive.",
            instead: "The columns that select most, first; the others by INCLUDE, or not at all.", about: .design
        ) { visit in
            guard visit.kind == "IndexStmt", !visit["unique"].isTrue, ["btree", nil].contains(visit["accessMethod"].string),
                visit["indexParams"].list.count > 3
            else { return }
            visit.report(
                "\(visit["idxname"].string ?? "the index") has \(visit["indexParams"].list.count) key columns",
                about: visit.indexSubject)
        },
        Rule(
            "PL054", "integer key instead of bigint", .hygiene, .warning, aliases: Aliases(squawk: ["prefer-bigint-over-int"]),
            why: "Its numbers end at 2,147,483,647, and the change to bigint rewrites the table.", instead: "bigint.",
            about: .design
        ) { visit in visit.reportNarrow(["int4", "serial", "serial4"], "integer") },
        Rule(
            "PL055", "smallint key instead of bigint", .hygiene, .warning,
            aliases: Aliases(squawk: ["prefer-bigint-over-smallint"]),
            why: "Its numbers end at 32,767, and the change to bigint rewrites the table.", instead: "bigint.", about: .design
        ) { visit in visit.reportNarrow(["int2", "smallserial", "serial2"], "smallint") },
        Rule(
            "PL056", "serial instead of identity", .hygiene, .note, aliases: Aliases(squawk: ["prefer-identity"]),
            why: "The sequence has privileges and an owner of its own, and an INSERT may write past it.",
            instead: "bigint GENERATED ALWAYS AS IDENTITY, or BY DEFAULT.", about: .design
        ) { visit in
            for column in visit.definedColumns where column.type.isSerial {
                visit.report("\(column.name) is \(column.type.name)", at: column.location, about: column.subject)
            }
        },
        Rule(
            "PL057", "varchar(n) instead of text", .hygiene, .note, aliases: Aliases(squawk: ["prefer-text-field"]),
            why: "A shorter length checks every row under ACCESS EXCLUSIVE; a CHECK can be changed without.",
            instead: "text, with CHECK (length(column) <= n) where the length means something.", about: .design
        ) { visit in
            for column in visit.definedColumns where column.type.name == "varchar" && !column.type.modifiers.isEmpty {
                visit.report("\(column.name) is varchar(\(column.type.modifiers[0]))", at: column.location, about: column.subject)
            }
        },
        Rule(
            "PL058", "timestamp without a zone", .hygiene, .warning, aliases: Aliases(squawk: ["prefer-timestamp-tz"]),
            why: "The value does not say which time zone it is in: each session interprets it in its own zone.",
            instead: "timestamptz.", about: .design
        ) { visit in
            for column in visit.definedColumns where column.type.name == "timestamp" && column.type.schema == nil {
                visit.report("\(column.name) has no time zone", at: column.location, about: column.subject)
            }
        },
        Rule(
            "PL059", "char(n)", .hygiene, .warning, aliases: Aliases(squawk: ["ban-char-field"]),
            why: "Values are filled up with blanks, which some comparisons see and others do not.",
            instead: "text, with a CHECK on its length.",
            about: .design
        ) { visit in
            for column in visit.definedColumns where column.type.name == "bpchar" {
                visit.report("\(column.name) is \(column.type.text)", at: column.location, about: column.subject)
            }
        },
    ]
}

extension Visit {
    /// Reports columns of narrow types that count something without end: keys, and what refers to them.
    mutating func reportNarrow(_ types: Set<String>, _ word: String) {
        let keys = Set(
            self["tableElts"].list.compactMap { $0[as: "Constraint"] }.filter {
                $0["contype"].string == "CONSTR_PRIMARY" && $0["keys"].list.count == 1
            }.flatMap { $0["keys"].names })
        for column in definedColumns where types.contains(column.type.name) && column.type.schema == nil && !column.type.isArray {
            let isKey =
                column.type.isSerial || column.constraint("CONSTR_PRIMARY") != nil || column.constraint("CONSTR_IDENTITY") != nil
                || column.constraint("CONSTR_FOREIGN") != nil || keys.contains(column.name) || column.name == "id"
                || column.name.hasSuffix("_id") || column.name.hasSuffix("Id")
            guard isKey || options.everyInteger else { continue }
            report("\(column.name) is \(word)", at: column.location, about: column.subject)
        }
    }
}

/// SQL that is put together when it runs.
enum DynamicSQL {
    /// True when an expression is a text that is written out.
    static func isConstant(_ expression: String) -> Bool { constant(expression) != nil }

    /// That text.
    static func constant(_ expression: String) -> String? {
        guard case .success(let parsed) = PgQuery.parse("SELECT " + expression),
            let target = parsed.first?["stmt"]["SelectStmt"]["targetList"]
        else { return nil }
        return target.list.first?["ResTarget"]["val"].stringConstant
    }
}

extension Bodies {
    /// The place in the statement of a line of its body.
    static func offset(ofLine line: Int, in body: Body, _ text: String) -> Int {
        guard line > 1 else { return body.start }
        let lines = LineTable(text)
        return skipSpace(text, lines.start(ofLine: lines.line(body.start) + line - 1))
    }
}
