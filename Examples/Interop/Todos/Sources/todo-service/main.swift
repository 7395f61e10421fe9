import Foundation
import Logging
import Plumbline
import SchemaGuard
import ServiceLifecycle
import TodoSchema
import TodoService

let environment = ProcessInfo.processInfo.environment
guard let url = environment["PLUMBLINE_URL_TODOS"], let email = environment["TODO_EMAIL"] else {
    FileHandle.standardError.write(
        Data("Set PLUMBLINE_URL_TODOS to the URL of the database, and TODO_EMAIL to the address of a user.\n".utf8))
    exit(2)
}
let reminder = try Reminder(ConnectionSettings(url: url), of: email, every: .seconds(60)) { print("Still to do: \($0)") }
let services = ServiceGroup(
    services: [SchemaGuard(Todos.project, before: reminder)], gracefulShutdownSignals: [.sigterm, .sigint],
    logger: Logger(label: "todos"))
try await services.run()
