import CSQLite
import Foundation

/// A SQLite database in a file, for one task at a time. It is closed when it is let go.
final class SQLiteFile {
    private let handle: OpaquePointer

    /// A value of a row, or of a parameter.
    enum Cell {
        case null
        case integer(Int)
        case real(Double)
        case text(String)
    }

    /// Opens a file, and creates it where there is none.
    /// - Throws: ``CheckError`` of code `history`, with SQLite's own words.
    init(_ url: URL) throws(CheckError) {
        var opened: OpaquePointer?
        let status = sqlite3_open_v2(
            url.path, &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_FULLMUTEX, nil)
        guard status == SQLITE_OK, let opened else {
            let words = opened.map { String(cString: sqlite3_errmsg($0)) } ?? "out of memory"
            sqlite3_close_v2(opened)
            throw Self.error(url, words)
        }
        handle = opened
        path = url
        // Another run may be writing; it is done in less.
        sqlite3_busy_timeout(handle, 10_000)
    }

    private let path: URL

    deinit { sqlite3_close_v2(handle) }

    private static func error(_ url: URL, _ words: String) -> CheckError {
        CheckError(.history, "the history file \(url.path) cannot be used: \(words); name another with --history-file")
    }

    private func failure() -> CheckError { Self.error(path, String(cString: sqlite3_errmsg(handle))) }

    /// Runs a statement once for each list of parameters.
    func run(_ sql: String, _ lists: [[Cell]] = [[]]) throws(CheckError) {
        let statement = try prepared(sql)
        defer { sqlite3_finalize(statement) }
        for list in lists {
            try bind(list, to: statement)
            guard sqlite3_step(statement) == SQLITE_DONE else { throw failure() }
            sqlite3_reset(statement)
        }
    }

    /// The rows of a query.
    func rows(_ sql: String, _ parameters: [Cell] = []) throws(CheckError) -> [[Cell]] {
        let statement = try prepared(sql)
        defer { sqlite3_finalize(statement) }
        try bind(parameters, to: statement)
        var rows: [[Cell]] = []
        while true {
            switch sqlite3_step(statement) {
            case SQLITE_ROW:
                rows.append((0..<sqlite3_column_count(statement)).map { cell(statement, $0) })
            case SQLITE_DONE: return rows
            default: throw failure()
            }
        }
    }

    /// Does several things or none of them.
    func transaction(_ body: () throws(CheckError) -> Void) throws(CheckError) {
        try run("BEGIN IMMEDIATE")
        do {
            try body()
            try run("COMMIT")
        } catch {
            // The first error is the one that says what is wrong; SQLite rolls back by itself when the file is closed.
            sqlite3_exec(handle, "ROLLBACK", nil, nil, nil)
            throw error
        }
    }

    private func prepared(_ sql: String) throws(CheckError) -> OpaquePointer? {
        var statement: OpaquePointer?
        guard sqlite3_prepare_v2(handle, sql, -1, &statement, nil) == SQLITE_OK else { throw failure() }
        return statement
    }

    private func bind(_ parameters: [Cell], to statement: OpaquePointer?) throws(CheckError) {
        // SQLITE_TRANSIENT, a macro that Swift does not see: SQLite copies the text.
        let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        for (index, parameter) in parameters.enumerated() {
            let place = Int32(index + 1)
            let status =
                switch parameter {
                case .null: sqlite3_bind_null(statement, place)
                case .integer(let value): sqlite3_bind_int64(statement, place, Int64(value))
                case .real(let value): sqlite3_bind_double(statement, place, value)
                case .text(let value): sqlite3_bind_text(statement, place, value, -1, copied)
                }
            guard status == SQLITE_OK else { throw failure() }
        }
    }

    private func cell(_ statement: OpaquePointer?, _ column: Int32) -> Cell {
        switch sqlite3_column_type(statement, column) {
        case SQLITE_INTEGER: .integer(Int(sqlite3_column_int64(statement, column)))
        case SQLITE_FLOAT: .real(sqlite3_column_double(statement, column))
        case SQLITE_NULL: .null
        default: sqlite3_column_text(statement, column).map { .text(String(cString: $0)) } ?? .null
        }
    }
}

extension SQLiteFile.Cell {
    init(_ value: Int?) { self = value.map(SQLiteFile.Cell.integer) ?? .null }
    init(_ value: Double?) { self = value.map(SQLiteFile.Cell.real) ?? .null }
    init(_ value: String?) { self = value.map(SQLiteFile.Cell.text) ?? .null }

    var text: String? { if case .text(let value) = self { value } else { nil } }
    var integer: Int? { if case .integer(let value) = self { value } else { nil } }
    var real: Double? {
        switch self {
        case .real(let value): value
        case .integer(let value): Double(value)
        case .null, .text: nil
        }
    }
}
