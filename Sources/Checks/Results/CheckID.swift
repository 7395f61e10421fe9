/// The stable name of a check, such as `analytics.conversation_analytics.customer_email.format`.
///
/// History, files and JUnit know a check by it, so it outlives a change of title. It is also the name of a file, hence
/// lower-case letters, digits and underscores, parted by dots or hyphens.
public struct CheckID: RawRepresentable, Hashable, Sendable, Comparable, Codable, ExpressibleByStringLiteral {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }
    public init(stringLiteral value: String) { rawValue = value }

    /// A name of the database as a part of an id: what an id may not have becomes `_`.
    static func part(_ name: String) -> String {
        String(name.lowercased().map { ("a"..."z").contains($0) || ("0"..."9").contains($0) ? $0 : "_" })
    }

    public static func < (a: CheckID, b: CheckID) -> Bool { a.rawValue < b.rawValue }

    /// True when it may be a file name: no path, no hidden file, nothing that a case-blind disk would confuse.
    package var isWellFormed: Bool {
        guard !rawValue.isEmpty, rawValue.utf8.count <= 200 else { return false }
        return rawValue.split(separator: /[.-]/, omittingEmptySubsequences: false).allSatisfy { part in
            !part.isEmpty
                && part.unicodeScalars.allSatisfy { ("a"..."z").contains($0) || ("0"..."9").contains($0) || $0 == "_" }
        }
    }
}

extension CheckID: CustomStringConvertible {
    public var description: String { rawValue }
}
