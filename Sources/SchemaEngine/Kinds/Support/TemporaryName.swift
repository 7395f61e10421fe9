import SchemaModel

/// The name of what is made beside an object, until it takes that object's name.
enum TemporaryName {
    static let prefix = MigrationConvention.temporaryPrefix

    /// A long name is told from others by a digest.
    static func of(_ name: String) -> String {
        guard prefix.utf8.count + name.utf8.count > 63 else { return prefix + name }
        // FNV-1a, of 32 bits.
        let digest = name.utf8.reduce(UInt32(2_166_136_261)) { ($0 ^ UInt32($1)) &* 16_777_619 }
        return "\((prefix + name).prefixBytes(54))_\(String(digest, radix: 16))"
    }

    /// The trigger that keeps new columns in step. PostgreSQL fires triggers in the order of their names, byte by byte, and this one must
    /// see what the others have made of a row.
    static let trigger = "~plumbline_rewrite"

    /// How the triggers begin that note whose values are written while those of a column are copied.
    static let keepingTrigger = "~plumbline_note"

    /// The first of a table's triggers that would fire after ``trigger``.
    static func triggerAfter(_ table: ObjectID, in state: CatalogState) -> ObjectID? {
        state.children(of: table).map(\.id).filter { $0.kind == .trigger && trigger.utf8.lexicographicallyPrecedes($0.name.utf8) }
            .min()
    }
}
