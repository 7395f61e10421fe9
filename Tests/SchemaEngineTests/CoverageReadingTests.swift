import PlumblineTesting
@testable import SchemaEngine
import SchemaModel
import Testing

@Suite("The engine reads what the coverage list calls modeled")
struct CoverageReadingTests {
    @Test("every modeled column is in an extraction query", arguments: ScratchServer.matrix.sorted())
    func allRead(major: Int) throws {
        // The queries of all kinds and the one for dependencies; not the one that names what is left out.
        let queries = CatalogQuery.all(major * 10_000).map(\.sql) + [AddressBook.dependencyQuery]
        let unread = try CoverageList.load().unread(major: major, queries: queries)
        #expect(unread == [])
    }

    @Test("every modeled column is carried by a kind that exists, or by the dependencies between facts")
    func kindsExist() throws {
        let kinds = try CoverageList.load().columns.flatMap(\.attributes).map { String($0.prefix { $0 != "." }) }
        #expect(Set(kinds).subtracting(ObjectKind.allCases.map(\.rawValue)).subtracting(["dependency"]).sorted() == [])
    }
}
