extension Rule {
    /// Privileges and policies that let in more people than they should.
    static let securityRules: [Rule] = [
        Rule(
            "PL073", "Policy weakened", .clients, .warning,
            why:
                "Permissive policies add up: one of them that is true shows every row, whatever the others say. "
                + "Without a WITH CHECK, "
                + "USING holds for new rows too.",
            instead:
                "CREATE POLICY … FOR SELECT TO role USING (owner_id = auth.uid()): one command, the roles that need it, and a "
                + "condition that names a column; AS RESTRICTIVE for what has to hold in any case.",
            about: .both
        ) { visit in
            for weakening in visit.weakenings { visit.report(weakening) }
        },
        Rule(
            "PL074", "Row-level security without a policy, or a policy without it", .clients, .error,
            why:
                "A policy does nothing until row-level security is enabled; enabled without a policy it hides every "
                + "row; and a table "
                + "in a schema that an API shows is open to whoever has the API's key.",
            instead: "ALTER TABLE … ENABLE ROW LEVEL SECURITY, and CREATE POLICY for each role that is granted something.",
            about: .design
        ) { visit in
            visit.noteRowSecurity()
        } conclude: { end in
            for table in end.tables where table.birth != nil && !end.known.memory.switchesRowSecurityByText {
                end.judgeRowSecurity(table)
            }
        },
        Rule(
            "PL075", "View loses what it had, or shows more than its reader may see", .clients, .warning,
            why:
                "DROP VIEW takes privileges, owner, comments and options with it, and CREATE OR REPLACE VIEW the "
                + "options. Without "
                + "security_invoker a view reads its tables with its owner's rights, past their row-level security.",
            instead: "CREATE VIEW … WITH (security_invoker = true) AS …, then GRANT, COMMENT and OWNER as before.",
            about: .both
        ) { visit in
            visit.followView()
        } conclude: { end in
            end.judgeViews()
        },
        Rule(
            "PL076", "Function without a fixed search_path", .clients, .warning,
            why:
                "The names in its body are looked up in the schemas of whoever calls it. Behind SECURITY DEFINER a "
                + "caller can put "
                + "a table or function of their own before the real one, and it runs with the owner's rights.",
            instead: "CREATE FUNCTION … SET search_path = '' AS …, with every name in the body written as schema.name.",
            about: .design, in: [.script, .block, .routine]
        ) { visit in
            visit.followFunction()
        } conclude: { end in
            let found = end.known.memory.openFunctions.values.sorted {
                ($0.place.source, $0.place.offset) < ($1.place.source, $1.place.offset)
            }
            for function in found {
                if function.isDefiner {
                    end.report(
                        "\(end.text(function.name)) is SECURITY DEFINER and takes its search_path from the caller",
                        at: function.place,
                        about: Subject(schema: function.name.schema, name: function.name.name))
                } else if end.options.exposedSchemas.contains(function.name.schema), !function.isTrigger,
                    end.known.memory.unqualifiedBodies.contains(function.name)
                {
                    end.report(
                        "\(end.text(function.name)) names tables without their schema and takes its search_path from the caller",
                        at: function.place, about: Subject(schema: function.name.schema, name: function.name.name))
                } else if end.known.memory.unqualifiedBodies.contains(function.name) {
                    end.report(
                        "\(end.text(function.name)) names tables without their schema and takes its search_path from the caller",
                        at: function.place, about: Subject(schema: function.name.schema, name: function.name.name),
                        severity: .note)
                }
            }
        },
    ]
}

extension Visit {
    private static let wide: Set<String> = ["public", "anon", "authenticated"]

    /// The access that a statement opens.
    fileprivate var weakenings: [String] {
        switch kind {
        case "CreatePolicyStmt": newPolicy
        case "AlterPolicyStmt": changedPolicy
        case "DropStmt" where removeType == "OBJECT_POLICY": droppedPolicies
        case "AlterTableStmt": commands.compactMap(opened)
        default: []
        }
    }

    private func opened(_ command: AlterCommand) -> String? {
        guard isInUse(command.table) else { return nil }
        switch command.type {
        case "DisableRowSecurity":
            return "row-level security of \(text(command.table)) is disabled: its policies no longer apply"
        case "NoForceRowSecurity":
            return
                "the owner of \(text(command.table)) is no longer restricted by its policies, nor is a view or "
                + "function of the owner's"
        default: return nil
        }
    }

