import Foundation
import SchemaModel

/// A SELECT that is ordered, and computes a distance.
struct VectorQuery {
    enum Flaw {
        /// Ordered by something made of the distance, not by the distance itself, ascending.
        case order(String)
        /// Every row is asked for.
        case limit
    }

    let tables: Set<QName>
    let column: String
    let operation: String
    let flaw: Flaw?
    let place: Place
}

extension Rule {
    /// Indexes for the nearest neighbors.
    static let vectorRules: [Rule] = [
        Rule(
            "PL087", "Nearest-neighbor index that the query cannot use", .lock, .warning,
            why: "An HNSW or IVFFlat index gives rows in order of distance and nothing else: it serves ORDER BY column <=> value "
                + "ascending with a LIMIT, by the operator of its own operator class. Any other order reads and sorts "
                + "the whole table.",
            instead:
                "SELECT …, 1 - distance AS similarity FROM (SELECT …, embedding <=> $1 AS distance FROM t ORDER BY "
                + "embedding <=> $1 "
                + "LIMIT 5) AS nearest ORDER BY distance.",
            about: .design, in: [.script, .block, .routine, .job]
        ) { visit in
            if let index = visit.vectorIndex { visit.known.memory.vectorIndexes.append(index) }
            visit.known.memory.vectorQueries += visit.vectorQueries
        } conclude: { end in
            for query in end.known.memory.vectorQueries { end.judge(query) }
        },
        Rule(
            "PL088", "Nearest-neighbor index that does not fit its rows", .hygiene, .warning,
            why:
                "IVFFlat finds the centers of its lists among the rows that are there when it is built: without rows "
                + "they are random, "
                + "with too few lists each search reads much, with too many it misses near rows. Rows with NULL are in no index.",
            instead:
                "Load the rows first, then CREATE INDEX … WITH (lists = rows / 1000, above a million its square "
                + "root), or HNSW, which "
                + "needs no rows to begin with; REINDEX INDEX CONCURRENTLY after a load.",
            about: .change
        ) { visit in visit.judgeVectorIndex() },
    ]
}

/// The distances of pgvector.
enum VectorDistance {
    static let operators: Set<String> = ["<->", "<=>", "<#>", "<+>", "<~>", "<%>"]

    /// The operator that an operator class serves.
    static func operation(of operatorClass: String) -> String? {
        for (part, operation) in [
            ("_l2_", "<->"), ("_cosine_", "<=>"), ("_ip_", "<#>"), ("_l1_", "<+>"), ("_hamming_", "<~>"), ("_jaccard_", "<%>"),
        ] where operatorClass.contains(part) {
            return operation
        }
        return nil
    }
}

extension Visit {
    /// An index for nearest neighbors, as it will be.
    fileprivate var vectorIndex: KnownIndex? {
        guard kind == "IndexStmt", ["ivfflat", "hnsw"].contains(self["accessMethod"].string) else { return nil }
        let elements = self["indexParams"].list.map { $0["IndexElem"] }
        let table = known.name(self["relation"])
        return KnownIndex(
            name: QName(schema: table.schema, name: self["idxname"].string ?? "an index"), table: table,
            method: self["accessMethod"].string ?? "", columns: elements.map { $0["name"].string }, keys: elements, included: [],
            isUnique: false, predicate: self["whereClause"], options: [:], isConcurrent: false, constraint: nil, place: place())
    }

    fileprivate var vectorQueries: [VectorQuery] {
        let inner = statement.node.all("SelectStmt").map { ($0, false) }
        let all = (kind == "SelectStmt" ? [(statement.node, true)] : []) + inner
        return all.flatMap { query($0, isOutermost: $1) }
    }

    private func query(_ select: Node, isOutermost: Bool) -> [VectorQuery] {
        guard let first = select["sortClause"].list.first?["SortBy"] else { return [] }
        let tables = Set(select["fromClause"].list.flatMap(relations).map { known.name($0) })
        guard !tables.isEmpty else { return [] }
        let (expression, shown) = sortExpression(first["node"], select)
        let descends = first["sortby_dir"].string == "SORTBY_DESC"
        let distances = [expression].flatMap(Self.distances)
        guard let (column, operation) = distances.first else { return [] }
        let bare = expression[as: "A_Expr"].flatMap(Self.distance)
        var flaw: VectorQuery.Flaw?
        if bare == nil || descends {
            flaw = .order(shown + (descends ? " DESC" : ""))
        } else if isOutermost, !select["limitCount"].exists {
            flaw = .limit
        }
        return [VectorQuery(tables: tables, column: column, operation: operation, flaw: flaw, place: place())]
    }

