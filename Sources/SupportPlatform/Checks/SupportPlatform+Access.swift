package import Checks

extension SupportPlatform {
    /// Who is tried on the tables by `plumb access`: nobody without a token may reach a row of ours.
    package static let access = [
        AccessSuite(
            supabase, schemas: AccessChecks.schemas, shared: [KnowledgeModule.documents],
            [
                .stranger("visitor", role: "anon"),
                AccessIdentity("agent", role: "authenticated", claims: ["sub": "00000000-0000-0000-0000-000000000001"]),
                AccessIdentity("backend", role: "service_role"),
            ])
    ]
}
