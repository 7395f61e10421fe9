import Queries
import SchemaModel

extension SchemaPage {
    mutating func jobs() {
        let jobs = database.jobs(of: schema)
        guard !jobs.isEmpty else { return }
        heading("Cron jobs")
        paragraph(JobTable.introduction)
        lines += JobTable.lines(jobs, owned) { Markdown.link($0.name, to: database.target(of: $0, from: schema)) }
        lines.append("")
    }

    mutating func publications() {
        let tables = owned.all(.publicationTable).filter { $0.id.schema == schema }
        guard !tables.isEmpty else { return }
        heading("Publications")
        lines += PublicationTable.lines(tables, owned) { link(.table($0.schema ?? "", $0.name)) }
        lines.append("")
    }

    mutating func queries() {
        let queries = database.queries(of: schema)
        guard !queries.isEmpty else { return }
        heading("Declared queries")
        paragraph("Run by `plumb query NAME`; an output that is not marked unmasked is masked there.")
        lines += QueryTable.lines(queries)
        lines.append("")
    }

    /// The privileges of each role, over all objects of the schema.
    mutating func access() {
        var byRole: [String: [(privileges: String, object: ObjectID)]] = [:]
        for fact in owned.all(.grant) where fact.id.enclosingSchema == schema {
            guard let object = fact.id.parent else { continue }
            let privileges = (fact.texts(.privileges) ?? []).joined(separator: ", ")
            byRole[fact.id.name, default: []].append((privileges, object))
        }
        guard !byRole.isEmpty else { return }
        heading("Privileges by role")
        paragraph("A role that is not named has none; owners and superusers have all. Policies narrow what privileges allow.")
        var table = MarkdownTable("Role", "Privileges", "On")
        for (role, grants) in byRole.sorted(by: { $0.key < $1.key }) {
            var order: [String] = []
            for grant in grants where !order.contains(grant.privileges) { order.append(grant.privileges) }
            for privileges in order {
                let objects = grants.filter { $0.privileges == privileges }.map(\.object)
                table.add(Markdown.code(role), privileges, objects.map(granted).joined(separator: ", "))
            }
        }
        lines += table.lines + [""]
    }

    private func granted(_ id: ObjectID) -> String {
        switch id.kind {
        case .schema: "the schema"
        case .column: "\(link(id.root)).\(Markdown.code(id.name))"
        default: link(id)
        }
    }

    /// Kinds that no section knows, so that nothing declared is left out in silence.
    mutating func others() {
        let known: Set<ObjectKind> = [
            .schema, .table, .view, .materializedView, .enumType, .domain, .sequence, .function, .extension,
        ]
        let rest = owned.facts.filter { $0.id.schema == schema && $0.id.parent == nil && !known.contains($0.id.kind) }
        section("Other objects", of: rest) { page, fact in
            page.heading(of: fact.id, note: fact.id.kind.description)
            page.purpose(of: fact.id)
            page.bullets(
                fact.attributes.sorted { $0.key < $1.key }.map {
                    "\(Markdown.text($0.key.rawValue)): \(Markdown.code($0.value.text ?? $0.value.json))"
                })
        }
    }
}

/// Cron jobs, on the page of a schema and on that of all.
enum JobTable {
    static let introduction = "pg_cron goes by the time zone of `cron.timezone`, which is GMT unless the server says otherwise."

    static func lines(_ jobs: [Fact], _ index: FactIndex, name: (ObjectID) -> String) -> [String] {
        var table = MarkdownTable("Job", "Runs", "Schedule", "Command", "Active", "As", "What for")
        for job in jobs {
            let schedule = job.text(.schedule) ?? ""
            let place = [
                job.text(.username).map { "user \(Markdown.code($0))" }, job.text(.database).map { "in \(Markdown.code($0))" },
            ]
            table.add(
                name(job.id), Markdown.text(CronWords.words(schedule)), Markdown.code(schedule),
                Markdown.code(job.text(.command) ?? ""),
                job.bool(.active) ? "yes" : "no", place.compactMap { $0 }.joined(separator: ", "),
                purpose(of: job, index).map(Markdown.text) ?? "")
        }
        return table.lines
    }

    /// A job has no comment in PostgreSQL: what it calls or refreshes says what for.
    private static func purpose(of job: Fact, _ index: FactIndex) -> String? {
        let kinds: Set<ObjectKind> = [.function, .materializedView]
        let called = job.dependencies.filter { kinds.contains($0.kind) }.sorted().compactMap { index.comment(on: $0) }
        return called.isEmpty ? nil : called.joined(separator: " ")
    }
}

/// Published tables.
enum PublicationTable {
    static func lines(_ tables: [Fact], _ index: FactIndex, name: (ObjectID) -> String) -> [String] {
        var table = MarkdownTable("Publication", "Table", "Columns", "Rows", "Sends", "Settings")
        for fact in tables {
            guard let publication = fact.id.parent else { continue }
            let operations = index[publication]?.texts(.operations) ?? []
            table.add(
                Markdown.code(publication.name), name(fact.id),
                fact.texts(.columns).map { $0.map(Markdown.code).joined(separator: ", ") } ?? "all",
                fact.text(.filter).map(Markdown.code) ?? "all", operations.joined(separator: ", "),
                index.children(of: publication, .publicationSetting).map { Markdown.code($0.id.name) }.joined(separator: ", "))
        }
        return table.lines
    }
}

/// Declared queries.
enum QueryTable {
    static func lines(_ queries: [CompiledQuery]) -> [String] {
        var table = MarkdownTable("Query", "Answers", "Changes rows", "Parameters", "Outputs", "Masked")
        for query in queries {
            let parameters = query.parameters.map { parameter in
                Markdown.code("\(parameter.name) \(parameter.type)")
                    + (parameter.defaultValue.map { " (default \(Markdown.code($0)))" } ?? "")
            }
            table.add(
                Markdown.code(query.id), Markdown.text(query.purpose), query.effect == .writes ? "yes" : "",
                parameters.joined(separator: ", "), query.outputs.map { Markdown.code($0.name) }.joined(separator: ", "),
                query.outputs.filter { !$0.isShown }.map { Markdown.code($0.name) }.joined(separator: ", "))
        }
        return table.lines
    }
}
