import SchemaModel

/// Values of every type at the edges of what it holds, as SQL expressions.
///
/// The first value of a type is an ordinary one. A value that the server's version refuses is left out by ``RowFiller``, which asks.
struct AdversarialValues {
    let types: [UInt32: FillCatalog.DataType]

    /// - Parameters:
    ///   - modifier: the length or precision, as `atttypmod`; -1 for none.
    ///   - hints: what the expressions of checks say of the values.
    func values(of oid: UInt32, modifier: Int = -1, hints: ExpressionHints = ExpressionHints(), depth: Int = 0) -> [String] {
        guard let type = types[oid], depth < 4 else { return [] }
        switch type.form {
        case "d":
            let inner = ExpressionHints(type.checks).merged(hints)
            return values(of: type.base, modifier: type.baseModifier, hints: inner, depth: depth)
        case "e": return type.labels.map { literal($0, type) }
        case "c": return composites(type, depth: depth)
        case "r": return ranges(type, hints: hints, depth: depth)
        case "m":
            let inner = values(of: type.subtype, depth: depth + 1).prefix(2)
            return [literal("{}", type)] + inner.map { "\(type.sql)(\($0))" }
        default: break
        }
        if type.element != 0 { return arrays(type, modifier: modifier, hints: hints, depth: depth) }
        return scalars(type, modifier: modifier, hints: hints).map { literal($0, type) }
    }

    /// A value for each number, different from those of other numbers; nil for a type that has no such series.
    func distinct(_ oid: UInt32, modifier: Int = -1, number: Int, hints: ExpressionHints = ExpressionHints()) -> String? {
        guard let type = types[oid] else { return nil }
        switch type.form {
        case "d":
            return distinct(
                type.base, modifier: type.baseModifier, number: number, hints: ExpressionHints(type.checks).merged(hints))
        case "e": return type.labels.indices.contains(number) ? literal(type.labels[number], type) : nil
        case "c":
            guard let first = type.attributes.first,
                let value = distinct(first.type, modifier: first.modifier, number: number)
            else { return nil }
            let rest = type.attributes.dropFirst().map { _ in "NULL" }
            return "ROW(\(([value] + rest).joined(separator: ", ")))::\(type.sql)"
        case "r":
            guard let low = distinct(type.subtype, number: number * 2), let high = distinct(type.subtype, number: number * 2 + 1)
            else { return nil }
            return "\(type.sql)(\(low), \(high))"
        case "m": return distinct(type.subtype, number: number).map { "\(type.sql)(\($0))" }
        default: break
        }
        if type.element != 0 {
            return distinct(type.element, modifier: modifier, number: number).map { "ARRAY[\($0)]::\(type.sql)" }
        }
        return series(type, modifier: modifier, number: number, hints: hints).map { literal($0, type) }
    }

    private func literal(_ text: String, _ type: FillCatalog.DataType) -> String { "\(SQL.literal(text))::\(type.sql)" }

    // MARK: types made of others

    private func composites(_ type: FillCatalog.DataType, depth: Int) -> [String] {
        guard !type.attributes.isEmpty else { return ["ROW()::\(type.sql)"] }
        let lists = type.attributes.map { values(of: $0.type, modifier: $0.modifier, depth: depth + 1) }
        let rows = (0..<4).map { row in
            let cells = lists.enumerated().map { place, list in
                list.isEmpty ? "NULL" : list[(row * (row == 0 ? 0 : 1) + (row == 0 ? 0 : place)) % list.count]
            }
            return "ROW(\(cells.joined(separator: ", ")))::\(type.sql)"
        }
        return rows + ["ROW(\(lists.map { _ in "NULL" }.joined(separator: ", ")))::\(type.sql)"]
    }

    private func ranges(_ type: FillCatalog.DataType, hints: ExpressionHints, depth: Int) -> [String] {
        var result: [String] = []
        if let low = distinct(type.subtype, number: 1), let high = distinct(type.subtype, number: 3) {
            result.append("\(type.sql)(\(low), \(high))")
            result.append("\(type.sql)(\(low), \(high), '(]')")
            result.append("\(type.sql)(\(low), NULL)")
            result.append("\(type.sql)(NULL, \(high))")
        }
        return result + [literal("empty", type), literal("(,)", type)]
    }

