package import Queries
package import SchemaDSL

/// Makes the temporary table that COPY fills: ``SupportETLLoader``. It goes with the transaction.
package final class StageEnvelopes: Query, Sendable {
    package let purpose = "Makes the temporary table for COPY of the transaction that bulk-loads; run the merge in the same one."
    package let effect = QueryEffect.writes

    package var sql: SQLFragment {
        """
        CREATE TEMPORARY TABLE staged_envelopes (
            place bigint GENERATED ALWAYS AS IDENTITY,
            merchant_id integer NOT NULL, source_id varchar(255) NOT NULL, data jsonb NOT NULL
        ) ON COMMIT DROP
        """
    }
}

/// Merges what COPY brought into the customers.
package final class MergeStagedCustomers: Query, Sendable {
    package let inserted = Output("inserted", .bigint).unmasked()
    package let updated = Output("updated", .bigint).unmasked()
    package let unchanged = Output("unchanged", .bigint).unmasked()
    package let purpose = "Upserts the customers that COPY brought in this transaction."
    package let effect = QueryEffect.writes
    package var sql: SQLFragment {
        "SELECT m.inserted, m.updated, m.unchanged FROM \(SupportETLModule.mergeStagedCustomers)() AS m"
    }
}

/// Merges what COPY brought into the tickets: the first pass.
package final class MergeStagedTickets: Query, Sendable {
    package let inserted = Output("inserted", .bigint).unmasked()
    package let updated = Output("updated", .bigint).unmasked()
    package let unchanged = Output("unchanged", .bigint).unmasked()
    package let purpose = "Upserts the tickets that COPY brought in this transaction; conversations stay."
    package let effect = QueryEffect.writes
    package var sql: SQLFragment {
        "SELECT m.inserted, m.updated, m.unchanged FROM \(SupportETLModule.mergeStagedTickets)() AS m"
    }
}

/// Merges the lists of conversations that COPY brought: the second pass.
package final class MergeStagedConversations: Query, Sendable {
    package let updated = Output("updated", .bigint).unmasked()
    package let unchanged = Output("unchanged", .bigint).unmasked()
    package let rejected = Output("rejected", .bigint).unmasked()
    package let purpose = "Gives tickets the conversations that COPY brought in this transaction; what has no ticket is counted."
    package let effect = QueryEffect.writes
    package var sql: SQLFragment {
        "SELECT m.updated, m.unchanged, m.rejected FROM \(SupportETLModule.mergeStagedConversations)() AS m"
    }
}
