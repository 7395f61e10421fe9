extension KnownSchema {
    /// The effect of a statement on what is known.
    func apply(_ statement: Statement, birth: Birth?, place: Place) {
        switch statement.kind {
        case "CreateStmt": createTable(statement.node, birth, place)
        case "CreateForeignTableStmt":
            createTable(statement["base"], birth, place)
            change(name(statement["base"]["relation"])) { $0.kind = .foreign }
        case "CreateTableAsStmt": createTableAs(statement.node, birth, place)
        case "ViewStmt": createView(statement.node, birth, place)
        case "AlterTableStmt": alter(statement.node, birth, place)
        case "IndexStmt": createIndex(statement.node, birth, place)
        case "RenameStmt": rename(statement.node)
        case "AlterObjectSchemaStmt": moveSchema(statement.node)
        case "DropStmt": drop(statement.node)
        case "CreateSchemaStmt":
            let schema = statement["schemaname"].string ?? ""
            if schemas[schema] == nil { schemas[schema] = .some(birth) }
        case "CreateSeqStmt":
            let name = name(statement["sequence"])
            if sequences[name] == nil { sequences[name] = .some(birth) }
        case "CreateEnumStmt":
            let name = name(statement["typeName"].names)
            if enums[name] == nil { enums[name] = KnownEnum(labels: Set(statement["vals"].names), birth: birth) }
        case "AlterEnumStmt": alterEnum(statement.node, birth)
        case "CreateDomainStmt": domains[name(statement["domainname"].names)] = .some(birth)
        case "CreateFunctionStmt":
            let name = name(statement["funcname"].names)
            let volatility = statement["options"].list.compactMap { $0[as: "DefElem"] }
                .first { $0["defname"].string == "volatility" }?["arg"]["String"]["sval"].string
            functions[name] = KnownFunction(
                name: name, isVolatile: volatility == nil || volatility == "volatile", birth: functions[name]?.birth ?? birth,
                place: place)
        case "CreatePolicyStmt", "AlterPolicyStmt": policy(statement, place)
        case "CreatePublicationStmt", "AlterPublicationStmt": publication(statement, birth)
        case "RefreshMatViewStmt":
            let view = name(statement["relation"])
            if tables[view] != nil { change(view) { $0.isPopulated = !statement["skipData"].isTrue } }
        case "GrantStmt":
            for object in statement["objects"].list {
                guard let range = object[as: "RangeVar"], tables[name(range)] != nil else { continue }
                granted(statement.node, on: name(range))
            }
            guard statement["targtype"].string == "ACL_TARGET_ALL_IN_SCHEMA" else { return }
            let schemas = Set(statement["objects"].names)
            for name in Array(tables.keys) where schemas.contains(name.schema) { granted(statement.node, on: name) }
        case "CreateRoleStmt", "AlterRoleStmt":
            for option in statement["options"].list.compactMap({ $0[as: "DefElem"] }) {
                guard ["bypassrls", "superuser"].contains(option["defname"].string), option["arg"]["Boolean"]["boolval"].isTrue
                else { continue }
                bypassingRoles.insert(statement["role"].string ?? statement["role"]["rolename"].string ?? "")
            }
        case "CommentStmt" where statement["objtype"].string == "OBJECT_VIEW":
            let view = name(statement["object"]["List"]["items"].names)
            if tables[view] != nil { change(view) { $0.hasComment = true } }
        case "VariableSetStmt" where statement["name"].string?.lowercased() == "search_path":
            searchPath = statement["args"].list.compactMap(\.stringConstant).filter { !$0.isEmpty && $0 != "\"$user\"" }
            if searchPath.isEmpty { searchPath = ["public"] }
        case "SelectStmt":
            let ended = CronJobs.ended(in: statement.node)
            jobs.removeAll { $0.name.map(ended.contains) ?? false }
            jobs += CronJobs.found(in: statement.node, place)
            if let (names, isActive) = CronJobs.switched(in: statement.node) {
                for index in jobs.indices where jobs[index].name.map(names.contains) ?? false { jobs[index].isActive = isActive }
            }
        default: break
        }
    }

    private func granted(_ node: Node, on name: QName) {
        let roles = RoleNames.of(node["grantees"])
        change(name) { table in
            table.hasGrants = true
            if node["is_grant"].isTrue { table.grantees.formUnion(roles) } else { table.grantees.subtract(roles) }
        }
    }

    private func alterEnum(_ node: Node, _ birth: Birth?) {
        let name = name(node["typeName"].names)
        guard let label = node["newVal"].string else { return }
        var type = enums[name] ?? KnownEnum(labels: [])
        if let old = node["oldVal"].string {
            type.labels.remove(old)
            type.labels.insert(label)
        } else if type.labels.insert(label).inserted {
            type.added[label] = birth
        }
        enums[name] = type
    }

    private func policy(_ statement: Statement, _ place: Place) {
        let node = statement.node
        let table = name(node["table"])
        let policy = KnownPolicy(
            name: node["policy_name"].string ?? "", place: place, isPermissive: node["permissive"].isTrue,
            command: node["cmd_name"].string ?? "all", roles: RoleNames.of(node["roles"]), using: node["qual"],
            withCheck: node["with_check"])
        change(table) { table in
            guard let index = table.policies.firstIndex(where: { $0.name == policy.name }) else {
                table.policies.append(policy)
                return
            }
            guard statement.kind == "AlterPolicyStmt" else { return }
            if node["qual"].exists { table.policies[index].using = policy.using }
            if node["with_check"].exists { table.policies[index].withCheck = policy.withCheck }
            if node["roles"].exists { table.policies[index].roles = policy.roles }
        }
    }

    private func publication(_ statement: Statement, _ birth: Birth?) {
        let publication = statement["pubname"].string ?? ""
        var known = publications[publication] ?? KnownPublication()
        if statement.kind == "CreatePublicationStmt" { known.script = birth?.script }
        known.isForAll = known.isForAll || statement["for_all_tables"].isTrue
        if statement["action"].string == "AP_SetObjects" { (known.tables, known.schemas) = ([:], []) }
        for option in statement["options"].list.compactMap({ $0[as: "DefElem"] }) where option["defname"].string == "publish" {
            let operations = option["arg"].name?.lowercased().split { $0 == "," || $0.isWhitespace } ?? []
            known.operations = Set(operations.map(String.init))
        }
        for object in statement["pubobjects"].list {
            if object["PublicationObjSpec"]["pubobjtype"].string == "PUBLICATIONOBJ_TABLES_IN_SCHEMA",
                let schema = object["PublicationObjSpec"]["name"].string
            {
                known.schemas.insert(schema)
            }
            let table = object["PublicationObjSpec"]["pubtable"]
            guard table["relation"].exists else { continue }
            if statement["action"].string == "AP_DropObjects" {
                known.tables[name(table["relation"])] = nil
            } else {
                known.tables[name(table["relation"])] = table["columns"].names
            }
        }
        publications[publication] = known
    }

    private func rename(_ node: Node) {
        let relation = node["relation"].exists ? name(node["relation"]) : nil
        let new = node["newname"].string ?? ""
        switch node["renameType"].string {
        case "OBJECT_TABLE", "OBJECT_VIEW", "OBJECT_MATVIEW", "OBJECT_INDEX", "OBJECT_SEQUENCE", "OBJECT_FOREIGN_TABLE":
            if let relation { move(relation, to: QName(schema: relation.schema, name: new)) }
        case "OBJECT_COLUMN":
            guard let relation, let old = node["subname"].string else { return }
            renameColumn(old, to: new, of: relation)
        case "OBJECT_TABCONSTRAINT":
            guard let relation else { return }
            change(relation) { table in
                for place in table.constraints.indices where table.constraints[place].name == node["subname"].string {
                    table.constraints[place].name = new
                }
            }
        case "OBJECT_TYPE", "OBJECT_DOMAIN":
            let old = name(node["object"]["List"]["items"].names)
            let renamed = QName(schema: old.schema, name: new)
            if let type = enums.removeValue(forKey: old) { enums[renamed] = type }
            if let birth = domains.removeValue(forKey: old) { domains[renamed] = .some(birth) }
            renameType(old, to: new)
        default: break
        }
    }

    private func renameType(_ old: QName, to new: String) {
        for table in Array(tables.keys) {
            change(table) { table in
                for place in table.columns.indices where candidates(table.columns[place].type).first == old {
                    table.columns[place].type.name = new
                }
            }
        }
    }

    private func renameColumn(_ old: String, to new: String, of relation: QName) {
        func renamed(_ name: String) -> String { name == old ? new : name }
        change(relation) { table in
            for place in table.columns.indices where table.columns[place].name == old { table.columns[place].name = new }
            for place in table.constraints.indices {
                table.constraints[place].columns = table.constraints[place].columns.map(renamed)
            }
        }
        for index in indexes(of: relation) {
            indexes[index.name]?.columns = index.columns.map { $0.map(renamed) }
        }
    }

    private func moveSchema(_ node: Node) {
        guard node["relation"].exists, let schema = node["newschema"].string else { return }
        let old = name(node["relation"])
        move(old, to: QName(schema: schema, name: old.name))
    }

    private func drop(_ node: Node) {
        for object in node["objects"].list {
            let parts = object["List"]["items"].names
            switch node["removeType"].string {
            case "OBJECT_TABLE", "OBJECT_VIEW", "OBJECT_MATVIEW", "OBJECT_INDEX", "OBJECT_SEQUENCE", "OBJECT_FOREIGN_TABLE":
                forget(name(parts))
            case "OBJECT_SCHEMA":
                guard let schema = object.name else { continue }
                schemas[schema] = nil
                for name in Array(tables.keys) + Array(indexes.keys) + Array(sequences.keys) where name.schema == schema {
                    forget(name)
                }
            case "OBJECT_FUNCTION", "OBJECT_PROCEDURE", "OBJECT_ROUTINE":
                functions[name(object["ObjectWithArgs"]["objname"].names)] = nil
            case "OBJECT_TYPE", "OBJECT_DOMAIN":
                let name = name(object["TypeName"]["names"].names)
                enums[name] = nil
                domains[name] = nil
            case "OBJECT_POLICY":
                let table = name(Array(parts.dropLast()))
                if tables[table] != nil { change(table) { $0.policies.removeAll { $0.name == parts.last } } }
            case "OBJECT_PUBLICATION": publications[object.name ?? ""] = nil
            default: break
            }
        }
    }
}

