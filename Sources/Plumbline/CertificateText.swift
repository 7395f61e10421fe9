import Migrator
import SchemaEngine

/// A certificate for a terminal.
enum CertificateText {
    static func lines(_ item: PendingCertificate) -> [String] {
        guard let certificate = item.certificate else {
            return ["\(item.label) has no certificate; write it with `plumb prove --certificate`"]
        }
        var lines = ["\(item.label), observed on PostgreSQL \(certificate.serverVersion / 10_000)"]
        lines += sections(certificate.forward, item.sizes)
        lines += certificate.notObserved.map { "  not observed: \($0)" }
        lines += item.findings.map { "  policy (\($0.action.rawValue)): \($0.text)" }
        return lines
    }

    /// The sections of a rollback, with what each locks and how much it reads or writes meanwhile.
    static func lines(_ rollback: RollbackEstimate) -> [String] {
        rollback.sections.map { sections($0, rollback.sizes) } ?? []
    }

    private static func sections(_ direction: Certificate.Direction, _ sizes: [String: LiveEstimate]) -> [String] {
        var lines: [String] = []
        for section in direction.sections {
            lines.append("  \(section.number). \(section.title)\(section.isTransaction ? "" : " [outside a transaction]")")
            for lock in section.locks {
                lines.append("       \(lock.mode.name) on \(named(lock.relation, sizes))\(held(section))")
            }
            for relation in section.rewrites { lines.append("       rewrites \(named(relation, sizes))") }
            for relation in section.scans where !section.rewrites.contains(relation) {
                lines.append("       reads \(named(relation, sizes))")
            }
            for text in section.notObserved { lines.append("       not observed: \(text)") }
            for text in section.differences { lines.append("       not in the plan: \(text)") }
        }
        return lines
    }

    /// How long a lock is held, as far as a copy with few rows can tell.
    private static func held(_ section: Certificate.Section) -> String {
        let read = Set(section.rewrites + section.scans).sorted()
        guard section.isTransaction else { return "" }
        return read.isEmpty ? ", for a moment" : ", while \(read.joined(separator: ", ")) is read or written from end to end"
    }

    private static func named(_ relation: String, _ sizes: [String: LiveEstimate]) -> String {
        sizes[relation].map { "\(relation) (\($0.description))" } ?? relation
    }
}
