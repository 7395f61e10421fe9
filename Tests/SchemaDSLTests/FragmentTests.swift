import SchemaDSL
import SchemaModel
import Testing

@Suite struct FragmentTests {
    private let names = Sample.database.names

    @Test func interpolation() {
        let people = Sample.people
        let cases: [(SQLFragment, String)] = [
            ("\(people.name)", "name"),
            ("\(qualified: people.name)", "people.name"),
            ("\(people.name, of: "p")", "p.name"),
            ("\(people)", "app.people"),
            ("\(Sample.touch)()", "app.touch()"),
            ("\(Sample.mood)", "app.mood"),
            ("\(type: .enum(Sample.mood))", "app.mood"),
            ("\(literal: "it's")", "'it''s'"),
            ("\(literal: 7)", "7"),
            ("\(identifier: "Order")", "\"Order\""),
            ("\(Sample.PersonNamed.limit)", "\"limit\""),
            ("\(people.active.isTrue)", "(active = true)"),
            ("a \("b \(people.id)" as SQLFragment) c", "a b id c"),
        ]
        for (fragment, sql) in cases {
            let resolved = names.resolve(fragment)
            #expect(resolved.sql == sql)
            #expect(resolved.unknown.isEmpty)
        }
    }

    @Test func referencesBecomeDependencies() {
        let resolved = names.resolve("SELECT \(Sample.people.id) FROM \(Sample.people) WHERE \(Sample.touch)() IS NULL")
        let table = ObjectID.table("app", "people")
        #expect(resolved.dependencies == [table, .column("id", of: table), .function("app", "touch", "")])
    }

    @Test func whatIsNotListedIsNamed() {
        let stranger = People()
        #expect(names.resolve("SELECT \(stranger.id) FROM \(stranger)").unknown == ["id", "people"])
    }

    @Test func predicates() {
        let people = Sample.people
        let cases: [(Predicate, String)] = [
            (people.name.in("a", "b'c"), "name IN ('a', 'b''c')"),
            (people.name.matches(regex: "^\\S+$"), "name ~ E'^\\\\S+$'"),
            (people.name.like("a%"), "name LIKE 'a%'"),
            (people.score.between(0...100), "score BETWEEN 0 AND 100"),
            (people.score.isNull, "score IS NULL"),
            (people.score.equals(1).and(people.active.isFalse), "(score = 1) AND (active = false)"),
            (people.score.lessThan(1).or(people.score.notEquals(2)), "(score < 1) OR (score <> 2)"),
            (people.score.atMost(column: people.twice).negated, "NOT (score <= twice)"),
            (.always, "true"),
            (people.score == 1 && people.name != "a", "(score = 1) AND (name <> 'a')"),
            (people.score < 1 || people.score > 2, "(score < 1) OR (score > 2)"),
            (people.score <= 1 && people.score >= 0, "(score <= 1) AND (score >= 0)"),
            (!(people.score == people.twice), "NOT (score = twice)"),
            (people.score != people.twice, "score <> twice"),
            (people.score < people.twice || people.score > people.twice, "(score < twice) OR (score > twice)"),
            (people.score <= people.twice && people.score >= people.twice, "(score <= twice) AND (score >= twice)"),
        ]
        for (predicate, sql) in cases { #expect(names.resolve(predicate.fragment).sql == sql) }
    }

    @Test(arguments: [
        ("ConversationAnalytics", "conversation_analytics"), ("URLList", "url_list"), ("Documents", "documents"),
    ])
    func namesOfTables(type: String, name: String) {
        final class ConversationAnalytics: Table, Sendable { let id = Column("id", .uuid) }
        final class URLList: Table, Sendable { let id = Column("id", .uuid) }
        final class Documents: Table, Sendable { let id = Column("id", .uuid) }
        let all: [any Table] = [ConversationAnalytics(), URLList(), Documents()]
        #expect(all.first { "\(Swift.type(of: $0))" == type }?.name == name)
    }
}
