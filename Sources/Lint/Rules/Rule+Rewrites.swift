extension Rule {
    /// Scans and rewrites of whole tables.
    static let rewriteRules: [Rule] = [
        Rule(
            "PL013", "SET NOT NULL without a validated CHECK", .lock, .error,
            aliases: Aliases(
                squawk: ["adding-not-nullable-field"], strong: ["change_column_null", "change_column_with_not_null"],
                atlas: ["PG303", "MF104"]),
            why: "The whole table is read under ACCESS EXCLUSIVE to see that no row has NULL; one that has makes it fail.",
            instead:
                "ADD CONSTRAINT c CHECK (column IS NOT NULL) NOT VALID; VALIDATE CONSTRAINT c; SET NOT NULL; DROP CONSTRAINT c."
        ) { visit in
            for command in visit.commands where command.type == "SetNotNull" && visit.isInUse(command.table) {
                if let table = visit.known.tables[command.table] {
                    if table.column(command.name)?.isNotNull == true || NotNull.isChecked(command.name, table) { continue }
                }
                visit.report(
                    "all of \(visit.text(command.table)) is read for NULLs in \(command.name) while nobody else may use it")
            }
        },
        Rule(
            "PL015", "ADD COLUMN with a volatile default", .lock, .error,
            aliases: Aliases(
                squawk: ["adding-field-with-default"], strong: ["add_column_default", "add_column_default_callable"],
                atlas: ["PG302"]),
            why: "Each row needs a value of its own: the table is rewritten under ACCESS EXCLUSIVE.",
            instead: "ADD COLUMN without the default, SET DEFAULT, then fill old rows in batches."
        ) { visit in
            for added in visit.addedColumns where visit.isInUse(added.table) {
                guard let value = added.constraint("CONSTR_DEFAULT")?["raw_expr"],
                    let function = Volatility.volatileFunction(in: value, visit.known)
                else { continue }
                let what = Volatility.isKnown(function, visit.known) ? "volatile" : "VOLATILE unless it says otherwise"
                visit.report(
                    "\(function)() is \(what), so all of \(visit.text(added.table)) is rewritten", at: added.location,
                    instead: what == "volatile"
                        ? nil
                        : "CREATE FUNCTION … STABLE where it is; else ADD COLUMN without the "
                            + "default, SET DEFAULT, then fill old rows in batches.", about: added.subject)
            }
        },
        Rule(
            "PL016", "ADD COLUMN GENERATED … STORED", .lock, .error,
            aliases: Aliases(squawk: ["adding-field-with-default"], strong: ["add_column_generated_stored"], atlas: ["PG309"]),
            why: "The value is computed for every row: the table is rewritten under ACCESS EXCLUSIVE.",
            instead: "A plain column with a trigger, filled in batches; or a virtual column (PostgreSQL 18), or a view."
        ) { visit in
            for added in visit.addedColumns where visit.isInUse(added.table) && added.constraint("CONSTR_GENERATED") != nil {
                visit.report("all of \(visit.text(added.table)) is rewritten", at: added.location, about: added.subject)
            }
        },
        Rule(
            "PL017", "ADD serial or identity column", .lock, .error,
            aliases: Aliases(
                squawk: ["adding-field-with-default", "prefer-identity"], strong: ["add_column_auto_incrementing"],
                atlas: ["PG310"]),
            why: "Each row gets a number: the table is rewritten under ACCESS EXCLUSIVE.",
            instead:
                "ADD COLUMN bigint, fill it in batches from a sequence, then SET DEFAULT nextval or ADD GENERATED AS IDENTITY."
        ) { visit in
            for added in visit.addedColumns where visit.isInUse(added.table) {
                guard added.type.isSerial || added.constraint("CONSTR_IDENTITY") != nil else { continue }
                visit.report(
                    "all of \(visit.text(added.table)) is rewritten to number its rows", at: added.location,
                    about: added.subject)
            }
        },
        Rule(
            "PL018", "Type of a column changed", .lock, .error,
            aliases: Aliases(squawk: ["changing-column-type"], strong: ["change_column"], atlas: ["PG301"]),
            why:
                "The table and its indexes are rewritten under ACCESS EXCLUSIVE, and programs that expect the old type break.",
            instead: "A new column beside the old one, kept equal by a trigger and filled in batches; then move the programs."
        ) { visit in
            for command in visit.commands where command.type == "AlterColumnType" && visit.isInUse(command.table) {
                let new = TypeName(command.definition["ColumnDef"]["typeName"])
                let old = visit.known.tables[command.table]?.column(command.name)?.type
                let converts = command.definition["ColumnDef"]["raw_default"]
                if let old, TypeChange.keepsRows(from: old, to: new, using: converts, column: command.name) { continue }
                let target = visit.known.text(of: new)
                let what = old.map { "from \(visit.known.text(of: $0)) to \(target)" } ?? "to \(target)"
                visit.report(
                    "\(command.name) goes \(what): \(visit.text(command.table)) is rewritten unless both are stored alike",
                    at: command.location)
            }
        },
        Rule(
            "PL019", "Type changed under a CHECK constraint", .lock, .warning,
            aliases: Aliases(strong: ["change_column_constraint"]),
            why: "Even a change that rewrites nothing checks every row against the constraint again, under ACCESS EXCLUSIVE.",
            instead: "Drop the constraint, change the type, add it again NOT VALID, and validate it in a transaction of its own."
        ) { visit in
            for command in visit.commands where command.type == "AlterColumnType" && visit.isInUse(command.table) {
                let checks = visit.known.tables[command.table]?.constraints.filter {
                    $0.kind == .check && $0.columns.contains(command.name)
                }
                guard let check = checks?.first,
                    !visit.commands.contains(where: { $0.type == "DropConstraint" && $0.name == check.name })
                else { continue }
                visit.report("\(check.name) is checked again on every row of \(visit.text(command.table))", at: command.location)
            }
        },
        Rule(
            "PL020", "SET LOGGED or UNLOGGED", .lock, .error, aliases: Aliases(atlas: ["PG307"]),
            why: "The table is rewritten under ACCESS EXCLUSIVE.",
            instead: "Make a new table of the wanted kind and move the rows."
        ) { visit in
            for command in visit.commands
            where ["SetLogged", "SetUnLogged"].contains(command.type) && visit.isInUse(command.table) {
                visit.report("all of \(visit.text(command.table)) is rewritten", at: command.location)
            }
        },
        Rule(
            "PL021", "SET ACCESS METHOD", .lock, .error, aliases: Aliases(atlas: ["PG311"]),
            why: "The table is rewritten under ACCESS EXCLUSIVE.",
            instead: "Make a new table with the method and move the rows."
        ) { visit in
            for command in visit.commands where command.type == "SetAccessMethod" && visit.isInUse(command.table) {
                visit.report("all of \(visit.text(command.table)) is rewritten", at: command.location)
            }
        },
        Rule(
            "PL101", "SET TABLESPACE", .lock, .error,
            why: "All of it is copied under ACCESS EXCLUSIVE: nobody reads or writes it meanwhile.",
            instead: "pg_repack --tablespace; for an index, REINDEX (TABLESPACE …) INDEX CONCURRENTLY."
        ) { visit in
            for command in visit.commands where command.type == "SetTableSpace" && visit.isInUse(command.table) {
                visit.report(
                    "all of \(visit.text(command.table)) is copied", at: command.location,
                    severity: visit.role == .generated ? .warning : nil)
            }
        },
        Rule(
            "PL024", "CREATE DOMAIN with a CHECK", .lock, .note, aliases: Aliases(squawk: ["ban-create-domain-with-constraint"]),
            why: "A later change of the constraint reads every table that uses the domain, under a lock that stops writers.",
            instead: "A CHECK on each table, which can be added NOT VALID.", about: .design
        ) { visit in
            guard visit.kind == "CreateDomainStmt" else { return }
            let name = visit.known.name(visit["domainname"].names)
            for constraint in visit["constraints"].list where constraint["Constraint"]["contype"].string == "CONSTR_CHECK" {
                visit.report(
                    "the CHECK of \(visit.text(name)) cannot be changed without reading all that uses it",
                    at: constraint["Constraint"]["location"].int, about: Subject(schema: name.schema, name: name.name))
                return
            }
        },
        Rule(
            "PL025", "ALTER DOMAIN ADD CONSTRAINT", .lock, .error,
            aliases: Aliases(squawk: ["ban-alter-domain-with-add-constraint"]),
            why: "Every table with a column of the domain is locked against writes and read.",
            instead: "ADD CONSTRAINT … NOT VALID, then VALIDATE CONSTRAINT; or a CHECK on each table."
        ) { visit in
            guard visit.kind == "AlterDomainStmt", visit["subtype"].string == "C",
                !visit["def"]["Constraint"]["skip_validation"].isTrue
            else { return }
            let name = visit.known.name(visit["typeName"].names)
            if case .some(.some(let birth)) = visit.known.domains[name], birth.script == visit.state.script { return }
            visit.report("every table that uses \(visit.text(name)) is read", at: visit["def"]["Constraint"]["location"].int)
        },
    ]
}