    private func relations(_ item: Node) -> [Node] {
        if let range = item[as: "RangeVar"] { return [range] }
        guard let join = item[as: "JoinExpr"] else { return [] }
        return relations(join["larg"]) + relations(join["rarg"])
    }

    /// The sort expression; the name or number of an output column stands for its expression.
    private func sortExpression(_ node: Node, _ select: Node) -> (Node, String) {
        let targets = select["targetList"].list.map { $0["ResTarget"] }
        if let names = node.columnReference, names.count == 1,
            let target = targets.first(where: { $0["name"].string == names[0] })
        {
            return (target["val"], names[0])
        }
        if let number = node.integerConstant, targets.indices.contains(number - 1) {
            return (targets[number - 1]["val"], "\(number)")
        }
        return (
            node, node["A_Expr"].exists && Self.distance(node["A_Expr"]) != nil ? "distance" : "an expression of the distance"
        )
    }

    private static func distances(_ node: Node) -> [(String, String)] { node.all("A_Expr").compactMap(distance) }

    private static func distance(_ expression: Node) -> (String, String)? {
        guard expression["kind"].string == "AEXPR_OP", let name = expression.operatorName,
            VectorDistance.operators.contains(name),
            let column = expression["lexpr"].columnReference?.last ?? expression["rexpr"].columnReference?.last
        else { return nil }
        return (column, name)
    }

    // MARK: Rows

    fileprivate mutating func judgeVectorIndex() {
        switch kind {
        case "InsertStmt", "UpdateStmt": known.memory.filled.insert(known.name(self["relation"]))
        case "CopyStmt" where self["is_from"].isTrue: known.memory.filled.insert(known.name(self["relation"]))
        case "IndexStmt" where ["ivfflat", "hnsw"].contains(self["accessMethod"].string): judgeRows()
        default: break
        }
    }

    private mutating func judgeRows() {
        let name = known.name(self["relation"])
        let element = self["indexParams"].list.first?["IndexElem"] ?? Node(nil)
        guard let table = known.tables[name] else { return }
        let isFlat = self["accessMethod"].string == "ivfflat"
        if let column = element["name"].string, let share = table.column(column)?.nullFraction, share >= 1 {
            return report(
                "\(text(name)).\(column) is NULL in every row, by the server's statistics: the index will be empty",
                about: indexSubject)
        }
        guard isFlat else { return }
        let isNew = role == .script && table.birth?.script == state.script && table.kind == .table && !table.query.exists
        if (isNew && !known.memory.filled.contains(name)) || table.rows == 0 {
            return report("\(text(name)) has no rows yet: the centers of the lists will be random", about: indexSubject)
        }
        let option = self["options"].list.compactMap { $0[as: "DefElem"] }.first { $0["defname"].string == "lists" }
        let lists = option?["arg"].integerConstant ?? 100
        guard let rows = table.rows, rows > 0 else { return }
        let wanted = rows <= 1_000_000 ? max(10, Int(rows / 1000)) : Int(rows.squareRoot())
        guard Double(lists) * 10 > rows || Double(lists) * 10_000 < rows else { return }
        report(
            "\(lists) lists for \(Int(rows)) rows of \(text(name)): each holds \(max(1, Int(rows) / max(1, lists)))",
            instead: "WITH (lists = \(wanted)), or USING hnsw, which has no lists to choose.", about: indexSubject)
    }
}

extension Conclusion {
    fileprivate mutating func judge(_ query: VectorQuery) {
        let indexes = known.memory.vectorIndexes.filter { query.tables.contains($0.table) && $0.columns.contains(query.column) }
        guard let index = indexes.first else { return }
        let served = indexes.compactMap { $0.keys.first?["opclass"].names.last.flatMap(VectorDistance.operation) }
        let isKnown = served.count == indexes.count
        switch query.flaw {
        case .order(let shown):
            report(
                "ORDER BY \(shown) sorts all of \(text(index.table)): \(index.name.name) serves the distance alone, ascending",
                at: query.place)
        case .limit where !isKnown || served.contains(query.operation):
            report(
                "without a LIMIT every row of \(text(index.table)) is sorted, and \(index.name.name) is not used", at: query.place
            )
        default:
            guard isKnown, !served.contains(query.operation) else { return }
            report(
                "ORDER BY … \(query.operation) … is not what \(index.name.name) is for: it serves "
                    + "\(served.joined(separator: ", "))",
                at: query.place)
        }
    }
}
