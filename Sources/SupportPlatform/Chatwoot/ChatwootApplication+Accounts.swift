import SchemaDSL

extension ChatwootApplication {
    final class Accounts: Table, Sendable {
        let id = Column("id", .serial).primaryKey().unmasked()
        let accountName = Column("name", .varchar).notNull().sensitive()
        let createdAt = Column("created_at", .timestamp).notNull().unmasked()
        let updatedAt = Column("updated_at", .timestamp).notNull().unmasked()
        let locale = Column("locale", .integer).default(0).unmasked()
        let domain = Column("domain", .varchar(100)).sensitive()
        let supportEmail = Column("support_email", .varchar(100)).sensitive()
        let featureFlags = Column("feature_flags", .bigint).notNull().default(0).unmasked()
        let autoResolveDuration = Column("auto_resolve_duration", .integer).unmasked()
        let limits = Column("limits", .jsonb).default(.emptyObject).sensitive()
        let customAttributes = Column("custom_attributes", .jsonb).default(.emptyObject).sensitive()
        let status = Column("status", .integer).default(0).unmasked()
        let internalAttributes = Column("internal_attributes", .jsonb).notNull().default(.emptyObject).sensitive()
        let settings = Column("settings", .jsonb).default(.emptyObject).sensitive()
        var name: String { "accounts" }

        var body: TableBody {
            Index("index_accounts_on_status", on: status)
        }
    }

    final class Users: Table, Sendable {
        let id = Column("id", .serial).primaryKey().unmasked()
        let provider = Column("provider", .varchar).notNull().default("email").unmasked()
        let uid = Column("uid", .varchar).notNull().default("").sensitive()
        let encryptedPassword = Column("encrypted_password", .varchar).notNull().default("").sensitive()
        let resetPasswordToken = Column("reset_password_token", .varchar).sensitive()
        let resetPasswordSentAt = Column("reset_password_sent_at", .timestamp).unmasked()
        let rememberCreatedAt = Column("remember_created_at", .timestamp).unmasked()
        let signInCount = Column("sign_in_count", .integer).notNull().default(0).unmasked()
        let currentSignInAt = Column("current_sign_in_at", .timestamp).unmasked()
        let lastSignInAt = Column("last_sign_in_at", .timestamp).unmasked()
        let currentSignInIP = Column("current_sign_in_ip", .varchar).sensitive()
        let lastSignInIP = Column("last_sign_in_ip", .varchar).sensitive()
        let confirmationToken = Column("confirmation_token", .varchar).sensitive()
        let confirmedAt = Column("confirmed_at", .timestamp).unmasked()
        let confirmationSentAt = Column("confirmation_sent_at", .timestamp).unmasked()
        let unconfirmedEmail = Column("unconfirmed_email", .varchar).sensitive()
        let userName = Column("name", .varchar).notNull().sensitive()
        let displayName = Column("display_name", .varchar).sensitive()
        let email = Column("email", .varchar).sensitive()
        let tokens = Column("tokens", .json).sensitive()
        let createdAt = Column("created_at", .timestamp).notNull().unmasked()
        let updatedAt = Column("updated_at", .timestamp).notNull().unmasked()
        let pubsubToken = Column("pubsub_token", .varchar).sensitive()
        let availability = Column("availability", .integer).default(0).unmasked()
        let uiSettings = Column("ui_settings", .jsonb).default(.emptyObject).sensitive()
        let customAttributes = Column("custom_attributes", .jsonb).default(.emptyObject).sensitive()
        let userType = Column("type", .varchar).sensitive()
        let messageSignature = Column("message_signature", .text).sensitive()
        var name: String { "users" }

        var body: TableBody {
            Index("index_users_on_email", on: email)
            Index("index_users_on_pubsub_token", on: pubsubToken, unique: true)
            Index("index_users_on_reset_password_token", on: resetPasswordToken, unique: true)
            Index("index_users_on_uid_and_provider", on: uid, provider, unique: true)
        }
    }

    final class Teams: Table, Sendable {
        let id = Column("id", .bigserial).primaryKey().unmasked()
        let teamName = Column("name", .varchar).notNull().sensitive()
        let description = Column("description", .text).unmasked()
        let allowAutoAssign = Column("allow_auto_assign", .boolean).default(true).unmasked()
        let accountID = Column("account_id", .bigint).notNull().unmasked()
        let createdAt = Column("created_at", .timestamp(6)).notNull().unmasked()
        let updatedAt = Column("updated_at", .timestamp(6)).notNull().unmasked()
        var name: String { "teams" }

        var body: TableBody {
            Index("index_teams_on_account_id", on: accountID)
            Index("index_teams_on_name_and_account_id", on: teamName, accountID, unique: true)
        }
    }

    final class Portals: Table, Sendable {
        let id = Column("id", .bigserial).primaryKey().unmasked()
        let accountID = Column("account_id", .integer).notNull().unmasked()
        let portalName = Column("name", .varchar).notNull().sensitive()
        let slug = Column("slug", .varchar).notNull().sensitive()
        let customDomain = Column("custom_domain", .varchar).sensitive()
        let color = Column("color", .varchar).unmasked()
        let homepageLink = Column("homepage_link", .varchar).sensitive()
        let pageTitle = Column("page_title", .varchar).sensitive()
        let headerText = Column("header_text", .text).sensitive()
        let createdAt = Column("created_at", .timestamp(6)).notNull().unmasked()
        let updatedAt = Column("updated_at", .timestamp(6)).notNull().unmasked()
        let config = Column("config", .jsonb).default(.sql(#"'{"allowed_locales": ["en"]}'::jsonb"#)).sensitive()
        let archived = Column("archived", .boolean).default(false).unmasked()
        let channelWebWidgetID = Column("channel_web_widget_id", .bigint).unmasked()
        let sslSettings = Column("ssl_settings", .jsonb).notNull().default(.emptyObject).sensitive()
        var name: String { "portals" }

        var body: TableBody {
            Index("index_portals_on_channel_web_widget_id", on: channelWebWidgetID)
            Index("index_portals_on_custom_domain", on: customDomain, unique: true)
            Index("index_portals_on_slug", on: slug, unique: true)
        }
    }
}
