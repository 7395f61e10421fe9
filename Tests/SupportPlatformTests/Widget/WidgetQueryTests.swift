import PostgresClient
import Queries
import SchemaDSL
import SupportPlatform
import Testing

/// The declared queries of the widget, on rows at their edges.
@Suite struct WidgetQueryTests {
    private typealias Q = WidgetQueries

    @Test func theServerAgreesWithEveryDeclaration() async throws {
        try await WidgetBench.with { (connection, _) async throws in
            let problems = try await SupportPlatform.library().problems(of: "supabase", on: connection)
            #expect(problems.found.filter { $0.hasPrefix("widget.") } == [])
            #expect(problems.unasked.filter { $0.hasPrefix("widget.") } == [])
        }
    }

    @Test func notificationsSessionsAndWhoTypes() async throws {
        try await WidgetBench.with { (connection, _) async throws in
            try await connection.run(
                script: """
                    SET TimeZone = 'UTC'; \(WidgetBench.people) INSERT INTO widget."user" (id) VALUES ('other');
                    INSERT INTO widget.chat_notification (id, "chatId", "userId", type, title, message, "isRead", "createdAt") VALUES
                        ('first', 'chat', 'agent', 'MENTION', 't', 'm', false, '2026-01-01'),
                        ('second', 'chat', 'agent', 'NEW_MESSAGE', 't', 'm', false, '2026-01-02'),
                        ('read', 'chat', 'agent', 'MENTION', 't', 'm', true, '2026-01-03'),
                        ('not mine', 'chat', 'other', 'MENTION', 't', 'm', false, '2026-01-03');
                    UPDATE widget.conversation_session SET "lastActivityAt" = now() - interval '29 minutes';
                    INSERT INTO widget.conversation_session (id, "customerId", "sessionToken", "isActive", "lastActivityAt") VALUES
                        ('idle', 'customer', '2', true, now() - interval '31 minutes'), ('ended', 'customer', '3', false, now());
                    INSERT INTO widget.typing_indicator ("chatId", "userId", "customerId", "isTyping", "expiresAt") VALUES
                        ('chat', 'agent', NULL, true, now() + interval '1 minute'), ('chat', 'other', NULL, true, now() - interval '1 s'),
                        ('chat', NULL, 'customer', false, now() + interval '1 minute'),
                        ('other', NULL, 'customer', true, now() + interval '1 minute');
                    SET TimeZone = 'Pacific/Auckland';
                    """)
            let library = try SupportPlatform.library()
            let unread = try await library.run(Q.unreadNotifications, on: connection) { [$0.user.value("agent")] }
            #expect(try unread.map { try $0[Q.unreadNotifications.id] } == ["second", "first"])
            #expect(try unread.map { try $0[Q.unreadNotifications.type].label } == ["NEW_MESSAGE", "MENTION"])
            let newest = try await library.run(Q.unreadNotifications, on: connection) {
                [$0.user.value("agent"), $0.limit.value(1)]
            }
            #expect(newest.count == 1)
            let sessions = try await library.run(Q.activeSessions, on: connection)
            #expect(try sessions.map { try $0[Q.activeSessions.id] } == ["session"])
            let typing = try await library.run(Q.typingNow, on: connection) { [$0.chat.value("chat")] }
            #expect(try typing.map { try $0[Q.typingNow.userID] } == ["agent"])
        }
    }

    @Test func theQueueAndTheMessagesOfAChat() async throws {
        try await WidgetBench.with { (connection, _) async throws in
            try await connection.run(
                script: """
                    SET TimeZone = 'UTC'; \(WidgetBench.people) DELETE FROM widget.chat WHERE id = 'other';
                    UPDATE widget.chat SET "createdAt" = '2026-01-02';
                    INSERT INTO widget.chat (id, "customerId", status, priority, deleted, "createdAt") VALUES
                        ('urgent', 'customer', 'PENDING', 'URGENT', false, '2026-01-03'), ('low', 'customer', 'OPEN', 'LOW', NULL, '2020-01-01'),
                        ('older', 'customer', 'OPEN', 'MEDIUM', false, '2026-01-01'), ('closed', 'customer', 'CLOSED', 'URGENT', false, now()),
                        ('deleted', 'customer', 'OPEN', 'URGENT', true, now()), ('nothing', 'customer', 'OPEN', NULL, false, now());
                    SELECT widget.make_message_partitions(1, '2025-12-15');
                    \(WidgetBench.message("a", at: "2025-12-31 23:59:59")) \(WidgetBench.message("b", at: "2026-01-01"))
                    \(WidgetBench.message("c", at: "2026-02-01")) \(WidgetBench.message("d", at: "2026-01-02", chat: "low"))
                    INSERT INTO widget.message (id, "chatId", content, "createdAt", "deletedAt") VALUES ('e', 'chat', '', '2026-01-05', now());
                    """)
            let library = try SupportPlatform.library()
            let queue = try await library.run(Q.chatQueue, on: connection)
            #expect(try queue.map { try $0[Q.chatQueue.id] } == ["urgent", "older", "chat", "low", "nothing"])
            let page = try await library.run(Q.chatMessages, on: connection) { [$0.chat.value("chat"), $0.limit.value(2)] }
            #expect(try page.map { try $0[Q.chatMessages.id] } == ["c", "b"])
            let last = try #require(page.last)
            let next = try await library.run(Q.chatMessages, on: connection) {
                [$0.chat.value("chat"), $0.before.value(try? last[Q.chatMessages.createdAt])]
            }
            #expect(try next.map { try $0[Q.chatMessages.id] } == ["a"])
        }
    }
}
