import Foundation
import PostgresClient
import SchemaModel

/// The catalog's guarantees about tables, as the run's snapshot sees them.
///
/// A constraint that is not valid, not validated, not enforced, deferrable, or kept by a disabled trigger guarantees nothing, and neither does
/// anything of a foreign table, of a table that others inherit from, or of a partitioned one with a foreign partition.
struct Guarantees: Sendable {
    struct Table: Sendable, Decodable {
        var isStored: Bool
        /// Columns that are NOT NULL.
        var notNull: Set<String>
        /// The types of columns, by name; a domain's is the domain's.
        var types: [String: ColumnType]
        var checks: [CheckConstraint]
        var indexes: [UniqueIndex]
        var foreignKeys: [ForeignKey]
    }

    struct ColumnType: Sendable, Decodable {
        /// The name in the catalog, without the schema.
        var name: String
        var schema: String
        /// `b`, `e`, `d` and so on.
        var type: String
        /// Of a generated column, its expression.
        var generated: String?
        /// Of a domain, its validated conditions on `VALUE`.
        var conditions: [String]
    }

    struct CheckConstraint: Sendable, Decodable {
        var name: String
        var columns: [String]
        var condition: String
    }

    struct UniqueIndex: Sendable, Decodable {
        var name: String
        var columns: [String]
        var nullsAreEqual: Bool
        var predicate: String?
    }

    struct ForeignKey: Sendable, Decodable {
        var name: String
        var columns: [String]
        var schema: String
        var table: String
        var targetColumns: [String]
    }

    let tables: [ObjectID: Table]

