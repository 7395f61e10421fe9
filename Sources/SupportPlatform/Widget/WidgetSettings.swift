import SchemaDSL

/// `widget_settings`: how a widget looks and behaves, by name.
final class WidgetSettings: Table, Sendable {
    let id = Column("id", .varchar).primaryKey().default(.randomText).unmasked()
    let name = Column("name", .varchar).default("default").unique("idx_widget_settings_name").unmasked()
    let isEnabled = Column("isEnabled", .boolean).default(true).unmasked()
    let welcomeMessage = Column("welcomeMessage", .varchar).default("Hi! How can I help you today?").unmasked()
    let offlineMessage = Column("offlineMessage", .varchar).default("We're currently offline...").unmasked()
    let theme = Column("theme", .json).default(
        .sql(
            """
            '{"primaryColor": "#3b82f6", "textColor": "#1f2937", "backgroundColor": "#ffffff"}'::json
            """)
    ).unmasked()
    let position = Column("position", .varchar).default("bottom-right").unmasked()
    let showAgentPhotos = Column("showAgentPhotos", .boolean).default(true).unmasked()
    let showTypingIndicator = Column("showTypingIndicator", .boolean).default(true).unmasked()
    let enableFileUpload = Column("enableFileUpload", .boolean).default(true).unmasked()
    let enableEmojis = Column("enableEmojis", .boolean).default(true).unmasked()
    let maxFileSize = Column("maxFileSize", .integer).default(10_485_760).comment("Bytes").unmasked()
    let allowedFileTypes = Column("allowedFileTypes", .array(of: .varchar)).default(
        .sql("ARRAY['image/*', 'application/pdf', '.doc', '.docx']")
    ).unmasked()
    let businessHours = Column("businessHours", .json).unmasked()
    let autoAssignment = Column("autoAssignment", .boolean).default(true).unmasked()
    let requireEmail = Column("requireEmail", .boolean).default(true).unmasked()
    let requireName = Column("requireName", .boolean).default(true).unmasked()
    let collectPhone = Column("collectPhone", .boolean).default(false).unmasked()
    let customFields = Column("customFields", .json).unmasked()
    let createdAt = Column("createdAt", .timestamp).default(.now).unmasked()
    let updatedAt = Column("updatedAt", .timestamp).default(.now).unmasked()

    var body: TableBody {
        TableComment("Appearance and behaviour of widgets, a row for each name.")
        RowSecurity.enabled
        Grant(.select, .insert, .update, .delete, to: .serviceRole)
    }
}
