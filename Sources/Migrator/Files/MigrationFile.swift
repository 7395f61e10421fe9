import SchemaEngine
import SchemaModel

/// One migration file: a header for people, and the sections that both `plumb apply` and `psql -f` run.
package struct MigrationFile: Sendable, Hashable {
    /// The way that it goes.
    package enum Direction: String, Sendable, Hashable, Codable {
        case forward, rollback
    }

    /// Statements that are done together: one transaction, or what PostgreSQL refuses in one.
    package struct Section: Sendable, Hashable {
        /// From 1 up.
        package let number: Int
        package let title: String
        /// The line of the file that it starts on.
        package let line: Int
        /// The statement that asks whether the section is to do; it holds the section's checksum.
        let guardStatement: MigrationScript.Statement?
        /// The statements and branches after it.
        let items: [MigrationScript.Item]
        /// Statements that undo earlier sections of the same change when this one fails.
        let undoing: Undoing?

        /// The digest of its statements.
        var checksum: String { String(Checksum.sha256(items.canonical).prefix(16)) }

        /// The statements that run when the section is still to do.
        var body: [MigrationScript.Item] {
            guard items.count == 1, case .branch(let branch)? = items.first, branch.variable == "todo" else { return items }
            return branch.then
        }

        /// True when it runs outside a transaction, and waits for other sessions' transactions.
        var isConcurrent: Bool { !items.contains { $0.holds { $0.canonical.uppercased() == "BEGIN" } } }

        /// The locks or snapshots that it waits for, on which its limits depend.
        enum Wait: Sendable, Hashable {
            /// Locks that make clients wait behind it.
            case lock
            /// A lock that lets reads and writes pass, for a scan.
            case validation
            /// Rows that clients have locked.
            case rows
            /// Transactions that see older rows.
            case snapshots
        }

        var wait: Wait {
            func sets(_ statement: String) -> Bool { items.contains { $0.holds { $0.canonical == statement } } }
            if !isConcurrent { return sets(MigrationText.validationWait) ? .validation : .lock }
            return sets(MigrationText.rowWait) ? .rows : .snapshots
        }
    }

    /// Statements that take back what sections before have left, and the numbers of those sections.
    struct Undoing: Sendable, Hashable {
        let statements: [String]
        let sections: [Int]
    }

    /// The header of the file, as ``MigrationWriter`` writes it.
    struct Header: Sendable, Hashable {
        let project: String
        let database: String
        let number: Int
        let name: String
        let direction: Direction
        /// Fingerprints of the schema before and after.
        let before: String
        let after: String
        /// The digest of the migrations from the first on that the file replaces (``Squash``); nil for any other file.
        var replaced: String?

        /// The major version that the file was written and proved for; nil where it does not say.
        var major: Int?

        /// The number of the migration before it; 0 for none.
        var previous: Int { replaced == nil ? number - 1 : 0 }

        /// The place of what the other direction dropped.
        var restored: Quarantine { Quarantine(migration: number, isRollback: direction == .forward) }
    }

    let header: Header
    package var number: Int { header.number }
    package var name: String { header.name }
    package var database: String { header.database }
    package var direction: Direction { header.direction }
    package var before: String { header.before }
    package var after: String { header.after }
    package let sections: [Section]
    package let path: String
    /// The whole file.
    package let text: String
    /// The statement that begins the migration; it holds the file's checksum.
    let beginning: MigrationScript.Statement?
    /// Questions to the live data, between the beginning and the first section.
    let questions: [MigrationScript.Item]
    /// The statements after the last section.
    let ending: [MigrationScript.Item]

    package var label: String { Self.label(number, name) }

    /// True when it brings back tables, or values of columns, that the other direction moved to quarantine.
    var restoresFromQuarantine: Bool {
        questions.contains { $0.holds { $0.canonical.hasPrefix(MigrationText.refuseMissing) } }
    }

    static func label(_ number: Int, _ name: String) -> String { "\(padded(number))_\(name)" }

    package static func padded(_ number: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, 4 - text.count)) + text
    }

    /// SHA-256 of what the file does. Comments and blanks do not count.
    package var checksum: String { Self.checksum(header, questions: questions, sections: sections.map(\.items)) }

    static func checksum(
        _ header: Header, questions: [MigrationScript.Item], sections: [[MigrationScript.Item]]
    ) -> String {
        var text = "\(label(header.number, header.name)) \(header.direction.rawValue) \(header.database) \(header.project)\n"
        text += "\(header.before)\n\(header.after)\n" + (header.replaced.map { "\($0)\n" } ?? "") + questions.canonical
        for items in sections { text += "section\n" + items.canonical }
        return Checksum.sha256(text)
    }

    /// What a file without statements of its own says where they go.
    static let invitation = "-- Write statements here."

    /// True for a migration that was to be written by hand, and has not been: it would change nothing, and count as applied.
    var isUnfilled: Bool {
        guard direction == .forward, text.contains(Self.invitation) else { return false }
        let frame = ["BEGIN", "COMMIT", MigrationText.done]
        return sections.allSatisfy { section in !section.items.contains { $0.holds { !frame.contains($0.canonical) } } }
    }

    /// True for a file from before the function that begins a migration got its present name.
    var callsEarlierName: Bool { beginning?.canonical.hasPrefix("SELECT plumbline.begin(") == true }

    /// True when the file is as it was when it was proved: each checksum in it is that of what stands there.
    package var isSealed: Bool { unsealed.isEmpty }

    /// The lines that hold a checksum of something else, and how they must read.
    var unsealed: [(line: Int, text: String)] {
        var result: [(line: Int, text: String)] = []
        func check(_ statement: MigrationScript.Statement?, _ wanted: String) {
            if let statement, statement.canonical != wanted { result.append((statement.line, wanted)) }
        }
        check(beginning, MigrationText.start(header, checksum: checksum))
        for section in sections { check(section.guardStatement, MigrationText.section(section.number, section.checksum)) }
        return result
    }
}

