import Testing

@testable import Lint

@Suite("Rules")
struct RuleTests {
    @Test("finds what is wrong", arguments: Case.found)
    func finds(_ example: Case) async {
        #expect(await example.finds())
    }

    @Test("leaves alone what is right", arguments: Case.right)
    func leavesAlone(_ example: Case) async {
        #expect(await !example.finds())
    }

    @Test("has a case that each rule finds, and one that it leaves alone", arguments: Rule.all.map(\.code))
    func isCovered(_ code: String) {
        guard !["PL068", "PL093", "PL094"].contains(code) else { return }
        #expect(Case.found.contains { $0.code == code })
        #expect(Case.right.contains { $0.code == code })
    }

    @Test("gives each code to one rule")
    func codes() {
        #expect(Set(Rule.all.map(\.code)).count == Rule.all.count)
    }
}

extension Case {
    static let found =
        foundLocks + foundRewrites + foundTransactions + foundClients + foundHygiene + foundQueries
        + foundSecurity + foundIndexes
        + foundNaming + foundPartitions + foundReplication + foundJobs
    static let right =
        rightLocks + rightRewrites + rightTransactions + rightClients + rightHygiene + rightQueries
        + rightSecurity + rightIndexes
        + rightNaming + rightPartitions + rightReplication + rightJobs
}
