extension Library {
    static let checks = CheckSuite(
        database,
        [
            CheckGroup(
                on: members, key: [members.id],
                [.format(members.email, #"^[^\s@]+@[^\s@]+$"#, "Members have a valid e-mail address")])
        ])
}
