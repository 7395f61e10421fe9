/// PostgreSQL's text form of one-dimensional arrays.
package enum ArrayText {
    static func text(_ elements: [PostgresParameter]) -> String {
        var result = "{"
        for (index, element) in elements.enumerated() {
            if index > 0 { result += "," }
            guard let bytes = element.bytes else {
                result += "NULL"
                continue
            }
            // Only dates go in binary form, and their arrays are written as text.
            let text = element.isBinary ? TimestampText.text(binary: bytes) : String(decoding: bytes, as: UTF8.self)
            result += "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
        }
        return result + "}"
    }

    /// The elements, nil for NULL; nil as a whole when this is not a one-dimensional array.
    package static func elements(_ bytes: UnsafeBufferPointer<UInt8>) -> [[UInt8]?]? {
        var position = 0
        if bytes.first == UInt8(ascii: "[") {
            // Bounds other than 1, as "[0:2]={…}".
            guard let equals = bytes.firstIndex(of: UInt8(ascii: "=")) else { return nil }
            position = equals + 1
        }
        guard position < bytes.count, bytes[position] == UInt8(ascii: "{") else { return nil }
        position += 1
        if position == bytes.count - 1, bytes[position] == UInt8(ascii: "}") { return [] }
        var result: [[UInt8]?] = []
        while position < bytes.count {
            var element: [UInt8] = []
            let quoted = bytes[position] == UInt8(ascii: "\"")
            if quoted { position += 1 }
            while position < bytes.count {
                let byte = bytes[position]
                if byte == UInt8(ascii: "\\"), position + 1 < bytes.count {
                    element.append(bytes[position + 1])
                    position += 2
                    continue
                }
                if quoted ? byte == UInt8(ascii: "\"") : byte == UInt8(ascii: ",") || byte == UInt8(ascii: "}") { break }
                if !quoted, byte == UInt8(ascii: "{") { return nil }
                element.append(byte)
                position += 1
            }
            if quoted { position += 1 }
            result.append(!quoted && element == Array("NULL".utf8) ? nil : element)
            guard position < bytes.count else { return nil }
            if bytes[position] == UInt8(ascii: "}") { return position == bytes.count - 1 ? result : nil }
            guard bytes[position] == UInt8(ascii: ",") else { return nil }
            position += 1
        }
        return nil
    }
}
