import Checks
import Foundation
import Plumbline
import SchemaDSL

// A project with twelve checks of one large table, or with as many as CHECKS says; `Benchmarks/checks.sh` times `check` of it against
// the same in one statement by hand.

final class ConversationAnalytics: Table, Sendable {
    let id = Column("id", .uuid).primaryKey().unmasked()
    let conversation = Column("chatwoot_conversation_id", .bigint)
    let status = Column("status", .text)
    let createdAt = Column("created_at", .timestamptz)
    let updatedAt = Column("updated_at", .timestamptz)
    let resolvedAt = Column("resolved_at", .timestamptz)
    let email = Column("customer_email", .text)
    let score = Column("draft_confidence_score", .integer)
    let category = Column("category", .text)
    let rating = Column("csat_rating", .integer)
    let attributes = Column("custom_attributes", .jsonb)
    let syncedAt = Column("synced_at", .timestamptz).unmasked()
}

final class CustomerInteractionHistory: Table, Sendable {
    let id = Column("id", .uuid).primaryKey().unmasked()
    let email = Column("customer_email", .text)
}

let c = ConversationAnalytics()
let h = CustomerInteractionHistory()

let twelve: [DataCheck] = [
    .satisfies(c.conversation.greaterThan(0), onNull: .fails, named: "conversation.positive", "The id is positive"),
    .format(c.email, #"^[^\s@]+@[^\s@]+\.[^\s@]+$"#, onNull: .fails, "E-mail addresses have a form"),
    .oneOf(c.status, ["open", "pending", "resolved"], onNull: .fails, "The status is known"),
    .between(c.score, 0...100, "The score is a percentage"),
    .notNull(c.email, "E-mail addresses are there"),
    .satisfies(
        Predicate(
            sql: "\(c.createdAt) <= \(c.updatedAt) AND (\(c.resolvedAt) IS NULL OR \(c.resolvedAt) >= \(c.createdAt))"),
        named: "dates_in_order", "Dates are in order"),
    .satisfies(Predicate(sql: "jsonb_typeof(\(c.attributes)) = 'object'"), named: "attributes.object", "Attributes are objects"),
    .oneOf(c.category, ["order", "product", "return", "general"], "The category is known"),
    .between(c.rating, 1...5, "The rating is 1 to 5"),
    .unique([c.conversation], "No conversation is there twice"),
    .references(c.email, h.email, onNull: .fails, "Customers have an interaction"),
    .freshness(c.syncedAt, within: .seconds(86_400 * 1000), "The synchronisation is alive"),
]

/// Comparisons of integers, each different: next to nothing but what a check costs by itself.
let many = (1...max(1, Int32(ProcessInfo.processInfo.environment["CHECKS"] ?? "") ?? 1)).map { n in
    DataCheck.between(c.score, -n...(100 + n), "The score is near a percentage").named("score.range_\(n)")
}

let database = Database("bench", schemas: [Schema("analytics", tables: [c, h])])
let checks = ProcessInfo.processInfo.environment["CHECKS"] == nil ? twelve : many

// What the kernel says of this process's memory at its end: the largest resident size, and what of it is not the program's own file.
atexit {
    guard let path = ProcessInfo.processInfo.environment["CHECKS_MEMORY"] else { return }
    try? String(contentsOfFile: "/proc/self/status", encoding: .utf8).write(toFile: path, atomically: true, encoding: .utf8)
}

await Plumb.main(
    Project(
        name: "bench", databases: [database],
        suites: [CheckSuite(database, [CheckGroup(on: c, key: [c.id], checks)])]))
