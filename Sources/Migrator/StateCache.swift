package import Foundation
package import SchemaEngine
import SchemaModel

/// States that scratch databases gave, kept in files between runs: what was loaded once and has not changed costs no server.
///
/// A state is found by a digest of everything that it follows from: the statements that were loaded, Plumbline itself, and the server with
/// its extensions. A file that is damaged is ignored, with a note, and written again. The files hold what the declaration says,
/// and no password; only their owner can read them.
package struct StateCache: Sendable {
    private let folder: URL
    private let environment: [String]
    private let note: @Sendable (String) -> Void

    private let limit: Int

    /// - Parameters:
    ///   - folder: a folder of its own, which is created when something is kept.
    ///   - environment: what all states depend on, such as the versions of the program and of the server.
    ///   - limit: the number of files that are kept; the oldest go.
    ///   - note: told of files that cannot be read or written.
    package init(_ folder: URL, environment: [String], limit: Int = 64, note: @escaping @Sendable (String) -> Void) {
        self.folder = folder
        self.limit = limit
        self.environment = environment
        self.note = note
    }

    /// The states for a key, or those of a body, which are kept then.
    ///
    /// - Parameters:
    ///   - key: everything that the states follow from, besides the environment.
    ///   - count: the number of states.
    /// - Throws: what the body throws.
    package func states(
        _ key: [String], count: Int = 1, orMake make: () async throws -> [CatalogState]
    ) async throws -> [CatalogState] {
        if let found = find(key), found.count == count { return found }
        let made = try await make()
        keep(made, key)
        return made
    }

    /// The states that are kept for a key; nil when there are none.
    package func find(_ key: [String]) -> [CatalogState]? {
        let file = file(key)
        let data: Data
        do {
            data = try Data(contentsOf: file)
        } catch CocoaError.fileReadNoSuchFile {
            return nil
        } catch {
            note(
                "a cached schema cannot be read, and is loaded again: \(file.path(percentEncoded: false)): \(FileErrorText.reason(error))"
            )
            return nil
        }
        guard let states = Self.states(data) else {
            note("a cached schema is damaged, and is loaded again: \(file.path(percentEncoded: false))")
            return nil
        }
        return states
    }

    /// Keeps states for a key. That they cannot be kept is noted, and no error: the next run loads them again.
    package func keep(_ states: [CatalogState], _ key: [String]) {
        let file = file(key)
        let temporary = folder.appending(path: ".\(UUID().uuidString)")
        do {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            guard
                FileManager.default.createFile(
                    atPath: temporary.path(percentEncoded: false), contents: Self.data(states),
                    attributes: [.posixPermissions: 0o600])
            else { throw CocoaError(.fileWriteUnknown) }
            // In one step, so that another run sees the whole file or none.
            guard rename(temporary.path(percentEncoded: false), file.path(percentEncoded: false)) == 0 else {
                throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
            }
            try removeOldest()
        } catch {
            try? FileManager.default.removeItem(at: temporary)  // The first error is the one to report.
            note(
                "a loaded schema cannot be kept for the next run: \(file.path(percentEncoded: false)): \(FileErrorText.reason(error))"
            )
        }
    }

    private func file(_ key: [String]) -> URL {
        folder.appending(path: Checksum.sha256(Value.texts(environment + key).json) + ".json")
    }

    private static func data(_ states: [CatalogState]) -> Data {
        let body = Value.list(states.map(StoredState.value)).json
        return Data("\(Checksum.sha256(body))\n\(body)".utf8)
    }

    /// The states in a file; nil when its digest is not that of its contents.
    private static func states(_ data: Data) -> [CatalogState]? {
        guard let end = data.firstIndex(of: UInt8(ascii: "\n")), let digest = String(data: data[..<end], encoding: .utf8),
            let body = String(data: data[(end + 1)...], encoding: .utf8), Checksum.sha256(body) == digest,
            let values = (try? Value(json: body))?.list
        else { return nil }
        let states = values.compactMap(StoredState.state)
        return states.count == values.count ? states : nil
    }

    private func removeOldest() throws {
        let files = try FileManager.default.contentsOfDirectory(
            at: folder, includingPropertiesForKeys: [.contentModificationDateKey]
        ).filter { $0.pathExtension == "json" }
        guard files.count > limit else { return }
        let dated = files.map { file in
            // A file that another run has removed meanwhile counts as the oldest.
            (file, (try? file.resourceValues(forKeys: [.contentModificationDateKey]).contentModificationDate) ?? .distantPast)
        }
        for (file, _) in dated.sorted(by: { $0.1 > $1.1 }).dropFirst(limit) {
            try? FileManager.default.removeItem(at: file)  // Likewise; the next run tries again.
        }
    }
}

extension DeclarationLoader {
    /// Everything that the declared state follows from.
    var cacheKey: [String] {
        let scope = declared.scope
        let parts = [
            scope.schemas.sorted(), scope.objects.map(\.canonical).sorted(), scope.managedPartitions.map(\.canonical).sorted(),
            declared.rawSQL.map(\.sql), Self.texts(declared.facts),
        ]
        return surroundings + [Value.list(parts.map(Value.texts)).json]
    }

    /// Everything that the states after migrations depend on, except their files. The declaration is not part of it, because it does not
    /// change what earlier migrations did. It only says which tables' rows are read as reference rows.
    var replayKey: [String] {
        let facts = ReferenceTable.all(in: declared.facts).isEmpty ? [] : declared.facts
        let parts = [ScratchRoles.names(in: declared.facts + externalFacts).sorted(), Self.texts(facts)]
        return surroundings + ["\(declared.scope.schemas.contains("public"))", Value.list(parts.map(Value.texts)).json]
    }

    /// The key of the state before the declaration is loaded.
    var baseKey: [String] { ["base"] + replayKey }

    /// The contents of a scratch database before the declaration is loaded.
    private var surroundings: [String] {
        let parts = [
            [declared.platform.rawValue, shape ?? "", History.install], declared.roles, Self.texts(externalFacts),
        ]
        return [Value.list(parts.map(Value.texts)).json]
    }

    private static func texts(_ facts: [Fact]) -> [String] {
        facts.map { fact in
            Value.list([
                .text(fact.id.canonical),
                .object(Dictionary(uniqueKeysWithValues: fact.attributes.map { ($0.key.rawValue, $0.value) })),
                .texts(fact.dependencies.map(\.canonical).sorted()),
            ]).json
        }
    }
}
