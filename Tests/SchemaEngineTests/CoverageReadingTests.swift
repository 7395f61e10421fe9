import PlumblineTesting
@testable import SchemaEngine
import SchemaModel
import Testing

@Suite("The engine reads what the coverage list calls modeled")
struct CoverageReadingTests {
    @Test("every modeled column is in an extraction query of the kind named", arguments: ScratchServer.matrix.sorted())
    func allRead(major: Int) throws {
        // Not the query that names what is left out.
        var queries = ["dependency": [AddressBook.dependencyQuery]]
        for kind in ObjectKind.allCases {
            let definition = kind.definition
            queries[kind.rawValue] =
                (definition.queries(major * 10_000) + definition.clusterQueries(major * 10_000)).map(\.sql)
                + definition.optionalQueries([]).map(\.query)
        }
        let unread = try CoverageList.load().unread(major: major, queries: queries)
        #expect(unread == [])
    }

    @Test("every modeled column is carried by a kind that exists, or by the dependencies between facts")
    func kindsExist() throws {
        let kinds = try CoverageList.load().columns.flatMap(\.attributes).map(CoveredColumn.kind(of:))
        #expect(Set(kinds).subtracting(ObjectKind.allCases.map(\.rawValue)).subtracting(["dependency"]).sorted() == [])
    }
}
