import PostgresClient

/// Chatwoot as it is in production before we come: accounts, contacts, conversations, messages.
struct ChatwootStep: Step {
    let title = "Fill Chatwoot, as it is before we come"
    let proves = "what follows is done on a database with rows in it, not on empty tables"

    private static let contacts = 20_000
    private static let conversations = 50_000
    /// Messages of a conversation, in turn: four on average.
    private static let lengths = [1, 2, 3, 4, 4, 5, 6, 7]

    func run(_ world: World) async throws {
        world.narrator.say("Generated from a fixed seed, sent by COPY: every run makes the same people say the same things.")
        try await world.connection("chatwoot").run(script: Self.frame)
        let rhythm = Rhythm()
        try await fillContacts(world, rhythm)
        let starts = try await fillConversations(world, rhythm)
        try await fillMessages(world, rhythm, starts)
        try await world.connection("chatwoot").run(script: Self.sequences)
        world.narrator.say("More on weekdays than at weekends, more by day than by night; three uses of custom_attributes.")
    }

    private func fillContacts(_ world: World, _ rhythm: Rhythm) async throws {
        var random = SeededRandom(seed: 1)
        let names = Words.firstNames.map { first in Words.lastNames.map { Array("\(first) \($0)".utf8) } }
        let addresses = Words.firstNames.map { first in
            Words.lastNames.map { Array("\(first.lowercased()).\($0.lowercased())".utf8) }
        }
        let columns = "contacts (id, account_id, name, email, phone_number, custom_attributes, created_at, updated_at)"
        try await world.copy(Self.contacts, "contacts", into: columns, of: "chatwoot") { index, row in
            let first = random.below(names.count)
            let last = random.below(names[0].count)
            row.integer(index + 1)
            row.integer(Self.account(ofContact: index))
            row.text(names[first][last])
            row.text(addresses[first][last])
            row.append(index + 1)
            row.append("@example.com")
            row.text("+316")
            row.append(10_000_000 + index)
            ContactAttributes.append(index, &random, rhythm, to: &row)
            // Before any conversation: on the first day.
            let time = random.below(86_400)
            row.timestamp(time, rhythm)
            row.timestamp(time, rhythm)
        }
    }

    /// Gives the second at which each conversation began.
    private func fillConversations(_ world: World, _ rhythm: Rhythm) async throws -> [Int] {
        var random = SeededRandom(seed: 2)
        var starts: [Int] = []
        starts.reserveCapacity(Self.conversations)
        let resolved = Array("resolved".utf8)
        let others = Words.bytes(["open", "open", "open", "pending", "pending", "snoozed"])
        let columns = """
            conversations (id, account_id, contact_id, inbox_id, status, assignee_id, team_id, uuid, created_at, updated_at, \
            last_activity_at)
            """
        try await world.copy(Self.conversations, "conversations", into: columns, of: "chatwoot") { index, row in
            let contact = random.below(Self.contacts)
            let account = Self.account(ofContact: contact)
            let start = max(86_400, rhythm.time(&random))
            starts.append(start)
            let end = start + Self.seconds(ofConversation: index)
            row.integer(index + 1)
            row.integer(account)
            row.integer(contact + 1)
            row.integer((account - 1) * 2 + 1 + random.below(2))
            row.text(random.percent(70) ? resolved : others[random.below(others.count)])
            if random.percent(90) { row.integer(1 + random.below(12)) } else { row.null() }
            row.integer(account)
            row.uuid(&random)
            row.timestamp(start, rhythm)
            row.timestamp(end, rhythm)
            row.timestamp(end, rhythm)
        }
        return starts
    }

    private func fillMessages(_ world: World, _ rhythm: Rhythm, _ starts: [Int]) async throws {
        var random = SeededRandom(seed: 3)
        var conversation = 0
        var place = 0
        let kinds = Words.bytes(["incoming", "outgoing"])
        let senders = Words.bytes(["Contact", "User"])
        let states = Words.bytes(["sent", "delivered", "read"])
        let count = Self.conversations / Self.lengths.count * Self.lengths.reduce(0, +)
        let columns = """
            messages (id, conversation_id, account_id, content, message_type, sender_type, sender_id, status, created_at, \
            updated_at)
            """
        try await world.copy(count, "messages", into: columns, of: "chatwoot") { index, row in
            let side = place % 2
            let time = starts[conversation] + place * Self.pace
            row.integer(index + 1)
            row.integer(conversation + 1)
            row.integer(1)
            row.text(side == 0 ? Words.incoming[random.below(12)] : Words.outgoing[random.below(12)])
            row.text(kinds[side])
            row.text(senders[side])
            row.integer(1 + random.below(12))
            row.text(states[random.below(3)])
            row.timestamp(time, rhythm)
            row.timestamp(time, rhythm)
            place += 1
            if place == Self.lengths[conversation % Self.lengths.count] {
                conversation += 1
                place = 0
            }
        }
    }

    /// Seconds between two messages.
    private static let pace = 420

    private static func seconds(ofConversation index: Int) -> Int { lengths[index % lengths.count] * pace }

    /// Four in five are of account 1.
    private static func account(ofContact index: Int) -> Int { index % 5 < 4 ? 1 : 2 + index / 5 % 2 }

    private static let frame = """
        INSERT INTO accounts (id, name) VALUES (1, 'Noordzee Group'), (2, 'Polder Jobs'), (3, 'Gulf Set-up');
        INSERT INTO users (id, name, email)
            SELECT n, 'Agent ' || n, 'agent' || n || '@example.com' FROM generate_series(1, 12) AS n;
        INSERT INTO teams (id, account_id, name) SELECT n, n, 'Support' FROM generate_series(1, 3) AS n;
        INSERT INTO inboxes (id, account_id, name, channel_type)
            SELECT n, (n + 1) / 2, 'Inbox ' || n, CASE n % 2 WHEN 1 THEN 'Channel::Whatsapp' ELSE 'Channel::Api' END
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
