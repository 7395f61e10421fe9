import ArgumentParser
import SchemaDocs

struct DocsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "docs", abstract: "Write a page and a diagram of each schema into docs/schema/, from the declarations.",
        discussion: """
            Needs no server. Graphviz (`dot`) draws the diagrams that have changed. Exit status with --check: 1, something is out of date.
            """)

    @Flag(help: "Write nothing; list what is out of date.") var check = false
    @Flag(help: "Also draw the diagrams that are up to date, as after an update of Graphviz.") var redraw = false

    func validate() throws {
        if check, redraw { throw ValidationError("--check writes nothing, so there is nothing to draw") }
    }

    func run() async throws {
        let context = try CommandContext.get()
        guard !context.project.databases.isEmpty else {
            throw CommandError(
                "`plumb docs` describes databases that are declared in Swift, and this project declares none there")
        }
        let folder = DocumentationFolder(root: context.root)
        let documentation = try context.documentation
        if check {
            let stale = try folder.stale(documentation)
            print(stale.isEmpty ? "docs/schema/ is up to date" : stale.map(\.description).joined(separator: "\n"))
            if !stale.isEmpty { throw ExitCode.somethingToDo }
            return
        }
        let written = try await folder.write(documentation, redraws: redraw)
        print(written.isEmpty ? "docs/schema/ is up to date" : written.map { "wrote \($0)" }.joined(separator: "\n"))
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
