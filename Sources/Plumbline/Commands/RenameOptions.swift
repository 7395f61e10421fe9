import ArgumentParser
import Migrator
import SchemaEngine

/// Answers about what goes and what is new.
struct RenameOptions: ParsableArguments {
    @Option(
        name: .customLong("rename"),
        help: ArgumentHelp(
            "Rename the old object to the new one instead of dropping it, such as app.orders.note:app.orders.remark. "
                + "Can be repeated.",
            valueName: "old:new"
        ))
    var renames: [String] = []
    @Option(
        name: .customLong("drop"),
        help: ArgumentHelp("Drop this object, although a similar one is added. Can be repeated.", valueName: "name"))
    var drops: [String] = []

    func validate() throws {
        for text in renames where RenameRequest(text) == nil {
            throw ValidationError("--rename takes two names with a colon between them, not `\(text)`")
        }
    }

    var isEmpty: Bool { renames.isEmpty && drops.isEmpty }

    func choices(_ undecided: RenameChoices.Undecided) -> RenameChoices {
        RenameChoices(renames: renames.compactMap(RenameRequest.init), drops: drops, undecided: undecided)
    }
}

extension RenameChoices.Undecided {
    /// Asks the person at the terminal; refuses where there is none.
    static var terminal: RenameChoices.Undecided {
        guard Question.canBeAsked else { return .refuse }
        return .ask { candidate in
            let choices = candidate.new.map { "it is renamed to \($0)" } + ["it is dropped"]
            let answer = try Question.choice("\(candidate.gone) would be dropped. Was it renamed?", choices)
            return answer < candidate.new.count ? .rename(to: candidate.new[answer]) : .drop
        }
    }
}
