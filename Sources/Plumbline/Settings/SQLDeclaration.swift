import Foundation
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
            var rows: [Fact] = []
            for comment in comments.rows { rows += try await Self.rows(comment, state, connection) }
            return rows
        }
        if let cut = loaded.cutNames.first { throw CommandError(cut.description) }
        let rows = try Self.located(loaded.declaredRows, comments, loaded.state)
        var facts = loaded.state.facts.values.filter { loaded.base.facts[$0.id] == nil && $0.id.kind != .owner }
        for comment in comments.backfills {
            let column = try comment.object("column", in: loaded.state)
            guard let place = facts.firstIndex(where: { $0.id == column }) else { throw comment.error("it is not declared here") }
            facts[place][.backfill] = comment.value.map(Value.text)
            facts[place][.backfillsInBatches] = .bool(true)
            if comment.isQuiet { facts[place][.backfillsQuietly] = .bool(true) }
            for name in comment.kept where loaded.state[.column(name, of: column.parent ?? column)] == nil {
                throw comment.error("its table has no column \(name) to keep")
            }
            if !comment.kept.isEmpty { facts[place][.backfillKeeps] = .texts(comment.kept) }
        }
        for comment in comments.conversions {
            let column = try comment.object("column", in: loaded.state)
            guard let place = facts.firstIndex(where: { $0.id == column }) else { throw comment.error("it is not declared here") }
            facts[place][.conversion] = comment.value.map(Value.text)
            facts[place][.reverseConversion] = comment.back.map(Value.text)
        }
        for comment in comments.sensitive {
            let column = try comment.object("column", in: loaded.state)
            guard let place = facts.firstIndex(where: { $0.id == column }) else { throw comment.error("it is not declared here") }
            facts[place][.exposure] = .text(Exposure.sensitive.rawValue)
        }
        for comment in comments.removedLabels {
            let type = try comment.object("type", in: loaded.state)
            guard let place = facts.firstIndex(where: { $0.id == type }), let labels = facts[place].texts(.labels),
                let label = comment.value, let other = comment.back
            else { throw comment.error("it is not an enum type that is declared here") }
            guard !labels.contains(label), labels.contains(other) else {
                throw comment.error(
                    labels.contains(label)
                        ? "\(type) still has the label '\(label)'"
                        : "\(type) has no label '\(other)', which would replace '\(label)'")
            }
            facts[place][.replacedLabels] = .object(
                (facts[place][.replacedLabels]?.object ?? [:]).merging([label: .text(other)]) { $1 })
        }
        try note(loaded, managed: Set(rows.compactMap(\.id.parent)))
        let declared = (facts + rows).sorted { $0.id < $1.id }
        return DeclaredDatabase(
            name: database.name, platform: database.platform, scope: try scope(declared, loaded.state), facts: declared,
            renames: try RenameComment.renames(comments.renames, in: loaded.state))
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
            loaded.base.facts[fact.id].map { $0.compared != fact.compared } ?? false
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

/// The comments `-- plumb:…` of files of SQL that declare a database.
struct SQLComments {
    /// A comment about one object.
    struct Comment {
        let object: String
        /// The text after ` from `.
        let value: String?
        /// The way back of a conversion, or the label that takes another's place.
        var back: String?
        /// True when a backfill leaves the table's triggers out.
        var isQuiet = false
        /// The columns that keep their values while a backfill runs.
        var kept: [String] = []
        let origin: SourceLocation

        func object(_ kind: String, in state: CatalogState) throws -> ObjectID {
            guard let id = RenameText.subjects("\(kind) \(object)", in: state).first?.object else {
                throw error("there is no \(kind) \(object) here; write its name with its schema")
            }
            return id
        }

        func error(_ reason: String) -> CommandError { CommandError("\(origin): \(reason)") }
    }

    private(set) var renames: [RenameComment] = []
    private(set) var rows: [Comment] = []
    private(set) var backfills: [Comment] = []
    private(set) var conversions: [Comment] = []
    private(set) var removedLabels: [Comment] = []
    private(set) var sensitive: [Comment] = []

