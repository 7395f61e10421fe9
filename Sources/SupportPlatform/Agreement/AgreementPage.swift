/// The tables of `docs/agreement.md`, from the declarations.
package enum AgreementPage {
    /// One table a translation: each word, what it becomes, and why where it becomes nothing.
    package static var translations: String {
        Translations.all.map { translation in
            let rows = translation.entries.map { entry in
                let number = entry.number.map { " (\($0))" } ?? ""
                return "| `\(entry.word)`\(number) | \(becomes(entry.becomes, entry.reason)) |"
            }
            return """
                ### \(translation.name)

                | `\(translation.from.title)` | `\(translation.to.title)` |
                |---|---|
                \(rows.joined(separator: "\n"))
                | NULL | \(becomes(translation.null, translation.nullReason)) |
                """
        }.joined(separator: "\n\n")
    }

    /// Each id that another schema keeps, with both types.
    package static var ids: String {
        let rows = SharedID.all.map { id in
            let types = Set(id.from.map { $0.idType?.rawValue ?? "?" }).sorted().joined(separator: ", ")
            return "| `\(id.from[0].title)` | \(types) | `\(id.to.title)` | \(id.to.idType?.rawValue ?? "?") |"
        }
        return "| id | its type | kept in | whose type |\n|---|---|---|---|\n" + rows.joined(separator: "\n")
    }

    private static func becomes(_ word: String?, _ reason: String?) -> String {
        word.map { "`\($0)`" } ?? "nothing: \(reason ?? "")"
    }
}
