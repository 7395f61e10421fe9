import SchemaModel

/// An error of a migration: what happened, where, and what to do next.
package struct MigrationError: Error, Sendable, CustomStringConvertible {
    /// An open set, so that a reason can be added.
    package struct Code: RawRepresentable, Hashable, Sendable {
        package let rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }

        /// A file that is not as `plumb generate` writes it.
        package static let malformed = Code(rawValue: "malformed")
        /// A file that was edited after it was written or applied.
        package static let edited = Code(rawValue: "edited")
        /// Numbers with a gap, a duplicate, or no rollback.
        package static let numbering = Code(rawValue: "numbering")
        /// A declaration that the server refuses.
        package static let declaration = Code(rawValue: "declaration")
        /// A folder or file that cannot be written.
        package static let unwritable = Code(rawValue: "unwritable")
        /// A step that failed.
        package static let step = Code(rawValue: "step")
        /// Another migration runs.
        package static let busy = Code(rawValue: "busy")
        /// A proof that did not hold.
        package static let proof = Code(rawValue: "proof")
        /// The live database is not what the plan needs.
        package static let live = Code(rawValue: "live")
    }

    package let code: Code
    package let message: String
    package let cause: (any Error)?

    package init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    package var description: String {
        guard let cause else { return message }
        return "\(message)\n\(cause)"
    }
}
