/// COPY's text format: tabs between values, `\N` for NULL, backslashes before what would be special.
enum CopyText {
    static func append(_ values: [any PostgresEncodable], to buffer: inout [UInt8]) throws(PostgresError) {
        for (index, value) in values.enumerated() {
            if index > 0 { buffer.append(UInt8(ascii: "\t")) }
            let parameter = value.postgresParameter
            guard let bytes = parameter.bytes else {
                buffer += [UInt8(ascii: "\\"), UInt8(ascii: "N")]
                continue
            }
            if parameter.isBinary {
                try appendBinary(parameter, bytes, to: &buffer)
            } else {
                try appendText(bytes, to: &buffer)
            }
        }
        buffer.append(UInt8(ascii: "\n"))
    }

    private static func appendBinary(
        _ parameter: PostgresParameter, _ bytes: [UInt8], to buffer: inout [UInt8]
    ) throws(PostgresError) {
        switch parameter.oid {
        case OID.bytea:
            // The backslash of \x stands for itself only when doubled.
            buffer += [UInt8(ascii: "\\"), UInt8(ascii: "\\"), UInt8(ascii: "x")]
            let digits = Array("0123456789abcdef".utf8)
            for byte in bytes {
                buffer.append(digits[Int(byte >> 4)])
                buffer.append(digits[Int(byte & 15)])
            }
        case OID.timestamptz:
            try appendText(Array(TimestampText.text(binary: bytes).utf8), to: &buffer)
        default:
            throw .usage("a value of type oid \(parameter.oid) in binary form cannot be written into a text COPY")
        }
    }

    private static func appendText(_ bytes: [UInt8], to buffer: inout [UInt8]) throws(PostgresError) {
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "\\"): buffer += [UInt8(ascii: "\\"), UInt8(ascii: "\\")]
            case UInt8(ascii: "\t"): buffer += [UInt8(ascii: "\\"), UInt8(ascii: "t")]
            case UInt8(ascii: "\n"): buffer += [UInt8(ascii: "\\"), UInt8(ascii: "n")]
            case UInt8(ascii: "\r"): buffer += [UInt8(ascii: "\\"), UInt8(ascii: "r")]
            case 0: throw .usage("a value holds the character U+0000, which PostgreSQL's text types cannot have")
            default: buffer.append(byte)
            }
        }
    }
}
