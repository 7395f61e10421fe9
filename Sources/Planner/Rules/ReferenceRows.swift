import Catalog
import SchemaModel

extension Rule {
    /// Rows that are kept as declared. What was there before is written down in the ledger, so that going back gives
    /// changed rows their old values and removes only what we put in and nothing refers to.
    static let referenceRow = Rule(
        create: { fact, _ in [upsert(fact, verb: .create)] },
        alter: { _, after, _, _ in .steps([upsert(after, verb: .alter)]) },
        drop: { fact, _ in [remove(fact)] },
        exists: { _ in "true" })

    private static func upsert(_ fact: Fact, verb: Step.Verb) -> Step {
        let row = RowText(fact)
        let columns = row.key + row.values + row.insertOnly
        let conflict = row.key.map { SQL.identifier($0.0) }.joined(separator: ", ")
        let assignments = row.values.map { "\(SQL.identifier($0.0)) = EXCLUDED.\(SQL.identifier($0.0))" }.joined(separator: ", ")
        let remember = """
            INSERT INTO plumbline.reference_row (relation, key, before)
            SELECT \(row.relationLiteral), \(row.keyLiteral)::jsonb, (SELECT \(row.object(row.values)) FROM \(row.relation) t WHERE \(row.condition))
            ON CONFLICT (relation, key) DO NOTHING
            """
        let insert = """
            INSERT INTO \(row.relation) (\(columns.map { SQL.identifier($0.0) }.joined(separator: ", ")))
            VALUES (\(columns.map(\.1).joined(separator: ", ")))
            ON CONFLICT (\(conflict)) DO \(assignments.isEmpty ? "NOTHING" : "UPDATE SET \(assignments)")
            """
        return Step(
            verb, fact.id, title: "\(verb == .create ? "put in" : "change") \(fact.id)", [remember, insert],
            guarded: .todo("NOT EXISTS (SELECT FROM \(row.relation) t WHERE \(row.condition)\(row.equality))"))
    }

    private static func remove(_ fact: Fact) -> Step {
        let row = RowText(fact)
        let body = """
            DECLARE
                old plumbline.reference_row;
                reference record;
                is_referred_to boolean;
            BEGIN
                SELECT * INTO old FROM plumbline.reference_row
                WHERE relation = \(row.relationLiteral) AND key = \(row.keyLiteral)::jsonb;
                IF NOT FOUND THEN RETURN; END IF;
                IF old.before IS NOT NULL THEN
                    UPDATE \(row.relation) t SET \(row.restored) WHERE \(row.condition);
                ELSE
                    FOR reference IN
                        SELECT k.conrelid::regclass AS relation,
                            string_agg(format('r.%I = t.%I', a.attname, b.attname), ' AND ') AS condition
                        FROM pg_catalog.pg_constraint k
                        CROSS JOIN LATERAL unnest(k.conkey, k.confkey) u(here, there)
                        JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.here
                        JOIN pg_catalog.pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = u.there
                        WHERE k.contype = 'f' AND k.conparentid = 0 AND k.confrelid = \(Question.relation(row.table))
                        GROUP BY k.oid, k.conrelid
                    LOOP
                        EXECUTE format('SELECT EXISTS (SELECT FROM %s r, \(row.relation.replacing("'", with: "''")) t WHERE %s AND %s)',
                            reference.relation, reference.condition, \(SQL.literal(row.condition)))
                        INTO is_referred_to;
                        IF is_referred_to THEN
                            RAISE NOTICE 'kept: rows of % refer to it', reference.relation;
                            RETURN;
                        END IF;
                    END LOOP;
                    DELETE FROM \(row.relation) t WHERE \(row.condition);
                END IF;
                DELETE FROM plumbline.reference_row WHERE relation = \(row.relationLiteral) AND key = \(row.keyLiteral)::jsonb;
            END
            """
        return Step(
            .drop, fact.id, title: "take back \(fact.id)", ["DO \(SQL.dollarQuoted(body, tag: "row"))"],
            guarded: .todo(
                """
                to_regclass('plumbline.reference_row') IS NOT NULL AND EXISTS (SELECT FROM plumbline.reference_row r \
                WHERE r.relation = \(row.relationLiteral) AND r.key = \(row.keyLiteral)::jsonb)
                """),
            reason: "only what we put in, and only while nothing refers to it; changed rows get their old values")
    }
}

/// The parts of SQL about one reference row.
private struct RowText {
    let table: ObjectID
    let key: [(String, String)]
    let values: [(String, String)]
    let insertOnly: [(String, String)]
    let keyLiteral: String

    init(_ fact: Fact) {
        func pairs(_ attribute: Attribute, _ text: (Value) -> String) -> [(String, String)] {
            (fact[attribute]?.object ?? [:]).sorted { $0.key < $1.key }.map { ($0.key, text($0.value)) }
        }
        table = fact.id.parent ?? ObjectID.table("", "")
        key = pairs(.key) { SQL.literal($0) }
        values = pairs(.values) { SQL.literal($0) }
        insertOnly = pairs(.insertOnly) { $0.text ?? "NULL" }
        keyLiteral = SQL.literal((fact[.key] ?? .object([:])).json)
    }

    var relation: String { table.sql }
    var relationLiteral: String { SQL.literal(table.sql) }
    var condition: String { key.map { "t.\(SQL.identifier($0.0)) = \($0.1)" }.joined(separator: " AND ") }
    var equality: String { values.map { " AND t.\(SQL.identifier($0.0)) IS NOT DISTINCT FROM \($0.1)" }.joined() }
    /// The old values, with the types of the table's own columns.
    var restored: String {
        values.map {
            "\(SQL.identifier($0.0)) = (jsonb_populate_record(t, old.before)).\(SQL.identifier($0.0))"
        }.joined(separator: ", ")
    }

    func object(_ columns: [(String, String)]) -> String {
        "jsonb_build_object(" + columns.map { "\(SQL.literal($0.0)), t.\(SQL.identifier($0.0))" }.joined(separator: ", ") + ")"
    }
}
