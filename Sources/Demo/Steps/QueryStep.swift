import Foundation

/// The declared reports and some of the declared queries, as people run them.
struct QueryStep: Step {
    let title = "Run the reports, and ask some queries"
    let proves = "the figures of six documents come from declared queries, beside their targets; what is personal is masked"

    func run(_ world: World) async throws {
        let urls = try world.urls(user: "plumb_reports")
        try await reports(world, urls)
        try await queries(world, urls)
        try await documentation(world)
    }

    private func reports(_ world: World, _ urls: [String: String]) async throws {
        let names = try await world.plumb.run("report", "--list", isSilent: true, urls: urls).lines
            .filter { !$0.hasPrefix(" ") }.compactMap { $0.split(separator: " ").first.map(String.init) }
        let shown = ["weekly_support_report", "agent_sdk_performance"]
        guard Set(shown).isSubset(of: names) else { throw DemoError("plumb report --list does not name \(shown)") }
        var pages: [(name: String, misses: Bool)] = []
        for name in shown + names.filter({ !shown.contains($0) }) {
            world.narrator.progress("plumb report \(name)")
            let page = world.reportsFolder.appending(component: "report-\(name).html")
            // Exit status 1 says that a figure misses its target.
            let result = try await world.plumb.run(
                "report", name, "--html", page.path, showing: 30, isSilent: !shown.contains(name), expecting: 0, orElse: 1,
                urls: urls)
            guard FileManager.default.fileExists(atPath: page.path) else { throw DemoError("\(page.path) was not written") }
            pages.append((name, result.status == 1))
        }
        world.narrator.say("")
        world.narrator.say("All \(pages.count) reports, each a page in \(world.reportsFolder.path)/:")
        for page in pages { world.narrator.row([("report-\(page.name).html", 50), (page.misses ? "misses a target" : "", 0)]) }
    }

    private func queries(_ world: World, _ urls: [String: String]) async throws {
        let today = Int(Date().timeIntervalSince1970) / 86_400 * 86_400
        func day(_ ago: Int) -> String {
            Date(timeIntervalSince1970: TimeInterval(today - ago * 86_400)).formatted(.iso8601.year().month().day())
        }
        try await world.plumb.run(
            "query", "metrics.get_message_metrics", "-v", "start=\(day(28))", "-v", "end=\(day(21))", showing: 16,
            urls: urls)
        try await world.plumb.run(
            "query", "metrics.get_agent_performance", "-v", "agent_id=3", "-v", "start=\(day(28))", "-v",
            "end=\(day(0))", showing: 16,
            urls: urls)
        try await world.plumb.run("query", "etl.support_queue", showing: 8, urls: urls)
        try await world.plumb.run("query", "etl.trending_categories", showing: 14, urls: urls)
    }

    /// The documentation of the queries, and the linter's findings about them.
    private func documentation(_ world: World) async throws {
        for arguments in [["docs", "--check"], ["lint"]] {
            let began = ContinuousClock.now
            let result = try await world.plumb.run(
                arguments, showing: 0, isSilent: true, expecting: 0, orElse: 1, in: world.repository)
            world.narrator.command("plumb " + arguments.joined(separator: " "))
            world.narrator.output((result.lines.last { !$0.isEmpty } ?? "") + "  (\((ContinuousClock.now - began).inSeconds))")
        }
    }
}
