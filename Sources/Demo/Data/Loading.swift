import PostgresClient

extension World {
    /// Writes rows into a table by COPY and says how many and in what time.
    func copy(_ count: Int, _ what: String, into target: String, of database: String, row: (Int, inout CopyBuffer) -> Void)
        async throws
    {
        let began = ContinuousClock.now
        let tag = try await connection(database).copyIn("COPY \(target) FROM STDIN") { writer in
            var buffer = CopyBuffer()
            for index in 0..<count {
                row(index, &buffer)
                buffer.endRow()
                if buffer.bytes.count > 60_000 {
                    try await writer.write(buffer.bytes)
                    buffer.removeAll()
                    narrator.progress("\(what): \(index.grouped) of \(count.grouped)")
                }
            }
            try await writer.write(buffer.bytes)
        }
        loaded(tag.rows, what, began)
    }

    /// Streams what a query of one database gives into a table of the other, as a synchronisation does.
    func stream(_ query: String, of source: String, _ what: String, into target: String, of database: String) async throws {
        let began = ContinuousClock.now
        let rows = try await connection(source).copyOut("COPY (\(query)) TO STDOUT")
        let narrator = narrator
        let tag = try await connection(database).copyIn("COPY \(target) FROM STDIN") { writer in
            var bytes = 0
            for try await chunk in rows {
                try await writer.write(chunk)
                bytes += chunk.count
                narrator.progress("\(what): \(bytes / 1_048_576) MB")
            }
        }
        loaded(tag.rows, what, began)
    }

    /// Runs an INSERT and says how many rows it made and in what time.
    func insert(_ sql: String, _ what: String, in database: String) async throws {
        let began = ContinuousClock.now
        let tag = try await connection(database).execute(sql)
        loaded(tag.rows, what, began)
    }

    func loaded(_ rows: Int, _ what: String, _ began: ContinuousClock.Instant) {
        narrator.row([(rows.grouped, -10), (what, 60), ((ContinuousClock.now - began).inSeconds, -8)])
    }
}
