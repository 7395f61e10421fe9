/// Characters that a reader would not see, or that would turn the text around, shown by their code.
enum Visible {
    /// On one line: line ends and tabs become spaces.
    static func line(_ text: String) -> String {
        characters(text) { $0 == "\n" || $0 == "\t" || $0 == "\r" ? " " : nil }
    }

    /// Line ends stay.
    static func lines(_ text: String) -> String {
        characters(text) { $0 == "\n" ? "\n" : $0 == "\t" ? "    " : nil }
    }

    private static func characters(_ text: String, _ replacement: (Unicode.Scalar) -> String?) -> String {
        var out = ""
        for scalar in text.unicodeScalars {
            if let other = replacement(scalar) {
                out += other
            } else if isHidden(scalar) {
                out += "⟨U+\(padded(String(scalar.value, radix: 16, uppercase: true)))⟩"
            } else {
                out.unicodeScalars.append(scalar)
            }
        }
        return out
    }

    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: true
        default: false
        }
    }

    private static func padded(_ digits: String) -> String { String(repeating: "0", count: max(0, 4 - digits.count)) + digits }
}
