import Foundation

/// Syntax of PostgreSQL 16 to 18, which the parser does not know yet: such a statement is not wrong, but not analyzed either.
enum NewerSyntax {
    private static let patterns: [(major: Int, pattern: String)] = [
        (18, #"\bVIRTUAL\b"#), (18, #"GENERATED\s+ALWAYS\s+AS\s*\((?![^;]*\bSTORED\b)"#), (18, #"\bNOT\s+ENFORCED\b"#),
        (18, #"\bENFORCED\b"#), (18, #"\bWITHOUT\s+OVERLAPS\b"#), (18, #"[(,]\s*PERIOD\s+\w"#),
        (18, #"\bADD\s+(CONSTRAINT\s+\S+\s+)?NOT\s+NULL\s+\S+"#), (18, #"\bCONSTRAINT\s+(?:"[^"]+"|\S+)\s+NOT\s+NULL\s+[\w"]+"#),
        (18, #"[(,]\s*NOT\s+NULL\s+[\w"]+"#),
        (18, #"\bRETURNING\s+WITH\s*\("#), (18, #"\b(VACUUM|ANALYZE)\b[^;]*\bONLY\b"#),
        (17, #"\bMERGE_ACTION\s*\("#), (17, #"\bNOT\s+MATCHED\s+BY\s+(SOURCE|TARGET)\b"#),
        (17, #"\bMERGE\s+INTO\b[\s\S]*\bRETURNING\b"#), (17, #"\bJSON_(TABLE|QUERY|VALUE|EXISTS|SERIALIZE|SCALAR)\s*\("#),
        (17, #"\bSET\s+EXPRESSION\b"#), (17, #"\bAT\s+LOCAL\b"#), (17, #"\b(SPLIT|MERGE)\s+PARTITIONS?\b"#),
        (17, #"\bSET\s+ACCESS\s+METHOD\s+DEFAULT\b"#), (17, #"\bSTATISTICS\s+DEFAULT\b"#),
        (16, #"\bIS\s+(NOT\s+)?JSON\b"#), (16, #"\bJSON_(OBJECT|ARRAY|OBJECTAGG|ARRAYAGG)\s*\("#), (16, #"\bSYSTEM_USER\b"#),
        (16, #"\bJSON\s*\("#), (16, #"\b\d+_\d"#), (16, #"\b0[xXoObB][0-9A-Fa-f]"#), (16, #"\bSTORAGE\s+\w+"#),
        (16, #"\bGRANT\b[\s\S]*\bWITH\s+(INHERIT|SET|ADMIN)\b"#),
        (16, #"\bFROM\s*\(\s*(SELECT|VALUES)\b"#), (16, #"\bON\s+SET\s+NULL\b"#),
    ]

    /// The version that knows the statement, where it has something that only newer ones have.
    static func version(of text: String) -> Int? {
        patterns.first { _, pattern in
            text.range(of: pattern, options: [.regularExpression, .caseInsensitive]) != nil
        }?.major
    }

    /// Clauses of CREATE TABLE and what stands for each where a parser does not know it: blanks, or an older word.
    private static let clauses: [(pattern: String, older: String)] = [
        (
            #",\s*(?:CONSTRAINT\s+(?:"[^"]+"|\w+)\s+)?NOT\s+NULL\s+(?:"[^"]+"|\w+)(?:\s+NO\s+INHERIT)?(?:\s+NOT\s+VALID)?(?=\s*[,)])"#,
            ""
        ),
        (#"\bVIRTUAL\b"#, "STORED"), (#"\b(?:NOT\s+)?ENFORCED\b"#, ""), (#"\bWITHOUT\s+OVERLAPS\b"#, ""),
        (#"(?<=[(,])\s*PERIOD\b"#, ""),
    ]

    /// A CREATE TABLE without its newer clauses, so that the table and its columns are known; nil for any other text. Every place stays.
    static func reduced(_ text: String) -> String? {
        guard text.range(of: #"^\s*CREATE\s+(?:UNLOGGED\s+)?TABLE\b"#, options: [.regularExpression, .caseInsensitive]) != nil
        else {
            return nil
        }
        var result = text
        for (pattern, older) in clauses {
            var start = result.startIndex
            while let found = result.range(
                of: pattern, options: [.regularExpression, .caseInsensitive], range: start..<result.endIndex)
            {
                let length = result[found].utf8.count
                let offset = result[..<found.lowerBound].utf8.count + length
                let blank = older + String(repeating: " ", count: max(0, length - older.utf8.count))
                result.replaceSubrange(found, with: blank)
                start = result.utf8.index(result.startIndex, offsetBy: offset)
            }
        }
        return result == text ? nil : result
    }
}
