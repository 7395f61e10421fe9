import SchemaModel

extension Lowering {
    mutating func cronJob(_ job: CronJob) {
        let id = ObjectID(.cronJob, job.name)
        claim(job.name, in: "the cron jobs", as: "cron job", job.location)
        if let problem = CronSchedule(text: job.schedule).problem {
            self.problem(
                .cronSchedule, "Cron job '\(job.name)': '\(job.schedule)' is no schedule: \(problem).", job.location)
        }
        let command = sql(job.command, in: "Cron job '\(job.name)'", job.location)
        add(
            Fact(
                id,
                [
                    .schedule: .text(job.schedule), .command: .text(command.text), .active: .bool(job.active),
                    .database: job.database.map(Value.text) ?? .null, .username: job.username.map(Value.text) ?? .null,
                ],
                dependencies: command.dependencies, origin: job.location))
        scope.objects.insert(id)
    }

    mutating func publication(_ publication: Publication) {
        let id = ObjectID(.publication, publication.name)
        if publication.owned {
            claim(publication.name, in: "the publications", as: "publication", publication.location)
            add(
                Fact(
                    id,
                    [
                        .allTables: publication.allTables ? true : .null,
                        .operations: .texts(publication.operations.map(\.rawValue).sorted()),
                    ],
                    origin: publication.location))
            scope.objects.insert(id)
            renamed(id, from: publication.earlierNames, publication.location)
        }
        if publication.viaRoot {
            let setting = ObjectID(.publicationSetting, "publish_via_partition_root", parent: id)
            add(Fact(setting, [:], origin: publication.location))
            scope.objects.insert(setting)
        }
        for published in publication.tables {
            let what = "Publication '\(publication.name)'"
            guard let table = names.id(of: published.table) else {
                _ = sql("\(published.table)", in: what, publication.location)
                continue
            }
            let member = ObjectID(.publicationTable, schema: table.schema, table.name, parent: id)
            let context = TableContext(id: table, relation: published.table, isTable: true)
            local(published.columns.map(\.box), context, what, publication.location)
            let filter = published.filter.map { sql($0.fragment, in: what, publication.location) }
            add(
                Fact(
                    member,
                    [
                        .columns: published.columns.isEmpty ? .null : .texts(published.columns.map(\.name)),
                        .filter: filter.map { .text($0.text) } ?? .null,
                    ],
                    dependencies: (filter?.dependencies ?? []).union([table]), origin: publication.location))
            scope.objects.insert(member)
        }
    }

    mutating func referenceRows(_ rows: ReferenceRows) {
        let what = "The reference rows of '\(rows.table.name)'"
        guard let table = names.id(of: rows.table) else {
            _ = sql("\(rows.table)", in: what, rows.location)
            return
        }
        let context = TableContext(id: table, relation: rows.table, isTable: true)
        local(rows.key.map(\.box) + rows.insertOnly.map(\.column), context, what, rows.location)
        let key = rows.key.map(\.name)
        if keys[table]?.contains(Set(key)) != true {
            problem(
                .rowKeyNotUnique,
                "\(what) are keyed by (\(key.joined(separator: ", "))), which is not unique in \(table.path). Key them by "
                    + "columns of a unique constraint.",
                rows.location)
        }
        var insertOnly: [String: Value] = [:]
        for assignment in rows.insertOnly {
            switch assignment.content {
            case .sql(let fragment):
                insertOnly[assignment.column.state.name] = .text(sql(fragment, in: what, rows.location).text)
            case .value(let value): insertOnly[assignment.column.state.name] = .text(SQL.literal(value))
            }
        }
        var seen: Set<ObjectID> = []
        let named = Set(rows.rows.flatMap { $0.assignments.map(\.column.state.name) })
        for row in rows.rows {
            self.row(row, key: key, insertOnly, context, &seen)
            complete(row, named, context)
        }
    }

    /// A column that other rows name is NULL in a row that does not, and not its default: that must be possible, and no surprise.
    private mutating func complete(_ row: Row, _ named: Set<String>, _ context: TableContext) {
        let own = Set(row.assignments.map(\.column.state.name))
        let missing = context.columns.map(\.state).filter { state in
            named.contains(state.name) && !own.contains(state.name) && (state.notNull || state.defaultValue != nil)
        }
        guard !missing.isEmpty else { return }
        problem(
            .rowWithoutValue,
            "A reference row of \(context.id.path) has no value for \(missing.map { "'\($0.name)'" }.joined(separator: ", ")), which other "
                + "rows set. Set it here, too.",
            row.location)
    }

    private mutating func row(
        _ row: Row, key: [String], _ insertOnly: [String: Value], _ context: TableContext, _ seen: inout Set<ObjectID>
    ) {
        local(row.assignments.map(\.column), context, "A reference row", row.location)
        var values: [String: Value] = [:]
        for assignment in row.assignments {
            switch assignment.content {
            case .value(let value): values[assignment.column.state.name] = value
            case .sql:
                problem(
                    .rowExpression,
                    "A reference row of \(context.id.path) sets '\(assignment.column.state.name)' by an expression, which "
                        + "cannot be compared. Give it a value, or put it in `insertOnly:`.",
                    row.location)
            }
        }
        let missing = key.filter { (values[$0] ?? .null) == .null }
        guard missing.isEmpty else {
            return problem(
                .rowWithoutKey,
                "A reference row of \(context.id.path) has no value for its key (\(missing.joined(separator: ", "))). Set it.",
                row.location)
        }
        let keyValues = values.filter { key.contains($0.key) }
        let id = ObjectID(.referenceRow, Value.object(keyValues).json, parent: context.id)
        if !seen.insert(id).inserted {
            problem(
                .duplicateRow, "Two reference rows of \(context.id.path) have the key \(id.name). Remove one.", row.location)
        }
        let others = values.filter { !key.contains($0.key) }
        let columns = values.keys.map { ObjectID.column($0, of: context.id) }
        add(
            Fact(
                id,
                [
                    .key: .object(keyValues), .values: .object(others),
                    .insertOnly: insertOnly.isEmpty ? .null : .object(insertOnly),
                ],
                dependencies: Set(columns), origin: row.location))
        scope.objects.insert(id)
    }
}
