import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A question to the person at the terminal.
enum Question {
    /// Whether the person types `yes`.
    /// - Throws: `CommandError` where standard input is not a terminal, so that nobody can be asked.
    static func isYes(_ text: String) throws -> Bool {
        guard isatty(STDIN_FILENO) == 1 else {
            throw CommandError(
                "\(text) Standard input is not a terminal, so nobody can be asked; add --yes to go on without a question")
        }
        FileHandle.standardError.write(Data("\(text) Type yes to go on: ".utf8))
        return readLine()?.trimmingCharacters(in: .whitespaces).lowercased() == "yes"
    }
}
