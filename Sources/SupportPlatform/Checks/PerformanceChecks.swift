import Checks
import SchemaDSL

/// The times that the schema document requires of queries in its appendix B: under 100 ms, vector search under 50 ms, by their indexes.
enum PerformanceChecks {
    private static let contacts = ChatwootModule.document.contacts
    private static let documents = KnowledgeModule.documents

    static let chatwoot = [
        CheckGroup(
            on: contacts, key: [contacts.id],
            [
                .performance(
                    of: """
                        SELECT c.\(contacts.id) FROM \(contacts) AS c
                        WHERE \(CustomAttribute.text("instagram_handle").of(contacts, "c")) = '@plumbline'
                        """,
                    within: .milliseconds(100), using: ["idx_contacts_instagram_handle"],
                    named: "custom_attributes.instagram_handle.performance",
                    "A contact is found by its Instagram handle in 100 ms"),
                .performance(
                    of: """
                        SELECT c.\(contacts.id) FROM \(contacts) AS c
                        WHERE \(CustomAttribute.number("qualification_score").of(contacts, "c")) > 90
                        ORDER BY \(CustomAttribute.number("qualification_score").of(contacts, "c")) DESC LIMIT 20
                        """,
                    within: .milliseconds(100), using: ["idx_contacts_qualification_score"],
                    named: "custom_attributes.qualification_score.performance",
                    "The best contacts are found by their score in 100 ms"),
                .performance(
                    of: """
                        SELECT c.\(contacts.id) FROM \(contacts) AS c
                        WHERE c.\(contacts.customAttributes) @> '{"lead_source": "plumbline"}'
                        """,
                    within: .milliseconds(100), using: ["idx_contacts_custom_attributes"],
                    named: "custom_attributes.containment.performance",
                    "Contacts are found by what their attributes contain in 100 ms"),
            ])
    ]

    static let knowledge = [
        CheckGroup(
            on: documents, key: [documents.id],
            [
                .performance(
                    of: """
                        SELECT d.\(documents.id) FROM \(documents) AS d
                        ORDER BY d.\(documents.embedding) OPERATOR(extensions.<=>) (
                            SELECT e.\(documents.embedding) FROM \(documents) AS e WHERE e.\(documents.embedding) IS NOT NULL LIMIT 1
                        ) LIMIT 5
                        """,
                    within: .milliseconds(50), using: ["idx_documents_embedding", "idx_documents_embedding_hnsw"], fromRows: 1000,
                    named: "embedding.performance", "The documents nearest to another are found in 50 ms")
            ])
    ]
}
