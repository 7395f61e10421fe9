import Foundation
import Migrator
import PlumblineTesting
import PostgresClient
import Sandbox
import SchemaEngine
import SchemaModel
import Synchronization
import Testing

@Suite("A declaration that has not changed is not loaded again", .needsPostgres(17))
struct StateCacheTests {
    private static let schema = """
        CREATE SCHEMA app;
        CREATE TYPE app.mood AS ENUM ('good', 'bad');
        CREATE TABLE app.person (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name varchar(20) DEFAULT 'x', mood app.mood,
            CHECK (name IN ('a', 'b')));
        CREATE INDEX by_name ON app.person (lower(name)) WHERE id > 0;
        CREATE VIEW app.names AS SELECT name FROM app.person;
        CREATE FUNCTION app.f(a int) RETURNS int LANGUAGE sql AS 'SELECT 1';
        GRANT SELECT ON app.person TO PUBLIC;
        """

    @Test("the same state comes from the file, and no database is made")
    func hit() async throws {
        try await Self.with { bench in
            let loaded = try await bench.state()
            #expect(bench.count() == 1)
            let found = try await bench.state()
            #expect(bench.count() == 1)
            #expect(found.facts == loaded.facts)
            #expect(found.serverVersion == loaded.serverVersion)
            #expect(found.currentRole == loaded.currentRole)
            #expect(found.casts == loaded.casts)
            #expect(!found.casts.isEmpty)
            #expect(found.unmodelled == loaded.unmodelled)
            #expect(bench.notes() == [])
        }
    }

    @Test("`generate` of what is up to date makes no database the second time")
    func upToDate() async throws {
        try await Self.with { bench in
            let generator = bench.generator()
            _ = try await generator.generate("initial")
            #expect(try await generator.generate("more") == nil)
            let before = bench.count()
            #expect(try await generator.generate("more") == nil)
            #expect(bench.count() == before)
        }
    }

    @Test("a changed declaration, another server or another program is loaded")
    func miss() async throws {
        try await Self.with { bench in
            _ = try await bench.state()
            _ = try await bench.state(environment: ["another build"])
            #expect(bench.count() == 2)
            var changed = bench.declared
            changed.facts.removeAll { $0.id.kind == .grant }
            #expect(try await bench.state(changed).facts.keys.allSatisfy { $0.kind != .grant || $0.root.kind != .table })
            #expect(bench.count() == 3)
        }
    }

    @Test("a damaged file is named, loaded again and written again", arguments: ["", "0\n[]", "text", "\u{0}\n\n"])
    func damaged(contents: String) async throws {
        try await Self.with { bench in
            let loaded = try await bench.state()
            // The declared state, and that of an empty scratch database.
            let files = try bench.files()
            #expect(files.count == 2)
            for file in files { try contents.write(to: file, atomically: false, encoding: .utf8) }
            #expect(try await bench.state().facts == loaded.facts)
            #expect(bench.count() == 2)
            #expect(bench.notes().count == 2)
            #expect(bench.notes().allSatisfy { $0.contains("is damaged") })
            #expect(try await bench.state().facts == loaded.facts)
            #expect(bench.count() == 2)
        }
    }

    @Test("only its owner can read a file")
    func modes() async throws {
        try await Self.with { bench in
            _ = try await bench.state()
            for (url, mode) in try [(bench.folder, 0o700)] + bench.files().map({ ($0, 0o600) }) {
                let attributes = try FileManager.default.attributesOfItem(atPath: url.path(percentEncoded: false))
                #expect(attributes[.posixPermissions] as? Int == mode)
            }
        }
    }

    @Test("a folder that cannot be written is noted, and no error")
    func unwritable() async throws {
        try await Self.with { bench in
            try Data().write(to: bench.folder)
            _ = try await bench.state()
            _ = try await bench.state()
            #expect(bench.count() == 2)
            #expect(bench.notes().contains { $0.contains("cannot be kept") })
        }
    }

    // MARK: Bench

    private struct CacheBench {
        let workshop: Workshop
        let declared: DeclaredDatabase
        let folder: URL
        let host: CountingHost
        let noted = NoteList()

        func cache(_ environment: [String] = ["test"]) -> StateCache {
            StateCache(folder, environment: environment) { [noted] in noted.add($0) }
        }

        func generator(_ declared: DeclaredDatabase? = nil, environment: [String] = ["test"]) -> MigrationGenerator {
            let declared = declared ?? self.declared
            return MigrationGenerator(
                workshop.project(declared), declared, host: CachedHost(host: host, stateCache: cache(environment)))
        }

        func state(_ declared: DeclaredDatabase? = nil, environment: [String] = ["test"]) async throws -> CatalogState {
            try await generator(declared, environment: environment).declaredState()
        }

        func count() -> Int { host.count.withLock { $0 } }
        func notes() -> [String] { noted.notes.withLock { $0 } }
        func files() throws -> [URL] { try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil) }
    }

    private static func with(_ body: (CacheBench) async throws -> Void) async throws {
        try await Workshop.with { workshop in
            try await body(
                CacheBench(
                    workshop: workshop, declared: try await workshop.declared(schema),
                    folder: workshop.root.appending(path: "schemas"), host: CountingHost(workshop.server)))
        }
    }
}

private final class NoteList: Sendable {
    let notes = Mutex<[String]>([])

    func add(_ note: String) { notes.withLock { $0.append(note) } }
}

/// A server that counts the databases that are made on it.
private final class CountingHost: Sendable {
    let server: SandboxServer
    let count = Mutex(0)

    init(_ server: SandboxServer) { self.server = server }
}

private struct CachedHost: ScratchHost {
    let host: CountingHost
    let stateCache: StateCache
    var cache: StateCache? { stateCache }

    func makeScratch(_ platform: Platform) async throws -> ConnectionSettings {
        host.count.withLock { $0 += 1 }
        return try await host.server.makeScratch(platform)
    }

    func dropScratch(_ settings: ConnectionSettings) async throws { try await host.server.dropScratch(settings) }

    func copyScratch(_ source: ConnectionSettings, over target: ConnectionSettings?) async throws -> ConnectionSettings {
        try await host.server.copyScratch(source, over: target)
    }

    func dump(_ settings: ConnectionSettings) async throws -> String { try await host.server.dump(settings) }
}
