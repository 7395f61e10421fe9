import Catalog
import SchemaModel

extension Rule {
    /// Jobs of pg_cron in this database, by name: `cron.schedule` puts a job in, or changes the one of that name.
    static let cronJob = Rule(
        create: { fact, _ in [schedule(fact, verb: .create)] },
        alter: { _, after, _, _ in .steps([schedule(after, verb: .alter)]) },
        drop: { fact, _ in
            [
                Step(
                    .drop, fact.id, ["SELECT cron.unschedule(\(SQL.literal(fact.id.name)))"],
                    guarded: .todo(job(fact.id)))
            ]
        },
        exists: { id in job(id) })

    private static func schedule(_ fact: Fact, verb: Step.Verb) -> Step {
        let name = SQL.literal(fact.id.name)
        let text = fact.text(.schedule) ?? ""
        let command = fact.text(.command) ?? ""
        let isActive = fact[.active]?.bool ?? true
        var statements = ["SELECT cron.schedule(\(name), \(SQL.literal(text)), \(SQL.dollarQuoted(command, tag: "job")))"]
        if !isActive {
            statements.append(
                "SELECT cron.alter_job(j.jobid, active := false) FROM cron.job j WHERE j.jobname = \(name) AND j.database = current_database()"
            )
        } else if verb == .alter {
            statements.append(
                "SELECT cron.alter_job(j.jobid, active := true) FROM cron.job j WHERE j.jobname = \(name) AND j.database = current_database()"
            )
        }
        let same = """
            j.schedule = \(SQL.literal(text)) AND j.command = \(SQL.dollarQuoted(command, tag: "job")) AND j.active = \(isActive)
            """
        return Step(
            verb, fact.id, title: "\(verb == .create ? "schedule" : "reschedule") \(fact.id)", statements,
            guarded: .todo("NOT \(job(fact.id, and: same))"))
    }

    private static func job(_ id: ObjectID, and condition: String? = nil) -> String {
        """
        EXISTS (SELECT FROM cron.job j WHERE j.jobname = \(SQL.literal(id.name)) AND j.database = current_database()\
        \(condition.map { " AND \($0)" } ?? ""))
        """
    }
}
