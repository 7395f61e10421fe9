extension Sequence<String> {
    /// True if one of the texts has the same bytes; see ``Swift/String/hasBytes(of:)``.
    package func containsBytes(of text: String) -> Bool { contains { $0.hasBytes(of: text) } }
}

extension String {
    /// True if both have the same bytes, which is when PostgreSQL finds them equal.
    ///
    /// Swift's `==` also holds for texts of two normal forms: an é of one code point, and an e with an accent. Texts without the same
    /// bytes still have the same hash then.
    package func hasBytes(of other: String) -> Bool {
        guard self == other, utf8.count == other.utf8.count else { return false }
        let isSame = utf8.withContiguousStorageIfAvailable { bytes in
            other.utf8.withContiguousStorageIfAvailable { bytes.elementsEqual($0) }
        }
        return (isSame ?? nil) ?? utf8.elementsEqual(other.utf8)
    }
}

/// A text as a key: of two normal forms of one text, each is a key of its own.
package struct ExactText: Hashable, Sendable {
    package let text: String

    package init(_ text: String) { self.text = text }

    package static func == (a: ExactText, b: ExactText) -> Bool { a.text.hasBytes(of: b.text) }
    package func hash(into hasher: inout Hasher) { hasher.combine(text) }
}