    private var droppedPolicies: [String] {
        dropped.compactMap { _, parts in
            let table = known.name(Array(parts.dropLast()))
            if let last = parts.last, let old = known.tables[table]?.policies.first(where: { $0.name == last }) {
                known.memory.droppedPolicies[table, default: [:]][last] = old
            }
            guard let policy = known.tables[table]?.policies.first(where: { $0.name == parts.last }), !policy.isPermissive,
                isInUse(table)
            else { return nil }
            return "\(policy.name) restricted \(text(table)): what it kept out comes in"
        }
    }

    private var newPolicy: [String] {
        let table = known.name(self["table"])
        let roles = RoleNames.of(self["roles"])
        let command = self["cmd_name"].string ?? "all"
        let name = self["policy_name"].string ?? ""
        guard self["permissive"].isTrue else { return [] }
        var found: [String] = []
        let isOpen = self["qual"].booleanConstant == true || self["with_check"].booleanConstant == true
        if isOpen, role != .generated {
            let wide = roles.filter(Self.wide.contains)
            if !wide.isEmpty {
                found.append("\(name): \(wide.joined(separator: ", ")) may \(Self.words(command)) every row of \(text(table))")
            } else if command == "all", let named = Self.commands(in: name) {
                found.append(
                    "\(name) is named after \(named), and is FOR ALL with a condition that is always true: it lets in all four")
            }
        }
        if let old = known.memory.droppedPolicies[table]?.removeValue(forKey: name) {
            if old.withCheck.exists, !self["with_check"].exists, ["all", "update"].contains(command), old.isPermissive {
                found.append(
                    "\(name) on \(text(table)) is created again without its WITH CHECK: its USING alone holds for new rows")
            }
            return found
        }
        if let added = addedPolicy(table, name, command, roles) { found.append(added) }
        return found
    }

    /// Another permissive policy where one was: rows that the first kept out come in.
    private func addedPolicy(_ table: QName, _ name: String, _ command: String, _ roles: [String]) -> String? {
        guard isInUse(table), self["qual"].booleanConstant != false, let policies = known.tables[table]?.policies else {
            return nil
        }
        let others = policies.filter {
            $0.place?.source != source && $0.name != name && $0.isPermissive
                && ($0.command == command || $0.command == "all" || command == "all")
                && ($0.roles.contains("public") || roles.contains("public") || !Set($0.roles).isDisjoint(with: roles))
        }
        guard let other = others.first else { return nil }
        return "\(name) adds to \(other.name): rows of \(text(table)) that either lets through are shown"
    }

    private var changedPolicy: [String] {
        let table = known.name(self["table"])
        let name = self["policy_name"].string ?? ""
        let old = known.tables[table]?.policies.first { $0.name == name }
        guard old?.isPermissive != false else { return [] }
        var found: [String] = []
        for (part, before) in [("qual", old?.using), ("with_check", old?.withCheck)] {
            if self[part].booleanConstant == true, before?.booleanConstant != true {
                found.append("\(name) on \(text(table)) is true for every row from now on")
                break
            }
        }
        if self["roles"].exists, let old {
            let added = RoleNames.of(self["roles"]).filter { Self.wide.contains($0) && !old.roles.contains($0) }
            if !added.isEmpty, !old.roles.contains("public") {
                found.append("\(name) on \(text(table)) holds for \(added.joined(separator: ", ")) from now on")
            }
        }
        return found
    }

    private static func words(_ command: String) -> String {
        switch command {
        case "select": "read"
        case "insert": "insert"
        case "update": "change"
        case "delete": "delete"
        default: "read, insert, change and delete"
        }
    }

    /// The commands that a policy's name speaks of, where it leaves some out.
    private static func commands(in name: String) -> String? {
        let words = Set(name.lowercased().split { !$0.isLetter }.map(String.init))
        guard words.isDisjoint(with: ["all", "full", "manage", "everything", "any", "access"]) else { return nil }
        let known = ["select", "read", "view", "insert", "create", "add", "update", "change", "edit", "delete", "remove"]
        let found = known.filter(words.contains)
        let reads = !words.isDisjoint(with: ["select", "read", "view"])
        let deletes = !words.isDisjoint(with: ["delete", "remove"])
        return found.isEmpty || (reads && deletes) ? nil : found.joined(separator: ", ")
    }

