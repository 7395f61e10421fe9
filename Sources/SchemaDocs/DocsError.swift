/// An error that keeps pages and diagrams from being made.
package struct DocsError: Error, Sendable, CustomStringConvertible {
    package enum Code: String, Sendable {
        /// Graphviz is not installed, and a diagram has to be drawn.
        case noGraphviz
        /// Graphviz is there and did not draw.
        case drawing
        /// A file cannot be read or written, or is in the way.
        case fileSystem
        /// Two schemas would have one page.
        case name
    }

    package let code: Code
    package let message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { message }
}
