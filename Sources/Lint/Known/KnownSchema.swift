/// The knowledge of the database at a place in the linted files: from a server, and from the statements before.
///
/// One run owns it, on one thread.
final class KnownSchema {
    var tables: [QName: KnownTable] = [:]
    var indexes: [QName: KnownIndex] = [:]
    var functions: [QName: KnownFunction] = [:]
    var enums: [QName: KnownEnum] = [:]
    var domains: [QName: Birth?] = [:]
    var sequences: [QName: Birth?] = [:]
    var schemas: [String: Birth?] = [:]
    var jobs: [KnownJob] = []
    var publications: [String: KnownPublication] = [:]
    /// Types, for a name that is taken; value is what it is.
    var types: [QName: String] = [:]
    /// Queries that the linted functions and views make, for rules that ask whether an index serves one.
    var queries: [(origin: String, node: Node)] = []
    var searchPath = ["public"]
    /// Roles that row-level security does not hold for.
    var bypassingRoles: Set<String> = ["service_role", "postgres", "supabase_admin"]
    var memory = Memory()
    /// The sources that are migrations in order.
    var migrations: [Int: Migration] = [:]
    /// As `server_version_num`; nil where no server and no configuration says it.
    var serverVersion: Int?
    /// A server was read: what is not here is not there.
    var isLive = false

    // MARK: Names

    /// The name of a RangeVar, resolved as the search path would.
    func name(_ range: Node) -> QName {
        resolve(schema: range["schemaname"].string, name: range["relname"].string ?? "")
    }

    /// A name of one or more parts; a database in front is left out.
    func name(_ parts: [String]) -> QName {
        resolve(schema: parts.count > 1 ? parts[parts.count - 2] : nil, name: parts.last ?? "")
    }

    private func resolve(schema: String?, name: String) -> QName {
        if let schema { return QName(schema: schema, name: name) }
        for schema in searchPath {
            let candidate = QName(schema: schema, name: name)
            if taken(candidate) != nil { return candidate }
        }
        return QName(schema: searchPath.first ?? "public", name: name)
    }

    /// The kind of object that has a relation's name, in words.
    func taken(_ name: QName) -> String? {
        if let table = tables[name] {
            return switch table.kind {
            case .table, .foreign: "table"
            case .view: "view"
            case .materializedView: "materialized view"
            }
        }
        if let index = indexes[name] { return index.constraint == nil ? "index" : "constraint's index" }
        return sequences[name] != nil ? "sequence" : nil
    }

    /// The labels of an enum that the linted files or a server made.
    func labels(of type: TypeName) -> Set<String>? {
        guard !type.isArray else { return nil }
        return candidates(type).lazy.compactMap { self.enums[$0] }.first { $0.birth != nil || self.isLive }?.labels
    }

    /// The names that a type may have: that in its schema, or those in the search path.
    func candidates(_ type: TypeName) -> [QName] {
        (type.schema.map { [$0] } ?? searchPath).map { QName(schema: $0, name: type.name) }
    }

    /// A type as people write it, and its kind where the linted files or a server say it.
    func text(of type: TypeName) -> String {
        for name in candidates(type) {
            if enums[name] != nil { return "enum \(type.text)" }
            if domains.keys.contains(name) { return "domain \(type.text)" }
        }
        return type.text
    }

    // MARK: Parts

    func indexes(of table: QName) -> [KnownIndex] {
        indexes.values.filter { $0.table == table }.sorted { $0.name.name < $1.name.name }
    }

    /// Changes a table; one that no file made is taken as there, with unknown columns.
    func change(_ name: QName, _ body: (inout KnownTable) -> Void) {
        var table = tables[name] ?? KnownTable(name: name, isComplete: false)
        // Taken out meanwhile, so that its arrays are not copied.
        tables[name] = nil
        body(&table)
        tables[name] = table
    }

    /// All foreign keys that point to a table.
    func foreignKeys(to table: QName) -> [(from: KnownTable, key: KnownConstraint)] {
        tables.values.flatMap { other in
            other.constraints.filter { $0.kind == .foreign && $0.references == table }.map { (other, $0) }
        }.sorted { ($0.from.name.description, $0.key.name) < ($1.from.name.description, $1.key.name) }
    }

    /// Forgets a relation and what hangs on it.
    func forget(_ name: QName) {
        tables[name] = nil
        indexes[name] = nil
        sequences[name] = nil
        for (key, index) in indexes where index.table == name { indexes[key] = nil }
    }

    /// Gives a relation another name or schema.
    func move(_ old: QName, to new: QName) {
        if var table = tables.removeValue(forKey: old) {
            table.name = new
            tables[new] = table
            for (key, index) in indexes where index.table == old {
                indexes[key] = nil
                var moved = index
                moved.table = new
                moved.name = QName(schema: new.schema, name: index.name.name)
                indexes[moved.name] = moved
            }
            for (key, other) in tables where other.constraints.contains(where: { $0.references == old }) {
                for place in other.constraints.indices where other.constraints[place].references == old {
                    tables[key]?.constraints[place].references = new
                }
            }
        }
        if var index = indexes.removeValue(forKey: old) {
            index.name = new
            indexes[new] = index
        }
        if let sequence = sequences.removeValue(forKey: old) { sequences[new] = sequence }
    }
}
