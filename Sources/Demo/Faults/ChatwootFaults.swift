/// The faults that are planted in Chatwoot: the three forms of `custom_attributes`, two closed sets, and the checklist.
enum ChatwootFaults {
    private static func attributes(_ planted: Int, _ what: String, use: String, telling: String, set: String, count: String)
        -> Fault
    {
        .rows(
            planted, what, of: "public.contacts", in: "chatwoot",
            choose: "id IN (SELECT id FROM contacts WHERE custom_attributes ? '\(telling)' ORDER BY id LIMIT \(planted))",
            set: "custom_attributes = t.custom_attributes || '\(set)'", restore: ["custom_attributes"],
            count: "SELECT count(*) FROM contacts WHERE \(count)",
            found: [(check: "public.contacts.custom_attributes.\(use)", rows: planted)])
    }

    static let data: [Fault] = [
        attributes(
            6, "job seeker of a kind that does not exist", use: "recruitment", telling: "job_type_preference",
            set: #"{"job_type_preference": "astronaut"}"#,
            count: "custom_attributes ->> 'job_type_preference' = 'astronaut'"),
        attributes(
            8, "buyer with fewer than no orders", use: "ecommerce", telling: "order_count", set: #"{"order_count": -1}"#,
            count: "custom_attributes ->> 'order_count' LIKE '-%'"),
        attributes(
            9, "founder whose services are no list", use: "business_setup", telling: "services_needed",
            set: #"{"services_needed": "licence"}"#, count: "jsonb_typeof(custom_attributes -> 'services_needed') <> 'array'"),
        .rows(
            10, "conversation of a status that does not exist", of: "public.conversations", in: "chatwoot",
            choose: "id BETWEEN 101 AND 110", set: "status = 'lost'", restore: ["status"],
            constraint: (
                "conversations_status_check",
                "status IN ('open', 'resolved', 'pending', 'snoozed')"
            ),
            count: "SELECT count(*) FROM conversations WHERE status = 'lost'",
            found: [
                (check: "public.conversations.status.one_of", rows: 10),
                (check: "catalog.chatwoot.conversations.status.closed_set", rows: 1),
            ]),
        .rows(
            12, "message of a type that does not exist", of: "public.messages", in: "chatwoot",
            choose: "id BETWEEN 201 AND 212", set: "message_type = 'whisper'", restore: ["message_type"],
            constraint: (
                "messages_message_type_check",
                "message_type IN ('incoming', 'outgoing', 'activity', 'template')"
            ),
            count: "SELECT count(*) FROM messages WHERE message_type = 'whisper'",
            found: [
                (check: "public.messages.message_type.one_of", rows: 12),
                (check: "catalog.chatwoot.messages.message_type.closed_set", rows: 1),
            ]),
    ]

    static let catalog: [Fault] = [
        .objects(
            1, "GIN index on custom attributes dropped", in: "chatwoot",
            breaking: ["DROP INDEX idx_contacts_custom_attributes"],
            repairs: ["CREATE INDEX idx_contacts_custom_attributes ON contacts USING gin (custom_attributes)"],
            count: Fault.missing(["idx_contacts_custom_attributes"]),
            found: [
                (check: "catalog.chatwoot.contacts.custom_attributes.gin", rows: 1),
                (check: "public.contacts.custom_attributes.containment.performance", rows: 1),
            ]),
        .objects(
            2, "indexes on single custom attributes dropped", in: "chatwoot",
            breaking: ["DROP INDEX idx_contacts_lead_status, idx_contacts_lead_source"],
            repairs: [
                "CREATE INDEX idx_contacts_lead_status ON contacts ((custom_attributes ->> 'lead_status'))",
                "CREATE INDEX idx_contacts_lead_source ON contacts ((custom_attributes ->> 'lead_source'))",
            ],
            count: Fault.missing(["idx_contacts_lead_status", "idx_contacts_lead_source"]),
            found: [(check: "catalog.chatwoot.contacts.custom_attributes.entries_indexed", rows: 2)]),
        .objects(
            1, "labels' titles of another type", in: "chatwoot", breaking: ["ALTER TABLE labels ALTER title TYPE text"],
            repairs: ["ALTER TABLE labels ALTER title TYPE varchar(255)"],
            count: """
                SELECT count(*) FROM information_schema.columns
                WHERE table_name = 'labels' AND column_name = 'title' AND data_type = 'text'
                """,
            found: [(check: "catalog.chatwoot.labels.title.type", rows: 1)]),
        .objects(
            1, "foreign key from contact_labels to labels dropped", in: "chatwoot",
            breaking: ["ALTER TABLE contact_labels DROP CONSTRAINT contact_labels_label_id_fkey"],
            repairs: [
                """
                ALTER TABLE contact_labels ADD CONSTRAINT contact_labels_label_id_fkey
                FOREIGN KEY (label_id) REFERENCES labels (id) ON DELETE CASCADE
                """
            ],
            count: """
                SELECT 2 - count(*) FROM information_schema.table_constraints
                WHERE table_name = 'contact_labels' AND constraint_type = 'FOREIGN KEY'
                """,
            found: [(check: "catalog.chatwoot.contact_labels.relationship", rows: 1)]),
        .objects(
            1, "index of a foreign key of Chatwoot's dropped", in: "chatwoot",
            breaking: ["DROP INDEX index_messages_on_conversation_id"],
            repairs: ["CREATE INDEX index_messages_on_conversation_id ON messages (conversation_id)"],
            count: Fault.missing(["index_messages_on_conversation_id"]),
            found: [(check: CheckOutcomes.chatwootForeignKeys, rows: 1)]),
        .brokenIndex(
            on: "contacts (account_id)", named: "public.demo_broken", in: "chatwoot", check: "catalog.chatwoot.indexes_valid"),
    ]

    static let all = data + catalog
}
