package import PostgresClient
package import SchemaModel

extension WrittenExpression {
    /// The texts by object and attribute, as far as the server reads them, with an empty search path, as what the catalog holds.
    ///
    /// Each is tried on the database that the files have made, in a transaction that is rolled back. A constraint or an index without a
    /// name is found by its meaning.
    ///
    /// - Throws: `PostgresError` when the connection is lost; a text that the server refuses is left out.
    package static func facts(
        _ texts: [WrittenExpression], in state: CatalogState, _ connection: PostgresConnection
    ) async throws -> [Fact] {
        let relations = Dictionary(
            grouping: state.facts.keys.filter { [.table, .view, .materializedView].contains($0.kind) }, by: \.name)
        let trials = texts.compactMap { text -> (trial: Trial, relation: ObjectID)? in
            let named = (relations[text.relation] ?? []).filter { text.schema == nil || $0.schema == text.schema }
            guard named.count == 1, let trial = Trial(text, of: named[0], in: state) else { return nil }
            return (trial, named[0])
        }
        guard !trials.isEmpty else { return [] }
        let answers = try await ask(trials.map(\.trial), connection)
        let children = Dictionary(grouping: state.facts.values, by: \.id.parent)
        var found: [ObjectID: Fact] = [:]
        for ((trial, relation), answer) in zip(trials, answers) {
            guard let answer else { continue }
            var values = [trial.attribute: Value.text(answer)]
            _ = StableText.canonical(&values)
            let owners = trial.owner.map { [state[$0]].compactMap(\.self) } ?? children[relation] ?? []
            for fact in owners where fact.id.kind == trial.kind && fact[trial.attribute] == values[trial.attribute] {
                found[fact.id, default: Fact(fact.id)][trial.attribute] = .text(trial.written)
            }
        }
        return found.values.sorted { $0.id < $1.id }
    }

    /// A statement that makes the server read a text, and the question what it has read.
    private struct Trial {
        let statement: String
        let question: String
        let attribute: Attribute
        let kind: ObjectKind
        /// The object that the text is of; nil where one of this meaning is looked for.
        let owner: ObjectID?
        /// The form that statements write.
        let written: String

        init?(_ text: WrittenExpression, of relation: ObjectID, in state: CatalogState) {
            let target = relation.sql
            let oid = SQL.literal(target) + "::regclass"
            func expression(_ columns: String, of column: String) -> String {
                "SELECT pg_catalog.pg_get_expr(\(columns)) FROM pg_catalog.pg_attrdef d JOIN pg_catalog.pg_attribute a ON "
                    + "a.attrelid = d.adrelid AND a.attnum = d.adnum WHERE a.attrelid = \(oid) AND a.attname = \(SQL.literal(column))"
            }
            func policy(_ column: String) -> String {
                "SELECT pg_catalog.pg_get_expr(\(column), polrelid) FROM pg_catalog.pg_policy WHERE polrelid = \(oid) "
                    + "AND polname = 'plumbline_trial'"
            }
            switch text.subject {
            case .check:
                (attribute, kind, owner, written) = (.definition, .constraint, nil, "CHECK (\(text.text))")
                statement = "ALTER TABLE \(target) ADD CONSTRAINT plumbline_trial \(written)"
                question =
                    "SELECT pg_catalog.pg_get_constraintdef(oid) FROM pg_catalog.pg_constraint WHERE conrelid = \(oid) "
                    + "AND conname = 'plumbline_trial'"
            case .columnDefault(let column):
                (attribute, kind, written) = (.expression, .columnDefault, text.text)
                owner = .columnDefault(of: .column(column, of: relation))
                statement = "ALTER TABLE \(target) ALTER COLUMN \(SQL.identifier(column)) SET DEFAULT \(text.text)"
                question = expression("d.adbin, 0", of: column)
            case .generated(let column):
                guard let type = state[.column(column, of: relation)]?.text(.type) else { return nil }
                (attribute, kind, written) = (.generated, .column, text.text)
                owner = .column(column, of: relation)
                statement = "ALTER TABLE \(target) ADD COLUMN plumbline_trial \(type) GENERATED ALWAYS AS (\(text.text)) STORED"
                question = expression("d.adbin, d.adrelid", of: "plumbline_trial")
            case .index:
                (attribute, kind, owner, written) = (.body, .index, nil, text.text)
                statement = "CREATE INDEX plumbline_trial ON \(target) \(text.text)"
                question =
                    "SELECT \(IndexKind.body(SQL.literal(SQL.qualified(relation.schema, "plumbline_trial")) + "::regclass"))"
            case .view:
                (attribute, kind, owner, written) = (.definition, relation.kind, relation, text.text)
                statement = "CREATE TEMPORARY VIEW plumbline_trial AS \(text.text)"
                question = "SELECT rtrim(pg_catalog.pg_get_viewdef('pg_temp.plumbline_trial'::regclass), ';')"
            case .using(let name):
                (attribute, kind, written) = (.using, .policy, text.text)
                owner = ObjectID(.policy, name, parent: relation)
                statement = "CREATE POLICY plumbline_trial ON \(target) USING (\(text.text))"
                question = policy("polqual")
            case .withCheck(let name):
                (attribute, kind, written) = (.withCheck, .policy, text.text)
                owner = ObjectID(.policy, name, parent: relation)
                statement = "CREATE POLICY plumbline_trial ON \(target) WITH CHECK (\(text.text))"
                question = policy("polwithcheck")
            }
        }
    }

    /// The server's words for each text; nil where it refuses one. An exception takes back what a trial has made.
    private static func ask(_ trials: [Trial], _ connection: PostgresConnection) async throws -> [String?] {
        try await connection.run(
            script: """
                BEGIN;
                CREATE FUNCTION pg_temp.plumbline_trial(statement text, question text) RETURNS text LANGUAGE plpgsql SET search_path = ''
                AS $function$
                DECLARE
                    answer text;
                BEGIN
                    EXECUTE statement;
                    EXECUTE question INTO answer;
                    RAISE EXCEPTION USING ERRCODE = 'PL001', MESSAGE = coalesce(answer, '');
                EXCEPTION
                    WHEN SQLSTATE 'PL001' THEN RETURN SQLERRM;
                    WHEN OTHERS THEN RETURN NULL;
                END
                $function$
                """)
        do {
            var answers: [String?] = []
            for trial in trials {
                answers.append(
                    try await connection.query(
                        "SELECT pg_temp.plumbline_trial($1, $2)", [trial.statement, trial.question]
                    ).one().text(0))
            }
            try await connection.run(script: "ROLLBACK")
            return answers
        } catch {
            try await connection.run(script: "ROLLBACK")
            throw error
        }
    }
}
