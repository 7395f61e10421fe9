import Foundation

/// The second night: a page with the last run beside this one.
struct ReportStep: Step {
    let title = "The next nightly run, and what it leaves"
    let proves = "after all of this the data is as clean as it was, and there is a page that says so"

    func run(_ world: World) async throws {
        let before = try await world.number("SELECT count(DISTINCT run_id) FROM plumbline.check_history", in: "chatwoot")
        try await world.plumb.run(
            "nightly", "--history", "chatwoot", "--output", world.reportsFolder.path, showing: 7, last: 4,
            urls: try world.urls(user: "plumb_nightly"))
        let after = try await world.number("SELECT count(DISTINCT run_id) FROM plumbline.check_history", in: "chatwoot")
        guard after > before else { throw DemoError("the nightly run left nothing in plumbline.check_history") }
        world.narrator.holds("\(after) runs are in plumbline.check_history.")
        for (name, what) in [
            ("nightly.html", "the page of this run, with the run before it"),
            ("faults.html", "the page of the run that found the planted faults"), ("faults.xml", "the same as JUnit"),
            ("faults-planted.txt", "what was planted, and what each check found"),
        ] {
            let file = world.reportsFolder.appending(component: name)
            guard FileManager.default.fileExists(atPath: file.path) else { throw DemoError("\(file.path) was not written") }
            world.narrator.holds("\(file.path): \(what)")
        }
    }
}
