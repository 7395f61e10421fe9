import Foundation

/// PostgreSQL's timestamps: microseconds from 2000-01-01 UTC, and the ISO text form of them.
enum TimestampText {
    /// 2000-01-01 in seconds from Foundation's reference date, 2001-01-01.
    private static let epoch = -366.0 * 86_400

    static func binary(_ date: Date) -> [UInt8] {
        let micros = microseconds(date)
        return (0..<8).map { UInt8(truncatingIfNeeded: micros >> (56 - 8 * $0)) }
    }

    static func microseconds(_ date: Date) -> Int64 {
        let seconds = date.timeIntervalSinceReferenceDate - epoch
        if seconds.isInfinite { return seconds < 0 ? .min : .max }
        let whole = seconds.rounded(.down)
        // A date that no timestamp can hold is left for the server to refuse; the extreme values mean infinity to it.
        guard whole > -9.2e12 else { return .min + 1 }
        guard whole < 9.223372e12 else { return .max - 1 }
        return Int64(whole) * 1_000_000 + Int64(((seconds - whole) * 1_000_000).rounded())
    }

    static func date(microseconds: Int64) -> Date {
        switch microseconds {
        case .min: return Date(timeIntervalSinceReferenceDate: -.infinity)
        case .max: return Date(timeIntervalSinceReferenceDate: .infinity)
        default:
            let (seconds, rest) = microseconds.quotientAndRemainder(dividingBy: 1_000_000)
            return Date(timeIntervalSinceReferenceDate: epoch + Double(seconds) + Double(rest) / 1_000_000)
        }
    }

    /// ISO text of a binary timestamptz, for arrays.
    static func text(binary: [UInt8]) -> String {
        let micros = binary.reduce(Int64(0)) { $0 << 8 | Int64($1) }
        if micros == .min { return "-infinity" }
        if micros == .max { return "infinity" }
        let perDay: Int64 = 86_400_000_000
        let dayNumber = Int64((Double(micros) / Double(perDay)).rounded(.down))
        var days = dayNumber
        var rest = micros - days * perDay
        if rest < 0 {
            days -= 1
            rest += perDay
        } else if rest >= perDay {
            days += 1
            rest -= perDay
        }
        let (year, month, day) = civil(days: Int(days) + 10_957)
        let era = year <= 0 ? " BC" : ""
        let shown = year <= 0 ? 1 - year : year
        let seconds = rest / 1_000_000
        return pad(shown, 4) + "-" + pad(month, 2) + "-" + pad(day, 2) + " " + pad(Int(seconds / 3600), 2) + ":"
            + pad(Int(seconds / 60 % 60), 2) + ":" + pad(Int(seconds % 60), 2) + "." + pad(Int(rest % 1_000_000), 6) + "+00" + era
    }

    private static func pad(_ value: Int, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    /// Reads `date`, `timestamp` (taken as UTC) and `timestamptz` in ISO form.
    static func date(_ bytes: UnsafeBufferPointer<UInt8>) -> Date? {
        if bytes.elementsEqual("infinity".utf8) { return Date(timeIntervalSinceReferenceDate: .infinity) }
        if bytes.elementsEqual("-infinity".utf8) { return Date(timeIntervalSinceReferenceDate: -.infinity) }
        var scanner = Scanner(bytes: bytes)
        guard let year = scanner.number(), scanner.skip("-"), let month = scanner.number(), scanner.skip("-"),
            let day = scanner.number()
        else { return nil }
        var seconds = 0
        var micros = 0
        if scanner.skip(" ") {
            guard let hour = scanner.number(), scanner.skip(":"), let minute = scanner.number(), scanner.skip(":"),
                let second = scanner.number()
            else { return nil }
            seconds = hour * 3600 + minute * 60 + second
            if scanner.skip(".") { micros = scanner.fraction() }
            for (sign, factor) in [("+", -1), ("-", 1)] where scanner.skip(sign) {
                guard let hours = scanner.number() else { return nil }
                seconds += factor * hours * 3600
                if scanner.skip(":"), let minutes = scanner.number() { seconds += factor * minutes * 60 }
                if scanner.skip(":"), let rest = scanner.number() { seconds += factor * rest }
                break
            }
        }
        let isBC = scanner.skip(" ") && scanner.skip("B") && scanner.skip("C")
        guard scanner.isAtEnd else { return nil }
        let days = daysFromCivil(year: isBC ? 1 - year : year, month: month, day: day) - 10_957
        return date(microseconds: (Int64(days) * 86_400 + Int64(seconds)) * 1_000_000 + Int64(micros))
    }

    // Days from 1970-01-01 in the proleptic Gregorian calendar (H. Hinnant, "chrono-compatible low-level date algorithms").
    private static func daysFromCivil(year: Int, month: Int, day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func civil(days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    private struct Scanner {
        let bytes: UnsafeBufferPointer<UInt8>
        var position = 0

        init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

        var isAtEnd: Bool { position == bytes.count }

        mutating func number() -> Int? {
            let start = position
            var value = 0
            while position < bytes.count, (48...57).contains(bytes[position]), position - start < 9 {
                value = value * 10 + Int(bytes[position] - 48)
                position += 1
            }
            return position > start ? value : nil
        }

        mutating func fraction() -> Int {
            var value = 0
            var digits = 0
            while position < bytes.count, (48...57).contains(bytes[position]) {
                if digits < 6 { value = value * 10 + Int(bytes[position] - 48) }
                digits += 1
                position += 1
            }
            for _ in min(digits, 6)..<6 { value *= 10 }
            return value
        }

        mutating func skip(_ text: String) -> Bool {
            guard position < bytes.count, bytes[position] == text.utf8.first else { return false }
            position += 1
            return true
        }
    }
}
