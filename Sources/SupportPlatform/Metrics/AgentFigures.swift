import SchemaDSL

extension MetricsModule {
    /// `agent_performance_metrics`: what an agent did in a day (UTC), written by ``recordAgentPerformance``.
    final class AgentPerformanceMetrics: Table, Sendable {
        let id = Column("id", .serial).unmasked().primaryKey()
        let agentID: Column<Int32>
        let date = Column("date", .date).unmasked().notNull().comment("A day in UTC")
        let messagesHandled = Column("messages_handled", .integer).unmasked().default(0)
        let callsHandled = Column("calls_handled", .integer).unmasked().default(0)
        let avgResponseTime = Column("avg_response_time", .integer).unmasked()
            .comment("Seconds; of the conversations that began on that day")
        let avgResolutionTime = Column("avg_resolution_time", .integer).unmasked()
            .comment("Seconds; of the conversations that were closed on that day")
        let satisfactionScore = Column("satisfaction_score", .numeric(3, 2)).unmasked().comment("1 to 5")
        let createdAt = Column("created_at", .timestamptz).unmasked().default(.currentTimestamp)

        init(_ agents: Agents) {
            agentID = Column("agent_id", .integer).unmasked().references(agents.id).comment("NULL: what belongs to no agent")
        }

        var body: TableBody {
            TableComment("Performance of agents by day (UTC); what belongs to no agent has a row without one.")
            // Otherwise a day of no agent could be there any number of times.
            Unique(agentID, date, nullsNotDistinct: true)
            RowSecurity.enabled
            serviceWrites
            Grant(.usage, to: .serviceRole, onSequenceOf: id)
        }
    }

    /// `agent_availability`: when an agent was in which state.
    final class AgentAvailability: Table, Sendable {
        let id = Column("id", .serial).unmasked().primaryKey()
        let agentID: Column<Int32>
        let status = Column("status", .varchar(20)).unmasked()
        let startTime = Column("start_time", .timestamptz).unmasked()
        let endTime = Column("end_time", .timestamptz).unmasked().comment("NULL while it lasts")
        let createdAt = Column("created_at", .timestamptz).unmasked().default(.currentTimestamp)

        init(_ agents: Agents) {
            agentID = Column("agent_id", .integer).unmasked().references(agents.id)
        }

        var body: TableBody {
            TableComment("Shifts and availability of agents.")
            Index("idx_agent_availability_agent", on: agentID, startTime)
            RowSecurity.enabled
            serviceWrites
            Grant(.usage, to: .serviceRole, onSequenceOf: id)
        }
    }

    /// `view_refreshes`: when each materialized view was last refreshed, which PostgreSQL does not keep.
    final class ViewRefreshes: Table, Sendable {
        let viewName = Column("view_name", .text).unmasked().primaryKey()
        let refreshedAt = Column("refreshed_at", .timestamptz).unmasked().notNull().comment(
            "The view has all that was committed then")
        let duration = Column("duration", .interval).unmasked().notNull()

        var body: TableBody {
            TableComment("The last refresh of each materialized view of this schema, by refresh_analytics_views().")
            RowSecurity.enabled
            Grant(.select, to: .serviceRole)
        }
    }
}
