package import Foundation
import PostgresClient
package import Queries
package import SchemaDSL
import SchemaModel

/// The queries of the synchronisation design, with what was wrong in them put right: `docs/seed-deviations.md` has each.
package enum AnalyticsQueries {
    package static let dailyVolume = DailyConversationVolume()
    package static let effectiveness = AgentSDKEffectiveness()
    package static let satisfaction = CustomerSatisfactionTrends()
    package static let gaps = KnowledgeGapAnalysis()
    package static let agentPerformance = AgentSDKPerformance()
    package static let supportHealth = SupportHealth()
    package static let weekly = WeeklySupport()
    package static let topCategories = TopCategories()
    package static let syncLag = SyncLag()

    static let group = QueryGroup(
        "analytics",
        [
            dailyVolume, effectiveness, satisfaction, gaps, agentPerformance, supportHealth, weekly, topCategories, syncLag,
        ])

    static let c = AnalyticsModule.conversations

    /// From so many days before a time until before it: a moment is in one period, never in two.
    static func within(_ column: any AnyColumn, _ days: any AnyParameter, _ until: any AnyParameter) -> SQLFragment {
        "\(column) >= \(until) - make_interval(days => \(days)) AND \(column) < \(until)"
    }

    static func percent(of condition: SQLFragment) -> SQLFragment {
        "round(count(*) FILTER (WHERE \(condition)) * 100.0 / nullif(count(*), 0), 1)"
    }

    /// Monday, in UTC: the start of this week, and the end of the last.
    static let monday: SQLFragment = "date_trunc('week', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC'"
}

private typealias Q = AnalyticsQueries

/// Conversations by the day on which they began (UTC).
package final class DailyConversationVolume: Query, Sendable {
    package let days = Parameter("days", .integer, default: "30", about: "how many days before the end")
    package let until = Parameter("until", .timestamptz, default: "now()", about: "the end, exclusive")
    package let date = Output("date", .date).unmasked()
    package let total = Output("total_conversations", .bigint).unmasked().labeled("Conversations", .count)
    package let resolved = Output("resolved", .bigint).unmasked()
    package let agentSDK = Output("agent_sdk_conversations", .bigint).unmasked().labeled("Conversations with Agent SDK", .count)
    package let firstResponse = Output("avg_first_response_sec", .numeric).nullable().unmasked().labeled(
        "First response, average", .seconds)
    package let resolution = Output("avg_resolution_sec", .numeric).nullable().unmasked().labeled("Resolution, average", .seconds)
    package let purpose = "Conversations a day: how many, how many of them are resolved, and how fast."
    package var sql: SQLFragment {
        """
        SELECT (\(Q.c.createdAt) AT TIME ZONE 'UTC')::date AS date, count(*) AS total_conversations,
            count(*) FILTER (WHERE \(Q.c.status) = 'resolved') AS resolved,
            count(*) FILTER (WHERE \(Q.c.agentSDKUsed)) AS agent_sdk_conversations,
            round(avg(\(Q.c.timeToFirstResponseSeconds)), 1) AS avg_first_response_sec,
            round(avg(\(Q.c.timeToResolutionSeconds)) FILTER (WHERE \(Q.c.resolvedAt) IS NOT NULL), 1) AS avg_resolution_sec
        FROM \(Q.c)
        WHERE \(Q.within(Q.c.createdAt, days, until))
        GROUP BY 1 ORDER BY 1 DESC
        """
    }
}

/// The actions of operators on drafts.
package final class AgentSDKEffectiveness: Query, Sendable {
    package let days = Parameter("days", .integer, default: "7", about: "how many days before the end")
    package let until = Parameter("until", .timestamptz, default: "now()", about: "the end, exclusive")
    package let action = Output("operator_action", .text).nullable().unmasked().labeled("What the operator did")
    package let count = Output("count", .bigint).unmasked()
    package let confidence = Output("avg_confidence", .numeric).nullable().unmasked().labeled("Confidence, average")
    package let review = Output("avg_review_time_sec", .numeric).nullable().unmasked().labeled("Review time, average", .seconds)
    package let percentage = Output("percentage", .numeric).unmasked().labeled("Share", .percent)
    package let purpose = "What operators did with drafts, how often and how fast; no action is a draft that waits."
    package var sql: SQLFragment {
        """
        SELECT \(Q.c.operatorAction), count(*) AS count, round(avg(\(Q.c.draftConfidenceScore)), 1) AS avg_confidence,
            round(avg(extract(epoch FROM \(Q.c.draftApprovedAt) - \(Q.c.draftCreatedAt))), 1) AS avg_review_time_sec,
            round(count(*) * 100.0 / sum(count(*)) OVER (), 2) AS percentage
        FROM \(Q.c)
        WHERE \(Q.c.agentSDKUsed) AND \(Q.within(Q.c.createdAt, days, until))
        GROUP BY 1 ORDER BY 2 DESC, 1
        """
    }
}

