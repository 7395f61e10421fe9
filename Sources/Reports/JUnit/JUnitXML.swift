import Foundation

/// The part of JUnit's XML that CI servers agree on (Jenkins' `junit-10.xsd`).
struct JUnitSuite {
    var name: String
    var started: Date
    var cases: [Case]

    struct Case {
        var name: String
        var group: String
        var duration: Duration
        var outcome: Outcome
    }

    enum Outcome {
        /// Notes of a passed case, such as a warning.
        case passed(notes: String?)
        case failed(message: String, text: String)
        case error(message: String)
        case skipped(reason: String)
    }
}

enum JUnitXML {
    static func render(name: String, _ suites: [JUnitSuite]) -> String {
        let cases = suites.flatMap(\.cases)
        var lines = ["<?xml version=\"1.0\" encoding=\"UTF-8\"?>"]
        lines.append("<testsuites name=\"\(escape(name))\" \(totals(cases))>")
        for suite in suites {
            let time = suite.started.formatted(.iso8601.year().month().day().time(includingFractionalSeconds: false))
            lines.append(
                "  <testsuite name=\"\(escape(suite.name))\" \(totals(suite.cases)) "
                    + "skipped=\"\(suite.cases.count { if case .skipped = $0.outcome { true } else { false } })\" "
                    + "timestamp=\"\(time)\">")
            lines += suite.cases.map(render)
            lines.append("  </testsuite>")
        }
        return (lines + ["</testsuites>"]).joined(separator: "\n") + "\n"
    }

    private static func render(_ item: JUnitSuite.Case) -> String {
        let head =
            "    <testcase name=\"\(escape(item.name))\" classname=\"\(escape(item.group))\" time=\"\(seconds(item.duration))\""
        switch item.outcome {
        case .passed(nil): return head + "/>"
        case .passed(let notes?): return head + ">\n      <system-out>\(escape(notes))</system-out>\n    </testcase>"
        case .failed(let message, let text):
            return head
                + ">\n      <failure message=\"\(escape(message))\" type=\"failed\">\(escape(text))</failure>\n    </testcase>"
        case .error(let message):
            return head + ">\n      <error message=\"\(escape(message))\" type=\"error\"/>\n    </testcase>"
        case .skipped(let reason):
            return head + ">\n      <skipped message=\"\(escape(reason))\"/>\n    </testcase>"
        }
    }

    private static func totals(_ cases: [JUnitSuite.Case]) -> String {
        let failures = cases.count { if case .failed = $0.outcome { true } else { false } }
        let errors = cases.count { if case .error = $0.outcome { true } else { false } }
        let time = cases.reduce(Duration.zero) { $0 + $1.duration }
        return "tests=\"\(cases.count)\" failures=\"\(failures)\" errors=\"\(errors)\" time=\"\(seconds(time))\""
    }

    private static func seconds(_ duration: Duration) -> String { Format.fixed(duration.inSeconds, 3) }

    /// For text and attributes. What XML 1.0 cannot hold at all is left out; line breaks survive in attributes.
    static func escape(_ text: String) -> String {
        var out = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "\"": out += "&quot;"
            case "'": out += "&apos;"
            case "\n": out += "&#10;"
            case "\t": out += "&#9;"
            default:
                switch scalar.value {
                case 0..<0x20, 0x7F..<0xA0, 0xFFFE, 0xFFFF: continue
                default: out.unicodeScalars.append(scalar)
                }
            }
        }
        return out
    }
}

extension Duration {
    var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
