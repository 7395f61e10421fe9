import Plumbline

// The database of the tutorials in Sources/Plumbline/Plumbline.docc/Tutorials. Their code files are parts of this file.

/// The library of the first tutorial.
enum FirstLibrary {
    final class Member: Table, Sendable {
        static let relationName = "members"

        let id = Column("id", .bigint).identity().primaryKey().unmasked()
        let name = Column("name", .text).notNull().sensitive()
        let email = Column("email", .text).notNull().unique().sensitive()
    }

    final class Loan: Table, Sendable {
        static let relationName = "loans"

        let id = Column("id", .bigint).identity().primaryKey().unmasked()
        let member = Column("member_id", .bigint).notNull().references(Library.members.id, onDelete: .cascade)
        let book = Column("book", .text).notNull().unmasked()
        let lentOn = Column("lent_on", .date).notNull().default(.sql("CURRENT_DATE"))
        let dueOn = Column("due_on", .date).notNull()
        let note = Column("note", .text)

        var body: TableBody {
            Check(dueOn >= lentOn, name: "loans_due")
            Index("loans_due_on_idx", on: dueOn)
        }
    }

    enum Library {
        static let database = Database("library", schemas: [Schema("app", tables: [members, loans])])

        static let members = Member()
        static let loans = Loan()
    }
}

/// The library of the second and third tutorials.
enum SecondLibrary {
    typealias Member = FirstLibrary.Member

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

    enum Library {
        static let database = Database("library", schemas: [Schema("app", tables: [members, loans])])

        static let members = Member()
        static let loans = Loan()
    }
}

typealias Library = SecondLibrary.Library

extension Library {
    static let checks = CheckSuite(
        database,
        [
            CheckGroup(
                on: members, key: [members.id],
                [.format(members.email, #"^[^\s@]+@[^\s@]+$"#, "Members have a valid e-mail address")])
        ])
}
