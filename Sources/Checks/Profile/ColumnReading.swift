import Foundation
import SchemaModel

/// What the scan said of a column, and what follows from it: findings, and checks to suggest.
struct ColumnReading {
    let column: ProfiledColumn
    let table: ObjectID
    let groups: [ProfiledGroup]
    /// True when its values may be shown.
    let isShown: Bool
    /// Surplus rows, where the column was looked at as a key; nil where it was not.
    let surplus: Int?

    private(set) var findings: [ProfileFinding] = []
    private(set) var suggestions: [SuggestedCheck] = []

    private let total: Int
    private let nulls: Int
    /// Rows with a value that is neither blank nor a word for nothing.
    private let informative: Int

    /// Of fewer rows than this nothing is concluded.
    static let fewest = 20

    init(_ column: ProfiledColumn, of table: ObjectID, groups: [ProfiledGroup], isShown: Bool, surplus: Int?) {
        self.column = column
        self.table = table
        self.groups = groups
        self.isShown = isShown
        self.surplus = surplus
        total = groups.reduce(0) { $0 + $1.rows }
        nulls = Self.rows(groups, .null)
        informative = total - nulls - groups.filter { Self.says(nothing: $0) }.reduce(0) { $0 + $1.rows }
        read()
    }

    var profile: ColumnProfile {
        let counts = values
        let numbers = groups.compactMap(\.least) + groups.compactMap(\.most)
        var range: ClosedRange<Double>?
        if isShown, let least = numbers.min(), let most = numbers.max() { range = least...most }
        return ColumnProfile(
            name: column.name, type: column.type, nulls: nulls, different: isComplete ? counts.count : nil,
            values: isShown && isComplete ? Array(counts.prefix(20)) : [], range: range, findings: findings)
    }

    private static func says(nothing group: ProfiledGroup) -> Bool {
        group.traits.has(.empty) || group.traits.has(.blank) || group.traits.has(.placeholder)
    }

    private static func rows(_ groups: [ProfiledGroup], _ traits: ValueTrait...) -> Int {
        groups.filter { group in traits.contains { group.traits.has($0) } }.reduce(0) { $0 + $1.rows }
    }

    private func rows(_ traits: ValueTrait...) -> Int {
        groups.filter { group in traits.contains { group.traits.has($0) } }.reduce(0) { $0 + $1.rows }
    }

    /// The values that were counted one by one, most frequent first.
    private var values: [ColumnProfile.Count] {
        var counts: [ExactText: Int] = [:]
        for group in groups {
            if let value = group.value { counts[ExactText(value), default: 0] += group.rows }
        }
        return counts.map { ColumnProfile.Count(value: $0.key.text, rows: $0.value) }
            .sorted { ($0.rows, $1.value) > ($1.rows, $0.value) }
    }

    /// True when every value was counted by itself.
    private var isComplete: Bool {
        groups.contains { $0.value != nil } && groups.allSatisfy { $0.value != nil || $0.traits.has(.null) }
    }

    private mutating func find(_ kind: ProfileFinding.Kind, _ rows: Int, _ text: String) {
        findings.append(ProfileFinding(kind: kind, rows: rows, text: text))
    }

    private mutating func suggest(_ rule: SuggestedCheck.Rule, _ name: String, _ title: String, failing: Int) {
        suggestions.append(
            SuggestedCheck(
                table: table, column: column.name, type: column.type, rule: rule, name: name, title: title, failing: failing))
    }

    private mutating func read() {
        guard total > 0 else { return }
        if nulls == total {
            find(.allNull, total, "every row is NULL")
            return
        }
        readNulls()
        readConstants()
        switch column.form {
        case .text: readText()
        case .number: readNumbers()
        case .time: readTimes()
        case .code, .other: break
        }
        readKey()
        readPersonal()
    }

