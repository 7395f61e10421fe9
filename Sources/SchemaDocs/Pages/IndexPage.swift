import Checks
import Queries
import SchemaModel

/// `README.md`: all schemas, and what belongs to a database and not to a schema.
struct IndexPage {
    let project: String
    let databases: [DocumentedDatabase]

    func render() -> String {
        var lines = ["# Schemas of \(Markdown.text(project))", ""]
        lines += [
            "The declared schemas. Reports and terminals show the values of columns that are marked unmasked. They mask the values of "
                + "sensitive columns and of columns without a mark.", "",
        ]
        var table = MarkdownTable(
            "Schema", "Database", "Purpose", "Tables", "Views", "Functions", "Jobs", "Columns without a mark")
        for database in databases {
            for schema in database.schemas {
                let page = SchemaPage(database, schema)
                let relations = database.tables(in: schema) + database.views(in: schema)
                let withoutMark = relations.flatMap { fact in
                    page.columnNames(of: fact).filter { database.exposures[.column($0, of: fact.id)] == nil }
                }
                let external = database.externalTables(in: schema).count
                let tables = database.tables(in: schema).count
                table.add(
                    "[\(Markdown.code(schema))](\(PageName.base(database.name, schema)).md)", Markdown.code(database.name),
                    database.owned.comment(on: .schema(schema)).map(Markdown.text) ?? "",
                    external == 0 ? String(tables) : "\(tables), and \(external) external",
                    String(database.views(in: schema).count), String(database.owned.all(.function, in: schema).count),
                    String(database.jobs(of: schema).count), withoutMark.isEmpty ? "" : String(withoutMark.count))
            }
        }
        lines += table.lines + [""]
        for database in databases { lines += section(database) }
        return lines.joined(separator: "\n") + "\n"
    }

    private func section(_ database: DocumentedDatabase) -> [String] {
        var lines = [
            "## Database \(Markdown.code(database.name))", "", "Platform: \(Markdown.text(database.declared.platform.rawValue)).",
            "",
        ]
        lines += extensions(database)
        lines += jobs(database)
        let published = database.owned.all(.publicationTable)
        if !published.isEmpty || !database.owned.all(.publication).isEmpty {
            lines += ["### Publications of \(Markdown.text(database.name))", ""]
            let whole = database.owned.all(.publication).filter { $0.bool(.allTables) }
            lines += whole.map { "- \(Markdown.code($0.id.name)): all tables" } + (whole.isEmpty ? [] : [""])
            let rows = PublicationTable.lines(published, database.owned) { id in
                let table = ObjectID.table(id.schema ?? "", id.name)
                return Markdown.link(SQL.qualified(id.schema, id.name), to: database.target(of: table, from: nil))
            }
            lines += published.isEmpty ? [] : rows + [""]
        }
        lines += checks(database) + queries(database)
        return lines
    }

    private func extensions(_ database: DocumentedDatabase) -> [String] {
        var table = MarkdownTable("Extension", "Schema", "Must be there already, because")
        for fact in database.owned.all(.extension) {
            table.add(Markdown.code(fact.id.name), fact.text(.schema).map(Markdown.code) ?? "", "")
        }
        for (name, reason) in database.declared.requiredExtensions.sorted(by: { $0.key < $1.key }) {
            table.add(Markdown.code(name), "", Markdown.text(reason))
        }
        return table.isEmpty ? [] : table.lines + [""]
    }

    private func jobs(_ database: DocumentedDatabase) -> [String] {
        let jobs = database.owned.all(.cronJob)
        guard !jobs.isEmpty else { return [] }
        let rows = JobTable.lines(jobs, database.owned) { "<a id=\"\(database.jobAnchor($0))\"></a>\(Markdown.code($0.name))" }
        return ["### Cron jobs of \(Markdown.text(database.name))", "", JobTable.introduction, ""] + rows + [""]
    }

    /// The checks that are about no table: questions to the catalog.
    private func checks(_ database: DocumentedDatabase) -> [String] {
        var table = MarkdownTable("Check", "Asks", "Severity", "Compared with")
        for check in database.checks where check.table == nil {
            table.add(
                "[\(Markdown.code(check.id.rawValue))](../../\(check.file))", Markdown.text(check.title), check.severity.rawValue,
                check.otherDatabase.map { "database \(Markdown.code($0))" } ?? "")
        }
        return table.isEmpty ? [] : ["### Questions to \(Markdown.text(database.name)) as a whole", ""] + table.lines + [""]
    }

    private func queries(_ database: DocumentedDatabase) -> [String] {
        var lines: [String] = []
        let homeless = database.queries.filter { query in
            !database.schemas.contains { schema in query.references.contains { $0.enclosingSchema == schema } }
        }
        if !homeless.isEmpty {
            lines +=
                ["### Declared queries of \(Markdown.text(database.name)) on no schema of ours", ""] + QueryTable.lines(homeless)
                + [""]
        }
        var reports = MarkdownTable("Report", "Title", "For", "Parameters")
        for report in database.reports {
            reports.add(
                Markdown.code(report.name), Markdown.text(report.title), Markdown.text(report.purpose),
                report.parameters.map { Markdown.code("\($0.name) \($0.type)") }.joined(separator: ", "))
        }
        if !reports.isEmpty {
            lines +=
                ["### Reports on \(Markdown.text(database.name))", "", "Run by `plumb report NAME`.", ""] + reports.lines + [""]
        }
        return lines
    }
}
