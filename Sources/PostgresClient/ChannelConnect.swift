import CLibPQ
import Foundation

extension Channel {
    static let oldestServer = 150_000

    /// Connects, within `connectTimeout`; cancellation ends it at once.
    func connect(_ flag: CancelFlag) throws(PostgresError) {
        flag.attach(wakeup)
        let deadline = ContinuousClock.now + settings.connectTimeout
        guard let started = LibPQStrings.withPairs(settings.libpqParameters, { PQconnectStartParams($0, $1, 0) }) else {
            throw PostgresError(.connectionFailed, "there is no memory for a connection")
        }
        connection = started
        do throws(PostgresError) {
            guard PQstatus(started) != CONNECTION_BAD else { throw connectError() }
            // The SQLSTATE of a refused connection is in the text of verbose messages and nowhere else.
            PQsetErrorVerbosity(started, PQERRORS_VERBOSE)
            notices.install(on: started)
            var status = PGRES_POLLING_WRITING
            while status != PGRES_POLLING_OK {
                guard status != PGRES_POLLING_FAILED else { throw connectError() }
                try waitToConnect(started, for: status, until: deadline, flag)
                status = PQconnectPoll(started)
            }
            try prepareSession(started)
        } catch {
            finish()
            throw error
        }
    }

    private func waitToConnect(
        _ connection: OpaquePointer, for status: PostgresPollingStatusType, until deadline: ContinuousClock.Instant,
        _ flag: CancelFlag
    ) throws(PostgresError) {
        let events = Int16(status == PGRES_POLLING_READING ? POLLIN : POLLOUT)
        while true {
            if flag.isCancelled {
                throw PostgresError(.cancelled, "cancelled while connecting", server: settings.redactedDescription)
            }
            let left = deadline - .now
            guard left > .zero else {
                throw PostgresError(
                    .connectionFailed, "the server did not answer within \(settings.connectTimeout)",
                    server: settings.redactedDescription)
            }
            var descriptors = [
                pollfd(fd: PQsocket(connection), events: events, revents: 0),
                pollfd(fd: wakeup.readEnd, events: Int16(POLLIN), revents: 0),
            ]
            let ready = poll(&descriptors, 2, Self.milliseconds(left))
            if descriptors[1].revents != 0 { wakeup.drain() }
            if ready > 0, descriptors[0].revents != 0 { return }
        }
    }

    private func prepareSession(_ connection: OpaquePointer) throws(PostgresError) {
        let version = Int(PQserverVersion(connection))
        guard version >= Self.oldestServer else {
            let name = PQparameterStatus(connection, "server_version").map { String(cString: $0) } ?? String(version)
            throw PostgresError(
                .unsupportedServer, "the server is PostgreSQL \(name), older than 15", server: settings.redactedDescription)
        }
        PQsetErrorVerbosity(connection, PQERRORS_DEFAULT)
        guard PQsetnonblocking(connection, 1) == 0 else { throw connectError() }
        // Values come as text: its form must not depend on how the database or the role is set up.
        try script(
            "SET datestyle TO 'ISO, YMD'; SET intervalstyle TO 'postgres'; SET bytea_output TO 'hex'; "
                + "SET extra_float_digits TO 1; SET standard_conforming_strings TO on",
            Operation(limit: settings.connectTimeout))
    }

    /// libpq's message of a connection that failed, in one line, with its SQLSTATE.
    private func connectError() -> PostgresError {
        var lines = settings.withoutPassword(libpqMessage).split(separator: "\n").map(String.init)
        lines.removeAll { $0.hasPrefix("LOCATION:") }
        var sqlState: SQLState?
        // "connection to server at … failed: FATAL:  28P01: password authentication failed …"; the severity is translated.
        let pattern = #/:  ([0-9A-Z]{5}): /#
        lines = lines.map { line in
            guard let match = line.firstMatch(of: pattern) else { return line }
            sqlState = SQLState(String(match.output.1))
            return line.replacingCharacters(in: match.range, with: ": ")
        }
        return PostgresError(
            .connectionFailed, lines.joined(separator: "; "), sqlState: sqlState, server: settings.redactedDescription)
    }
}
