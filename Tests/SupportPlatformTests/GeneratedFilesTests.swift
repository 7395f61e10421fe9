import Foundation
import Migrator
import PlumblineTesting
import SchemaDSL
import SchemaModel
import SupportPlatform
import Testing

@Suite("Committed files match the declaration")
struct GeneratedFilesTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    @Test("migrations/ and rollback/ are current and proved, on each shape of Chatwoot's tables")
    func migrations() async throws {
        let server = try await ScratchServer.shared()
        let declared = try SupportPlatform.databases.map { try $0.declared() }
        let project = MigrationProject(name: "support-platform", databases: declared, root: Self.root)
        for database in declared {
            let shapes = database.shapes.isEmpty ? [nil] : database.shapes.map { $0.name as String? }
            for shape in shapes {
                let generator = MigrationGenerator(project, database, host: server, shape: shape)
                #expect(try await generator.pending() == [], "plumb generate NAME was forgotten (\(database.name))")
                // A view's columns have other types on another shape, so that only the usual one has the written fingerprint.
                if shape == database.shapes.first?.name { #expect(try await !generator.proveAll().isEmpty) }
            }
        }
    }
}
