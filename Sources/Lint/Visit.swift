import SchemaModel
/// A report of a rule, before its place becomes a line.
struct Report {
    let rule: Rule
    let message: String
    let instead: String
    let place: Place
    let subject: Subject?
    /// Where it weighs less than its rule.
    var severity: Severity?
}

/// One statement as a rule sees it: what is known before it runs.
struct Visit {
    let statement: Statement
    let known: KnownSchema
    let state: ScriptState
    let options: LintOptions
    let role: LintSource.Role
    let source: Int
    /// The commands, when it is an ALTER TABLE.
    let commands: [AlterCommand]
    var rule: Rule
    var reports: [Report] = []
    var said: Set<String>

    var kind: String { statement.kind }
    subscript(key: String) -> Node { statement.node[key] }

    /// Says what is wrong.
    ///
    /// - Parameters:
    ///   - offset: the byte in the statement's text; its beginning when nil.
    ///   - instead: what to write here, where that is more than the rule's general advice.
    ///   - severity: where it weighs less than the rule.
    mutating func report(
        _ message: String, at offset: Int? = nil, instead: String? = nil, about subject: Subject? = nil,
        severity: Severity? = nil
    ) {
        let offset = offset.map { statement.repair?.original($0) ?? $0 }
        let place = Place(
            source: source, offset: statement.base + min(max(offset ?? 0, 0), max(0, statement.length - 1)),
            statement: statement.number)
        reports.append(
            Report(
                rule: rule, message: message, instead: instead ?? rule.instead, place: place, subject: subject,
                severity: severity))
    }

    /// As `report`, but only for the first of these in a script.
    mutating func reportOnce(_ message: String, at offset: Int? = nil, instead: String? = nil, key: String? = nil) {
        guard said.insert(key ?? rule.code).inserted else { return }
        report(message, at: offset, instead: instead)
    }

    /// True when a relation was there before this script, so that others may be using it.
    func isInUse(_ name: QName) -> Bool {
        guard role != .declaration else { return false }
        if isQuarantined(name) { return false }
        guard let table = known.tables[name] else { return true }
        return table.birth?.script != state.script
    }

    /// The same for a name as it stands in the tree.
    func isInUse(_ range: Node) -> Bool { isInUse(known.name(range)) }

    /// True for what a generated migration moved to quarantine, where nobody reads or writes it.
    func isQuarantined(_ name: QName) -> Bool {
        role == .generated && name.schema.hasPrefix(MigrationConvention.quarantinePrefix)
    }

    /// How a relation is called in a message.
    func text(_ name: QName) -> String { name.schema == "public" ? name.name : name.description }

    /// The objects that a DROP names, with the parts of their names.
    var dropped: [(name: QName, parts: [String])] {
        guard kind == "DropStmt" else { return [] }
        return self["objects"].list.map { object in
            let parts =
                object["List"].exists
                ? object["List"]["items"].names
                : object["ObjectWithArgs"].exists
                    ? object["ObjectWithArgs"]["objname"].names
                    : object["TypeName"].exists ? object["TypeName"]["names"].names : [object.name ?? ""]
            return (known.name(parts), parts)
        }
    }

    var removeType: String { self["removeType"].string ?? "" }

    /// True when the server is of a version or later; false where nothing says.
    func isServer(atLeast version: Int) -> Bool { (known.serverVersion ?? 0) >= version }
}

/// The end of a run, for rules that need all of it.
struct Conclusion {
    let known: KnownSchema
    let options: LintOptions
    /// By the table that they are on: asked for each foreign key and index of a large schema.
    var indexesByTable: [QName: [KnownIndex]] = [:]
    /// The linted files, by the number of their source.
    var files: [(path: String, source: Int)] = []
    var rule: Rule
    var reports: [Report] = []

    /// Says what is wrong at a place of the linted files; what has none is the server's, and nobody's to change here.
    mutating func report(
        _ message: String, at place: Place?, instead: String? = nil, about subject: Subject? = nil, severity: Severity? = nil
    ) {
        guard let place else { return }
        reports.append(
            Report(
                rule: rule, message: message, instead: instead ?? rule.instead, place: place, subject: subject,
                severity: severity))
    }

    func text(_ name: QName) -> String { name.schema == "public" ? name.name : name.description }

    /// Tables that the linted files define, in the order of their names.
    var tables: [KnownTable] { known.tables.values.sorted { $0.name.description < $1.name.description } }
    var indexes: [KnownIndex] { known.indexes.values.sorted { $0.name.description < $1.name.description } }
}
