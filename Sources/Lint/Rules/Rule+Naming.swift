import Foundation
import SchemaModel

extension Rule {
    /// Names, and who may use them.
    static let namingRules: [Rule] =
        nameRules + orderRules + [
            Rule(
                "PL060", "Identifier longer than 63 bytes", .hygiene, .error, aliases: Aliases(squawk: ["identifier-too-long"]),
                why: "PostgreSQL truncates it to 63 bytes with only a notice: the name in the database differs from the one "
                    + "in the file, and two "
                    + "long names that begin alike become one.",
                instead: "A name of at most 63 bytes in UTF-8.", about: .both, in: [.script]
            ) { visit in
                let bodies = ["DoStmt", "CreateFunctionStmt"].contains(visit.kind)
                var said: Set<String> = []
                for name in Identifiers(visit.statement.text, bodies: bodies).found where name.text.utf8.count > 63 {
                    guard said.insert(name.text).inserted else { continue }
                    let cut = String(decoding: Array(name.text.utf8.prefix(63)), as: UTF8.self).filter { $0 != "\u{FFFD}" }
                    visit.report("\(name.text.prefix(90)) is truncated to \(cut)", at: name.offset)
                }
            },
            Rule(
                "PL061", "Unqualified object name", .hygiene, .warning, aliases: Aliases(squawk: ["require-table-schema"]),
                why: "Which object it names depends on the search_path of whoever runs the file: another may be changed "
                    + "than was meant.",
                instead: "schema.name, or SET search_path = 'schema' at the beginning of the file.", about: .change,
                optional: true
            ) { visit in
                if visit.kind == "VariableSetStmt", visit["name"].string?.lowercased() == "search_path" {
                    visit.said.insert("search_path")
                }
                guard !visit.said.contains("search_path") else { return }
                for name in visit.unqualified { visit.report("\(name) is not qualified with its schema") }
            },
            Rule(
                "PL062", "Column declared or assigned twice", .hygiene, .error,
                aliases: Aliases(squawk: ["ban-duplicate-column-assignments"]),
                why: "PostgreSQL refuses it: column specified more than once, or multiple assignments to same column.",
                instead: "Name each column once.", about: .change, in: [.script, .block, .routine, .job]
            ) { visit in
                for (column, place) in visit.twice { visit.report("\(column) is named twice", at: place) }
            },
            Rule(
                "PL063", "Name against the naming policy", .hygiene, .warning,
                aliases: Aliases(atlas: ["NM101", "NM102", "NM103", "NM104", "NM105", "NM106"]),
                why: "The project's configuration says how names are formed, so that people and programs can rely on it.",
                instead: "A name that the pattern of the policy matches as a whole.", about: .both
            ) { visit in visit.judgeNames() },
            Rule(
                "PL066", "Object that is another team's", .hygiene, .error, aliases: Aliases(atlas: ["OW101", "OW102"]),
                why:
                    "The project's configuration says who may change which objects; the author of this change is not among them.",
                instead: "Let its owners make the change, or agree on it with them and ignore the finding with their "
                    + "names.", about: .change
            ) { visit in visit.judgeOwnership() },
        ]

    /// How names are written.
    private static let nameRules: [Rule] = [
        Rule(
            "PL090", "The same name twice in one schema", .failure, .error,
            why: "Tables, views, sequences and indexes, those behind constraints too, share the names of a schema: "
                + "relation already exists. "
                + "With IF NOT EXISTS, the second is silently skipped.",
            instead: "A name with its table in it: idx_orders_customer_email, or none, and PostgreSQL finds a free "
                + "one.", about: .both
        ) { visit in visit.judgeTaken() },
        Rule(
            "PL091", "Identifier that folds to another case", .hygiene, .warning,
            why: "PostgreSQL folds names without quotes to lower case: UserId becomes userid, and a program that asks "
                + "for \"UserId\" does "
                + "not find it. A name put together as text is folded in the same way when it is looked up.",
            instead: "user_id; or quotes, each time. In text: format('%I.%I', schemaname, tablename)::regclass.", about: .both,
            in: [.script, .block, .routine, .job]
        ) { visit in
            for (name, place) in visit.folded { visit.report("\(name) becomes \(name.lowercased())", at: place) }
            for text in visit.joinedNames {
                visit.report(
                    "\(text): a name of mixed case, or with a space, is not found: it is put together without quotes",
                    instead: "format('%I.%I', schemaname, tablename)::regclass, or the relation's oid.")
            }
        },
    ]
}

