import Foundation
import PostgresClient

/// The parts of EXPLAIN (FORMAT JSON) that are used here.
struct PlanNode: Sendable, Decodable {
    var type: String
    var schema: String?
    var relation: String?
    var alias: String?
    var index: String?
    var cost: Double?
    var rows: Double?
    var isParallel: Bool?
    /// The processes beside the leader that a Gather node asks for.
    var workers: Int?
    /// The conditions by which an index finds rows, and by which rows are then left out.
    var indexCondition: String?
    var filter: String?
    /// The part that it has in its parent's work: `Outer`, `Inner`, `InitPlan`, `SubPlan`, `Member`.
    var relationship: String?
    var children: [PlanNode]?

    enum CodingKeys: String, CodingKey {
        case type = "Node Type"
        case schema = "Schema"
        case relation = "Relation Name"
        case alias = "Alias"
        case index = "Index Name"
        case cost = "Total Cost"
        case rows = "Plan Rows"
        case isParallel = "Parallel Aware"
        case workers = "Workers Planned"
        case indexCondition = "Index Cond"
        case filter = "Filter"
        case relationship = "Parent Relationship"
        case children = "Plans"
    }

    private struct Document: Decodable {
        let plan: PlanNode

        enum CodingKeys: String, CodingKey { case plan = "Plan" }
    }

    /// Reads the document that EXPLAIN returns.
    /// - Throws: `PostgresError` of code `decoding`.
    init(json: String) throws(PostgresError) {
        do {
            guard let document = try JSONDecoder().decode([Document].self, from: Data(json.utf8)).first else {
                throw PostgresError(.decoding, "EXPLAIN returned no plan")
            }
            self = document.plan
        } catch let error as PostgresError {
            throw error
        } catch {
            throw PostgresError(.decoding, "the plan that EXPLAIN returned cannot be read: \(error)")
        }
    }

    /// It and all below it.
    var all: [PlanNode] { [self] + (children ?? []).flatMap(\.all) }

    /// The aliases of everything that a plan reads.
    static func aliases(_ json: String) throws(PostgresError) -> Set<String> {
        Set(try PlanNode(json: json).all.compactMap(\.alias))
    }
}
