import SchemaDSL

extension ChatwootApplication {
    final class Accounts: Table, Sendable {
        let id = Column("id", .serial).primaryKey()
        let accountName = Column("name", .varchar).notNull()
        let createdAt = Column("created_at", .timestamp).notNull()
        let updatedAt = Column("updated_at", .timestamp).notNull()
        let locale = Column("locale", .integer).default(0)
        let domain = Column("domain", .varchar(100))
        let supportEmail = Column("support_email", .varchar(100))
        let featureFlags = Column("feature_flags", .bigint).notNull().default(0)
        let autoResolveDuration = Column("auto_resolve_duration", .integer)
        let limits = Column("limits", .jsonb).default(.emptyObject)
        let customAttributes = Column("custom_attributes", .jsonb).default(.emptyObject)
        let status = Column("status", .integer).default(0)
        let internalAttributes = Column("internal_attributes", .jsonb).notNull().default(.emptyObject)
        let settings = Column("settings", .jsonb).default(.emptyObject)
        var name: String { "accounts" }

        var body: TableBody {
            Index("index_accounts_on_status", on: status)
        }
    }

    final class Users: Table, Sendable {
        let id = Column("id", .serial).primaryKey()
        let provider = Column("provider", .varchar).notNull().default("email")
        let uid = Column("uid", .varchar).notNull().default("")
        let encryptedPassword = Column("encrypted_password", .varchar).notNull().default("")
        let resetPasswordToken = Column("reset_password_token", .varchar)
        let resetPasswordSentAt = Column("reset_password_sent_at", .timestamp)
        let rememberCreatedAt = Column("remember_created_at", .timestamp)
        let signInCount = Column("sign_in_count", .integer).notNull().default(0)
        let currentSignInAt = Column("current_sign_in_at", .timestamp)
        let lastSignInAt = Column("last_sign_in_at", .timestamp)
        let currentSignInIP = Column("current_sign_in_ip", .varchar)
        let lastSignInIP = Column("last_sign_in_ip", .varchar)
        let confirmationToken = Column("confirmation_token", .varchar)
        let confirmedAt = Column("confirmed_at", .timestamp)
        let confirmationSentAt = Column("confirmation_sent_at", .timestamp)
        let unconfirmedEmail = Column("unconfirmed_email", .varchar)
        let userName = Column("name", .varchar).notNull()
        let displayName = Column("display_name", .varchar)
        let email = Column("email", .varchar)
        let tokens = Column("tokens", .json)
        let createdAt = Column("created_at", .timestamp).notNull()
        let updatedAt = Column("updated_at", .timestamp).notNull()
        let pubsubToken = Column("pubsub_token", .varchar)
        let availability = Column("availability", .integer).default(0)
        let uiSettings = Column("ui_settings", .jsonb).default(.emptyObject)
        let customAttributes = Column("custom_attributes", .jsonb).default(.emptyObject)
        let userType = Column("type", .varchar)
        let messageSignature = Column("message_signature", .text)
        var name: String { "users" }

        var body: TableBody {
            Index("index_users_on_email", on: email)
            Index("index_users_on_pubsub_token", on: pubsubToken, unique: true)
            Index("index_users_on_reset_password_token", on: resetPasswordToken, unique: true)
            Index("index_users_on_uid_and_provider", on: uid, provider, unique: true)
        }
    }

    final class Teams: Table, Sendable {
        let id = Column("id", .bigserial).primaryKey()
        let teamName = Column("name", .varchar).notNull()
        let description = Column("description", .text)
        let allowAutoAssign = Column("allow_auto_assign", .boolean).default(true)
        let accountID = Column("account_id", .bigint).notNull()
        let createdAt = Column("created_at", .timestamp(6)).notNull()
        let updatedAt = Column("updated_at", .timestamp(6)).notNull()
        var name: String { "teams" }

        var body: TableBody {
            Index("index_teams_on_account_id", on: accountID)
            Index("index_teams_on_name_and_account_id", on: teamName, accountID, unique: true)
        }
    }

    final class Portals: Table, Sendable {
        let id = Column("id", .bigserial).primaryKey()
        let accountID = Column("account_id", .integer).notNull()
        let portalName = Column("name", .varchar).notNull()
        let slug = Column("slug", .varchar).notNull()
        let customDomain = Column("custom_domain", .varchar)
        let color = Column("color", .varchar)
        let homepageLink = Column("homepage_link", .varchar)
        let pageTitle = Column("page_title", .varchar)
        let headerText = Column("header_text", .text)
        let createdAt = Column("created_at", .timestamp(6)).notNull()
        let updatedAt = Column("updated_at", .timestamp(6)).notNull()
        let config = Column("config", .jsonb).default(.sql(#"'{"allowed_locales": ["en"]}'::jsonb"#))
        let archived = Column("archived", .boolean).default(false)
        let channelWebWidgetID = Column("channel_web_widget_id", .bigint)
        let sslSettings = Column("ssl_settings", .jsonb).notNull().default(.emptyObject)
        var name: String { "portals" }

        var body: TableBody {
            Index("index_portals_on_channel_web_widget_id", on: channelWebWidgetID)
            Index("index_portals_on_custom_domain", on: customDomain, unique: true)
            Index("index_portals_on_slug", on: slug, unique: true)
        }
    }
}
