import SchemaDSL
import SchemaModel
import Testing

/// Every construct of the sample as the facts that it becomes.
@Suite struct LoweringTests {
    static let declared = Result { try Sample.database.declared() }
    static let people = ObjectID.table("app", "people")
    static let visits = ObjectID.table("app", "visits")

    private func fact(_ id: ObjectID) throws -> Fact {
        try #require(try Self.declared.get().facts.first { $0.id == id }, "no fact \(id)")
    }

    private func column(_ name: String, _ table: ObjectID = people) throws -> Fact { try fact(.column(name, of: table)) }

    @Test func everyFactHasItsOwnIdentity() throws {
        let ids = try Self.declared.get().facts.map(\.id)
        #expect(Set(ids).count == ids.count)
    }

    @Test func schemasTypesAndSequences() throws {
        #expect(try fact(.schema("app")).attributes.isEmpty)
        #expect(try fact(.comment(on: .schema("app"))).text(.text) == "The sample")
        #expect(try fact(.grant(to: "authenticated", on: .schema("app"))).texts(.privileges) == ["USAGE"])
        #expect(try fact(ObjectID(.enumType, schema: "app", "mood")).texts(.labels) == ["happy", "sad"])
        let email = ObjectID(.domain, schema: "app", "email")
        #expect(try fact(email).text(.type) == "text")
        #expect(try fact(.constraint("email_form", on: email)).text(.definition) == "CHECK (VALUE ~ '@')")
        let ticket = try fact(ObjectID(.sequence, schema: "app", "ticket"))
        #expect(ticket.integer(.start) == 100)
        #expect(ticket.text(.type) == "bigint")
        #expect(try fact(.extension("vector")).text(.schema) == "extensions")
        #expect(try Self.declared.get().requiredExtensions["pg_cron"]?.contains("shared_preload") == true)
        // A job needs pg_cron, also where nobody says so.
        let jobs = Database("jobs", cronJobs: [CronJob("tidy", schedule: "@daily", command: "SELECT 1")])
        #expect(try jobs.declared().requiredExtensions["pg_cron"]?.contains("declared jobs") == true)
    }

