import SchemaModel

extension AccessMatrix {
    /// Adds the findings from reading a table as each identity, and from its entry in the catalog.
    mutating func judge(_ relation: AccessRelation, _ line: Line, _ suite: AccessSuite) {
        let table = relation.table
        let isShared = suite.shared.contains(table)
        let recursing = zip(identities, line.reads).filter { $1 == .recurses }.map(\.0.name)
        if !recursing.isEmpty {
            add(
                table, .error, .recursion,
                "its policies read the table itself, so that every query of \(recursing.listed) fails (SQLSTATE 42P17)")
        }
        for (identity, cell) in zip(identities, line.reads) where identity.isStranger && !isShared {
            guard case .rows(let rows) = cell, rows > 0 else { continue }
            add(
                table, .error, .strangerReaches,
                "\(identity.name) reads \(CheckPlan.text(Double(rows))) \(rows == 1 ? "row" : "rows") and should read none")
        }
        let users = Array(Set(relation.readers + relation.writers)).sorted()
        if relation.isTable, !relation.hasRowSecurity, !users.isEmpty, !isShared || !relation.writers.isEmpty {
            let parts =
                (relation.readers.isEmpty ? [] : ["\(relation.readers.listed) may read every row"])
                + (relation.writers.isEmpty ? [] : ["\(relation.writers.listed) may write to it"])
            let text = parts.joined(separator: ", and ")
            add(table, .error, .withoutRowSecurity, "row-level security is off: \(text)")
        }
        if relation.isTable, relation.hasRowSecurity, !relation.hasPolicies, !users.isEmpty {
            let whole = relation.parentHasPolicies ? ", and those of the parent do not apply to it" : ""
            add(
                table, .warning, .withoutPolicy,
                "row-level security is on and no policy exists\(whole): \(users.listed) \(users.count == 1 ? "has" : "have") "
                    + "privileges and reach no row")
        }
        if !relation.bypassed.isEmpty, !relation.readers.isEmpty, !isShared {
            let what =
                relation.kind == .materializedView
                ? "a materialized view knows no policies" : "the view reads with its owner's rights (no security_invoker)"
            add(
                table, .error, .ownersRights,
                "\(what): those of \(relation.bypassed.listed) do not apply to \(relation.readers.listed)")
        }
        if relation.isTable, relation.hasRowSecurity, !relation.isForced, !relation.owners.isEmpty {
            add(
                table, .error, .ownerBypassesPolicies,
                "\(relation.owners.listed) has the rights of the table's owner, to whom its policies do not apply "
                    + "(no FORCE ROW LEVEL SECURITY)")
        }
    }

    /// Adds the findings from the text of a policy.
    mutating func judge(_ policy: AccessPolicy, _ suite: AccessSuite) {
        let (table, roles) = (policy.table, policy.roles.listed)
        guard !policy.roles.isEmpty else { return }
        let isPublicReading = policy.command == .select && suite.shared.contains(table)
        if policy.isPermissive, !policy.isRestricted, !isPublicReading {
            if policy.existing == "true" {
                add(
                    table, .error, .opensEverything,
                    "policy \(policy.name) opens every row to \(roles), for \(policy.command.words)")
            } else if policy.written == "true", policy.command == .insert {
                // Whoever may add rows may be meant to: a form that visitors fill in, for example.
                add(table, .warning, .opensEverything, "policy \(policy.name) accepts every row that \(roles) inserts")
            } else if policy.written == "true" {
                add(
                    table, .error, .opensEverything,
                    "policy \(policy.name) lets \(roles) give a row to anybody: WITH CHECK (true), for \(policy.command.words)")
            } else if policy.opensWhereNull {
                add(
                    table, .error, .opensWhereNull,
                    "policy \(policy.name) is open to \(roles) where something is NULL, for \(policy.command.words)")
            }
        }
        let functions = ["current_setting"] + policy.functions
        if let name = [policy.existing, policy.written].compactMap(\.self).compactMap({ PolicyText.calledPerRow($0, functions) })
            .first
        {
            add(
                table, .warning, .calledPerRow,
                "policy \(policy.name) calls \(name)() for each row; (SELECT \(name)(…)) is worked out once for a statement")
        }
    }

    /// Adds the findings from writing to the rows of a scratch copy; `reached` has the rows of each identity.
    mutating func judge(_ table: ObjectID, rows: Int, _ command: AccessWrite, reached: [Int: Set<Int64>]) {
        for (place, found) in reached.sorted(by: { $0.key < $1.key }) where identities[place].isStranger && !found.isEmpty {
            add(
                table, .error, .strangerReaches,
                "\(identities[place].name) may \(command.rawValue) \(found.count) of \(rows) rows of a scratch copy and should "
                    + "reach none")
        }
        for (one, other) in strangersToEachOther {
            guard let mine = reached[one], let others = reached[other] else { continue }
            let shared = mine.intersection(others).count
            guard shared > 0 else { continue }
            // A row that both may insert is not yet a row that both reach.
            add(
                table, command == .insert ? .warning : .error, .tenantsShareRows,
                "\(identities[one].name) and \(identities[other].name), of different tenants, may both \(command.rawValue) \(shared) "
                    + "of the same \(rows) rows of a scratch copy")
        }
    }
}

extension [String] {
    /// `a`, `a and b`, `a, b and c`.
    fileprivate var listed: String {
        guard let last, count > 1 else { return first ?? "" }
        return dropLast().joined(separator: ", ") + " and \(last)"
    }
}
