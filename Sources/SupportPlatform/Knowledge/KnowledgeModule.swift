import SchemaDSL

/// The knowledge base: documents with embeddings, and the search by similarity.
enum KnowledgeModule {
    static let documents = Documents()

    static let schema = Schema(
        "knowledge",
        tables: [documents],
        functions: [metadataInRange, matchDocuments],
        grants: [Grant(.usage, to: .authenticated, .serviceRole)],
        comment: "The knowledge base that answers are drafted from.")
}