/// Ratings by week and category, with those that nobody rated counted, too.
package final class CustomerSatisfactionTrends: Query, Sendable {
    package let days = Parameter("days", .integer, default: "90", about: "how many days before the end")
    package let until = Parameter("until", .timestamptz, default: "now()", about: "the end, exclusive")
    package let week = Output("week", .date).unmasked()
    package let category = Output("category", .text).nullable().unmasked()
    package let rating = Output("avg_csat", .numeric).nullable().unmasked().labeled("Satisfaction (CSAT), average")
    package let rated = Output("rated_conversations", .bigint).unmasked().labeled("Rated conversations", .count)
    package let total = Output("total_conversations", .bigint).unmasked().labeled("Conversations", .count)
    package let purpose = "Customers' ratings by week (from Monday, UTC) and category, beside how many rated at all."
    package var sql: SQLFragment {
        """
        SELECT date_trunc('week', \(Q.c.createdAt) AT TIME ZONE 'UTC')::date AS week, \(Q.c.category),
            round(avg(\(Q.c.csatRating)), 2) AS avg_csat, count(\(Q.c.csatRating)) AS rated_conversations,
            count(*) AS total_conversations
        FROM \(Q.c)
        WHERE \(Q.within(Q.c.createdAt, days, until))
        GROUP BY 1, 2 ORDER BY 1 DESC, 2
        """
    }
}

/// The most frequent questions that the knowledge base cannot answer.
package final class KnowledgeGapAnalysis: Query, Sendable {
    private let g = AnalyticsModule.knowledgeGaps
    package let most = Parameter("most", .integer, default: "20", about: "how many gaps")
    package let category = Output(AnalyticsModule.knowledgeGaps.detectedCategory).nullable()
    package let question = Output(AnalyticsModule.knowledgeGaps.customerQuestion)
    package let occurrences = Output(AnalyticsModule.knowledgeGaps.occurrenceCount).nullable()
    package let confidence = Output(AnalyticsModule.knowledgeGaps.draftConfidenceScore).nullable()
    package let isFilled = Output(AnalyticsModule.knowledgeGaps.gapFilled).nullable()
    package let article = Output(AnalyticsModule.knowledgeGaps.knowledgeArticleURL).nullable()
    package let purpose = "The gaps of the knowledge base that are not filled, the most frequent first."
    package var sql: SQLFragment {
        """
        SELECT \(g.detectedCategory), \(g.customerQuestion), \(g.occurrenceCount), \(g.draftConfidenceScore), \(g.gapFilled),
            \(g.knowledgeArticleURL)
        FROM \(g)
        WHERE \(g.gapFilled) IS NOT TRUE
        ORDER BY \(g.occurrenceCount) DESC NULLS LAST, \(g.firstSeenAt), \(g.id)
        LIMIT \(most)
        """
    }
}

/// The first dashboard: how drafts do.
package final class AgentSDKPerformance: Query, Sendable {
    package let days = Parameter("days", .integer, default: "7", about: "how many days before the end")
    package let until = Parameter("until", .timestamptz, default: "now()", about: "the end, exclusive")
    package let drafts = Output("drafts", .bigint).unmasked().labeled("Drafts", .count)
    package let waiting = Output("waiting", .bigint).unmasked().labeled("Waiting drafts", .count)
    package let approval = Output("approval_rate", .numeric).nullable().unmasked().labeled("Approved", .percent)
    package let edit = Output("edit_rate", .numeric).nullable().unmasked().labeled("Edited", .percent)
    package let escalation = Output("escalation_rate", .numeric).nullable().unmasked().labeled("Escalated", .percent)
    package let confidence = Output("avg_confidence", .numeric).nullable().unmasked().labeled("Confidence, average")
    package let review = Output("avg_review_time_min", .numeric).nullable().unmasked().labeled("Review time, average", .minutes)
    package let purpose = "How often drafts are approved, edited and escalated, of all drafts, and how long a review takes."
    package var sql: SQLFragment {
        """
        SELECT count(*) AS drafts, count(*) FILTER (WHERE \(Q.c.operatorAction) IS NULL) AS waiting,
            \(Q.percent(of: "\(Q.c.operatorAction) = 'approve'")) AS approval_rate,
            \(Q.percent(of: "\(Q.c.operatorAction) = 'edit'")) AS edit_rate,
            \(Q.percent(of: "\(Q.c.operatorAction) = 'escalate'")) AS escalation_rate,
            round(avg(\(Q.c.draftConfidenceScore)), 1) AS avg_confidence,
            round(avg(extract(epoch FROM \(Q.c.draftApprovedAt) - \(Q.c.draftCreatedAt)) / 60.0), 1) AS avg_review_time_min
        FROM \(Q.c)
        WHERE \(Q.c.agentSDKUsed) AND \(Q.within(Q.c.createdAt, days, until))
        """
    }
}

