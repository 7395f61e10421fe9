package import Checks
package import Queries
package import SchemaDSL
import SchemaModel

/// The pages of a project's schemas, made from its declarations alone: no server is asked.
///
///     let documentation = try SchemaDocumentation(project: "shop", databases: [shop])
///     try await DocumentationFolder(root: root).write(documentation)
package struct SchemaDocumentation: Sendable {
    /// A page as text.
    package struct Page: Sendable, Hashable {
        /// Its file, such as `shop.app.md`.
        package let file: String
        package let text: String
    }

    /// A page a schema, and `README.md` that lists them.
    package let pages: [Page]
    /// A diagram a schema; one more for each further shape of another application's tables.
    package let diagrams: [Diagram]

    /// Makes the pages.
    /// - Throws: `DeclarationError`, `CheckError` or `QueryError` when something is declared that contradicts itself.
    package init(project: String, databases: [Database], suites: [CheckSuite] = [], queries: [QuerySet] = []) throws {
        let checks = try suites.flatMap { try $0.compiled() }
        let library = try QueryLibrary(queries)
        let documented = try databases.map { try DocumentedDatabase($0, checks: checks, library: library) }
        var pages = [Page(file: "README.md", text: Self.head + IndexPage(project: project, databases: documented).render())]
        var diagrams: [Diagram] = []
        for database in documented {
            for schema in database.schemas {
                let own = DiagramMaker.diagrams(of: schema, in: database)
                var page = SchemaPage(database, schema)
                pages.append(
                    Page(file: PageName.base(database.name, schema) + ".md", text: Self.head + page.render(diagrams: own)))
                diagrams += own
            }
        }
        self.pages = pages
        self.diagrams = diagrams
    }

    /// The line by which a page is known as generated.
    static let head = "<!-- \(mark) from the declarations; `plumb docs` writes it, so edit those. -->\n\n"
    static let mark = "plumb:docs"
}
