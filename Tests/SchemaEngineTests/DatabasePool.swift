import Foundation
import PlumblineTesting
import PostgresClient
import Sandbox
import Testing

/// Databases that the cases of a suite use one after the other: emptying one is much faster than creating one.
actor DatabasePool {
    @TaskLocal static var current = DatabasePool()

    private var idle: [Int: [Database]] = [:]
    private var made = 0
    private struct Database {
        let name: String
        let reader: PostgresConnection
        /// The result of ``contents`` for the empty database.
        let empty: String?
    }

    /// How many cases have databases at once; more would only wait for the cores.
    private var places = 2 * ProcessInfo.processInfo.activeProcessorCount
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// Gives `body` two empty databases of one server.
    nonisolated func withBench<R>(major: Int, _ body: (Bench) async throws -> R) async throws -> R {
        await enter()
        do {
            let result = try await withDatabases(major: major, body)
            await leave()
            return result
        } catch {
            await leave()
            throw error
        }
    }

    private func enter() async {
        if places > 0 {
            places -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    private func leave() {
        if waiting.isEmpty {
            places += 1
        } else {
            waiting.removeFirst().resume()
        }
    }

    private nonisolated func withDatabases<R>(major: Int, _ body: (Bench) async throws -> R) async throws -> R {
        let server = try await ScratchServer.shared(major: major)
        let a = try await take(server, major)
        let b = try await take(server, major)
        let result: R
        do {
            let bench = Bench(
                server: server, a: server.settings.with(database: a.name), b: server.settings.with(database: b.name),
                readers: [a.name: a.reader, b.name: b.reader])
            result = try await body(bench)
        } catch {
            // What is left in them is not known.
            try? await drop(a, server)
            try? await drop(b, server)
            throw error
        }
        try await give(a, server, major)
        try await give(b, server, major)
        return result
    }

    private func take(_ server: SandboxServer, _ major: Int) async throws -> Database {
        if let database = idle[major]?.popLast() { return database }
        made += 1
        let name = "pool_\(UUID().uuidString.prefix(8).lowercased())_\(made)"
        try await server.createDatabase(name)
        let reader = try await PostgresConnection.connect(server.settings.with(database: name))
        return Database(name: name, reader: reader, empty: try await reader.query(Self.contents).first?.text(0))
    }

    private func give(_ database: Database, _ server: SandboxServer, _ major: Int) async throws {
        guard await database.reader.isUsable else { return try await drop(database, server) }
        try await database.reader.run(script: Self.emptying)
        if try await database.reader.query(Self.contents).first?.text(0) == database.empty {
            idle[major, default: []].append(database)
        } else {
            try await drop(database, server)
        }
    }

    private func drop(_ database: Database, _ server: SandboxServer) async throws {
        await database.reader.close()
        try await server.dropDatabase(database.name)
    }

    func dropAll() async throws {
        for (major, databases) in idle {
            let server = try await ScratchServer.shared(major: major)
            for database in databases { try await drop(database, server) }
        }
        idle = [:]
    }

    /// Leaves what `template0` has: an empty schema `public`. The schema itself stays unless it was changed, because a change to any schema
    /// makes every session of the database plan its prepared queries again.
    private static let emptying = """
        DO $$ DECLARE statement text; BEGIN
            FOR statement IN
                SELECT format('DROP PUBLICATION %I', pubname) FROM pg_publication
                UNION ALL SELECT format('DROP EXTENSION IF EXISTS %I CASCADE', extname) FROM pg_extension WHERE extname <> 'plpgsql'
                UNION ALL SELECT format('DROP SCHEMA %I CASCADE', nspname) FROM pg_namespace n
                WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', 'public')
                    OR nspname = 'public' AND NOT (\(isUnchanged))
            LOOP EXECUTE statement; END LOOP;
            IF to_regnamespace('public') IS NULL THEN
                CREATE SCHEMA public AUTHORIZATION pg_database_owner;
                GRANT USAGE ON SCHEMA public TO PUBLIC;
                COMMENT ON SCHEMA public IS 'standard public schema';
            END IF;
            -- One object at a time, because CASCADE may drop others too.
            LOOP
                SELECT format('DROP %s %s CASCADE', CASE WHEN d.classid = 'pg_proc'::regclass THEN 'routine'
                    WHEN d.classid = 'pg_statistic_ext'::regclass THEN 'statistics' ELSE o.type END, o.identity) INTO statement
                FROM pg_depend d, pg_identify_object(d.classid, d.objid, 0) o
                WHERE d.refclassid = 'pg_namespace'::regclass AND d.refobjid = 'public'::regnamespace AND NOT EXISTS (
                    SELECT FROM pg_depend i WHERE i.classid = d.classid AND i.objid = d.objid AND i.deptype = 'i')
                ORDER BY d.classid = 'pg_class'::regclass DESC, d.objid LIMIT 1;
                EXIT WHEN NOT FOUND;
                EXECUTE statement;
            END LOOP;
        END $$;
        """

    /// True if the schema `n` of `pg_namespace` has the same owner, privileges and comment as in `template0`.
    private static let isUnchanged = """
        nspowner = 'pg_database_owner'::regrole AND obj_description(n.oid, 'pg_namespace') = 'standard public schema'
            AND nspacl::text[] = '{pg_database_owner=UC/pg_database_owner,=U/pg_database_owner}'
            AND NOT EXISTS (SELECT FROM pg_seclabel WHERE classoid = 'pg_namespace'::regclass)
            AND NOT EXISTS (SELECT FROM pg_default_acl WHERE defaclnamespace <> 0)
        """

    /// The number of objects that are in no schema, and so are not dropped with one, and a digest of the privileges on all objects.
    private static let contents = """
        SELECT concat_ws(' ', (SELECT count(*) FROM pg_class WHERE oid >= 16384), (SELECT count(*) FROM pg_cast WHERE oid >= 16384),
            (SELECT count(*) FROM pg_event_trigger), (SELECT count(*) FROM pg_foreign_data_wrapper),
            (SELECT count(*) FROM pg_default_acl), (SELECT count(*) FROM pg_language WHERE oid >= 16384),
            (SELECT count(*) FROM pg_am WHERE oid >= 16384), (SELECT count(*) FROM pg_transform),
            (SELECT count(*) FROM pg_proc WHERE oid >= 16384), (SELECT count(*) FROM pg_largeobject_metadata),
            (SELECT count(*) FROM pg_description), (SELECT count(*) FROM pg_seclabel),
            (SELECT md5(string_agg(o.id || o.acl, ',' ORDER BY o.id)) FROM (
                SELECT 'language ' || oid AS id, lanacl::text AS acl FROM pg_language
                UNION ALL SELECT 'function ' || oid, proacl::text FROM pg_proc
                UNION ALL SELECT 'relation ' || oid, relacl::text FROM pg_class
                UNION ALL SELECT 'type ' || oid, typacl::text FROM pg_type) o WHERE o.acl IS NOT NULL))
        """
}

/// Gives the cases of a suite one pool of databases, which are dropped after the last case.
struct PooledDatabases: SuiteTrait, TestScoping {
    @concurrent func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable @concurrent () async throws -> Void
    ) async throws {
        let pool = DatabasePool()
        do {
            try await DatabasePool.$current.withValue(pool) { try await function() }
        } catch {
            try await pool.dropAll()
            throw error
        }
        try await pool.dropAll()
    }
}

extension Trait where Self == PooledDatabases {
    static var pooledDatabases: PooledDatabases { PooledDatabases() }
}
