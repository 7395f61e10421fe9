import SchemaEngine
import PlumblineTesting
import PostgresClient
import Testing

@Suite("A replaced object keeps its owner")
struct OwnerTests {
    @Test("a view and a function of another role stay that role's")
    func owners() async throws {
        try await Bench.with { bench in
            let role = "keeper_" + (bench.a.database ?? "")
            let quoted = "\"\(role)\""
            let schema = { (columns: String, result: String) in
                """
                CREATE TABLE t (a int, b int); CREATE VIEW v AS SELECT \(columns) FROM t; CREATE VIEW w AS SELECT a FROM v;
                CREATE FUNCTION f(x int) RETURNS \(result) LANGUAGE sql AS 'SELECT 1';
                """
            }
            try await bench.load(schema("a, b", "int"), into: bench.a)
            try await bench.load(schema("a", "bigint"), into: bench.b)
            try await bench.load("CREATE ROLE \(quoted)", into: bench.a)
            do {
                try await bench.load("ALTER VIEW w OWNER TO \(quoted); ALTER FUNCTION f(int) OWNER TO \(quoted);", into: bench.a)
                try await bench.psql(try await bench.plan(from: bench.a, to: bench.b).script, bench.a)
                let connection = try await PostgresConnection.connect(bench.a)
                let rows = try await connection.query(
                    """
                    SELECT string_agg(o.name || '=' || (o.owner = $1), ' ' ORDER BY o.name) AS owners FROM (
                        SELECT relname AS name, pg_get_userbyid(relowner) AS owner FROM pg_class WHERE relname IN ('v', 'w')
                        UNION ALL SELECT proname, pg_get_userbyid(proowner) FROM pg_proc WHERE proname = 'f') o
                    """, [role])
                await connection.close()
                #expect(rows.first?.text("owners") == "f=true v=false w=true")
                try await bench.load("DROP OWNED BY \(quoted); DROP ROLE \(quoted)", into: bench.a)
            } catch {
                try await bench.load("DROP OWNED BY \(quoted); DROP ROLE \(quoted)", into: bench.a)
                throw error
            }
        }
    }
}