/// A column that a statement adds to a table that is there.
struct AddedColumn {
    let table: QName
    let node: Node
    var name: String { node["colname"].string ?? "" }
    var type: TypeName { TypeName(node["typeName"]) }
    var location: Int { node.location ?? 0 }
    var subject: Subject { Subject(schema: table.schema, name: table.name, part: name) }

    func constraint(_ kind: String) -> Node? {
        node["constraints"].list.compactMap { $0[as: "Constraint"] }.first { $0["contype"].string == kind }
    }
}

extension Visit {
    var addedColumns: [AddedColumn] {
        commands.compactMap { command in command.column.map { AddedColumn(table: command.table, node: $0) } }
    }

    /// Columns that CREATE TABLE or ALTER TABLE define.
    var definedColumns: [AddedColumn] {
        guard kind == "CreateStmt" else { return addedColumns }
        let table = known.name(self["relation"])
        return self["tableElts"].list.compactMap { $0[as: "ColumnDef"].map { AddedColumn(table: table, node: $0) } }
    }
}

/// Functions that are known to be STABLE or IMMUTABLE: what is not known is VOLATILE, as functions are unless they say otherwise.
enum Builtins {
    private static let names: Set<String> = [
        "now", "transaction_timestamp", "statement_timestamp", "timezone", "extract", "age", "isfinite", "version",
        "current_database", "current_schema", "current_schemas", "current_setting", "current_user", "session_user", "abs", "ceil",
        "ceiling", "floor", "round", "trunc", "sign", "sqrt", "cbrt", "exp", "ln", "log", "log10", "power", "pow", "mod", "div",
        "gcd", "lcm", "factorial", "pi", "degrees", "radians", "sin", "cos", "tan", "cot", "asin", "acos", "atan", "atan2",
        "width_bucket", "upper", "lower", "initcap", "length", "char_length", "character_length", "octet_length", "bit_length",
        "bit_count", "btrim", "ltrim", "rtrim", "trim", "lpad", "rpad", "left", "right", "repeat", "replace", "reverse",
        "substr", "substring", "position", "strpos", "split_part", "starts_with", "translate", "overlay", "concat", "concat_ws",
        "format", "chr", "ascii", "md5", "encode", "decode", "convert", "convert_from", "convert_to", "normalize", "unistr",
        "parse_ident", "string_to_array", "cardinality", "trim_array", "row_to_json", "setweight", "strip", "numnode",
        "querytree", "plainto_tsquery", "phraseto_tsquery", "websearch_to_tsquery", "host", "hostmask", "netmask", "network",
        "broadcast", "masklen", "set_masklen", "family", "abbrev", "obj_description", "col_description", "digest", "hmac",
        "crypt", "unaccent", "similarity", "text2ltree", "hstore", "cube", "isempty", "lower_inc", "upper_inc", "int4range",
        "int8range", "numrange", "tsrange", "tstzrange", "daterange", "int4multirange", "int8multirange", "nummultirange",
        "tsmultirange", "tstzmultirange", "datemultirange", "point", "box", "circle", "line", "lseg", "path", "polygon", "area",
        "center", "width", "height", "get_bit", "get_byte", "set_bit", "set_byte", "num_nulls", "num_nonnulls", "overlaps",
        "text", "varchar", "bpchar", "name", "int2", "int4", "int8", "float4", "float8", "numeric", "bool", "date", "time",
        "timestamp", "timestamptz", "timetz", "interval", "bytea", "uuid", "jsonb", "json", "oid", "regclass", "inet", "cidr",
        "macaddr", "bit", "varbit", "money", "xml", "xmlparse", "like_escape", "similar_to_escape", "uuid_nil", "vector",
        "halfvec", "sparsevec", "l2_normalize", "subvector",
    ]
    /// Whole families, and extensions whose functions that make values are steady.
    private static let families = [
        "pg_", "to_", "json", "array_", "make_", "date_", "justify_", "quote_", "regexp_", "ts", "xml", "sha", "inet_", "inet",
        "st_", "uuid_ns_", "range_", "isn", "cube_", "akeys", "avals",
    ]
    /// Supabase's, which read the request.
    private static let platform: Set<String> = ["auth.uid", "auth.role", "auth.jwt", "auth.email"]

