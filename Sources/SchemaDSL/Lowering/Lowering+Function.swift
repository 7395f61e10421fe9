import SchemaModel

extension Lowering {
    mutating func function(_ function: Function, id: ObjectID) {
        let what = "Function \(id.path)"
        claim("\(id.name)(\(id.signature ?? ""))", in: "schema \(id.schema ?? "") (functions)", as: "function", nil)
        nameLength(id.name, "function", function.location)
        var dependencies: Set<ObjectID> = []
        var arguments: [String] = []
        for argument in function.arguments {
            let type = self.type(argument.type.bare, of: what, function.location)
            dependencies.formUnion(type.dependencies)
            var text = argument.variadic ? "VARIADIC " : ""
            text += "\(SQL.identifier(argument.name)) \(type.text)"
            if let value = argument.defaultValue { text += " DEFAULT \(sql(value, in: what, function.location).text)" }
            arguments.append(text)
        }
        if let form = function.argumentsSQL {
            let text = sql(form.list, in: what, function.location)
            dependencies.formUnion(text.dependencies)
            arguments.append(text.text)
        }
        let body = sql(function.body, in: what, function.location)
        dependencies.formUnion(body.dependencies.filter { $0 != id })
        var attributes: [Attribute: Value] = [
            .routine: function.returns == nil ? "procedure" : "function",
            .language: .text(function.language.name),
            .arguments: .text(arguments.joined(separator: ", ")),
            .source: .text(body.text),
        ]
        if let returns = function.returns {
            attributes[.result] = .text(result(returns, what, function.location, &dependencies))
        }
        properties(function.properties, &attributes)
        add(Fact(id, attributes, dependencies: dependencies, origin: function.location))
        for role in function.executableBy {
            grant(Grant(.execute, to: role, location: function.location), on: id, allowed: .ofFunctions)
        }
        comment(function.comment, on: id, function.location)
    }

    private mutating func result(
        _ returns: Returns, _ what: String, _ location: SourceLocation, _ dependencies: inout Set<ObjectID>
    ) -> String {
        switch returns.kind {
        case .void: return "void"
        case .trigger: return "trigger"
        case .type(let type): return bare(type, what, location, &dependencies)
        case .setOf(let type): return "SETOF " + bare(type, what, location, &dependencies)
        case .setOfRelation(let relation):
            let name = sql("\(relation)", in: what, location)
            dependencies.formUnion(name.dependencies)
            return "SETOF \(name.text)"
        case .sql(let fragment):
            let result = sql(fragment, in: what, location)
            dependencies.formUnion(result.dependencies)
            return result.text
        case .table(let columns):
            let list = columns.map { column in
                "\(SQL.identifier(column.name)) \(bare(column.box.state.type, what, location, &dependencies))"
            }
            return "TABLE(\(list.joined(separator: ", ")))"
        }
    }

    private mutating func bare(
        _ name: TypeName, _ what: String, _ location: SourceLocation, _ dependencies: inout Set<ObjectID>
    ) -> String {
        let type = self.type(name.bare, of: what, location)
        dependencies.formUnion(type.dependencies)
        return type.text
    }

    private func properties(_ properties: FunctionProperties, _ attributes: inout [Attribute: Value]) {
        if properties.volatility != .volatile { attributes[.volatility] = .text(properties.volatility.rawValue) }
        if properties.strict { attributes[.strict] = true }
        if properties.securityDefiner { attributes[.securityDefiner] = true }
        if properties.leakproof { attributes[.leakproof] = true }
        if properties.parallel != .unsafe { attributes[.parallel] = .text(properties.parallel.rawValue) }
        attributes[.cost] = properties.cost.map(Value.integer)
        attributes[.rows] = properties.rows.map(Value.integer)
        var configuration: [String] = []
        if let path = properties.searchPath {
            let list = path.isEmpty ? "\"\"" : path.map(SQL.identifier).joined(separator: ", ")
            configuration.append("search_path=\(list)")
        }
        configuration += properties.configuration.map { "\($0.0)=\($0.1)" }
        if !configuration.isEmpty { attributes[.configuration] = .texts(configuration) }
    }
}
