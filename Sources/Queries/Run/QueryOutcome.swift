package import PostgresClient
import SchemaDSL
package import SchemaModel

/// A query's rows for people: what is not public is masked before it is kept.
package struct QueryOutcome: Sendable {
    package let id: String
    package let columns: [Column]
    /// The values in text form; nil for NULL.
    package let rows: [[String?]]
    /// `INSERT 0 1` and its kin, of a query that writes.
    package let command: String?

    /// A column of the result.
    package struct Column: Sendable, Hashable {
        package let name: String
        package let type: String
        package let isMasked: Bool
        /// The name for people: as declared, or made of the column's name.
        package let label: String
        /// As declared, or as the end of the column's name says it, such as `_minutes`; nil for what is not a figure.
        package let unit: FigureUnit?

        /// True when its values are plain numbers.
        package var isNumeric: Bool {
            ["smallint", "integer", "bigint", "numeric", "real", "double precision"].contains(type)
        }

        package init(name: String, type: String, isMasked: Bool, label: String? = nil, unit: FigureUnit? = nil) {
            self.name = name
            self.type = type
            self.isMasked = isMasked
            let told = ColumnLabel(name)
            self.label = label ?? told.text
            self.unit = unit ?? (label == nil ? told.unit : nil)
        }
    }

    init(_ query: CompiledQuery, _ rows: PostgresRows) {
        id = query.id
        let columns = rows.columns.map { column in
            let output = query.outputs.first { $0.name == column.name }
            return Column(
                name: column.name, type: output?.type ?? "", isMasked: output?.isShown != true, label: output?.label,
                unit: output?.unit)
        }
        self.columns = columns
        self.rows = rows.map { row in
            columns.indices.map { index in row.text(index).map { columns[index].isMasked ? Exposure.mask : $0 } }
        }
        command = query.effect == .writes ? rows.commandTag.text : nil
    }
}

extension QueryLibrary {
    /// Checks that a query can be run with these values, as far as no server is needed to tell.
    /// - Throws: ``QueryError`` for a missing or unknown parameter, and for a query that writes and may not.
    package func check(_ query: CompiledQuery, _ bindings: [Binding], mayWrite: Bool = false) throws(QueryError) {
        guard query.effect == .reads || mayWrite else {
            throw QueryError(.writes, "\(query.id) changes rows; say --write to run it")
        }
        _ = try query.statement(bindings)
    }

    /// Runs a query for a person: masked, and in a read-only transaction unless it may write.
    ///
    /// - Throws: ``QueryError``; `PostgresError` as the server has it.
    package func show(
        _ query: CompiledQuery, _ bindings: [Binding], on connection: PostgresConnection, mayWrite: Bool = false
    ) async throws -> QueryOutcome {
        try check(query, bindings, mayWrite: mayWrite)
        let statement = try query.statement(bindings)
        try await demandExtensions(of: query, on: connection)
        try await refuseBadValues(bindings, of: query.parameters, on: connection)
        let rows = try await connection.transaction(TransactionOptions(readOnly: query.effect == .reads)) { connection in
            try await connection.query(statement.sql, statement.parameters)
        }
        return QueryOutcome(query, rows)
    }
}

extension QueryLibrary {
    /// Has the server read each value by itself, so that the one that is wrong is named; the value itself may be personal.
    func refuseBadValues(
        _ bindings: [Binding], of parameters: [CompiledParameter], on connection: PostgresConnection
    ) async throws {
        for binding in bindings {
            guard let type = parameters.first(where: { $0.name == binding.parameter })?.type else { continue }
            let problem: PostgresError?
            do {
                _ = try await connection.query("SELECT ($1::text)::\(type) IS NULL", [binding.value])
                problem = nil
            } catch {
                problem = error
            }
            guard let problem else { continue }
            // Class 22 is "Data Exception": a value that its type does not take.
            guard problem.sqlState?.errorClass == "22" else { throw problem }
            throw QueryError(.parameter, "the value of \(binding.parameter) cannot be read as \(type)")
        }
    }
}