    /// Words after `-- plumb:`; lint reads its own.
    private static let known = [
        "renamed", "rows", "backfill", "converted", "removed", "sensitive", "ignore", "ignore-file", "in-transaction",
        "no-transaction",
    ]

    /// - Throws: ``CommandError`` or `RenameCommentError` with file and line of a comment that means nothing.
    init(_ files: [URL]) throws {
        for file in files {
            let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
            renames += try RenameComment.all(in: text, file: file.relativePath)
            for (number, line) in text.lines.enumerated() {
                guard let match = line.prefixMatch(of: #/\s*--\s*plumb:([A-Za-z_-]*)\s*(.*?)\s*$/#) else { continue }
                let origin = SourceLocation(file: file.relativePath, line: number + 1)
                let (word, rest) = (String(match.1), String(match.2))
                switch word {
                case "rows":
                    rows.append(Comment(object: rest, value: nil, origin: origin))
                case "backfill":
                    guard let parts = rest.wholeMatch(of: #/(.+?)\s+from\s+(.+)/#) else {
                        throw CommandError(
                            "\(origin): the form is `-- plumb:backfill SCHEMA.TABLE.COLUMN from EXPRESSION [keeping COLUMN, …]` or "
                                + "`… [without triggers]`")
                    }
                    let (rest, quiet) = Self.cut(String(parts.2), before: "without triggers")
                    let (expression, columns) = Self.cut(rest, before: "keeping")
                    let kept = try (columns ?? "").split(separator: ",").map { column in
                        guard let name = SQL.parts(ofQualifiedName: column.trimmingCharacters(in: .whitespaces)), name.count == 1
                        else { throw CommandError("\(origin): `\(column)` after `keeping` is no name of a column") }
                        return name[0]
                    }
                    if columns != nil, kept.isEmpty { throw CommandError("\(origin): `keeping` names no column") }
                    backfills.append(
                        Comment(object: String(parts.1), value: expression, isQuiet: quiet != nil, kept: kept, origin: origin))
                case "converted":
                    guard let parts = rest.wholeMatch(of: #/(.+?)\s+using\s+(.+)/#) else {
                        throw CommandError(
                            "\(origin): the form is `-- plumb:converted SCHEMA.TABLE.COLUMN using EXPRESSION [back EXPRESSION]`")
                    }
                    let (expression, back) = Self.cut(String(parts.2), before: "back")
                    conversions.append(Comment(object: String(parts.1), value: expression, back: back, origin: origin))
                case "removed":
                    guard
                        let parts = rest.wholeMatch(of: #/value\s+(.+)\.'((?:[^']|'')*)'\s+replaced\s+by\s+'((?:[^']|'')*)'/#)
                    else {
                        throw CommandError("\(origin): the form is `-- plumb:removed value SCHEMA.TYPE.'OLD' replaced by 'NEW'`")
                    }
                    removedLabels.append(
                        Comment(
                            object: String(parts.1), value: String(parts.2).replacing("''", with: "'"),
                            back: String(parts.3).replacing("''", with: "'"), origin: origin))
                case "sensitive":
                    sensitive.append(Comment(object: rest, value: nil, origin: origin))
                default:
                    guard Self.known.contains(word) else {
                        throw CommandError(
                            "\(origin): there is no comment `plumb:\(word)`.\(Spelling.suggestion(for: word, among: Self.known)) "
                                + "The comments here are \(Self.known.map { "plumb:\($0)" }.joined(separator: ", ")).")
                    }
                }
            }
        }
    }

    /// The text before a word at its end, and what follows the word; nil where the word is not there.
    private static func cut(_ text: String, before word: String) -> (String, String?) {
        guard let range = text.range(of: " \(word)", options: .backwards) else { return (text, nil) }
        let rest = text[range.upperBound...]
        guard rest.isEmpty || rest.first == " " else { return (text, nil) }
        return (String(text[..<range.lowerBound]), rest.trimmingCharacters(in: .whitespaces))
    }
}