/// The statements of a migration file that call Plumbline's functions.
enum MigrationText {
    static func start(_ header: MigrationFile.Header, checksum: String) -> String {
        let texts = [header.name, header.direction.rawValue, checksum, header.after, header.restored.tag].map { SQL.literal($0) }
        let arguments = texts + (header.replaced.map { [SQL.literal($0)] } ?? [])
        return
            "SELECT plumbline.start(\(SQL.literal(header.project)), \(header.number), \(arguments.joined(separator: ", "))) AS restore"
    }

    static func section(_ number: Int, _ checksum: String) -> String {
        "SELECT plumbline.section(\(number), \(SQL.literal(checksum))) AS todo"
    }

    /// A build waits for old transactions, and each such wait counts against `lock_timeout`; it blocks nobody meanwhile.
    static let concurrentWait = "SET lock_timeout = '10min'"
    /// A validation lets reads and writes pass, and so may wait for other schema changes and for vacuum.
    static let validationWait = "SET LOCAL lock_timeout = '30s'"
    /// A batch holds the rows that it has locked while it waits for the next one. Shorter than `deadlock_timeout`.
    static let rowWait = "SET lock_timeout = '500ms'"
    static let refuseMissing = "SELECT plumbline.refuse_missing("
    static let done = "SELECT plumbline.done() AS done"
    static let finish = "SELECT plumbline.finish() AS finished"
}

extension MigrationScript.Item {
    /// True when a statement in it has a property.
    func holds(_ property: (MigrationScript.Statement) -> Bool) -> Bool {
        switch self {
        case .statement(let statement): property(statement)
        case .include, .mark: false
        case .branch(let branch): (branch.then + branch.otherwise).contains { $0.holds(property) }
        }
    }
}

extension MigrationFile {
    /// The words of marks in comments.
    enum Word: String {
        /// `-- plumb:migration NUMBER_NAME DIRECTION DATABASE of PROJECT`
        case migration
        /// `-- plumb:schema BEFORE AFTER`
        case schema
        /// `-- plumb:postgres MAJOR`, the version that it was written and proved for
        case postgres
        /// `-- plumb:squash DIGEST`, of the migrations that the file replaces
        case squash
        /// `-- plumb:section NUMBER TITLE`
        case section
        /// Statements that take back what earlier sections left, when this section fails.
        case ifFails = "if-fails"
        /// The sections that those take back.
        case undoes
        /// Behind it stands no section.
        case end
        /// For lint, of no meaning here.
        case ignore
        /// Likewise, for all of the file.
        case ignoreFile = "ignore-file"
    }

    /// Reads a file that ``MigrationWriter`` wrote, or a person.
    /// - Throws: ``MigrationError`` with file and line, when it is not one.
    package init(text: String, path: String) throws {
        // Elsewhere it may stand in a text or in the body of a function.
        if text.lines.first?.hasSuffix("\r") == true {
            throw MigrationError(
                .malformed,
                "\(path): has the line ends of Windows. Write `migrations/** -text` and `rollback/** -text` into .gitattributes, "
                    + "then restore the files from git")
        }
        var reader = Reader(path: path)
        for item in try MigrationScript(text, path: path).items { try reader.read(item) }
        self.path = path
        self.text = text
        header = try reader.header()
        (beginning, questions, sections, ending) = (reader.beginning, reader.questions, reader.sections, reader.ending)
    }
}

