/// Why a declared query cannot be used.
public struct QueryError: Error, Sendable, CustomStringConvertible {
    /// The kind of mistake.
    package enum Code: Sendable, Hashable {
        /// The declaration contradicts itself; the message has every contradiction.
        case invalidDeclaration
        /// No query or report has that name.
        case unknownName
        /// A parameter without a value or of an unknown name.
        case parameter
        /// An extension that the query needs is not there.
        case missingExtension
        /// A query that writes was run as one that reads.
        case writes
    }

    package let code: Code
    /// The problem, and what to do about it.
    public let message: String
    public var description: String { message }

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}
