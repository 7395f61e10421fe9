import Checks
import PlumblineTesting
import PostgresClient
import SchemaDSL
import Testing

/// What the catalog guarantees is reported as proved, and what it does not guarantee is read.
@Suite struct ProofTests {
    static let c = Shop.customers
    static let o = Shop.orders

    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let suite: CheckSuite
        let ddl: String
        /// Nil when nothing is proved.
        let proof: String?

        init(_ name: String, _ suite: CheckSuite, _ ddl: String, _ proof: String?) {
            self.name = name
            self.suite = suite
            self.ddl = ddl
            self.proof = proof
        }

        var testDescription: String { name }
    }

    static let email = Shop.customers(.notNull(c.email, "E-mail is there"))
    static let status = Shop.customers(.oneOf(c.status, ["open", "closed"], "Status is known"))
    static let strict = Shop.customers(.oneOf(c.status, ["open", "closed"], onNull: .fails, "Status is known"))
    static let score = Shop.customers(.between(c.score, 0...100, "Score is a percentage"))
    static let number = Shop.orders(.unique([o.number], "Numbers are unique"))
    static let owner = Shop.orders(.references(o.customerID, c.id, "Orders have a customer"))

    static let cases: [Case] = [
        Case("NOT NULL", email, "ALTER TABLE shop.customers ALTER email SET NOT NULL", "NOT NULL on email"),
        Case("nothing", email, "", nil),
        Case(
            "a CHECK that is not valid", score,
            "ALTER TABLE shop.customers ADD CONSTRAINT k CHECK (score >= 0 AND score <= 100) NOT VALID", nil),
        Case(
            "the same CHECK", score, "ALTER TABLE shop.customers ADD CONSTRAINT k CHECK (score BETWEEN 0 AND 100)",
            "CHECK constraint k"),
        Case(
            "a stricter CHECK", score, "ALTER TABLE shop.customers ADD CONSTRAINT k CHECK (score > 4 AND score <= 100)",
            "CHECK constraint k"),
        Case("a looser CHECK", score, "ALTER TABLE shop.customers ADD CONSTRAINT k CHECK (score >= 0)", nil),
        Case(
            "two CHECKs together", score,
            "ALTER TABLE shop.customers ADD CONSTRAINT k1 CHECK (score >= 0), ADD CONSTRAINT k2 CHECK (score <= 100)",
            "CHECK constraints k1, k2"),
        Case(
            "a CHECK of values", status, "ALTER TABLE shop.customers ADD CONSTRAINT k CHECK (status IN ('closed', 'open'))",
            "CHECK constraint k"),
        Case(
            "a CHECK lets NULL pass", strict, "ALTER TABLE shop.customers ADD CONSTRAINT k CHECK (status IN ('closed', 'open'))",
            nil),
        Case(
            "a CHECK that calls a function, which may have been replaced", score,
            """
            CREATE FUNCTION shop.fits(n double precision) RETURNS boolean IMMUTABLE LANGUAGE sql AS 'SELECT n >= 0 AND n <= 100';
            ALTER TABLE shop.customers ADD CONSTRAINT k CHECK (shop.fits(score)),
                ADD CONSTRAINT k2 CHECK (score BETWEEN 0 AND 100)
            """, nil),
        Case(
            "an array that holds NULL lets other values pass", strict,
            """
            ALTER TABLE shop.customers ALTER status SET NOT NULL,
                ADD CONSTRAINT k CHECK (status = ANY ('{open,closed,NULL}'::text[]))
            """, nil),
        Case(
            "a CHECK and NOT NULL", strict,
            "ALTER TABLE shop.customers ALTER status SET NOT NULL, ADD CONSTRAINT k CHECK (status IN ('closed', 'open'))",
            "CHECK constraint k and NOT NULL on status"),
        Case(
            "a regular expression", Shop.customers(.format(c.email, "^[^@]+@[^@]+$", "E-mail has a form")),
            "ALTER TABLE shop.customers ADD CONSTRAINT k CHECK (email ~ '^[^@]+@[^@]+$')", "CHECK constraint k"),
        Case(
            "another regular expression", Shop.customers(.format(c.email, "^[^@]+@[^@]+$", "E-mail has a form")),
            "ALTER TABLE shop.customers ADD CONSTRAINT k CHECK (email ~ '@')", nil),
        Case(
            "a domain", score,
            "CREATE DOMAIN shop.percentage AS integer CHECK (VALUE >= 0 AND VALUE <= 100); ALTER TABLE shop.customers ALTER score TYPE shop.percentage",
            "domain shop.percentage"),
        Case(
            "a domain that is not valid", score,
            """
            CREATE DOMAIN shop.percentage AS integer; ALTER TABLE shop.customers ALTER score TYPE shop.percentage;
            ALTER DOMAIN shop.percentage ADD CHECK (VALUE >= 0 AND VALUE <= 100) NOT VALID
            """, nil),
        Case(
            "a generated column",
            Shop.customers(.satisfies(Predicate(sql: "\(c.score) = \(c.id)::integer * 5"), named: "sum", "Scores are sums")),
            "ALTER TABLE shop.customers DROP score, ADD score integer GENERATED ALWAYS AS (id::integer * 5) STORED",
            "generated column score"),
        Case("a unique index", number, "CREATE UNIQUE INDEX u ON shop.orders (number)", "unique index u"),
        Case("a unique constraint", number, "ALTER TABLE shop.orders ADD CONSTRAINT u UNIQUE (number)", "unique index u"),
        Case(
            "a unique constraint that is deferrable", number,
            "ALTER TABLE shop.orders ADD CONSTRAINT u UNIQUE (number) DEFERRABLE", nil),
        Case("a unique index of some rows", number, "CREATE UNIQUE INDEX u ON shop.orders (number) WHERE id > 3", nil),
        Case("a unique index of an expression", number, "CREATE UNIQUE INDEX u ON shop.orders (lower(number))", nil),
        Case("a unique index of more columns", number, "CREATE UNIQUE INDEX u ON shop.orders (number, id)", nil),
        Case(
            "a unique index of fewer columns", Shop.orders(.unique([o.number, o.customerID], "Orders are unique")),
            "CREATE UNIQUE INDEX u ON shop.orders (customer_id)", "unique index u"),
        Case(
            "an index that is not valid", number,
            "CREATE UNIQUE INDEX u ON shop.orders (number); UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'shop.u'::regclass",
            nil),
        Case(
            "a foreign key", owner,
            "ALTER TABLE shop.orders ADD CONSTRAINT f FOREIGN KEY (customer_id) REFERENCES shop.customers",
            "foreign key f"),
        Case(
            "a foreign key that is not valid", owner,
            "ALTER TABLE shop.orders ADD CONSTRAINT f FOREIGN KEY (customer_id) REFERENCES shop.customers NOT VALID", nil),
        Case(
            "a foreign key whose triggers are off", owner,
            "ALTER TABLE shop.orders ADD CONSTRAINT f FOREIGN KEY (customer_id) REFERENCES shop.customers; ALTER TABLE shop.orders DISABLE TRIGGER ALL",
            nil),
        Case(
            "a foreign key lets NULL pass",
            Shop.orders(.references(o.customerID, c.id, onNull: .fails, "Orders have a customer")),
            "ALTER TABLE shop.orders ADD CONSTRAINT f FOREIGN KEY (customer_id) REFERENCES shop.customers", nil),
        Case(
            "a table that others inherit from", number,
            "CREATE UNIQUE INDEX u ON shop.orders (number); CREATE TABLE shop.old_orders () INHERITS (shop.orders)", nil),
    ]

    @Test(arguments: cases)
    func proves(_ example: Case) async throws {
        try await Shop.open { live in
            try await live.plant(example.ddl)
            let result = try #require(try await live.run(example.suite).first)
            #expect(result.outcome == .passed && result.failingRows == 0)
            #expect(result.proof?.description == example.proof)
            if example.proof != nil { #expect(result.rowsExamined == nil) }
            var options = Shop.options
            options.usesProofs = false
            #expect(try await live.run(example.suite, options).first?.proof == nil)
        }
    }

    @Test func anEnumProvesWhatAllItsValuesSatisfy() async throws {
        try await Shop.open { live in
            try await live.plant(
                "CREATE TYPE shop.state AS ENUM ('open', 'closed'); ALTER TABLE shop.customers ALTER status TYPE shop.state USING status::shop.state"
            )
            let known = try #require(try await live.run(Self.status).first)
            #expect(known.proof?.description == "the values of enum shop.state")
            #expect(try await live.run(Self.strict).first?.proof == nil)
            try await live.plant("ALTER TYPE shop.state ADD VALUE 'lost'")
            let unknown = try #require(try await live.run(Self.status).first)
            #expect(unknown.proof == nil && unknown.outcome == .passed)
        }
    }

    /// PostgreSQL 18 has NOT NULL that is not valid, and constraints that are not enforced.
    @Test(.needsPostgres(18)) func whatPostgreSQL18DoesNotEnforceProvesNothing() async throws {
        try await Shop.open(major: 18) { live in
            try await live.plant(
                """
                ALTER TABLE shop.customers ADD CONSTRAINT n NOT NULL email NOT VALID;
                ALTER TABLE shop.customers ADD CONSTRAINT k CHECK (score BETWEEN 0 AND 100) NOT ENFORCED;
                ALTER TABLE shop.orders ADD CONSTRAINT f FOREIGN KEY (customer_id) REFERENCES shop.customers NOT ENFORCED;
                """)
            for suite in [Self.email, Self.score, Self.owner] {
                #expect(try await live.run(suite).first?.proof == nil)
            }
            try await live.plant("ALTER TABLE shop.customers VALIDATE CONSTRAINT n")
            #expect(try await live.run(Self.email).first?.proof?.description == "NOT NULL on email")
        }
    }
}