/// The roles of a statement, as written; `public` for everyone.
enum RoleNames {
    static func of(_ node: Node) -> [String] {
        node.list.map { role in
            let spec = role["RoleSpec"]
            switch spec["roletype"].string {
            case "ROLESPEC_PUBLIC": return "public"
            case "ROLESPEC_CURRENT_USER": return "current_user"
            case "ROLESPEC_CURRENT_ROLE": return "current_role"
            case "ROLESPEC_SESSION_USER": return "session_user"
            default: return spec["rolename"].string ?? "public"
            }
        }
    }
}

/// Calls of pg_cron's functions.
enum CronJobs {
    static func found(in node: Node, _ place: Place) -> [KnownJob] {
        node.all("FuncCall").compactMap { call in
            guard let function = call["funcname"].names.last,
                ["schedule", "schedule_in_database"].contains(function), call["funcname"].names.first == "cron"
            else { return nil }
            let texts = call["args"].list.map { $0[as: "NamedArgExpr"]?["arg"].stringConstant ?? $0.stringConstant }
            switch texts.count {
            case 2: return job(nil, texts[0], texts[1], place)
            case 3...: return job(texts[0], texts[1], texts[2], place)
            default: return nil
            }
        }
    }

    /// The names of jobs that a query takes away.
    static func ended(in node: Node) -> Set<String> {
        let calls = node.all("FuncCall").filter { $0["funcname"].names == ["cron", "unschedule"] }
        let names = calls.map { $0["args"].list.first?.stringConstant }
        // By its number: the name is in the condition.
        guard names.allSatisfy({ $0 != nil }) else { return Set(node.all("A_Const").compactMap { $0["sval"]["sval"].string }) }
        return Set(names.compactMap(\.self))
    }

    /// The texts of a query that switches jobs on or off; a job's name among them is meant.
    static func switched(in node: Node) -> (names: Set<String>, isActive: Bool)? {
        for call in node.all("FuncCall") where call["funcname"].names == ["cron", "alter_job"] {
            let arguments = call["args"].list
            let named = arguments.compactMap { $0[as: "NamedArgExpr"] }.first { $0["name"].string == "active" }?["arg"]
            guard let value = (named ?? (arguments.count > 5 ? arguments[5] : Node(nil))).booleanConstant else { continue }
            return (Set(node.all("A_Const").compactMap { $0["sval"]["sval"].string }), value)
        }
        return nil
    }

    private static func job(_ name: String?, _ schedule: String?, _ command: String?, _ place: Place) -> KnownJob? {
        guard let schedule, let command else { return nil }
        return KnownJob(name: name, schedule: schedule, command: command, place: place)
    }
}
