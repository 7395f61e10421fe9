import Migrator
import SchemaEngine

/// A certificate for a terminal.
enum CertificateText {
    static func lines(_ item: PendingCertificate) -> [String] {
        guard let certificate = item.certificate else {
            return ["\(item.label) has no certificate; write it with `plumb prove --certificate`"]
        }
        var lines = ["\(item.label), observed on PostgreSQL \(certificate.serverVersion / 10_000)"]
        for section in certificate.forward.sections {
            lines.append("  \(section.number). \(section.title)\(section.isTransaction ? "" : " [outside a transaction]")")
            for lock in section.locks { lines.append("       \(lock.mode.name) on \(named(lock.relation, item))") }
            for relation in section.rewrites { lines.append("       rewrites \(named(relation, item))") }
            for relation in section.scans where !section.rewrites.contains(relation) {
                lines.append("       reads \(named(relation, item))")
            }
            for text in section.notObserved { lines.append("       not observed: \(text)") }
            for text in section.differences { lines.append("       not in the plan: \(text)") }
        }
        if let failure = certificate.forward.failure { lines.append("  not whole: \(failure)") }
        lines += certificate.notObserved.map { "  not observed: \($0)" }
        lines += item.findings.map { "  policy (\($0.action.rawValue)): \($0.text)" }
        return lines
    }

    private static func named(_ relation: String, _ item: PendingCertificate) -> String {
        item.sizes[relation].map { "\(relation) (\($0.description))" } ?? relation
    }
}
