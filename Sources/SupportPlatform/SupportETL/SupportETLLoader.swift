package import PostgresClient
import Queries

/// Loads envelopes in bulk: COPY into a temporary table, and one statement that merges it, in one transaction.
package struct SupportETLLoader: Sendable {
    /// An envelope: a customer, a ticket, or the list of conversations of a ticket.
    package struct Envelope: Sendable {
        let merchantID: Int32
        let sourceID: String
        let json: String

        /// - Parameters:
        ///   - sourceID: Shopify's or Freshdesk's id.
        ///   - json: the record as the source sends it.
        package init(merchantID: Int32, sourceID: String, json: String) {
            self.merchantID = merchantID
            self.sourceID = sourceID
            self.json = json
        }
    }

    /// The outcome of the load.
    package struct Outcome: Sendable, Hashable {
        package var inserted: Int64 = 0
        package var updated: Int64 = 0
        package var unchanged: Int64 = 0
        /// Conversations without a ticket, or that are no list.
        package var rejected: Int64 = 0

        package init(inserted: Int64 = 0, updated: Int64 = 0, unchanged: Int64 = 0, rejected: Int64 = 0) {
            self.inserted = inserted
            self.updated = updated
            self.unchanged = unchanged
            self.rejected = rejected
        }
    }

    private let connection: PostgresConnection

    package init(_ connection: PostgresConnection) { self.connection = connection }

    /// Customers of Shopify.
    ///
    /// - Throws: `PostgresError`, with the line of the COPY for what is no JSON; nothing is kept then.
    package func customers(_ rows: some Sequence<Envelope>) async throws -> Outcome {
        try await load(rows) { library in
            let q = SupportETLQueries.mergeCustomers
            let row = try await library.run(q, on: connection)
            return try row.first.map {
                Outcome(inserted: try $0[q.inserted], updated: try $0[q.updated], unchanged: try $0[q.unchanged])
            }
        }
    }

    /// Tickets of Freshdesk, the first pass: conversations that are there stay.
    ///
    /// - Throws: `PostgresError`, with the line of the COPY for what is no JSON; nothing is kept then.
    package func tickets(_ rows: some Sequence<Envelope>) async throws -> Outcome {
        try await load(rows) { library in
            let q = SupportETLQueries.mergeTickets
            let row = try await library.run(q, on: connection)
            return try row.first.map {
                Outcome(inserted: try $0[q.inserted], updated: try $0[q.updated], unchanged: try $0[q.unchanged])
            }
        }
    }

    /// Lists of conversations, the second pass: nothing else of the tickets changes.
    ///
    /// - Throws: `PostgresError`, with the line of the COPY for what is no JSON; nothing is kept then.
    package func conversations(_ rows: some Sequence<Envelope>) async throws -> Outcome {
        try await load(rows) { library in
            let q = SupportETLQueries.mergeConversations
            let row = try await library.run(q, on: connection)
            return try row.first.map {
                Outcome(updated: try $0[q.updated], unchanged: try $0[q.unchanged], rejected: try $0[q.rejected])
            }
        }
    }

    private func load(
        _ rows: some Sequence<Envelope>, _ merge: (QueryLibrary) async throws -> Outcome?
    ) async throws -> Outcome {
        let library = try SupportPlatform.library()
        return try await connection.transaction { connection in
            try await library.run(SupportETLQueries.stage, on: connection)
            try await connection.copyIn("COPY pg_temp.staged_envelopes (merchant_id, source_id, data) FROM STDIN") { writer in
                for row in rows { try await writer.write(row: [row.merchantID, row.sourceID, row.json]) }
            }
            return try await merge(library) ?? Outcome()
        }
    }
}
