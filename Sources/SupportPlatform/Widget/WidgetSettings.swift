import SchemaDSL

/// `widget_settings`: how a widget looks and behaves, by name.
final class WidgetSettings: Table, Sendable {
    let id = Column("id", .varchar).primaryKey().default(.randomText).public()
    let name = Column("name", .varchar).default("default").unique("idx_widget_settings_name").public()
    let isEnabled = Column("isEnabled", .boolean).default(true).public()
    let welcomeMessage = Column("welcomeMessage", .varchar).default("Hi! How can I help you today?").public()
    let offlineMessage = Column("offlineMessage", .varchar).default("We're currently offline...").public()
    let theme = Column("theme", .json).default(
        .sql(
            """
            '{"primaryColor": "#3b82f6", "textColor": "#1f2937", "backgroundColor": "#ffffff"}'::json
            """)
    ).public()
    let position = Column("position", .varchar).default("bottom-right").public()
    let showAgentPhotos = Column("showAgentPhotos", .boolean).default(true).public()
    let showTypingIndicator = Column("showTypingIndicator", .boolean).default(true).public()
    let enableFileUpload = Column("enableFileUpload", .boolean).default(true).public()
    let enableEmojis = Column("enableEmojis", .boolean).default(true).public()
    let maxFileSize = Column("maxFileSize", .integer).default(10_485_760).comment("Bytes").public()
    let allowedFileTypes = Column("allowedFileTypes", .array(of: .varchar)).default(
        .sql("ARRAY['image/*', 'application/pdf', '.doc', '.docx']")
    ).public()
    let businessHours = Column("businessHours", .json).public()
    let autoAssignment = Column("autoAssignment", .boolean).default(true).public()
    let requireEmail = Column("requireEmail", .boolean).default(true).public()
    let requireName = Column("requireName", .boolean).default(true).public()
    let collectPhone = Column("collectPhone", .boolean).default(false).public()
    let customFields = Column("customFields", .json).public()
    let createdAt = Column("createdAt", .timestamp).default(.now).public()
    let updatedAt = Column("updatedAt", .timestamp).default(.now).public()

    var body: TableBody {
        Comment("Appearance and behaviour of widgets, a row for each name.")
        RowSecurity.enabled
        Grant(.select, .insert, .update, .delete, to: .serviceRole)
    }
}
