package import PostgresClient
package import Queries

/// The document's data-access layer: its eight calls, each one declared query of ``SupportPlatform`` and one statement.
///
///     let metrics = try MetricsDatabase(connection)
///     let today = try DateRange(from: day, through: day, in: timeZone)
///     print(try await metrics.getMessageMetrics(today).inbound)
///
/// In a transaction that is open on the connection, a call is part of it. The role needs the rights of `service_role`.
package struct MetricsDatabase: Sendable {
    private let connection: PostgresConnection
    private let library: QueryLibrary

    /// The calls on a connection to the database `supabase`.
    /// - Throws: `QueryError` when the declared queries contradict themselves.
    package init(_ connection: PostgresConnection) throws(QueryError) {
        self.connection = connection
        library = try QueryLibrary([QuerySet(SupportPlatform.supabase, [MetricsQueries.group])])
    }

    /// Puts in a message, and gives its id.
    /// - Throws: `PostgresError`, as for an agent that is not there.
    @discardableResult
    package func trackMessageEvent(_ event: MessageEvent) async throws -> Int32 {
        let query = MetricsQueries.trackMessageEvent
        let rows = try await library.run(query, on: connection) {
            [
                $0.direction.value(event.direction.rawValue), $0.agentID.value(event.agentID),
                $0.contactID.value(event.contactID), $0.conversationID.value(event.conversationID),
                $0.messageBody.value(event.body), $0.messageType.value(event.type), $0.status.value(event.status),
                $0.metadata.value(event.metadata), $0.createdAt.value(event.createdAt), $0.sentAt.value(event.sentAt),
                $0.deliveredAt.value(event.deliveredAt),
            ]
        }
        return try only(rows)[query.newID]
    }

    /// The messages of a range.
    /// - Throws: `PostgresError`.
    package func getMessageMetrics(_ range: DateRange) async throws -> MessageMetrics {
        let query = MetricsQueries.getMessageMetrics
        let row = try await only(
            library.run(query, on: connection) { [$0.start.value(range.start), $0.end.value(range.end)] })
        return MessageMetrics(
            inbound: try row[query.inbound], outbound: try row[query.outbound],
            avgResponseTime: try row[query.avgResponseTime], uniqueContacts: try row[query.uniqueContacts])
    }

    /// Puts in a call, and gives its id.
    /// - Throws: `PostgresError`, as for an agent that is not there.
    @discardableResult
    package func trackCallEvent(_ event: CallEvent) async throws -> Int32 {
        let query = MetricsQueries.trackCallEvent
        let rows = try await library.run(query, on: connection) {
            [
                $0.direction.value(event.direction.rawValue), $0.agentID.value(event.agentID),
                $0.contactID.value(event.contactID), $0.conversationID.value(event.conversationID),
                $0.callStatus.value(event.status?.rawValue), $0.duration.value(event.duration), $0.source.value(event.source),
                $0.queueTime.value(event.queueTime), $0.startTime.value(event.startTime), $0.endTime.value(event.endTime),
                $0.metadata.value(event.metadata), $0.createdAt.value(event.createdAt),
            ]
        }
        return try only(rows)[query.newID]
    }

    /// The calls of a range.
    /// - Throws: `PostgresError`.
    package func getCallMetrics(_ range: DateRange) async throws -> CallMetrics {
        let query = MetricsQueries.getCallMetrics
        let row = try await only(
            library.run(query, on: connection) { [$0.start.value(range.start), $0.end.value(range.end)] })
        return CallMetrics(
            inbound: try row[query.inbound], outbound: try row[query.outbound], avgDuration: try row[query.avgDuration],
            missedCalls: try row[query.missedCalls])
    }

    /// Moves a conversation into a state, gives it to an agent, and writes the transition down.
    ///
    /// Entering `done`, `spam` or `unsubscribe` sets `closed_at`, being `done` sets `resolution_time`; opening it again clears
    /// both. What is so already is left alone. Of two calls at once the second sees what the first has done.
    ///
    /// - Parameter agentID: whose the conversation is from then on; nil leaves it as it is.
    /// - Throws: ``MetricsError`` of code `noSuchConversation`; `PostgresError`, as for an agent that is not there.
    @discardableResult
    package func updateConversationStatus(
        _ conversationID: Int32, _ status: ConversationStatus, agentID: Int32?, reason: String? = nil
    ) async throws -> StatusChange {
        let query = MetricsQueries.updateConversationStatus
        let rows = try await library.run(query, on: connection) {
            [
                $0.conversationID.value(conversationID), $0.status.value(status.rawValue), $0.agentID.value(agentID),
                $0.reason.value(reason),
            ]
        }
        guard let row = rows.first else {
            throw MetricsError(.noSuchConversation, "there is no conversation \(conversationID); nothing was changed")
        }
        return StatusChange(
            changed: try row[query.changed],
            previousStatus: try row[query.previousStatus].flatMap { ConversationStatus(rawValue: $0) },
            previousAgentID: try row[query.previousAgentID], closedAt: try row[query.closedAt],
            resolutionTime: try row[query.resolutionTime])
    }

    /// An agent's conversations that began in a range; none of an agent that is not there.
    /// - Throws: `PostgresError`.
    package func getAgentPerformance(_ agentID: Int32, _ range: DateRange) async throws -> AgentPerformance {
        let query = MetricsQueries.getAgentPerformance
        let row = try await only(
            library.run(query, on: connection) {
                [$0.agentID.value(agentID), $0.start.value(range.start), $0.end.value(range.end)]
            })
        return AgentPerformance(
            totalConversations: try row[query.totalConversations], avgResponseTime: try row[query.avgResponseTime],
            avgResolutionTime: try row[query.avgResolutionTime], resolvedConversations: try row[query.resolvedConversations])
    }

    /// Every lead source by name, with what it brought in a range.
    /// - Throws: `PostgresError`.
    package func getLeadSourcePerformance(_ range: DateRange) async throws -> [LeadSourcePerformance] {
        let query = MetricsQueries.getLeadSourcePerformance
        let rows = try await library.run(query, on: connection) {
            [$0.start.value(range.start), $0.end.value(range.end)]
        }
        return try rows.map { row in
            LeadSourcePerformance(
                source: try row[query.source], totalContacts: try row[query.totalContacts],
                totalConversations: try row[query.totalConversations], avgResolutionTime: try row[query.avgResolutionTime])
        }
    }

    /// Writes down that a contact was in touch: the last time, a new status, an opt-out.
    ///
    /// Late events move nothing back. An opt-out that is there already holds from its first time on.
    ///
    /// - Throws: ``MetricsError`` of code `noSuchContact`; `PostgresError`.
    package func trackContactInteraction(_ contactID: Int32, _ interaction: ContactInteraction) async throws {
        let rows = try await library.run(MetricsQueries.trackContactInteraction, on: connection) {
            [
                $0.contactID.value(contactID), $0.at.value(interaction.at), $0.status.value(interaction.status),
                $0.optOutType.value(interaction.optOut?.type), $0.optOutReason.value(interaction.optOut?.reason),
                $0.initiatedBy.value(interaction.optOut?.initiatedBy.rawValue),
            ]
        }
        guard !rows.isEmpty else {
            throw MetricsError(.noSuchContact, "there is no contact \(contactID); nothing was written down")
        }
    }

    /// An INSERT of one row, and an aggregate without GROUP BY, give one row.
    private func only(_ rows: [QueryRow]) throws -> QueryRow {
        guard let row = rows.first, rows.count == 1 else {
            throw MetricsError(.unexpectedAnswer, "the server gave \(rows.count) rows where a statement gives one")
        }
        return row
    }
}
