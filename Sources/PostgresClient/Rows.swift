import CLibPQ

/// A column of a result.
package struct PostgresColumn: Sendable, Hashable {
    /// The name, as the statement gives it.
    package let name: String
    /// The oid of its type.
    package let oid: UInt32
    /// True for `numeric`, of which equal values may have different texts.
    package var isNumeric: Bool { oid == OID.numeric }
}

/// Owns a `PGresult`.
///
/// `@unchecked Sendable`: libpq's manual, "Behavior in Threaded Programs", allows any number of threads to read a result,
/// and nothing here changes it after `init`; `PQclear` runs once, when the last reference is gone.
final class ResultStorage: @unchecked Sendable {
    let pointer: OpaquePointer
    let columns: [PostgresColumn]
    let indexes: [String: Int]

    init(_ pointer: OpaquePointer) {
        self.pointer = pointer
        var columns: [PostgresColumn] = []
        var indexes: [String: Int] = [:]
        for index in 0..<PQnfields(pointer) {
            let name = PQfname(pointer, index).map { String(cString: $0) } ?? ""
            columns.append(PostgresColumn(name: name, oid: PQftype(pointer, index)))
            // A name that stands twice is marked, so that asking for it is an error rather than a guess.
            indexes[name] = indexes[name] == nil ? Int(index) : -1
        }
        self.columns = columns
        self.indexes = indexes
    }

    deinit { PQclear(pointer) }

    func withBytes<R>(row: Int, column: Int, _ body: (UnsafeBufferPointer<UInt8>?) -> R) -> R {
        let row = Int32(truncatingIfNeeded: row)
        let column = Int32(truncatingIfNeeded: column)
        guard PQgetisnull(pointer, row, column) == 0, let value = PQgetvalue(pointer, row, column) else { return body(nil) }
        let count = Int(PQgetlength(pointer, row, column))
        return value.withMemoryRebound(to: UInt8.self, capacity: count) {
            body(UnsafeBufferPointer(start: $0, count: count))
        }
    }
}

/// The result of a statement: columns, rows, and the command's tag.
public struct PostgresRows: Sendable, RandomAccessCollection {
    let storage: ResultStorage
    /// The number of rows.
    public let count: Int

    init(_ storage: ResultStorage) {
        self.storage = storage
        count = Int(PQntuples(storage.pointer))
    }

    /// The columns in order.
    package var columns: [PostgresColumn] { storage.columns }
    /// `SELECT 5`, `INSERT 0 3`, …
    package var commandTag: CommandTag { CommandTag(storage.pointer) }
    /// 0.
    public var startIndex: Int { 0 }
    /// `count`.
    public var endIndex: Int { count }
    /// A row by number from 0.
    public subscript(position: Int) -> PostgresRow {
        precondition(position >= 0 && position < count, "row \(position) of a result of \(count)")
        return PostgresRow(storage: storage, index: position)
    }

    /// The first row, or an error that says that there is none.
    public func one() throws(PostgresError) -> PostgresRow {
        guard count == 1 else {
            throw PostgresError(.decoding, "the statement gave \(count) rows where one was expected")
        }
        return self[0]
    }
}

/// The server's account of a command.
public struct CommandTag: Sendable, Hashable, CustomStringConvertible {
    /// The tag, as `INSERT 0 3`.
    public let text: String
    /// The rows that it affected or gave; 0 for commands that have none.
    public let rows: Int

    init(_ result: OpaquePointer) {
        text = PQcmdStatus(result).map { String(cString: $0) } ?? ""
        rows = PQcmdTuples(result).flatMap { Int(String(cString: $0)) } ?? 0
    }

    /// The tag.
    public var description: String { text }
}

/// A row of a result; it keeps the result alive.
public struct PostgresRow: Sendable {
    let storage: ResultStorage
    let index: Int

    /// The columns in order.
    package var columns: [PostgresColumn] { storage.columns }

    /// The value of a column by name.
    public func decode<T: PostgresDecodable>(_ column: String, as type: T.Type = T.self) throws(PostgresError) -> T {
        try decode(columnIndex(column), as: type)
    }

    /// The value of a column by number from 0.
    public func decode<T: PostgresDecodable>(_ column: Int, as type: T.Type = T.self) throws(PostgresError) -> T {
        guard storage.columns.indices.contains(column) else {
            throw .usage("column \(column) was asked for in a result of \(storage.columns.count) columns")
        }
        return try T.decode(PostgresCell(storage: storage, row: index, column: column))
    }

    /// The text form of a column; nil for NULL, and when there is no such column.
    public func text(_ column: String) -> String? {
        guard let index = storage.indexes[column], index >= 0 else { return nil }
        return PostgresCell(storage: storage, row: self.index, column: index).text
    }

    /// The text form of a column by number from 0; nil for NULL.
    public func text(_ column: Int) -> String? {
        guard storage.columns.indices.contains(column) else { return nil }
        return PostgresCell(storage: storage, row: index, column: column).text
    }

    /// The text form of a column; nil for NULL.
    package subscript(column: String) -> String? { text(column) }
    /// The text form of a column by number from 0; nil for NULL.
    package subscript(column: Int) -> String? { text(column) }

    /// Gives the bytes of the text form of a column by number from 0 to a closure, without a copy; nil for NULL.
    package func withBytes<R>(_ column: Int, _ body: (UnsafeBufferPointer<UInt8>?) -> R) -> R {
        storage.withBytes(row: index, column: column, body)
    }

    private func columnIndex(_ name: String) throws(PostgresError) -> Int {
        guard let index = storage.indexes[name] else {
            let names = storage.columns.map(\.name).joined(separator: ", ")
            throw .usage("there is no column \(name) in the result; it has \(names)")
        }
        guard index >= 0 else { throw .usage("two columns of the result are named \(name): give them other names with AS") }
        return index
    }
}

/// One value of a row, with its type.
public struct PostgresCell: Sendable {
    let storage: ResultStorage
    let row: Int
    let columnIndex: Int

    init(storage: ResultStorage, row: Int, column: Int) {
        self.storage = storage
        self.row = row
        columnIndex = column
    }

    /// The column it is of.
    package var column: PostgresColumn { storage.columns[columnIndex] }
    /// True when it is NULL.
    public var isNull: Bool { storage.withBytes(row: row, column: columnIndex) { $0 == nil } }
    /// The text form; nil for NULL.
    public var text: String? {
        storage.withBytes(row: row, column: columnIndex) { bytes in bytes.map { String(decoding: $0, as: UTF8.self) } }
    }
    /// Gives the bytes of the text form to a closure, without a copy; nil for NULL.
    package func withBytes<R>(_ body: (UnsafeBufferPointer<UInt8>?) -> R) -> R {
        storage.withBytes(row: row, column: columnIndex, body)
    }

    /// The error of a value that cannot be read as a type; it does not repeat the value.
    package func mismatch(_ type: Any.Type) -> PostgresError {
        let what = isNull ? "is NULL" : "cannot be read"
        return PostgresError(
            .decoding,
            "column \(column.name) (number \(columnIndex + 1), type oid \(column.oid)) of row \(row + 1) \(what) as \(type)"
                + (isNull ? ": decode an optional, or use coalesce()" : ""))
    }
}
