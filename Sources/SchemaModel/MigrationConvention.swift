/// Conventions of the migrations that Plumbline writes, shared by several modules.
package enum MigrationConvention {
    /// How long a statement of a migration waits for a lock, in milliseconds.
    package static let lockTimeout = 3000
    /// Sets it for the session.
    package static let setLockTimeout = "SET lock_timeout = '\(lockTimeout / 1000)s'"
    /// The names of quarantine schemas begin with it.
    package static let quarantinePrefix = "plumbline_q"
    /// The names of what is made beside an object, to take its name later, begin with it.
    package static let temporaryPrefix = "plumbline_new_"
    /// The statement of a migration file that drops an extension which nothing uses.
    package static func dropUnusedExtension(_ name: String) -> String {
        "CALL plumbline.drop_unused_extension(\(SQL.literal(name)))"
    }
}
