/// An error of a sandbox server, with its remedy.
public struct SandboxError: Error, Sendable, CustomStringConvertible {
    /// The kind of failure; new ones may be added.
    public struct Code: RawRepresentable, Hashable, Sendable {
        /// The code's stable name.
        public let rawValue: String
        /// A code of this name.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// No installed PostgreSQL fits what was asked for.
        public static let noInstallation = Code(rawValue: "noInstallation")
        /// The server has not what was asked for, an extension for instance.
        public static let unsupported = Code(rawValue: "unsupported")
        /// The server ended, or was not ready in time.
        public static let startFailed = Code(rawValue: "startFailed")
        /// One of PostgreSQL's programs failed.
        public static let programFailed = Code(rawValue: "programFailed")
        /// An option, a name or a state file is not usable.
        public static let invalid = Code(rawValue: "invalid")
        /// A persistent sandbox of this name runs already, or does not exist.
        public static let state = Code(rawValue: "state")
    }

    /// The kind of failure.
    public var code: Code
    /// A message that says what happened, where, and what to do next.
    public var message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The message.
    public var description: String { message }
}
