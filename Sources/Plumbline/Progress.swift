import Foundation

/// What goes to standard error while a command runs; results go to standard output.
enum Progress {
    static func note(_ text: String) {
        FileHandle.standardError.write(Data((TerminalText.safe(text) + "\n").utf8))
    }
}

/// Results in words on standard output.
enum Output {
    static func line(_ text: String) { print(TerminalText.safe(text)) }
}

/// Text from a database, such as a name, on its way to a terminal.
enum TerminalText {
    /// The text with U+FFFD for what could steer a terminal or turn the reading direction; lines and tabs stay.
    static func safe(_ text: String) -> String {
        var out = ""
        for scalar in text.unicodeScalars {
            out.unicodeScalars.append(isUnsafe(scalar) ? "\u{FFFD}" : scalar)
        }
        return out
    }

    private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A: false
        case 0..<0x20, 0x7F..<0xA0, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF: true
        default: false
        }
    }
}
