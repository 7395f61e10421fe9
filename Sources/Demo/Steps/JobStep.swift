import PostgresClient
import Synchronization

/// Each declared job, run once, as pg_cron would run it.
struct JobStep: Step {
    let title = "Run every cron job once"
    let proves = "jobs make the months that come, retire those that are over, archive, delete and refresh; nothing is lost"

    private struct Job {
        let name: String
        let schedule: String
        let command: String
    }

    func run(_ world: World) async throws {
        let connection = try await world.connection("supabase")
        let before = try await Counts(world)
        let jobs = try await connection.query("SELECT jobname, schedule, command FROM cron.job WHERE active ORDER BY jobname").map
        {
            Job(
                name: try $0.decode(0, as: String.self), schedule: try $0.decode(1, as: String.self),
                command: try $0.decode(2, as: String.self))
        }
        guard !jobs.isEmpty else { throw DemoError("there are no jobs in cron.job") }
        let notices = Mutex<[String]>([])
        await connection.onNotice { notice in notices.withLock { $0.append(notice.message) } }
        world.narrator.row([("job", 34), ("schedule", 12), ("took", -7), ("said", 0)])
        for job in jobs {
            world.narrator.progress("\(job.name): \(job.command)")
            let began = ContinuousClock.now
            let rows = try await connection.query(job.command)
            let said = notices.withLock { all in
                defer { all = [] }
                return all.last
            }
            world.narrator.row([
                (job.name, 34), (job.schedule, 12), ((ContinuousClock.now - began).inSeconds, -7),
                (String((said ?? Self.answer(rows)).prefix(37)), 0),
            ])
        }
        await connection.onNotice { _ in }
        try await Self.judge(world, before, try await Counts(world))
        try await connection.query("ANALYZE")
    }

    private static func answer(_ rows: PostgresRows) -> String {
        let texts = rows.map { $0.text(0) ?? "NULL" }.filter { !$0.isEmpty }
        guard let first = texts.first, let last = texts.last else { return "" }
        return texts.count == 1 ? first : "\(texts.count): \(first) to \(last.split(separator: "_").last ?? "")"
    }

    /// The rows that jobs move and delete.
    private struct Counts {
        let messages: Int
        let archivedMessages: Int
        let waitingMessages: Int
        let waitingEvents: Int
        let months: Int
        let conversations: Int
        let archivedConversations: Int
        let deleted: Int
        let typing: Int
        let sessions: Int

        init(_ world: World) async throws {
            func count(_ table: String) async throws -> Int {
                try await world.number("SELECT count(*) FROM \(table)", in: "supabase")
            }
            messages = try await count("widget.message")
            archivedMessages = try await count("widget.message_archive")
            waitingMessages = try await count("widget.message_default")
            waitingEvents = try await count("metrics.message_events_default")
            months = try await count("pg_inherits WHERE inhparent = 'widget.message'::regclass")
            conversations = try await count("analytics.conversation_analytics")
            archivedConversations = try await count("analytics.conversation_analytics_archive")
            deleted =
                try await count("analytics.raw_webhook_logs") + count("analytics.agent_performance_metrics")
                + count("analytics.support_knowledge_gaps")
            typing = try await count("widget.typing_indicator")
            sessions = try await count(#"widget.conversation_session WHERE "isActive""#)
        }
    }

    private static func judge(_ world: World, _ before: Counts, _ after: Counts) async throws {
        let archived = after.archivedMessages - before.archivedMessages
        let conversations = after.archivedConversations - before.archivedConversations
        guard archived > 0, before.messages - after.messages == archived, after.waitingMessages == 0, after.waitingEvents == 0,
            conversations > 0, before.conversations - after.conversations == conversations, after.deleted < before.deleted,
            after.typing < before.typing, after.sessions < before.sessions
        else { throw DemoError("the jobs did not do what they are for: \(before) became \(after)") }
        world.narrator.holds(
            "\(archived.grouped) messages of months that ended over a year ago are in message_archive, \(after.messages.grouped) "
                + "stay; \(before.waitingMessages.grouped) that had waited for this month's partition are in it, as are "
                + "\(before.waitingEvents.grouped) events of the metrics.")
        world.narrator.holds(
            "\(conversations.grouped) conversations that were resolved over two years ago are in the archive, "
                + "\((before.deleted - after.deleted).grouped) rows past their time are deleted, \(before.typing - after.typing) typing "
                + "indicators gone, \(before.sessions - after.sessions) silent sessions ended.")
    }
}
