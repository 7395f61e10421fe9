public import SchemaDSL

/// Questions to the system catalog that projects often ask.
///
/// Each answers with the columns `object` and `problem`, and with no row when all is well. What they name are typed tables and
/// columns, so a question to what is not declared does not compile; what is declared and not in the database is an answer.
public enum CatalogQuestion {
    /// The column is there and has one of these types, without their schema: `vector(1536)`, `jsonb`.
    public static func column(
        _ column: any AnyColumn, of table: any Relation, is types: [String], _ title: String,
        file: StaticString = #filePath, line: UInt = #line
    ) -> DataCheck {
        let list = joined(types.map { "\(literal: $0)" })
        return .question(
            """
            SELECT \(quoting: "\(table).\(column)") AS object,
              CASE WHEN a.attname IS NULL THEN 'is not there' ELSE 'is of type ' || format_type(a.atttypid, a.atttypmod) END AS problem
            FROM (SELECT to_regclass(\(quoting: "\(table)")) AS oid) AS t
            LEFT JOIN pg_catalog.pg_attribute AS a
              ON a.attrelid = t.oid AND a.attname = \(literal: column.name) AND a.attnum > 0 AND NOT a.attisdropped
            WHERE (regexp_replace(format_type(a.atttypid, a.atttypmod), '^.*[.]', '') = ANY (ARRAY[\(list)])) IS NOT TRUE
            """, named: "\(CheckID.part(table.name)).\(CheckID.part(column.name)).type", title, file: file, line: line)
    }

    /// The extension is installed in the database.
    public static func `extension`(
        _ name: String, _ title: String, file: StaticString = #filePath, line: UInt = #line
    ) -> DataCheck {
        .question(
            """
            SELECT \(literal: "extension \(name)") AS object, 'is not installed' AS problem
            WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_extension WHERE extname = \(literal: name))
            """, named: "extension.\(CheckID.part(name))", title, file: file, line: line)
    }

    /// Every foreign key of these tables has a whole, valid index that begins with its columns, in any order.
    public static func foreignKeysIndexed(
        of tables: [any Table], _ title: String, file: StaticString = #filePath, line: UInt = #line
    ) -> DataCheck {
        let list = joined(tables.map { "to_regclass(\(quoting: "\($0)"))" })
        return .question(
            """
            SELECT n.nspname || '.' || c.relname || ' (' || (
                SELECT string_agg(a.attname, ', ' ORDER BY k.place)
                FROM unnest(f.conkey) WITH ORDINALITY AS k (number, place)
                JOIN pg_catalog.pg_attribute AS a ON a.attrelid = f.conrelid AND a.attnum = k.number
              ) || ')' AS object,
              'foreign key ' || f.conname || ' has no index' AS problem
            FROM pg_catalog.pg_constraint AS f
            JOIN pg_catalog.pg_class AS c ON c.oid = f.conrelid
            JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
            WHERE f.contype = 'f' AND f.conrelid = ANY (ARRAY[\(list)]::oid[])
              AND NOT EXISTS (
                SELECT FROM pg_catalog.pg_index AS i
                WHERE i.indrelid = f.conrelid AND i.indisvalid AND i.indpred IS NULL
                  AND (i.indkey::smallint[])[0:cardinality(f.conkey) - 1] @> f.conkey
              )
            """, named: "foreign_keys_indexed", title, file: file, line: line)
    }

    /// A valid index of the method exists whose first key is the column; of an operator class, if one is named.
    public static func index(
        on column: any AnyColumn, of table: any Relation, method: String, operatorClass: String? = nil, _ title: String,
        file: StaticString = #filePath, line: UInt = #line
    ) -> DataCheck {
        let operators: SQLFragment =
            operatorClass.map {
                "\n      AND (SELECT opcname FROM pg_catalog.pg_opclass WHERE oid = i.indclass[0]) = \(literal: $0)"
            } ?? ""
        return .question(
            """
            SELECT \(quoting: "\(table).\(column)") AS object, \(literal: "has no valid \(method) index") AS problem
            WHERE NOT EXISTS (
              SELECT FROM pg_catalog.pg_index AS i
              JOIN pg_catalog.pg_class AS c ON c.oid = i.indexrelid
              JOIN pg_catalog.pg_am AS m ON m.oid = c.relam
              JOIN pg_catalog.pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
              WHERE i.indrelid = to_regclass(\(quoting: "\(table)")) AND i.indisvalid AND m.amname = \(literal: method)
                AND a.attname = \(literal: column.name)\(operators)
            )
            """, named: "\(CheckID.part(table.name)).\(CheckID.part(column.name)).\(method)", title, file: file, line: line)
    }

