/// Why a table could not be exported or restored, beside what the server says.
package struct TransferError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kind of problem: an open set.
    package struct Code: RawRepresentable, Hashable, Sendable {
        package let rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }

        /// A file could not be read or written, or is there already.
        package static let fileSystem = Code(rawValue: "fileSystem")
        /// The file is no export of a table, or of a version that this program does not know.
        package static let notAnExport = Code(rawValue: "notAnExport")
        /// The file is cut off, or its digest is another.
        package static let damaged = Code(rawValue: "damaged")
        /// The table is not there, or is no table.
        package static let noTable = Code(rawValue: "noTable")
        /// The table's columns or key are not those of the file.
        package static let mismatch = Code(rawValue: "mismatch")
    }

    package var code: Code
    /// A message that says what happened, where, and what to do next; never a value of a row.
    package var message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { message }
}
