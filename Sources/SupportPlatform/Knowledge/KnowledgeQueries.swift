import PostgresClient
package import Queries
package import SchemaDSL

/// The queries of the knowledge base: search, and what fills it.
package enum KnowledgeQueries {
    package static let search = SearchDocuments()
    package static let byMetadata = DocumentsByMetadata()
    package static let unembedded = DocumentsWithoutEmbedding()
    package static let insert = InsertDocument()
    package static let embed = SetEmbedding()

    static let group = QueryGroup("knowledge", [search, byMetadata, unembedded, insert, embed])
}

private let d = KnowledgeModule.documents

/// The documents nearest to an embedding: the document's five ways to search, by what is given.
package final class SearchDocuments: Query, Sendable {
    package let embedding = Parameter("embedding", .vector(1536), about: "of the question: [0.1, …], 1,536 numbers")
    package let threshold = Parameter("threshold", .doublePrecision, default: "0.78", about: "the least similarity, exclusive")
    package let count = Parameter("count", .integer, default: "5", about: "how many documents at most")
    package let category = Parameter("category", .text, default: "NULL", about: "only this category")
    package let metadata = Parameter(
        "metadata", .jsonb, default: "NULL",
        about: #"only with this in it: {"job_type": "interim", "budget_min": {"$gte": 70000}}"#)
    package let id = Output("id", .integer).unmasked()
    package let title = Output("title", .varchar).nullable().unmasked()
    package let documentCategory = Output("category", .varchar).nullable().unmasked()
    package let similarity = Output("similarity", .doublePrecision).unmasked()
    package let content = Output("content", .text).sensitive()
    package let documentMetadata = Output("metadata", .jsonb).nullable().sensitive()
    package let purpose = "The documents most similar to an embedding, of a category and with metadata where these are given."
    package let extensions = ["vector"]
    package var sql: SQLFragment {
        """
        SELECT id, title, category, similarity, content, metadata
        FROM \(KnowledgeModule.matchDocuments)(\(embedding), \(threshold), \(count), \(category)::varchar, \(metadata))
        """
    }
}

/// Documents by their metadata alone.
package final class DocumentsByMetadata: Query, Sendable {
    package let contains = Parameter("contains", .jsonb, default: "'{}'", about: #"what is in it: {"job_type": "interim"}"#)
    package let ranges = Parameter(
        "ranges", .jsonb, default: "'{}'", about: #"ranges of entries: {"budget_min": {"$gte": 70000}}"#)
    package let id = Output(d.id)
    package let title = Output(d.title).nullable()
    package let category = Output(d.category).nullable()
    package let metadata = Output(d.metadata).nullable()
    package let purpose = "Active documents whose metadata contains one object and is in the ranges of another."
    package var sql: SQLFragment {
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

/// The documents that a search cannot find yet.
package final class DocumentsWithoutEmbedding: Query, Sendable {
    package let id = Output(d.id)
    package let title = Output(d.title).nullable()
    package let content = Output(d.content)
    package let purpose = "Active documents that wait for their embedding, the oldest first."
    package var sql: SQLFragment {
        """
        SELECT \(d.id), \(d.title), \(d.content) FROM \(d) WHERE \(d.embedding) IS NULL AND \(d.isActive)
        ORDER BY \(d.createdAt), \(d.id)
        """
    }
}

/// A document with its embedding, or before it has one.
package final class InsertDocument: Query, Sendable {
    package let content = Parameter("content", .text)
    package let title = Parameter("title", .text)
    package let category = Parameter("category", .text, about: "policy, product, faq, procedure, vacancy or general")
    package let metadata = Parameter("metadata", .jsonb, default: "'{}'")
    package let embedding = Parameter("embedding", .vector(1536), default: "NULL", about: "NULL when it comes later")
    package let id = Output(d.id)
    package let purpose = "Puts a document into the knowledge base and gives its id."
    package let effect = QueryEffect.writes
    package let extensions = ["vector"]
    package var sql: SQLFragment {
        """
        INSERT INTO \(d) (\(d.content), \(d.title), \(d.category), \(d.metadata), \(d.embedding))
        VALUES (\(content), \(title), \(category), \(metadata), \(embedding)) RETURNING \(d.id)
        """
    }
}

/// The embedding of a document that had none, or another text.
package final class SetEmbedding: Query, Sendable {
    package let document = Parameter("document", .integer)
    package let embedding = Parameter("embedding", .vector(1536))
    package let id = Output(d.id)
    package let purpose = "Gives a document its embedding; no row where there is no such document."
    package let effect = QueryEffect.writes
    package let extensions = ["vector"]
    package var sql: SQLFragment {
        """
        UPDATE \(d) SET \(d.embedding) = \(embedding), \(d.updatedAt) = now() WHERE \(d.id) = \(document) RETURNING \(d.id)
        """
    }
}
