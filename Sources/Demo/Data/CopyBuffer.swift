/// Rows in COPY's text format, built as bytes: a string for each cell would take most of the time.
///
/// Texts are written as they are; the demo's have nothing that COPY would want escaped.
struct CopyBuffer {
    private(set) var bytes: [UInt8] = []
    private var isRowBegun = false
    private static let digitPairs: [[UInt8]] = (0..<100).map { [48 + UInt8($0 / 10), 48 + UInt8($0 % 10)] }

    mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    mutating func text(_ text: [UInt8]) {
        separate()
        bytes += text
    }

    mutating func text(_ text: String) {
        separate()
        bytes += text.utf8
    }

    mutating func integer(_ value: Int) {
        separate()
        append(value)
    }

    mutating func null() {
        separate()
        bytes.append(92)
        bytes.append(78)
    }

    /// Seconds since the rhythm's first day.
    mutating func timestamp(_ seconds: Int, _ rhythm: Rhythm) {
        separate()
        bytes += rhythm.dayTexts[min(seconds / 86_400, rhythm.dayTexts.count - 1)]
        let second = seconds % 86_400
        bytes += Self.digitPairs[second / 3600]
        bytes.append(58)
        bytes += Self.digitPairs[second / 60 % 60]
        bytes.append(58)
        bytes += Self.digitPairs[second % 60]
        bytes.append(43)
        bytes += Self.digitPairs[0]
    }

    /// A version 4 UUID of 16 random bytes.
    mutating func uuid(_ random: inout SeededRandom) {
        separate()
        let high = random.next() & 0xFFFF_FFFF_FFFF_0FFF | 0x4000
        let low = random.next() & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
        hex(high, 8, from: 32)
        bytes.append(45)
        hex(high, 4, from: 16)
        bytes.append(45)
        hex(high, 4, from: 0)
        bytes.append(45)
        hex(low, 4, from: 48)
        bytes.append(45)
        hex(low, 12, from: 0)
    }

    mutating func endRow() {
        bytes.append(10)
        isRowBegun = false
    }

    /// Goes on with the cell that was begun last.
    mutating func append(_ text: [UInt8]) { bytes += text }

    /// Goes on with the cell that was begun last.
    mutating func append(_ text: String) { bytes += text.utf8 }

    /// Goes on with the cell that was begun last.
    mutating func append(_ value: Int) {
        var rest = value
        if rest < 0 {
            bytes.append(45)
            rest = -rest
        }
        var power = 1
        while power <= rest / 10 { power *= 10 }
        while power > 0 {
            bytes.append(48 + UInt8(truncatingIfNeeded: rest / power % 10))
            power /= 10
        }
    }

    private mutating func separate() {
        if isRowBegun { bytes.append(9) }
        isRowBegun = true
    }

    private mutating func hex(_ value: UInt64, _ digits: Int, from shift: Int) {
        for place in stride(from: shift + digits * 4 - 4, through: shift, by: -4) {
            let digit = UInt8(truncatingIfNeeded: value >> UInt64(place) & 15)
            bytes.append(digit < 10 ? 48 + digit : 87 + digit)
        }
    }
}
