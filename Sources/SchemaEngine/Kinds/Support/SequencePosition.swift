import SchemaModel

/// Where a sequence goes on: what it has handed out must not be handed out again.
enum SequencePosition {
    /// The bounds that PostgreSQL takes by itself for a type and a direction.
    static func usualBounds(_ type: String, ascending: Bool) -> (minimum: Int64, maximum: Int64) {
        let limit: (Int64, Int64) =
            switch type {
            case "smallint": (Int64(Int16.min), Int64(Int16.max))
            case "integer": (Int64(Int32.min), Int64(Int32.max))
            case _: (Int64.min, Int64.max)
            }
        return ascending ? (1, limit.1) : (limit.0, -1)
    }

    /// The place of an integer type among the others.
    static func width(_ column: Fact) -> Int {
        switch column.text(.type) {
        case "smallint": 2
        case "integer": 4
        case "bigint": 8
        case _: 0
        }
    }

    /// Lets the sequence of an identity column go on after the values that the column has.
    ///
    /// - Parameter follows: whether it takes the place of a sequence whose position was kept by ``remember(_:for:)``.
    static func afterRows(of column: Fact, follows: Bool) -> String {
        let options = column[.identityOptions]?.object ?? [:]
        func number(_ key: String) -> Int64? { options[key].flatMap { Int64($0.json) } }
        let isAscending = (number("increment") ?? 1) > 0
        let usual = usualBounds(column.text(.type) ?? "bigint", ascending: isAscending)
        let bounds = (number("minimum") ?? usual.minimum, number("maximum") ?? usual.maximum)
        let table = column.id.parent ?? column.id
        let sequence =
            "pg_catalog.pg_get_serial_sequence(\(SQL.literal(table.sql)), \(SQL.literal(column.id.name)))"
        return statement(
            sequence, column.id, follows: follows, ascending: isAscending,
            start: number("start") ?? (isAscending ? bounds.0 : bounds.1), bounds)
    }

    /// Lets a new sequence go on after the values of the column that owns it.
    static func afterRows(of column: ObjectID, _ sequence: Fact, follows: Bool) -> String {
        let isAscending = (sequence.integer(.increment) ?? 1) > 0
        let bounds = bounds(sequence)
        func number(_ attribute: Attribute) -> Int64? { sequence[attribute].flatMap { Int64($0.json) } }
        return statement(
            SQL.literal(sequence.id.sql), column, follows: follows, ascending: isAscending,
            start: number(.start) ?? (isAscending ? bounds.0 : bounds.1), bounds)
    }

    private static func statement(
        _ sequence: String, _ column: ObjectID, follows: Bool, ascending: Bool, start: Int64, _ bounds: (Int64, Int64)
    ) -> String {
        let extreme = "\(ascending ? "max" : "min")(\(SQL.identifier(column.name)))"
        // Rows may have been deleted since, so that the sequence before it stands further.
        let last =
            !follows
            ? extreme
            : "\(ascending ? "greatest" : "least")(\(extreme), "
                + "nullif(current_setting(\(SQL.literal(setting(column))), true), '')::bigint)"
        let range = ascending ? "\(start) AND \(bounds.1)" : "\(bounds.0) AND \(start)"
        return "SELECT pg_catalog.setval(\(sequence), \(last)) FROM \(column.parent?.sql ?? "") HAVING \(last) BETWEEN \(range)"
    }

    /// Keeps the position of a sequence that goes, for the session, until the one that takes its place is there.
    ///
    /// - Parameter sequence: its name as an SQL expression.
    static func remember(_ sequence: String, for column: ObjectID) -> String {
        "SELECT pg_catalog.set_config(\(SQL.literal(setting(column))), coalesce(pg_catalog.pg_sequence_last_value("
            + "(\(sequence))::regclass)::text, ''), false)"
    }

    static func rememberIdentity(of column: ObjectID) -> String {
        let table = column.parent ?? column
        return remember(
            "pg_catalog.pg_get_serial_sequence(\(SQL.literal(table.sql)), \(SQL.literal(column.name)))", for: column)
    }

