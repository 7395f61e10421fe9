import Foundation

/// One picture of `dot`: its size in points, and what is drawn.
struct Picture: Sendable {
    let width: Double
    let height: Double
    var body: String

    init(width: Double, height: Double, body: String) {
        self.width = width
        self.height = height
        self.body = body
    }

    /// Reads what `dot -Tsvg` wrote, up to the closing tag.
    init?(_ text: String) {
        guard let opening = text.firstMatch(of: #/<svg[^>]*viewBox="0\.00 0\.00 ([0-9.]+) ([0-9.]+)"[^>]*>/#),
            let width = Double(opening.output.1), let height = Double(opening.output.2)
        else { return nil }
        self.init(width: width, height: height, body: String(text[opening.range.upperBound...]))
    }

    /// With the words of boxes and lines instead of Graphviz's names, and with ids that are the only ones of the file.
    func told(_ component: DiagramComponent, prefix: String) -> Picture {
        let words = Dictionary(
            component.boxes.map { ($0.id, $0.words) } + component.lines.map { ($0.id, $0.words) },
            uniquingKeysWith: { first, _ in first })
        var body = body.replacing(#/<!--.*?-->\n?/#, with: "")
        body = body.replacing(#/<title>%3<\/title>\n?/#, with: "")
        body = body.replacing(#/<g id="([a-z0-9]+)" class="(node|edge)">\n<title>.*?<\/title>/#) { match in
            let id = String(match.output.1)
            return "<g id=\"\(prefix)-\(id)\" class=\"\(match.output.2)\">\n<title>\(XML.escape(words[id] ?? id))</title>"
        }
        body = body.replacing(#/<g id="a_[^"]*">/#, with: "<g>")
        // What the title says already is not said again by each link.
        body = body.replacing(#/ xlink:title="[^"]*"/#, with: "")
        body = body.replacing("<g id=\"graph0\" class=\"graph\"", with: "<g id=\"\(prefix)\" class=\"graph\"")
        return Picture(width: width, height: height, body: body.trimmingCharacters(in: .whitespacesAndNewlines))
    }
}

/// Pictures on one page.
struct Arrangement {
    private var placed: [(picture: Picture, x: Double, y: Double)] = []
    private static let gap = 12.0
    private static let margin = 8.0

    /// Connected parts come first, side by side where they fit; single boxes follow in columns, beside and below.
    static func page(groups: [Picture], singles: [Picture], width: Double) -> Arrangement {
        var page = Arrangement()
        let full = max(width, (groups + singles).map(\.width).max() ?? 0)
        let last = page.shelves(groups, width: full)
        page.columns(singles, width: full, beside: last)
        return page
    }

    /// The last shelf: where it begins and ends.
    private struct Shelf {
        var top = 0.0
        var bottom = 0.0
        var right = 0.0
    }

    private mutating func shelves(_ pictures: [Picture], width: Double) -> Shelf {
        var shelf = Shelf()
        for picture in pictures.enumerated().sorted(by: { ($1.element.height, $0.offset) < ($0.element.height, $1.offset) }) {
            let picture = picture.element
            if shelf.right > 0, shelf.right + picture.width > width {
                shelf = Shelf(top: shelf.bottom, bottom: shelf.bottom)
            }
            placed.append((picture, shelf.right, shelf.top))
            shelf.right += picture.width + Self.gap * 2
            shelf.bottom = max(shelf.bottom, shelf.top + picture.height + Self.gap * 2)
        }
        return shelf
    }

    /// As many columns as fit; each picture goes where there is most room.
    private mutating func columns(_ pictures: [Picture], width: Double, beside shelf: Shelf) {
        guard let widest = pictures.map(\.width).max() else { return }
        let count = max(1, min(max(pictures.count, 3), Int((width + Self.gap) / (widest + Self.gap))))
        let places = (0..<count).map { Double($0) * (widest + Self.gap) }
        var bottoms = places.map { $0 >= shelf.right ? shelf.top : shelf.bottom }
        for picture in pictures {
            guard let column = bottoms.indices.min(by: { (bottoms[$0], $0) < (bottoms[$1], $1) }) else { return }
            placed.append((picture, places[column], bottoms[column]))
            bottoms[column] += picture.height + Self.gap
        }
    }

    /// The file.
    func svg(title: String, description: String) -> String {
        let width = (placed.map { $0.x + $0.picture.width }.max() ?? 0) + Self.margin * 2
        let height = (placed.map { $0.y + $0.picture.height }.max() ?? 0) + Self.margin * 2
        // A point is 4/3 of a pixel of CSS.
        let size = "width=\"\(Self.text(width * 4 / 3))\" height=\"\(Self.text(height * 4 / 3))\""
        var lines = [
            "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" role=\"graphics-document\" "
                + "aria-labelledby=\"title description\" \(size) viewBox=\"0 0 \(Self.text(width)) \(Self.text(height))\">",
            "<title id=\"title\">\(XML.escape(title))</title>",
            "<desc id=\"description\">\(XML.escape(description))</desc>",
            "<style>\(Palette.style)</style>",
            "<rect width=\"100%\" height=\"100%\" fill=\"\(Palette.page)\"/>",
        ]
        for (picture, x, y) in placed {
            let (width, height) = (Self.text(picture.width), Self.text(picture.height))
            lines.append(
                "<svg x=\"\(Self.text(x + Self.margin))\" y=\"\(Self.text(y + Self.margin))\" width=\"\(width)\" "
                    + "height=\"\(height)\" viewBox=\"0 0 \(width) \(height)\">")
            lines += [picture.body, "</svg>"]
        }
        return (lines + ["</svg>"]).joined(separator: "\n") + "\n"
    }

    private static func text(_ number: Double) -> String {
        let rounded = (number * 100).rounded() / 100
        return rounded == rounded.rounded() ? String(Int(rounded)) : String(rounded)
    }
}
