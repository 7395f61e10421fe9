import Foundation
package import SchemaEngine

/// The effects of a migration and its rollback on a scratch copy, seen from another connection: which tables each section locks, rewrites
/// and reads. It stands beside the migration, for reviewers and for the policy in `plumbline.yml`.
package struct Certificate: Sendable, Hashable, Codable {
    /// The version of this form.
    package var format = 1
    /// The migration's number and name.
    package var migration: String
    package var database: String
    /// The server that it was observed on, as `server_version_num`.
    package var serverVersion: Int
    package var forward: Direction
    package var rollback: Direction
    /// The facts that no observation covers.
    package var notObserved = [
        "the time that a section takes on the live database", "the WAL and the temporary space that it needs",
    ]

    /// One of the two files.
    package struct Direction: Sendable, Hashable, Codable {
        /// The checksum of the file that was observed.
        package var checksum: String
        package var sections: [Section]
    }

    /// The effects of one section on tables that existed before the migration.
    package struct Section: Sendable, Hashable, Codable {
        package var number: Int
        package var title: String
        /// False for statements that PostgreSQL refuses in a transaction.
        package var isTransaction: Bool
        /// The strongest lock on each table, from SHARE UPDATE EXCLUSIVE up.
        package var locks: [Lock] = []
        /// Tables that are rewritten.
        package var rewrites: [String] = []
        /// Tables that are read from end to end.
        package var scans: [String] = []
        package var notObserved: [String] = []
        /// Effects that were seen and that the plan does not state.
        package var differences: [String] = []

        /// The lock on a table; nil for none that is in here.
        package func lock(on relation: String) -> LockMode? { locks.first { $0.relation == relation }?.mode }

        /// The sections of a first run, with the effects of a later one that the plan does not state.
        static func merged(_ first: [Section], _ later: [Section]) -> [Section] {
            let others = Dictionary(later.map { ($0.number, $0) }, uniquingKeysWith: { first, _ in first })
            let known = Set(first.map(\.number))
            return first.map { section in
                var section = section
                let more = others[section.number]?.differences ?? []
                section.differences += more.filter { !section.differences.contains($0) }
                return section
            } + later.filter { !known.contains($0.number) }
        }
    }

    package struct Lock: Sendable, Hashable {
        package var relation: String
        package var mode: LockMode
    }

    /// True if the files are the ones that were observed.
    func isOf(_ pair: MigrationDirectory.Pair) -> Bool {
        forward.checksum == pair.forward.checksum && rollback.checksum == pair.rollback.checksum
    }

    /// Everything that was seen and that the plan does not say.
    package var differences: [String] {
        (forward.sections + rollback.sections).flatMap { section in
            section.differences.map { "section \(section.number), \(section.title): \($0)" }
        }
    }
}

extension Certificate.Lock: Codable {
    private enum Key: String, CodingKey { case relation, mode }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        relation = try container.decode(String.self, forKey: .relation)
        let name = try container.decode(String.self, forKey: .mode)
        guard let mode = LockMode.allCases.first(where: { $0.name == name }) else {
            throw DecodingError.dataCorruptedError(forKey: .mode, in: container, debugDescription: "there is no lock \(name)")
        }
        self.mode = mode
    }

    /// The lock in PostgreSQL's words.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(relation, forKey: .relation)
        try container.encode(mode.name, forKey: .mode)
    }
}

extension MigrationDirectory {
    private func certificateFile(_ label: String) -> URL { migrations.appending(component: "\(label).certificate.json") }

    /// Writes the certificate beside its migration.
    func write(_ certificate: Certificate) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try (try encoder.encode(certificate) + Data("\n".utf8)).write(
            to: certificateFile(certificate.migration), options: .atomic)
    }

    /// Removes the certificate of a migration that gets another number.
    func removeCertificate(of label: String) throws {
        let file = certificateFile(label)
        if FileManager.default.fileExists(atPath: file.path) { try FileManager.default.removeItem(at: file) }
    }

    /// The certificate of a migration; nil where there is none.
    /// - Throws: ``MigrationError`` when the file cannot be read, or belongs to other files than the ones next to it.
    package func certificate(of pair: Pair) throws -> Certificate? {
        let file = certificateFile(pair.label)
        guard FileManager.default.fileExists(atPath: file.path) else { return nil }
        let certificate: Certificate
        do {
            certificate = try JSONDecoder().decode(Certificate.self, from: Data(contentsOf: file))
        } catch {
            throw MigrationError(
                .malformed,
                "migrations/\(database)/\(file.lastPathComponent) cannot be read; write it again with `plumb prove --certificate`",
                cause: error)
        }
        guard certificate.isOf(pair) else {
            throw MigrationError(
                .edited,
                "migrations/\(database)/\(file.lastPathComponent) belongs to other files than the ones next to it; write it again "
                    + "with `plumb prove --certificate`")
        }
        return certificate
    }
}
