import ArgumentParser
// `import Plumbline` alone is enough to declare a database, its checks and its queries, and to run them.
@_exported public import Checks
import Lint
@_exported public import PostgresClient
@_exported public import Queries
@_exported public import SchemaDSL

// What is exported is visible in every file of this module; these names mean the other ones here.
typealias Argument<Value> = ArgumentParser.Argument<Value>
typealias Severity = Lint.Severity
typealias Sequence = Swift.Sequence
