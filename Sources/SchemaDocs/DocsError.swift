/// An error that keeps pages and diagrams from being made.
public struct DocsError: Error, Sendable, CustomStringConvertible {
    public enum Code: String, Sendable {
        /// Graphviz is not installed, and a diagram has to be drawn.
        case noGraphviz
        /// Graphviz is there and did not draw.
        case drawing
        /// A file cannot be read or written, or is in the way.
        case fileSystem
        /// Two schemas would have one page.
        case name
    }

    public let code: Code
    public let message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { message }
}
