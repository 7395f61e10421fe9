/// Text within SVG and within the HTML-like labels of Graphviz.
enum XML {
    static func escape(_ text: String) -> String {
        var out = ""
        for scalar in Visible.line(text).unicodeScalars {
            switch scalar {
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "&": out += "&amp;"
            case "\"": out += "&quot;"
            case "'": out += "&#39;"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }
}