/// Takes the items of a file apart into header, questions and sections.
private struct Reader {
    let path: String
    private(set) var beginning: MigrationScript.Statement?
    private(set) var questions: [MigrationScript.Item] = []
    private(set) var sections: [MigrationFile.Section] = []
    private(set) var ending: [MigrationScript.Item] = []
    private var marks: [MigrationFile.Word: MigrationScript.Mark] = [:]
    private var open: OpenSection?

    private struct OpenSection {
        let number: Int
        let title: String
        let line: Int
        var guardStatement: MigrationScript.Statement?
        var items: [MigrationScript.Item] = []
        var statements: [String] = []
        var undoes: [Int] = []
    }

    init(path: String) { self.path = path }

    mutating func read(_ item: MigrationScript.Item) throws {
        switch item {
        case .mark(let mark): try read(mark)
        case .include: break
        case .statement(let statement):
            if open != nil, open?.guardStatement == nil, open?.items.isEmpty == true {
                open?.guardStatement = statement
            } else if open == nil, beginning == nil {
                beginning = statement
            } else {
                add(item)
            }
        case .branch: add(item)
        }
    }

    private mutating func add(_ item: MigrationScript.Item) {
        if open != nil {
            open?.items.append(item)
        } else if marks[.end] != nil {
            ending.append(item)
        } else {
            questions.append(item)
        }
    }

    private mutating func read(_ mark: MigrationScript.Mark) throws {
        guard let word = MigrationFile.Word(rawValue: mark.word) else {
            throw malformed(
                mark.line,
                "`\(MigrationScript.markPrefix)\(mark.word)` is not known; the file may be of a newer release of Plumbline")
        }
        switch word {
        case .migration, .schema, .squash, .postgres: marks[word] = mark
        case .section:
            close()
            let parts = mark.text.split(separator: " ", maxSplits: 1).map(String.init)
            guard let number = parts.first.flatMap({ Int($0) }) else { throw malformed(mark.line, "a section without a number") }
            guard number == sections.count + 1 else {
                throw malformed(mark.line, "section \(number) where section \(sections.count + 1) is due; number them from 1")
            }
            open = OpenSection(number: number, title: parts.count > 1 ? parts[1] : "", line: mark.line)
        case .ifFails: open?.statements.append(mark.text)
        case .undoes: open?.undoes += mark.text.split(separator: " ").compactMap { Int($0) }
        case .end:
            close()
            marks[word] = mark
        case .ignore, .ignoreFile: break
        }
    }

    private mutating func close() {
        guard let section = open else { return }
        open = nil
        sections.append(
            MigrationFile.Section(
                number: section.number, title: section.title, line: section.line, guardStatement: section.guardStatement,
                items: section.items,
                undoing: section.statements.isEmpty
                    ? nil : MigrationFile.Undoing(statements: section.statements, sections: section.undoes)))
    }

    func header() throws -> MigrationFile.Header {
        guard let mark = marks[.migration] else {
            throw MigrationError(
                .malformed,
                "\(path): has no line `-- plumb:migration …`, so it is not a file that `plumb generate` wrote. "
                    + "Begin one for statements of your own with `plumb generate --empty NAME`")
        }
        let words = mark.text.split(separator: " ", maxSplits: 4).map(String.init)
        guard words.count == 5, words[3] == "of", let direction = MigrationFile.Direction(rawValue: words[1]),
            let cut = words[0].firstIndex(of: "_"), let number = Int(words[0][..<cut]), number > 0
        else { throw malformed(mark.line, "write `-- plumb:migration NUMBER_NAME forward|rollback DATABASE of PROJECT`") }
        let prints = (marks[.schema]?.text ?? "").split(separator: " ").map(String.init)
        guard prints.count == 2 else {
            throw malformed(
                marks[.schema]?.line ?? mark.line, "write `-- plumb:schema BEFORE AFTER`, or restore the line from git")
        }
        guard beginning != nil, marks[.end] != nil else {
            throw malformed(mark.line, "the file has no line `-- plumb:end` after its last section; it may be cut short")
        }
        let major = try marks[.postgres].map { mark in
            guard let major = Int(mark.text) else { throw malformed(mark.line, "write `-- plumb:postgres MAJOR`, such as 17") }
            return major
        }
        return MigrationFile.Header(
            project: words[4], database: words[2], number: number, name: String(words[0][words[0].index(after: cut)...]),
            direction: direction, before: prints[0], after: prints[1], replaced: marks[.squash]?.text,
            major: major)
    }

    private func malformed(_ line: Int, _ what: String) -> MigrationError {
        MigrationError(.malformed, "\(path):\(line): \(what)")
    }
}
