/// An expression or query of a file of SQL, as its author wrote it.
package struct WrittenExpression: Hashable, Sendable {
    package enum Subject: Hashable, Sendable {
        case check
        case columnDefault(column: String)
        case generated(column: String)
        /// From USING on.
        case index
        case view
        case using(policy: String)
        case withCheck(policy: String)
    }

    /// The schema of the table or view; nil where the file does not name it.
    package let schema: String?
    /// The table or view that the text is of.
    package let relation: String
    package let subject: Subject
    package let text: String

    package init(schema: String?, relation: String, subject: Subject, text: String) {
        self.schema = schema
        self.relation = relation
        self.subject = subject
        self.text = text
    }
}
