package import SchemaEngine
package import SchemaModel

/// Decisions of a person about drops and additions that may be renames.
package struct RenameChoices: Sendable {
    /// The answer about one thing that goes.
    package enum Answer: Sendable, Hashable {
        case rename(to: Rename.Subject)
        case drop
    }

    /// Asks a person about one of them.
    package typealias Question = @Sendable (RenameCandidate) async throws -> Answer

    /// The way to handle a case that nobody has decided.
    package enum Undecided: Sendable {
        /// Drop and add, as the states say.
        case ignore
        /// Refuse, with ``UndecidedRenames``.
        case refuse
        case ask(Question)
    }

    package var renames: [RenameRequest]
    /// Names of what is to be dropped although something like it is new.
    package var drops: [String]
    package var undecided: Undecided

    package init(renames: [RenameRequest] = [], drops: [String] = [], undecided: Undecided = .refuse) {
        self.renames = renames
        self.drops = drops
        self.undecided = undecided
    }

    /// No choice: what is declared to be renamed is renamed, the rest goes and comes.
    package static let none = RenameChoices(undecided: .ignore)
}

/// Drops and additions that may be renames, and that nobody has decided.
package struct UndecidedRenames: Error, Sendable, CustomStringConvertible {
    package let candidates: [RenameCandidate]

    package var description: String {
        "an object would be dropped and a similar one added; nothing was written. Was it renamed?\n"
            + candidates.map(Self.lines).joined(separator: "\n")
            + "\nGive one of these options, or declare the earlier name: `.renamed(from:)` in Swift, `-- plumb:renamed` in SQL."
    }

    private static func lines(_ candidate: RenameCandidate) -> String {
        let renames = candidate.new.map { "      renamed: \(RenameText.option(candidate.gone, $0))" }
        return
            (["  \(candidate.gone) would be dropped; added: \(candidate.new.map(\.description).joined(separator: ", "))"]
            + renames + ["      dropped: \(RenameText.option(dropping: candidate.gone))"]).joined(separator: "\n")
    }
}