    static func isSteady(_ parts: [String]) -> Bool {
        guard let name = parts.last else { return true }
        guard parts.count > 1, parts[0] != "pg_catalog", parts[0] != "extensions" else {
            return parts.first == "pg_catalog" || names.contains(name) || families.contains { name.hasPrefix($0) }
        }
        return platform.contains(parts.joined(separator: "."))
    }
}

/// Which defaults PostgreSQL computes once, and which for every row.
enum Volatility {
    private static let volatile: Set<String> = [
        "gen_random_uuid", "random", "random_normal", "clock_timestamp", "timeofday", "nextval", "setval", "currval", "lastval",
        "uuid_generate_v1", "uuid_generate_v1mc", "uuid_generate_v4", "uuidv4", "uuidv7", "gen_random_bytes", "gen_salt",
    ]

    static func isKnown(_ function: String, _ known: KnownSchema) -> Bool {
        volatile.contains(function) || known.functions.values.contains { $0.name.name == function }
    }

    /// The first function that is volatile, or that is not PostgreSQL's own and known as anything else.
    static func volatileFunction(in expression: Node, _ known: KnownSchema) -> String? {
        for names in expression.functionNames.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
            guard let name = names.last else { continue }
            if volatile.contains(name) { return name }
            if let function = known.functions[known.name(names)] {
                if function.isVolatile { return name }
            } else if !known.isLive, !Builtins.isSteady(names) {
                return name
            }
        }
        return nil
    }
}

