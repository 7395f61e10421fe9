import Foundation
import SchemaModel

extension Rule {
    /// The order of columns and of files, and SQL that is made of text.
    static let orderRules: [Rule] = [
        Rule(
            "PL064", "Column order wastes alignment padding", .hygiene, .note, aliases: Aliases(atlas: ["PG110"]),
            why: "A bigint or a time begins at a multiple of eight bytes; what stands before it is filled up, in every row.",
            instead: "Columns of eight bytes first, then four, two, one, then those of varying length.", about: .design,
            optional: true
        ) { visit in
            guard visit.kind == "CreateStmt" else { return }
            let types = visit["tableElts"].list.compactMap { $0[as: "ColumnDef"] }.map { TypeName($0["typeName"]) }
            let wasted = Alignment.wasted(types)
            guard wasted >= 8 else { return }
            visit.report("each row of \(visit.text(visit.known.name(visit["relation"]))) holds \(wasted) bytes of padding")
        },
        Rule(
            "PL065", "Possible SQL injection in dynamic SQL", .hygiene, .error, aliases: Aliases(atlas: ["SA101"]),
            why:
                "EXECUTE runs text that contains an unquoted argument: whoever calls the function writes SQL that runs "
                + "with its rights.",
            instead:
                "EXECUTE format('… %I …', name) for names, and EXECUTE '… $1 …' USING value for values; %L where a "
                + "value cannot be "
                + "a parameter.",
            about: .both
        ) { visit in
            for name in visit.injections { visit.report("EXECUTE runs the argument \(name) without quoting it") }
        },
        Rule(
            "PL067", "Files out of order", .hygiene, .warning, aliases: Aliases(atlas: ["non_linear"]),
            why:
                "Files run in the order of their names. A file that needs what a later one makes, or that shares its "
                + "number with another, "
                + "runs on the machine of whoever wrote it, and fails or differs elsewhere.",
            instead: "A number for each file, of the same length, later than all that ran before; what is referred to first.",
            about: .change
        ) { visit in
            visit.noteEarly()
        } conclude: { end in
            end.judgeOrder()
        },
    ]
}

/// How PostgreSQL lays a row out.
enum Alignment {
    private static let sizes: [String: (size: Int, alignment: Int)] = [
        "bool": (1, 1), "int2": (2, 2), "int4": (4, 4), "int8": (8, 8), "float4": (4, 4), "float8": (8, 8), "date": (4, 4),
        "time": (8, 8), "timetz": (12, 8), "timestamp": (8, 8), "timestamptz": (8, 8), "uuid": (16, 1), "interval": (16, 8),
        "money": (8, 8), "oid": (4, 4), "serial": (4, 4), "bigserial": (8, 8), "smallserial": (2, 2), "serial4": (4, 4),
        "serial8": (8, 8), "serial2": (2, 2), "macaddr": (6, 4), "point": (16, 8),
    ]

    /// Bytes of a row that another order would save for certain; what stands behind a varying length is not known.
    static func wasted(_ types: [TypeName]) -> Int {
        var offset: Int? = 0
        var wasted = 0
        for type in types {
            guard !type.isArray, type.schema == nil, let (size, alignment) = sizes[type.name] else {
                offset = nil
                continue
            }
            guard let current = offset else {
                if alignment == 8 { offset = size }
                continue
            }
            let padding = (alignment - current % alignment) % alignment
            wasted += padding
            offset = current + padding + size
        }
        return wasted
    }
}

extension Visit {
    // MARK: Dynamic SQL

    /// The arguments of a function that reach EXECUTE as text.
    fileprivate var injections: [String] {
        guard kind == "CreateFunctionStmt", let body = Bodies.body(of: statement), body.language == "plpgsql" else { return [] }
        let texts: Set<String> = ["text", "varchar", "bpchar", "citext", "unknown"]
        let arguments = self["parameters"].list.compactMap { $0[as: "FunctionParameter"] }.filter {
            let type = TypeName($0["argType"])
            return texts.contains(type.name) && $0["mode"].string != "FUNC_PARAM_OUT" && $0["mode"].string != "FUNC_PARAM_TABLE"
        }
        let names = Set(arguments.compactMap { $0["name"].string })
        guard !names.isEmpty else { return [] }
        var found: Set<String> = []
        for inner in body.dynamic {
            guard case .success(let parsed) = PgQuery.parse("SELECT \(inner.sql)") else { continue }
            for target in parsed.flatMap({ $0["stmt"]["SelectStmt"]["targetList"].list }) {
                found.formUnion(Self.raw(target["ResTarget"]["val"], names))
            }
        }
        return found.sorted()
    }

