import Foundation
#if Lint
import Lint
#endif
import Migrator
import PostgresClient
import Sandbox
import SchemaEngine
import SchemaModel

/// Reads a database's declaration from its files of SQL, by way of a scratch database.
struct SQLDeclaration {
    private let database: SQLDatabase
    private let root: URL
    private let host: ScratchOnDemand

    init(_ database: SQLDatabase, root: URL, host: ScratchOnDemand) {
        self.database = database
        self.root = root
        self.host = host
    }

    /// The declaration of the files, in the catalog's own words.
    ///
    /// - Throws: ``CommandError`` with file and line of a statement that the server refuses, or of a comment that means nothing.
    func declared() async throws -> DeclaredDatabase {
        let files = try database.files(in: root)
        let comments = try SQLComments(files)
        let source = ScriptSource(files: files, host: host, platform: database.platform)
        let loaded = try await source.load { connection, state in
            var answers = ScriptSource.Answers()
            for comment in comments.rows { answers.rows += try await Self.rows(comment, state, connection) }
            #if Lint
            let texts = try files.flatMap { WrittenExpressions.all(in: [UInt8](try Data(contentsOf: $0))) }
            answers.texts = try await WrittenExpression.facts(texts, in: state, connection)
            #endif
            return answers
        }
        if let cut = loaded.cutNames.first { throw CommandError(cut.description) }
        let rows = try Self.located(loaded.declaredRows, comments, loaded.state)
        var facts = loaded.state.facts.filter { id, fact in Self.isDeclared(fact, loaded.base) && id.kind != .owner }
        try comments.annotate(&facts, in: loaded.state)
        for text in loaded.writtenTexts { facts[text.id]?.declaredTexts.values = text.attributes }
        try note(loaded, managed: Set(rows.compactMap(\.id.parent)))
        let declared = (facts.values + rows).sorted { $0.id < $1.id }
        return DeclaredDatabase(
            name: database.name, platform: database.platform, scope: try scope(declared, loaded.state), facts: declared,
            renames: try RenameComment.renames(comments.renames, in: loaded.state))
    }

    /// True for what the files make, and for a privilege on the schema `public` that they change: PostgreSQL before 15 gave PUBLIC more of them.
    private static func isDeclared(_ fact: Fact, _ base: CatalogState) -> Bool {
        guard let old = base.facts[fact.id] else { return true }
        return fact.id.kind == .grant && fact.id.root == .schema("public") && old.compared != fact.compared
    }

    /// The schemas that the files declare something in are owned whole, unless the configuration names others.
    private func scope(_ facts: [Fact], _ state: CatalogState) throws -> Scope {
        // A privilege on a schema that every database has does not make the schema ours.
        let isOnSchema = { (id: ObjectID) in id.root.kind == .schema && !facts.contains { $0.id == id.root } }
        let declared = Set(facts.filter { !isOnSchema($0.id) }.compactMap(\.id.root.enclosingSchema))
        let schemas = database.schemas ?? declared
        let missing = schemas.subtracting(declared).sorted()
        guard missing.isEmpty else {
            throw CommandError(
                "plumbline.yml, databases.\(database.name).schemas: no file declares anything in the schema "
                    + "\(missing.joined(separator: ", ")).\(Spelling.suggestion(for: missing[0], among: declared))")
        }
        let objects = facts.map(\.id).map { isOnSchema($0) ? $0 : $0.root }
            .filter { id in isOnSchema(id) || !(id.enclosingSchema.map(schemas.contains) ?? false) }
        let managed = try database.managedPartitions.map { name in
            guard let table = RenameText.subjects("table \(name)", in: state).first?.object else {
                throw CommandError("plumbline.yml, databases.\(database.name).managed-partitions: there is no table \(name)")
            }
            return table
        }
        return Scope(schemas: schemas, objects: Set(objects), managedPartitions: Set(managed))
    }

    /// Names what the files say and Plumbline does not manage.
    private func note(_ loaded: ScriptSource.Loaded, managed: Set<ObjectID>) throws {
        let known = Set(loaded.base.unmodelled)
        for item in loaded.state.unmodelled where !known.contains(item) {
            Progress.note("\(database.path): not modeled, and so not managed: \(item)")
        }
        let unmanaged = loaded.filledTables.filter { !managed.contains($0) }
        if !unmanaged.isEmpty {
            Progress.note(
                "\(database.path): the rows of \(unmanaged.map(\.path).joined(separator: ", ")) are not managed; "
                    + "`-- plumb:rows SCHEMA.TABLE` declares them as reference rows")
        }
        let changed = loaded.state.facts.values.filter { fact in
            !Self.isDeclared(fact, loaded.base) && loaded.base.facts[fact.id].map { $0.compared != fact.compared } ?? false
        }
        for fact in changed.sorted(by: { $0.id < $1.id }) {
            Progress.note("\(database.path): not managed, since it exists in every database: \(fact.id)")
        }
    }

    /// The rows with the lines of the comments that declare them, which no cache keeps.
    private static func located(_ rows: [Fact], _ comments: SQLComments, _ state: CatalogState) throws -> [Fact] {
        var origins: [ObjectID: SourceLocation] = [:]
        for comment in comments.rows { origins[try comment.object("table", in: state)] = comment.origin }
        return rows.map { row in
            var row = row
            row.origin = row.id.parent.flatMap { origins[$0] }
            return row
        }
    }

    /// The rows of a table as reference rows, by its primary key.
    private static func rows(_ comment: SQLComments.Comment, _ state: CatalogState, _ connection: PostgresConnection) async throws
        -> [Fact]
    {
        let table = try comment.object("table", in: state)
        let name = SQL.qualified(table.schema, table.name)
        let columns = try await connection.query(
            """
            SELECT a.attname::text AS name, coalesce(a.attnum = ANY (k.conkey), false) AS is_key
            FROM pg_catalog.pg_attribute a
            LEFT JOIN pg_catalog.pg_constraint k ON k.conrelid = a.attrelid AND k.contype = 'p'
            WHERE a.attrelid = to_regclass($1) AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
            ORDER BY a.attnum
            """, [name]
        ).map { (name: try $0.decode("name", as: String.self), isKey: try $0.decode("is_key", as: Bool.self)) }
        guard columns.contains(where: \.isKey) else { throw comment.error("\(table) has no primary key to tell its rows by") }
        func object(_ columns: [String]) -> String {
            "jsonb_build_object(" + columns.map { "\(SQL.literal($0)), t.\(SQL.identifier($0))" }.joined(separator: ", ")
                + ")::text"
        }
        let key = columns.filter(\.isKey).map(\.name)
        let values = columns.filter { !$0.isKey }.map(\.name)
        let found = try await connection.query("SELECT \(object(key)) AS key, \(object(values)) AS values FROM \(name) t")
        guard !found.isEmpty else { throw comment.error("\(table) has no rows here; INSERT them in the same files") }
        return try found.map { row in
            let key = try Value(json: row.decode("key", as: String.self))
            return Fact(
                ObjectID(.referenceRow, key.json, parent: table),
                [.key: key, .values: try Value(json: row.decode("values", as: String.self))],
                dependencies: Set(columns.map { ObjectID.column($0.name, of: table) }))
        }
    }
}
