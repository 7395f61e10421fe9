/// The names that PostgreSQL gives to what has none (`makeObjectName` of its source).
package enum DefaultName {
    package static let limit = 63

    /// `name1_name2_label`, the longer of the two names cut until all fits in 63 bytes.
    package static func make(_ name1: String, _ name2: String?, _ label: String) -> String {
        var first = Array(name1.utf8)
        var second = Array((name2 ?? "").utf8)
        let overhead = label.utf8.count + 1 + (name2 == nil ? 0 : 1)
        while first.count + second.count > limit - overhead {
            if first.count > second.count { first.removeLast() } else { second.removeLast() }
        }
        let parts = [clipped(first), name2 == nil ? nil : clipped(second), label]
        return parts.compactMap { $0 }.joined(separator: "_")
    }

    /// The first name of `label`, `label1`, `label2`… that is not taken.
    package static func make(_ name1: String, _ name2: String?, _ label: String, taken: (String) -> Bool) -> String {
        var name = make(name1, name2, label)
        var count = 0
        while taken(name) {
            count += 1
            name = make(name1, name2, "\(label)\(count)")
        }
        return name
    }

    /// Column names for the middle of an index's name.
    package static func columns(_ names: [String]) -> String {
        var text = ""
        for name in names {
            if !text.isEmpty { text += "_" }
            text += name
            if text.utf8.count > limit { break }
        }
        return text
    }

    /// Cuts an incomplete character at the end.
    private static func clipped(_ bytes: [UInt8]) -> String {
        var bytes = bytes
        while true {
            if let text = String(validating: bytes, as: UTF8.self) { return text }
            bytes.removeLast()
        }
    }
}
