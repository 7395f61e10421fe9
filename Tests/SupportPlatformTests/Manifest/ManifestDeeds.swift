import Checks
import Plumbline
import Queries
import SchemaDSL
import SchemaModel
import SupportPlatform

/// What does the work of the manifest's entries that are no objects: checks, queries, reports, jobs.
struct ManifestDeeds {
    enum Deed {
        case check(String)
        case query(String)
        case report(String)
        /// A job of pg_cron, as it is declared.
        case job(String)
        /// A command of `plumb`, which its own tests try.
        case command(String)
    }

    private let checks: Set<String>
    private let queries: Set<String>
    private let reports: Set<String>
    private let jobs: Set<String>

    init() throws {
        let library = try SupportPlatform.library()
        checks = Set(try SupportPlatform.checks.flatMap { try $0.compiled() }.map { "\($0.id)" })
        queries = Set(library.queries.map(\.id))
        reports = Set(library.reports.map(\.name))
        let facts = try SupportPlatform.databases.flatMap { try $0.declared().facts }
        jobs = Set(facts.map(\.id).filter { $0.kind == .cronJob }.map(\.name))
    }

    /// Why an entry is not done; nil when it is.
    func problem(with entry: Manifest.Entry) -> String? {
        guard let deeds = Self.deeds[entry.name] else { return "nothing is named that does it" }
        for deed in deeds {
            switch deed {
            case .check(let id): if !checks.contains(id) { return "there is no check \(id)" }
            case .query(let id): if !queries.contains(id) { return "there is no query \(id)" }
            case .report(let name): if !reports.contains(name) { return "there is no report \(name)" }
            case .command(let name): if !Plumb.commandNames.contains(name) { return "there is no command \(name)" }
            case .job(let name): if !jobs.contains(name) { return "there is no job \(name)" }
            }
        }
        return nil
    }

    private static let deeds: [String: [Deed]] = [
        // Chatwoot
        "custom_attributes: recruitment JSON shape": [.check("public.contacts.custom_attributes.recruitment")],
        "custom_attributes: e-commerce JSON shape": [.check("public.contacts.custom_attributes.ecommerce")],
        "custom_attributes: business set-up JSON shape": [.check("public.contacts.custom_attributes.business_setup")],
        "every foreign key is indexed": [.check("catalog.chatwoot.foreign_keys_indexed")],
        "custom-attribute queries use their expression index": [
            .check("public.contacts.custom_attributes.instagram_handle.performance"),
            .check("public.contacts.custom_attributes.qualification_score.performance"),
        ],
        "query time under 100 ms": [
            .check("public.contacts.custom_attributes.containment.performance"),
            .check("public.contacts.custom_attributes.qualification_score.performance"),
        ],
        "slow queries, table sizes, index usage": [
            .query("chatwoot_monitoring.slow_queries"), .query("chatwoot_monitoring.table_sizes"),
            .query("chatwoot_monitoring.index_usage"),
        ],
        // Knowledge
        "vector search uses the IVFFlat index": [
            .check("catalog.knowledge.documents.embedding.ivfflat"), .check("knowledge.documents.embedding.performance"),
        ],
        "vector search under 50 ms below 100k documents": [.check("knowledge.documents.embedding.performance")],
        "documents with embeddings exported to a file and restored with embeddings preserved": [
            .command("export"), .command("restore"),
        ],
        "IVFFlat lists fit the row count: 100 below 10k, 500 to 100k, 1000 above": [
            .check("catalog.knowledge.documents.embedding.lists")
        ],
        "row-level security policies are configured and behave": [.check("catalog.knowledge.documents.row_security")],
        "metadata: vacancy, policy and product JSON shapes": [
            .check("knowledge.documents.metadata.vacancy"), .check("knowledge.documents.metadata.policy"),
            .check("knowledge.documents.metadata.product"),
        ],
        // Analytics
        "chatwoot_conversation_id is a positive number": [
            .check("analytics.conversation_analytics.chatwoot_conversation_id.positive")
        ],
        "customer_email has the form of an e-mail address": [.check("analytics.conversation_analytics.customer_email.format")],
        "status is one of open, pending, resolved": [.check("analytics.conversation_analytics.status.one_of")],
        "draft_confidence_score is null or 0 to 100": [.check("analytics.conversation_analytics.draft_confidence_score.range")],
        "missing customer_email": [.check("analytics.conversation_analytics.customer_email.not_null")],
        "created_at > updated_at, or resolved_at < created_at": [.check("analytics.conversation_analytics.dates_in_order")],
        "conversation with no customer_interaction_history": [
            .check("analytics.conversation_analytics.customer_email.references")
        ],
        "sync lag over 10 minutes": [.check("analytics.conversation_analytics.synced_at.freshness")],
        "row counts equal, Chatwoot against analytics": [.check("analytics.conversation_analytics.agrees.counts")],
        "random sample of records equal, Chatwoot against analytics": [
            .check("analytics.conversation_analytics.agrees.sample")
        ],
        "resolved conversations: 2 years": [
            .job("archive-old-conversations"), .check("analytics.conversation_analytics.retention"),
        ],
        "customer interaction history: 3 years": [
            .job("delete-old-interactions"), .check("analytics.customer_interaction_history.retention"),
        ],
        "agent performance metrics: 1 year": [
            .job("delete-old-agent-metrics"), .check("analytics.agent_performance_metrics.retention"),
        ],
        "knowledge gaps: until filled": [
            .job("delete-filled-knowledge-gaps"), .check("analytics.support_knowledge_gaps.retention"),
        ],
        "raw webhook logs: 30 days": [.job("delete-old-webhook-logs"), .check("analytics.raw_webhook_logs.retention")],
        "weekly support report": [.report("weekly_support_report")],
        """
        agent SDK performance dashboard (targets: approval > 60 %, edit < 30 %, review < 2 min, escalation < 10 %)
        """: [.report("agent_sdk_performance")],
        "support health dashboard": [.report("support_health")],
        "daily conversation volume": [.report("daily_conversation_volume"), .query("analytics.daily_conversation_volume")],
        "agent SDK effectiveness": [.report("agent_sdk_effectiveness")],
        "customer satisfaction trends": [.report("customer_satisfaction_trends")],
        "knowledge gap analysis": [.report("knowledge_gap_analysis")],
        // Widget
        "expired typing indicators": [.job("widget-clean-up-typing-indicators")],
        "messages older than 1 year": [.job("widget-archive-old-messages")],
        "sessions inactive for 30 minutes": [.job("widget-close-inactive-sessions")],
        // Metrics
        "trackMessageEvent": [.query("metrics.track_message_event")],
        "getMessageMetrics": [.query("metrics.get_message_metrics")],
        "trackCallEvent": [.query("metrics.track_call_event")],
        "getCallMetrics": [.query("metrics.get_call_metrics")],
        "updateConversationStatus": [.query("metrics.update_conversation_status")],
        "getAgentPerformance": [.query("metrics.get_agent_performance")],
        "getLeadSourcePerformance": [.query("metrics.get_lead_source_performance")],
        "trackContactInteraction": [.query("metrics.track_contact_interaction")],
    ]
}