    private mutating func readNulls() {
        guard !column.isNotNull, total >= Self.fewest else { return }
        if nulls == 0 {
            suggest(.notNull, "not_null", "Every row has a value of \(column.name)", failing: 0)
        } else if Double(nulls) / Double(total) <= 0.05 {
            // Rounded up to a tenth of a percent, and a little more, so that it holds today.
            let share = (Double(nulls) / Double(total) * 1000).rounded(.up) / 1000 + 0.005
            let percent = share * 100
            let words = percent == percent.rounded() ? String(Int(percent)) : String((percent * 10).rounded() / 10)
            suggest(
                .nullShare((share * 10_000).rounded() / 10_000), "null_share", "At most \(words)% of \(column.name) is NULL",
                failing: 0)
        }
    }

    private mutating func readConstants() {
        let counts = values
        guard isComplete, let first = counts.first, total - nulls >= Self.fewest else { return }
        let shown = isShown ? " (\(first.value))" : ""
        let others = total - nulls - first.rows
        if counts.count == 1 {
            find(.constant, total - nulls, "every value is the same\(shown)")
        } else if Double(first.rows) / Double(total - nulls) >= 0.99 {
            find(.nearConstant, others, "one value\(shown) is in all rows but \(others)")
        }
        guard isShown, (2...20).contains(counts.count), isCode else { return }
        // A value that is rare and looks like another is a fault, not a member of the list.
        let wrong = Set(LookAlikes(counts).groups.flatMap { $0.dropFirst().map(\.value) })
        let accepted = counts.filter { !wrong.contains($0.value) && !$0.value.trimmingWhitespace.isEmpty }
        guard accepted.count > 1 else { return }
        let failing = total - nulls - accepted.reduce(0) { $0 + $1.rows }
        suggest(
            .oneOf(accepted.map(\.value).sorted()), "one_of", "\(column.name) is one of \(accepted.count) known values",
            failing: failing)
    }

    /// True when a list of its values says something: a text of few words, not a number or a date in text.
    private var isCode: Bool {
        if case .text = column.form { return typed == nil } else { return false }
    }

    private static let types: [(kind: ProfileFinding.Kind, traits: [ValueTrait], words: String)] = [
        (.integers, [.integer], "whole numbers"), (.numbers, [.decimal, .integer], "numbers"),
        (.dates, [.isoDate], "dates (YYYY-MM-DD)"), (.localDates, [.otherDate], "dates in a local form"),
        (.timestamps, [.timestamp], "timestamps"), (.json, [.json], "JSON documents"), (.uuids, [.uuid], "UUIDs"),
        (.booleans, [.boolean], "yes or no"),
    ]

    /// The type that nearly all its texts are of, and the rows that are of another.
    private var typed: (kind: ProfileFinding.Kind, traits: [ValueTrait], words: String, others: Int)? {
        guard informative >= Self.fewest else { return nil }
        for type in Self.types {
            let own = groups.filter { group in !Self.says(nothing: group) && type.traits.contains { group.traits.has($0) } }
                .reduce(0) { $0 + $1.rows }
            if own * 10 >= informative * 9 { return (type.kind, type.traits, type.words, informative - own) }
        }
        return nil
    }

    private mutating func readText() {
        if let typed {
            let rest = typed.others == 0 ? "" : "; \(typed.others) \(typed.others == 1 ? "row is" : "rows are") of another form"
            find(typed.kind, typed.others, "holds \(typed.words) as text\(rest)")
            if let regex = Self.pattern(typed.kind) {
                // What stands around a value is a finding of its own, and what says nothing fails too.
                let matching = groups.filter { group in
                    typed.traits.contains { group.traits.has($0) } && !group.traits.has(.padded)
                }
                let failing = total - nulls - matching.reduce(0) { $0 + $1.rows }
                suggest(.format(regex), "format", "\(column.name) has the form of \(typed.words)", failing: failing)
            }
        }
        let padded = rows(.padded)
        if padded > 0 { find(.padded, padded, "has spaces before or after the value in \(Plural.text(padded, "row"))") }
        let quoted = rows(.quoted)
        if quoted > 0 { find(.quoted, quoted, "has quotation marks around the value in \(Plural.text(quoted, "row"))") }
        let blank = rows(.empty, .blank)
        if blank > 0 { find(.blank, blank, "is empty or blank, and not NULL, in \(Plural.text(blank, "row"))") }
        let placeholders = rows(.placeholder)
        if placeholders > 0 {
            find(
                .placeholder, placeholders,
                "has a word for nothing, such as n/a or NULL as text, in \(Plural.text(placeholders, "row"))"
            )
        }
        let broken = rows(.broken)
        if broken > 0 {
            find(.broken, broken, "has control characters or text of a wrong encoding in \(Plural.text(broken, "row"))")
        }
        readCase()
        guard total - nulls >= Self.fewest, typed == nil else { return }
        // The server itself pads a `char(n)`.
        if !column.isPadded {
            suggest(
                .condition([.column, .sql(" !~ \(SQL.literal(TraitSQL.padding))")]), "trimmed",
                "\(column.name) has no spaces around it", failing: padded + rows(.blank))
        }
        suggest(
            .condition([.column, .sql(" ~ \(SQL.literal(TraitSQL.notBlank))")]), "not_blank", "\(column.name) is not blank",
            failing: blank)
    }

