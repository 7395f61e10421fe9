import PlumblineTesting
import Plumbline
import Testing

/// The tests that the articles show.
@Suite struct ClinicTests {
    @Test(.database(of: Clinic.database)) func appointmentsDoNotOverlap() async throws {
        try await PostgresConnection.with(ScratchDatabase.settings) { connection in
            try await connection.run(
                script: """
                    INSERT INTO app.tenants VALUES (1, 'North');
                    INSERT INTO app.patients (tenant_id, name) VALUES (1, 'Ann')
                    """)
            let book = """
                INSERT INTO app.appointments (patient_id, room_id, during)
                VALUES (1, 1, '[2026-01-05 10:00+00, 2026-01-05 10:30+00)')
                """
            try await connection.run(script: book)
            await #expect(throws: PostgresError.self) { try await connection.run(script: book) }
        }
    }

    @Test(.database(of: Clinic.database)) func tenantsSeeTheirOwnPatients() async throws {
        try await PostgresConnection.with(ScratchDatabase.settings) { connection in
            try await connection.run(
                script: """
                    INSERT INTO app.tenants VALUES (1, 'North'), (2, 'South');
                    INSERT INTO app.patients (tenant_id, name) VALUES (1, 'Ann'), (2, 'Ben');
                    SET ROLE clinic_app;
                    SET clinic.tenant = 2
                    """)
            let rows = try await connection.query("SELECT name FROM app.patients")
            #expect(rows.map { $0.text("name") } == ["Ben"])
        }
    }
}

@Suite(.liveDatabase(of: Clinic.checks))
struct ClinicLiveTests {
    @Test(arguments: Clinic.checks.cases) func check(_ check: CheckCase) async throws { try await check.expectToHold() }
}
