import Foundation

/// SQL that makes a new database look like a platform; each can be loaded again and then changes nothing.
package struct Prelude: RawRepresentable, Sendable, Hashable, ExpressibleByStringLiteral, CaseIterable {
    /// The name of its file in `Preludes`, without `.sql`.
    package let rawValue: String
    /// The prelude of this name; `sql()` says whether there is one.
    package init(rawValue: String) { self.rawValue = rawValue }
    /// The prelude of this name.
    package init(stringLiteral value: String) { self.init(rawValue: value) }

    /// Supabase: its roles, schemas `auth` and `extensions`, publication `supabase_realtime`.
    package static let supabase = Prelude(rawValue: "supabase")
    /// Chatwoot's tables as the integration document has them, owned by role `chatwoot`.
    package static let chatwootDocument = Prelude(rawValue: "chatwoot-document")
    /// Chatwoot's tables as the application makes them (`db/schema.rb`), owned by role `chatwoot`.
    package static let chatwootApplication = Prelude(rawValue: "chatwoot-application")
    /// Schema `cron` with pg_cron's table and functions, for databases in which pg_cron cannot live; runs no jobs.
    package static let cronStub = Prelude(rawValue: "cron-stub")

    /// All preludes there are.
    package static let allCases: [Prelude] = [.supabase, .chatwootDocument, .chatwootApplication, .cronStub]

    /// The SQL, to be run by a superuser.
    /// - Throws: `SandboxError` of code `.invalid` when there is no prelude of this name.
    package func sql() throws -> String {
        switch self {
        case .supabase: return Self.text(PackageResources.supabase_sql)
        case .chatwootDocument: return Self.text(PackageResources.chatwoot_document_sql)
        case .chatwootApplication: return Self.text(PackageResources.chatwoot_application_sql)
        case .cronStub: return Self.text(PackageResources.cron_stub_sql)
        default:
            let known = Self.allCases.map(\.rawValue).joined(separator: ", ")
            throw SandboxError(.invalid, "There is no prelude \(rawValue.debugDescription); there are \(known).")
        }
    }

    /// The texts are in the program, so that it is whole without a folder of resources beside it.
    private static func text(_ bytes: [UInt8]) -> String {
        String(decoding: bytes, as: UTF8.self)
    }
}
