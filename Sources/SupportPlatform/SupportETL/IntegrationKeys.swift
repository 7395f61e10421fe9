import SchemaDSL

extension SupportETLModule {
    private enum Key {
        static let merchant = Argument("merchant", .integer)
        static let source = Argument("source", .text)
        static let key = Argument("key", .text)
    }

    /// The one way to read a key. The definer's rights are what no role has.
    static let integrationAPIKey = Function(
        "integration_api_key", [Key.merchant, Key.source], returns: .value(.text), language: .sql,
        FunctionProperties(.stable, securityDefiner: true, searchPath: []), executableBy: [.serviceRole],
        comment: "The encrypted key of a merchant's active integration; NULL where there is none. For the synchronisation alone.",
        body: """

            SELECT i.\(integrations.apiKey)
            FROM \(integrations) AS i
            WHERE i.\(integrations.merchantID) = \(Key.merchant) AND i.\(integrations.type) = \(Key.source)
              AND i.\(integrations.isActive);

            """)

    /// The one way to write a key. It changes one column without constraints, so that no message of the server has the row.
    static let setIntegrationAPIKey = Function(
        "set_integration_api_key", [Key.merchant, Key.source, Key.key], returns: .void, language: .plpgsql,
        FunctionProperties(securityDefiner: true, searchPath: []), executableBy: [.serviceRole],
        comment: "Sets the encrypted key of a merchant's integration, which must be there; NULL takes it away.",
        body: """

            BEGIN
                UPDATE \(integrations) AS i SET \(integrations.apiKey) = \(Key.key)
                WHERE i.\(integrations.merchantID) = \(Key.merchant) AND i.\(integrations.type) = \(Key.source);
                IF NOT FOUND THEN
                    RAISE EXCEPTION 'merchant % has no integration of type %', \(Key.merchant), \(Key.source)
                        USING ERRCODE = 'no_data_found', HINT = 'Insert the integration first, without its key.';
                END IF;
            END

            """)
}

/// `integration_overview`: what a member may see of the integrations, without keys and settings.
final class IntegrationOverview: View, Sendable {
    let integrationID = Column("integration_id", .integer).unmasked()
    let merchantID = Column("merchant_id", .integer).unmasked()
    let type = Column("type", .varchar).unmasked()
    let isActive = Column("is_active", .boolean).unmasked()
    let createdAt = Column("created_at", .timestamptz).unmasked()
    let updatedAt = Column("updated_at", .timestamptz).unmasked()

    private let i: MerchantIntegrations
    init(_ integrations: MerchantIntegrations) { i = integrations }

    var query: SQLFragment {
        """
        SELECT \(i.id) AS \(integrationID), \(i.merchantID), \(i.type), \(i.isActive), \(i.times.createdAt), \(i.times.updatedAt)
        FROM \(i)
        """
    }

    var settings: ViewSettings {
        ViewSettings(
            securityInvoker: true, grants: [Grant(.select, to: .authenticated, .serviceRole)],
            comment: "Integrations without keys and settings; a signed-in user sees those of the merchants in the token.")
    }
}
