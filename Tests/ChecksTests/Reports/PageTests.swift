import Checks
import Foundation
import PlumblineTesting
import Reports
import SchemaModel
import Testing

/// Chromium, wherever Debian, Ubuntu or Google put it; nil where it is not installed.
private let chromium = ["chromium-headless-shell", "chromium", "google-chrome"].lazy.flatMap { name in
    ["/usr/bin", "/usr/local/bin"].map { "\($0)/\(name)" }
}.first { FileManager.default.isExecutableFile(atPath: $0) }

@Suite("The page") struct PageTests {
    /// Two months of nights: one check began to fail 14 runs ago, one fails since today, one is fixed.
    private static func history() -> (report: CheckReport, trends: CheckTrends) {
        let run = (0...60).map { _ in UUID() }
        var results: [CheckResult] = []
        var past: [PastResult] = []
        func add(_ id: CheckID, _ title: String, _ failing: (Int) -> Int) {
            func outcome(_ day: Int) -> CheckOutcome { failing(day) == 0 ? .passed : .failed }
            var today = Sample.result(
                id, title, table: "shop.orders", kind: .quality, outcome: outcome(0), of: 10_000, failing: failing(0),
                samples: failing(0) == 0 ? [] : ["17", "=SUM(A1)"])
            today.labels = CheckLabels(owner: "Data team", tags: ["orders", "money"], description: "Ask the shop.")
            today.schema = "shop"
            results.append(today)
            for day in 1...60 {
                past.append(
                    PastResult(
                        runID: run[day], started: Sample.started.addingTimeInterval(-86_400 * Double(day)),
                        database: "supabase", check: id, outcome: outcome(day).word, failingRows: failing(day),
                        rowsExamined: 10_000))
            }
        }
        add("shop.orders.growing", "Orders have a customer") { $0 < 14 ? 70 - $0 : 0 }
        add("shop.orders.new", "Orders have a total") { $0 == 0 ? 3 : 0 }
        add("shop.orders.fixed", "Orders have a date") { $0 == 1 ? 8 : 0 }
        add("shop.orders.clean", "Orders have a number") { _ in 0 }
        past.append(
            PastResult(
                runID: run[1], started: Sample.started.addingTimeInterval(-86_400), database: "supabase",
                check: "shop.orders.gone", outcome: "passed", failingRows: 0, rowsExamined: 1))
        let report = CheckReport(
            runID: run[0], started: Sample.started, finished: Sample.started.addingTimeInterval(2),
            databases: [CheckedDatabase(name: "supabase", serverVersion: "17.2", role: "plumb_checker")], results: results)
        return (report, CheckTrends(past, before: Sample.started))
    }