    /// Which of the names a text expression takes over as they are.
    private static func raw(_ node: Node, _ names: Set<String>) -> [String] {
        if let reference = node.columnReference, node["ColumnRef"].exists {
            return reference.last.map { names.contains($0) ? [$0] : [] } ?? []
        }
        if let cast = node[as: "TypeCast"] {
            let type = TypeName(cast["typeName"]).name
            return ["text", "varchar", "bpchar"].contains(type) ? raw(cast["arg"], names) : []
        }
        if let expression = node[as: "A_Expr"], expression.operatorName == "||" {
            return raw(expression["lexpr"], names) + raw(expression["rexpr"], names)
        }
        guard let call = node[as: "FuncCall"], let function = call["funcname"].names.last else { return [] }
        let arguments = call["args"].list
        switch function {
        case "format":
            let kinds = Self.conversions(arguments.first?.stringConstant ?? "")
            return zip(kinds, arguments.dropFirst()).flatMap { $0 == "s" ? raw($1, names) : [] }
        case "concat", "concat_ws", "lower", "upper", "trim", "btrim", "ltrim", "rtrim", "replace", "coalesce":
            return arguments.flatMap { raw($0, names) }
        default: return []
        }
    }

    /// The conversions of a format, in the order of their arguments; none where it numbers them.
    private static func conversions(_ format: String) -> [Character] {
        var kinds: [Character] = []
        var rest = format[...]
        while let percent = rest.firstIndex(of: "%") {
            rest = rest[rest.index(after: percent)...]
            let flags = rest.prefix { $0 == "-" || $0.isNumber || $0 == "$" || $0 == "*" }
            if flags.contains("$") || flags.contains("*") { return [] }
            rest = rest.dropFirst(flags.count)
            guard let kind = rest.first else { break }
            if kind != "%" { kinds.append(kind) }
            rest = rest.dropFirst()
        }
        return kinds
    }

    // MARK: Order

    /// A foreign key to a table that no file made so far.
    fileprivate func noteEarly() {
        guard role == .script, kind == "CreateStmt" || kind == "AlterTableStmt", statement.origin.kind == .script else { return }
        let own = known.name(self["relation"])
        for added in constraints("CONSTR_FOREIGN") {
            let other = known.name(added.node["pktable"])
            guard other != own, known.tables[other] == nil, !state.dropped.contains(other) else { continue }
            known.memory.early.append((other, own, place(added.location)))
        }
    }
}

extension Conclusion {
    fileprivate mutating func judgeOrder() {
        for (table, own, place) in known.memory.early {
            // Known in the end, and not by a mere mention: it was made after it was referred to.
            guard let made = known.tables[table], let birth = made.place, made.birth != nil else { continue }
            guard (birth.source, birth.statement) > (place.source, place.statement) else { continue }
            report("\(text(own)) refers to \(text(table)), which is made only later", at: place)
        }
        judgeVersions()
    }

    private mutating func judgeVersions() {
        var folders: [String: [MigrationFile]] = [:]
        for file in files.compactMap(MigrationFile.init) { folders[file.folder, default: []].append(file) }
        for (_, files) in folders.sorted(by: { $0.key < $1.key }) {
            var byVersion: [String: MigrationFile] = [:]
            for file in files {
                if let other = byVersion[file.key] {
                    report("\(file.name) has the number of \(other.name): which runs first is left to the tool", at: file.place)
                } else {
                    byVersion[file.key] = file
                }
            }
        }
    }
}

/// A file that is named like a migration: a number, then what it does.
private struct MigrationFile {
    let folder: String
    let name: String
    let key: String
    let place: Place

    init?(_ file: (path: String, source: Int)) {
        let parts = file.path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard let name = parts.last, name.hasSuffix(".sql") else { return nil }
        var rest = name[...]
        // Flyway's repeatable files have no number, its undo files the one that they undo.
        if rest.first == "V" { rest = rest.dropFirst() }
        let version = rest.prefix { $0.isNumber || $0 == "." }
        let digits = version.drop { $0 == "0" }
        guard !version.isEmpty, let next = rest.dropFirst(version.count).first, next == "_" || next == "-" else { return nil }
        let isBack = name.contains(".down.") || name.contains(".undo.") || name.hasSuffix("_down.sql")
        folder = parts.dropLast().joined(separator: "/")
        self.name = name
        key = (isBack ? "down " : "") + String(digits)
        place = Place(source: file.source, offset: 0, statement: -1)
    }
}
