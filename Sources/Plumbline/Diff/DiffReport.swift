import SchemaEngine
import Foundation
import SchemaModel

/// A plan as JSON, for tools; apart from the engine's own types, so that these can change.
struct DiffReport: Codable {
    struct Entry: Codable {
        struct Object: Codable {
            let kind: String
            let name: String
        }
        struct Lock: Codable {
            let mode: String
            let relation: String
        }
        let title: String
        let object: Object
        let verb: String
        let statements: [String]
        let hazards: [DiffHazard]
        let locks: [Lock]
        let transactional: Bool
        /// The statements are queries whose rows are the statements to run (`\gexec`).
        let generates: Bool
        /// Steps of one group run in one transaction.
        let group: Int?
        let reason: String?
    }

    /// The version of this form; a later version may add keys to it without a new number.
    let version: Int
    /// `server_version_num` of either side; null where it is not known.
    let fromServerVersion: Int?
    let toServerVersion: Int?
    let steps: [Entry]
    /// Null unless it was asked for.
    let rollback: [Entry]?
    let unmodeled: [String]

    init(_ difference: Difference, includesRollback: Bool) {
        version = 1
        fromServerVersion = difference.serverVersions.from == 0 ? nil : difference.serverVersions.from
        toServerVersion = difference.serverVersions.to == 0 ? nil : difference.serverVersions.to
        steps = difference.steps.map(Entry.init)
        rollback = includesRollback ? difference.rollbackSteps.map(Entry.init) : nil
        unmodeled = difference.unmodeled
    }

    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
    }
}

extension DiffReport.Entry {
    fileprivate init(_ step: Step) {
        title = step.title
        object = Object(kind: step.object.kind.rawValue, name: step.object.path)
        verb = step.verb.rawValue
        statements = step.statements
        hazards = DiffHazard.all(of: step)
        locks = step.locks.map { Lock(mode: $0.mode.name, relation: $0.relation) }
        transactional = step.isTransactional
        generates = step.runsGeneratedSQL
        group = step.group
        reason = step.reason.isEmpty ? nil : step.reason
    }
}
