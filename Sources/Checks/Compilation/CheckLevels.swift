import SchemaDSL

/// The rules for a check of two levels: above `warning` it warns, above `threshold` it fails.
enum CheckLevels {
    /// Why the level of warnings has no effect; nil when it has one.
    static func contradiction(warning: Threshold, threshold: Threshold, _ severity: Severity) -> String? {
        if severity != .error { return "two levels need the severity error for the upper one; leave the severity out" }
        switch (warning, threshold) {
        case (.rows(let low), .rows(let high)):
            return low < high ? nil : "it never warns: the warning's \(low) rows are not below the threshold's \(high)"
        case (.fraction(let low), .fraction(let high)):
            return low < high ? nil : "it never warns: the warning's \(warning) is not below the threshold's \(threshold)"
        case (.fraction, .rows(0)): return "it never warns: the threshold is 0 rows; give it too, above the warning"
        case (.rows, .fraction(0)): return "it never warns: the threshold is 0%; give one above the warning"
        case (.rows, .fraction), (.fraction, .rows): return nil
        }
    }
}
