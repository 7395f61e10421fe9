import ArgumentParser
import SchemaDocs

struct DocsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "docs", abstract: "Write docs/schema/: a page and a diagram of each schema, from the declarations.",
        discussion: """
            No server is asked. Diagrams are laid out by Graphviz (`dot`), which is needed only where one has to be drawn. Exit status \
            with --check: 1, something is stale.
            """)

    @Flag(help: "Write nothing; say what is stale.") var check = false
    @Flag(help: "Draw the diagrams that are current as well, as after a change of Graphviz.") var redraw = false

    func validate() throws {
        if check, redraw { throw ValidationError("--check writes nothing, so there is nothing to draw") }
    }

    func run() async throws {
        let context = try CommandContext.get()
        let folder = DocumentationFolder(root: context.root)
        let documentation = try context.documentation
        if check {
            let stale = try folder.stale(documentation)
            print(stale.isEmpty ? "docs/schema/ is current" : stale.map(\.description).joined(separator: "\n"))
            if !stale.isEmpty { throw ExitCode.somethingToDo }
            return
        }
        let written = try await folder.write(documentation, redraws: redraw)
        print(written.isEmpty ? "docs/schema/ is current" : written.map { "wrote \($0)" }.joined(separator: "\n"))
    }
}

extension CommandContext {
    var documentation: SchemaDocumentation {
        get throws {
            try SchemaDocumentation(
                project: project.name, databases: project.databases, suites: project.suites, queries: project.queries)
        }
    }
}
