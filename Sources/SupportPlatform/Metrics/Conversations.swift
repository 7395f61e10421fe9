import SchemaDSL

extension MetricsModule {
    /// `conversations`: each with its state and the two times that it is measured by.
    final class Conversations: Table, Sendable {
        let id = Column("id", .serial).unmasked().primaryKey()
        let contactID: Column<Int32>
        let agentID: Column<Int32>
        let status = Column("status", .varchar(20)).unmasked()
        let leadSource = Column("lead_source", .varchar(100)).unmasked()
            .comment("The name of the source that brought the conversation; where it is NULL, the contact's counts")
        let market = Column("market", .varchar(100)).unmasked()
        let product = Column("product", .varchar(100)).unmasked()
        let firstResponseTime = Column("first_response_time", .integer).unmasked().comment("Seconds until the first answer")
        let resolutionTime = Column("resolution_time", .integer).unmasked()
            .comment("Seconds from created_at to closed_at of a conversation that is done; NULL of any other")
        let createdAt = Column("created_at", .timestamptz).unmasked().default(.currentTimestamp)
        let updatedAt = Column("updated_at", .timestamptz).unmasked().default(.currentTimestamp)
        let closedAt = Column("closed_at", .timestamptz).unmasked().comment(
            "When it became done, spam or unsubscribe; NULL while open")

        init(_ contacts: Contacts, _ agents: Agents) {
            contactID = Column("contact_id", .integer).unmasked().references(contacts.id)
            agentID = Column("agent_id", .integer).unmasked().references(agents.id)
        }

        var body: TableBody {
            TableComment("Conversations with their state; transitions are in conversation_state_changes.")
            Check(status.in("open", "pending", "done", "spam", "unsubscribe"))
            Index("idx_conversations_status", on: status)
            Index("idx_conversations_dates", on: createdAt, updatedAt, closedAt)
            Index("idx_conversations_agent", on: agentID)
            Index("idx_conversations_contact", on: contactID)
            RowSecurity.enabled
            serviceWrites
            Grant(.usage, to: .serviceRole, onSequenceOf: id)
        }
    }

    /// `conversation_state_changes`: the history of a conversation's state.
    final class ConversationStateChanges: Table, Sendable {
        let id = Column("id", .serial).unmasked().primaryKey()
        let conversationID: Column<Int32>
        let agentID: Column<Int32>
        let previousStatus = Column("previous_status", .varchar(20)).unmasked()
        let newStatus = Column("new_status", .varchar(20)).unmasked()
        let changedAt = Column("changed_at", .timestamptz).unmasked().default(.currentTimestamp)
        let reason = Column("reason", .text).sensitive()
        let previousAgentID: Column<Int32>

        init(_ conversations: Conversations, _ agents: Agents) {
            conversationID = Column("conversation_id", .integer).unmasked().references(conversations.id)
            agentID = Column("agent_id", .integer).unmasked().references(agents.id).comment(
                "Whose the conversation is from then on")
            previousAgentID = Column("previous_agent_id", .integer).unmasked().references(agents.id)
                .comment("Whose the conversation was before")
        }

        var body: TableBody {
            TableComment("Transitions of conversations: state and agent, before and after.")
            Index("idx_conversation_state_changes_conversation", on: conversationID, changedAt)
            Index("idx_conversation_state_changes_agent", on: agentID)
            Index("idx_conversation_state_changes_previous_agent", on: previousAgentID)
            RowSecurity.enabled
            serviceWrites
            Grant(.usage, to: .serviceRole, onSequenceOf: id)
        }
    }
}
