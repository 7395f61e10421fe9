public import Checks
import Foundation
import Mustache

/// A page to look at: one file, nothing loaded from elsewhere, light or dark as the reader's system is.
public enum HTMLReport {
    /// The page of a run: verdict, checks by table, the earlier run beside this one, a line over time.
    /// - Throws: `MustacheTemplate.Error` if the built-in template cannot be read, which the tests rule out.
    public static func render(_ report: CheckReport, trends: CheckTrends = .empty) throws -> String {
        try render(.checkReport, with: HTMLPage(report, trends: trends))
    }

    /// The built-in pages.
    enum Page: String {
        case checkReport
        case queryReport

        var template: [UInt8] {
            switch self {
            case .checkReport: PackageResources.check_report_mustache
            case .queryReport: PackageResources.query_report_mustache
            }
        }
    }

    static func render(_ page: Page, with values: Any) throws -> String {
        HTMLEscaping.register()
        let library = MustacheLibrary(templates: [
            page.rawValue: try MustacheTemplate(string: String(decoding: page.template, as: UTF8.self)),
            "style": try MustacheTemplate(string: String(decoding: PackageResources.style_mustache, as: UTF8.self)),
        ])
        guard let text = library.render(values, withTemplate: page.rawValue) else {
            preconditionFailure("the library holds the page that was just put into it")
        }
        return text
    }
}
