import Mustache

/// How values become HTML text or attributes.
///
/// Mustache's own escapes by character: a quote followed by a combining mark is another character and gets through.
struct HTMLEscaping: MustacheContentType {
    static let name = "PLUMBLINE_HTML"

    /// Templates find it by its name when they are read.
    static func register() { MustacheContentTypes.register(HTMLEscaping(), named: name) }

    func escapeText(_ text: String) -> String {
        var out = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "\"": out += "&quot;"
            case "'": out += "&#39;"
            case "\0": out.unicodeScalars.append("\u{FFFD}")
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }
}