    /// For each of these entries of a JSON column, a valid index exists whose first key is an expression of it.
    public static func entriesIndexed(
        _ entries: [String], of column: Column<JSON>, in table: any Relation, _ title: String,
        file: StaticString = #filePath, line: UInt = #line
    ) -> DataCheck {
        let list = joined(entries.map { "(\(literal: $0))" })
        return .question(
            """
            SELECT \(quoting: "\(table).\(column) ->> ") || quote_literal(e.entry) AS object, 'has no valid index' AS problem
            FROM (VALUES \(list)) AS e (entry)
            WHERE NOT EXISTS (
              SELECT FROM pg_catalog.pg_index AS i
              WHERE i.indrelid = to_regclass(\(quoting: "\(table)")) AND i.indisvalid AND i.indkey[0] = 0
                AND strpos(
                  pg_catalog.pg_get_indexdef(i.indexrelid, 1, true),
                  quote_ident(\(literal: column.name)) || ' ->> ' || quote_literal(e.entry)) > 0
            )
            """, named: "\(CheckID.part(table.name)).\(CheckID.part(column.name)).entries_indexed", title, file: file, line: line)
    }

    /// Row-level security is on, and permissive policies let each of these roles do this: `SELECT`, … or `ALL`.
    public static func rowSecurity(
        of table: any Table, policies: [(role: String, command: String)], _ title: String, file: StaticString = #filePath,
        line: UInt = #line
    ) -> DataCheck {
        let list = joined(policies.map { "(\(literal: $0.role), \(literal: $0.command))" })
        return .question(
            """
            SELECT \(quoting: "\(table)") AS object, 'row-level security is off' AS problem
            WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_class WHERE oid = to_regclass(\(quoting: "\(table)")) AND relrowsecurity)
            UNION ALL
            SELECT \(quoting: "\(table)"), 'no policy lets ' || w.role || ' ' || w.command
            FROM (VALUES \(list)) AS w (role, command)
            WHERE NOT EXISTS (
              SELECT FROM pg_catalog.pg_policies AS p
              WHERE (quote_ident(p.schemaname) || '.' || quote_ident(p.tablename))::regclass = to_regclass(\(quoting: "\(table)"))
                AND p.permissive = 'PERMISSIVE' AND w.role = ANY (p.roles) AND p.cmd IN (w.command, 'ALL')
            )
            """, named: "\(CheckID.part(table.name)).row_security", title, file: file, line: line)
    }

    /// A function of the name is there and returns rows with these columns.
    public static func function(
        _ function: Function, returns columns: [String], _ title: String, file: StaticString = #filePath, line: UInt = #line
    ) -> DataCheck {
        let list = joined(columns.map { "\(literal: $0)" })
        return .question(
            """
            SELECT '\(function)' AS object, 'there is no such function that returns rows with the columns ' || array_to_string(w.columns, ', ') AS problem
            FROM (SELECT ARRAY[\(list)]::text[] AS columns) AS w
            WHERE NOT EXISTS (
              SELECT FROM pg_catalog.pg_proc AS p
              JOIN pg_catalog.pg_namespace AS n ON n.oid = p.pronamespace
              WHERE quote_ident(n.nspname) || '.' || quote_ident(p.proname) = '\(function)'
                AND p.proretset AND p.proargnames @> w.columns
            )
            """, named: "\(CheckID.part(function.name)).exists", title, file: file, line: line)
    }

    /// No index of these schemas was left broken by a build that did not end.
    public static func noInvalidIndexes(
        in schemas: [String], _ title: String, file: StaticString = #filePath, line: UInt = #line
    ) -> DataCheck {
        let list = joined(schemas.map { "\(literal: $0)" })
        return .question(
            """
            SELECT n.nspname || '.' || c.relname AS object, 'the index is not valid: no query uses it' AS problem
            FROM pg_catalog.pg_index AS i
            JOIN pg_catalog.pg_class AS c ON c.oid = i.indexrelid
            JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
            WHERE NOT i.indisvalid AND n.nspname = ANY (ARRAY[\(list)]::text[])
            """, named: "indexes_valid", title, file: file, line: line)
    }

    /// No constraint of these schemas was left unvalidated: rows that were there before it may break it.
    public static func noUnvalidatedConstraints(
        in schemas: [String], _ title: String, file: StaticString = #filePath, line: UInt = #line
    ) -> DataCheck {
        let list = joined(schemas.map { "\(literal: $0)" })
        return .question(
            """
            SELECT n.nspname || '.' || c.relname AS object, 'constraint ' || k.conname || ' is NOT VALID' AS problem
            FROM pg_catalog.pg_constraint AS k
            JOIN pg_catalog.pg_class AS c ON c.oid = k.conrelid
            JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
            WHERE NOT k.convalidated AND n.nspname = ANY (ARRAY[\(list)]::text[])
            """, named: "constraints_validated", title, file: file, line: line)
    }

    static func joined(_ parts: [SQLFragment]) -> SQLFragment {
        parts.dropFirst().reduce(parts.first ?? "") { "\($0), \($1)" }
    }
}
