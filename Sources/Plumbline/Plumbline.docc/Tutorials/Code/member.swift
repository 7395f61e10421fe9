final class Member: Table, Sendable {
    static let relationName = "members"

    let id = Column("id", .bigint).identity().primaryKey().unmasked()
    let name = Column("name", .text).notNull().sensitive()
    let email = Column("email", .text).notNull().unique().sensitive()
}
