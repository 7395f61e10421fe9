import Foundation
import Subprocess

#if canImport(System)
import System
#else
import SystemPackage
#endif

/// Draws diagrams with Graphviz.
enum Drawing {
    /// As wide as a page of text shows without shrinking it, in points.
    static let width = 680.0

    /// The picture as a file of its own, without the lines that say who wrote it.
    static func svg(of diagram: Diagram, with program: String) async throws(DocsError) -> String {
        var sources: [String] = []
        for component in diagram.components {
            let directions = component.isSingle ? [.leftToRight] : DiagramComponent.Direction.allCases
            sources += directions.map(component.source)
        }
        // One process lays out all, one picture after the other.
        let output = try await run(program, sources.joined(), for: diagram.file)
        var pictures = output.components(separatedBy: "</svg>").dropLast().compactMap { Picture($0) }
        guard pictures.count == sources.count else {
            throw DocsError(.drawing, "\(diagram.file): dot gave \(pictures.count) pictures for \(sources.count) graphs")
        }
        var singles: [Picture] = []
        var groups: [Picture] = []
        for (number, component) in diagram.components.enumerated() {
            let count = component.isSingle ? 1 : DiagramComponent.Direction.allCases.count
            let candidates = Array(pictures.prefix(count))
            pictures.removeFirst(count)
            guard let best = Self.best(candidates) else { continue }
            let picture = best.told(component, prefix: "g\(number + 1)")
            if component.isSingle { singles.append(picture) } else { groups.append(picture) }
        }
        let page = Arrangement.page(groups: groups, singles: singles, width: width)
        return page.svg(title: diagram.title, description: diagram.summary)
    }

    /// From left to right, since its lines end at the columns that they are about, unless that becomes far too wide.
    private static func best(_ candidates: [Picture]) -> Picture? {
        guard let usual = candidates.first, usual.width > width * 1.6 else { return candidates.first }
        return candidates.min { $0.width < $1.width }
    }

    private static func run(_ program: String, _ source: String, for file: String) async throws(DocsError) -> String {
        let result: (output: String, errors: String, succeeded: Bool)
        do {
            let run = try await Subprocess.run(
                program.contains("/") ? .path(FilePath(program)) : .name(program), arguments: ["-Tsvg"],
                environment: .inherit.updating(["LC_ALL": "C"]), input: .string(source), output: .string(limit: 64 << 20),
                error: .string(limit: 1 << 20))
            result = (run.standardOutput, run.standardError, run.terminationStatus.isSuccess)
        } catch let error as SubprocessError {
            guard error.code == .executableNotFound else {
                throw DocsError(.drawing, "docs/schema/\(file): dot could not be run: \(error)")
            }
            throw DocsError(
                .noGraphviz,
                "docs/schema/\(file) has to be drawn, and there is no `dot`. Install Graphviz (`apt-get install graphviz`, "
                    + "`brew install graphviz`) and run `plumb docs` again; the pages are written already.")
        } catch {
            throw DocsError(.drawing, "docs/schema/\(file): dot could not be run: \(error)")
        }
        guard result.succeeded else {
            throw DocsError(
                .drawing, "docs/schema/\(file): dot failed: \(result.errors.trimmingCharacters(in: .whitespacesAndNewlines))")
        }
        return result.output
    }
}
