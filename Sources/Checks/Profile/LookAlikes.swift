import Foundation

/// Values that people take for the same: they differ in case, spaces, punctuation, accents, or by a letter.
struct LookAlikes {
    /// Spellings that belong together, the most frequent first.
    private(set) var groups: [[ColumnProfile.Count]] = []
    /// The rows in the rarer spellings that differ in more than case.
    private(set) var rows = 0
    /// The rows in the rarer spellings that differ in case alone.
    private(set) var rowsInOtherCase = 0

    init(_ values: [ColumnProfile.Count]) {
        let sorted = values.sorted { ($0.rows, $1.value) > ($1.rows, $0.value) }
        var byForm: [String: [ColumnProfile.Count]] = [:]
        var order: [String] = []
        for count in sorted {
            let form = Self.form(count.value)
            guard !form.isEmpty else { continue }
            if byForm[form] == nil { order.append(form) }
            byForm[form, default: []].append(count)
        }
        // A rare value that is one letter away from a frequent one is a typing error, not a code of its own.
        var merged: Set<String> = []
        for (index, form) in order.enumerated() where !merged.contains(form) {
            var group = byForm[form] ?? []
            let total = group.reduce(0) { $0 + $1.rows }
            for other in order[(index + 1)...] where !merged.contains(other) {
                let rare = (byForm[other] ?? []).reduce(0) { $0 + $1.rows }
                guard rare * 20 <= total, Self.isOneLetterAway(form, other) else { continue }
                merged.insert(other)
                group += byForm[other] ?? []
            }
            guard group.count > 1, let first = group.first else { continue }
            groups.append(group)
            for count in group.dropFirst() {
                if count.value.lowercased() == first.value.lowercased() {
                    rowsInOtherCase += count.rows
                } else {
                    rows += count.rows
                }
            }
        }
    }

    /// The value without what is easily overlooked. Digits stay what they are, so that `A1` and `A2` are different codes.
    static func form(_ value: String) -> String {
        var form = ""
        let hasLetters = value.contains { $0.isLetter }
        for character in value.lowercased().decomposedStringWithCompatibilityMapping.unicodeScalars {
            if character.properties.canonicalCombiningClass != .notReordered { continue }
            switch character {
            case "0" where hasLetters: form.append("o")
            case "1" where hasLetters: form.append("l")
            case _ where cyrillic[character] != nil: form += cyrillic[character].map(String.init) ?? ""
            case _ where character.properties.isAlphabetic || character.properties.numericType != nil:
                form.unicodeScalars.append(character)
            default: break
            }
        }
        return form
    }

    /// Letters that look like Latin ones.
    private static let cyrillic: [Unicode.Scalar: Character] = [
        "а": "a", "е": "e", "о": "o", "р": "p", "с": "c", "х": "x", "у": "y", "і": "i", "к": "k", "м": "m", "т": "t", "в": "b",
    ]

    /// True when one is the other with a letter added, left out, changed, or exchanged with its neighbor. Short words, and words with
    /// digits, are codes in which each letter counts.
    static func isOneLetterAway(_ a: String, _ b: String) -> Bool {
        let (a, b) = (Array(a), Array(b))
        guard min(a.count, b.count) >= 5, abs(a.count - b.count) <= 1, !a.contains(where: \.isNumber),
            !b.contains(where: \.isNumber)
        else { return false }
        var start = 0
        while start < min(a.count, b.count), a[start] == b[start] { start += 1 }
        var end = 0
        while end < min(a.count, b.count) - start, a[a.count - 1 - end] == b[b.count - 1 - end] { end += 1 }
        let (left, right) = (a[start..<(a.count - end)], b[start..<(b.count - end)])
        if max(left.count, right.count) <= 1 { return true }
        return left.count == 2 && right.count == 2 && left.first == right.last && left.last == right.first
    }
}
