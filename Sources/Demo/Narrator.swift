import Foundation
import Rainbow

/// The output for people: plain lines of at most 100 columns, with colours and moving progress on a terminal only.
final class Narrator {
    private let isTerminal = isatty(STDOUT_FILENO) != 0
    private let hasColour: Bool
    private var isProgressShown = false
    private var lastProgress = ContinuousClock.now
    private static let width = 100

    init() {
        hasColour = isTerminal && (ProcessInfo.processInfo.environment["NO_COLOR"] ?? "").isEmpty
    }

    func title(_ text: String, _ below: String) {
        line(strong(text))
        for part in Narrator.wrapped(below, Narrator.width) { line(part) }
    }

    func step(_ number: Int, of count: Int, _ title: String, proves: String) {
        line("")
        line(strong("── \(number)/\(count)  \(title) " + String(repeating: "─", count: max(3, 86 - title.count))))
        say("Shows: \(proves)", quiet: true)
    }

    /// A sentence of the story.
    func say(_ text: String, quiet isQuiet: Bool = false) {
        for part in Narrator.wrapped(text, Narrator.width - 3) { line("   " + (isQuiet ? quiet(part) : part)) }
    }

    /// A text to be copied, which is never broken into lines.
    func verbatim(_ text: String) { line("     " + text) }

    /// Something that held.
    func holds(_ text: String) {
        for (index, part) in Narrator.wrapped(text, Narrator.width - 5).enumerated() {
            line(index == 0 ? "   \(good("✓")) \(part)" : "     \(part)")
        }
    }

    /// A command as a person would type it; apart from what was before, unless it goes on with that.
    func command(_ text: String, apart isApart: Bool = true) {
        if isApart { line("") }
        line("   " + strong("$ \(text)"))
    }

    /// A line that a command printed.
    func output(_ text: String) {
        let indent = String(text.prefix { $0 == " " })
        let rest = String(text.dropFirst(indent.count))
        // A row of a table is cut: broken between words, its columns would be lost.
        if text.count > Narrator.width - 5, rest.contains("  ") {
            return line("   \(quiet("│")) \(text.prefix(Narrator.width - 6))…")
        }
        let parts = Narrator.wrapped(rest, Narrator.width - 5 - indent.count)
        for (index, part) in (parts.isEmpty ? [""] : parts).enumerated() {
            line("   \(quiet("│")) \(indent)\(index == 0 ? "" : "  ")\(part)")
        }
    }

    /// Columns of a table: text to the left, numbers to the right; `widths` of 0 take what is left over.
    func row(_ cells: [(text: String, width: Int)]) {
        let text = cells.map { cell in
            let fill = String(repeating: " ", count: max(0, abs(cell.width) - cell.text.count))
            return cell.width < 0 ? fill + cell.text : cell.text + fill
        }.joined(separator: "  ")
        line("   " + String(text.reversed().drop { $0 == " " }.reversed()))
    }

    /// The current activity; shown on a terminal only, and replaced by the next line.
    func progress(_ text: String) {
        // No faster than an eye can follow: what a terminal is busy with would hold up the work.
        guard isTerminal, lastProgress.duration(to: .now) > .milliseconds(60) else { return }
        lastProgress = .now
        let cut = String(text.prefix(Narrator.width - 6))
        write("\r\u{1B}[K     \(quiet(cut))")
        isProgressShown = true
    }

    func finished(_ time: Duration) { line("   " + quiet("(\(time.inSeconds))")) }

    func failed(_ error: any Error) {
        line("")
        for (index, part) in Narrator.wrapped("\(error)", Narrator.width - 5).enumerated() {
            line(index == 0 ? "   \(bad("✗")) \(part)" : "     \(part)")
        }
    }

    func summary(_ timings: [(String, Duration)], total: Duration, succeeded: Bool, reports: URL?) {
        line("")
        line(strong(succeeded ? "All that was expected came true." : "The demo ended early: see ✗ above."))
        for (title, time) in timings { row([(title, 76), (time.inSeconds, -8)]) }
        row([("Total", 76), (total.inSeconds, -8)])
        if let reports, FileManager.default.fileExists(atPath: reports.path) { line("   Reports: \(reports.path)/") }
    }

    private func line(_ text: String) {
        write((isProgressShown ? "\r\u{1B}[K" : "") + text + "\n")
        isProgressShown = false
    }

    /// Unbuffered: whoever pipes this into a file or a pager sees each line when it is written.
    private func write(_ text: String) { FileHandle.standardOutput.write(Data(text.utf8)) }

    private func strong(_ text: String) -> String { hasColour ? text.bold : text }
    private func quiet(_ text: String) -> String { hasColour ? text.dim : text }
    private func good(_ text: String) -> String { hasColour ? text.green : text }
    private func bad(_ text: String) -> String { hasColour ? text.red.bold : text }

    /// Broken between words; a longer word is cut by the terminal, since it may be a path to copy.
    private static func wrapped(_ text: String, _ width: Int) -> [String] {
        guard text.count > width else { return text.isEmpty ? [] : [text] }
        var lines: [String] = []
        var current = ""
        for word in text.split(separator: " ") {
            if !current.isEmpty, current.count + 1 + word.count > width {
                lines.append(current)
                current = ""
            }
            current += (current.isEmpty ? "" : " ") + word
        }
        return lines + [current]
    }
}

extension Duration {
    /// For people: `1.4 s`.
    var inSeconds: String { seconds.formatted(.number.precision(.fractionLength(1))) + " s" }
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}

extension Int {
    /// For people: `200,000`.
    var grouped: String { formatted(.number.locale(Locale(identifier: "en_US"))) }
}