/// The second dashboard: how support does.
package final class SupportHealth: Query, Sendable {
    package let days = Parameter("days", .integer, default: "7", about: "how many days before the end")
    package let until = Parameter("until", .timestamptz, default: "now()", about: "the end, exclusive")
    package let total = Output("total_conversations", .bigint).unmasked().labeled("Conversations", .count)
    package let resolution = Output("resolution_rate", .numeric).nullable().unmasked().labeled("Resolved", .percent)
    package let response = Output("avg_first_response_min", .numeric).nullable().unmasked().labeled(
        "First response, average", .minutes)
    package let resolutionTime = Output("avg_resolution_hours", .numeric).nullable().unmasked().labeled(
        "Resolution, average", .hours)
    package let rating = Output("avg_csat", .numeric).nullable().unmasked().labeled("Satisfaction (CSAT), average")
    package let adoption = Output("agent_sdk_adoption", .numeric).nullable().unmasked().labeled("Agent SDK adoption", .percent)
    package let purpose = "How many conversations there were, how many are resolved, how fast, and how content customers are."
    package var sql: SQLFragment {
        """
        SELECT count(*) AS total_conversations, \(Q.percent(of: "\(Q.c.status) = 'resolved'")) AS resolution_rate,
            round(avg(\(Q.c.timeToFirstResponseSeconds)) / 60.0, 1) AS avg_first_response_min,
            round(avg(\(Q.c.timeToResolutionSeconds)) FILTER (WHERE \(Q.c.status) = 'resolved') / 3600.0, 1) AS avg_resolution_hours,
            round(avg(\(Q.c.csatRating)), 2) AS avg_csat, \(Q.percent(of: "\(Q.c.agentSDKUsed)")) AS agent_sdk_adoption
        FROM \(Q.c)
        WHERE \(Q.within(Q.c.createdAt, days, until))
        """
    }
}

/// A week's figures, of the last whole week unless another end is given.
package final class WeeklySupport: Query, Sendable {
    package let until = Parameter("until", .timestamptz, default: Q.monday, about: "the end of the week, exclusive")
    package let weekEnding = Output("week_ending", .date).unmasked()
    package let total = Output("total_conversations", .bigint).unmasked().labeled("Conversations", .count)
    package let resolved = Output("resolved", .bigint).unmasked()
    package let response = Output("avg_first_response_min", .numeric).nullable().unmasked().labeled(
        "First response, average", .minutes)
    package let rating = Output("avg_csat", .numeric).nullable().unmasked().labeled("Satisfaction (CSAT), average")
    package let adoption = Output("agent_sdk_adoption", .numeric).nullable().unmasked().labeled("Agent SDK adoption", .percent)
    package let purpose = "A week's conversations: begun in it, resolved in it, how fast and how well."
    package var sql: SQLFragment {
        """
        SELECT (\(until) AT TIME ZONE 'UTC')::date - 1 AS week_ending, count(*) AS total_conversations,
            (SELECT count(*) FROM \(Q.c) WHERE \(Q.c.status) = 'resolved'
                AND \(Q.c.resolvedAt) >= \(until) - interval '7 days' AND \(Q.c.resolvedAt) < \(until)) AS resolved,
            round(avg(\(Q.c.timeToFirstResponseSeconds)) / 60.0, 1) AS avg_first_response_min,
            round(avg(\(Q.c.csatRating)), 2) AS avg_csat, \(Q.percent(of: "\(Q.c.agentSDKUsed)")) AS agent_sdk_adoption
        FROM \(Q.c)
        WHERE \(Q.c.createdAt) >= \(until) - interval '7 days' AND \(Q.c.createdAt) < \(until)
        """
    }
}

/// The topics of a week's conversations.
package final class TopCategories: Query, Sendable {
    package let until = Parameter("until", .timestamptz, default: Q.monday, about: "the end of the week, exclusive")
    package let most = Parameter("most", .integer, default: "5", about: "how many categories")
    package let category = Output("category", .text).nullable().unmasked()
    package let count = Output("count", .bigint).unmasked()
    package let purpose = "The categories that a week's conversations were in most."
    package var sql: SQLFragment {
        """
        SELECT \(Q.c.category), count(*) AS count FROM \(Q.c)
        WHERE \(Q.c.createdAt) >= \(until) - interval '7 days' AND \(Q.c.createdAt) < \(until)
        GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT \(most)
        """
    }
}

/// How old the last synchronisation is.
package final class SyncLag: Query, Sendable {
    package let conversation = Output("last_conversation_time", .timestamptz).nullable().unmasked().labeled("Last conversation")
    package let sync = Output("last_sync_time", .timestamptz).nullable().unmasked().labeled("Last sync")
    package let lag = Output("sync_lag_minutes", .numeric).nullable().unmasked().labeled("Sync lag", .minutes)
    package let purpose = "When the last conversation began, when one was last synchronised, and how many minutes ago that is."
    package var sql: SQLFragment {
        """
        SELECT max(\(Q.c.createdAt)) AS last_conversation_time, max(\(Q.c.syncedAt)) AS last_sync_time,
            round(extract(epoch FROM now() - max(\(Q.c.syncedAt))) / 60, 1) AS sync_lag_minutes
        FROM \(Q.c)
        """
    }
}
