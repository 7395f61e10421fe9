package import Queries
package import SchemaDSL

private let s = SupportETLModule.syncMetadata

/// A synchronisation begins.
package final class BeginSync: Query, Sendable {
    package let merchant = Parameter("merchant", .integer)
    package let resource = Parameter(
        "resource", .varchar(50), about: "shopify_customers, freshdesk_tickets or freshdesk_conversations")
    package let lastSyncAt = Output(s.lastSyncAt).nullable()
    package let lastSuccessfulID = Output(s.lastSuccessfulID).nullable()
    package let purpose = "Marks a synchronisation as running and says where the last successful one ended."
    package let effect = QueryEffect.writes

    package var sql: SQLFragment {
        """
        INSERT INTO \(s) AS s (\(s.merchantID), \(s.resourceType), \(s.syncStatus))
        VALUES (\(merchant), \(resource), \(literal: SyncStatus.inProgress.rawValue))
        ON CONFLICT (\(s.merchantID), \(s.resourceType)) DO UPDATE SET \(s.syncStatus) = excluded.\(s.syncStatus),
            \(s.errorMessage) = NULL, \(s.times.updatedAt) = now()
        RETURNING s.\(s.lastSyncAt), s.\(s.lastSuccessfulID)
        """
    }
}

/// A synchronisation has come through.
package final class FinishSync: Query, Sendable {
    package let merchant = Parameter("merchant", .integer)
    package let resource = Parameter("resource", .varchar(50))
    package let lastID = Parameter(
        "last_id", .varchar(255), default: "NULL", about: "of the last record; NULL keeps the one there")
    package let merchantID = Output(s.merchantID)
    package let resourceType = Output(s.resourceType)
    package let status = Output(s.syncStatus)
    package let purpose = "Marks a synchronisation as successful, as of now; no row where it never began."
    package let effect = QueryEffect.writes

    package var sql: SQLFragment {
        """
        UPDATE \(s) SET \(s.syncStatus) = \(literal: SyncStatus.success.rawValue), \(s.lastSyncAt) = now(),
            \(s.lastSuccessfulID) = coalesce(\(lastID), \(s.lastSuccessfulID)), \(s.errorMessage) = NULL
        WHERE \(s.merchantID) = \(merchant) AND \(s.resourceType) = \(resource)
        RETURNING \(s.merchantID), \(s.resourceType), \(s.syncStatus)
        """
    }
}

/// A synchronisation has failed.
package final class FailSync: Query, Sendable {
    package let merchant = Parameter("merchant", .integer)
    package let resource = Parameter("resource", .varchar(50))
    package let message = Parameter("message", .text, about: "what happened; never a key, nor an address with one")
    package let merchantID = Output(s.merchantID)
    package let resourceType = Output(s.resourceType)
    package let status = Output(s.syncStatus)
    package let purpose =
        "Marks a synchronisation as failed; time and id of the last successful one stay. No row where it never began."
    package let effect = QueryEffect.writes

    package var sql: SQLFragment {
        """
        UPDATE \(s) SET \(s.syncStatus) = \(literal: SyncStatus.failed.rawValue), \(s.errorMessage) = \(message)
        WHERE \(s.merchantID) = \(merchant) AND \(s.resourceType) = \(resource)
        RETURNING \(s.merchantID), \(s.resourceType), \(s.syncStatus)
        """
    }
}

/// How the synchronisation stands.
package final class SyncOverview: Query, Sendable {
    package let merchantID = Output(s.merchantID)
    package let resource = Output(s.resourceType)
    package let status = Output(s.syncStatus)
    package let lastSyncAt = Output(s.lastSyncAt).nullable()
    package let hoursAgo = Output("hours_ago", .numeric).nullable().unmasked()
    package let error = Output(s.errorMessage).nullable()
    package let purpose = "How each synchronisation stands, the longest ago first."

    package var sql: SQLFragment {
        """
        SELECT \(s.merchantID), \(s.resourceType), \(s.syncStatus), \(s.lastSyncAt),
            round(extract(epoch FROM now() - \(s.lastSyncAt)) / 3600, 1) AS hours_ago, \(s.errorMessage)
        FROM \(s)
        ORDER BY \(s.lastSyncAt) NULLS FIRST, \(s.merchantID), \(s.resourceType)
        """
    }
}
