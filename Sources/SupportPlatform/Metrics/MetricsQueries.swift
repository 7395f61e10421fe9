import Queries

/// The declared queries of `metrics`: the data-access layer's eight calls, and what section 6 asks to watch.
public enum MetricsQueries {
    public static let trackMessageEvent = TrackMessageEvent()
    public static let getMessageMetrics = GetMessageMetrics()
    public static let trackCallEvent = TrackCallEvent()
    public static let getCallMetrics = GetCallMetrics()
    public static let updateConversationStatus = UpdateConversationStatus()
    public static let getAgentPerformance = GetAgentPerformance()
    public static let getLeadSourcePerformance = GetLeadSourcePerformance()
    public static let trackContactInteraction = TrackContactInteraction()

    /// `plumb query metrics.…`
    static let group = QueryGroup(
        "metrics",
        [
            trackMessageEvent, getMessageMetrics, trackCallEvent, getCallMetrics, updateConversationStatus, getAgentPerformance,
            getLeadSourcePerformance, trackContactInteraction,
        ])
}
