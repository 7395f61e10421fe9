import PostgresClient

/// Chatwoot as it is in production before we come: accounts, contacts, conversations, messages.
struct ChatwootStep: Step {
    let title = "Fill Chatwoot, as it is before we come"
    let proves = "what follows is done on a database with rows in it, not on empty tables"

    func run(_ world: World) async throws {
        world.narrator.say("Generated from a fixed seed, sent by COPY: every run makes the same people say the same things.")
        try await world.connection("chatwoot").run(script: Self.frame)
        let rhythm = Rhythm()
        let desk = Desk(rhythm)
        try await fillContacts(world, rhythm)
        try await fillConversations(world, rhythm, desk)
        try await fillMessages(world, rhythm, desk)
        try await world.connection("chatwoot").run(script: Self.sequences)
        world.narrator.say(
            "Two years and a month of a desk: more on weekdays than at weekends, more by day than by night, fewer at lunch and in "
                + "summer, most before Christmas; answered faster from year to year.")
    }

    private func fillContacts(_ world: World, _ rhythm: Rhythm) async throws {
        var random = SeededRandom(seed: 1)
        let names = Words.firstNames.map { first in Words.lastNames.map { Array("\(first) \($0)".utf8) } }
        let addresses = Words.firstNames.map { first in
            Words.lastNames.map { Array("\(first.lowercased()).\($0.lowercased())".utf8) }
        }
        let columns = "contacts (id, account_id, name, email, phone_number, custom_attributes, created_at, updated_at)"
        try await world.copy(Desk.contactCount, "contacts", into: columns, of: "chatwoot") { index, row in
            let first = random.below(names.count)
            let last = random.below(names[0].count)
            row.integer(index + 1)
            row.integer(Desk.account(ofContact: index))
            row.text(names[first][last])
            row.text(addresses[first][last])
            row.append(index + 1)
            row.append("@example.com")
            row.text("+316")
            row.append(10_000_000 + index)
            ContactAttributes.append(index, &random, rhythm, to: &row)
            let time = Desk.day(ofContact: index, rhythm) * 86_400 + 28_800 + random.below(36_000)
            row.timestamp(time, rhythm)
            row.timestamp(time, rhythm)
        }
    }

    private func fillConversations(_ world: World, _ rhythm: Rhythm, _ desk: Desk) async throws {
        var random = SeededRandom(seed: 7)
        let columns = """
            conversations (id, account_id, contact_id, inbox_id, status, assignee_id, team_id, uuid, created_at, updated_at, \
            last_activity_at)
            """
        try await world.copy(Desk.conversationCount, "conversations", into: columns, of: "chatwoot") { index, row in
            let conversation = desk.conversations[index]
            row.integer(index + 1)
            row.integer(conversation.account)
            row.integer(conversation.contact + 1)
            row.integer(conversation.inbox)
            row.text(conversation.status)
            if let agent = conversation.agent { row.integer(agent) } else { row.null() }
            row.integer(conversation.account)
            row.uuid(&random)
            row.timestamp(conversation.start, rhythm)
            row.timestamp(conversation.start + conversation.end, rhythm)
            row.timestamp(conversation.start + conversation.end, rhythm)
        }
    }

    private func fillMessages(_ world: World, _ rhythm: Rhythm, _ desk: Desk) async throws {
        var random = SeededRandom(seed: 3)
        var number = 0
        var place = 0
        let kinds = Words.bytes(["incoming", "outgoing"])
        let senders = Words.bytes(["Contact", "User"])
        let states = Words.bytes(["sent", "delivered", "read"])
        let columns = """
            messages (id, conversation_id, account_id, content, message_type, sender_type, sender_id, status, created_at, \
            updated_at)
            """
        try await world.copy(Desk.messageCount, "messages", into: columns, of: "chatwoot") { index, row in
            let conversation = desk.conversations[number]
            let side = place % 2
            let time = conversation.start + conversation.messages[place]
            row.integer(index + 1)
            row.integer(number + 1)
            row.integer(conversation.account)
            row.text(side == 0 ? Words.incoming[random.below(12)] : Words.outgoing[random.below(12)])
            row.text(kinds[side])
            row.text(senders[side])
            row.integer(side == 0 ? conversation.contact + 1 : conversation.agent ?? 1 + random.below(Desk.agentCount))
            row.text(states[random.below(3)])
            row.timestamp(time, rhythm)
            row.timestamp(time, rhythm)
            place += 1
            if place == conversation.messages.count {
                number += 1
                place = 0
            }
        }
    }

    private static let frame = """
        INSERT INTO accounts (id, name) VALUES (1, 'Noordzee Group'), (2, 'Polder Jobs'), (3, 'Gulf Set-up');
        INSERT INTO users (id, name, email)
            SELECT n, name, lower(replace(name, ' ', '.')) || '@noordzee.example' FROM unnest(ARRAY[
                'Amal Haddad', 'Bas Vermeer', 'Carla Rossi', 'Dirk Jansen', 'Elif Kaya', 'Femke Smit', 'Goran Novak', 'Hanna Berg',
                'Ivo Peeters', 'Jara Mulder', 'Karim Aziz', 'Lotte Visser'
            ]) WITH ORDINALITY AS a (name, n);
        INSERT INTO teams (id, account_id, name) SELECT n, n, 'Support' FROM generate_series(1, 3) AS n;
        INSERT INTO inboxes (id, account_id, name, channel_type)
            SELECT n, (n + 1) / 2, CASE n % 2 WHEN 1 THEN 'WhatsApp' ELSE 'Website' END || ' ' || (n + 1) / 2,
                CASE n % 2 WHEN 1 THEN 'Channel::Whatsapp' ELSE 'Channel::Api' END
            FROM generate_series(1, 6) AS n;
        INSERT INTO channel_whatsapp (account_id, phone_number, provider)
            SELECT n, '+3120000000' || n, 'whatsapp_cloud' FROM generate_series(1, 3) AS n;
        INSERT INTO channel_api (account_id) SELECT n FROM generate_series(1, 3) AS n;
        INSERT INTO labels (account_id, title) VALUES (2, 'candidate'), (3, 'founder');
        """

    /// Rows that were given their numbers leave the sequences behind.
    private static let sequences = """
        SELECT setval(pg_get_serial_sequence(t, 'id'), n) FROM (
            SELECT 'accounts' AS t, max(id) AS n FROM accounts UNION ALL SELECT 'users', max(id) FROM users
            UNION ALL SELECT 'teams', max(id) FROM teams UNION ALL SELECT 'inboxes', max(id) FROM inboxes
            UNION ALL SELECT 'contacts', max(id) FROM contacts UNION ALL SELECT 'conversations', max(id) FROM conversations
            UNION ALL SELECT 'messages', max(id) FROM messages) AS x;
        ANALYZE;
        """
}
