import Plumbline
import ServiceLifecycle

/// A service that starts only if the databases of a project match their declaration.
///
///     ServiceGroup(services: [SchemaGuard(project, before: service)], logger: logger)
public struct SchemaGuard<Guarded: Service>: Service {
    private let project: Project
    private let guarded: Guarded

    /// Guards a service.
    public init(_ project: Project, before guarded: Guarded) {
        self.project = project
        self.guarded = guarded
    }

    /// Compares, and then runs the service.
    /// - Throws: ``SchemaMismatch`` if the service must not start.
    public func run() async throws {
        // As `plumb verify`: every difference is on standard output.
        switch await Plumb.run(project, arguments: ["verify"]).rawValue {
        case 0: try await guarded.run()
        case 1: throw SchemaMismatch.drifted
        default: throw SchemaMismatch.notCompared
        }
    }
}

/// Why the service did not start.
public enum SchemaMismatch: Error {
    /// A database differs from its declaration.
    case drifted
    /// A database could not be read; standard error has the reason.
    case notCompared
}
