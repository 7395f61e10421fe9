import Foundation
import Migrator
@testable import Plumbline
import PlumblineTesting
import SchemaEngine
import SchemaModel
import Synchronization
import Testing

@Suite("Files that have not changed start no server", .needsPostgres(17))
struct ScratchOnDemandTests {
    private static let schema = """
        CREATE TABLE t (id int PRIMARY KEY, a text CHECK (a <> ''));
        INSERT INTO t VALUES (1, 'x');
        """

    @Test("the second load of the same files asks for no server; a changed file does")
    func files() async throws {
        try await EmptyFolder.with { folder in
            try folder.write("schema.sql", Self.schema)
            let loads = Loads(folder)
            let first = try await loads.load()
            #expect(loads.servers == 1)
            let second = try await loads.load()
            #expect(loads.servers == 1)
            #expect(second.state.facts == first.state.facts)
            #expect(second.base.facts == first.base.facts)
            #expect(second.filledTables == first.filledTables)
            #expect(first.filledTables == [.table("public", "t")])
            try folder.write("schema.sql", Self.schema + "CREATE INDEX ON t (a);")
            #expect(try await loads.load().state.facts.count == first.state.facts.count + 1)
            #expect(loads.servers == 2)
        }
    }

    @Test("files that read others are loaded every time")
    func includes() async throws {
        try await EmptyFolder.with { folder in
            try folder.write("part.sql", Self.schema)
            try folder.write("schema.sql", "\\ir part.sql\n")
            let loads = Loads(folder)
            _ = try await loads.load()
            _ = try await loads.load()
            #expect(loads.servers == 2)
        }
    }

    /// Loads of one file, with a cache and a count of the servers that they asked for.
    private final class Loads: Sendable {
        private let folder: EmptyFolder
        private let count = Mutex(0)

        init(_ folder: EmptyFolder) { self.folder = folder }

        var servers: Int { count.withLock { $0 } }

        func load() async throws -> ScriptSource.Loaded {
            let cache = StateCache(folder.root.appending(path: "cache"), environment: ["test"]) { Issue.record("\($0)") }
            let host = ScratchOnDemand(cache: cache) { [self] in
                count.withLock { $0 += 1 }
                return folder.server
            }
            let file = folder.root.appending(path: "schema.sql")
            return try await ScriptSource(files: [file], host: host).load()
        }
    }
}
