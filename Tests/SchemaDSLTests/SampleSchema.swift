import SchemaDSL
import SchemaModel

enum Sample {
    static let mood = EnumType("mood", "happy", "sad", comment: "How it went")
    static let email = Domain<String>("email", .text, checks: ["email_form": "VALUE ~ '@'"])
    static let people = People()
    static let visits = Visits()
    static let visits2026 = Partition(
        "visits_2026", of: visits, .range(from: "'2026-01-01'", to: "'2027-01-01'"))
    static let busy = BusyPeople()
    static let daily = DailyVisits()
    static let touch = Function(
        "touch", returns: .trigger, language: .plpgsql, FunctionProperties(searchPath: []),
        body: "BEGIN NEW.\(people.updatedAt) := now(); RETURN NEW; END")
    static let personNamed = Function(
        "person_named", [PersonNamed.wanted, PersonNamed.limit], returns: .table(PersonNamed.id, PersonNamed.score),
        FunctionProperties(
            .stable, securityDefiner: true, searchPath: ["app", "pg_temp"], configuration: ["work_mem": "4MB"]),
        executableBy: [.authenticated],
        body: "SELECT p.\(people.id), 1.0 FROM \(people) p WHERE \(people.name, of: "p") = \(PersonNamed.wanted)")

    enum PersonNamed {
        static let wanted = Argument("wanted", .varchar(20))
        static let limit = Argument("limit", .integer, default: "10")
        static let id = Column("id", .bigint)
        static let score = Column("score", .numeric(5, 2))
    }

    static let database = Database(
        "sample", platform: .supabase,
        extensions: [
            Extension("vector", schema: "extensions"),
            Extension(required: "pg_cron", because: "it must be in shared_preload_libraries"),
        ],
        schemas: [
            Schema(
                "app", types: [mood, email], sequences: [DatabaseSequence("ticket", start: 100)], tables: [people, visits],
                partitions: [visits2026], views: [busy, daily], functions: [touch, personNamed],
                grants: [Grant(.usage, to: .authenticated)], comment: "The sample")
        ],
        cronJobs: [CronJob("refresh", schedule: "0 4 * * *", command: "REFRESH MATERIALIZED VIEW CONCURRENTLY \(daily)")],
        publications: [
            Publication("ours", tables: [PublishedTable(people, columns: [people.id], where: people.active.isTrue)]),
            Publication(existing: "supabase_realtime", adding: [PublishedTable(people)]),
        ],
        referenceRows: [
            ReferenceRows(
                of: people, key: people.name, insertOnly: [people.updatedAt.set(sql: "now()")],
                rows: [Row(people.name.set("root"), people.active.set(true), people.note.setNull())])
        ])
}

final class People: Table, Sendable {
    let id = Column("id", .bigint).identity(.byDefault, start: 10).primaryKey()
    let name = Column("name", .varchar(100)).notNull().unique().comment("As on the card")
    let note = Column("note", .text)
    let mood = Column("mood", .enum(Sample.mood)).default("happy")
    let email = Column("email", .domain(Sample.email))
    let tags = Column("tags", .array(of: .text)).default(.emptyArray)
    let score = Column("score", .integer).notNull().default(0).check { $0.between(0...100) }
    let active = Column("active", .boolean).notNull().default(true)
    let details = Column("details", .jsonb).default(.emptyObject)
    let embedding = Column("embedding", .vector(3))
    let twice = Column("twice", .integer).generated(sql: "score * 2")
    let updatedAt = Column("updated_at", .timestamptz).notNull().default(.now)

    var body: TableBody {
        TableComment("Who visits")
        Check(name.notIn("nobody").or(note.isNotNull), name: "people_are_somebody")
        Unique(name, note, name: "people_name_note", nullsNotDistinct: true)
        Index("people_recent", on: updatedAt.descending, name, include: [score], where: active.isTrue)
        Index("people_lower_name", on: IndexKey(sql: "lower(\(name))"), unique: true)
        Index("people_details", on: details.operatorClass("jsonb_path_ops"), using: .gin(fastUpdate: false))
        Index(
            "people_embedding", on: embedding.operatorClass("vector_cosine_ops", schema: "extensions"),
            using: .hnsw(m: 16, efConstruction: 64))
        Index(on: score, note.nullsLast)
        RowSecurity.forced
        Policy("own rows", for: .select, to: .authenticated, using: Predicate(sql: "\(name) = current_user"))
        Policy("no deletion", for: .delete, restrictive: true, using: score.atLeast(10))
        Grant(.select, .insert, to: .authenticated)
        Grant(.update, to: .authenticated, on: [note])
        Trigger("touch", .before, .update(of: [note, mood]), execute: Sample.touch)
    }
}

final class Visits: Table, Sendable {
    let person = Column("person", .bigint).notNull().references(Sample.people.id, onDelete: .cascade)
    let at = Column("at", .timestamptz).notNull()
    let number = Column("number", .serial)

    var body: TableBody {
        PrimaryKey(person, at)
        Partitioned(by: .range, at)
        Exclude("one_at_a_time", sql: "USING gist (\(at) WITH =)")
    }
}

final class BusyPeople: View, Sendable {
    let id = Column("id", .bigint)

    var query: SQLFragment {
        """
        SELECT \(qualified: Sample.people.id) FROM \(Sample.people)
        WHERE \(Sample.people.score.greaterThan(50)) AND \(Sample.people.note) <> \(literal: "it's")
        """
    }
    var settings: ViewSettings {
        ViewSettings(securityInvoker: true, grants: [Grant(.select, to: .authenticated)], comment: "Busy ones")
    }
}

final class DailyVisits: MaterializedView, Sendable {
    let day = Column("day", .date)
    let count = Column("count", .bigint)

    var query: SQLFragment {
        "SELECT \(Sample.visits.at)::date AS \(day), count(*) AS \(count) FROM \(Sample.visits) GROUP BY 1"
    }
    var body: TableBody {
        Index("daily_visits_day", on: day, unique: true)
    }
}
