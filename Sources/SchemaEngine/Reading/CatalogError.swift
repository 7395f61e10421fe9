/// Why a catalog could not be read.
package enum CatalogError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The server is older than the queries know; the number is `server_version_num`.
    case unsupportedServer(Int)
    /// The schema kept changing while it was read.
    case changedWhileReading

    package var description: String {
        switch self {
        case .unsupportedServer(let version):
            """
            the server is PostgreSQL \(version / 10_000).\(version % 10_000); Plumbline reads the catalogs of \
            PostgreSQL \(CatalogReader.minimumServerVersion / 10_000) and later. Upgrade the server, or connect to another.
            """
        case .changedWhileReading:
            "the schema kept changing while it was being read (5 attempts). Run the command again when no other migration is running."
        }
    }
}
