extension KnownSchema {
    func createTable(_ node: Node, _ birth: Birth?, _ place: Place) {
        let name = name(node["relation"])
        guard tables[name] == nil else { return }
        var table = KnownTable(name: name, birth: birth, place: place)
        table.isPartitioned = node["partspec"].exists
        table.isTemporary = node["relation"]["relpersistence"].string == "t"
        table.partitionColumns = node["partspec"]["partParams"].list.compactMap { $0["PartitionElem"]["name"].string }
        let parents = node["inhRelations"].list.compactMap { $0[as: "RangeVar"] }.map { self.name($0) }
        if node["partbound"].exists, let parent = parents.first {
            table.partitionOf = parent
            table.columns = tables[parent]?.columns ?? []
            if node["partbound"]["is_default"].isTrue {
                table.isDefaultPartition = true
                change(parent) { $0.hasDefaultPartition = true }
            }
            table.isComplete = tables[parent]?.isComplete ?? false
        } else if !parents.isEmpty {
            table.isComplete = false
        }
        tables[name] = table
        for element in node["tableElts"].list {
            if let column = element[as: "ColumnDef"] {
                add(column: column, to: name, birth, place)
            } else if let constraint = element[as: "Constraint"] {
                add(constraint: constraint, to: name, birth, place)
            } else if element["TableLikeClause"].exists {
                change(name) { $0.isComplete = false }
            }
        }
    }

    func createTableAs(_ node: Node, _ birth: Birth?, _ place: Place) {
        let name = name(node["into"]["rel"])
        guard tables[name] == nil else { return }
        var table = KnownTable(name: name, birth: birth, place: place, isComplete: false)
        table.kind = node["objtype"].string == "OBJECT_MATVIEW" ? .materializedView : .table
        table.isPopulated = !node["into"]["skipData"].isTrue
        table.query = node["query"]
        tables[name] = table
    }

    func createView(_ node: Node, _ birth: Birth?, _ place: Place) {
        let name = name(node["view"])
        var view = tables[name] ?? KnownTable(name: name, birth: birth, place: place, isComplete: false)
        view.kind = .view
        view.query = node["query"]
        view.options = ViewOptions.set(in: node["options"])
        view.place = place
        tables[name] = view
    }

    func alter(_ node: Node, _ birth: Birth?, _ place: Place) {
        let name = name(node["relation"])
        for command in node["cmds"].list.compactMap({ $0[as: "AlterTableCmd"] }) {
            alter(name, command, birth, place)
        }
    }

    private func alter(_ name: QName, _ command: Node, _ birth: Birth?, _ place: Place) {
        let part = command["name"].string ?? ""
        switch command["subtype"].string ?? "" {
        case "AT_AddColumn": add(column: command["def"]["ColumnDef"], to: name, birth, place)
        case "AT_DropColumn": dropColumn(part, of: name)
        case "AT_AddConstraint": add(constraint: command["def"]["Constraint"], to: name, birth, place)
        case "AT_DropConstraint":
            change(name) { $0.constraints.removeAll { $0.name == part } }
            for index in indexes(of: name) where index.constraint == part { indexes[index.name] = nil }
        case "AT_ValidateConstraint":
            change(name) { table in
                for place in table.constraints.indices where table.constraints[place].name == part {
                    table.constraints[place].isValid = true
                }
            }
        case "AT_SetNotNull": changeColumn(part, of: name) { $0.isNotNull = true }
        case "AT_DropNotNull": changeColumn(part, of: name) { $0.isNotNull = false }
        case "AT_ColumnDefault": changeColumn(part, of: name) { $0.defaultValue = command["def"] }
        case "AT_AlterColumnType":
            changeColumn(part, of: name) { $0.type = TypeName(command["def"]["ColumnDef"]["typeName"]) }
        case "AT_SetRelOptions" where tables[name]?.kind == .view:
            change(name) {
                $0.options = $0.options.subtracting(ViewOptions.names(command["def"])).union(ViewOptions.set(in: command["def"]))
            }
        case "AT_ResetRelOptions" where tables[name]?.kind == .view:
            change(name) { $0.options.subtract(ViewOptions.names(command["def"])) }
        case "AT_EnableRowSecurity": change(name) { $0.rowSecurity = true }
        case "AT_DisableRowSecurity": change(name) { $0.rowSecurity = false }
        case "AT_ForceRowSecurity": change(name) { $0.forcesRowSecurity = true }
        case "AT_NoForceRowSecurity": change(name) { $0.forcesRowSecurity = false }
        case "AT_ChangeOwner": change(name) { $0.hasOwner = true }
        case "AT_ReplicaIdentity":
            let identity = command["def"]["ReplicaIdentityStmt"]
            change(name) {
                $0.replicaIdentity = identity["identity_type"].string ?? "d"
                $0.replicaIndex = identity["name"].string
            }
        case "AT_AttachPartition": attach(command["def"]["PartitionCmd"], to: name)
        case "AT_DetachPartition":
            let child = self.name(command["def"]["PartitionCmd"]["name"])
            if tables[child] != nil { change(child) { $0.partitionOf = nil } }
        default: break
        }
    }

