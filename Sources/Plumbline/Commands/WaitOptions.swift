import ArgumentParser
import Migrator

/// How long a command waits for other sessions.
struct WaitOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "How long an index build waits for one open transaction of another session before it begins again.",
            valueName: "minutes"))
    var indexWait = 10
    @Option(
        help: ArgumentHelp("How long to wait while another session migrates the same database.", valueName: "minutes"))
    var wait = 10
    @Option(
        name: .customLong("kill-blockers-older-than"),
        help: ArgumentHelp(
            "Terminate sessions that block a section, if their transaction is at least this old. Default: terminate none.",
            valueName: "seconds"))
    var killBlockersOlderThan: Int?
    @Option(
        name: .customLong("standby-wait"),
        help: ArgumentHelp(
            "How long to wait, at the end, until the standbys have replayed the change. Default: do not wait.",
            valueName: "seconds"))
    var standbyWait: Int?
    @Flag(name: .customLong("no-compare"), help: "Do not compare the schema with the migrations before and after.")
    var skipsComparison = false

    func validate() throws {
        guard (1...1440).contains(indexWait) else { throw ValidationError("--index-wait is in minutes, 1 to 1440") }
        guard (0...1440).contains(wait) else { throw ValidationError("--wait is in minutes, 0 to 1440") }
        guard (killBlockersOlderThan ?? 1) >= 1 else {
            throw ValidationError("--kill-blockers-older-than is in seconds, 1 or more")
        }
        guard (1...86_400).contains(standbyWait ?? 1) else {
            throw ValidationError("--standby-wait is in seconds, 1 to 86400")
        }
    }

    var options: MigrateOptions {
        MigrateOptions(
            patience: .init(
                concurrentWait: .seconds(60 * indexWait),
                endsBlockersOlderThan: killBlockersOlderThan.map { .seconds($0) }), wait: .seconds(60 * wait),
            compares: !skipsComparison, standbyWait: standbyWait.map { .seconds($0) })
    }
}
