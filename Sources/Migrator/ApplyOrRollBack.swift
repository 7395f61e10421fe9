import PostgresClient

extension LiveDatabase {
    /// As ``apply(_:report:)``; when a migration fails, or the confirmation after it, what this run began is taken back before the error
    /// is thrown.
    ///
    /// - Parameter confirm: is asked when everything pending is applied, and not where nothing was; throws when it must not stay.
    /// - Throws: ``MigrationError``, which says whether the rollback ran; what was applied before this run stays.
    package func applyOrRollBack(
        _ options: MigrateOptions = MigrateOptions(), report: @escaping @Sendable (MigrationRunner.Event) -> Void = { _ in },
        confirm: () async throws -> Void
    ) async throws -> [MigrationOutcome] {
        let floor = try await history.rows().last { $0.state == .applied }?.number ?? 0
        do {
            let done = try await apply(options, report: report)
            if !done.isEmpty { try await confirm() }
            return done
        } catch {
            // Whoever interrupts wants an end, and another run goes on from here.
            guard !Task.isCancelled else { throw error }
            let taken: [String]
            do {
                taken = try await takeBack(to: floor, options, report)
            } catch let second {
                throw MigrationError(
                    .step,
                    "\(error)\nThe rollback of what this run had applied failed too: \(second)\n"
                        + "`plumb status` shows the state of the database; `plumb rollback` continues from there.")
            }
            // Where nothing was begun, the error is all there is to say.
            guard !taken.isEmpty else { throw error }
            throw MigrationError(.step, "\(error)\nThe migrations of this run were undone: \(taken.joined(separator: ", ")).")
        }
    }

    private func takeBack(
        to floor: Int, _ options: MigrateOptions, _ report: @escaping @Sendable (MigrationRunner.Event) -> Void
    ) async throws -> [String] {
        let planned = try await plannedRollbacks(to: floor)
        return planned.isEmpty ? [] : try await rollBack(planned, options, report: report).map(\.label)
    }
}