    private func arrays(_ type: FillCatalog.DataType, modifier: Int, hints: ExpressionHints, depth: Int) -> [String] {
        let elements = values(of: type.element, modifier: modifier, hints: hints, depth: depth + 1)
        guard let first = elements.first else { return [literal("{}", type)] }
        func array(_ items: [String]) -> String { "ARRAY[\(items.joined(separator: ", "))]::\(type.sql)" }
        var result = [array([first]), literal("{}", type), array(Array(elements.prefix(12)))]
        result.append(array(["NULL", first]))
        if depth == 0 {
            result.append("ARRAY[ARRAY[\(first), NULL], ARRAY[NULL, \(first)]]::\(type.sql)")
            result.append(contentsOf: elements.suffix(2).map { array([$0]) })
            for length in hints.lengths.prefix(3) where (2...64).contains(length) {
                result.append(array(Array(repeating: first, count: length)))
            }
        }
        return result
    }

    // MARK: scalars

    private func scalars(_ type: FillCatalog.DataType, modifier: Int, hints: ExpressionHints) -> [String] {
        // Names of pg_catalog's types mean those types; a type of the same name elsewhere is another one.
        let isBuiltIn = type.schema == "pg_catalog"
        let numbers = hints.numbers
        switch type.name {
        case "int2" where isBuiltIn: return ["1", "0", "-1", "32767", "-32768"] + numbers
        case "int4" where isBuiltIn: return ["1", "0", "-1", "2147483647", "-2147483648"] + numbers
        case "int8" where isBuiltIn: return ["1", "0", "-1", "9223372036854775807", "-9223372036854775808"] + numbers
        case "oid" where isBuiltIn: return ["0", "1", "4294967295"] + numbers
        case "float4" where isBuiltIn:
            return ["1.5", "0", "-0", "NaN", "Infinity", "-Infinity", "3.4028235e38", "1e-45", "0.1"] + numbers
        case "float8" where isBuiltIn:
            return ["1.5", "0", "-0", "NaN", "Infinity", "-Infinity", "1.7976931348623157e308", "5e-324", "0.1"] + numbers
        case "numeric" where isBuiltIn: return numerics(modifier) + numbers
        case "money" where isBuiltIn: return ["1.00", "0", "-92233720368547758.08", "92233720368547758.07"] + numbers
        case "bool" where isBuiltIn: return ["true", "false"]
        case "text" where isBuiltIn, "varchar" where isBuiltIn, "bpchar" where isBuiltIn:
            return texts(limit: modifier > 4 ? modifier - 4 : nil, hints)
        case "citext": return texts(limit: nil, hints)
        case "name" where isBuiltIn: return texts(limit: 15, hints)
        case "char" where isBuiltIn: return ["a", "", "~"] + hints.texts
        case "uuid" where isBuiltIn:
            return [
                "6ba7b810-9dad-11d1-80b4-00c04fd430c8", "00000000-0000-0000-0000-000000000000",
                "ffffffff-ffff-ffff-ffff-ffffffffffff",
            ] + hints.texts
        case "json" where isBuiltIn:
            return hints.documents
                + [
                    #"{"a": [1, {"b": null}], "é": "\u00e9'\"\\"}"#, "null", "[]", "{}", #""""#, "1e10", #"{"a":1,  "a":2}"#,
                    "true",
                ]
        case "jsonb" where isBuiltIn:
            return hints.documents
                + [
                    #"{"a": [1, {"b": null}], "é": "\u00e9'\"\\"}"#, "null", "[]", "{}", #""""#,
                    "123456789012345678901234567890.0123456789", "true",
                ]
        case "bytea" where isBuiltIn: return [#"\x00ff5c27"#, #"\x"#, #"\x80"#]
        case "bit" where isBuiltIn:
            let length = max(1, modifier)
            return [String(repeating: "0", count: length), String(repeating: "1", count: length)]
        case "varbit" where isBuiltIn:
            return ["101", "", "0"] + (modifier > 0 ? [String(repeating: "1", count: modifier)] : [])
        case "date", "timestamp", "timestamptz", "time", "timetz", "interval":
            return isBuiltIn ? moments(type.name) + hints.texts : guesses(hints)
        case "inet" where isBuiltIn: return ["10.1.2.3/8", "0.0.0.0/0", "::1", "ffff::/16", "192.168.0.1"] + hints.texts
        case "cidr" where isBuiltIn: return ["10.0.0.0/8", "0.0.0.0/0", "::/0", "::1/128"] + hints.texts
        case "macaddr" where isBuiltIn: return ["08:00:2b:01:02:03", "00:00:00:00:00:00"]
        case "macaddr8" where isBuiltIn: return ["08:00:2b:01:02:03:04:05", "ff:ff:ff:ff:ff:ff:ff:ff"]
        case "point" where isBuiltIn: return ["(1,2)", "(0,0)", "(-1e300,1e300)", "(Infinity,-Infinity)"]
        case "line" where isBuiltIn: return ["{1,-1,0}", "{0,1,5}"]
        case "lseg" where isBuiltIn: return ["[(0,0),(1,1)]", "[(0,0),(0,0)]"]
        case "box" where isBuiltIn: return ["(1,1),(0,0)", "(0,0),(0,0)"]
        case "path" where isBuiltIn: return ["((0,0),(1,1),(2,0))", "[(0,0)]"]
        case "polygon" where isBuiltIn: return ["((0,0),(1,1),(2,0))", "((0,0))"]
        case "circle" where isBuiltIn: return ["<(0,0),1>", "<(1,1),0>"]
        case "tsvector" where isBuiltIn: return ["'a':1A 'b c':2,3", ""]
        case "tsquery" where isBuiltIn: return ["'a' & !'b c'", ""]
        case "xml" where isBuiltIn: return ["<a b=\"'\">é</a>", "<a/>", ""]
        case "jsonpath" where isBuiltIn: return ["$.a", "$"]
        case "pg_lsn" where isBuiltIn: return ["16/B374D848", "0/0", "FFFFFFFF/FFFFFFFF"]
        case "pg_snapshot" where isBuiltIn, "txid_snapshot" where isBuiltIn: return ["10:20:10,14,15", "1:1:"]
        case "xid8" where isBuiltIn: return ["1", "18446744073709551615"]
        case "xid" where isBuiltIn, "cid" where isBuiltIn: return ["1", "4294967295"]
        case "tid" where isBuiltIn: return ["(0,1)"]
        case "regclass" where isBuiltIn: return ["pg_catalog.pg_class"]
        case "regtype" where isBuiltIn: return ["integer"]
        case "regproc" where isBuiltIn: return ["pg_catalog.now"]
        case "regprocedure" where isBuiltIn: return ["pg_catalog.now()"]
        case "regrole" where isBuiltIn, "regnamespace" where isBuiltIn: return ["pg_catalog", "pg_monitor"]
        case "regconfig" where isBuiltIn: return ["pg_catalog.simple"]
        case "hstore": return ["a=>1, \"b c\"=>NULL", ""]
        case "ltree": return ["top.a_1.b", ""]
        case "lquery": return ["*.a.*"]
        case "cube": return ["(1,2,3)", "(0)"]
        case "vector", "halfvec":
            let size = max(1, modifier)
            return [series(size, "0.5"), series(size, "0"), series(size, "-1e3")]
        case "sparsevec": return ["{1:1.5}/\(max(1, modifier))", "{}/\(max(1, modifier))"]
        case "geometry", "geography":
            return ["POINT(1 2)", "SRID=4326;POINT(1 2)", "SRID=4326;POLYGON((0 0,1 0,1 1,0 0))", "POINT EMPTY"]
                + ["LINESTRING(0 0,1 1)", "SRID=4326;MULTIPOLYGON(((0 0,1 0,1 1,0 0)))", "SRID=4326;LINESTRING(0 0,1 1)"]
                + ["SRID=3857;POINT(1 2)"]
        default: return guesses(hints)
        }
    }

    private func series(_ count: Int, _ value: String) -> String {
        "[" + Array(repeating: value, count: min(count, 16_000)).joined(separator: ",") + "]"
    }

    /// Literals that some type or other accepts, for one that nobody told us of.
    private func guesses(_ hints: ExpressionHints) -> [String] {
        hints.texts + ["1", "0", "", "a", "{}", "[]", "()", "(0,0)", "2000-01-01", "978-0-393-04002-9", "1.1"]
    }

    private func numerics(_ modifier: Int) -> [String] {
        guard modifier >= 4 else {
            return ["1.50", "0", "-1", "NaN", "Infinity", "-Infinity", "1e200", "0." + String(repeating: "0", count: 99) + "1"]
        }
        let precision = ((modifier - 4) >> 16) & 0xffff
        // The scale has eleven bits and can be negative.
        let scale = (((modifier - 4) & 0x7ff) ^ 1024) - 1024
        let nines = String(repeating: "9", count: precision)
        let most = scale == 0 ? nines : "\(nines)e\(-scale)"
        return [scale > 0 && precision > scale ? "1" : "1e\(-scale)", "0", most, "-" + most, "1e\(-scale)", "NaN"]
    }

    private func moments(_ name: String) -> [String] {
        switch name {
        case "date": ["2024-02-29", "0001-12-31 BC", "infinity", "-infinity", "4714-11-24 BC", "5874897-12-31", "1970-01-01"]
        case "timestamp":
            [
                "2024-03-31 02:30:00.123456", "0001-12-31 23:59:59 BC", "infinity", "-infinity", "4714-11-24 00:00:00 BC",
                "294276-12-31 23:59:59.999999", "2024-03-10 02:30:00",
            ]
        case "timestamptz":
            [
                "2024-03-31 02:30:00.123456 Europe/Berlin", "0001-12-31 23:59:59 BC UTC", "infinity", "-infinity",
                "4714-11-24 00:00:00+00 BC", "294276-12-31 23:59:59.999999+00", "2024-03-10 02:30:00 America/New_York",
                "2024-10-27 02:30:00+02",
            ]
        case "time": ["12:34:56.789012", "00:00:00", "24:00:00", "23:59:59.999999"]
        case "timetz": ["12:34:56.789012+02", "00:00:00+00", "24:00:00-15:59", "23:59:59.999999+14"]
        default: ["1 mon -1 day 00:00:00.000001", "0", "-178000000 years", "178000000 years", "1 hour", "infinity", "-1 day"]
        }
    }

    private func texts(limit: Int?, _ hints: ExpressionHints) -> [String] {
        let plain =
            hints.texts
            + [
                "abc", "", "it's \"quoted\" \\ and %_", "line\nbreak\ttab", "\u{1F600}\u{10FFFF}", "e\u{301}\u{E9}",
                "\u{5D0}\u{202E}\u{628}",
                " padded ", "NULL", "0", "a@b.example", "https://example.org/a?b=c", "ZZ",
            ]
        var lengths = hints.lengths.filter { (0...5000).contains($0) }
        if let limit, limit <= 10_000 { lengths.append(limit) }
        if limit == nil { lengths.append(300) }
        let result = plain + lengths.map { String(repeating: "x", count: $0) }
        guard let limit else { return result }
        return result.map {
            $0.unicodeScalars.count <= limit ? $0 : String(String.UnicodeScalarView($0.unicodeScalars.prefix(limit)))
        }
    }

    // MARK: series

    private func series(_ type: FillCatalog.DataType, modifier: Int, number: Int, hints: ExpressionHints) -> String? {
        let day = 1 + number % 28
        let month = 1 + number / 28 % 12
        let date = "\(2001 + number / 336)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
        let hex = String(number, radix: 16)
        switch type.name {
        case "int2", "int4", "int8", "oid", "money", "xid8": return String(100 + number)
        case "float4", "float8": return "\(100 + number).5"
        case "numeric": return numericSeries(modifier, number)
        case "text", "varchar", "bpchar", "citext", "name":
            if let pattern = hints.patterns.first { return pattern.text(variant: number) }
            let limit = modifier > 4 && type.name != "text" ? modifier - 4 : 63
            let text = "k" + String(number, radix: 36)
            return text.count <= limit ? text : limit == 1 ? Self.letter(number) : String(text.suffix(limit))
        case "char": return Self.letter(number)
        case "uuid": return "00000000-0000-4000-8000-" + String(repeating: "0", count: max(0, 12 - hex.count)) + hex
        case "date", "timestamp", "timestamptz": return date
        case "time", "timetz": return "\(number / 60 % 24):\(number % 60):00"
        case "interval": return "\(number) hours"
        case "inet", "cidr": return "10.\(number >> 16 & 255).\(number >> 8 & 255).\(number & 255)"
        case "macaddr": return "08:00:2b:00:\(Self.byte(number >> 8)):\(Self.byte(number))"
        case "bytea": return #"\x"# + (hex.count % 2 == 0 ? hex : "0" + hex)
        case "json", "jsonb": return "{\"k\": \(number)}"
        case "ltree": return "top.k\(number)"
        case "bit" where modifier > 0, "varbit" where modifier > 0:
            let text = String(number, radix: 2)
            guard text.count <= modifier else { return nil }
            return String(repeating: "0", count: modifier - text.count) + text
        case "varbit": return String(number + 1, radix: 2)
        case "pg_lsn": return "0/\(String(number, radix: 16))"
        default: return nil
        }
    }

    private func numericSeries(_ modifier: Int, _ number: Int) -> String {
        guard modifier >= 4 else { return String(100 + number) }
        let scale = (((modifier - 4) & 0x7ff) ^ 1024) - 1024
        return "\(number + 2)e\(-scale)"
    }

    private static func letter(_ number: Int) -> String {
        guard let scalar = Unicode.Scalar(UInt32(33 + number % 94)) else { return "a" }
        return String(Character(scalar))
    }

    private static func byte(_ number: Int) -> String {
        let text = String(number & 255, radix: 16)
        return text.count == 2 ? text : "0" + text
    }
}
