import SchemaDSL

/// Where support data comes from.
enum IntegrationType: String, CaseIterable, Sendable {
    case freshdesk, shopify
}

/// `merchant_integrations`: which sources a merchant has connected, and the key for each.
///
/// No role has a privilege on `api_key`: it is written and read by ``SupportETLModule/setIntegrationAPIKey`` and
/// ``SupportETLModule/integrationAPIKey``. So `SELECT *` cannot bring it along, and no statement that brings it can break a
/// constraint: the server's "Failing row contains (…)" would write it into the log.
final class MerchantIntegrations: Table, Sendable {
    let id = Column("id", .serial).primaryKey().unmasked()
    let merchantID: Column<Int32>
    let type = Column("type", .varchar(50)).notNull().unmasked()
    let apiKey = Column("api_key", .text).sensitive()
        .comment("Encrypted. Read by integration_api_key(), written by set_integration_api_key(), by nothing else")
    let config = Column("config", .jsonb).notNull().default(.emptyObject).sensitive()
        .comment("Settings of the integration; never a secret")
    let isActive = Column("is_active", .boolean).notNull().default(true).unmasked()
    let times = EnvelopeTimes()

    init(_ merchants: Merchants) {
        merchantID = Column("merchant_id", .integer).notNull().references(merchants.id).unmasked()
    }

    /// All but the key.
    var openColumns: [any AnyColumn] { columns.filter { $0.name != apiKey.name } }

    /// The columns that a member of the merchant may see, without the settings.
    var memberColumns: [any AnyColumn] {
        [id, merchantID, type, isActive, times.createdAt, times.updatedAt]
    }

    var body: TableBody {
        TableComment("Connected sources of each merchant. The key is out of reach but for two functions.")
        Unique(merchantID, type)
        Check(type.isOne(of: IntegrationType.self))
        Check(sql: "jsonb_typeof(\(config)) = 'object'", name: "merchant_integrations_config_check")
        Index("idx_merchant_integrations_merchant_id", on: merchantID)  // plumb:ignore PL083: the document asks for it by name
        SupportETLModule.touch
        RowSecurity.enabled
        // app_metadata is the part of a token that its user cannot write.
        Policy(
            "Members see the integrations of their merchants", for: .select, to: .authenticated,
            using: Predicate(
                sql: "(SELECT auth.jwt() -> 'app_metadata' -> 'merchant_ids') @> to_jsonb(\(merchantID))"))
        Grant(.select, to: .authenticated, on: memberColumns)
        Grant(.select, .insert, .update, to: .serviceRole, on: openColumns)
        Grant(.delete, to: .serviceRole)
        Grant(.usage, to: .serviceRole, onSequenceOf: id)
    }
}
