/// Rows in COPY's binary format: three million floats as text would take most of the demo.
struct BinaryCopyBuffer {
    private(set) var bytes: [UInt8]

    /// Begins with the header of the format: signature, flags, no extension.
    init() {
        bytes = Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0, 0, 0, 0, 0, 0, 0, 0, 0]
    }

    mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    mutating func beginRow(columns: Int) { append(UInt16(columns)) }

    mutating func text(_ text: String) {
        append(UInt32(text.utf8.count))
        bytes += text.utf8
    }

    mutating func jsonb(_ text: String) {
        append(UInt32(text.utf8.count + 1))
        bytes.append(1)
        bytes += text.utf8
    }

    mutating func integer(_ value: Int32) {
        append(UInt32(4))
        append(UInt32(bitPattern: value))
    }

    /// pgvector's `vector`: dimensions, an unused number, and that many floats.
    mutating func vector(_ values: [Float]) {
        append(UInt32(4 + 4 * values.count))
        append(UInt16(values.count))
        append(UInt16(0))
        let start = bytes.count
        bytes.append(contentsOf: repeatElement(0, count: 4 * values.count))
        bytes.withUnsafeMutableBytes { all in
            for index in 0..<values.count {
                all.storeBytes(of: values[index].bitPattern.bigEndian, toByteOffset: start + 4 * index, as: UInt32.self)
            }
        }
    }

    mutating func endOfData() { append(UInt16.max) }

    private mutating func append(_ value: UInt16) {
        bytes.append(UInt8(truncatingIfNeeded: value >> 8))
        bytes.append(UInt8(truncatingIfNeeded: value))
    }

    private mutating func append(_ value: UInt32) {
        append(UInt16(truncatingIfNeeded: value >> 16))
        append(UInt16(truncatingIfNeeded: value))
    }
}
