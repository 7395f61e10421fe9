final class Loan: Table, Sendable {
    static let relationName = "loans"

    let id = Column("id", .bigint).identity().primaryKey().unmasked()
    let member = Column("member_id", .bigint).notNull().references(Library.members.id, onDelete: .cascade)
    let book = Column("book", .text).notNull().unmasked()
    let lentOn = Column("lent_on", .date).notNull().default(.sql("CURRENT_DATE"))
    let dueOn = Column("due_on", .date).notNull()
    let remark = Column("remark", .text).renamed(from: "note")
    let renewals = Column("renewals", .integer).notNull().backfilled(from: "0")

    var body: TableBody {
        Check(dueOn >= lentOn, name: "loans_due")
        Index("loans_due_on_idx", on: dueOn)
    }
}
