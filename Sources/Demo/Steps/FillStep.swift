import Foundation
import PostgresClient

/// The knowledge base and the analytics.
struct FillStep: Step {
    let title = "Fill the knowledge base and the analytics"
    let proves = "2,000 documents with embeddings, and each conversation of Chatwoot once more, as analytics has it"

    func run(_ world: World) async throws {
        try await fillDocuments(world)
        try await reindex(world)
        try await fillAnalytics(world)
    }

    private func fillDocuments(_ world: World) async throws {
        let began = ContinuousClock.now
        var documents = Documents(seed: 6)
        let narrator = world.narrator
        let tag = try await world.connection("supabase").copyIn(
            """
            COPY knowledge.documents (content, title, embedding, metadata, category, source_type, source_file_name) \
            FROM STDIN (FORMAT binary)
            """
        ) { writer in
            var buffer = BinaryCopyBuffer()
            for index in 0..<Documents.count {
                let topic = index % Documents.topics
                buffer.beginRow(columns: 7)
                buffer.text("What there is to know about topic \(topic), part \(index / Documents.topics + 1).")
                buffer.text("Topic \(topic), part \(index / Documents.topics + 1)")
                buffer.vector(documents.embedding(topic: topic))
                buffer.jsonb(Documents.metadata(of: index, topic: topic))
                buffer.text(Documents.category(of: topic))
                buffer.text("manual")
                buffer.text("topic-\(topic).pdf")
                if index % 20 == 19 {
                    try await writer.write(buffer.bytes)
                    buffer.removeAll()
                    narrator.progress("documents: \(index.grouped) of \(Documents.count.grouped)")
                }
            }
            buffer.endOfData()
            try await writer.write(buffer.bytes)
        }
        world.loaded(tag.rows, "documents, each with 1,536 floats, in 40 topics (binary COPY)", began)
    }

    private func reindex(_ world: World) async throws {
        let began = ContinuousClock.now
        world.narrator.progress("building the IVFFlat index from the rows that are there now …")
        let connection = try await world.connection("supabase")
        try await connection.query("REINDEX INDEX CONCURRENTLY knowledge.idx_documents_embedding")
        try await connection.query("ANALYZE knowledge.documents")
        world.narrator.holds(
            "The IVFFlat index was built again, after the load, in \((ContinuousClock.now - began).inSeconds): it learns its 100 "
                + "lists from the rows that are there, and the migration had built it on an empty table.")
    }

    private func fillAnalytics(_ world: World) async throws {
        world.narrator.say("Analytics, derived by queries on Chatwoot and streamed across by COPY:")
        try await world.connection("chatwoot").run(script: Talks.make)
        try await world.stream(
            AnalyticsQueries.conversations, of: "chatwoot", "conversation_analytics",
            into: "analytics.conversation_analytics (\(AnalyticsQueries.conversationColumns))", of: "supabase")
        try await world.stream(
            AnalyticsQueries.interactions, of: "chatwoot", "customer_interaction_history",
            into: "analytics.customer_interaction_history (\(AnalyticsQueries.interactionColumns))", of: "supabase")
        try await world.stream(
            AnalyticsQueries.metrics, of: "chatwoot", "agent_performance_metrics",
            into: "analytics.agent_performance_metrics (\(AnalyticsQueries.metricColumns))", of: "supabase")
        try await world.stream(
            AnalyticsQueries.webhooks, of: "chatwoot", "raw_webhook_logs",
            into: "analytics.raw_webhook_logs (\(AnalyticsQueries.webhookColumns))", of: "supabase")
        try await world.insert(AnalyticsQueries.knowledgeGaps, "support_knowledge_gaps", in: "supabase")
        try await world.insert(
            AnalyticsQueries.contactLabels, "contact_labels, of the labels that the migration put in", in: "chatwoot")
        let supabase = try await world.connection("supabase")
        try await supabase.query("REFRESH MATERIALIZED VIEW analytics.daily_support_summary")
        try await supabase.run(script: "ANALYZE analytics.conversation_analytics; ANALYZE analytics.customer_interaction_history")
        let healthy = try await supabase.query("SELECT analytics.check_sync_health()").one().decode(0, as: Bool.self)
        guard healthy else { throw DemoError("analytics.check_sync_health() is false right after the synchronisation") }
        world.narrator.holds("analytics.check_sync_health() is true, and the materialized view has its days.")
    }
}
