import Foundation
import PostgresClient
import Testing

@Suite struct ConnectTests {
    @Test func connectsByPasswordAndSaysWhatItIsConnectedTo() async throws {
        let settings = try await TestServer.shared().withPassword()
        let connection = try await PostgresConnection.connect(settings)
        let row = try await connection.query(
            "SELECT current_user, pg_backend_pid(), current_setting('server_version_num'), current_setting('application_name')"
        ).one()
        #expect(row.text(0) == "guarded" && row.text(3) == "plumbline")
        #expect(try row.decode(1) == connection.processID)
        #expect(try row.decode(2) == connection.serverVersion)
        await connection.close()
        await connection.close()
        #expect(try await postgresError { try await connection.query("SELECT 1") }.code == .usage)
    }

    @Test func urlGoesToAChildProcessAndBack() async throws {
        let settings = try await TestServer.shared().withPassword()
        let again = try ConnectionSettings(url: settings.url)
        #expect(again == settings)
        await (try PostgresConnection.connect(again)).close()
        let socket = try await TestServer.shared().settings.with(database: "template1")
        let overSocket = try ConnectionSettings(url: socket.url)
        #expect(overSocket.database == "template1" && overSocket.host == socket.host)
        await (try PostgresConnection.connect(overSocket)).close()
    }

    @Test func noTextForPeopleHasThePassword() async throws {
        let settings = try await TestServer.shared().withPassword("wr@ng:hunter2")
        var dumped = ""
        dump(settings, to: &dumped)
        for text in [
            settings.description, settings.debugDescription, settings.redactedDescription, "\(settings)", dumped, "\([settings])",
        ] {
            #expect(!text.contains("hunter2"))
        }
        let error = try await postgresError { try await PostgresConnection.connect(settings) }
        #expect(
            !error.description.contains("hunter2") && !error.debugDescription.contains("hunter2")
                && !"\(error)".contains("hunter2"))
        #expect(settings.url.contains("hunter2"))
    }

    @Test func wrongPassword() async throws {
        let settings = try await TestServer.shared().withPassword("wrong")
        let error = try await postgresError { try await PostgresConnection.connect(settings) }
        #expect(error.code == .connectionFailed && error.sqlState == .invalidPassword)
        #expect(
            error.description.contains("password authentication failed") && error.description.contains("next: check the user"))
        #expect(!error.description.contains("LOCATION"))
    }

    @Test func missingPassword() async throws {
        let settings = try await TestServer.shared().withPassword().with(user: "guarded", password: nil)
        let error = try await postgresError { try await PostgresConnection.connect(settings) }
        #expect(error.code == .connectionFailed && error.description.contains("no password supplied"))
    }

    @Test func missingDatabase() async throws {
        let settings = try await TestServer.shared().settings.with(database: "not there")
        let error = try await postgresError { try await PostgresConnection.connect(settings) }
        #expect(error.code == .connectionFailed && error.sqlState == .invalidCatalogName)
        #expect(error.description.contains("not there") && error.description.contains("next: create the database"))
    }

    @Test func serverThatIsNotThere() async throws {
        let refused = try ConnectionSettings(url: "postgresql://someone@127.0.0.1:1/nothing")
        let error = try await postgresError { try await PostgresConnection.connect(refused) }
        #expect(error.code == .connectionFailed && error.sqlState == nil && error.description.contains("refused"))
        #expect(error.description.contains("127.0.0.1") && error.description.contains("next: check host and port"))
        let unknown = try ConnectionSettings(url: "postgresql://plumbline.invalid/nothing")
        #expect(try await postgresError { try await PostgresConnection.connect(unknown) }.code == .connectionFailed)
    }

    @Test func serverThatDoesNotAnswer() async throws {
        // A socket that accepts connections by its backlog and says nothing.
        let silent = try SilentListener()
        var settings = try ConnectionSettings(url: "postgresql://someone@127.0.0.1:\(silent.port)/nothing?connect_timeout=1")
        #expect(settings.connectTimeout == .seconds(1))
        let error = try await postgresError { try await PostgresConnection.connect(settings) }
        #expect(error.code == .connectionFailed && error.description.contains("did not answer"))
        settings.connectTimeout = .seconds(600)
        let patient = settings
        let task = Task { try await PostgresConnection.connect(patient) }
        try await Task.sleep(for: .milliseconds(50))
        task.cancel()
        #expect(try await postgresError { try await task.value }.code == .cancelled)
    }

    @Test(arguments: [
        "postgresql://user:hunter2%zz@host/db", "postgresql://user:hunter2@ho st/db?x", "postgresql://user:pass@hunter2@host/db",
        "postgresql://user:hunter2/word@host/db", "host=x hunter2", "host='x hunter2", "postgresql://h/d?hunter2",
        "mysql://hunter2@h/d",
        "postgresql://u:p@h/d?hunter2=1", "postgresql://h:hunter2/d", "postgresql://u:a@b/hunter2@h/d",
        "postgresql://[::1hunter2/d", "service=hunter2 \\",
    ])
    func malformedTextIsNeverRepeated(_ text: String) async throws {
        do {
            let settings = try ConnectionSettings(url: text)
            let error = try await postgresError { try await PostgresConnection.connect(settings) }
            #expect(!error.debugDescription.contains("hunter2") || text.contains("service="))
        } catch let error as PostgresError {
            #expect(error.code == .invalidSettings)
            #expect(!error.debugDescription.contains("hunter2") && error.description.contains("postgresql://user:password@host"))
        }
    }

    @Test func aMissingServiceIsAnError() async throws {
        let settings = try ConnectionSettings(url: "service=plumbline_no_such_service")
        let error = try await postgresError { try await PostgresConnection.connect(settings) }
        #expect(error.code == .connectionFailed && error.description.contains("plumbline_no_such_service"))
    }

    @Test func manySessionsMoreThanTheServerHas() async throws {
        let server = try await TestServer.start(connections: 8)
        let settings = server.settings
        var open: [PostgresConnection] = []
        let error = try await postgresError {
            for _ in 0..<9 { open.append(try await PostgresConnection.connect(settings)) }
        }
        #expect(error.sqlState == .tooManyConnections && error.description.contains("max_connections"))
        for connection in open { await connection.close() }
    }
}

/// A port that is open and says nothing.
final class SilentListener {
    let port: Int
    private let descriptor: Int32

    init() throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = descriptor
        let isListening = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                bind(descriptor, generic, size) == 0 && listen(descriptor, 5) == 0 && getsockname(descriptor, generic, &size) == 0
            }
        }
        try #require(isListening)
        port = Int(UInt16(bigEndian: address.sin_port))
    }

    deinit { close(descriptor) }
}
