import Foundation
import Migrator
import PostgresClient
import SchemaEngine
import SchemaModel
import Testing

@Suite("A certificate says what was seen")
struct CertificateTests {
    @Test("locks, rewrites and scans of each section, from another connection; nothing that the plan does not say")
    func observed() async throws {
        try await Workshop.with { shop in
            let first = try await shop.declared(Workshop.first)
            let initial = try #require(try await shop.generate(first, "initial")?.proof.certificate)
            #expect(!initial.forward.sections.isEmpty && !initial.rollback.sections.isEmpty, "\(initial)")
            // Tables that the migration creates are used by nobody.
            #expect(initial.forward.sections.allSatisfy { $0.locks.isEmpty && $0.rewrites.isEmpty })
            let second = try await shop.declared(Workshop.second)
            let certificate = try #require(try await shop.generate(second, "change")?.proof.certificate)
            #expect(certificate.differences.isEmpty, "\(certificate.differences)")
            let index = try #require(certificate.forward.sections.first { $0.title.contains("create index app.visit_at") })
            #expect(!index.isTransaction)
            #expect(index.lock(on: "app.visit") == .shareUpdateExclusive, "\(index)")
            let validation = try #require(
                certificate.forward.sections.first {
                    $0.title.contains("that column app.visit.at is not null") && $0.title.contains("validate")
                })
            #expect(
                validation.scans == ["app.visit"] && validation.lock(on: "app.visit") == .shareUpdateExclusive, "\(validation)")
            let rebuild = try #require(
                certificate.forward.sections.first {
                    $0.title.contains("rebuild enum type app.mood") || $0.rewrites.contains("app.person")
                })
            #expect(rebuild.rewrites == ["app.person"] && rebuild.lock(on: "app.person") == .accessExclusive, "\(rebuild)")
            let pair = try MigrationDirectory(root: shop.root, database: "app").pairs()[1]
            #expect(try MigrationDirectory(root: shop.root, database: "app").certificate(of: pair) == certificate)
        }
    }

    @Test("the policy judges it by the sizes of the live tables, before anything runs")
    func policy() async throws {
        try await Workshop.with { shop in
            let first = try await shop.declared(Workshop.first)
            try await shop.generate(first, "initial")
            try await shop.withLive(first) { live, _ in _ = try await live.apply() }
            try await shop.execute(Workshop.rows + "; ANALYZE")
            let second = try await shop.declared(Workshop.second)
            try await shop.generate(second, "change")
            try await shop.withLive(second) { live, _ in
                let strict = LockPolicy([.init(when: .rewrite, rows: 500, then: .refuse)])
                let error = await #expect(throws: MigrationError.self) {
                    try await live.apply(MigrateOptions(policy: strict))
                }
                #expect(
                    error?.message.contains("rewrites the table app.person (about 500 rows") == true, "\(error?.message ?? "")"
                )
                #expect(try await live.status().last?.state == .pending)
                let shown = try await live.pendingCertificates(strict)
                #expect(shown.map(\.label) == ["0002_change"] && shown.first?.findings.count == 1, "\(shown)")
                let lenient = LockPolicy([
                    .init(when: .rewrite, rows: 501, then: .refuse), .init(when: .blockReads, then: .warn),
                ])
                #expect(try await live.apply(MigrateOptions(policy: lenient)).count == 1)
            }
        }
    }
}
