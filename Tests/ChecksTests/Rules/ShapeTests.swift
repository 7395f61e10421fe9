import Checks
import PlumblineTesting
import PostgresClient
import SchemaDSL
import Testing

/// A JSON shape decides about any document, and never raises an error.
@Suite struct ShapeTests {
    static let shape = JSONShape(
        "lead",
        [
            .required("status", .oneOf(["new", "it's won"])), .required("summary", .text),
            .optional("score", .number(atLeast: 0, atMost: 10)), .optional("count", .integer(atLeast: 0)),
            .optional("vip", .boolean), .optional("day", .date), .optional("seen", .timestamp),
            .optional("services", .texts), .optional("handle", .format("^@[a-z]+$")), .optional("least", .number()),
            .optional("most", .number()),
        ], rules: [.ascending("least", "most"), .implies("seen", "day")])

    static let good = [
        #"{"status": "new", "summary": "x"}"#,
        #"{"status": "it's won", "summary": "x", "score": 10, "count": 3, "vip": true, "other": {"free": [1]}}"#,
        #"{"status": "new", "summary": "x", "day": "2024-02-29", "seen": "2025-01-15T10:30:00Z"}"#,
        #"{"status": "new", "summary": "x", "day": "2025-01-15", "seen": "2025-01-15T10:30:00.123+05:30"}"#,
        #"{"status": "new", "summary": "x", "services": ["a", "b"], "handle": "@abc", "least": 1, "most": 1.0}"#,
        #"{"status": "new", "summary": "x", "services": []}"#,
    ]

    static let bad = [
        "[]", "\"text\"", "17", "null", "{}", #"["status", "summary"]"#,
        #"{"status": "new"}"#, #"{"status": "old", "summary": "x"}"#, #"{"status": null, "summary": "x"}"#,
        #"{"status": ["new"], "summary": "x"}"#, #"{"status": "new", "summary": "  "}"#, #"{"status": "new", "summary": 5}"#,
        #"{"status": "new", "summary": "x", "score": 10.01}"#, #"{"status": "new", "summary": "x", "score": "5"}"#,
        #"{"status": "new", "summary": "x", "score": null}"#, #"{"status": "new", "summary": "x", "score": 1e400}"#,
        #"{"status": "new", "summary": "x", "count": 1.5}"#, #"{"status": "new", "summary": "x", "count": -1}"#,
        #"{"status": "new", "summary": "x", "vip": "true"}"#,
        #"{"status": "new", "summary": "x", "day": "2025-02-30"}"#, #"{"status": "new", "summary": "x", "day": "2025-13-01"}"#,
        #"{"status": "new", "summary": "x", "day": "15.01.2025"}"#, #"{"status": "new", "summary": "x", "day": 20250115}"#,
        #"{"status": "new", "summary": "x", "day": "2025-01-15", "seen": "2025-01-15T25:00:00Z"}"#,
        #"{"status": "new", "summary": "x", "day": "2025-01-15", "seen": "2025-02-30T10:00:00Z"}"#,
        #"{"status": "new", "summary": "x", "day": "2025-01-15", "seen": "2025-01-15T10:30:00"}"#,
        #"{"status": "new", "summary": "x", "seen": "2025-01-15T10:30:00Z"}"#,
        #"{"status": "new", "summary": "x", "services": "a"}"#, #"{"status": "new", "summary": "x", "services": ["a", 1]}"#,
        #"{"status": "new", "summary": "x", "services": ["a", " "]}"#, #"{"status": "new", "summary": "x", "services": [["a"]]}"#,
        #"{"status": "new", "summary": "x", "handle": "abc"}"#, #"{"status": "new", "summary": "x", "least": 2, "most": 1}"#,
    ]

    @Test func tellsGoodFromBad() async throws {
        try await Shop.open { live in
            try await live.plant("TRUNCATE shop.customers")
            for (index, document) in (Self.good + Self.bad).enumerated() {
                try await live.connection.query(
                    "INSERT INTO shop.customers (id, details) VALUES ($1, $2::jsonb)", [index, document])
            }
            let suite = Shop.customers(.shape(Shop.customers.details, Self.shape, "Leads have a form"))
            let options = CheckOptions(samples: 100, allowsSuperuser: true)
            let result = try #require(try await live.run(suite, options).first)
            #expect(result.failingRows == Self.bad.count && result.rowsExamined == Self.good.count + Self.bad.count)

            let check = try #require(try suite.compiled().first)
            let rows = try await live.connection.query(check.fileText)
            let found = try Set(rows.map { try $0.decode("id", as: Int.self) })
            let expected = Set(Self.good.count..<(Self.good.count + Self.bad.count))
            #expect(found.symmetricDifference(expected).map { (Self.good + Self.bad)[$0] } == [])
            // Each says what is wrong with it, and none says a value.
            #expect(try rows.allSatisfy { try !$0.decode("problems", as: [String].self).isEmpty })
            let dates = try #require(try rows.first { try $0.decode("id", as: Int.self) == Self.good.count + 19 })
            #expect(try dates.decode("problems", as: [String].self) == ["day is not a date"])
        }
    }

    /// Public report: "a key test lets null pass, a value test cannot tell it from a missing key".
    @Test func saysWhetherAKeyIsMissingNullOrOfAnotherType() async throws {
        try await Shop.open { live in
            try await live.plant(
                """
                TRUNCATE shop.customers;
                INSERT INTO shop.customers (id, details) VALUES (1, '{"email":"a@example.org"}'), (2, '{"email":null}'), (3, '{}'),
                  (4, 'null'), (5, NULL), (6, '{"email":""}'), (7, '{"email":["a@example.org"]}'), (8, '["email"]')
                """)
            let column = Shop.customers.details
            let suite = Shop.customers(
                .shape(column, JSONShape("required", [.required("email", .string)]), "An e-mail"),
                .shape(column, JSONShape("nullable", [.required("email", .string, orNull: true)]), "An e-mail, or null"),
                .shape(column, JSONShape("optional", [.optional("email", .string)]), "Perhaps an e-mail"),
                .shape(column, JSONShape("always", [.required("email", .string)]), "An e-mail").named("always"),
                .shape(column, JSONShape("present", [.required("email", .string)]), onNull: .fails, "There is a document"))
            let results = try await live.run(suite, CheckOptions(samples: 100, allowsSuperuser: true))
            #expect(results.map(\.failingRows) == [5, 4, 4, 5, 6])
            #expect(
                results[0].samples.map(\.description).sorted() == [
                    "id=2, problems=email is null", "id=3, problems=email is missing",
                    "id=4, problems=the document is of type null, not object",
                    "id=7, problems=email is of type array, not string",
                    "id=8, problems=the document is of type array, not object",
                ])
            #expect(
                Set(results[0].figures.map(\.description)) == [
                    "rows with NULL, which pass: 1", "email is null: 1", "email is missing: 1",
                    "the document is of type null, not object: 1", "email is of type array, not string: 1",
                    "the document is of type array, not object: 1",
                ])
            #expect(results[4].figures.contains(CheckFigure("there is no document", 1)))
        }
    }
}
