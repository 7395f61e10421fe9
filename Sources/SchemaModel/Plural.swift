/// A number with its noun, for people.
package enum Plural {
    /// `1 section`, `3 sections`; with a noun whose plural is not made by an s, `2 indexes`.
    package static func text(_ number: Int, _ one: String, _ many: String? = nil) -> String {
        "\(number) \(number == 1 ? one : many ?? one + "s")"
    }

    /// `a table`, `an index`.
    package static func indefinite(_ noun: String) -> String {
        "\(noun.first.map { "aeiou".contains($0) } == true ? "an" : "a") \(noun)"
    }
}
