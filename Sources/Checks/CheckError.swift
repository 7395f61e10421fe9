/// Why checks could not be compiled, read or run at all.
///
/// A single check that fails, or that the server refuses, is a ``CheckResult``, not an error.
public struct CheckError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kind of problem: an open set.
    package struct Code: RawRepresentable, Hashable, Sendable {
        package let rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }

        /// Declarations that contradict themselves; the message lists all of them.
        package static let invalidDeclaration = Code(rawValue: "invalidDeclaration")
        /// A hand-written file whose header cannot be read; the message lists all of them.
        package static let invalidFile = Code(rawValue: "invalidFile")
        /// The connection is a superuser's, which no check needs.
        package static let superuser = Code(rawValue: "superuser")
        /// A run would read or cost more than its limits allow; nothing was run.
        package static let overBudget = Code(rawValue: "overBudget")
        /// A statement that every run needs took longer than its limit; nothing was run.
        package static let timeLimit = Code(rawValue: "timeLimit")
        /// A folder or a file could not be read or written.
        package static let fileSystem = Code(rawValue: "fileSystem")
        /// The history of earlier runs could not be read or written.
        package static let history = Code(rawValue: "history")
        /// The database to check was not named.
        package static let notConfigured = Code(rawValue: "notConfigured")
    }

    package var code: Code
    /// The event, its place, and what to do next. Never a password or a value of a row.
    public var message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { message }
}
