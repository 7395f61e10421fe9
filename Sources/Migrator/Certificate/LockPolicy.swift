import SchemaModel
import SchemaEngine

/// The limits on what a migration may do to tables, by size: the section `policy` of `plumbline.yml`.
package struct LockPolicy: Sendable, Hashable {
    package var rules: [Rule]

    package init(_ rules: [Rule] = []) { self.rules = rules }

    /// One rule; it is about tables that are at least as large as all of its bounds.
    package struct Rule: Sendable, Hashable, Decodable {
        /// The kind of work that a section does.
        package enum Deed: String, Sendable, Hashable, SettingWord {
            /// Rewrites the table.
            case rewrite
            /// Reads the table from end to end under a lock that blocks writes.
            case scan
            /// Locks the table so that reads wait, however briefly.
            case blockReads = "block-reads"
            /// Locks the table so that writes wait, however briefly.
            case blockWrites = "block-writes"
        }

        package enum Action: String, Sendable, Hashable, SettingWord { case refuse, warn }

        package var when: Deed
        package var rows: Int64?
        package var megabytes: Int64?
        package var then: Action

        package init(when: Deed, rows: Int64? = nil, megabytes: Int64? = nil, then: Action) {
            self.when = when
            self.rows = rows
            self.megabytes = megabytes
            self.then = then
        }

        func applies(to table: LiveEstimate) -> Bool {
            table.rows >= rows ?? 0 && table.bytes >= (megabytes ?? 0) << 20
        }

        func isMet(by section: Certificate.Section, on relation: String) -> Bool {
            let lock = section.lock(on: relation)
            return switch when {
            case .rewrite: section.rewrites.contains(relation)
            case .scan: section.scans.contains(relation) && lock?.blocksWrites == true
            case .blockReads: lock?.blocksReads == true
            case .blockWrites: lock?.blocksWrites == true
            }
        }

        var words: String {
            switch when {
            case .rewrite: "rewrites the table"
            case .scan: "reads the table under a lock that blocks writes"
            case .blockReads: "takes a lock that blocks reads"
            case .blockWrites: "takes a lock that blocks writes"
            }
        }
    }

    /// A rule's verdict on a section.
    package struct Finding: Sendable, Hashable {
        package let action: Rule.Action
        package let text: String
    }

    /// The rules that the sections of a file meet, on tables of these sizes.
    package func findings(
        _ file: Certificate.Direction, _ label: String, _ sizes: [String: LiveEstimate]
    ) -> [Finding] {
        file.sections.flatMap { section in
            rules.flatMap { rule in
                section.relations.sorted().compactMap { relation -> Finding? in
                    guard let size = sizes[relation], rule.applies(to: size), rule.isMet(by: section, on: relation) else {
                        return nil
                    }
                    return Finding(
                        action: rule.then,
                        text: "\(label), section \(section.number), \(section.title): \(rule.words) \(relation) "
                            + "(\(size.description))")
                }
            }
        }
    }
}

extension Certificate.Section {
    /// Every table that the section locks, rewrites or reads.
    var relations: Set<String> { Set(locks.map(\.relation) + rewrites + scans) }
}
