/// Why a table could not be exported or restored, beside what the server says.
public struct TransferError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kind of problem: an open set.
    public struct Code: RawRepresentable, Hashable, Sendable {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        /// A file could not be read or written, or is there already.
        public static let fileSystem = Code(rawValue: "fileSystem")
        /// The file is no export of a table, or of a version that this program does not know.
        public static let notAnExport = Code(rawValue: "notAnExport")
        /// The file is cut off, or its digest is another.
        public static let damaged = Code(rawValue: "damaged")
        /// The table is not there, or is no table.
        public static let noTable = Code(rawValue: "noTable")
        /// The table's columns or key are not those of the file.
        public static let mismatch = Code(rawValue: "mismatch")
    }

    public var code: Code
    /// A message that says what happened, where, and what to do next; never a value of a row.
    public var message: String

    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { message }
}
