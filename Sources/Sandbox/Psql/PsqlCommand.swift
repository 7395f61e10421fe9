/// How a psql command in a `.sql` source is treated: a closed list, of which all that is not on it is refused.
enum PsqlCommand {
    /// Passed on to psql.
    case run
    /// Passed on; psql sends the statement before it.
    case send
    /// Passed on; psql forgets the statement before it.
    case reset
    /// Changes only what a person sees, or what we decide: left out.
    case ignore
    /// Another file, whose text is taken in at this place.
    case include(isRelative: Bool)
    /// Not run, and why.
    case refuse(String)

    /// Finds the treatment of a command.
    ///
    /// - Parameters:
    ///   - name: the command without its backslash.
    ///   - arguments: the text behind it, trimmed.
    init(_ name: String, arguments: String) {
        switch name {
        case "set", "unset": self = Self.variable(arguments)
        case "if", "elif", "else", "endif", "encoding", "q", "quit": self = .run
        case "g", "gx":
            self = arguments.isEmpty ? .send : .refuse("\\\(name) with an argument writes to a file or a program")
        case "gset", "gexec", "gdesc": self = .send
        case "r", "reset": self = .reset
        case "restrict", "unrestrict": self = .ignore
        case "echo", "qecho", "warn", "p", "print", "timing", "pset", "a", "f", "t", "x", "C", "H", "T", "errverbose", "conninfo",
            "copyright":
            self = .ignore
        case "i", "include": self = .include(isRelative: false)
        case "ir", "include_relative": self = .include(isRelative: true)
        case "c", "connect":
            self = .refuse(
                "\\\(name) leaves the scratch database that a .sql source is loaded into; leave the command out "
                    + "(pg_dump without --create, and pg_dump per database instead of pg_dumpall)")
        case "!", "copy", "o", "out", "w", "write", "e", "edit", "ef", "ev", "s", "cd", "setenv", "getenv", "password", "prompt",
            "watch", "lo_import", "lo_export":
            self = .refuse("\\\(name) reaches outside the database, and is not run from a .sql source; leave it out")
        case ".": self = .refuse("\\. ends the data of a COPY, but no COPY has begun")
        default:
            // `\dt` and its like only show something.
            self =
                name.hasPrefix("d") && name.dropFirst().allSatisfy { $0.isLetter || $0 == "+" }
                ? .ignore : .refuse("\\\(name) is not among the psql commands that a .sql source may have; leave it out")
        }
    }

    /// Variables of psql's own decide whether an error ends the script and what is shown; those are ours to set.
    private static func variable(_ arguments: String) -> PsqlCommand {
        let name = arguments.prefix { !$0.isWhitespace }.uppercased()
        let isControl =
            name.hasPrefix("HIST") || name.hasPrefix("PROMPT")
            || [
                "ECHO", "ECHO_HIDDEN", "FETCH_COUNT", "IGNOREEOF", "ON_ERROR_ROLLBACK", "ON_ERROR_STOP", "QUIET", "SHOW_CONTEXT",
                "SINGLELINE", "SINGLESTEP", "VERBOSITY",
            ].contains(name)
        return isControl ? .ignore : .run
    }
}
