import Foundation
import Testing

@Suite("Files that are not as they were written")
struct FileTests {
    private func expect(_ bench: Bench, _ words: String, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let outcome = try await bench.plumb("apply", "chatwoot")
        #expect(outcome.status == 2, sourceLocation: sourceLocation)
        #expect(outcome.errors.contains(words), "\(outcome.errors)", sourceLocation: sourceLocation)
        #expect(try await bench.value("SELECT to_regnamespace('plumbline')") == nil, sourceLocation: sourceLocation)
    }

    @Test("each is refused with its name and what to do, and the database stays as it was")
    func damaged() async throws {
        try await Bench.with { bench in
            let file = bench.migration
            let manager = FileManager.default
            let text = try String(contentsOf: file, encoding: .utf8)
            try Data(text.replacing("contacts", with: "contactz").utf8).write(to: file)
            try await expect(bench, "git checkout -- migrations/chatwoot/0001_initial.sql")
            try Data(text.replacing("\n", with: "\r\n").utf8).write(to: file)
            try await expect(bench, "line ends of Windows")
            try Data(text.utf8).write(to: file)

            let seal = file.deletingLastPathComponent().appending(component: "plumb.sum")
            let sum = try Data(contentsOf: seal)
            try manager.removeItem(at: seal)
            try await expect(bench, "migrations/chatwoot/plumb.sum is missing")
            try sum.write(to: seal)

            let second = file.deletingLastPathComponent().appending(component: "0002_other.sql")
            try manager.copyItem(at: file, to: second)
            try await expect(bench, "migrations/chatwoot/0002_other.sql")
            try Data("DROP TABLE accounts;".utf8).write(to: second)
            try await expect(bench, "not a file that `plumb generate` wrote")
            try manager.removeItem(at: second)

            #expect(try await bench.plumb("apply", "chatwoot").status == 0)
            #expect(try await bench.plumb("verify", "chatwoot").status == 0)
        }
    }

    @Test("a folder that cannot be written is named, and nothing is left behind")
    func unwritable() async throws {
        try await Bench.with { bench in
            let folder = bench.root.appending(component: "migrations")
            try FileManager.default.removeItem(at: folder)
            try FileManager.default.removeItem(at: bench.root.appending(component: "rollback"))
            try Data("in the way".utf8).write(to: folder)
            let outcome = try await bench.plumb("generate", "initial", "--database", "chatwoot")
            #expect(
                outcome.status == 2 && outcome.errors.contains("cannot be written into migrations/chatwoot"),
                "\(outcome.status) \(outcome.all)")
        }
    }

    @Test("nothing to generate, a name that is none, an unknown command")
    func generate() async throws {
        try await Bench.with { bench in
            let nothing = try await bench.plumb("generate", "nothing", "--database", "chatwoot")
            #expect(nothing.status == 0 && nothing.output.contains("nothing to write"), "\(nothing.all)")
            for arguments in [
                ["generate", "Bad Name"], ["generate", ""], ["generate", "../up"], ["nonsense"], ["apply", "--bogus"],
            ] {
                #expect(try await bench.started(arguments).outcome().status == 2)
            }
        }
    }

    @Test("sources of diff that are none: each said in words, and no password repeated")
    func garbageSources() async throws {
        try await Bench.with { bench in
            let files = [
                "broken.sql": Data("CREATE TABLE x (a in;".utf8), "binary.sql": Data([0xff, 0xfe, 0x00]),
                "a.json": Data("{\"a\":".utf8),
                "b.json": Data("{\"a\":1}".utf8), "c.json": Data("{\"version\":9,\"serverVersion\":1,\"facts\":[]}".utf8),
            ]
            for (name, data) in files { try data.write(to: bench.root.appending(component: name)) }
            for source in Array(files.keys) + [
                "", " ", "garbage", "declared:nosuch", "mysql://u:s3cretpw@h/d", "host=/no/where password=s3cretpw/x",
            ] {
                let outcome = try await bench.plumb("diff", "--from", source, "--to", source)
                #expect(outcome.status == 2 && outcome.output.isEmpty, "\(source): \(outcome.all)")
                #expect(!outcome.all.contains("s3cretpw") && !outcome.all.contains("DecodingError"), "\(source)")
            }
        }
    }
}
