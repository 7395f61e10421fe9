/// When a job of pg_cron runs.
struct CronSchedule {
    let text: String

    private struct Field {
        let name: String
        let range: ClosedRange<Int>
        var names: [String] = []
        var lastDay = false
    }

    private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
    private static let days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]
    private static let fields = [
        Field(name: "minute", range: 0...59),
        Field(name: "hour", range: 0...23),
        Field(name: "day of the month", range: 1...31, lastDay: true),
        Field(name: "month", range: 1...12, names: months),
        Field(name: "day of the week", range: 0...7, names: days),
    ]

    /// The problem of the schedule; nil when pg_cron accepts it.
    var problem: String? {
        let words = text.split(whereSeparator: \.isWhitespace).map { $0.lowercased() }
        if words.count == 1, words[0].hasPrefix("@") {
            let known = ["@hourly", "@daily", "@midnight", "@weekly", "@monthly", "@yearly", "@annually", "@reboot"]
            return known.contains(words[0]) ? nil : "\(words[0]) is not one of \(known.joined(separator: ", "))"
        }
        if words.count == 2, words[1] == "seconds" || words[1] == "second" {
            guard let seconds = Int(words[0]), (1...59).contains(seconds) else {
                return "an interval is 1 to 59 seconds"
            }
            return nil
        }
        guard words.count == 5 else { return "a schedule has five fields, or is such as '30 seconds'" }
        for (word, field) in zip(words, Self.fields) {
            if let problem = Self.problem(of: word, field) { return "\(field.name) '\(word)': \(problem)" }
        }
        return nil
    }

    private static func problem(of word: String, _ field: Field) -> String? {
        for item in word.split(separator: ",", omittingEmptySubsequences: false) {
            if item == "$", field.lastDay { continue }
            let parts = item.split(separator: "/", omittingEmptySubsequences: false)
            guard let base = parts.first, parts.count <= 2 else { return "more than one step" }
            if parts.count == 2 {
                guard let step = Int(parts[1]), step > 0 else { return "a step is a number above 0" }
                guard base == "*" || base.contains("-") else { return "a step needs * or a range before it" }
            }
            if base == "*" { continue }
            let ends = base.split(separator: "-", omittingEmptySubsequences: false).map { value(String($0), field) }
            guard ends.count <= 2, !ends.contains(nil) else {
                return "not a number from \(field.range.lowerBound) to \(field.range.upperBound)"
            }
            if let first = ends.first ?? nil, let last = ends.last ?? nil, first > last { return "the range runs backwards" }
        }
        return nil
    }

    private static func value(_ text: String, _ field: Field) -> Int? {
        if let index = field.names.firstIndex(of: text) { return index + field.range.lowerBound }
        guard !text.isEmpty, text.allSatisfy({ ("0"..."9").contains($0) }), let number = Int(text),
            field.range.contains(number)
        else { return nil }
        return number
    }
}
