import Foundation
import SchemaModel
import Testing

/// What a kind of object is stays in its own file: these tests read the sources.
@Suite("Only the files of the kinds name a kind")
struct GuardTests {
    private static let engine = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Sources/SchemaEngine")

    /// Where machinery may name a kind, and why.
    private static let exceptions: [String: Set<String>] = [
        // What a caller leaves out of a comparison unless it says otherwise; the owner is the one kind of fact that no plan needs.
        "Planning/PlanContext.swift": ["owner"],
        "Reading/CatalogState.swift": ["owner"],
        // The rows that a declaration lists decide which tables are read besides the catalog.
        "Reading/ReferenceTable.swift": ["referenceRow"],
    ]

    @Test("machinery names no kind")
    func machinery() throws {
        var found: [String: Set<String>] = [:]
        let cases = try caseNames()
        for (path, code) in try sources() where !path.hasPrefix("Kinds/") && path != "Kinds.swift" {
            for name in cases where code.contains(try kindUse(name)) { found[path, default: []].insert(name) }
            for match in code.matches(of: /\b[A-Z][A-Za-z]+Kind\b/) where !["ObjectKind", "DeltaKind"].contains(match.output) {
                found[path, default: []].insert(String(match.output))
            }
        }
        for (path, names) in found.sorted(by: { $0.key < $1.key }) {
            let unexpected = names.subtracting(Self.exceptions[path] ?? [])
            #expect(unexpected == [], "Sources/SchemaEngine/\(path) names kinds: ask the kind's definition instead")
        }
        for (path, names) in Self.exceptions {
            #expect(names.subtracting(found[path] ?? []) == [], "Sources/SchemaEngine/\(path) needs its exception no more")
        }
    }

    @Test("no switch over the kinds has a default")
    func defaults() throws {
        let cases = Set(try caseNames())
        for (path, code) in try sources() {
            for body in switches(in: code) where body.contains(/\bdefault\s*:/) {
                let labels = body.matches(of: /case\s+\.`?([a-zA-Z]+)`?/).map { String($0.output.1) }
                let kinds = labels.filter(cases.contains)
                #expect(kinds.isEmpty, "a switch in Sources/SchemaEngine/\(path) over kinds has a default; name every case")
            }
        }
    }

    /// A use of a case as a kind: compared with one, in a set or list of kinds, or qualified.
    private func kindUse(_ name: String) throws -> Regex<AnyRegexOutput> {
        try Regex(
            #"(kind\s*(==|!=)\s*\.`?\#(name)`?\b)|(ObjectKind\.`?\#(name)`?\b)|(ObjectKind>\s*=\s*\[[^\]]*\.\#(name)\b)|(\[\.\#(name)\b[^\]]*\]\.contains)"#
        )
    }

    /// The names of the cases as the source has them; their descriptions are words for people.
    private func caseNames() throws -> [String] {
        let file = Self.engine.deletingLastPathComponent().appending(path: "SchemaModel/ObjectKind.swift")
        let code = try String(contentsOf: file, encoding: .utf8)
        let names = code.matches(of: /(?m)^    case `?([a-zA-Z]+)`?/).map { String($0.output.1) }
        #expect(names.count == ObjectKind.allCases.count)
        return names
    }

    /// The Swift sources of the engine by path, without comments.
    private func sources() throws -> [(path: String, code: String)] {
        let files = FileManager.default.enumerator(atPath: Self.engine.path)?.compactMap { $0 as? String } ?? []
        let swift = files.filter { $0.hasSuffix(".swift") }.sorted()
        #expect(swift.count > 30, "the sources are not where this test looks for them: \(Self.engine.path)")
        return try swift.map { path in
            let text = try String(contentsOf: Self.engine.appending(path: path), encoding: .utf8)
            return (path, text.split(separator: "\n").map { $0.replacing(/\/\/.*$/, with: "") }.joined(separator: "\n"))
        }
    }

    /// The bodies of the switches, without the switches inside them.
    private func switches(in code: String) -> [String] {
        code.matches(of: /\bswitch\b[^{]*\{/).map { match in
            var depth = 1
            var body = ""
            for character in code[match.range.upperBound...] {
                if character == "{" { depth += 1 }
                if character == "}" { depth -= 1 }
                if depth == 0 { break }
                if depth == 1 { body.append(character) }
            }
            return body
        }
    }
}
