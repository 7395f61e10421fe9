import PostgresClient

/// A pending migration with its certificate, beside the sizes that its tables have in a live database.
package struct PendingCertificate: Sendable {
    package let label: String
    /// nil where no certificate stands beside the migration.
    package let certificate: Certificate?
    package let sizes: [String: LiveEstimate]
    package let findings: [LockPolicy.Finding]
}

extension LiveDatabase {
    /// The certificates of the migrations that this database does not have yet, judged by a policy.
    package func pendingCertificates(_ policy: LockPolicy) async throws -> [PendingCertificate] {
        let pairs = try directory.pairs()
        let rows = try await self.rows(pairs)
        let pending = pairs.filter { pair in
            !rows.contains { $0.number == pair.number && $0.state == .applied }
        }
        return try await certificates(of: pending, policy)
    }

    private func certificates(
        of pairs: [MigrationDirectory.Pair], _ policy: LockPolicy
    ) async throws -> [PendingCertificate] {
        var result: [PendingCertificate] = []
        for pair in pairs {
            let certificate = try directory.certificate(of: pair)
            let relations = certificate?.forward.sections.reduce(into: Set<String>()) { $0.formUnion($1.relations) } ?? []
            let sizes = try await LiveEstimate.read(relations, connection)
            let findings = certificate.map { policy.findings($0.forward, pair.label, sizes) } ?? []
            result.append(
                PendingCertificate(label: pair.label, certificate: certificate, sizes: sizes, findings: findings))
        }
        return result
    }

    /// Judges migrations before they run.
    /// - Throws: ``MigrationError`` when a rule refuses, or a migration that must be judged has no certificate.
    func judge(
        _ pairs: [MigrationDirectory.Pair], _ policy: LockPolicy, _ report: (MigrationRunner.Event) -> Void
    ) async throws {
        guard !policy.rules.isEmpty else { return }
        let judged = try await certificates(of: pairs, policy)
        let refuses = policy.rules.contains { $0.then == .refuse }
        if refuses, let bare = judged.first(where: { $0.certificate == nil }) {
            throw MigrationError(
                .live,
                "\(bare.label) has no certificate, by which the policy in plumbline.yml could judge it; nothing was changed. Write "
                    + "it with `plumb prove --certificate`.")
        }
        let findings = judged.flatMap(\.findings)
        for finding in findings where finding.action == .warn { report(.notice("policy: \(finding.text)")) }
        let refused = findings.filter { $0.action == .refuse }
        guard refused.isEmpty else {
            throw MigrationError(
                .live,
                "the policy in plumbline.yml refuses this; nothing was changed:\n"
                    + refused.map { "  - \($0.text)" }.joined(separator: "\n")
                    + "\nChange the migration, or the policy where this is meant.")
        }
    }
}

/// The effects of a rollback on the tables of a live database, and the sizes of these.
package struct RollbackEstimate: Sendable {
    /// The sections as they were observed on a copy; nil where the file has no certificate.
    package let sections: Certificate.Direction?
    package let sizes: [String: LiveEstimate]
}

extension LiveDatabase {
    /// The locks of a planned rollback, beside the sizes that its tables have now.
    package func estimate(_ rollback: PlannedRollback) async throws -> RollbackEstimate {
        let pair = try directory.pairs().first { $0.label == rollback.label && $0.rollback.checksum == rollback.file.checksum }
        let sections = try pair.flatMap { try directory.certificate(of: $0) }?.rollback
        let relations = sections?.sections.reduce(into: Set<String>()) { $0.formUnion($1.relations) } ?? []
        return RollbackEstimate(sections: sections, sizes: try await LiveEstimate.read(relations, connection))
    }
}
