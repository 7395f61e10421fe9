import Checks
import Queries
import SchemaDSL
import SchemaModel

/// A database with all that its pages say.
struct DocumentedDatabase: Sendable {
    let name: String
    let declared: DeclaredDatabase
    let owned: FactIndex
    let exposures: [ObjectID: Exposure]
    let shapes: [DocumentedShape]
    let checks: [CompiledCheck]
    let queries: [CompiledQuery]
    let reports: [CompiledReport]
    /// Those with something of ours or of another application in them, in the order of declaration.
    let schemas: [String]

    init(_ database: Database, checks: [CompiledCheck], library: QueryLibrary) throws {
        let exposures = database.exposures
        declared = try database.declared()
        name = database.name
        owned = FactIndex(declared.facts)
        self.exposures = exposures.owned
        shapes = zip(declared.shapes, exposures.shapes).map { shape, marks in
            DocumentedShape(name: shape.name, owner: shape.owner, index: FactIndex(shape.facts), exposures: marks)
        }
        self.checks = checks.filter { $0.database == database.name }
        queries = library.queries.filter { $0.database == database.name }
        reports = library.reports.filter { $0.database == database.name }
        var schemas: [String] = []
        for fact in declared.facts + declared.shapes.flatMap(\.facts) {
            if let schema = fact.id.enclosingSchema, fact.id.root.kind != .publication, !schemas.contains(schema) {
                schemas.append(schema)
            }
        }
        self.schemas = schemas
    }

    /// Tables without partitions.
    func tables(in schema: String) -> [Fact] { owned.all(.table, in: schema).filter { $0[.partitionOf] == nil } }

    func views(in schema: String) -> [Fact] { owned.all(.view, in: schema) + owned.all(.materializedView, in: schema) }

    /// The shapes that have something in the schema.
    func shapes(in schema: String) -> [DocumentedShape] {
        shapes.filter { shape in shape.index.facts.contains { $0.id.enclosingSchema == schema } }
    }

    /// The tables of another application, as the usual shape has them and then the others.
    func externalTables(in schema: String) -> [ObjectID] {
        var tables: [ObjectID] = []
        for shape in shapes {
            for fact in shape.index.all(.table, in: schema) where !tables.contains(fact.id) { tables.append(fact.id) }
        }
        return tables
    }

    func isExternal(_ id: ObjectID) -> Bool { owned[id] == nil && shapes.contains { $0.index[id] != nil } }

    func jobs(of schema: String) -> [Fact] {
        owned.all(.cronJob).filter { job in job.dependencies.contains { $0.enclosingSchema == schema } }
    }

    func queries(of schema: String) -> [CompiledQuery] {
        queries.filter { query in query.references.contains { $0.enclosingSchema == schema } }
    }

    func checks(of table: ObjectID) -> [CompiledCheck] { checks.filter { $0.table == table } }

    /// Where an object is described, seen from the page of a schema; nil where no page does.
    func target(of id: ObjectID, from schema: String?) -> String? {
        let root = id.root
        if root.kind == .cronJob { return owned[root] == nil ? nil : "README.md#\(jobAnchor(root))" }
        guard let home = root.enclosingSchema, schemas.contains(home) else { return nil }
        guard owned[root] != nil || isExternal(root) else { return nil }
        let anchor = "#\(PageName.anchor(root))"
        return home == schema ? anchor : "\(PageName.base(name, home)).md\(anchor)"
    }

    func jobAnchor(_ job: ObjectID) -> String { "job-\(PageName.slug(name))-\(PageName.slug(job.name))" }
}

/// The tables of another application in one shape.
struct DocumentedShape: Sendable {
    let name: String
    let owner: String
    let index: FactIndex
    let exposures: [ObjectID: Exposure]
}
