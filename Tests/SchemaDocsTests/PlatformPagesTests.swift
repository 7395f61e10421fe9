import Checks
import Foundation
import Queries
import SchemaDSL
import SchemaModel
import SupportPlatform
import Testing

@testable import SchemaDocs

@Suite("The pages of the platform say all that is declared")
struct PlatformPagesTests {
    private static let databases = SupportPlatform.databases
    private let reading: Reading

    init() throws { reading = Reading(documentation: try Self.documentation()) }

    static func documentation() throws -> SchemaDocumentation {
        try SchemaDocumentation(
            project: "support-platform", databases: databases, suites: SupportPlatform.checks, queries: SupportPlatform.queries)
    }

    private func facts(_ kinds: ObjectKind...) throws -> [(database: String, fact: Fact, index: FactIndex)] {
        try Self.databases.flatMap { database in
            let declared = try database.declared()
            let index = FactIndex(declared.facts)
            return declared.facts.filter { kinds.contains($0.id.kind) }.map { (database.name, $0, index) }
        }
    }

    @Test("each column with its type, NOT NULL, default, mark and comment")
    func columns() throws {
        let columns = try facts(.column).filter { $0.fact.text(.type) != nil }
        #expect(columns.count > 300)
        let marks = Dictionary(uniqueKeysWithValues: Self.databases.map { ($0.name, $0.exposures.owned) })
        for (database, fact, index) in columns {
            let section = try reading.section(of: fact.id, in: database)
            let rows = Reading.rows(section, named: fact.id.name)
            let row = try #require(rows.first { $0.contains("`\(fact.text(.type) ?? "")`") }, "\(fact.id) has no row")
            #expect(row.contains("| NOT NULL |") == fact.bool(.notNull), "\(fact.id)")
            #expect(row.contains("| \(marks[database]?[fact.id]?.rawValue ?? "none") |"), "\(fact.id)")
            if let value = index[.columnDefault(of: fact.id)]?.text(.expression) { #expect(row.contains(Markdown.code(value))) }
            if let comment = index.comment(on: fact.id) { #expect(row.contains(Markdown.text(comment))) }
        }
    }

    @Test("each table, view, function and type with its purpose")
    func purposes() throws {
        for (database, fact, index) in try facts(.table, .view, .materializedView, .function, .enumType, .domain) {
            if fact[.partitionOf] != nil { continue }
            let section = try reading.section(of: fact.id, in: database)
            if let comment = index.comment(on: fact.id) { #expect(section.contains(Markdown.text(comment)), "\(fact.id)") }
            for label in fact.texts(.labels) ?? [] { #expect(section.contains(Markdown.code(label)), "\(fact.id)") }
        }
    }

    @Test("each constraint, index, policy and trigger with its definition, in its table's section")
    func parts() throws {
        let parts = try facts(.constraint, .index, .policy, .trigger)
        #expect(parts.count > 200)
        for (database, fact, index) in parts {
            let rows = Reading.rows(try reading.section(of: fact.id, in: database), named: fact.id.name)
            let text = rows.joined(separator: "\n")
            #expect(!rows.isEmpty, "\(fact.id) is nowhere")
            if let body = fact.text(.body) { #expect(text.contains(Markdown.code((fact.bool(.unique) ? "UNIQUE " : "") + body))) }
            for attribute in [Attribute.using, .withCheck] {
                if let clause = fact.text(attribute) { #expect(text.contains(Markdown.code(clause)), "\(fact.id)") }
            }
            for role in fact.texts(.roles) ?? [] { #expect(text.contains(Markdown.code(role)), "\(fact.id)") }
            guard let definition = fact.text(.definition) else { continue }
            if let key = ForeignKeyFact(fact) {
                #expect(text.contains(Markdown.code(key.reference)) && !key.reference.hasPrefix("FOREIGN"), "\(fact.id)")
                let incoming = try reading.section(of: key.target, in: database)
                #expect(incoming.contains("| \(Markdown.code(fact.id.name)) |"), "\(fact.id) is not seen from \(key.target)")
            } else {
                #expect(text.contains(Markdown.code(definition)), "\(fact.id)")
            }
            if let comment = index.comment(on: fact.id) { #expect(text.contains(Markdown.text(comment)), "\(fact.id)") }
        }
    }

    @Test("each privilege of each role, at its object and in the list by role")
    func privileges() throws {
        let grants = try facts(.grant)
        #expect(grants.count > 40)
        for (database, fact, _) in grants {
            let schema = try #require(fact.id.enclosingSchema)
            let byRole = try #require(try reading.page(database, schema).range(of: "## Privileges by role"))
            let list = try reading.page(database, schema)[byRole.lowerBound...]
            #expect(
                list.contains("| \(Markdown.code(fact.id.name)) | \((fact.texts(.privileges) ?? []).joined(separator: ", ")) |"))
            let kind = fact.id.parent?.kind
            if kind == .function || kind == .table {
                #expect(try reading.section(of: fact.id, in: database).contains(Markdown.code(fact.id.name)), "\(fact.id)")
            }
        }
    }

    @Test("each job with its schedule in words and as it is, its command, and whether it is active")
    func jobs() throws {
        let jobs = try facts(.cronJob)
        #expect(jobs.count >= 14)
        for (database, fact, _) in jobs {
            let schedule = try #require(fact.text(.schedule))
            let cells = [CronWords.words(schedule), Markdown.code(schedule), Markdown.code(fact.text(.command) ?? "")]
            let row = cells.joined(separator: " | ") + " | " + (fact.bool(.active) ? "yes" : "no")
            #expect(CronWords.words(schedule) != schedule)
            #expect(reading.index.contains(row), "\(fact.id)")
            for schema in Set(fact.dependencies.compactMap(\.enclosingSchema)) {
                #expect(try reading.page(database, schema).contains(row), "\(fact.id) on the page of \(schema)")
            }
        }
    }

    @Test("each published table, reference row, partition and required extension")
    func others() throws {
        for (database, fact, _) in try facts(.publicationTable) {
            #expect(try reading.page(database, fact.id.schema ?? "").contains(Markdown.code(fact.id.parent?.name ?? "")))
            #expect(try reading.section(of: .table(fact.id.schema ?? "", fact.id.name), in: database).contains("Published in"))
        }
        for (database, fact, _) in try facts(.referenceRow) {
            let section = try reading.section(of: fact.id, in: database)
            for (column, value) in fact[.key]?.object ?? [:] {
                #expect(section.contains(Markdown.code("\(column) = \(SQL.literal(value))")), "\(fact.id)")
            }
        }
        for (database, fact, _) in try facts(.table) where fact[.partitionOf] != nil {
            #expect(try reading.page(database, fact.id.schema ?? "").contains(Markdown.code(fact.text(.partitionBound) ?? "?")))
        }
        for database in try Self.databases.map({ try $0.declared() }) {
            for name in database.requiredExtensions.keys { #expect(reading.index.contains(Markdown.code(name))) }
        }
    }

    @Test("each check at its table or on the index, and each query where its tables are")
    func checksAndQueries() throws {
        let checks = try SupportPlatform.checks.flatMap { try $0.compiled() }
        #expect(checks.count > 50)
        for check in checks {
            let text = try check.table.map { try reading.section(of: $0, in: check.database) } ?? reading.index
            #expect(
                text.contains("(../../\(check.file)) | \(Markdown.text(check.title)) | \(check.severity.rawValue)"), "\(check.id)"
            )
        }
        let library = try SupportPlatform.library()
        for query in library.queries {
            let pages = reading.documentation.pages.filter { !Reading.rows($0.text, named: query.id).isEmpty }
            #expect(!pages.isEmpty, "\(query.id) is nowhere")
        }
        for report in library.reports { #expect(!Reading.rows(reading.index, named: report.name).isEmpty) }
    }

    @Test("the tables of Chatwoot in both shapes, column by column")
    func shapes() throws {
        let database = try #require(try Self.databases.map { try $0.declared() }.first { !$0.shapes.isEmpty })
        #expect(database.shapes.count == 2)
        for shape in database.shapes {
            for fact in shape.facts where fact.id.kind == .column {
                let section = try reading.section(of: fact.id, in: database.name)
                let rows = Reading.rows(section, named: fact.id.name)
                let type = Markdown.code((fact.text(.type) ?? "") + (fact.bool(.notNull) ? " NOT NULL" : ""))
                #expect(rows.contains { $0.contains(type) }, "\(fact.id) in \(shape.name)")
            }
        }
        #expect(reading.documentation.diagrams.map(\.file).contains("chatwoot.public.application.svg"))
    }

    @Test("every link leads somewhere, and every table is whole")
    func links() throws {
        let pages = Dictionary(uniqueKeysWithValues: reading.documentation.pages.map { ($0.file, $0.text) })
        for (file, text) in pages {
            #expect(Reading.brokenRows(text) == [], "\(file)")
            for match in text.matches(of: #/\]\(([^)\s]*)\)/#) {
                let target = String(match.output.1)
                if target.hasPrefix("../../checks/") || target.hasSuffix(".svg") { continue }
                if target.hasPrefix("../../") {
                    let source = Self.root.appending(path: try #require(String(target.dropFirst(6)).removingPercentEncoding))
                    #expect(FileManager.default.fileExists(atPath: source.path), "\(file) leads to \(target)")
                    continue
                }
                let parts = target.split(separator: "#", omittingEmptySubsequences: false).map(String.init)
                let page = try #require(pages[parts[0].isEmpty ? file : parts[0]], "\(file) leads to \(target)")
                if parts.count == 2 { #expect(page.contains("<a id=\"\(parts[1])\"></a>"), "\(file) leads to \(target)") }
            }
        }
    }

    @Test("the same declarations give the same pages and the same diagrams")
    func deterministic() throws {
        let again = try Self.documentation()
        #expect(again.pages == reading.documentation.pages)
        #expect(again.diagrams.map(\.digest) == reading.documentation.diagrams.map(\.digest))
        #expect(Set(again.diagrams.map(\.digest)).count == again.diagrams.count)
    }

    @Test("docs/schema/ matches the declaration: `plumb docs` was not forgotten")
    func committed() throws {
        #expect(try DocumentationFolder(root: Self.root).stale(reading.documentation).map(\.description) == [])
    }

    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
}
