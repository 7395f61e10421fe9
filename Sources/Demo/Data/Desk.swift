/// The support desk of the demo: who writes when, who answers, how fast. All of it from fixed seeds.
struct Desk {
    struct Conversation: Equatable {
        /// Seconds since the rhythm's first day.
        let start: Int
        /// From 0.
        let contact: Int
        let account: Int
        /// From 1.
        let inbox: Int
        /// From 1; nil while it is nobody's.
        let agent: Int?
        let status: [UInt8]
        /// When each message was written, in seconds since the start; the first is 0.
        let messages: [Int]
        /// When it was last touched: a resolved one, when it was resolved.
        let end: Int
    }

    static let contactCount = 20_000
    static let conversationCount = 50_000
    static let agentCount = 12
    /// Contacts who are there on the first day; the others come later, day by day.
    private static let oldContacts = 6_000
    /// Messages of a conversation, in turn: four on average.
    private static let lengths = [1, 2, 3, 4, 4, 5, 6, 7]
    static let messageCount = conversationCount / lengths.count * lengths.reduce(0, +)

    let conversations: [Conversation]

    /// In order of time, as an application numbers them.
    init(_ rhythm: Rhythm) {
        var random = SeededRandom(seed: 2)
        var starts = (0..<Self.conversationCount).map { _ in max(86_400, rhythm.time(&random)) }
        starts.sort()
        let resolved = Array("resolved".utf8)
        let waiting = Words.bytes(["open", "open", "open", "pending", "pending", "snoozed"])
        var made: [Conversation] = []
        made.reserveCapacity(starts.count)
        for (index, planned) in starts.enumerated() {
            let contact = random.below(Self.contacts(by: planned / 86_400, rhythm))
            let account = Self.account(ofContact: contact)
            let messages = Self.pauses(index, &random)
            let end = (messages.last ?? 0) + 60 + random.below(600)
            // What began just before midnight ends before it, too.
            let start = min(planned, rhythm.seconds - end - 1)
            let isRecent = start > rhythm.seconds - 14 * 86_400
            made.append(
                Conversation(
                    start: start, contact: contact, account: account, inbox: (account - 1) * 2 + 1 + random.below(2),
                    agent: random.percent(90) ? 1 + random.below(Self.agentCount) : nil,
                    status: random.percent(isRecent ? 55 : 97) ? resolved : waiting[random.below(waiting.count)],
                    messages: messages, end: end))
        }
        conversations = made
    }

    /// Whose contact it is: four in five are of account 1.
    static func account(ofContact index: Int) -> Int { index % 5 < 4 ? 1 : 2 + index / 5 % 2 }

    /// The day on which a contact came.
    static func day(ofContact index: Int, _ rhythm: Rhythm) -> Int {
        index < oldContacts ? 0 : (index - oldContacts) * (rhythm.days - 2) / (contactCount - oldContacts)
    }

    /// How many contacts had come before a day.
    private static func contacts(by day: Int, _ rhythm: Rhythm) -> Int {
        min(contactCount, oldContacts + max(0, day - 1) * (contactCount - oldContacts) / (rhythm.days - 2))
    }

    /// Agents, who are every second one to write, have become faster over the years.
    private static func pauses(_ index: Int, _ random: inout SeededRandom) -> [Int] {
        var time = 0
        return (0..<lengths[index % lengths.count]).map { place in
            if place > 0 {
                let pause = 40 + random.below(700)
                time += place % 2 == 1 ? pause * (140 - 60 * index / conversationCount) / 100 : pause
            }
            return time
        }
    }
}
