import SchemaDSL

extension MetricsModule {
    /// `message_events`: each message, in a partition a month (UTC).
    final class MessageEvents: Table, Sendable {
        let id = Column("id", .serial).unmasked()
        let direction = Column("direction", .varchar(20)).unmasked().notNull()
        let agentID: Column<Int32>
        let contactID: Column<Int32>
        let conversationID: Column<Int32>
        let messageBody = Column("message_body", .text).sensitive()
        let messageType = Column("message_type", .varchar(50)).unmasked()
        let status = Column("status", .varchar(20)).unmasked()
        let metadata = Column("metadata", .jsonb).sensitive()
        // The key of a partitioned table holds what it is partitioned by, so that it cannot be NULL.
        let createdAt = Column("created_at", .timestamptz).unmasked().notNull().default(.currentTimestamp)
        let sentAt = Column("sent_at", .timestamptz).unmasked()
        let deliveredAt = Column("delivered_at", .timestamptz).unmasked()

        init(_ agents: Agents, _ contacts: Contacts, _ conversations: Conversations) {
            agentID = Column("agent_id", .integer).unmasked().references(agents.id)
            contactID = Column("contact_id", .integer).unmasked().references(contacts.id)
            conversationID = Column("conversation_id", .integer).unmasked().references(conversations.id)
        }

        var body: TableBody {
            TableComment("Message events, partitioned by month (UTC) of created_at; create_message_partition() makes the months.")
            Partitioned(by: .range, createdAt, partitions: .managed)
            PrimaryKey(id, createdAt)
            Check(direction.in("inbound", "outbound"))
            Index("idx_message_events_created_at", on: createdAt)
            Index("idx_message_events_agent_contact", on: agentID, contactID)
            Index("idx_message_events_conversation", on: conversationID)
            Index("idx_message_events_contact", on: contactID)
            RowSecurity.enabled
            serviceWrites
            Grant(.usage, to: .serviceRole, onSequenceOf: id)
        }
    }

    /// `call_events`: each call.
    final class CallEvents: Table, Sendable {
        let id = Column("id", .serial).unmasked().primaryKey()
        let direction = Column("direction", .varchar(20)).unmasked().notNull()
        let agentID: Column<Int32>
        let contactID: Column<Int32>
        let conversationID: Column<Int32>
        let callStatus = Column("call_status", .varchar(50)).unmasked()
        let duration = Column("duration", .integer).unmasked().comment("Seconds; NULL of a call that nobody took")
        let source = Column("source", .varchar(50)).unmasked()
        let queueTime = Column("queue_time", .integer).unmasked().comment("Seconds in the queue")
        let startTime = Column("start_time", .timestamptz).unmasked()
        let endTime = Column("end_time", .timestamptz).unmasked()
        let metadata = Column("metadata", .jsonb).sensitive()
        let createdAt = Column("created_at", .timestamptz).unmasked().default(.currentTimestamp)

        init(_ agents: Agents, _ contacts: Contacts, _ conversations: Conversations) {
            agentID = Column("agent_id", .integer).unmasked().references(agents.id)
            contactID = Column("contact_id", .integer).unmasked().references(contacts.id)
            conversationID = Column("conversation_id", .integer).unmasked().references(conversations.id)
        }

        var body: TableBody {
            TableComment("Call events.")
            Check(direction.in("inbound", "outbound"))
            Index("idx_call_events_created_at", on: createdAt)
            Index("idx_call_events_agent_contact", on: agentID, contactID)
            Index("idx_call_events_status", on: callStatus)
            Index("idx_call_events_contact", on: contactID)
            Index("idx_call_events_conversation", on: conversationID)
            RowSecurity.enabled
            serviceWrites
            Grant(.usage, to: .serviceRole, onSequenceOf: id)
        }
    }
}
