import Foundation
import PlumblineTesting
import Testing

/// `plumb export` and `plumb restore`, as a person runs them.
@Suite struct TransferTests {
    @Test(.needsPostgres(17)) func aTableGoesToAFileAndComesBack() async throws {
        try await Bench.with { bench in
            try await bench.execute(
                """
                INSERT INTO labels (account_id, title, description) VALUES (1, 'vip', NULL), (1, 'Zoë', 'a "b"');
                """)
            let digest = "SELECT md5(string_agg(l::text, '|' ORDER BY id)) FROM labels AS l"
            let before = try await bench.value(digest)
            let file = bench.root.appending(component: "labels.plumb").path
            let export = try await bench.plumb("export", "chatwoot", "public.labels", "--to", file)
            #expect(export.status == 0, "\(export.all)")
            #expect(export.output.contains("exported 2 rows of public.labels"))
            #expect(export.output.contains("personal data too; only you can read it (mode 0600)"))
            #expect(try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int == 0o600)

            let again = try await bench.plumb("export", "chatwoot", "public.labels", "--to", file)
            #expect(again.status == 2 && again.errors.contains("already exists"), "\(again.all)")

            try await bench.execute(
                "UPDATE labels SET title = 'gone' WHERE title = 'vip'; DELETE FROM labels WHERE title = 'Zoë'")
            let restore = try await bench.plumb("restore", "chatwoot", file)
            #expect(restore.status == 0, "\(restore.all)")
            #expect(restore.output.contains("restored 2 rows of public.labels: 1 inserted, 1 replaced; 0 others"))
            #expect(try await bench.value(digest) == before)

            let other = try await bench.plumb("restore", "chatwoot", file, "--table", "public.contacts")
            #expect(other.status == 2 && other.errors.contains("does not fit public.contacts"), "\(other.all)")
            for arguments in [
                ["export", "chatwoot", "public.nothing", "--to", file + "2"], ["restore", "chatwoot", file + "3"],
            ] {
                let refused = try await bench.started(arguments).outcome()
                #expect(refused.status == 2, "\(refused.all)")
            }
            let data = try Data(contentsOf: URL(filePath: file))
            try data.prefix(data.count - 3).write(to: URL(filePath: file + "4"))
            let broken = try await bench.plumb("restore", "chatwoot", file + "4")
            #expect(broken.status == 2 && broken.errors.contains("is truncated; nothing was restored"), "\(broken.all)")
            #expect(try await bench.value(digest) == before)
        }
    }
}
