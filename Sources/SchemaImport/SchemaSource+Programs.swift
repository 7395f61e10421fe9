import SchemaModel

extension SchemaSource {
    // MARK: Views

    mutating func views(_ roots: [Fact]) {
        for root in roots where root.id.kind == .view || root.id.kind == .materializedView {
            guard let schema = schema(of: root.id), let columns = viewColumns(root) else { continue }
            let isView = root.id.kind == .view
            let options = root[.options]?.object ?? [:]
            let known: Set<String> = ["security_invoker", "security_barrier", "check_option"]
            guard has(root, only: [.definition, .viewColumns, .options, .toastOptions]),
                isView ? options.keys.allSatisfy(known.contains) : options.isEmpty, let definition = root.text(.definition)
            else { continue }
            let type = typeName(root.id.name, suffix: "View")
            let member = memberName(root.id.name, suffix: "View")
            var names = SwiftNames(reserved: SwiftNames.reservedMembers)
            tables[root.id] = TableText(type: type, member: member)
            var text = "final class \(type): \(isView ? "View" : "MaterializedView"), Sendable {\n"
            if Self.snakeCase(type) != root.id.name {
                text += "    static let relationName = \(SwiftText.literal(root.id.name))\n\n"
            }
            for column in columns {
                let swift = TypeText.of(column.type, declared: types)
                let property = names.member(column.name, suffix: "Column")
                tables[root.id]?.columns[column.name] = (property, swift)
                let comment = comment(on: .column(column.name, of: root.id)).map { ".comment(\(SwiftText.literal($0)))" } ?? ""
                text +=
                    "    let \(property) = Column\(swift.generic)(\(SwiftText.literal(column.name)), \(swift.expression))\(comment)\n"
            }
            let query = String(definition.drop { $0 == " " || $0 == "\n" })
            text += "\n    var query: SQLFragment {\n        \(SwiftText.literal(query, indent: "    "))\n    }\n"
            declare(root, only: [.definition, .viewColumns, .options])
            text += isView ? viewSettings(root.id, options) : materializedBody(root.id)
            text += "}\n\nextension \(namespace) {\n    static let \(member) = \(type)()\n}\n"
            file(in: folder(schema.name), type, text)
            schemas[schema]?.views.append(member)
        }
    }

    private func viewColumns(_ fact: Fact) -> [(name: String, type: String)]? {
        let columns = (fact[.viewColumns]?.list ?? []).compactMap { column -> (name: String, type: String)? in
            guard let name = column.object?["name"]?.text, let type = column.object?["type"]?.text else { return nil }
            return (name, type)
        }
        return columns.isEmpty ? nil : columns
    }

    private mutating func viewSettings(_ id: ObjectID, _ options: [String: Value]) -> String {
        var arguments: [String] = []
        if options["security_invoker"]?.text == "true" { arguments.append("securityInvoker: true") }
        if options["security_barrier"]?.text == "true" { arguments.append("securityBarrier: true") }
        if let option = options["check_option"]?.text { arguments.append("checkOption: .\(option)") }
        let grants = grants(on: id)
        if !grants.isEmpty { arguments.append("grants: " + SwiftText.list(grants, indent: "        ", open: "[", close: "]")) }
        if let comment = comment(on: id) { arguments.append("comment: \(SwiftText.literal(comment))") }
        guard !arguments.isEmpty else { return "" }
        return "\n    var settings: ViewSettings {\n        ViewSettings(\(arguments.joined(separator: ", ")))\n    }\n"
    }

    private mutating func materializedBody(_ id: ObjectID) -> String {
        var items = indexes(of: id) + grants(on: id)
        if let comment = comment(on: id) { items.append("TableComment(\(SwiftText.literal(comment, indent: "        ")))") }
        guard !items.isEmpty else { return "" }
        return "\n    var body: TableBody {\n" + items.map { "        \($0)\n" }.joined() + "    }\n"
    }

