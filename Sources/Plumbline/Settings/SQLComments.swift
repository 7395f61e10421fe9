import Foundation
import SchemaEngine
import SchemaModel

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
                guard let match = line.prefixMatch(of: #/\s*--\s*plumb:([A-Za-z_-]*)\s*(.*?)\s*$/#) else {
                    try Self.refuseBehindStatement(line, SourceLocation(file: file.relativePath, line: number + 1))
                    continue
                }
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

    /// - Throws: ``CommandError`` for a comment that stands behind a statement, where nothing would read it.
    private static func refuseBehindStatement(_ line: Substring, _ origin: SourceLocation) throws {
        guard let match = line.firstMatch(of: #/--\s*plumb:(renamed|rows|backfill|converted|removed|sensitive)\b/#) else {
            return
        }
        // Inside a literal it is no comment.
        guard line[..<match.range.lowerBound].count(where: { $0 == "'" }).isMultiple(of: 2) else { return }
        throw CommandError("\(origin): the comment `plumb:\(match.1)` stands behind a statement; write it on a line of its own")
    }

    /// The text before a word at its end, and what follows the word; nil where the word is not there.
    private static func cut(_ text: String, before word: String) -> (String, String?) {
        guard let range = text.range(of: " \(word)", options: .backwards) else { return (text, nil) }
        let rest = text[range.upperBound...]
        guard rest.isEmpty || rest.first == " " else { return (text, nil) }
        return (String(text[..<range.lowerBound]), rest.trimmingCharacters(in: .whitespaces))
    }
}

extension SQLComments {
    /// Gives the facts what the comments say of values: how a column is filled or converted, what takes the place of a label.
    ///
    /// - Parameters:
    ///   - facts: those that the files declare.
    ///   - state: everything that is there once the files are loaded.
    /// - Throws: ``CommandError`` with file and line of a comment that does not fit what is declared.
    func annotate(_ facts: inout [ObjectID: Fact], in state: CatalogState) throws {
        for comment in backfills {
            let column = try comment.column(in: state, facts)
            facts[column]?[.backfill] = comment.value.map(Value.text)
            facts[column]?[.backfillsInBatches] = .bool(true)
            if comment.isQuiet { facts[column]?[.backfillsQuietly] = .bool(true) }
            for name in comment.kept where state[.column(name, of: column.parent ?? column)] == nil {
                throw comment.error("its table has no column \(name) to keep")
            }
            if !comment.kept.isEmpty { facts[column]?[.backfillKeeps] = .texts(comment.kept) }
        }
        for comment in conversions {
            let column = try comment.column(in: state, facts)
            facts[column]?[.conversion] = comment.value.map(Value.text)
            facts[column]?[.reverseConversion] = comment.back.map(Value.text)
        }
        for comment in sensitive {
            let column = try comment.column(in: state, facts)
            facts[column]?[.exposure] = .text(Exposure.sensitive.rawValue)
        }
        for comment in removedLabels {
            let type = try comment.object("type", in: state)
            guard let labels = facts[type]?.texts(.labels), let label = comment.value, let other = comment.back else {
                throw comment.error("it is not an enum type that is declared here")
            }
            guard !labels.contains(label), labels.contains(other) else {
                throw comment.error(
                    labels.contains(label)
                        ? "\(type) still has the label '\(label)'"
                        : "\(type) has no label '\(other)', which would replace '\(label)'")
            }
            var replaced = facts[type]?[.replacedLabels]?.object ?? [:]
            replaced[label] = .text(other)
            facts[type]?[.replacedLabels] = .object(replaced)
        }
    }
}

extension SQLComments.Comment {
    /// The declared column that the comment is about.
    fileprivate func column(in state: CatalogState, _ facts: [ObjectID: Fact]) throws -> ObjectID {
        let column = try object("column", in: state)
        guard facts[column] != nil else { throw error("it is not declared here") }
        return column
    }
}
