import Foundation
import Migrator
import SchemaEngine
import SchemaModel

extension SourcePair {
    /// The old side after the renames that the declaration, comments of SQL files and options name.
    ///
    /// Notes on standard error each object that is dropped while a similar one is new.
    func renamed(
        _ states: (from: CatalogState, to: CatalogState), _ options: RenameOptions, _ context: CommandContext
    ) async throws -> RenamedState {
        let (old, new) = states
        let declared = try await to.renames(in: new, context) + from.renames(in: old, context)
        let choices = options.choices(.ignore)
        var renamed = RenamedState(old)
        // Two live databases need no server of their own unless something is renamed.
        if RenameBench.isNeeded(old, to: new, declared, choices, isStrict: true) {
            var platform = try await to.platform(context)
            if platform == nil { platform = try await from.platform(context) }
            let major = old.serverVersion / 10_000
            let server = try await context.scratchServer(major: major == 0 ? nil : major)
            renamed = try await RenameBench(server, platform ?? .plain).renamed(old, to: new, declared, choices, isStrict: true)
        }
        let gone = RenameCandidates.gone(from: renamed.state, to: new)
        var dropped: Set<Rename.Subject> = []
        for text in options.drops {
            let named = RenameText.subjects(text, in: renamed.state).filter(gone.contains)
            guard !named.isEmpty else { throw RenameError.unknownDrop(text, gone: gone.map(\.description)) }
            dropped.formUnion(named)
        }
        for candidate in RenameCandidates.find(from: renamed.state, to: new, except: dropped) {
            for possible in candidate.new {
                Progress.note(
                    "\(candidate.gone) is dropped and \(possible) is added; if that is a rename, use "
                        + RenameText.option(candidate.gone, possible)
                )
            }
        }
        return renamed
    }
}

extension Source {
    /// The renames that the source itself names.
    fileprivate func renames(in state: CatalogState, _ context: CommandContext) async throws -> [Rename] {
        switch self {
        case .url, .snapshot: return []
        case .declared(let name): return try await context.databases([name]).flatMap(\.renames)
        case .sql(let files):
            let comments = try files.flatMap { file in
                // What is not text was refused when it was loaded.
                try RenameComment.all(in: String(decoding: Data(contentsOf: file), as: UTF8.self), file: file.relativePath)
            }
            return comments.isEmpty ? [] : try RenameComment.renames(comments, in: state)
        }
    }

    fileprivate func platform(_ context: CommandContext) async throws -> Platform? {
        guard case .declared(let name) = self else { return nil }
        return try await context.databases([name]).first?.platform
    }
}
