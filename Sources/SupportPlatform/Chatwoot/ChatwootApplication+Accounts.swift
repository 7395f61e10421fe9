import SchemaDSL

extension ChatwootApplication {
    final class Accounts: Table, Sendable {
        let id = Column("id", .serial).primaryKey().public()
        let accountName = Column("name", .varchar).notNull().personal()
        let createdAt = Column("created_at", .timestamp).notNull().public()
        let updatedAt = Column("updated_at", .timestamp).notNull().public()
        let locale = Column("locale", .integer).default(0).public()
        let domain = Column("domain", .varchar(100)).personal()
        let supportEmail = Column("support_email", .varchar(100)).personal()
        let featureFlags = Column("feature_flags", .bigint).notNull().default(0).public()
        let autoResolveDuration = Column("auto_resolve_duration", .integer).public()
        let limits = Column("limits", .jsonb).default(.emptyObject).personal()
        let customAttributes = Column("custom_attributes", .jsonb).default(.emptyObject).personal()
        let status = Column("status", .integer).default(0).public()
        let internalAttributes = Column("internal_attributes", .jsonb).notNull().default(.emptyObject).personal()
        let settings = Column("settings", .jsonb).default(.emptyObject).personal()
        var name: String { "accounts" }

        var body: TableBody {
            Index("index_accounts_on_status", on: status)
        }
    }

    final class Users: Table, Sendable {
        let id = Column("id", .serial).primaryKey().public()
        let provider = Column("provider", .varchar).notNull().default("email").public()
        let uid = Column("uid", .varchar).notNull().default("").personal()
        let encryptedPassword = Column("encrypted_password", .varchar).notNull().default("").personal()
        let resetPasswordToken = Column("reset_password_token", .varchar).personal()
        let resetPasswordSentAt = Column("reset_password_sent_at", .timestamp).public()
        let rememberCreatedAt = Column("remember_created_at", .timestamp).public()
        let signInCount = Column("sign_in_count", .integer).notNull().default(0).public()
        let currentSignInAt = Column("current_sign_in_at", .timestamp).public()
        let lastSignInAt = Column("last_sign_in_at", .timestamp).public()
        let currentSignInIP = Column("current_sign_in_ip", .varchar).personal()
        let lastSignInIP = Column("last_sign_in_ip", .varchar).personal()
        let confirmationToken = Column("confirmation_token", .varchar).personal()
        let confirmedAt = Column("confirmed_at", .timestamp).public()
        let confirmationSentAt = Column("confirmation_sent_at", .timestamp).public()
        let unconfirmedEmail = Column("unconfirmed_email", .varchar).personal()
        let userName = Column("name", .varchar).notNull().personal()
        let displayName = Column("display_name", .varchar).personal()
        let email = Column("email", .varchar).personal()
        let tokens = Column("tokens", .json).personal()
        let createdAt = Column("created_at", .timestamp).notNull().public()
        let updatedAt = Column("updated_at", .timestamp).notNull().public()
        let pubsubToken = Column("pubsub_token", .varchar).personal()
        let availability = Column("availability", .integer).default(0).public()
        let uiSettings = Column("ui_settings", .jsonb).default(.emptyObject).personal()
        let customAttributes = Column("custom_attributes", .jsonb).default(.emptyObject).personal()
        let userType = Column("type", .varchar).personal()
        let messageSignature = Column("message_signature", .text).personal()
        var name: String { "users" }

        var body: TableBody {
            Index("index_users_on_email", on: email)
            Index("index_users_on_pubsub_token", on: pubsubToken, unique: true)
            Index("index_users_on_reset_password_token", on: resetPasswordToken, unique: true)
            Index("index_users_on_uid_and_provider", on: uid, provider, unique: true)
        }
    }

    final class Teams: Table, Sendable {
        let id = Column("id", .bigserial).primaryKey().public()
        let teamName = Column("name", .varchar).notNull().personal()
        let description = Column("description", .text).public()
        let allowAutoAssign = Column("allow_auto_assign", .boolean).default(true).public()
        let accountID = Column("account_id", .bigint).notNull().public()
        let createdAt = Column("created_at", .timestamp(6)).notNull().public()
        let updatedAt = Column("updated_at", .timestamp(6)).notNull().public()
        var name: String { "teams" }

        var body: TableBody {
            Index("index_teams_on_account_id", on: accountID)
            Index("index_teams_on_name_and_account_id", on: teamName, accountID, unique: true)
        }
    }

    final class Portals: Table, Sendable {
        let id = Column("id", .bigserial).primaryKey().public()
        let accountID = Column("account_id", .integer).notNull().public()
        let portalName = Column("name", .varchar).notNull().personal()
        let slug = Column("slug", .varchar).notNull().personal()
        let customDomain = Column("custom_domain", .varchar).personal()
        let color = Column("color", .varchar).public()
        let homepageLink = Column("homepage_link", .varchar).personal()
        let pageTitle = Column("page_title", .varchar).personal()
        let headerText = Column("header_text", .text).personal()
        let createdAt = Column("created_at", .timestamp(6)).notNull().public()
        let updatedAt = Column("updated_at", .timestamp(6)).notNull().public()
        let config = Column("config", .jsonb).default(.sql(#"'{"allowed_locales": ["en"]}'::jsonb"#)).personal()
        let archived = Column("archived", .boolean).default(false).public()
        let channelWebWidgetID = Column("channel_web_widget_id", .bigint).public()
        let sslSettings = Column("ssl_settings", .jsonb).notNull().default(.emptyObject).personal()
        var name: String { "portals" }

        var body: TableBody {
            Index("index_portals_on_channel_web_widget_id", on: channelWebWidgetID)
            Index("index_portals_on_custom_domain", on: customDomain, unique: true)
            Index("index_portals_on_slug", on: slug, unique: true)
        }
    }
}
