import Checks
import SchemaDSL

/// "Compare row counts (Chatwoot vs Supabase)", "Validate random sample of records": the document's tests of the synchronisation.
extension AnalyticsChecks {
    static let agreement: [DataCheck] = [
        .countsAgree(
            conversationsOfBoth, named: "agrees.counts", "Chatwoot and analytics have as many conversations, by day and status"),
        .sampleAgrees(
            conversationsOfBoth, named: "agrees.sample", "Chatwoot and analytics say the same of a random sample of conversations"
        ),
    ]

    /// Archived conversations count: Chatwoot keeps what analytics moves away. What changed within a day may wait for the
    /// nightly synchronisation.
    private static let conversationsOfBoth = Reconciliation(
        with: ChatwootModule.database, key: ["chatwoot_conversation_id"], groups: ["day", "status"],
        compared: [
            "status", "created_at", "chatwoot_inbox_id", "chatwoot_account_id", "customer_name", "customer_email",
            "assigned_agent_id",
        ], changed: "changed_at", settling: .seconds(86_400),
        here: """
            \(synchronised(from: "\(conversations)"))
            UNION ALL
            \(synchronised(from: "\(AnalyticsModule.archive)"))
            """,
        there: """
            SELECT c.\(chatwoot.conversations.id)::bigint AS chatwoot_conversation_id,
              (\(utc("c.\(chatwoot.conversations.createdAt)")) AT TIME ZONE 'UTC')::date AS day,
              \(synchronisedStatus) AS status,
              date_trunc('second', \(utc("c.\(chatwoot.conversations.createdAt)"))) AS created_at,
              c.\(chatwoot.conversations.inboxID)::bigint AS chatwoot_inbox_id,
              c.\(chatwoot.conversations.accountID)::bigint AS chatwoot_account_id,
              p.\(chatwoot.contacts.contactName)::text AS customer_name, p.\(chatwoot.contacts.email)::text AS customer_email,
              c.\(chatwoot.conversations.assigneeID)::bigint AS assigned_agent_id,
              \(utc("greatest(c.\(chatwoot.conversations.updatedAt), p.\(chatwoot.contacts.updatedAt))")) AS changed_at
            FROM \(chatwoot.conversations) AS c
            LEFT JOIN \(chatwoot.contacts) AS p ON p.\(chatwoot.contacts.id) = c.\(chatwoot.conversations.contactID)
            """)

    private static let chatwoot = ChatwootModule.document

    /// As the translation has it; what has none is told as it is.
    private static var synchronisedStatus: SQLFragment {
        let status: SQLFragment = "c.\(chatwoot.conversations.status)"
        return "coalesce(\(Translations.chatwootStatusInAnalytics.expression(of: status)), \(status)::text)"
    }

    private static func synchronised(from table: SQLFragment) -> SQLFragment {
        """
        SELECT \(conversations.chatwootConversationID), (\(conversations.createdAt) AT TIME ZONE 'UTC')::date AS day,
          \(conversations.status), date_trunc('second', \(conversations.createdAt)) AS created_at,
          \(conversations.chatwootInboxID)::bigint AS chatwoot_inbox_id,
          \(conversations.chatwootAccountID)::bigint AS chatwoot_account_id,
          \(conversations.customerName), \(conversations.customerEmail),
          \(conversations.assignedAgentID)::bigint AS assigned_agent_id
        FROM \(table)
        """
    }

    /// A point in time of either shape of Chatwoot: Rails keeps UTC without a zone.
    private static func utc(_ time: SQLFragment) -> SQLFragment {
        "to_timestamp(EXTRACT(epoch FROM \(time))::double precision)"
    }
}