    @Test func columns() throws {
        let id = try column("id")
        #expect(
            id.attributes == [
                .type: "bigint", .notNull: true, .identity: "by default", .identityOptions: .object(["start": 10]),
                .position: 1,
            ])
        #expect(id.origin?.file == "Tests/SchemaDSLTests/SampleSchema.swift")
        #expect(try column("name").text(.type) == "character varying(100)")
        #expect(try fact(.comment(on: .column("name", of: Self.people))).text(.text) == "As on the card")
        let mood = try column("mood")
        #expect(mood.text(.type) == "app.mood")
        #expect(mood.dependencies == [ObjectID(.enumType, schema: "app", "mood")])
        #expect(try column("email").text(.type) == "app.email")
        #expect(try column("tags").text(.type) == "text[]")
        let embedding = try column("embedding")
        #expect(embedding.text(.type) == "extensions.vector(3)")
        #expect(embedding.dependencies == [.extension("vector")])
        let twice = try column("twice")
        #expect(twice.text(.generated) == "score * 2")
        #expect(twice.text(.generatedKind) == "stored")
    }

    @Test(arguments: [
        ("mood", "'happy'"), ("tags", "'{}'"), ("score", "0"), ("active", "true"), ("details", "'{}'::jsonb"),
        ("updated_at", "now()"),
    ])
    func defaults(name: String, expression: String) throws {
        let fact = try fact(.columnDefault(of: .column(name, of: Self.people)))
        #expect(fact.text(.expression) == expression)
    }

    @Test func serialIsASequenceAndADefault() throws {
        let sequence = ObjectID(.sequence, schema: "app", "visits_number_seq")
        #expect(try fact(sequence).texts(.ownedBy) == ["app", "visits", "number"])
        #expect(try fact(sequence).text(.type) == "integer")
        let number = ObjectID.column("number", of: Self.visits)
        #expect(try fact(number).bool(.notNull))
        let expression = try fact(.columnDefault(of: number))
        #expect(expression.text(.expression) == "nextval('app.visits_number_seq'::regclass)")
        #expect(expression.dependencies == [sequence])
    }

    @Test func constraintsGetPostgreSQLsNames() throws {
        let expected: [(ObjectID, String, String, String)] = [
            (Self.people, "people_pkey", "primary key", "PRIMARY KEY (id)"),
            (Self.people, "people_name_key", "unique", "UNIQUE (name)"),
            (Self.people, "people_score_check", "check", "CHECK (score BETWEEN 0 AND 100)"),
            (Self.visits, "visits_pkey", "primary key", "PRIMARY KEY (person, at)"),
            (
                Self.visits, "visits_person_fkey", "foreign key",
                "FOREIGN KEY (person) REFERENCES app.people(id) ON DELETE CASCADE"
            ),
        ]
        let unnamed = try Self.declared.get().unnamed
        for (table, name, type, definition) in expected {
            let id = ObjectID.constraint(name, on: table)
            #expect(try fact(id).text(.constraintType) == type)
            #expect(try fact(id).text(.definition) == definition)
            #expect(unnamed.contains(id))
        }
        #expect(try fact(.constraint("visits_person_fkey", on: Self.visits)).dependencies == [.column("id", of: Self.people)])
        #expect(unnamed.contains(.index("people_score_note_idx", on: Self.people)))
    }

    @Test func namedConstraints() throws {
        let nulls = try fact(.constraint("people_name_note", on: Self.people))
        #expect(nulls.text(.definition) == "UNIQUE NULLS NOT DISTINCT (name, note)")
        #expect(nulls.texts(.columns) == ["name", "note"])
        let check = try fact(.constraint("people_are_somebody", on: Self.people))
        #expect(check.text(.definition) == "CHECK ((name NOT IN ('nobody')) OR (note IS NOT NULL))")
        #expect(check.dependencies == [.column("name", of: Self.people), .column("note", of: Self.people)])
        let exclude = try fact(.constraint("one_at_a_time", on: Self.visits))
        #expect(exclude.text(.definition) == "EXCLUDE USING gist (at WITH =)")
        #expect(try !Self.declared.get().unnamed.contains(check.id))
    }

    @Test(arguments: [
        ("people_recent", "USING btree (updated_at DESC, name) INCLUDE (score) WHERE (active = true)", false),
        ("people_lower_name", "USING btree ((lower(name)))", true),
        ("people_details", "USING gin (details jsonb_path_ops) WITH (fastupdate='false')", false),
        (
            "people_embedding",
            "USING hnsw (embedding extensions.vector_cosine_ops) WITH (m='16', ef_construction='64')", false
        ),
        ("people_score_note_idx", "USING btree (score, note NULLS LAST)", false),
    ])
    func indexes(name: String, body: String, unique: Bool) throws {
        let index = try fact(.index(name, on: Self.people))
        #expect(index.text(.body) == body)
        #expect(index.bool(.unique) == unique)
    }

    @Test func rowSecurityPoliciesAndGrants() throws {
        let table = try fact(Self.people)
        #expect(table.bool(.rowSecurity))
        #expect(table.bool(.forceRowSecurity))
        let own = try fact(.policy("own rows", on: Self.people))
        #expect(own.attributes == [.command: "select", .roles: .texts(["authenticated"]), .using: "name = current_user"])
        #expect(own.dependencies == [.column("name", of: Self.people)])
        let deletion = try fact(.policy("no deletion", on: Self.people))
        #expect(
            deletion.attributes == [.command: "delete", .roles: .texts(["PUBLIC"]), .restrictive: true, .using: "score >= 10"])
        #expect(try fact(.grant(to: "authenticated", on: Self.people)).texts(.privileges) == ["INSERT", "SELECT"])
        let note = ObjectID.column("note", of: Self.people)
        #expect(try fact(.grant(to: "authenticated", on: note)).texts(.privileges) == ["UPDATE"])
    }

    @Test func functionsAndTriggers() throws {
        let touch = ObjectID.function("app", "touch", "")
        #expect(
            try fact(touch).attributes == [
                .routine: "function", .language: "plpgsql", .arguments: "", .result: "trigger",
                .source: "BEGIN NEW.updated_at := now(); RETURN NEW; END", .configuration: .texts(["search_path=\"\""]),
            ])
        #expect(try fact(.grant(to: "PUBLIC", on: touch)).texts(.privileges) == ["EXECUTE"])
        let named = try fact(.function("app", "person_named", "character varying, integer"))
        #expect(named.text(.arguments) == "wanted character varying, \"limit\" integer DEFAULT 10")
        #expect(named.text(.result) == "TABLE(id bigint, score numeric)")
        #expect(named.text(.source) == "SELECT p.id, 1.0 FROM app.people p WHERE p.name = wanted")
        #expect(named.texts(.configuration) == ["search_path=app, pg_temp", "work_mem=4MB"])
        #expect(named.bool(.securityDefiner))
        #expect(named.text(.volatility) == "stable")
        let ids = try Self.declared.get().facts.map(\.id)
        #expect(!ids.contains(.grant(to: "PUBLIC", on: named.id)))
        #expect(ids.contains(.grant(to: "authenticated", on: named.id)))
        let trigger = try fact(.trigger("touch", on: Self.people))
        #expect(
            trigger.text(.definition)
                == "CREATE TRIGGER touch BEFORE UPDATE OF note, mood ON app.people FOR EACH ROW EXECUTE FUNCTION app.touch()")
        #expect(trigger.dependencies == [touch])
    }

    @Test func views() throws {
        let busy = try fact(ObjectID(.view, schema: "app", "busy_people"))
        #expect(
            busy.text(.definition)
                == "SELECT people.id FROM app.people\nWHERE (score > 50) AND note <> 'it''s'")
        #expect(busy[.options] == .object(["security_invoker": "true"]))
        #expect(busy.dependencies.contains(.column("score", of: Self.people)))
        #expect(try fact(.grant(to: "authenticated", on: busy.id)).texts(.privileges) == ["SELECT"])
        let daily = try fact(ObjectID(.materializedView, schema: "app", "daily_visits"))
        let columns = daily[.viewColumns]?.list?.compactMap(\.object)
        #expect(columns == [["name": "day", "type": "date"], ["name": "count", "type": "bigint"]])
        #expect(daily.dependencies == [Self.visits, .column("at", of: Self.visits)])
        #expect(try fact(.index("daily_visits_day", on: daily.id)).bool(.unique))
    }

    @Test func partitions() throws {
        #expect(try fact(Self.visits).text(.partitionBy) == "RANGE (at)")
        let partition = try fact(.table("app", "visits_2026"))
        #expect(partition.texts(.partitionOf) == ["app", "visits"])
        #expect(partition.text(.partitionBound) == "FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')")
        #expect(try Self.declared.get().facts.allSatisfy { $0.id.kind != .column || $0.id.parent != partition.id })
    }

    @Test func whatLivesInTheDatabase() throws {
        let job = try fact(ObjectID(.cronJob, "refresh"))
        #expect(job.text(.command) == "REFRESH MATERIALIZED VIEW CONCURRENTLY app.daily_visits")
        #expect(job.bool(.active))
        let ours = ObjectID(.publication, "ours")
        #expect(try fact(ours).texts(.operations) == ["delete", "insert", "truncate", "update"])
        let member = try fact(ObjectID(.publicationTable, schema: "app", "people", parent: ours))
        #expect(member.texts(.columns) == ["id"])
        #expect(member.text(.filter) == "active = true")
        let realtime = ObjectID(.publication, "supabase_realtime")
        #expect(try fact(ObjectID(.publicationTable, schema: "app", "people", parent: realtime)).attributes.isEmpty)
        let declared = try Self.declared.get()
        #expect(!declared.facts.map(\.id).contains(realtime))
        #expect(declared.scope.objects.contains(job.id))
        #expect(declared.scope.contains(member.id))
        #expect(declared.scope.contains(.column("name", of: Self.people)))
    }

    @Test func referenceRows() throws {
        let row = try fact(ObjectID(.referenceRow, #"{"name":"root"}"#, parent: Self.people))
        #expect(row[.key]?.object == ["name": "root"])
        #expect(row[.values]?.object == ["active": true, "note": .null])
        #expect(row[.insertOnly]?.object == ["updated_at": "now()"])
    }
}
