import SchemaDSL

/// `documents`: texts with their embeddings.
final class Documents: Table, Sendable {
    let id = Column("id", .serial).primaryKey().unmasked()
    let content = Column("content", .text).notNull().sensitive()
    let title = Column("title", .varchar(500)).unmasked()
    // In the row: the planner does not count what a sequential scan reads out of line, and would not use the index.
    let embedding = Column("embedding", .vector(1536)).storage(.plain).sensitive()
        .comment("OpenAI text-embedding-3-small, 1,536 dimensions")
    let metadata = Column("metadata", .jsonb).default(.emptyObject).sensitive()
    let category = Column("category", .varchar(50)).unmasked()
    let sourceType = Column("source_type", .varchar(50)).comment("pdf, webpage, manual or api").unmasked()
    let sourceURL = Column("source_url", .varchar(1000)).unmasked()
    let sourceFileName = Column("source_file_name", .varchar(255)).unmasked()
    let version = Column("version", .integer).default(1).unmasked()
    let isActive = Column("is_active", .boolean).default(true).unmasked()
    let createdAt = Column("created_at", .timestamptz).default(.now).unmasked()
    let updatedAt = Column("updated_at", .timestamptz).default(.now).unmasked()

    var body: TableBody {
        TableComment("Documents of the knowledge base with their embeddings; searched by match_documents.")
        Check(
            category.in("policy", "product", "faq", "procedure", "vacancy", "general"), name: "documents_category_check")
        Index("idx_documents_category", on: category)
        Index("idx_documents_is_active", on: isActive)  // plumb:ignore PL084: the document asks for it by name
        Index("idx_documents_created_at", on: createdAt.descending)
        Index("idx_documents_metadata", on: metadata, using: .gin)
        Index(
            "idx_documents_embedding", on: embedding.operatorClass("vector_cosine_ops", schema: "extensions"),
            using: .ivfflat(lists: 100))
        // Beside it: a graph needs no rows to begin with and no lists to choose, and answers while the lists are rebuilt. It takes
        // twice as long to build, as much room again, and every new embedding is written to both: Benchmarks/embeddings.md.
        Index(
            "idx_documents_embedding_hnsw", on: embedding.operatorClass("vector_cosine_ops", schema: "extensions"),
            using: .hnsw(m: 16, efConstruction: 64))
        RowSecurity.enabled
        // plumb:ignore PL073: the document lets every authenticated user read all documents
        Policy("Allow read access to authenticated users", for: .select, to: .authenticated, using: .always)
        // plumb:ignore PL073: name and command are the document's; the role passes policies by anyway
        Policy("Allow insert/update for service role", for: .all, to: .serviceRole, using: .always)
        Grant(.select, to: .authenticated)
        Grant(.select, .insert, .update, .delete, to: .serviceRole)
        Grant(.usage, to: .serviceRole, onSequenceOf: id)
    }
}