extension Visit {
    /// The relations and functions that the statement changes, as written.
    var touched: [(parts: [String], name: QName)] {
        func relation(_ node: Node) -> [(parts: [String], name: QName)] {
            guard let name = node["relname"].string, node["relpersistence"].string != "t" else { return [] }
            return [([node["schemaname"].string, name].compactMap(\.self), known.name(node))]
        }
        switch kind {
        case "CreateStmt", "AlterTableStmt", "IndexStmt", "CreateTrigStmt", "InsertStmt", "UpdateStmt", "DeleteStmt",
            "RefreshMatViewStmt", "CopyStmt", "RuleStmt":
            return relation(self["relation"])
        case "RenameStmt", "AlterObjectSchemaStmt": return relation(self["relation"])
        case "ViewStmt": return relation(self["view"])
        case "CreateTableAsStmt": return relation(self["into"]["rel"])
        case "CreateSeqStmt", "AlterSeqStmt": return relation(self["sequence"])
        case "CreatePolicyStmt", "AlterPolicyStmt": return relation(self["table"])
        case "TruncateStmt": return self["relations"].list.flatMap { relation($0["RangeVar"]) }
        case "CreateFunctionStmt": return [(self["funcname"].names, known.name(self["funcname"].names))]
        case "AlterFunctionStmt": return [(self["func"]["objname"].names, known.name(self["func"]["objname"].names))]
        case "CreateEnumStmt": return [(self["typeName"].names, known.name(self["typeName"].names))]
        case "CreateDomainStmt": return [(self["domainname"].names, known.name(self["domainname"].names))]
        case "DropStmt":
            let kinds: Set<String> = [
                "OBJECT_TABLE", "OBJECT_VIEW", "OBJECT_MATVIEW", "OBJECT_INDEX", "OBJECT_SEQUENCE", "OBJECT_FUNCTION",
                "OBJECT_TYPE",
                "OBJECT_PROCEDURE", "OBJECT_DOMAIN", "OBJECT_FOREIGN_TABLE",
            ]
            return kinds.contains(removeType) ? dropped.map { ($0.parts, $0.name) } : []
        default: return []
        }
    }

    fileprivate var unqualified: [String] {
        let referenced = constraints("CONSTR_FOREIGN").map { $0.node["pktable"] }.filter { !$0["schemaname"].exists }
        return touched.filter { $0.parts.count == 1 }.map { $0.parts[0] } + referenced.compactMap { $0["relname"].string }
    }

    // MARK: Twice

    fileprivate var twice: [(String, Int?)] {
        switch kind {
        case "CreateStmt":
            let columns = self["tableElts"].list.compactMap { $0[as: "ColumnDef"] }
            return repeated(columns.map { ($0["colname"].string ?? "", $0.location) }) + repeatedKeys
        case "AlterTableStmt":
            let added = commands.compactMap { command in command.column.map { ($0["colname"].string ?? "", command) } }
            var found = repeated(added.map { ($0.0, Optional($0.1.location)) })
            for (name, command) in added where !command.node["missing_ok"].isTrue && !statement.isGuarded {
                guard let table = known.tables[command.table], table.place != nil, table.birth != nil, table.column(name) != nil,
                    table.birth?.script == state.script
                else { continue }
                found.append((name, command.location))
            }
            return found + repeatedKeys
        case "InsertStmt":
            let update = self["onConflictClause"]["targetList"]
            return targets(self["cols"]) + targets(update)
        case "UpdateStmt": return targets(self["targetList"])
        default: return []
        }
    }

    private var repeatedKeys: [(String, Int?)] {
        (constraints("CONSTR_PRIMARY") + constraints("CONSTR_UNIQUE")).flatMap { added in
            repeated(added.node["keys"].names.map { ($0, Optional(added.location)) })
        }
    }

    /// Columns that are assigned as a whole; parts of an array or a row may be several.
    private func targets(_ node: Node) -> [(String, Int?)] {
        let whole = node.list.compactMap { $0[as: "ResTarget"] }.filter { $0["indirection"].list.isEmpty }
        return repeated(whole.map { ($0["name"].string ?? "", $0.location) })
    }

    private func repeated(_ names: [(String, Int?)]) -> [(String, Int?)] {
        var seen: Set<String> = []
        return names.filter { !$0.0.isEmpty && !seen.insert($0.0).inserted }
    }

    // MARK: Case

    /// Names that the statement gives, in mixed case without quotes.
    fileprivate var folded: [(String, Int)] {
        guard statement.origin.kind == .script else { return [] }
        let given = Set(givenNames.map { $0.lowercased() })
        guard !given.isEmpty else { return [] }
        var seen: Set<String> = []
        return Identifiers(statement.text, bodies: false).found.compactMap { name in
            guard !name.isQuoted, given.contains(name.text.lowercased()), name.text.contains(where: \.isLowercase),
                name.text.dropFirst().contains(where: \.isUppercase), seen.insert(name.text).inserted
            else { return nil }
            return (name.text, name.offset)
        }
    }

    private var givenNames: [String] {
        switch kind {
        case "CreateStmt":
            let columns = self["tableElts"].list.compactMap { $0["ColumnDef"]["colname"].string }
            let constraints = self["tableElts"].list.compactMap { $0["Constraint"]["conname"].string }
            return [self["relation"]["relname"].string ?? ""] + columns + constraints
        case "AlterTableStmt":
            return commands.compactMap { $0.column?["colname"].string ?? $0.constraint?["conname"].string }
        case "IndexStmt": return [self["idxname"].string].compactMap(\.self)
        case "ViewStmt": return [self["view"]["relname"].string ?? ""]
        case "CreateTableAsStmt": return [self["into"]["rel"]["relname"].string ?? ""]
        case "CreateSeqStmt": return [self["sequence"]["relname"].string ?? ""]
        case "CreateFunctionStmt": return [self["funcname"].names.last ?? ""]
        case "CreateEnumStmt": return [self["typeName"].names.last ?? ""]
        case "CreateSchemaStmt": return [self["schemaname"].string ?? ""]
        case "RenameStmt": return [self["newname"].string ?? ""]
        default: return []
        }
    }

