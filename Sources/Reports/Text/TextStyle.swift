import Foundation
import Rainbow

/// How wide a report on a terminal may be, and whether it has colours.
package struct TextStyle: Sendable, Hashable {
    package var width: Int
    /// The lines of the screen that a summary should fit.
    package var height: Int
    /// Colours are written only where Rainbow agrees: standard output is a terminal and `NO_COLOR` is unset.
    package var colour: Bool

    package init(width: Int = 100, height: Int = 50, colour: Bool = false) {
        self.width = max(60, width)
        self.height = max(20, height)
        self.colour = colour
    }

    /// Of the terminal on standard output; 100 columns and no colour when it is a file or a pipe.
    package static func terminal() -> TextStyle {
        let environment = ProcessInfo.processInfo.environment
        let isTerminal = isatty(STDOUT_FILENO) != 0
        var size = winsize()
        let known = isTerminal && ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
        let width = known ? Int(size.ws_col) : environment["COLUMNS"].flatMap { Int($0) } ?? 100
        let height = known && size.ws_row > 0 ? Int(size.ws_row) : 50
        return TextStyle(width: min(width, 140), height: height, colour: isTerminal && (environment["NO_COLOR"] ?? "").isEmpty)
    }

    enum Paint {
        case bad, worrying, good, quiet, strong
    }

    func paint(_ text: String, _ paint: Paint) -> String {
        guard colour else { return text }
        return switch paint {
        case .bad: text.red.bold
        case .worrying: text.yellow
        case .good: text.green
        case .quiet: text.dim
        case .strong: text.bold
        }
    }
}

/// Text in columns.
enum Columns {
    /// Cut or filled up to a width, so that the next column begins where it should.
    static func left(_ text: String, _ width: Int) -> String {
        let cut = cut(text, width)
        return cut + String(repeating: " ", count: max(0, width - cut.count))
    }

    static func right(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }

    static func cut(_ text: String, _ width: Int) -> String {
        text.count <= width ? text : String(text.prefix(max(0, width - 1))) + "…"
    }

    /// Broken between words, so that no line is wider; a longer word stays whole, since it may be a command or a name.
    static func wrapped(_ text: String, _ width: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            if !line.isEmpty, line.count + 1 + word.count > width {
                lines.append(line)
                line = ""
            }
            line += (line.isEmpty ? "" : " ") + word
        }
        return line.isEmpty ? lines : lines + [line]
    }
}
