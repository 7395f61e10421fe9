import PlumblineTesting
import SchemaEngine
import SchemaModel
import Testing

@Suite("What pg_partman makes is left to it", .pooledDatabases)
struct PartitionSetTests {
    private static let common = """
        CREATE SCHEMA partman; CREATE EXTENSION pg_partman SCHEMA partman;
        CREATE TABLE reading (id bigint NOT NULL, at date) PARTITION BY RANGE (id);
        """

    private static let set = """
        SELECT partman.create_parent(p_parent_table := 'public.reading', p_control := 'id', p_interval := '1000',
            p_type := CASE WHEN e.extversion LIKE '4.%' THEN 'native' ELSE 'range' END) FROM pg_extension e WHERE e.extname = 'pg_partman';
        """

    @Test(.needsPostgres(15)) func postgres15() async throws { try await expectLeft(major: 15) }
    @Test(.needsPostgres(18)) func postgres18() async throws { try await expectLeft(major: 18) }

    private func expectLeft(major: Int) async throws {
        try await DatabasePool.current.withBench(major: major) { bench in
            try await bench.load(Self.common + Self.set, into: bench.a)
            try await bench.load(
                "CREATE TABLE reading_p90000 PARTITION OF reading FOR VALUES FROM (90000) TO (91000); INSERT INTO reading VALUES (1)",
                into: bench.a)
            try await bench.load(Self.common, into: bench.b)
            let (live, plain) = (try await bench.state(bench.a), try await bench.state(bench.b))
            #expect(live.facts.keys.filter { $0.kind == .table }.map(\.path) == ["public.reading"])
            #expect(live.leftToOthers.keys.map(\.path).contains("partman.template_public_reading"))

            // A target that does not mention the set: nothing to do, whether it lists partitions or not.
            #expect(live.unmentionedManagers(with: plain).map(\.description) == ["partition set of table public.reading"])
            let kept = live.leavingToOthers(with: plain, keepsManagers: true)
            #expect(try Plan(from: kept, to: plain).steps.map(\.title) == [])

            // Another number of partitions is no difference.
            try await bench.load(Self.set, into: bench.b)
            #expect(try Plan(from: live, to: try await bench.state(bench.b)).steps.map(\.title) == [])
            #expect(SchemaEngine.Comparison.deltas(from: live, to: try await bench.state(bench.b), ignoring: []).isEmpty)
        }
    }

    @Test("the removal of a set is refused by the server while a partition holds rows", .needsPostgres(18))
    func removalWithRows() async throws {
        try await DatabasePool.current.withBench(major: 18) { bench in
            try await bench.load(Self.common + Self.set + "INSERT INTO reading VALUES (1);", into: bench.a)
            try await bench.load(Self.common, into: bench.b)
            let plan = try await bench.plan(from: bench.a, to: bench.b)
            let before = try await bench.dump(bench.a)
            let failure = await #expect(throws: PsqlFailure.self) { try await bench.psql(plan.script, bench.a) }
            #expect(failure?.message.contains("partition public.reading_p0 of a set of pg_partman holds rows") == true)
            #expect(try await bench.dump(bench.a) == before)
        }
    }
}
