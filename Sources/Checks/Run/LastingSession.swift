import PostgresClient
import SchemaModel

/// A session that is replaced when its connection is lost, so that one check, or one administrator, does not end a whole run.
///
/// Checks that run after that see a later snapshot, and their results say so.
struct LastingSession: Sendable {
    private var session: CheckSession?
    private let settings: ConnectionSettings
    private let options: CheckOptions
    private var isReplaced = false
    /// Why there is no session any more; nil where one can still be begun.
    private var reason: String?

    /// A server that recovers from a crash is given so many seconds.
    private static let pauses = [0, 1, 2, 4, 8]

    init(_ session: CheckSession, _ settings: ConnectionSettings, _ options: CheckOptions) {
        self.session = session
        self.settings = settings
        self.options = options
    }

    /// Does a job. When its connection is lost, its checks end as errors.
    mutating func answer(_ job: CheckJob, _ inventory: Inventory) async throws(PostgresError) -> CheckJob.Answer {
        let options = options
        return try await run { session async throws(PostgresError) in
            try await session.answer(job, inventory, options: options)
        } noted: { answer, note in
            for place in answer.results.indices { answer.results[place].add(note: note) }
        } otherwise: { message in
            CheckJob.Answer(results: job.checks.map { CheckResult($0, .error(message: message), .zero) })
        }
    }

    /// Runs one check. When its connection is lost, it ends as an error.
    mutating func result(
        _ check: CompiledCheck, _ body: (CheckSession) async throws(PostgresError) -> CheckResult
    ) async throws(PostgresError) -> CheckResult {
        try await run(body) { result, note in
            result.add(note: note)
        } otherwise: { message in
            CheckResult(check, .error(message: message), .zero)
        }
    }

    private mutating func run<Answer>(
        _ body: (CheckSession) async throws(PostgresError) -> Answer, noted: (inout Answer, String) -> Void,
        otherwise: (String) -> Answer
    ) async throws(PostgresError) -> Answer {
        guard let session = try await current() else { return otherwise(reason ?? "the connection was lost") }
        do throws(PostgresError) {
            var answer = try await body(session)
            if isReplaced { noted(&answer, "read after a connection was lost, in a later snapshot than the other checks") }
            return answer
        } catch {
            guard error.code == .connectionLost else { throw error }
            await session.end()
            self.session = nil
            return otherwise("the connection was lost while it ran: \(error.withoutValues)")
        }
    }

    private mutating func current() async throws(PostgresError) -> CheckSession? {
        if let session { return session }
        guard reason == nil else { return nil }
        isReplaced = true
        for pause in Self.pauses {
            do {
                try await Task.sleep(for: .seconds(pause))
            } catch {
                throw PostgresError(.cancelled, "the run was canceled")
            }
            do throws(PostgresError) {
                session = try await CheckSession.begin(settings, options: options, snapshot: nil)
                reason = nil
                return session
            } catch {
                if error.code == .cancelled { throw error }
                reason = "it did not run, because the server was lost before: \(error.withoutValues)"
            }
        }
        return nil
    }

    func end() async { await session?.end() }

    /// Ends a session that took the place of the one that was given, which its owner ends.
    func endIfReplaced() async { if isReplaced { await end() } }
}

extension CheckResult {
    fileprivate mutating func add(note text: String) { note = note.map { "\($0); \(text)" } ?? text }
}
