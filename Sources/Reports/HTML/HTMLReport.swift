public import Checks
import Foundation
import Mustache

/// A page to look at: one file, nothing loaded from elsewhere, light or dark as the reader's system is.
public enum HTMLReport {
    /// The page of a run: verdict, checks by table, the earlier run beside this one, a line over time.
    /// - Throws: `MustacheTemplate.Error` if the built-in template cannot be read, which the tests rule out.
    public static func render(_ report: CheckReport, trends: CheckTrends = .empty) throws -> String {
        HTMLEscaping.register()
        let template = try MustacheTemplate(string: String(decoding: PackageResources.check_report_mustache, as: UTF8.self))
        return template.render(HTMLPage(report, trends: trends))
    }
}
