import PlumblineTesting
import PostgresClient
import Sandbox
import Testing

/// Partitions that a job makes, as `plumb` shows them.
@Suite struct PartitionTests {
    @Test func statusListsThemAndPlanLeavesThemAlone() async throws {
        try await Bench.with { bench in
            try await ScratchServer.withDatabase(.supabase, .cronStub, major: 17) { supabase in
                let applied = try await bench.started(["apply", "supabase"], supabase: supabase).outcome()
                #expect(applied.status == 0, "\(applied.all)")
                try await bench.server.execute(
                    "SELECT widget.make_message_partitions(1, '2026-12-15')", in: supabase.database)
                let status = try await bench.started(["status", "supabase"], supabase: supabase).outcome()
                #expect(
                    status.output.contains(
                        """
                          partitions of widget.message, made by its jobs (2):
                            widget.message_y2026m12, widget.message_y2027m01
                        """), "\(status.all)")
                let plan = try await bench.started(["plan", "--sql", "supabase"], supabase: supabase).outcome()
                #expect(!plan.output.contains("message_y"), "\(plan.all)")
            }
        }
    }
}
