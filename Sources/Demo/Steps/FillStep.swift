import Foundation
import PostgresClient

/// The knowledge base and the analytics, and the first night's checks on all of it.
struct FillStep: Step {
    let title = "Fill the knowledge base and the analytics; the first nightly run"
    let proves = "clean data passes every declared check"

    func run(_ world: World) async throws {
        try await fillDocuments(world)
        try await reindex(world)
        try await fillAnalytics(world)
        try await checkClean(world)
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
        try await world.stream(
            AnalyticsQueries.conversations, of: "chatwoot", "conversation_analytics",
            into: "analytics.conversation_analytics (\(AnalyticsQueries.conversationColumns))", of: "supabase")
        try await world.stream(
            AnalyticsQueries.interactions, of: "chatwoot", "customer_interaction_history",
            into: "analytics.customer_interaction_history (\(AnalyticsQueries.interactionColumns))", of: "supabase")
        try await world.stream(
            AnalyticsQueries.metrics, of: "chatwoot", "agent_performance_metrics",
            into: "analytics.agent_performance_metrics (\(AnalyticsQueries.metricColumns))", of: "supabase")
        for (database, what, sql) in [
            ("supabase", "support_knowledge_gaps", AnalyticsQueries.knowledgeGaps),
            ("chatwoot", "contact_labels, of the labels that the migration put in", AnalyticsQueries.contactLabels),
        ] {
            let began = ContinuousClock.now
            let tag = try await world.connection(database).execute(sql)
            world.loaded(tag.rows, what, began)
        }
        let supabase = try await world.connection("supabase")
        try await supabase.query("REFRESH MATERIALIZED VIEW analytics.daily_support_summary")
        try await supabase.query("ANALYZE")
        let healthy = try await supabase.query("SELECT analytics.check_sync_health()").one().decode(0, as: Bool.self)
        guard healthy else { throw DemoError("analytics.check_sync_health() is false right after the synchronisation") }
        world.narrator.holds("analytics.check_sync_health() is true, and the materialized view has its days.")
    }

    private func checkClean(_ world: World) async throws {
        world.narrator.say(
            "The checks run as a role that may read and nothing else; the nightly run may also write its history. "
                + "Advice about Chatwoot's own tables, which are not ours to change, is a warning, and no failure:")
        // The schema is Plumbline's own, made by the first migration.
        try await world.connection("chatwoot").run(script: "GRANT USAGE, CREATE ON SCHEMA plumbline TO plumb_nightly")
        try await world.plumb.run(
            "nightly", "--output", world.reportsFolder.path, "--json",
            world.projectFolder.appending(component: "clean.json").path,
            showing: 14, last: 4, urls: try world.urls(user: "plumb_nightly"))
        let found = try CheckOutcomes(file: world.projectFolder.appending(component: "clean.json"))
        let missing = try await world.number(CheckOutcomes.chatwootForeignKeysWithoutIndex, in: "chatwoot")
        for check in found.checks where check.outcome != "passed" {
            guard check.id == CheckOutcomes.chatwootForeignKeys, check.failingRows == missing else {
                throw DemoError("on clean data, the check \(check.id) ended as \(check.outcome), \(check.failingRows ?? 0) rows")
            }
            world.baseline["\(check.database) \(check.id)"] = missing
        }
        world.narrator.holds(
            "\(found.checks.count - world.baseline.count) of \(found.checks.count) checks pass; the rest is the advice on "
                + "\(missing) foreign keys of Chatwoot's own, counted by another query too.")
    }
}
