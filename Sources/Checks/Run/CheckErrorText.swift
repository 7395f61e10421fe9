import PostgresClient

extension PostgresError {
    /// The error of a check and what to do next. It has no value of a row, whatever the server said.
    func explanation(for check: CompiledCheck) -> String {
        guard sqlState == .insufficientPrivilege else { return withoutValues }
        if message.contains("row-level security") {
            return "policies would hide rows from this role, and hidden rows cannot be checked (SQLSTATE 42501)\n"
                + "  next: give the role BYPASSRLS (ALTER ROLE … BYPASSRLS), or connect as one that has it"
        }
        // The name that the server gives is repeated only where it is one of the check's own.
        let relations = check.requirements.compactMap { requirement -> (schema: String, name: String)? in
            switch requirement {
            case .relation(let schema, let name): (schema, name)
            case .column, .extension: nil
            }
        }
        let refused = relations.filter { message.hasSuffix(" \($0.name)") || message.hasSuffix(" \($0.schema)") }
        let names = (refused.isEmpty ? relations : refused).map { "\($0.schema).\($0.name)" }.joined(separator: ", ")
        return "the role lacks a privilege that the check needs (SQLSTATE 42501)"
            + (names.isEmpty ? "" : "\n  next: grant it USAGE on the schema and SELECT on \(names)")
    }
}
