public import SchemaModel

/// Statements that other rooms need word for word as the rules write them.
public enum RuleText {
    /// CREATE OR REPLACE of a function fact.
    public static func replaceFunction(_ fact: Fact) -> String { Rule.functionText(fact, orReplace: true) }
}