    // MARK: Row-level security

    fileprivate func noteRowSecurity() {
        guard ["DoStmt", "CreateFunctionStmt"].contains(kind) else { return }
        if statement.text.lowercased().contains("row level security") { known.memory.switchesRowSecurityByText = true }
    }

    // MARK: Views

    fileprivate mutating func followView() {
        switch kind {
        case "DropStmt" where removeType == "OBJECT_VIEW":
            for (name, _) in dropped {
                if let view = known.tables[name] { known.memory.dropped[name] = (view, state.script) }
                if let place = known.memory.ownersRights[name], place.source != source { known.memory.ownersRights[name] = nil }
            }
        case "ViewStmt":
            let name = known.name(self["view"])
            let options = ViewOptions.set(in: self["options"])
            let isTemporary = self["view"]["relpersistence"].string == "t"
            known.memory.ownersRights[name] = options.contains("security_invoker") || isTemporary ? nil : place()
            if let old = known.tables[name], self["replace"].isTrue {
                let lost = old.options.intersection(["security_invoker", "security_barrier"]).subtracting(options)
                guard !lost.isEmpty, old.kind == .view, isInUse(name) else { return }
                report("\(text(name)) loses \(lost.sorted().joined(separator: ", ")): OR REPLACE sets all options again")
            } else if let old = known.memory.dropped[name], old.script == state.script {
                known.memory.recreated.append((old.view, place()))
            }
        case "AlterTableStmt" where self["objtype"].string == "OBJECT_VIEW":
            let name = known.name(self["relation"])
            for command in commands where command.type == "SetRelOptions" {
                if ViewOptions.set(in: command.definition).contains("security_invoker") { known.memory.ownersRights[name] = nil }
            }
        default: break
        }
    }

    // MARK: Functions

    fileprivate func followFunction() {
        if case .routine(let function) = statement.origin {
            let bare = statement.node.ranges.filter { !$0["schemaname"].exists }
            for range in bare where range["relpersistence"].string == "t" {
                known.memory.temporaryInBodies[function, default: []].insert(range["relname"].string ?? "")
            }
            let own = known.memory.temporaryInBodies[function] ?? []
            // A trigger's transition tables are its own, and mostly called so.
            let transitions = ["pg_", "new_", "old_", "inserted", "deleted", "updated"]
            let names = bare.compactMap { $0["relname"].string }.filter { name in
                !own.contains(name) && !transitions.contains { name.hasPrefix($0) }
            }
            if !names.isEmpty { known.memory.unqualifiedBodies.insert(function) }
            return
        }
        switch kind {
        case "CreateFunctionStmt":
            let name = known.name(self["funcname"].names)
            let options = self["options"].list.compactMap { $0[as: "DefElem"] }
            let key = "\(name)(\(Self.arguments(self["parameters"])))"
            known.memory.openFunctions[key] = nil
            // A body in the standard's form is bound when it is made.
            guard !options.contains(where: Self.setsPath), !self["sql_body"].exists else { return }
            let isDefiner = options.contains { $0["defname"].string == "security" && $0["arg"]["Boolean"]["boolval"].isTrue }
            let result = self["returnType"]["names"].names.last
            known.memory.openFunctions[key] = Memory.OpenFunction(
                name: name, isDefiner: isDefiner, isTrigger: result == "trigger" || result == "event_trigger", place: place())
        case "AlterFunctionStmt":
            let object = self["func"]
            let name = known.name(object["objname"].names)
            guard self["actions"].list.compactMap({ $0[as: "DefElem"] }).contains(where: Self.setsPath) else { return }
            let types = object["objargs"].list.map { TypeName($0["TypeName"]).text }.joined(separator: ", ")
            for (key, function) in known.memory.openFunctions where function.name == name {
                if object["args_unspecified"].isTrue || key == "\(name)(\(types))" { known.memory.openFunctions[key] = nil }
            }
        case "DropStmt" where removeType == "OBJECT_FUNCTION":
            for (name, _) in dropped {
                for (key, function) in known.memory.openFunctions where function.name == name && function.place.source != source {
                    known.memory.openFunctions[key] = nil
                }
            }
        default: break
        }
    }

    private static func setsPath(_ option: Node) -> Bool {
        let setting = option["arg"]["VariableSetStmt"]
        return option["defname"].string == "set" && setting["name"].string?.lowercased() == "search_path"
            && setting["kind"].string != "VAR_RESET"
    }

