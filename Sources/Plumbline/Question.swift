import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// A question to the person at the terminal.
enum Question {
    /// True when standard input is a terminal.
    static var canBeAsked: Bool { isatty(STDIN_FILENO) == 1 }

    /// The place of the answer that the person chooses.
    /// - Throws: `CommandError` when the input ends.
    static func choice(_ text: String, _ answers: [String]) throws -> Int {
        while true {
            Progress.note(([text] + answers.enumerated().map { "  \($0 + 1). \($1)" }).joined(separator: "\n"))
            Progress.write("Type a number: ")
            guard let line = readLine() else { throw CommandError("no answer was given; nothing was changed") }
            if let number = Int(line.trimmingCharacters(in: .whitespaces)), (1...answers.count).contains(number) {
                return number - 1
            }
        }
    }

    /// Returns true when the person types `yes`.
    /// - Throws: `CommandError` if standard input is not a terminal, so that the command cannot ask.
    static func isYes(_ text: String) throws -> Bool {
        guard canBeAsked else {
            throw CommandError(
                "\(text) Standard input is not a terminal, so the command cannot ask; add --yes to continue without asking")
        }
        Progress.write("\(text) Type yes to continue: ")
        return readLine()?.trimmingCharacters(in: .whitespaces).lowercased() == "yes"
    }
}
