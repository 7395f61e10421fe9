import Digest

/// The comment in a diagram's file that says what it was drawn from, and what came of it.
struct DiagramSeal {
    private let source: String
    private let picture: String
    private let actual: String

    /// Reads the seal of a file; nil where there is none.
    init?(of text: String) {
        guard
            let match = text.firstMatch(
                of: #/\A<\?xml[^>]*\?>\n<!-- plumb:docs source=([0-9a-f]{64}) picture=([0-9a-f]{64})[^\n]*-->\n/#)
        else { return nil }
        source = String(match.output.1)
        picture = String(match.output.2)
        actual = SHA256.hexadecimal(of: String(text[match.range.upperBound...]))
    }

    /// True when the file is the diagram's, and as it was written.
    func holds(for diagram: Diagram) -> Bool { source == diagram.digest && picture == actual }

    static func sealed(_ picture: String, _ diagram: Diagram) -> String {
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            + "<!-- \(SchemaDocumentation.mark) source=\(diagram.digest) picture=\(SHA256.hexadecimal(of: picture)) -->\n"
            + picture
    }
}
