import Checks
import SchemaDSL
import Testing

/// A declaration that contradicts itself, or a modifier that would be ignored, is refused with what to do instead.
@Suite struct RefusedDeclarationTests {
    private static let c = Shop.customers
    private static let o = Shop.orders
    private static let open = c.status.in("open")
    private static let both = Reconciliation(
        with: Database("other", schemas: []), key: ["id"], groups: ["day"], compared: ["a"], here: "SELECT 1", there: "SELECT 1")

    struct Refused: Sendable, CustomTestStringConvertible {
        let check: DataCheck
        let message: String
        init(_ check: DataCheck, _ message: String) {
            self.check = check
            self.message = message
        }
        var testDescription: String { message }
    }

    static let refused: [Refused] = [
        Refused(
            .query("SELECT \(c.id) FROM \(c)", named: "q", "Q").where(open),
            "query cannot use where; write the condition into its SQL"),
        Refused(
            .performance(of: "SELECT \(c.id) FROM \(c)", within: .seconds(1), named: "p", "P").where(open),
            "performance cannot use where"),
        Refused(
            .performance(of: "SELECT \(c.id) FROM \(c)", within: .seconds(1), named: "p", "P").threshold(.rows(3)),
            "performance cannot use a threshold of rows"),
        Refused(.performance(of: "SELECT \(c.id) FROM \(c)", within: .zero, named: "p", "P"), "give a limit above zero"),
        Refused(.countsAgree(both, named: "a", "A").where(open), "an agreement cannot use where"),
        Refused(
            .freshness(c.createdAt, within: .seconds(60), "F").threshold(.rows(1)), "freshness cannot use a threshold of rows"),
        Refused(.freshness(c.createdAt, within: .seconds(60), "F").threshold(.fraction(0.1)), "change its bounds"),
        Refused(.freshness(c.createdAt, within: .zero, "F"), "an age above zero"),
        Refused(.rowCount("R"), "without bounds it passes whatever the data is"),
        Refused(.rowCount(atLeast: 5, atMost: 4, "R"), "is greater than atMost"),
        Refused(.rowCount(atLeast: -1, "R"), "no fewer than 0 rows"),
        Refused(.rowCount(atLeast: 1, "R").threshold(.rows(1)), "rowCount cannot use a threshold of rows"),
        Refused(.oneOf(c.status, [], "O"), "empty list"),
        Refused(.format(c.email, "", "F"), "empty pattern"),
        Refused(.notNull(c.email, "N").threshold(.fraction(1.5)), "a share is from 0 to 1"),
        Refused(.notNull(c.email, "N").threshold(.fraction(-0.1)), "a share is from 0 to 1"),
        Refused(.notNull(c.email, "N").threshold(.fraction(.nan)), "a share is from 0 to 1"),
        Refused(.notNull(c.email, "N").threshold(.rows(-1)), "give 0 or more"),
        Refused(.notNull(c.email, "N").threshold(.rows(2), warning: .rows(2)), "it never warns"),
        Refused(
            .notNull(c.email, "N").threshold(.rows(2), warning: .rows(0)).severity(.warning), "two levels need the severity error"
        ),
        Refused(.unique([c.email], "U").each(by: [c.status]), "unique cannot use each(by:)"),
        Refused(
            .rowCount(atLeast: 1, "R").accepting([KnownFailure(key: ["1"], until: LocalDate(2999, 1, 1), "x")]),
            "cannot use accepting"),
        Refused(
            .notNull(c.email, "N").accepting([KnownFailure(key: ["1", "2"], until: LocalDate(2999, 1, 1), "x")]),
            "2 values of a key of 1 columns"),
        Refused(.references([c.id, c.email], [o.id], "R"), "as many columns"),
        Refused(.statistic(.mean, of: c.score, "S"), "without bounds"),
        Refused(.statistic(.quantile(1.5), of: c.score, atLeast: 1, "S"), "a quantile is from 0 to 1"),
        Refused(.growth("G"), "without bounds"),
        Refused(.shape(c.details, JSONShape("s", [.required("a", .oneOf([]))]), "S"), "empty list"),
        Refused(
            .shape(c.details, JSONShape("s", [.required("a", .text), .optional("a", .text)]), "S"), "names the key a 2 times"),
        Refused(
            .shape(c.details, JSONShape("s", [.required("a", .number(atLeast: 2, atMost: 1))]), "S"), "is greater than atMost"),
    ]

    @Test(arguments: refused)
    func isRefused(_ refused: Refused) throws {
        let error = #expect(throws: CheckError.self) { try Shop.customers(refused.check).compiled() }
        #expect(error?.code == .invalidDeclaration)
        #expect(error?.message.contains(refused.message) == true, "\(error?.message ?? "")")
        #expect(error?.message.contains("RefusedDeclarationTests.swift") == true)
    }

    @Test func allProblemsOfASuiteAreToldAtOnce() throws {
        let suite = Shop.customers(
            .rowCount("R"), .oneOf(Self.c.status, [], "O"), .notNull(Self.c.email, "N").threshold(.rows(-1)))
        let error = #expect(throws: CheckError.self) { try suite.compiled() }
        #expect(error?.message.split(separator: "\n").count == 4)
    }
}