    /// What a browser shows: the text between the tags.
    private func words(_ page: String) -> String {
        page.replacing(#/<style>[\s\S]*?<\/style>|<script>[\s\S]*?<\/script>|<[^>]*>/#, with: " ").replacing(#/\s+/#, with: " ")
    }

    @Test("says in sentences what happened, and draws it")
    func stories() throws {
        let (report, trends) = Self.history()
        let page = try HTMLReport.render(report, trends: trends)
        let text = words(page)
        #expect(
            text.contains("Of 4 checks, 2 failed; 2 passed. Since 2026-11-20 02:00 UTC, 1 problem is new and 1 check is fixed."))
        #expect(
            text.contains(
                "70 of 10,000 rows in shop.orders break this rule (0.70%). It has failed since Nov 8, 14 runs in a row, with 1 more than in the last run."
            ))
        #expect(text.contains("It passed in the last run (Nov 20), so this is new."))
        #expect(text.contains("It failed in the last run (Nov 20), with 8 failing: fixed."))
        #expect(text.contains("It passed in all 60 earlier runs on record."))
        #expect(text.contains("1 newly failing Orders have a total") && text.contains("1 got worse Orders have a customer"))
        #expect(text.contains("1 fixed Orders have a date") && text.contains("1 no longer among the checks shop.orders.gone"))
        // Two failing checks, the fixed one, and the columns of the runs.
        #expect(page.matches(of: #/<svg class="chart/#).count == 4)
        #expect(page.contains("<title>Nov 8, 02:00: 57</title>"))
    }

    @Test("offers the keys as a file in which a spreadsheet runs nothing")
    func keys() throws {
        let (report, trends) = Self.history()
        let page = try HTMLReport.render(report, trends: trends)
        let link = try #require(
            page.firstMatch(of: #/download="shop.orders.growing.csv" href="data:text\/csv;charset=utf-8,([^"]*)"/#))
        #expect(link.1.removingPercentEncoding == "id\r\n17\r\n'=SUM(A1)\r\n")
        #expect(page.contains("Download 2 of 70 keys (CSV)"))
    }

    @Test("loads nothing, and lets no text out of its place")
    func hostile() throws {
        let page = try HTMLReport.render(Sample.report, trends: Sample.trends)
        #expect(page.contains("<h1>Failed</h1>") && page.contains("<polyline class=\"line\" points=\""))
        #expect(page.matches(of: #/<script/#).count == 1 && !page.contains("src=") && !page.contains("@import"))
        #expect(page.contains("default-src 'none'"))
        for match in page.matches(of: #/href="([^"]*)"/#) {
            #expect(match.1.hasPrefix("#") || match.1.hasPrefix("data:text/csv"), "\(match.1)")
        }
        #expect(page.contains("&lt;script&gt;"))
        // A quote with a combining mark is one character of Swift, and still a quote to a browser.
        #expect(page.unicodeScalars.elementsEqual(page.replacing("\"\u{0308}", with: "").unicodeScalars))
        #expect(!page.contains("{{"))
    }

    @Test("of a clean run without a past says so")
    func clean() throws {
        var report = Sample.report
        report.results = report.results.filter { $0.outcome == .passed }
        let page = try HTMLReport.render(report)
        #expect(page.contains("<h1>Passed</h1>") && page.contains("There is no earlier run") && !page.contains("<svg"))
        #expect(words(page).contains("All 3 checks passed."))
    }

    @Test("draws measurements with their targets, and names what could not be measured")
    func measurements() throws {
        let series = DataMeasurement.Series(database: "supabase", kind: .figure, subject: "drafts", name: "Drafts/approved")
        let rows = DataMeasurement.Series(database: "supabase", kind: .rows, subject: "shop.orders")
        let nulls = DataMeasurement.Series(database: "supabase", kind: .nullShare, subject: "shop.orders", name: "email")
        let past = (1...30).flatMap { day in
            let date = Sample.started.addingTimeInterval(-86_400 * Double(day))
            return [
                PastMeasurement(started: date, series: series, value: 70 - Double(day) / 10),
                PastMeasurement(started: date, series: rows, value: 9000 - Double(day)),
                PastMeasurement(started: date, series: nulls, value: 0.25),
            ]
        }
        let now = Measurements(
            [
                DataMeasurement(
                    series: series, title: "Approved", heading: "Drafts", unit: .percent, value: 55.5,
                    goal: .init(bound: 60, wording: "> 60 %", isMet: false)),
                DataMeasurement(series: rows, title: "Rows", schema: "shop", unit: .count, value: 12),
                DataMeasurement(series: nulls, title: "email", schema: "shop", unit: .share, value: 0.25),
            ], problems: ["the report sync could not be run: permission denied"])
        let report = Sample.report
        let page = try HTMLReport.render(report, trends: CheckTrends([], past, before: report.started), measurements: now)
        let text = words(page)
        #expect(text.contains("Approved Drafts 55.5%") && text.contains("target &gt; 60 % is missed"))
        #expect(page.contains("<line class=\"level\""))
        #expect(text.contains("shop.orders 12") && text.contains("1 column had the same share in every run and is not drawn."))
        #expect(text.contains("the report sync could not be run: permission denied"))
    }

    /// Runs a script in the page and gives the text that it leaves.
    private func inBrowser(_ page: String, width: Int, _ script: String) async throws -> String {
        let folder = FileManager.default.temporaryDirectory.appending(component: "page-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(component: "page.html")
        let probe = "<script>document.title = JSON.stringify((() => { \(script) })());</script></body>"
        try Data(page.replacing("</body>", with: probe).utf8).write(to: file)
        let process = Process()
        process.executableURL = URL(filePath: try #require(chromium))
        process.arguments = [
            "--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir=\(folder.path)/profile", "--window-size=\(width),900",
            "--dump-dom", file.absoluteString,
        ]
        let output = folder.appending(component: "dom.html")
        try Data().write(to: output)
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = FileHandle.nullDevice
        let (ended, end) = AsyncStream.makeStream(of: Void.self)
        process.terminationHandler = { _ in end.finish() }
        try process.run()
        for await _ in ended {}
        let dom = String(decoding: try Data(contentsOf: output), as: UTF8.self)
        return String(try #require(dom.firstMatch(of: #/<title>([^<]*)<\/title>/#)).1)
    }

    @Test("can be filtered, walked by keyboard, and read on a phone", .enabled(if: chromium != nil, "needs Chromium"))
    func filter() async throws {
        let (report, trends) = Self.history()
        let page = try HTMLReport.render(report, trends: trends)
        let found = try await inBrowser(
            page, width: 1280,
            """
            const visible = () => [...document.querySelectorAll('details.check')].filter(c => !c.hidden).length;
            const text = document.getElementById('text'), said = [visible()];
            const type = value => { text.value = value; text.dispatchEvent(new Event('input', { bubbles: true })); };
            type('orders customer'); said.push(visible(), document.getElementById('shown').textContent);
            type('nothing has this'); said.push(visible(), document.getElementById('nothing').hidden);
            const press = key => document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
            press('Escape'); said.push(visible());
            document.querySelector('.tallies button[data-state=failed]').click(); said.push(visible());
            press('Escape'); press('j'); said.push(document.activeElement.textContent.includes('Orders have a customer'));
            document.activeElement.blur(); press('/'); said.push(document.activeElement === text);
            document.activeElement.blur();
            document.getElementById('theme').click(); said.push(document.documentElement.dataset.theme);
            return said;
            """)
        #expect(found == #"[4,1,"1 of 4 checks",0,false,4,2,true,true,"dark"]"#)
        let phone = try await inBrowser(page, width: 500, "return document.documentElement.scrollWidth <= innerWidth;")
        #expect(phone == "true")
    }
}
