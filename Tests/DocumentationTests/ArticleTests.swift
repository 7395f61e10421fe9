import Foundation
import Migrator
import PlumblineTesting
import PostgresClient
import SchemaDSL
import SchemaEngine
import SchemaModel
import Testing

/// The articles and tutorials of the DocC catalog quote code that is compiled here, and the SQL that it makes.
@Suite struct ArticleTests {
    struct Block: Sendable, CustomTestStringConvertible {
        let article: String
        let language: String
        let lines: [String]
        var testDescription: String { "\(article): \(lines.first ?? "")" }
    }

    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private static func trimmed(_ text: String) -> [String] {
        text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }

    static let blocks: [Block] = {
        let folder = root.appending(path: "Sources/Plumbline/Plumbline.docc")
        let files = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
        var blocks = tutorialFiles
        for file in files.sorted(by: { $0.path < $1.path }) where file.pathExtension == "md" {
            let parts = ((try? String(contentsOf: file, encoding: .utf8)) ?? "").components(separatedBy: "```")
            for part in stride(from: 1, to: parts.count, by: 2).map({ parts[$0] }) {
                guard let end = part.firstIndex(of: "\n") else { continue }
                blocks.append(
                    Block(
                        article: file.deletingPathExtension().lastPathComponent, language: String(part[..<end]),
                        lines: trimmed(String(part[end...]))))
            }
        }
        return blocks
    }()

    /// The code files that the tutorials show.
    private static let tutorialFiles: [Block] = {
        let folder = root.appending(path: "Sources/Plumbline/Plumbline.docc/Tutorials/Code")
        let files = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
        return files.sorted { $0.path < $1.path }.map { file in
            Block(
                article: "Tutorials/\(file.lastPathComponent)", language: file.pathExtension,
                lines: trimmed((try? String(contentsOf: file, encoding: .utf8)) ?? ""))
        }
    }()

    private static let sources: [[String]] = {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
        let files = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
        return files.filter { $0.pathExtension == "swift" && $0.lastPathComponent != "ArticleTests.swift" }.compactMap {
            (try? String(contentsOf: $0, encoding: .utf8)).map(trimmed)
        }
    }()

    private static func isPart(_ lines: [String], of text: [String]) -> Bool {
        guard !lines.isEmpty, lines.count <= text.count else { return false }
        return (0...(text.count - lines.count)).contains { Array(text[$0..<($0 + lines.count)]) == lines }
    }

    @Test func thereAreArticles() {
        #expect(Self.blocks.count { $0.language == "swift" } > 10)
        #expect(Self.blocks.count { $0.language == "sql" } > 10)
        #expect(Self.tutorialFiles.count { $0.language != "txt" } > 8)
    }

    @Test(arguments: blocks.filter { $0.language == "swift" })
    func swiftIsCompiled(_ block: Block) {
        let isCompiled = Self.sources.contains { Self.isPart(block.lines, of: $0) }
        #expect(
            isCompiled,
            "no file of Tests/DocumentationTests has:\n\(block.lines.joined(separator: "\n"))")
    }

    /// The SQL of the clinic and of the tutorials' library, and of the changes from one form of a table to another.
    @Test func sqlIsMade() async throws {
        var made = Self.trimmed(try await Self.sql(from: nil, to: Clinic.database))
        made += Self.trimmed(try await Self.sql(from: VisitsBefore.database, to: VisitsAfter.database))
        made += Self.trimmed(try await Self.sql(from: nil, to: FirstLibrary.Library.database))
        made += Self.trimmed(try await Self.sql(from: FirstLibrary.Library.database, to: SecondLibrary.Library.database))
        for block in Self.blocks where block.language == "sql" {
            let isMade = Self.isPart(block.lines, of: made)
            #expect(
                isMade,
                "\(block.article): the declaration does not make:\n\(block.lines.joined(separator: "\n"))\nbut:\n\(Self.nearest(block, made))"
            )
        }
    }

    /// The generated lines that begin as a block does.
    private static func nearest(_ block: Block, _ made: [String]) -> String {
        guard let first = block.lines.first, let start = made.firstIndex(of: first) else { return "" }
        return made[start...].prefix(block.lines.count).joined(separator: "\n")
    }

    private static func sql(from old: Database?, to new: Database) async throws -> String {
        let before = if let old { try await state(old) } else { CatalogState() }
        let declared = try new.declared()
        let target = try await state(new)
        let bench = RenameBench(try await ScratchServer.shared(), declared.platform)
        let plan = try await bench.renamed(before, to: target, declared.renames).plan(to: target, options: PlanOptions())
        return plan.steps.flatMap(\.statements).joined(separator: ";\n") + ";"
    }

    private static func state(_ database: Database) async throws -> CatalogState {
        let declared = try database.declared()
        return try await ScratchServer.shared().withScratch(declared.platform) { connection, _ in
            let loader = DeclarationLoader(declared)
            return try await loader.read(connection, base: try await loader.prepare(connection))
        }
    }
}
