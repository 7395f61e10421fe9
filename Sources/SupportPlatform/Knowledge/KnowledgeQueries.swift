public import PostgresClient
public import Queries
public import SchemaDSL

/// The queries of the knowledge base: search, and what fills it.
public enum KnowledgeQueries {
    public static let search = SearchDocuments()
    public static let byMetadata = DocumentsByMetadata()
    public static let unembedded = DocumentsWithoutEmbedding()
    public static let insert = InsertDocument()
    public static let embed = SetEmbedding()

    static let group = QueryGroup("knowledge", [search, byMetadata, unembedded, insert, embed])
}

private let d = KnowledgeModule.documents

/// The documents nearest to an embedding: the document's five ways to search, by what is given.
public final class SearchDocuments: Query, Sendable {
    public let embedding = Parameter("embedding", .vector(1536), about: "of the question: [0.1, …], 1,536 numbers")
    public let threshold = Parameter("threshold", .doublePrecision, default: "0.78", about: "the least similarity, exclusive")
    public let count = Parameter("count", .integer, default: "5", about: "how many documents at most")
    public let category = Parameter("category", .text, default: "NULL", about: "only this category")
    public let metadata = Parameter(
        "metadata", .jsonb, default: "NULL",
        about: #"only with this in it: {"job_type": "interim", "budget_min": {"$gte": 70000}}"#)
    public let id = Output("id", .integer).unmasked()
    public let title = Output("title", .varchar).nullable().unmasked()
    public let documentCategory = Output("category", .varchar).nullable().unmasked()
    public let similarity = Output("similarity", .doublePrecision).unmasked()
    public let content = Output("content", .text).sensitive()
    public let documentMetadata = Output("metadata", .jsonb).nullable().sensitive()
    public let purpose = "The documents most similar to an embedding, of a category and with metadata where these are given."
    public let extensions = ["vector"]
    public var sql: SQLFragment {
        """
        SELECT id, title, category, similarity, content, metadata
        FROM \(KnowledgeModule.matchDocuments)(\(embedding), \(threshold), \(count), \(category)::varchar, \(metadata))
        """
    }
}

/// Documents by their metadata alone.
public final class DocumentsByMetadata: Query, Sendable {
    public let contains = Parameter("contains", .jsonb, default: "'{}'", about: #"what is in it: {"job_type": "interim"}"#)
    public let ranges = Parameter(
        "ranges", .jsonb, default: "'{}'", about: #"ranges of entries: {"budget_min": {"$gte": 70000}}"#)
    public let id = Output(d.id)
    public let title = Output(d.title).nullable()
    public let category = Output(d.category).nullable()
    public let metadata = Output(d.metadata).nullable()
    public let purpose = "Active documents whose metadata contains one object and is in the ranges of another."
    public var sql: SQLFragment {
        """
        SELECT \(d.id), \(d.title), \(d.category), \(d.metadata)
        FROM \(d)
        WHERE \(d.isActive)
            -- What is no object is refused by the function, with a hint.
            AND CASE WHEN jsonb_typeof(\(contains)) <> 'object'
                THEN \(KnowledgeModule.metadataInRange)(\(d.metadata), \(contains))
                ELSE \(d.metadata) @> \(contains) END
            AND \(KnowledgeModule.metadataInRange)(\(d.metadata), \(ranges))
        ORDER BY \(d.id)
        """
    }
}

/// What cannot be found yet.
public final class DocumentsWithoutEmbedding: Query, Sendable {
    public let id = Output(d.id)
    public let title = Output(d.title).nullable()
    public let content = Output(d.content)
    public let purpose = "Active documents that wait for their embedding, the oldest first."
    public var sql: SQLFragment {
        """
        SELECT \(d.id), \(d.title), \(d.content) FROM \(d) WHERE \(d.embedding) IS NULL AND \(d.isActive)
        ORDER BY \(d.createdAt), \(d.id)
        """
    }
}

/// A document with its embedding, or before it has one.
public final class InsertDocument: Query, Sendable {
    public let content = Parameter("content", .text)
    public let title = Parameter("title", .text)
    public let category = Parameter("category", .text, about: "policy, product, faq, procedure, vacancy or general")
    public let metadata = Parameter("metadata", .jsonb, default: "'{}'")
    public let embedding = Parameter("embedding", .vector(1536), default: "NULL", about: "NULL when it comes later")
    public let id = Output(d.id)
    public let purpose = "Puts a document into the knowledge base and gives its id."
    public let effect = QueryEffect.writes
    public let extensions = ["vector"]
    public var sql: SQLFragment {
        """
        INSERT INTO \(d) (\(d.content), \(d.title), \(d.category), \(d.metadata), \(d.embedding))
        VALUES (\(content), \(title), \(category), \(metadata), \(embedding)) RETURNING \(d.id)
        """
    }
}

/// The embedding of a document that had none, or another text.
public final class SetEmbedding: Query, Sendable {
    public let document = Parameter("document", .integer)
    public let embedding = Parameter("embedding", .vector(1536))
    public let id = Output(d.id)
    public let purpose = "Gives a document its embedding; no row where there is no such document."
    public let effect = QueryEffect.writes
    public let extensions = ["vector"]
    public var sql: SQLFragment {
        """
        UPDATE \(d) SET \(d.embedding) = \(embedding), \(d.updatedAt) = now() WHERE \(d.id) = \(document) RETURNING \(d.id)
        """
    }
}