    private func attach(_ command: Node, to parent: QName) {
        let child = name(command["name"])
        let isDefault = command["bound"]["is_default"].isTrue
        change(child) {
            $0.partitionOf = parent
            $0.isDefaultPartition = isDefault
        }
        change(parent) { table in
            table.isPartitioned = true
            if isDefault { table.hasDefaultPartition = true }
        }
    }

    private func changeColumn(_ column: String, of table: QName, _ body: (inout KnownColumn) -> Void) {
        guard let place = tables[table]?.columns.firstIndex(where: { $0.name == column }) else { return }
        change(table) { body(&$0.columns[place]) }
    }

    private func dropColumn(_ column: String, of name: QName) {
        change(name) { table in
            table.columns.removeAll { $0.name == column }
            table.constraints.removeAll { $0.columns.contains(column) }
        }
        for index in indexes(of: name) where index.columns.contains(column) || index.included.contains(column) {
            indexes[index.name] = nil
        }
    }

    // MARK: Parts

    func add(column node: Node, to table: QName, _ birth: Birth?, _ place: Place) {
        let constraints = node["constraints"].list.compactMap { $0[as: "Constraint"] }
        let kinds = Set(constraints.compactMap { $0["contype"].string })
        let type = TypeName(node["typeName"])
        let name = node["colname"].string ?? ""
        guard tables[table]?.column(name) == nil else { return }
        let column = KnownColumn(
            name: name, type: type,
            isNotNull: kinds.contains("CONSTR_NOTNULL") || kinds.contains("CONSTR_PRIMARY") || kinds.contains("CONSTR_IDENTITY")
                || type.isSerial,
            defaultValue: constraints.first { $0["contype"].string == "CONSTR_DEFAULT" }?["raw_expr"] ?? Node(nil),
            isGenerated: kinds.contains("CONSTR_GENERATED"),
            generation: constraints.first { $0["contype"].string == "CONSTR_GENERATED" }?["raw_expr"] ?? Node(nil),
            isIdentity: kinds.contains("CONSTR_IDENTITY"),
            place: Place(source: place.source, offset: place.offset + (node.location ?? 0), statement: place.statement))
        change(table) { $0.columns.append(column) }
        if type.isSerial {
            sequences[QName(schema: table.schema, name: "\(table.name)_\(name)_seq")] = .some(birth)
        }
        for constraint in constraints { add(constraint: constraint, to: table, column: name, birth, place) }
    }

    func add(constraint node: Node, to table: QName, column: String? = nil, _ birth: Birth?, _ place: Place) {
        guard let kind = Constraints.kind(node) else { return }
        let known = Constraints.known(node, kind, of: table, column: column, in: self, birth, place)
        change(table) { table in
            table.constraints.append(known)
            guard kind == .primary else { return }
            for place in table.columns.indices where known.columns.contains(table.columns[place].name) {
                table.columns[place].isNotNull = true
            }
        }
        guard [.primary, .unique, .exclude].contains(kind) else { return }
        if let existing = node["indexname"].string {
            let name = QName(schema: table.schema, name: existing)
            if var index = indexes.removeValue(forKey: name) {
                index.constraint = known.name
                // PostgreSQL gives the index the constraint's name.
                index.name = QName(schema: table.schema, name: known.name)
                change(table) { $0.constraints[$0.constraints.count - 1].columns = index.columns.compactMap(\.self) }
                indexes[index.name] = index
            }
            return
        }
        let name = QName(schema: table.schema, name: known.name)
        guard indexes[name] == nil else { return }
        indexes[name] = KnownIndex(
            name: name, table: table, method: kind == .exclude ? node["access_method"].string ?? "gist" : "btree",
            columns: known.columns, keys: [], included: node["including"].names, isUnique: kind != .exclude,
            predicate: node["where_clause"], options: [:], nullsNotDistinct: known.nullsNotDistinct, isConcurrent: false,
            constraint: known.name, birth: birth, place: known.place)
    }

