import SchemaDSL

/// `support_knowledge_gaps`: questions that the knowledge base could not answer.
final class SupportKnowledgeGaps: Table, Sendable {
    let id = Column("id", .uuid).primaryKey().default(.genRandomUUID).unmasked()

    let customerQuestion = Column("customer_question", .text).notNull().sensitive()
    let detectedCategory = Column("detected_category", .text).unmasked()
    let detectedKeywords = Column("detected_keywords", .array(of: .text)).sensitive()

    let llamaIndexResults = Column("llama_index_results", .jsonb).comment("The articles that were found").sensitive()
    let llamaIndexRelevanceScores = Column("llama_index_relevance_scores", .array(of: .numeric)).unmasked()
        .comment("How relevant each of them was")
    let draftConfidenceScore = Column("draft_confidence_score", .integer).unmasked()

    let wasRejected = Column("was_rejected", .boolean).default(false).unmasked()
    let rejectionReason = Column("rejection_reason", .text).sensitive()
    let correctInformation = Column("correct_information", .text).comment("What the operator wrote instead").sensitive()

    let occurrenceCount = Column("occurrence_count", .integer).default(1).unmasked()
    let firstSeenAt = Column("first_seen_at", .timestamptz).notNull().default(.now).unmasked()
    let lastSeenAt = Column("last_seen_at", .timestamptz).notNull().default(.now).unmasked()

    let gapFilled = Column("gap_filled", .boolean).default(false).unmasked()
    let knowledgeArticleCreatedAt = Column("knowledge_article_created_at", .timestamptz).unmasked()
    let knowledgeArticleURL = Column("knowledge_article_url", .text).unmasked()

    var body: TableBody {
        TableComment("Questions that the knowledge base could not answer, kept until the gap is filled.")
        Index("idx_gap_filled", on: gapFilled, where: gapFilled.isFalse)  // plumb:ignore PL084: the document asks for it by name
        Index("idx_occurrence_count", on: occurrenceCount.descending)
        RowSecurity.enabled
        Grant(.select, .insert, .update, .delete, to: .serviceRole)
    }
}
