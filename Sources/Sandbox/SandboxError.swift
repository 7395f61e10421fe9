/// An error of a sandbox server, with its remedy.
package struct SandboxError: Error, Sendable, CustomStringConvertible {
    /// The kind of failure; new ones may be added.
    package struct Code: RawRepresentable, Hashable, Sendable {
        /// The code's stable name.
        package let rawValue: String
        /// A code of this name.
        package init(rawValue: String) { self.rawValue = rawValue }

        /// No installed PostgreSQL fits what was asked for.
        package static let noInstallation = Code(rawValue: "noInstallation")
        /// The server has not what was asked for, an extension for instance.
        package static let unsupported = Code(rawValue: "unsupported")
        /// The server ended, or was not ready in time.
        package static let startFailed = Code(rawValue: "startFailed")
        /// One of PostgreSQL's programs failed.
        package static let programFailed = Code(rawValue: "programFailed")
        /// An option, a name or a state file is not usable.
        package static let invalid = Code(rawValue: "invalid")
        /// A persistent sandbox of this name runs already, or does not exist.
        package static let state = Code(rawValue: "state")
    }

    /// The kind of failure.
    package var code: Code
    /// A message that says what happened, where, and what to do next.
    package var message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The message.
    package var description: String { message }
}
