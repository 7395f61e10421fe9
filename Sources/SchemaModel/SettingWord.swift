/// A setting whose value is one of a few words. A word that is none of them is an error that lists them.
package protocol SettingWord: RawRepresentable, CaseIterable, Decodable where RawValue == String {}

extension SettingWord {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let word = try container.decode(String.self)
        guard let value = Self(rawValue: word) else {
            let known = Self.allCases.map(\.rawValue)
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription:
                    "`\(word)` is not one of \(known.joined(separator: ", ")).\(Spelling.suggestion(for: word, among: known))")
        }
        self = value
    }
}
