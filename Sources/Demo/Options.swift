/// The options of the demo's command line.
struct Options {
    static let help = """
        Usage: Demo [--keep] [--help]

        Shows Plumbline's whole round on generated data, step by step, on a PostgreSQL server of its own.

          --keep   leave the server running at the end, and say how to connect to it and how to stop it
          --help   this text

        Exit status: 0 when all that was expected came true, 1 when something did not, 2 for a wrong argument.
        Reports are written to reports/ in the current folder.
        """

    var keeps = false
    var wantsHelp = false

    init(_ arguments: [String]) throws {
        for argument in arguments {
            switch argument {
            case "--keep": keeps = true
            case "--help", "-h": wantsHelp = true
            default: throw DemoError("there is no option \(argument); see Demo --help")
            }
        }
    }
}
