import SchemaDSL

extension MetricsModule {
    /// Makes the months of `message_events`: this one and the next three, and those whose events are in the default partition.
    ///
    /// Each month has a unique index on `id`, which the table's key cannot be: it holds `created_at` as well.
    static let createMessagePartition = ManagedPartitions(
        of: messageEvents, every: .month, on: messageEvents.createdAt, default: messageEventsDefault
    ).creating(
        named: "create_message_partition", uniqueWithin: [messageEvents.id],
        comment: "Makes the partitions of message_events for this month and 3 ahead, and for events in the default one; "
            + "returns their names.")
}
