import SchemaDSL

/// `widget_settings`: how a widget looks and behaves, by name.
final class WidgetSettings: Table, Sendable {
    let id = Column("id", .varchar).primaryKey().default(.randomText)
    let name = Column("name", .varchar).default("default").unique("idx_widget_settings_name")
    let isEnabled = Column("isEnabled", .boolean).default(true)
    let welcomeMessage = Column("welcomeMessage", .varchar).default("Hi! How can I help you today?")
    let offlineMessage = Column("offlineMessage", .varchar).default("We're currently offline...")
    let theme = Column("theme", .json).default(
        .sql(
            """
            '{"primaryColor": "#3b82f6", "textColor": "#1f2937", "backgroundColor": "#ffffff"}'::json
            """))
    let position = Column("position", .varchar).default("bottom-right")
    let showAgentPhotos = Column("showAgentPhotos", .boolean).default(true)
    let showTypingIndicator = Column("showTypingIndicator", .boolean).default(true)
    let enableFileUpload = Column("enableFileUpload", .boolean).default(true)
    let enableEmojis = Column("enableEmojis", .boolean).default(true)
    let maxFileSize = Column("maxFileSize", .integer).default(10_485_760).comment("Bytes")
    let allowedFileTypes = Column("allowedFileTypes", .array(of: .varchar)).default(
        .sql("ARRAY['image/*', 'application/pdf', '.doc', '.docx']::character varying[]"))
    let businessHours = Column("businessHours", .json)
    let autoAssignment = Column("autoAssignment", .boolean).default(true)
    let requireEmail = Column("requireEmail", .boolean).default(true)
    let requireName = Column("requireName", .boolean).default(true)
    let collectPhone = Column("collectPhone", .boolean).default(false)
    let customFields = Column("customFields", .json)
    let createdAt = Column("createdAt", .timestamp).default(.now)
    let updatedAt = Column("updatedAt", .timestamp).default(.now)

    var body: TableBody {
        Comment("Appearance and behaviour of widgets, a row for each name.")
        RowSecurity.enabled
        Grant(.select, .insert, .update, .delete, to: .serviceRole)
    }
}
