import SchemaDSL

/// `support_knowledge_gaps`: questions that the knowledge base could not answer.
final class SupportKnowledgeGaps: Table, Sendable {
    let id = Column("id", .uuid).primaryKey().default(.genRandomUUID)

    let customerQuestion = Column("customer_question", .text).notNull()
    let detectedCategory = Column("detected_category", .text)
    let detectedKeywords = Column("detected_keywords", .array(of: .text))

    let llamaIndexResults = Column("llama_index_results", .jsonb).comment("The articles that were found")
    let llamaIndexRelevanceScores = Column("llama_index_relevance_scores", .array(of: .numeric))
        .comment("How relevant each of them was")
    let draftConfidenceScore = Column("draft_confidence_score", .integer)

    let wasRejected = Column("was_rejected", .boolean).default(false)
    let rejectionReason = Column("rejection_reason", .text)
    let correctInformation = Column("correct_information", .text).comment("What the operator wrote instead")

    let occurrenceCount = Column("occurrence_count", .integer).default(1)
    let firstSeenAt = Column("first_seen_at", .timestamptz).notNull().default(.now)
    let lastSeenAt = Column("last_seen_at", .timestamptz).notNull().default(.now)

    let gapFilled = Column("gap_filled", .boolean).default(false)
    let knowledgeArticleCreatedAt = Column("knowledge_article_created_at", .timestamptz)
    let knowledgeArticleURL = Column("knowledge_article_url", .text)

    var body: TableBody {
        Comment("Questions that the knowledge base could not answer, kept until the gap is filled.")
        Index("idx_gap_filled", on: gapFilled, where: gapFilled.isFalse)
        Index("idx_occurrence_count", on: occurrenceCount.descending)
        RowSecurity.enabled
        Grant(.select, .insert, .update, .delete, to: .serviceRole)
    }
}
