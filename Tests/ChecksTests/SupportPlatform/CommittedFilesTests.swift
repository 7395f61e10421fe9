import Checks
import Foundation
import SchemaDSL
import SupportPlatform
import Testing

@Suite struct CommittedFilesTests {
    /// `swift run plumb compile` writes them.
    @Test func theCommittedSQLIsThatOfTheDeclarations() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..").standardizedFileURL
        let checks = try SupportPlatform.checks.flatMap { try $0.compiled() }
        let stale = try CheckFiles(root: root).stale(checks, databases: SupportPlatform.checks.map(\.database.name))
        #expect(stale.map(\.description) == [])
    }

    @Test func everyCheckHasAnIdOfItsOwn() throws {
        let ids = try SupportPlatform.checks.flatMap { try $0.compiled().map(\.id) }
        #expect(Set(ids).count == ids.count)
    }
}
