import Foundation
import Testing

@testable import Demo

/// What the generated desk must be, whatever its numbers: the rest of the demo, and its faults, are built on it.
struct DeskTests {
    /// A Saturday, and a day in the middle of a week.
    private static let days = [1_795_219_200, 1_784_548_800].map { Date(timeIntervalSince1970: TimeInterval($0)) }

    @Test(arguments: days) func everyRunOfADayIsTheSame(now: Date) {
        let first = Desk(Rhythm(now: now))
        // The same day, hours later.
        let second = Desk(Rhythm(now: now.addingTimeInterval(40_000)))
        #expect(first.conversations == second.conversations)
    }

    @Test(arguments: days) func theNumbersAreThoseThatAreAnnounced(now: Date) {
        let desk = Desk(Rhythm(now: now))
        #expect(desk.conversations.count == 50_000)
        #expect(desk.conversations.reduce(0) { $0 + $1.messages.count } == Desk.messageCount)
        #expect(Desk.messageCount == 200_000)
    }

    @Test(arguments: days) func nothingHappensBeforeItsCauseNorInTheFuture(now: Date) {
        let rhythm = Rhythm(now: now)
        for conversation in Desk(rhythm).conversations {
            #expect(conversation.start + conversation.end < rhythm.seconds)
            #expect(conversation.messages == conversation.messages.sorted())
            #expect((conversation.messages.last ?? 0) < conversation.end)
            #expect(Desk.day(ofContact: conversation.contact, rhythm) < conversation.start / 86_400)
            #expect(conversation.account == Desk.account(ofContact: conversation.contact))
            // Each account has two inboxes.
            #expect((conversation.inbox + 1) / 2 == conversation.account)
        }
    }

    @Test(arguments: days) func itHasTheRhythmOfADesk(now: Date) {
        let rhythm = Rhythm(now: now)
        var weekdays = Array(repeating: 0, count: 7)
        var hours = Array(repeating: 0, count: 24)
        var months: [Substring: Int] = [:]
        // Days since 1970, a Thursday.
        let first = Int(now.timeIntervalSince1970) / 86_400 - rhythm.days
        for conversation in Desk(rhythm).conversations {
            weekdays[(first + conversation.start / 86_400 + 3) % 7] += 1
            hours[conversation.start / 3600 % 24] += 1
            months[rhythm.dateTexts[conversation.start / 86_400].prefix(7), default: 0] += 1
        }
        #expect(weekdays[0..<5].allSatisfy { $0 > 2 * weekdays[5] && $0 > 2 * weekdays[6] })
        #expect(hours[12] < hours[11] && hours[12] < hours[14], "a dip at lunch")
        #expect(hours[10] > 5 * hours[3])
        for year in Set(months.keys.map { $0.prefix(4) }) {
            if let december = months["\(year)-12"], let july = months["\(year)-07"] { #expect(december > july) }
        }
    }

    @Test func someoneWaitsNowAndHardlyAnybodyFromLongAgo() {
        let rhythm = Rhythm(now: Self.days[0])
        let resolved = Array("resolved".utf8)
        let recent = Desk(rhythm).conversations.filter { $0.start > rhythm.seconds - 13 * 86_400 }
        let old = Desk(rhythm).conversations.filter { $0.start < rhythm.seconds - 15 * 86_400 }
        #expect(recent.filter { $0.status != resolved }.count * 10 > recent.count * 3)
        #expect(old.filter { $0.status != resolved }.count * 20 < old.count)
    }

    @Test func datesAreThoseOfTheCalendar() {
        let rhythm = Rhythm(now: Self.days[0])
        #expect(rhythm.days == 763)
        #expect(rhythm.dateTexts.last == "2026-11-20")
        #expect(rhythm.dateTexts.first == "2024-10-19")
        #expect(rhythm.dateTexts == rhythm.dateTexts.sorted())
        #expect(Set(rhythm.dateTexts).count == 763)
    }

    @Test func theRandomNumbersAreThoseOfThePaper() {
        // SplitMix64 from 0, as its authors' own C gives them.
        var random = SeededRandom(seed: 0)
        #expect(random.next() == 0xE220_A839_7B1D_CDAF)
        #expect(random.next() == 0x6E78_9E6A_A1B9_65F4)
        #expect(random.next() == 0x06C4_5D18_8009_454F)
    }

    @Test func rowsOfCopyAreWrittenAsCopyReadsThem() {
        var buffer = CopyBuffer()
        buffer.integer(-120)
        buffer.null()
        buffer.text("it's")
        buffer.timestamp(86_400 + 3_661, Rhythm(weeks: 1, now: Self.days[0]))
        buffer.endRow()
        #expect(String(decoding: buffer.bytes, as: UTF8.self) == "-120\t\\N\tit's\t2026-11-15 01:01:01+00\n")
        var random = SeededRandom(seed: 1)
        var other = CopyBuffer()
        other.uuid(&random)
        let uuid = UUID(uuidString: String(decoding: other.bytes, as: UTF8.self))
        #expect(uuid != nil)
        #expect(uuid?.uuid.6.leadingZeroBitCount == 1, "version 4")
    }
}