    /// `schemaname || '.' || tablename` where PostgreSQL reads it as a name.
    fileprivate var joinedNames: [String] {
        let readers: Set<String> = [
            "pg_total_relation_size", "pg_relation_size", "pg_table_size", "pg_indexes_size", "to_regclass", "nextval", "setval",
            "has_table_privilege", "pg_get_serial_sequence", "pg_relation_filepath",
        ]
        var found: Set<String> = []
        for call in statement.node.all("FuncCall") where readers.contains(call["funcname"].names.last ?? "") {
            for argument in call["args"].list where Self.isJoinedName(argument) {
                found.insert(call["funcname"].names.last ?? "")
            }
        }
        for cast in statement.node.all("TypeCast") where cast["typeName"]["names"].names.last == "regclass" {
            if Self.isJoinedName(cast["arg"]) { found.insert("::regclass") }
        }
        return found.sorted()
    }

    private static func isJoinedName(_ node: Node) -> Bool {
        if let cast = node[as: "TypeCast"] { return isJoinedName(cast["arg"]) }
        let parts = joined(node)
        let hasDot = parts.contains { $0.stringConstant == "." }
        return parts.count >= 3 && hasDot && parts.contains { $0.columnReference != nil }
    }

    /// The operands of a chain of `||`.
    static func joined(_ node: Node) -> [Node] {
        guard let expression = node[as: "A_Expr"], expression.operatorName == "||" else { return [node] }
        return joined(expression["lexpr"]) + joined(expression["rexpr"])
    }

    // MARK: Taken names

    fileprivate mutating func judgeTaken() {
        guard !statement.isGuarded else { return }
        let skips = self["if_not_exists"].isTrue
        switch kind {
        case "CreateStmt":
            let name = known.name(self["relation"])
            judge(QName(schema: name.schema, name: name.name), of: nil, what: "table", skips: skips, at: nil)
            if known.tables[name]?.place == nil { judgeKeys(of: name) }
        case "AlterTableStmt": judgeKeys(of: known.name(self["relation"]))
        case "IndexStmt":
            let table = known.name(self["relation"])
            guard let name = self["idxname"].string else { return }
            judge(QName(schema: table.schema, name: name), of: table, what: "index", skips: skips, at: nil)
        case "CreateSeqStmt": judge(known.name(self["sequence"]), of: nil, what: "sequence", skips: skips, at: nil)
        case "ViewStmt" where !self["replace"].isTrue:
            judge(known.name(self["view"]), of: nil, what: "view", skips: skips, at: nil)
        case "CreateTableAsStmt": judge(known.name(self["into"]["rel"]), of: nil, what: "relation", skips: skips, at: nil)
        default: break
        }
    }

    private mutating func judgeKeys(of table: QName) {
        for kind in ["CONSTR_PRIMARY", "CONSTR_UNIQUE", "CONSTR_EXCLUSION"] {
            for added in constraints(kind) where added.node["indexname"].string == nil {
                guard let name = added.node["conname"].string else { continue }
                judge(
                    QName(schema: table.schema, name: name), of: table,
                    what: "constraint's "
                        + "index", skips: false, at: added.location)
            }
        }
    }

    /// Across files only an index on another table counts: the same table again is another version of it, but in migrations.
    private mutating func judge(_ name: QName, of table: QName?, what: String, skips: Bool, at location: Int?) {
        let taken =
            known.tables[name].map { ($0.birth, $0.place, Optional<QName>.none) }
            ?? known.indexes[name].map { ($0.birth, $0.place, Optional($0.table)) }
            ?? known.sequences[name].map { ($0, nil, nil) }
        guard let (birth, made, owner) = taken, let birth, let other = known.taken(name) else { return }
        let isSameScript = birth.script == state.script
        let isElsewhere = owner != nil && table != nil && owner != table
        let isEarlier =
            made.flatMap { known.migrations[$0.source] }.map { known.migrations[source]?.follows($0) ?? false } ?? false
        let isSameWorld = isSameScript || (what == "table" && owner == nil && (made?.source == source || isEarlier))
        guard isElsewhere || (isSameWorld && !skips) else { return }
        let on = owner.map { " on \(text($0))" } ?? ""
        report(
            skips
                ? "\(text(name)) is the name of the \(other)\(on) already: this \(what) is silently skipped"
                : "\(text(name)) is the name of the \(other)\(on) already: PostgreSQL refuses the \(what)", at: location,
            about: Subject(schema: name.schema, name: name.name))
    }
}
