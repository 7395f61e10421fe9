enum Library {
    static let database = Database("library", schemas: [Schema("app", tables: [members, loans])])

    static let members = Member()
    static let loans = Loan()
}
