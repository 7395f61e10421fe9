import SchemaDSL

/// A table before and after a change of names, of a type, and a new column.
enum VisitsBefore {
    final class Visit: Table, Sendable {
        static let relationName = "visits"
        let id = Column("id", .bigint).primaryKey()
        let note = Column("note", .text)
        let firstName = Column("first_name", .text)
        let lastName = Column("last_name", .text)
        let code = Column("code", .text)
    }
    static let database = Database("visits", schemas: [Schema("app", tables: [Visit()])])
}

enum VisitsAfter {
    final class Visit: Table, Sendable {
        static let relationName = "visits"
        let id = Column("id", .bigint).primaryKey()
        let remark = Column("remark", .text).renamed(from: "note")
        let fullName = Column("full_name", .text).notNull().backfilled(from: "concat_ws(' ', first_name, last_name)")
        let code = Column("code", .varchar(8)).changedType(using: "left(code, 8)")
    }
    static let database = Database("visits", schemas: [Schema("app", tables: [Visit()])])
}