/// Which changes of a type leave the rows as they are.
enum TypeChange {
    static func keepsRows(from old: TypeName, to new: TypeName, using: Node, column: String) -> Bool {
        guard old.isArray == new.isArray, old.schema == new.schema else { return false }
        // USING with anything but a cast of the column itself computes each row.
        if using.exists {
            let inner = using[as: "TypeCast"]?["arg"] ?? using
            guard inner["ColumnRef"]["fields"].list.last?.name == column else { return false }
        }
        if old == new { return true }
        switch (old.name, new.name) {
        case ("varchar", "text"),
            ("text", "varchar") where new.modifiers.isEmpty:
            return true
        case ("varchar", "varchar"):
            return new.modifiers.isEmpty || (old.modifiers.first.map { $0 <= new.modifiers[0] } ?? false)
        case ("varbit", "varbit"): return new.modifiers.isEmpty || (old.modifiers.first.map { $0 <= new.modifiers[0] } ?? false)
        case ("numeric", "numeric"):
            if new.modifiers.isEmpty { return true }
            guard old.modifiers.count == 2, new.modifiers.count == 2 else { return false }
            return old.modifiers[1] == new.modifiers[1] && old.modifiers[0] <= new.modifiers[0]
        case ("cidr", "inet"): return true
        case ("timestamp", "timestamp"), ("timestamptz", "timestamptz"), ("time", "time"), ("timetz", "timetz"),
            ("interval", "interval"):
            return new.modifiers.isEmpty || (old.modifiers.first.map { $0 <= new.modifiers[0] } ?? false)
        default: return false
        }
    }
}
