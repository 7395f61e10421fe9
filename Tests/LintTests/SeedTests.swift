import Foundation
import Testing

@testable import Lint

enum Documents {
    static let folder = ProcessInfo.processInfo.environment["PLUMBLINE_SEEDS"].flatMap { $0.isEmpty ? nil : $0 }
}

/// The documents that this repository builds: what is wrong in their SQL and a rule can find, is found.
@Suite("Documents", .enabled(if: Documents.folder != nil, "PLUMBLINE_SEEDS names the folder of the documents"))
struct SeedTests {
    /// The beginning of a document's name, and the rules that find something there.
    private static let expected: [(document: String, codes: Set<String>)] = [
        ("000", ["PL068", "PL074", "PL075", "PL076", "PL082", "PL083", "PL084", "PL085", "PL086", "PL089", "PL090", "PL092"]),
        (
            "001",
            [
                "PL001", "PL002", "PL031", "PL054", "PL056", "PL057", "PL067", "PL073", "PL074", "PL075", "PL076", "PL082",
                "PL083", "PL084",
                "PL087", "PL088", "PL090", "PL091",
            ]
        ),
        ("002", ["PL058", "PL068", "PL074", "PL083", "PL084", "PL091"]),
        ("003", ["PL054", "PL056", "PL057", "PL067", "PL074", "PL076", "PL082", "PL085", "PL086", "PL089", "PL095", "PL096"]),
    ]

    @Test("have what docs/seed-deviations.md says of them", arguments: expected)
    func finds(_ document: String, _ codes: Set<String>) async throws {
        let folder = try #require(Documents.folder)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter {
            $0.hasSuffix(".txt") && $0.hasPrefix(document)
        }
        let name = try #require(names.first)
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: folder).appending(component: name)))
        var options = LintOptions()
        options.exposedSchemas = ["public"]
        let result = await Linter(options: options).lint([LintSource(path: name, bytes: bytes, isMarkdown: true)])
        #expect(codes.subtracting(Bench.codes(result)).isEmpty)
    }
}
