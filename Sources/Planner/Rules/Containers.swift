import Catalog
import SchemaModel

extension Rule {
    static let schema = Rule(
        create: { fact, context in
            [Step(.create, fact.id, ["CREATE SCHEMA \(fact.id.sql)"], guarded: .todo(Question.not(Question.exists(fact.id))))]
        },
        alter: { _, _, _, _ in .steps([]) },
        drop: { fact, _ in
            let name = SQL.literal(fact.id.name)
            return [
                Step(
                    .drop, fact.id, ["DROP SCHEMA \(fact.id.sql)"],
                    guarded: .todo(
                        """
                        EXISTS (SELECT FROM pg_catalog.pg_namespace n WHERE n.nspname = \(name) AND NOT EXISTS (SELECT FROM \
                        pg_catalog.pg_depend d WHERE d.refclassid = 'pg_catalog.pg_namespace'::regclass AND d.refobjid = n.oid))
                        """),
                    reason: "only when it is empty: what others put in it stays")
            ]
        },
        exists: { id in "to_regnamespace(\(SQL.literal(SQL.identifier(id.name)))) IS NOT NULL" })

    static let `extension` = Rule(
        create: { fact, _ in
            let schema = fact.text(.schema).map { " SCHEMA \(SQL.identifier($0))" } ?? ""
            return [
                Step(
                    .create, fact.id, ["CREATE EXTENSION \(fact.id.sql)\(schema)"],
                    guarded: .todo(Question.not(Question.exists(fact.id))))
            ]
        },
        alter: { before, after, _, _ in
            guard let schema = after.text(.schema) else { return .steps([]) }
            return .steps([
                Step(
                    .alter, after.id, ["ALTER EXTENSION \(after.id.sql) SET SCHEMA \(SQL.identifier(schema))"],
                    guarded: .todo(
                        Question.exists(
                            "pg_extension e JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace",
                            "e.extname = \(SQL.literal(after.id.name)) AND n.nspname <> \(SQL.literal(schema))")))
            ])
        },
        drop: { fact, _ in
            [
                Step(
                    .drop, fact.id, ["DROP EXTENSION \(fact.id.sql)"],
                    guarded: .todo(
                        """
                        EXISTS (SELECT FROM pg_catalog.pg_extension e WHERE e.extname = \(SQL.literal(fact.id.name)) AND NOT EXISTS (
                            SELECT FROM pg_catalog.pg_depend m JOIN pg_catalog.pg_depend d
                                ON d.refclassid = m.classid AND d.refobjid = m.objid AND d.deptype IN ('n', 'a')
                            WHERE m.refclassid = 'pg_catalog.pg_extension'::regclass AND m.refobjid = e.oid AND m.deptype = 'e'
                            AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend o WHERE o.classid = d.classid AND o.objid = d.objid
                                AND o.refclassid = 'pg_catalog.pg_extension'::regclass AND o.refobjid = e.oid)
                            AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend o JOIN pg_catalog.pg_depend i
                                ON i.classid = o.refclassid AND i.objid = o.refobjid WHERE o.classid = d.classid
                                AND o.objid = d.objid AND o.deptype = 'i' AND i.deptype = 'e' AND i.refobjid = e.oid)))
                        """),
                    reason: "only when nothing uses it: rows in quarantine may have its types")
            ]
        },
        exists: { id in Question.exists("pg_extension e", "e.extname = \(SQL.literal(id.name))") })
}
