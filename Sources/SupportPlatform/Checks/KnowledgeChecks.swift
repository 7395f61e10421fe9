import Checks
import SchemaDSL

/// The checks on the knowledge base: the part of the checklist (appendix B) about pgvector, and the forms of metadata.
enum KnowledgeChecks {
    private static let documents = KnowledgeModule.documents

    static let groups = [
        CheckGroup(
            on: documents, key: [documents.id],
            MetadataShape.all.map { shape in
                DataCheck.shape(documents.metadata, shape.form, onNull: .fails, shape.title).where(
                    documents.category.in(shape.category))
            }),
        CheckGroup(catalogOf: "knowledge", questions),
    ]

    private static let questions: [DataCheck] = [
        CatalogQuestion.extension("vector", "The extension pgvector is installed"),
        CatalogQuestion.column(
            documents.embedding, of: documents, is: ["vector(1536)"], "Documents have embeddings of 1,536 dimensions"),
        CatalogQuestion.function(
            KnowledgeModule.matchDocuments, returns: ["id", "content", "title", "metadata", "category", "similarity"],
            "The function match_documents is there"),
        CatalogQuestion.index(
            on: documents.embedding, of: documents, method: "ivfflat", operatorClass: "vector_cosine_ops",
            "Embeddings have an IVFFlat index for cosine distance"),
        CatalogQuestion.index(
            on: documents.embedding, of: documents, method: "hnsw", operatorClass: "vector_cosine_ops",
            "Embeddings have an HNSW index for cosine distance"),
        CatalogQuestion.index(on: documents.metadata, of: documents, method: "gin", "Metadata has a GIN index"),
        CatalogQuestion.rowSecurity(
            of: documents, policies: [(role: "authenticated", command: "SELECT"), (role: "service_role", command: "ALL")],
            "Row-level security is on, with policies for readers and the service"),
        CatalogQuestion.foreignKeysIndexed(of: [documents], "Every foreign key of knowledge has an index"),
        CatalogQuestion.noInvalidIndexes(in: ["knowledge"], "Every index of knowledge is valid"),
        CatalogQuestion.noUnvalidatedConstraints(in: ["knowledge"], "Every constraint of knowledge is validated").severity(
            .warning),
        lists,
    ]

    /// The document's rule: 100 lists below 10,000 documents, 500 up to 100,000, 1,000 above.
    private static let lists = DataCheck.question(
        """
        SELECT c.oid::regclass::text AS object,
          'has ' || i.lists || ' lists; ' || n.wanted || ' fit its ' || n.rows || ' embeddings: declare .ivfflat(lists: '
            || n.wanted || '), and `plumb generate` plans to build it beside the old one' AS problem
        FROM pg_catalog.pg_index AS x
        JOIN pg_catalog.pg_class AS c ON c.oid = x.indexrelid
        JOIN pg_catalog.pg_am AS m ON m.oid = c.relam AND m.amname = 'ivfflat'
        CROSS JOIN LATERAL (
          SELECT coalesce(max(option_value) FILTER (WHERE option_name = 'lists')::integer, 100) AS lists
          FROM pg_catalog.pg_options_to_table(c.reloptions)
        ) AS i
        CROSS JOIN (
          SELECT count(*) AS rows,
            CASE WHEN count(*) < 10000 THEN 100 WHEN count(*) <= 100000 THEN 500 ELSE 1000 END AS wanted
          FROM \(documents) WHERE \(documents.embedding) IS NOT NULL
        ) AS n
        WHERE x.indrelid = to_regclass('\(documents)') AND i.lists <> n.wanted
        """, named: "documents.embedding.lists", "The lists of the IVFFlat index fit the number of documents"
    ).severity(.warning).requires(.relation(schema: "knowledge", name: "documents"))
}

/// The metadata of a category of documents (section 3.3). What the document's own sample rows leave out is optional.
struct MetadataShape {
    let category: String
    let title: String
    let form: JSONShape

    static let all = [vacancy, policy, product]

    private static let vacancy = MetadataShape(
        category: "vacancy", title: "Vacancies say job type and place",
        form: JSONShape(
            "vacancy",
            [
                .required("job_type", .oneOf(["interim", "permanent", "freelance"])), .required("location", .text),
                .optional("title", .text), .optional("category", .oneOf(["vacancy"])),
                .optional("budget_min", .number(atLeast: 0)), .optional("budget_max", .number(atLeast: 0)),
                .optional("duration_months", .integer(atLeast: 1)), .optional("skills_required", .texts),
                .optional("seniority", .text), .optional("source", .text), .optional("posted_date", .date),
                .optional("last_updated", .date),
            ], rules: [.ascending("budget_min", "budget_max")]))

    private static let policy = MetadataShape(
        category: "policy", title: "Policies say their section",
        form: JSONShape(
            "policy",
            [
                .required("section", .text), .optional("title", .text), .optional("category", .oneOf(["policy"])),
                .optional("applies_to", .text), .optional("effective_date", .date), .optional("source", .text),
                .optional("page_number", .integer(atLeast: 1)), .optional("last_reviewed", .date),
            ]))

    private static let product = MetadataShape(
        category: "product", title: "Products say number and price",
        form: JSONShape(
            "product",
            [
                .required("product_id", .text), .required("price", .number(atLeast: 0)), .optional("title", .text),
                .optional("category", .oneOf(["product"])), .optional("brand", .text), .optional("sizes_available", .texts),
                .optional("colors_available", .texts), .optional("in_stock", .boolean), .optional("source", .text),
                .optional("last_synced", .timestamp),
            ]))
}
