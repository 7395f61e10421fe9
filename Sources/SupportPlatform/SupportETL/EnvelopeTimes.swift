import SchemaDSL

/// When a row of ours was made and last changed; the source's own times are in its `data`.
struct EnvelopeTimes: ColumnGroup {
    let createdAt = Column("created_at", .timestamptz).notNull().default(.now).unmasked()
    let updatedAt = Column("updated_at", .timestamptz).notNull().default(.now).unmasked()
        .comment("Set by the trigger touch_updated_at whenever the row changes")
}

extension SupportETLModule {
    /// Writers that forget `updated_at` would make a changed row look old.
    static let touchUpdatedAt = Function(
        "touch_updated_at", returns: .trigger, language: .plpgsql,
        FunctionProperties(searchPath: []), executableBy: [.serviceRole],
        comment: "Sets updated_at to the time of the transaction that changes the row.",
        body: """

            BEGIN
                NEW.updated_at := now();
                RETURN NEW;
            END

            """)

    /// Fires only for rows that change, so that a synchronisation that brings nothing new leaves the time alone.
    static var touch: Trigger {
        Trigger("touch_updated_at", .before, .update, when: "OLD.* IS DISTINCT FROM NEW.*", execute: touchUpdatedAt)
    }
}
