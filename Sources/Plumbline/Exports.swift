import ArgumentParser
// `import Plumbline` alone is enough to declare a database, its checks and its queries, and to run them.
@_exported public import Checks
#if Lint
import Lint
#endif
@_exported public import PostgresClient
@_exported public import Queries
@_exported public import SchemaDSL

// What is exported is visible in every file of this module; these names mean the other ones here.
typealias Argument<Value> = ArgumentParser.Argument<Value>
#if Lint
typealias Severity = Lint.Severity
#endif