    /// One row for each table: its schema, its name, and what is known as one JSON document.
    static func query(_ tables: [ObjectID]) -> String {
        let names = tables.map { "(\(SQL.literal($0.schema ?? "")), \(SQL.literal($0.name)))" }.joined(separator: ", ")
        let columns = { (numbers: String, relation: String) in
            """
            (SELECT coalesce(jsonb_agg(a.attname ORDER BY u.place), '[]') FROM unnest(\(numbers)) WITH ORDINALITY AS u (number, place)
                  JOIN pg_catalog.pg_attribute AS a ON a.attrelid = \(relation) AND a.attnum = u.number)
            """
        }
        // A server that does not know of constraints that are not enforced has none.
        let isEnforced = { (alias: String) in "coalesce((to_jsonb(\(alias)) ->> 'conenforced')::boolean, true)" }
        // A partition may compute a generated column differently. A domain's CHECK compares in the collation of its base type. A CHECK that
        // calls a function says nothing once the function is replaced. A foreign key of a partition tree has constraints of each partition,
        // whose triggers may be disabled; replication fires none; a temporal one lets several rows cover a period.
        return """
            SELECT n.nspname::text, c.relname::text, jsonb_build_object(
              'isStored', c.relkind IN ('r', 'p', 'm')
                AND (c.relkind = 'p' OR NOT EXISTS (SELECT FROM pg_catalog.pg_inherits AS h WHERE h.inhparent = c.oid))
                AND NOT EXISTS (
                  SELECT FROM pg_catalog.pg_partition_tree(c.oid) AS p JOIN pg_catalog.pg_class AS o ON o.oid = p.relid
                  WHERE o.relkind = 'f'),
              'notNull', (
                SELECT coalesce(jsonb_agg(a.attname), '[]') FROM pg_catalog.pg_attribute AS a
                WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attnotnull
                  AND NOT EXISTS (
                    SELECT FROM pg_catalog.pg_constraint AS k
                    WHERE k.conrelid = c.oid AND k.contype = 'n' AND k.conkey = ARRAY[a.attnum]
                      AND NOT (k.convalidated AND \(isEnforced("k"))))),
              'types', (
                SELECT coalesce(jsonb_object_agg(a.attname, jsonb_build_object(
                    'name', t.typname, 'schema', tn.nspname, 'type', t.typtype,
                    'generated', CASE WHEN a.attgenerated <> '' AND c.relkind <> 'p' THEN (
                      SELECT pg_get_expr(d.adbin, d.adrelid) FROM pg_catalog.pg_attrdef AS d
                      WHERE d.adrelid = a.attrelid AND d.adnum = a.attnum) END,
                    'conditions', CASE WHEN t.typtype = 'd' AND a.attcollation IN (0, 'pg_catalog."default"'::regcollation) THEN (
                      SELECT coalesce(jsonb_agg(pg_get_expr(k.conbin, 0)), '[]') FROM pg_catalog.pg_constraint AS k
                      WHERE k.contypid = t.oid AND k.contype = 'c' AND k.convalidated) ELSE '[]' END)), '{}')
                FROM pg_catalog.pg_attribute AS a
                JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid
                JOIN pg_catalog.pg_namespace AS tn ON tn.oid = t.typnamespace
                WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped),
              'checks', (
                SELECT coalesce(jsonb_agg(jsonb_build_object(
                    'name', k.conname, 'columns', \(columns("k.conkey", "c.oid")), 'condition', pg_get_expr(k.conbin, c.oid))
                  ORDER BY k.conname), '[]')
                FROM pg_catalog.pg_constraint AS k
                WHERE k.conrelid = c.oid AND k.contype = 'c' AND k.convalidated AND \(isEnforced("k"))
                  AND NOT EXISTS (
                    SELECT FROM pg_catalog.pg_constraint AS f
                    JOIN pg_catalog.pg_depend AS d ON d.classid = 'pg_catalog.pg_constraint'::regclass AND d.objid = f.oid
                    WHERE f.conrelid = c.oid AND f.contype = 'c' AND d.refclassid = 'pg_catalog.pg_proc'::regclass)),
              'indexes', (
                SELECT coalesce(jsonb_agg(jsonb_build_object(
                    'name', o.relname, 'columns', \(columns("(x.indkey::smallint[])[0:x.indnkeyatts - 1]", "c.oid")),
                    'nullsAreEqual', x.indnullsnotdistinct, 'predicate', pg_get_expr(x.indpred, c.oid))
                  ORDER BY NOT x.indisprimary, o.relname), '[]')
                FROM pg_catalog.pg_index AS x
                JOIN pg_catalog.pg_class AS o ON o.oid = x.indexrelid
                WHERE x.indrelid = c.oid AND x.indisunique AND x.indisvalid AND x.indisready AND x.indimmediate AND x.indexprs IS NULL
                  AND NOT EXISTS (
                    SELECT FROM unnest(x.indclass::oid[]) AS u (class) JOIN pg_catalog.pg_opclass AS p ON p.oid = u.class
                    WHERE NOT p.opcdefault)
                  AND NOT EXISTS (
                    SELECT FROM unnest(x.indkey::smallint[], x.indcollation::oid[]) AS u (number, sorting)
                    JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = u.number
                    WHERE u.sorting <> 0 AND u.sorting <> a.attcollation)),
              'foreignKeys', (
                SELECT coalesce(jsonb_agg(jsonb_build_object(
                    'name', k.conname, 'columns', \(columns("k.conkey", "c.oid")), 'schema', fn.nspname, 'table', f.relname,
                    'targetColumns', \(columns("k.confkey", "f.oid")))
                  ORDER BY k.conname), '[]')
                FROM pg_catalog.pg_constraint AS k
                JOIN pg_catalog.pg_class AS f ON f.oid = k.confrelid
                JOIN pg_catalog.pg_namespace AS fn ON fn.oid = f.relnamespace
                WHERE k.conrelid = c.oid AND k.contype = 'f' AND k.convalidated AND NOT k.condeferrable AND \(isEnforced("k"))
                  AND NOT coalesce((to_jsonb(k) ->> 'conperiod')::boolean, false)
                  AND NOT EXISTS (
                    SELECT FROM pg_catalog.pg_subscription_rel AS s WHERE s.srrelid IN (k.conrelid, k.confrelid))
                  AND NOT EXISTS (
                    WITH RECURSIVE up (oid, parent) AS (
                      SELECT k.oid, k.conparentid
                      UNION ALL
                      SELECT p.oid, p.conparentid FROM pg_catalog.pg_constraint AS p JOIN up ON p.oid = up.parent
                    ), tree (oid) AS (
                      SELECT up.oid FROM up WHERE up.parent = 0
                      UNION ALL
                      SELECT d.oid FROM pg_catalog.pg_constraint AS d JOIN tree ON d.conparentid = tree.oid
                    )
                    SELECT FROM tree JOIN pg_catalog.pg_trigger AS g ON g.tgconstraint = tree.oid WHERE g.tgenabled NOT IN ('O', 'A')))
            )::text
            FROM pg_catalog.pg_class AS c
            JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
            WHERE (n.nspname, c.relname) IN (\(names))
            """
    }

    /// Reads the answer of ``query(_:)``.
    init(_ rows: PostgresRows) throws(PostgresError) {
        var tables: [ObjectID: Table] = [:]
        for row in rows {
            guard let schema = row.text(0), let name = row.text(1), let json = row.text(2) else { continue }
            do {
                tables[.table(schema, name)] = try JSONDecoder().decode(Table.self, from: Data(json.utf8))
            } catch {
                throw PostgresError(.decoding, "what the catalog says of \(schema).\(name) cannot be read: \(error)")
            }
        }
        self.tables = tables
    }
}