    func createIndex(_ node: Node, _ birth: Birth?, _ place: Place) {
        let table = name(node["relation"])
        let elements = node["indexParams"].list.map { $0["IndexElem"] }
        let columns = elements.map { $0["name"].string }
        let fallback =
            "\(table.name)_\(elements.map { $0["name"].string ?? $0["expr"].functionNames.first?.last ?? "expr" }.joined(separator: "_"))_idx"
        // An index lives in its table's schema.
        let name = QName(schema: table.schema, name: node["idxname"].string ?? fallback)
        guard indexes[name] == nil else { return }
        if tables[table] == nil { change(table) { _ in } }
        var options: [String: Node] = [:]
        for option in node["options"].list.compactMap({ $0[as: "DefElem"] }) {
            options[option["defname"].string ?? ""] = option["arg"]
        }
        indexes[name] = KnownIndex(
            name: name, table: table, method: node["accessMethod"].string ?? "btree", columns: columns, keys: elements,
            included: node["indexIncludingParams"].list.compactMap { $0["IndexElem"]["name"].string },
            isUnique: node["unique"].isTrue, predicate: node["whereClause"], options: options,
            nullsNotDistinct: node["nulls_not_distinct"].isTrue, isConcurrent: node["concurrent"].isTrue, constraint: nil,
            birth: birth, place: place)
    }
}

/// Reads constraints as they are written.
enum Constraints {
    static func kind(_ node: Node) -> KnownConstraint.Kind? {
        switch node["contype"].string {
        case "CONSTR_PRIMARY": .primary
        case "CONSTR_UNIQUE": .unique
        case "CONSTR_CHECK": .check
        case "CONSTR_FOREIGN": .foreign
        case "CONSTR_EXCLUSION": .exclude
        default: nil
        }
    }

    static func known(
        _ node: Node, _ kind: KnownConstraint.Kind, of table: QName, column: String?, in known: KnownSchema, _ birth: Birth?,
        _ place: Place
    ) -> KnownConstraint {
        let columns: [String] =
            switch kind {
            case .foreign: column.map { [$0] } ?? node["fk_attrs"].names
            case .check: Array(Set(node["raw_expr"].columnNames)).sorted()
            case .exclude: node["exclusions"].list.compactMap { $0["List"]["items"].list.first?["IndexElem"]["name"].string }
            default: column.map { [$0] } ?? node["keys"].names
            }
        var result = KnownConstraint(
            name: node["conname"].string ?? defaultName(kind, table.name, column.map { [$0] } ?? columns), kind: kind,
            columns: columns,
            isValid: !node["skip_validation"].isTrue, birth: birth,
            place: Place(source: place.source, offset: place.offset + (node.location ?? 0), statement: place.statement))
        if kind == .foreign {
            result.references = known.name(node["pktable"])
            result.referencedColumns = node["pk_attrs"].names
            result.onDelete = node["fk_del_action"].string ?? "a"
        }
        result.expression = node["raw_expr"]
        result.nullsNotDistinct = node["nulls_not_distinct"].isTrue
        return result
    }

    private static func defaultName(_ kind: KnownConstraint.Kind, _ table: String, _ columns: [String]) -> String {
        let list = columns.joined(separator: "_")
        switch kind {
        case .primary: return "\(table)_pkey"
        case .unique: return "\(table)_\(list)_key"
        case .foreign: return "\(table)_\(list)_fkey"
        case .exclude: return "\(table)_\(list)_excl"
        // PostgreSQL names a check over several columns after the table alone.
        case .check: return columns.count == 1 ? "\(table)_\(list)_check" : "\(table)_check"
        }
    }
}

/// The options of views that are on.
enum ViewOptions {
    static func names(_ node: Node) -> Set<String> { Set((node["List"]["items"].list + node.list).compactMap(name)) }

    static func set(in node: Node) -> Set<String> {
        let elements = node["List"]["items"].list + node.list
        return Set(elements.filter { !isOff($0["DefElem"]["arg"]) }.compactMap(name))
    }

    private static func name(_ node: Node) -> String? { node["DefElem"]["defname"].string }

    private static func isOff(_ value: Node) -> Bool {
        let text = value.name ?? value["TypeName"]["names"].names.last ?? value.integerConstant.map(String.init) ?? "true"
        return ["false", "off", "0", "no"].contains(text.lowercased())
    }
}
