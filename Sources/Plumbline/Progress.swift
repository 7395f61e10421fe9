import Foundation
import SchemaModel

/// Messages to standard error while a command runs; results go to standard output.
enum Progress {
    static func note(_ text: String) { write(TerminalText.safe(text) + "\n") }

    /// Writes a note or a question as it is. Where nobody reads standard error any more, it reaches nobody, and the exit status still
    /// says how the command ended; the other form of `write` would end the process.
    static func write(_ text: String) { try? FileHandle.standardError.write(contentsOf: Data(text.utf8)) }
}

/// Results in words on standard output.
enum Output {
    static func line(_ text: String) { print(TerminalText.safe(text)) }

    /// Writes a whole result as it is, at once.
    /// - Throws: ``CommandError`` with the system's reason, when not all of it could be written.
    static func write(_ text: String) throws { try OutputDescriptor.write(Array(text.utf8)) }
}

/// Text from a database, such as a name, on its way to a terminal.
enum TerminalText {
    /// The text with U+FFFD for what could steer a terminal or turn the reading direction; lines and tabs stay.
    static func safe(_ text: String) -> String {
        var out = ""
        for scalar in text.unicodeScalars {
            out.unicodeScalars.append(scalar.isUnsafeToShow ? "\u{FFFD}" : scalar)
        }
        return out
    }
}