    private mutating func readCase() {
        let counts = values
        if isComplete, counts.count <= ProfileScan.mostValues, typed == nil {
            let found = LookAlikes(counts)
            func spellings(_ isMeant: ([ColumnProfile.Count]) -> Bool) -> String {
                guard isShown else { return "" }
                let groups = found.groups.filter(isMeant).prefix(5)
                return groups.isEmpty
                    ? "" : ": " + groups.map { $0.map(\.value).joined(separator: " / ") }.joined(separator: "; ")
            }
            if found.rowsInOtherCase > 0 {
                let list = spellings { group in
                    group.dropFirst().contains { $0.value.lowercased() == group[0].value.lowercased() }
                }
                find(
                    .mixedCase, found.rowsInOtherCase,
                    "has values that differ in case only; \(Plural.text(found.rowsInOtherCase, "row")) in the rarer spelling\(list)"
                )
            }
            if found.rows > 0 {
                let list = spellings { group in
                    group.dropFirst().contains { $0.value.lowercased() != group[0].value.lowercased() }
                }
                find(
                    .lookAlikes, found.rows,
                    "has values that look alike; \(Plural.text(found.rows, "row")) in the rarer spelling\(list)"
                )
            }
            return
        }
        let own = groups.filter { !Self.says(nothing: $0) }
        let upper = own.filter { $0.traits.has(.upper) && !$0.traits.has(.lower) }.reduce(0) { $0 + $1.rows }
        let lower = own.filter { $0.traits.has(.lower) && !$0.traits.has(.upper) }.reduce(0) { $0 + $1.rows }
        let letters = own.filter { $0.traits.has(.lower) || $0.traits.has(.upper) }.reduce(0) { $0 + $1.rows }
        guard letters >= Self.fewest else { return }
        for (most, words) in [(lower, "lower"), (upper, "upper")] where most < letters && most * 20 >= letters * 19 {
            find(.mixedCase, letters - most, "is in \(words) case but for \(Plural.text(letters - most, "row"))")
        }
    }

    private mutating func readNumbers() {
        let outliers = outliersOfCounted ?? rows(.lowOutlier, .highOutlier)
        if outliers > 0 {
            find(
                .outliers, outliers,
                "is far from the other values in \(Plural.text(outliers, "row")) (beyond three times the quartiles' distance)")
        }
        let strange = rows(.nan, .infinite)
        if strange > 0 { find(.notFinite, strange, "is NaN or infinite in \(Plural.text(strange, "row"))") }
        guard total - nulls >= Self.fewest else { return }
        let negative = rows(.negative)
        if negative * 100 <= total - nulls, !column.isPrimary {
            suggest(
                .condition([.column, .sql(" >= 0")]), "not_negative", "\(column.name) is not negative", failing: negative)
        }
        if strange > 0 {
            suggest(
                .condition([.column, .sql("::text NOT IN ('NaN', 'Infinity', '-Infinity')")]), "finite",
                "\(column.name) is a number", failing: strange)
        }
    }

