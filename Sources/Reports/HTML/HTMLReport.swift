package import Checks
import Foundation
import Mustache

/// A page to look at: one file, nothing loaded from elsewhere, light or dark as the reader's system is.
package enum HTMLReport {
    /// The page of a run: a verdict, what changed, the checks that need somebody, measurements over time, and a filter.
    /// - Throws: `MustacheTemplate.Error` if the built-in template cannot be read, which the tests rule out.
    package static func render(
        _ report: CheckReport, trends: CheckTrends = .empty, measurements: Measurements = Measurements()
    ) throws -> String {
        try render(.checkReport, with: CheckPage(report, trends: trends, measurements: measurements))
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
            "style": try partial(PackageResources.style_mustache),
            "check-style": try partial(PackageResources.check_style_mustache),
            "check-script": try partial(PackageResources.check_script_mustache),
            "check": try partial(PackageResources.check_mustache),
            "trend": try partial(PackageResources.trend_mustache),
        ])
        guard let text = library.render(values, withTemplate: page.rawValue) else {
            preconditionFailure("the library holds the page that was just put into it")
        }
        return text
    }

    private static func partial(_ template: [UInt8]) throws -> MustacheTemplate {
        try MustacheTemplate(string: String(decoding: template, as: UTF8.self))
    }
}
