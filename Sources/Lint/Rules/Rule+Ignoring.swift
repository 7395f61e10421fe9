extension Rule {
    /// Problems of the text itself, and of comments that suppress findings.
    static let ignoreRules: [Rule] = [
        Rule(
            "PL068", "Syntax error", .hygiene, .error, aliases: Aliases(squawk: ["syntax-error"]),
            why: "PostgreSQL will refuse the statement.", instead: "Correct it; the place is where the parser stopped.",
            about: .both),
        Rule(
            "PL093", "Unused ignore comment", .hygiene, .warning, aliases: Aliases(squawk: ["unused-ignore"]),
            why: "It would hide the next thing that is really wrong here.",
            instead: "Delete the comment, or correct the code in it.",
            about: .both),
        Rule(
            "PL094", "Ignore comment without a reason", .hygiene, .warning,
            why: "The next reader cannot tell whether it still holds.",
            instead: "-- plumb:ignore CODE: why it is right here, and who agreed.", about: .both),
    ]
}
