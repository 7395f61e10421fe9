import SchemaDSL

/// The translations into analytics as functions, for whoever writes there in SQL.
enum TranslationFunctions {
    private static let source = Argument("source", .text)
    private static let word = Argument("word", .text)

    private static func function(_ name: String, _ translations: [Translation], comment: String) -> Function {
        let branches = translations.map { translation -> SQLFragment in
            "WHEN \(literal: translation.source) THEN\n        \(translation.expression(of: "\(word)"))"
        }
        return Function(
            name, [source, word], returns: .value(.text), language: .sql,
            FunctionProperties(.immutable, parallel: .safe, searchPath: []), executableBy: [.serviceRole], comment: comment,
            body: "\nSELECT CASE \(source)\n    \(.joined(branches, separator: "\n    "))\nEND;\n")
    }

    static let analyticsStatus = function(
        "status_from",
        [
            Translations.chatwootStatusInAnalytics, Translations.metricsStatusInAnalytics, Translations.widgetStatusInAnalytics,
            Translations.freshdeskStatusInAnalytics,
        ],
        comment:
            "What a status of chatwoot (word or number), metrics, widget or freshdesk (word or number) is in analytics; NULL for "
            + "what is left out or is none of the source's words.")

    static let analyticsUrgency = function(
        "urgency_from",
        [
            Translations.chatwootPriorityInAnalytics, Translations.widgetPriorityInAnalytics,
            Translations.freshdeskPriorityInAnalytics,
        ],
        comment:
            "What a priority of chatwoot (word or number), widget or freshdesk (word or number) is in analytics; NULL for what is "
            + "left out or is none of the source's words.")
}
