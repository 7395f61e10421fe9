import SchemaDSL

extension SupportETLModule {
    private static let value = Argument("value", .text)
    private static let list = Argument("list", .jsonb)

    /// A point in time of ISO 8601, as Freshdesk (`2025-01-15T10:30:00Z`) and Shopify (`…-04:00`) write it.
    ///
    /// Not a cast: a cast depends on the session's settings, takes `now` and `tomorrow` for times, and fails on the first bad
    /// row, which through the index would make the synchronisation's own writes fail.
    ///
    /// The formats of the two sources are told apart by a pattern without groups and read by PostgreSQL, which for this form depends on no
    /// setting: a seventh of the time of the other forms, which are taken apart.
    static let parseTimestamp = Function(
        "parse_timestamp", [value], returns: .value(.timestamptz), language: .plpgsql,
        FunctionProperties(.immutable, strict: true, parallel: .safe, searchPath: []),
        // The checks call it, by a role that reads and nothing else.
        executableBy: [.serviceRole, .readAllData],
        comment: "A point in time of ISO 8601, UTC where it has no zone; NULL for everything that is none. Never an error.",
        body: #"""

            DECLARE
                p text[];
            BEGIN
                IF \#(value) ~ (
                    '^[1-9][0-9]{3}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)'
                    || '|02-(0[1-9]|1[0-9]|2[0-8]))'
                    || 'T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]{1,6})?(Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])$')
                THEN
                    RETURN \#(value)::timestamptz;
                END IF;
                p := regexp_match(
                    \#(value),
                    '^\s*([1-9][0-9]{3})-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])'
                        || '(?:[Tt ]([01][0-9]|2[0-3]):([0-5][0-9])(?::([0-5][0-9](?:[.][0-9]{1,9})?))?\s*'
                        || '([Zz]|[+-](?:0[0-9]|1[0-5])(?::?[0-5][0-9])?)?)?\s*$');
                IF p IS NULL OR p[3]::integer
                    > extract(day FROM make_date(p[1]::integer, p[2]::integer, 1) + interval '1 month -1 day')
                THEN
                    RETURN NULL;
                END IF;
                RETURN (make_timestamp(
                        p[1]::integer, p[2]::integer, p[3]::integer,
                        coalesce(p[4], '0')::integer, coalesce(p[5], '0')::integer, coalesce(p[6], '0')::double precision)
                    - CASE
                        WHEN p[7] ~ '^[+-]' THEN make_interval(
                            mins => (left(p[7], 1) || '1')::integer
                                * (substr(p[7], 2, 2)::integer * 60 + ('0' || replace(substr(p[7], 4), ':', ''))::integer))
                        ELSE interval '0'
                    END) AT TIME ZONE 'UTC';
            END

            """#)

    /// Tags, whether a list (Freshdesk) or one text with commas (Shopify).
    static let tagList = Function(
        "tag_list", [list], returns: .value(.array(of: .text)), language: .sql,
        FunctionProperties(.immutable, parallel: .safe, searchPath: []), executableBy: [.serviceRole],
        comment: "The tags of a JSON list or of a text with commas: trimmed, in lower case, each once, in order. Never NULL.",
        body: """

            SELECT coalesce(array_agg(DISTINCT lower(btrim(t.tag)) ORDER BY lower(btrim(t.tag))), '{}')
            FROM (
                SELECT e.item #>> '{}' AS tag
                FROM jsonb_array_elements(CASE jsonb_typeof(\(list)) WHEN 'array' THEN \(list) ELSE '[]' END) AS e (item)
                WHERE jsonb_typeof(e.item) = 'string'
                UNION ALL
                SELECT s.tag
                FROM string_to_table(CASE jsonb_typeof(\(list)) WHEN 'string' THEN \(list) #>> '{}' END, ',') AS s (tag)
            ) AS t
            WHERE btrim(t.tag) <> '';

            """)
}
