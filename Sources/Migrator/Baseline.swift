import Foundation
import PostgresClient
import SchemaEngine
import SchemaModel

extension LiveDatabase {
    /// Records migrations as applied in a database that has everything already, as a floor that rollbacks do not cross.
    ///
    /// - Parameter number: the newest migration that the database has already, where others are still to run; nil for all.
    /// - Throws: ``MigrationError`` when it differs from the declaration, or from the schema after that migration.
    package func baseline(to number: Int? = nil, _ options: MigrateOptions = MigrateOptions()) async throws -> [String] {
        if let number { return try await baseline(through: number, options) }
        let comparison = try await compare()
        guard comparison.isClean else {
            throw MigrationError(
                .live,
                "the database does not match the declaration, so it cannot be taken as it is:\n"
                    + comparison.differences.map { "  - \($0)" }.joined(separator: "\n")
                    + "\nChange the declaration or the database until `plumb verify` is clean. If the database is as an earlier "
                    + "migration leaves it, name that one: `plumb baseline --to NUMBER`. In a project without migrations, "
                    + "run `plumb baseline --to-match`, which writes the first migration from the database as it is.")
        }
        return try await exclusively(options) { try await recordMissing { _ in true } }
    }

    private func baseline(through number: Int, _ options: MigrateOptions) async throws -> [String] {
        let pairs = try directory.pairs()
        guard let pair = pairs.first(where: { $0.number == number }) else {
            throw MigrationError(
                .numbering,
                "there is no migration number \(number) in \(directory.migrations.path); "
                    + (pairs.isEmpty ? "it has none." : "it has \(pairs.map(\.label).joined(separator: ", "))."))
        }
        return try await exclusively(options) {
            let differences = try await Replay(self, pairs, [number], options.patience).differences(self, number)
            guard differences.isEmpty else {
                throw MigrationError(
                    .live,
                    "the database is not as \(pair.label) leaves it; nothing was recorded:\n"
                        + differences.map { "  - \(DeltaText.line($0))" }.joined(separator: "\n")
                        + "\nUndo these changes, or name the migration that it does have.")
            }
            return try await recordMissing { $0.number <= number }
        }
    }

    /// Records those of some migrations that the history does not have yet.
    private func recordMissing(_ isWanted: (MigrationDirectory.Pair) -> Bool) async throws -> [String] {
        let (pairs, rows) = try await checkedPairs()
        let missing = pairs.filter { pair in isWanted(pair) && !rows.contains { $0.number == pair.number } }
        try await record(missing)
        return missing.map(\.label)
    }

    /// Writes the first migration from the live database, and records it here as applied. What is declared otherwise comes with
    /// the next `plumb generate`.
    ///
    /// - Returns: its label.
    /// - Throws: ``MigrationError`` when there are migrations already, or the one that was written cannot be proved.
    package func baselineToMatch(_ options: MigrateOptions = MigrateOptions()) async throws -> MigrationGenerator.Generated {
        guard try directory.pairs().isEmpty else {
            throw MigrationError(
                .numbering,
                "migrations/\(declared.name) has migrations already, and only the first one can be written from a live database. "
                    + "`plumb verify` lists what differs; change the declaration or the database until they agree, then run `plumb baseline`."
            )
        }
        return try await exclusively(options) {
            let shape = try await shape()
            let generator = MigrationGenerator(project, declared, host: host, shape: shape)
            // As a comparison sees it: the schema `public` itself is known wherever what is in it is ours.
            let known = Set(try await generator.declaredState().facts.keys)
            let live = try await read().owned(declared.scope, known)
            // An owned schema `public` is there before the first migration.
            let start = try await ReplayedStates([], at: [0], declared, shape: shape, host)[0]
            let generated = try await generator.generate("baseline", from: start, to: live)
            let pairs = try directory.pairs()
            // It leads to what is live, which the declaration may want to change.
            if try await !generator.recordDeclaration() {
                try directory.replace([], with: [], all: pairs, declaration: MigrationDirectory.otherDeclaration)
            }
            try await record(pairs)
            return generated
        }
    }

    private func record(_ pairs: [MigrationDirectory.Pair]) async throws {
        try await connection.run(script: "BEGIN;\n\(History.install)\nCOMMIT;")
        for pair in pairs {
            try await connection.query(
                """
                INSERT INTO plumbline.migration
                    (project, number, name, checksum, fingerprint, is_baseline, forward_file, rollback_file)
                VALUES ($1, $2::integer, $3, $4, $5, true, $6, $7)
                """,
                [
                    project.name, String(pair.number), pair.forward.name, pair.forward.checksum, pair.forward.after,
                    pair.forward.text,
                    pair.rollback.text,
                ])
        }
    }
}