    /// Where every value was counted, the quartiles are exact; nil otherwise, and those of the server's statistics were used.
    private var outliersOfCounted: Int? {
        guard isComplete else { return nil }
        let counts = values.compactMap { count in Double(count.value).map { ($0, count.rows) } }.filter { $0.0.isFinite }
            .sorted { $0.0 < $1.0 }
        let all = counts.reduce(0) { $0 + $1.1 }
        func value(at share: Double) -> Double? {
            var seen = 0
            return counts.first { count in
                seen += count.1
                return Double(seen) >= share * Double(all)
            }?.0
        }
        guard all >= Self.fewest, let low = value(at: 0.25), let high = value(at: 0.75), high > low else { return 0 }
        let width = 3 * (high - low)
        return counts.filter { $0.0 < low - width || $0.0 > high + width }.reduce(0) { $0 + $1.1 }
    }

    private mutating func readTimes() {
        let future = rows(.future)
        if future > 0 { find(.future, future, "is in the future in \(Plural.text(future, "row"))") }
        let strange = rows(.infinite)
        if strange > 0 { find(.notFinite, strange, "is infinite in \(Plural.text(strange, "row"))") }
        let placeholders = rows(.placeholderTime)
        if placeholders > 0 {
            find(
                .placeholderTime, placeholders,
                "is a day that programs write for none, such as 1970-01-01, in \(Plural.text(placeholders, "row"))")
        }
        // Of a column that plans, such as a date of delivery, many are in the future.
        if total - nulls >= Self.fewest, future * 100 <= total - nulls {
            suggest(.notInFuture, "not_future", "\(column.name) is not in the future", failing: future)
        }
    }

    /// True when it is worth a sort to see if no value is there twice: names and codes can be keys, amounts and documents are not.
    var mayBeKey: Bool {
        guard column.mayBeKey(rows: Double(total)), informative * 100 >= (total - nulls) * 99 else { return false }
        if case .text = column.form {
            return typed.map { [.integers, .uuids].contains($0.kind) } ?? true
        }
        return true
    }

    private mutating func readKey() {
        guard let surplus, surplus * 100 <= total - nulls else { return }
        if surplus == 0 {
            find(.likelyKey, 0, "no value is there twice, and no unique index says so")
        } else {
            find(.likelyKey, surplus, "is nearly a key: \(Plural.text(surplus, "row")) repeat a value")
        }
        suggest(.unique, "unique", "No two rows have the same \(column.name)", failing: surplus)
    }

    private mutating func readPersonal() {
        let byName = PersonalData(columnName: column.name)
        for kind in PersonalData.allCases {
            // A network address can be of a type of its own, whose values were not read.
            guard let trait = kind.trait, informative >= Self.fewest else { continue }
            let own = rows(trait)
            guard own * 5 >= informative * 4 else { continue }
            let share = own * 100 / max(informative, 1)
            let why = byName == kind ? "name and form of \(share)%" : "form of \(share)%"
            find(.personal, own, "looks like \(kind.rawValue) (\(why) of its values)" + mark)
            return
        }
        guard let byName else { return }
        switch column.form {
        case .text, .other, .number: find(.personal, total - nulls, "looks like \(byName.rawValue) (by its name)" + mark)
        case .time: if byName == .birth { find(.personal, total - nulls, "looks like \(byName.rawValue) (by its name)" + mark) }
        case .code: break
        }
    }

    private var mark: String { isShown ? ", and its values are shown in reports: mark it as sensitive" : "" }

    /// The pattern of a type, as a check has it.
    private static func pattern(_ kind: ProfileFinding.Kind) -> String? {
        switch kind {
        case .integers: "^[+-]?[0-9]+$"
        case .numbers: "^[+-]?[0-9.,]*[0-9]([eE][+-]?[0-9]+)?$"
        case .dates: TraitSQL.datePattern
        case .timestamps: "^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}[T ][0-9]{1,2}:[0-9]{2}"
        case .uuids: "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$"
        // A pattern cannot tell whether a document is whole.
        case .json, .localDates, .booleans, .padded, .quoted, .blank, .placeholder, .broken, .mixedCase, .lookAlikes, .likelyKey,
            .outliers,
            .notFinite, .future, .placeholderTime, .constant, .nearConstant, .allNull, .personal:
            nil
        }
    }
}
