import SchemaModel

/// An error of a migration: what happened, where, and what to do next.
public struct MigrationError: Error, Sendable, CustomStringConvertible {
    /// An open set, so that a reason can be added.
    public struct Code: RawRepresentable, Hashable, Sendable {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        /// A file that is not as `plumb generate` writes it.
        public static let malformed = Code(rawValue: "malformed")
        /// A file that was edited after it was written or applied.
        public static let edited = Code(rawValue: "edited")
        /// Numbers with a gap, a duplicate, or no rollback.
        public static let numbering = Code(rawValue: "numbering")
        /// A declaration that the server refuses.
        public static let declaration = Code(rawValue: "declaration")
        /// A folder or file that cannot be written.
        public static let unwritable = Code(rawValue: "unwritable")
        /// A step that failed.
        public static let step = Code(rawValue: "step")
        /// Another migration runs.
        public static let busy = Code(rawValue: "busy")
        /// A proof that did not hold.
        public static let proof = Code(rawValue: "proof")
        /// The live database is not what the plan needs.
        public static let live = Code(rawValue: "live")
    }

    public let code: Code
    public let message: String
    public let cause: (any Error)?

    public init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    public var description: String {
        guard let cause else { return message }
        return "\(message)\n\(cause)"
    }
}
