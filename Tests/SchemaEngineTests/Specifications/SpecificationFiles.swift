import Foundation
import Testing

/// A scenario file as a test case; one that cannot be read is a case that fails.
struct SpecificationCase: Sendable, CustomTestStringConvertible {
    let path: String
    let result: Result<Specification, SpecificationError>

    var testDescription: String { path }

    func isFor(_ major: Int) -> Bool {
        switch result {
        case .success(let specification): specification.majors.contains(major)
        case .failure: major == Specification.matrix.first
        }
    }
}

enum SpecificationFiles {
    /// Recording rewrites the files of the source tree, and only those are current then.
    static let isRecording = ProcessInfo.processInfo.environment["RECORD_SCENARIOS"] == "1"

    static let source = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Scenarios")

    private static let folder = isRecording ? source : Bundle.module.resourceURL?.appending(path: "Scenarios") ?? source

    /// Parts of the paths of the scenarios to run, from `SCENARIOS`, with commas between them; nil for all.
    private static let wanted = ProcessInfo.processInfo.environment["SCENARIOS"]?.split(separator: ",")
    static var isFiltered: Bool { wanted != nil }

    static let all: [SpecificationCase] = {
        let files = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
        return files.filter { path in path.hasSuffix(".sql") && (wanted?.contains { path.contains($0) } ?? true) }.sorted().map {
            path in
            SpecificationCase(path: path, result: read(path))
        }
    }()

    static func `for`(_ major: Int) -> [SpecificationCase] { all.filter { $0.isFor(major) } }

    private static func read(_ path: String) -> Result<Specification, SpecificationError> {
        let text: String
        do {
            text = try String(contentsOf: folder.appending(path: path), encoding: .utf8)
        } catch {
            return .failure(SpecificationError(path: path, line: 1, message: "the file cannot be read as UTF-8: \(error)"))
        }
        do throws(SpecificationError) {
            return .success(try SpecificationParser.parse(text, path: path))
        } catch {
            return .failure(error)
        }
    }
}

/// Writes what plans say into the scenario files, for a person to review.
actor SpecificationRecorder {
    static let shared = SpecificationRecorder()

    private var recorded: [String: [Int: [Specification.Expectation: String]]] = [:]

    func record(_ texts: [Specification.Expectation: String], of specification: Specification, major: Int) throws {
        var versions =
            recorded[specification.path]
            ?? Dictionary(
                uniqueKeysWithValues: specification.majors.map { major in
                    (
                        major,
                        Dictionary(
                            uniqueKeysWithValues: Specification.Expectation.allCases.map {
                                ($0, specification.expected($0, major: major))
                            })
                    )
                })
        versions[major] = texts
        recorded[specification.path] = versions
        try Self.text(specification, versions).write(
            to: SpecificationFiles.source.appending(path: specification.path), atomically: true, encoding: .utf8)
    }

    /// The file: what most versions say, and what differs on others.
    private static func text(
        _ specification: Specification, _ versions: [Int: [Specification.Expectation: String]]
    ) -> String {
        var text = specification.head + "\n"
        for expectation in Specification.Expectation.allCases {
            let byText = Dictionary(grouping: specification.majors) { versions[$0]?[expectation] ?? "" }
            let ordered = byText.sorted { a, b in
                a.value.count != b.value.count ? a.value.count > b.value.count : a.value[0] > b.value[0]
            }
            for (place, entry) in ordered.enumerated() where place > 0 || !entry.key.isEmpty {
                let majors = place == 0 ? "" : entry.value.sorted().map { " \($0)" }.joined()
                text += "\n-- \(expectation.rawValue)\(majors)\n"
                for line in entry.key.split(separator: "\n", omittingEmptySubsequences: false) where !entry.key.isEmpty {
                    text += (expectation.isComment ? "--   " : "") + line + "\n"
                }
            }
        }
        return text
    }
}
