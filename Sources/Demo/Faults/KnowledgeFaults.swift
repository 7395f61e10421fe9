/// The faults that are planted in `knowledge`: metadata of three forms, and the checklist about pgvector.
enum KnowledgeFaults {
    private static func metadata(_ planted: Int, _ what: String, category: String, set: String, count: String) -> Fault {
        .rows(
            planted, what, of: "knowledge.documents", in: "supabase",
            choose: "id IN (SELECT id FROM knowledge.documents WHERE category = '\(category)' ORDER BY id LIMIT \(planted))",
            set: set, restore: ["metadata"],
            count: "SELECT count(*) FROM knowledge.documents WHERE category = '\(category)' AND \(count)",
            found: [(check: "knowledge.documents.metadata.\(category)", rows: planted)])
    }

    static let all: [Fault] = [
        metadata(
            5, "vacancy of a kind of job that does not exist", category: "vacancy",
            set: #"metadata = t.metadata || '{"job_type": "astronaut"}'"#, count: "metadata ->> 'job_type' <> 'permanent'"),
        metadata(
            4, "policy without its section", category: "policy", set: "metadata = t.metadata - 'section'",
            count: "NOT metadata ? 'section'"),
        metadata(
            3, "product with a price in words", category: "product",
            set: #"metadata = t.metadata || '{"price": "cheap"}'"#, count: "jsonb_typeof(metadata -> 'price') <> 'number'"),
        .objects(
            1, "row-level security switched off", in: "supabase",
            breaking: ["ALTER TABLE knowledge.documents DISABLE ROW LEVEL SECURITY"],
            repairs: ["ALTER TABLE knowledge.documents ENABLE ROW LEVEL SECURITY"],
            count: "SELECT count(*) FROM pg_tables WHERE schemaname = 'knowledge' AND NOT rowsecurity",
            // Its two policies do nothing then, either.
            found: [
                (check: "catalog.knowledge.documents.row_security", rows: 1), (check: "catalog.access.closed", rows: 3),
            ]),
        .objects(
            1, "function match_documents renamed", in: "supabase",
            breaking: ["ALTER FUNCTION knowledge.match_documents RENAME TO match_documents_old"],
            repairs: ["ALTER FUNCTION knowledge.match_documents_old RENAME TO match_documents"],
            count: "SELECT 1 - count(*) FROM pg_proc WHERE proname = 'match_documents'",
            found: [(check: "catalog.knowledge.match_documents.exists", rows: 1)]),
        .objects(
            1, "IVFFlat index for another distance, with 50 lists", in: "supabase",
            breaking: [
                "DROP INDEX knowledge.idx_documents_embedding",
                """
                CREATE INDEX idx_documents_embedding ON knowledge.documents
                USING ivfflat (embedding extensions.vector_ip_ops) WITH (lists = 50)
                """,
            ],
            repairs: [
                "DROP INDEX knowledge.idx_documents_embedding",
                """
                CREATE INDEX idx_documents_embedding ON knowledge.documents
                USING ivfflat (embedding extensions.vector_cosine_ops) WITH (lists = 100)
                """,
            ],
            count: "SELECT count(*) FROM pg_indexes WHERE schemaname = 'knowledge' AND indexdef ~ 'vector_ip_ops'",
            found: [
                (check: "catalog.knowledge.documents.embedding.ivfflat", rows: 1),
                (check: "catalog.knowledge.documents.embedding.lists", rows: 1),
            ]),
        .objects(
            1, "GIN index on metadata dropped", in: "supabase", breaking: ["DROP INDEX knowledge.idx_documents_metadata"],
            repairs: ["CREATE INDEX idx_documents_metadata ON knowledge.documents USING gin (metadata)"],
            count: Fault.missing(["knowledge.idx_documents_metadata"]),
            found: [(check: "catalog.knowledge.documents.metadata.gin", rows: 1)]),
        .objects(
            1, "foreign key without an index, on a new column", in: "supabase",
            breaking: ["ALTER TABLE knowledge.documents ADD COLUMN replaces integer REFERENCES knowledge.documents (id)"],
            repairs: ["ALTER TABLE knowledge.documents DROP COLUMN replaces"],
            count: """
                SELECT count(*) FROM information_schema.table_constraints
                WHERE table_schema = 'knowledge' AND constraint_type = 'FOREIGN KEY'
                """,
            found: [(check: "catalog.knowledge.foreign_keys_indexed", rows: 1)]),
        .brokenIndex(
            on: "knowledge.documents (category)", named: "knowledge.demo_broken", in: "supabase",
            check: "catalog.knowledge.indexes_valid"),
        .objects(
            1, "constraint never validated", in: "supabase",
            breaking: [
                "ALTER TABLE knowledge.documents ADD CONSTRAINT demo_unvalidated CHECK (version > 0) NOT VALID"
            ],
            repairs: ["ALTER TABLE knowledge.documents DROP CONSTRAINT demo_unvalidated"],
            count: "SELECT count(*) FROM pg_constraint WHERE conname = 'demo_unvalidated' AND NOT convalidated",
            found: [(check: "catalog.knowledge.constraints_validated", rows: 1)]),
    ]
}
