/// Reads the body of a migration file line by line.
struct MigrationFileParser {
    private enum Place { case outside, title, question, condition, chunks, end }

    private let path: String
    /// Empty in a file whose texts hold nothing that looks like a mark.
    private let mark: String
    private var place = Place.outside
    private var settings = ""
    private var units: [MigrationFile.Unit] = []
    private var step = (number: 0, title: "", line: 0)
    private var question = ""
    private var chunks: [String] = []

    init(_ body: String, path: String) {
        self.path = path
        let first = body.prefix { $0 != "\n" }
        mark = first.hasPrefix(MigrationFile.marks) ? String(first.dropFirst(MigrationFile.marks.count)) : ""
    }

    private var prefix: String { mark.isEmpty ? "-- plumb:" : "-- plumb:\(mark):" }
    private static let asked = " AS todo \\gset"

    mutating func read(_ line: Substring, at number: Int) throws {
        switch place {
        case .outside:
            if line.hasPrefix(prefix + "step ") {
                try begin(line.dropFirst(prefix.count + "step ".count), at: number)
            } else if !line.hasPrefix("\\") {
                settings += line + "\n"
            }
        case .title:
            let isQuestion = mark.isEmpty ? !line.hasPrefix("--") : line == prefix + "ask"
            guard isQuestion else { return }
            place = .question
            if mark.isEmpty { try ask(line) }
        case .question:
            try ask(line)
        case .condition:
            guard line == "\\if :todo" else { throw malformed(number, "expected \\if :todo") }
            place = .chunks
        case .chunks:
            if line == prefix + "next" {
                chunks.append("")
            } else if line == (mark.isEmpty ? "\\endif" : prefix + "end") {
                close()
            } else {
                chunks[chunks.count - 1] += line + "\n"
            }
        case .end:
            guard line == "\\endif" else { throw malformed(number, "expected \\endif") }
            place = .outside
        }
    }

    private mutating func begin(_ text: Substring, at line: Int) throws {
        let parts = text.split(separator: " ", maxSplits: 1)
        guard let number = parts.first.flatMap({ Int($0) }) else { throw malformed(line, "a step without a number") }
        step = (number, parts.count > 1 ? String(parts[1]) : "", line)
        (place, question, chunks) = (.title, "", [""])
    }

    private mutating func ask(_ line: Substring) throws {
        guard line == (mark.isEmpty ? "\\if :todo" : prefix + "do") else {
            question += line + "\n"
            return
        }
        guard question.hasPrefix("SELECT "), question.hasSuffix(Self.asked + "\n") else {
            throw malformed(step.line, "a step without its question")
        }
        question = String(question.dropFirst("SELECT ".count).dropLast(Self.asked.count + 1))
        place = mark.isEmpty ? .chunks : .condition
    }

    private mutating func close() {
        units.append(
            MigrationFile.Unit(
                number: step.number, title: step.title, todo: question,
                chunks: chunks.filter { !$0.allSatisfy(\.isWhitespace) }, line: step.line))
        place = mark.isEmpty ? .outside : .end
    }

    func finish() throws -> (settings: String, units: [MigrationFile.Unit]) {
        guard place == .outside else { throw malformed(step.line, "the last step does not end with \\endif") }
        return (settings, units)
    }

    private func malformed(_ line: Int, _ what: String) -> MigrationError {
        MigrationError(.malformed, "\(path):\(line): \(what)")
    }
}