    /// Lets the sequence of an identity column go on where the remembered one stood, without a look at the rows.
    static func follow(identityOf column: Fact) -> String {
        let position = "nullif(current_setting(\(SQL.literal(setting(column.id))), true), '')::bigint"
        let (low, high) = identityBounds(column)
        return "SELECT pg_catalog.setval(pg_catalog.pg_get_serial_sequence(\(SQL.literal(column.id.parent?.sql ?? "")), "
            + "\(SQL.literal(column.id.name))), \(position)) WHERE \(position) BETWEEN \(low) AND \(high)"
    }

    /// A setting of the column's own: its name may hold letters, digits and underscores only.
    private static func setting(_ column: ObjectID) -> String {
        let name = column.path.utf8.map { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                ? String(UnicodeScalar(byte)) : "_" + String(byte, radix: 16)
        }
        return "plumbline.position_" + name.joined()
    }

    static func bounds(_ sequence: Fact) -> (Int64, Int64) {
        let usual = usualBounds(sequence.text(.type) ?? "bigint", ascending: (sequence.integer(.increment) ?? 1) > 0)
        func number(_ attribute: Attribute) -> Int64? { sequence[attribute].flatMap { Int64($0.json) } }
        return (number(.minimum) ?? usual.minimum, number(.maximum) ?? usual.maximum)
    }

    /// The statement before ALTER SEQUENCE, and the clause in it, that bring the position inside the new bounds.
    static func intoBounds(_ before: Fact, _ after: Fact) -> (statement: String?, clause: String?) {
        let (old, new) = (bounds(before), bounds(after))
        if includes(new, old) { return (nil, nil) }
        // No position of the old bounds is one of the new ones.
        guard let (low, high) = common(old, new) else { return (nil, "RESTART") }
        let name = after.id.sql
        return (
            """
            SELECT pg_catalog.setval(\(SQL.literal(name)), least(greatest(last_value, \(low)), \(high)), is_called) FROM \(name) \
            WHERE last_value NOT BETWEEN \(low) AND \(high)
            """, nil
        )
    }

    /// The same for the sequence of an identity column.
    static func intoBounds(ofIdentity before: Fact, _ after: Fact) -> (statement: String?, clause: String?) {
        let (old, new) = (identityBounds(before), identityBounds(after))
        guard let table = after.id.parent, !includes(new, old) else { return (nil, nil) }
        guard let (low, high) = common(old, new) else { return (nil, "RESTART") }
        let sequence = "pg_catalog.pg_get_serial_sequence(\(SQL.literal(table.sql)), \(SQL.literal(after.id.name)))"
        let body = """

            BEGIN
                EXECUTE format('SELECT pg_catalog.setval(%L, least(greatest(last_value, \(low)), \(high)), is_called) FROM %s
                    WHERE last_value NOT BETWEEN \(low) AND \(high)', \(sequence), \(sequence));
            END

            """
        return ("DO \(SQL.dollarQuoted(body, tag: "position"))", nil)
    }

    private static func includes(_ outer: (Int64, Int64), _ inner: (Int64, Int64)) -> Bool {
        outer.0 <= inner.0 && outer.1 >= inner.1
    }

    /// The positions that two pairs of bounds allow.
    private static func common(_ a: (Int64, Int64), _ b: (Int64, Int64)) -> (Int64, Int64)? {
        let (low, high) = (max(a.0, b.0), min(a.1, b.1))
        return low <= high ? (low, high) : nil
    }

    private static func identityBounds(_ column: Fact) -> (Int64, Int64) {
        let options = column[.identityOptions]?.object ?? [:]
        func number(_ key: String) -> Int64? { options[key].flatMap { Int64($0.json) } }
        let usual = usualBounds(column.text(.type) ?? "bigint", ascending: (number("increment") ?? 1) > 0)
        return (number("minimum") ?? usual.minimum, number("maximum") ?? usual.maximum)
    }
}