    /// The argument types that tell functions of one name apart.
    private static func arguments(_ parameters: Node) -> String {
        parameters.list.compactMap { $0[as: "FunctionParameter"] }
            .filter { !["FUNC_PARAM_OUT", "FUNC_PARAM_TABLE"].contains($0["mode"].string) }
            .map { TypeName($0["argType"]).text }.joined(separator: ", ")
    }
}

extension Conclusion {
    fileprivate mutating func judgeRowSecurity(_ table: KnownTable) {
        guard table.kind == .table, !table.isTemporary, let place = table.place else { return }
        let subject = Subject(schema: table.name.schema, name: table.name.name)
        let name = text(table.name)
        if !table.rowSecurity, let policy = table.policies.first {
            report(
                "\(policy.name) does nothing: row-level security of \(name) is not enabled", at: policy.place ?? place,
                about: subject)
        } else if !table.rowSecurity, options.exposedSchemas.contains(table.name.schema) {
            report("\(name) is in a schema that the API shows, without row-level security", at: place, about: subject)
        } else if !table.rowSecurity, let role = Conclusion.clients.first(where: table.grantees.contains) {
            report(
                "\(role) may use \(name), which has no row-level security: whoever has the API's key is in", at: place,
                about: subject)
        } else if !table.rowSecurity, table.grantees.contains("public") {
            report(
                "every role may use \(name), which has no row-level security", at: place,
                instead: "GRANT to the roles that need it; or ENABLE ROW LEVEL SECURITY with a policy for each.", about: subject,
                severity: .note)
        } else if table.rowSecurity, table.policies.isEmpty, table.partitionOf == nil {
            let held = table.grantees.subtracting(known.bypassingRoles).sorted()
            if table.forcesRowSecurity {
                report(
                    "\(name) has row-level security, forced, and no policy: nobody sees a row, not even its owner", at: place,
                    about: subject)
            } else if !held.isEmpty {
                report(
                    "\(held.joined(separator: ", ")) may use \(name), and no policy shows them a row of it", at: place,
                    about: subject)
            }
        }
    }

    fileprivate mutating func judgeViews() {
        for (old, place) in known.memory.recreated {
            guard let new = known.tables[old.name] else { continue }
            var lost = old.options.subtracting(new.options).sorted()
            if old.hasGrants, !new.hasGrants { lost.append("its privileges") }
            if old.hasOwner, !new.hasOwner { lost.append("its owner") }
            if old.hasComment, !new.hasComment { lost.append("its comment") }
            guard !lost.isEmpty else { continue }
            report("\(text(old.name)) is created again without \(lost.joined(separator: ", "))", at: place)
        }
        guard (known.serverVersion ?? 150_000) >= 150_000 else { return }
        for (name, place) in known.memory.ownersRights.sorted(by: { $0.key.description < $1.key.description }) {
            let subject = Subject(schema: name.schema, name: name.name)
            let view = known.tables[name]
            if options.exposedSchemas.contains(name.schema) {
                report(
                    "\(text(name)) is in a schema that the API shows, and reads with its owner's rights, past row-level security",
                    at: place, about: subject)
            } else if let table = view.flatMap(secured), isOpen(view) {
                report(
                    "\(text(name)) reads \(text(table)) with its owner's rights, past its row-level security", at: place,
                    about: subject)
            } else if let role = Conclusion.clients.first(where: { view?.grantees.contains($0) ?? false }) {
                report(
                    "\(role) may read \(text(name)), which reads with its owner's rights, past row-level security", at: place,
                    about: subject)
            }
        }
    }

    /// The roles of an API's clients.
    private static let clients = ["anon", "authenticated"]

    /// A table with row-level security that the view reads.
    private func secured(_ view: KnownTable) -> QName? {
        view.query.ranges.map { known.name($0) }.first {
            known.tables[$0]?.kind == .table && known.tables[$0]?.rowSecurity == true
        }
    }

    /// True when others than those who pass row-level security may read it; where no file speaks of grants, a platform gives them.
    private func isOpen(_ view: KnownTable?) -> Bool {
        guard let view else { return false }
        if !view.grantees.subtracting(known.bypassingRoles).isEmpty { return true }
        return view.grantees.isEmpty && !known.tables.values.contains { $0.hasGrants }
    }
}
