import SchemaModel

extension Rule {
    /// Jobs of pg_cron.
    static let jobRules: [Rule] = [
        Rule(
            "PL089", "Cron job that cannot do its work, or does it twice", .failure, .warning,
            why: "A job runs in a session of its own, with its user's search_path, and fails there, at night, where "
                + "nobody looks but "
                + "cron.job_run_details.",
            instead: "SELECT cron.schedule('name', '0 3 * * *', $$ SELECT schema.function() $$): a name, every object "
                + "with its schema, "
                + "and one job for each piece of work.",
            about: .design
        ) { _ in
        } conclude: { end in
            let jobs = end.liveJobs
            for (number, job) in jobs.enumerated() {
                end.judge(job)
                if let twin = jobs[..<number].first(where: { ScheduledWork.isSame($0, job) }) {
                    end.report(
                        "\(job.name ?? "this job") does what \(twin.name ?? "another job") does, by the schedule "
                            + "\(twin.schedule)",
                        at: job.place)
                }
            }
        },
        Rule(
            "PL092", "DELETE in a job that a foreign key refuses", .failure, .error,
            why: "A foreign key without ON DELETE refuses to delete a row that another one refers to; the statement "
                + "fails as a whole, and "
                + "the job each time from then on: nothing is ever cleaned up.",
            instead: "ON DELETE CASCADE or SET NULL on the foreign key, or DELETE from the referencing table "
                + "first.", about: .design,
            in: [.script, .routine, .job]
        ) { visit in
            visit.followDeletions()
        } conclude: { end in
            let called = Set(end.liveJobs.flatMap { ScheduledWork(of: $0).functions })
            for deletion in end.known.memory.deletions where deletion.isDelete {
                if let function = deletion.function, !called.contains(where: { $0.last == function.name }) { continue }
                for (table, key) in end.known.foreignKeys(to: deletion.table) where ["a", "r"].contains(key.onDelete) {
                    guard table.name != deletion.table, table.partitionOf == nil, !deletion.others.contains(table.name) else {
                        continue
                    }
                    end.report(
                        "\(key.name) of \(end.text(table.name)) refuses to delete rows of \(end.text(deletion.table)) "
                            + "that it refers to",
                        at: deletion.place)
                }
            }
        },
    ]
}

/// The effect of a job's command.
struct ScheduledWork {
    let statements: [Node]
    let failure: String?

    init(of job: KnownJob) {
        let bytes = Array(job.command.utf8)
        var statements: [Node] = []
        var failure: String?
        for piece in Splitter(bytes, range: 0..<bytes.count).pieces {
            switch PgQuery.parse(piece.text) {
            case .success(let parsed): statements += parsed.map { $0["stmt"] }
            case .failure(let refused): if NewerSyntax.version(of: piece.text) == nil { failure = failure ?? refused.message }
            }
        }
        self.statements = statements
        self.failure = failure
    }

    var functions: [[String]] { statements.flatMap { $0.wrapped?.node.calls ?? [] } }
    var relations: [Node] { statements.flatMap(\.ranges) }

    /// Two jobs with the same command, or with one that stands for the other by an ellipsis.
    static func isSame(_ a: KnownJob, _ b: KnownJob) -> Bool {
        let (own, other) = (ScheduledWork(of: a), ScheduledWork(of: b))
        if own.failure == nil, other.failure == nil, !own.statements.isEmpty {
            return own.statements.count == other.statements.count
                && zip(own.statements, other.statements).allSatisfy { $0.isSame(as: $1) }
        }
        guard a.schedule == b.schedule else { return false }
        let texts = [a, b].map { $0.command.filter { !$0.isWhitespace }.lowercased() }
        return isElided(texts[0], texts[1]) || isElided(texts[1], texts[0])
    }

    private static func isElided(_ short: String, _ long: String) -> Bool {
        let parts = short.split(separator: "...", omittingEmptySubsequences: false)
        return parts.count == 2 && parts[0].count > 8 && long.hasPrefix(parts[0])
    }
}

extension Conclusion {
    /// The jobs that are there in the end: of one name the last.
    var liveJobs: [KnownJob] {
        var last: [String: Int] = [:]
        for (number, job) in known.jobs.enumerated() { if let name = job.name { last[name] = number } }
        return known.jobs.enumerated().filter { number, job in job.isActive && (job.name.map { last[$0] == number } ?? true) }
            .map(\.element)
    }

    fileprivate mutating func judge(_ job: KnownJob) {
        let work = ScheduledWork(of: job)
        let name = job.name ?? "the job"
        if let failure = work.failure {
            return report("\(name)'s command does not run: \(failure)", at: job.place)
        }
        var said: Set<String> = []
        for range in work.relations {
            let relation = range["relname"].string ?? ""
            guard !relation.hasPrefix("pg_"), said.insert(relation).inserted else { continue }
            judge(range["schemaname"].string, relation, name, job) { known, name in
                known.tables[name] != nil || known.taken(name) != nil
            }
        }
        for function in work.functions where function.last != nil {
            let last = function.last ?? ""
            guard said.insert(last + "()").inserted else { continue }
            // What nobody made here may be PostgreSQL's own, or an extension's.
            let isOurs = known.functions.keys.contains { $0.name == last }
            guard function.count > 1 || isOurs else { continue }
            judge(function.count > 1 ? function[function.count - 2] : nil, last, name, job) { known, name in
                known.functions[name] != nil
            }
        }
    }

    private mutating func judge(
        _ schema: String?, _ object: String, _ name: String, _ job: KnownJob, isThere: (KnownSchema, QName) -> Bool
    ) {
        guard let schema else {
            return report(
                "\(name) names \(object) without its schema: whether that is found depends on the search_path of the job's user",
                at: job.place)
        }
        let isOurs =
            known.schemas[schema] != nil
            && (known.tables.keys.contains { $0.schema == schema }
                || known.functions.keys.contains { $0.schema == schema })
        guard isOurs, !isThere(known, QName(schema: schema, name: object)) else { return }
        report("\(name) names \(schema).\(object), which does not exist", at: job.place)
    }
}

extension Visit {
    fileprivate func followDeletions() {
        let function: QName?
        switch statement.origin {
        case .job: function = nil
        case .routine(let name): function = name
        default:
            // A function that is created again has another body.
            guard kind == "CreateFunctionStmt" else { return }
            let name = known.name(self["funcname"].names)
            return known.memory.deletions.removeAll { $0.function == name }
        }
        let nested = statement.node.all("DeleteStmt")
        for delete in (kind == "DeleteStmt" ? [statement.node] : []) + nested {
            let table = known.name(delete["relation"])
            let before = known.memory.deletions.filter { $0.function == function && $0.place.statement == statement.number }.map(
                \.table)
            let looked = statement.node.ranges.map { known.name($0) }.filter { $0 != table }
            known.memory.deletions.append(
                Memory.Deletion(table: table, isDelete: true, function: function, others: Set(before + looked), place: place()))
        }
        // An UPDATE before it may have taken the references away.
        if kind == "UpdateStmt" {
            known.memory.deletions.append(
                Memory.Deletion(
                    table: known.name(self["relation"]), isDelete: false, function: function, others: [], place: place()))
        }
    }
}
