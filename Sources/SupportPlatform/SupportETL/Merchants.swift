import SchemaDSL

/// `merchants`: the businesses whose support data is synchronised.
final class Merchants: Table, Sendable {
    let id = Column("id", .serial).primaryKey().unmasked()
    let title = Column("name", .varchar(255)).notNull().unique().sensitive()
        .comment("The merchant's identifier, such as amir_elaguizy")
    let isTest = Column("is_test", .boolean).notNull().default(false).unmasked()
        .comment("Test and demo merchants; left out of figures over all merchants")
    let times = EnvelopeTimes()
    var name: String { "merchants" }

    var body: TableBody {
        TableComment("The businesses whose support data is synchronised.")
        SupportETLModule.touch
        RowSecurity.enabled
        Grant(.select, .insert, .update, .delete, to: .serviceRole)
        Grant(.usage, to: .serviceRole, onSequenceOf: id)
    }
}
