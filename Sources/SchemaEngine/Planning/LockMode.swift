/// A table-level lock mode, weakest first; PostgreSQL's manual, "Explicit Locking".
package enum LockMode: Int, Hashable, Sendable, Codable, Comparable, CaseIterable {
    case accessShare = 1
    case rowShare, rowExclusive, shareUpdateExclusive, share, shareRowExclusive, exclusive, accessExclusive

    /// As `LOCK TABLE` and `pg_locks` write it, in words.
    package var name: String {
        switch self {
        case .accessShare: "ACCESS SHARE"
        case .rowShare: "ROW SHARE"
        case .rowExclusive: "ROW EXCLUSIVE"
        case .shareUpdateExclusive: "SHARE UPDATE EXCLUSIVE"
        case .share: "SHARE"
        case .shareRowExclusive: "SHARE ROW EXCLUSIVE"
        case .exclusive: "EXCLUSIVE"
        case .accessExclusive: "ACCESS EXCLUSIVE"
        }
    }

    /// True when ordinary INSERT, UPDATE and DELETE wait for it.
    package var blocksWrites: Bool { self >= .share }
    /// True when ordinary SELECT waits for it.
    package var blocksReads: Bool { self == .accessExclusive }

    package static func < (a: LockMode, b: LockMode) -> Bool { a.rawValue < b.rawValue }
}
