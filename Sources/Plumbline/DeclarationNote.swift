import Migrator

extension MigrationGenerator {
    /// Records the declaration where the migrations lead to it, and says so where they do not.
    /// - Throws: ``MigrationError`` when one of them cannot be loaded.
    func reportDeclaration() async throws {
        if try await !recordDeclaration() {
            Output.line("\(databaseName): the migrations do not lead to the declaration; run `plumb generate NAME`")
        }
    }
}
