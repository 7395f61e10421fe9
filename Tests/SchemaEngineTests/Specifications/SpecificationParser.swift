import Foundation

/// Reads a scenario file: sections that begin with a comment such as `-- old`.
///
/// A comment of the SQL itself does not begin in the first column with a lowercase word and nothing else.
struct SpecificationParser {
    private enum Input: String, CaseIterable {
        case since, only, common, old, new, rename, rows, query
    }

    private let path: String
    private let lines: [Substring]
    private var inputs: [Input: (line: Int, text: String)] = [:]
    private var expectations: [Specification.Expectation: [Specification.Expected]] = [:]
    private var firstExpectation: Int?

    static func parse(_ text: String, path: String) throws(SpecificationError) -> Specification {
        var parser = SpecificationParser(path: path, text: text)
        return try parser.specification()
    }

    private init(path: String, text: String) {
        self.path = path
        lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    }

    private func error(_ line: Int, _ message: String) -> SpecificationError {
        SpecificationError(path: path, line: line, message: message)
    }

    private mutating func specification() throws(SpecificationError) -> Specification {
        try readSections()
        let majors = try self.majors()
        guard inputs[.old] != nil || inputs[.new] != nil else {
            throw error(1, "there is neither a section \"-- old\" nor a section \"-- new\"; add the one that has SQL")
        }
        if let rows = inputs[.rows], inputs[.query] == nil {
            throw error(rows.line, "rows that no query looks at assert nothing; add a section \"-- query\"")
        }
        if let query = inputs[.query], inputs[.rows] == nil {
            throw error(query.line, "a query without rows asserts nothing; add a section \"-- rows\"")
        }
        let head = lines.prefix(firstExpectation.map { $0 - 1 } ?? lines.count).joined(separator: "\n")
        return Specification(
            path: path, majors: majors, common: sql(.common), old: sql(.old), new: sql(.new),
            renames: sql(.rename), rows: sql(.rows),
            query: inputs[.query]?.text, expectations: expectations,
            head: head.trimmingCharacters(in: .newlines))
    }

    private func sql(_ input: Input) -> String { (inputs[input]?.text).map { $0 + "\n" } ?? "" }

    // MARK: Sections

    private mutating func readSections() throws(SpecificationError) {
        var open: (line: Int, header: Header)?
        var body: [Substring] = []
        for (index, line) in lines.enumerated() {
            guard let header = try header(line, number: index + 1) else {
                if open == nil, !line.isEmpty, !line.hasPrefix("--") {
                    throw error(index + 1, "SQL stands before the first section; begin one with \"-- old\" or \"-- new\"")
                }
                body.append(line)
                continue
            }
            if let open { try close(open.line, open.header, body) }
            open = (index + 1, header)
            body = []
        }
        if let open { try close(open.line, open.header, body) }
    }

    private enum Header {
        case input(Input, value: String)
        case expectation(Specification.Expectation, majors: Set<Int>)
    }

    /// `-- since: 17`, `-- old`, `-- up 17 18`; nil for any other line.
    private func header(_ line: Substring, number: Int) throws(SpecificationError) -> Header? {
        guard line.hasPrefix("-- "), !line.hasPrefix("--  ") else { return nil }
        let parts = line.dropFirst(3).split(separator: ":", maxSplits: 1)
        guard let first = parts.first else { return nil }
        let words = first.split(separator: " ")
        let name = words.filter { Int($0) == nil }.joined(separator: " ")
        let numbers = words.compactMap { Int($0) }
        if let input = Input(rawValue: name), numbers.isEmpty {
            let value = parts.count > 1 ? parts[1].trimmingCharacters(in: .whitespaces) : ""
            if (input == .since || input == .only) == value.isEmpty {
                throw error(
                    number,
                    value.isEmpty ? "\"\(name)\" needs versions, such as \"-- \(name): 17\"" : "\"\(name)\" takes no value")
            }
            return .input(input, value: value)
        }
        if let expectation = Specification.Expectation(rawValue: name), parts.count == 1 {
            if let unknown = numbers.first(where: { !Specification.matrix.contains($0) }) {
                throw error(number, "PostgreSQL \(unknown) is not among the tested versions \(Specification.matrix)")
            }
            return .expectation(expectation, majors: Set(numbers))
        }
        // One lowercase word alone is a misspelled section; a sentence is a comment.
        if words.count == 1, parts.count == 1, name.allSatisfy({ $0.isASCII && $0.isLowercase }) {
            let known = Input.allCases.map(\.rawValue) + Specification.Expectation.allCases.map(\.rawValue)
            throw error(number, "there is no section \"\(name)\"; the sections are: \(known.joined(separator: ", "))")
        }
        return nil
    }

    private mutating func close(_ line: Int, _ header: Header, _ body: [Substring]) throws(SpecificationError) {
        let text = body.joined(separator: "\n").trimmingCharacters(in: .whitespacesAndNewlines)
        switch header {
        case .input(let input, let value):
            guard inputs[input] == nil else { throw error(line, "the section \"\(input.rawValue)\" stands twice") }
            if let firstExpectation {
                throw error(line, "\"\(input.rawValue)\" stands after the expectations that begin in line \(firstExpectation)")
            }
            guard value.isEmpty else {
                inputs[input] = (line, value)
                return
            }
            guard !text.isEmpty else { throw error(line, "the section \"\(input.rawValue)\" is empty; leave it out") }
            inputs[input] = (line, text)
        case .expectation(let expectation, let majors):
            firstExpectation = firstExpectation ?? line
            let old = expectations[expectation] ?? []
            guard !old.contains(where: { !$0.majors.isDisjoint(with: majors) || $0.majors == majors }) else {
                throw error(line, "the section \"\(expectation.rawValue)\" stands twice for one version")
            }
            expectations[expectation] = old + [Specification.Expected(majors: majors, text: plain(text, expectation))]
        }
    }

    /// The lines of what is not SQL, without the marks of their comments.
    private func plain(_ text: String, _ expectation: Specification.Expectation) -> String {
        guard expectation.isComment else { return text }
        let mark = "--   "
        return text.split(separator: "\n").map { $0.hasPrefix(mark) ? $0.dropFirst(mark.count) : $0 }.joined(separator: "\n")
    }

    private func majors() throws(SpecificationError) -> [Int] {
        if let since = inputs[.since], let only = inputs[.only] {
            throw error(max(since.line, only.line), "\"since\" and \"only\" exclude each other; keep one")
        }
        guard let given = inputs[.since] ?? inputs[.only] else { return Specification.matrix }
        let numbers = given.text.split(separator: " ").map { Int($0) }
        let isSince = inputs[.since] != nil
        guard numbers.allSatisfy({ $0.map(Specification.matrix.contains) == true }), !isSince || numbers.count == 1 else {
            throw error(given.line, "\"\(given.text)\" is not a version of \(Specification.matrix)")
        }
        let known = numbers.compactMap { $0 }
        return Specification.matrix.filter { major in isSince ? known.allSatisfy { major >= $0 } : known.contains(major) }
    }
}