    // MARK: Functions

    private static let functionAttributes: Set<Attribute> = [
        .routine, .language, .arguments, .result, .source, .volatility, .strict, .securityDefiner, .leakproof, .parallel, .cost,
        .rows,
        .configuration,
    ]

    mutating func functions(_ roots: [Fact]) {
        for root in roots where root.id.kind == .function {
            guard let schema = schema(of: root.id), has(root, only: Self.functionAttributes), let source = root.text(.source),
                let language = root.text(.language), language != "c", language != "internal"
            else { continue }
            let member = memberName(root.id.name, suffix: "Function")
            var arguments = [SwiftText.literal(root.id.name)]
            let list = root.text(.arguments) ?? ""
            let isProcedure = root.text(.routine) == "procedure"
            if !list.isEmpty || isProcedure {
                arguments.append("sql: \(SwiftText.literal(list))")
                arguments.append("signature: \(SwiftText.literal(root.id.signature ?? ""))")
            }
            arguments.append("returns: \(isProcedure ? "nil" : Self.result(root.text(.result) ?? "void"))")
            arguments.append(
                "language: \(["sql", "plpgsql"].contains(language) ? ".\(language)" : ".other(\(SwiftText.literal(language)))")")
            if let properties = properties(ofFunction: root) { arguments.append(properties) }
            declare(root, only: Self.functionAttributes)
            if let executable = executable(root.id) { arguments.append("executableBy: \(executable)") }
            if let comment = comment(on: root.id) { arguments.append("comment: \(SwiftText.literal(comment))") }
            arguments.append("body: \(SwiftText.literal(source, indent: "        "))")
            let lines = arguments.map { "        \($0)" }.joined(separator: ",\n")
            file(
                in: "\(folder(schema.name))/Functions", member.filter { $0 != "`" },
                "extension \(namespace) {\n    static let \(member) = Function(\n\(lines))\n}\n")
            schemas[schema]?.functions.append(member)
        }
    }

    private static func result(_ text: String) -> String {
        switch text {
        case "void": ".void"
        case "trigger": ".trigger"
        default: ".sql(\(SwiftText.literal(text)))"
        }
    }

    private func properties(ofFunction fact: Fact) -> String? {
        var arguments: [String] = []
        if let volatility = fact.text(.volatility) { arguments.append(".\(volatility)") }
        if fact.bool(.strict) { arguments.append("strict: true") }
        if fact.bool(.securityDefiner) { arguments.append("securityDefiner: true") }
        if fact.bool(.leakproof) { arguments.append("leakproof: true") }
        if let parallel = fact.text(.parallel) { arguments.append("parallel: .\(parallel)") }
        if let cost = fact.integer(.cost) { arguments.append("cost: \(cost)") }
        if let rows = fact.integer(.rows) { arguments.append("rows: \(rows)") }
        let settings = (fact.texts(.configuration) ?? []).map { setting -> String in
            let name = setting.prefix { $0 != "=" }
            return "\(SwiftText.literal(String(name))): \(SwiftText.literal(String(setting.dropFirst(name.count + 1))))"
        }
        if !settings.isEmpty { arguments.append("configuration: [\(settings.joined(separator: ", "))]") }
        return arguments.isEmpty ? nil : "FunctionProperties(\(arguments.joined(separator: ", ")))"
    }

    /// The roles that may execute the function; nil for PUBLIC alone.
    private mutating func executable(_ id: ObjectID) -> String? {
        let grants = children(id, .grant).filter {
            $0.id.signature == nil && !$0.id.name.isEmpty && $0.texts(.privileges) == ["EXECUTE"] && $0[.grantable] == nil
        }
        for grant in grants {
            uses(role: grant.id.name)
            declare(grant)
        }
        let names = grants.map(\.id.name).sorted()
        return names == ["PUBLIC"] ? nil : "[\(names.map(Self.role).joined(separator: ", "))]"
    }
}
