import Checks
import PlumblineTesting
import PostgresClient
import SchemaDSL
import Synchronization
import Testing

/// The checks of a suite as cases of a test.
@Suite struct CaseTests {
    private static let c = Shop.customers

    @Test func aFailedCheckIsAnIssueThatSaysHowManyRows() async throws {
        try await Shop.open { live in
            try await live.plant("UPDATE shop.customers SET score = 500 WHERE id IN (5, 6)")
            let cases = Shop.customers(
                .between(Self.c.score, 0...100, "Score is a percentage"), .notNull(Self.c.email, "E-mail is there")
            ).cases(at: live.settings, allowsSuperuser: true)
            #expect(cases.map(\.testDescription) == ["shop.customers.score.range", "shop.customers.email.not_null"])
            let told = Mutex<[String]>([])
            try await withKnownIssue {
                try await cases[0].expectToHold()
            } matching: { issue in
                told.withLock { $0.append(issue.comments.map(\.rawValue).joined()) }
                return issue.severity == .error
            }
            #expect(
                told.withLock(\.self) == [
                    "Score is a percentage: 2 of 20 rows fail (allowed: 0), such as id=5; id=6; "
                        + "psql -f checks/shop/shop.customers.score.range.sql shows all"
                ])
            try await cases[1].expectToHold()
        }
    }

    @Test func aContradictionIsTheOneCase() async throws {
        let check = DataCheck.notNull(Self.c.email, "E-mail is there")
        let cases = Shop.customers(check, check).cases
        #expect(cases.count == 1)
        await withKnownIssue { try await cases[0].expectToHold() }
    }
}
