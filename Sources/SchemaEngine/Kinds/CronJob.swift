import SchemaModel

/// A job of pg_cron in this database, by name: `cron.schedule` adds a job, or changes the one of that name.
///
/// One table has the jobs of all databases of a server, and a role's job of a name exists there once. So a job of another database
/// would be taken over by `cron.schedule`, and dropped by `cron.unschedule` of its name: the first is asked about before anything
/// runs, and jobs are dropped by their number.
struct CronJobKind: Kind {
    let kind = ObjectKind.cronJob

    func queries(_ version: Int) -> [CatalogQuery] { [] }

    func optionalQueries(_ rows: [ReferenceTable]) -> [OptionalQuery] {
        [
            OptionalQuery(
                isPresent: "to_regclass('cron.job') IS NOT NULL",
                query: SQL.literal(
                    """
                    SELECT coalesce(jsonb_agg(jsonb_build_object('name', j.jobname, 'schedule', j.schedule, 'command', j.command,
                        'active', j.active)), '[]')::text
                    FROM cron.job j WHERE j.database = pg_catalog.current_database() AND j.jobname IS NOT NULL
                    """),
                fact: { job in
                    guard let job = job.object, let name = job["name"]?.text else { return nil }
                    return Fact(
                        ObjectID(.cronJob, name),
                        [
                            .schedule: job["schedule"] ?? .null, .command: job["command"] ?? .null,
                            .active: job["active"] ?? .null,
                        ])
                })
        ]
    }

    func location(_ id: ObjectID) -> CatalogLocation? { nil }
    func reference(_ id: ObjectID, _ fact: Fact?) -> String? { nil }
    let security: SecuritySource? = nil
    func namespaces(_ fact: Fact) -> [Namespace] { [] }
    let order = Order(group: .jobs, rank: 0)
    /// The command is the job's own text.
    let hasOpaqueText = true

    func exists(_ id: ObjectID) -> String { job(id) }

    func create(_ fact: Fact, _ context: PlanContext) -> [Step] {
        var step = schedule(fact, verb: .create)
        // One question is about all jobs of a plan.
        let jobs = context.created.filter { $0.kind == kind }.sorted()
        if fact.id == jobs.first {
            let subject = jobs.count == 1 ? "\(fact.id) exists" : "cron jobs of these names exist"
            let names = jobs.map { SQL.literal($0.name) }.joined(separator: ", ")
            step.questions = [
                Step.Question(
                    problem: "\(subject) on this server for another database, and would be taken from it",
                    query: "SELECT j.jobname, j.database FROM cron.job AS j WHERE j.jobname IN (\(names)) "
                        + "AND j.username = current_user AND j.database <> current_database()",
                    shown: ["jobname", "database"])
            ]
        }
        return [step]
    }

    func alter(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: PlanContext) -> Alteration {
        .steps([schedule(after, verb: .alter)])
    }

    let isLeftOutOfCopies = true

    func drop(_ fact: Fact, _ context: PlanContext) -> [Step] {
        [
            .drop(
                fact,
                [
                    "SELECT cron.unschedule(j.jobid) FROM cron.job j WHERE j.jobname = \(SQL.literal(fact.id.name)) "
                        + "AND j.database = current_database()"
                ])
        ]
    }

    private func schedule(_ fact: Fact, verb: Step.Verb) -> Step {
        let name = SQL.literal(fact.id.name)
        let text = fact.text(.schedule) ?? ""
        let command = fact.text(.command) ?? ""
        let isActive = fact[.active]?.bool ?? true
        var statements = ["SELECT cron.schedule(\(name), \(SQL.literal(text)), \(SQL.dollarQuoted(command, tag: "job")))"]
        if !isActive || verb == .alter {
            statements.append(
                "SELECT cron.alter_job(j.jobid, active := \(isActive)) FROM cron.job j "
                    + "WHERE j.jobname = \(name) AND j.database = current_database()")
        }
        let same = """
            j.schedule = \(SQL.literal(text)) AND j.command = \(SQL.dollarQuoted(command, tag: "job")) AND j.active = \(isActive)
            """
        return Step(
            verb, fact.id, title: "\(verb == .create ? "schedule" : "reschedule") \(fact.id)", statements,
            when: .pending("NOT \(job(fact.id, and: same))"))
    }

    private func job(_ id: ObjectID, and condition: String? = nil) -> String {
        """
        EXISTS (SELECT FROM cron.job j WHERE j.jobname = \(SQL.literal(id.name)) AND j.database = current_database()\
        \(condition.map { " AND \($0)" } ?? ""))
        """
    }
}
