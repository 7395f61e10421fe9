import SchemaModel

/// A function or a procedure.
///
///     let touch = Function("touch", returns: .trigger, language: .plpgsql, FunctionProperties(searchPath: []), body: """
///         BEGIN NEW.updated_at := now(); RETURN NEW; END
///         """)
public final class Function: SchemaObject {
    public let name: String
    let arguments: [ArgumentDeclaration]
    /// The arguments as SQL, with the list of their types, where they are given so.
    let argumentsSQL: (list: SQLFragment, signature: SQLFragment)?
    let returns: Returns?
    let language: Language
    let properties: FunctionProperties
    let executableBy: [Role]
    let body: SQLFragment
    let comment: String?
    let location: SourceLocation
    let earlierNames: [String]

    /// A function. `executableBy` is PUBLIC unless it says otherwise, which is PostgreSQL's own default.
    public init(
        _ name: String, _ arguments: [any AnyArgument] = [], returns: Returns, language: Language = .sql,
        _ properties: FunctionProperties = FunctionProperties(), executableBy: [Role] = [.everyone],
        comment: String? = nil, file: StaticString = #filePath, line: UInt = #line, body: SQLFragment
    ) {
        self.name = name
        self.arguments = arguments.map(\.argument)
        argumentsSQL = nil
        self.returns = returns
        self.language = language
        self.properties = properties
        self.executableBy = executableBy
        self.comment = comment
        self.body = body
        location = SourceLocation(filePath: file, line: line)
        earlierNames = []
    }

    /// A procedure, called by CALL.
    public init(
        procedure name: String, _ arguments: [any AnyArgument] = [], language: Language = .plpgsql,
        _ properties: FunctionProperties = FunctionProperties(), executableBy: [Role] = [.everyone],
        comment: String? = nil, file: StaticString = #filePath, line: UInt = #line, body: SQLFragment
    ) {
        self.name = name
        self.arguments = arguments.map(\.argument)
        argumentsSQL = nil
        returns = nil
        self.language = language
        self.properties = properties
        self.executableBy = executableBy
        self.comment = comment
        self.body = body
        location = SourceLocation(filePath: file, line: line)
        earlierNames = []
    }

    /// A function whose arguments are given in SQL, as the catalog writes them, for what ``Argument`` cannot say, such as OUT.
    ///
    ///     Function("f", sql: "a integer, OUT b text", signature: "integer", returns: .sql("text"), body: "…")
    ///
    /// - Parameters:
    ///   - arguments: the list between the parentheses.
    ///   - signature: the types of the input arguments, as DROP FUNCTION names them.
    ///   - returns: nil for a procedure.
    public init(
        _ name: String, sql arguments: SQLFragment, signature: SQLFragment, returns: Returns?, language: Language = .sql,
        _ properties: FunctionProperties = FunctionProperties(), executableBy: [Role] = [.everyone],
        comment: String? = nil, file: StaticString = #filePath, line: UInt = #line, body: SQLFragment
    ) {
        self.name = name
        self.arguments = []
        argumentsSQL = (arguments, signature)
        self.returns = returns
        self.language = language
        self.properties = properties
        self.executableBy = executableBy
        self.comment = comment
        self.body = body
        location = SourceLocation(filePath: file, line: line)
        earlierNames = []
    }

    private init(_ other: Function, earlierNames: [String]) {
        name = other.name
        arguments = other.arguments
        argumentsSQL = other.argumentsSQL
        returns = other.returns
        language = other.language
        properties = other.properties
        executableBy = other.executableBy
        body = other.body
        comment = other.comment
        location = other.location
        self.earlierNames = earlierNames
    }

    /// The function, which had these names before, the oldest first.
    public func renamed(from names: String...) -> Function {
        Function(self, earlierNames: earlierNames + names)
    }
}

/// The language of a function's body.
public struct Language: Hashable, Sendable {
    let name: String
    /// `LANGUAGE sql`.
    public static let sql = Language(name: "sql")
    /// `LANGUAGE plpgsql`.
    public static let plpgsql = Language(name: "plpgsql")
    /// A language that an extension installs, such as `plv8`.
    public static func other(_ name: String) -> Language { Language(name: name) }
}

/// The properties of a function for the planner, its privileges and its settings.
public struct FunctionProperties: Sendable {
    let volatility: Volatility
    let strict: Bool
    let securityDefiner: Bool
    let leakproof: Bool
    let parallel: Parallel
    let cost: Int?
    let rows: Int?
    let searchPath: [String]?
    let configuration: [(String, String)]

    /// `searchPath` fixes where unqualified names are looked up; an empty list is nowhere but `pg_catalog`.
    /// `configuration` are other settings for the time of the call.
    public init(
        _ volatility: Volatility = .volatile, strict: Bool = false, securityDefiner: Bool = false,
        leakproof: Bool = false, parallel: Parallel = .unsafe, cost: Int? = nil, rows: Int? = nil,
        searchPath: [String]? = nil, configuration: KeyValuePairs<String, String> = [:]
    ) {
        self.volatility = volatility
        self.strict = strict
        self.securityDefiner = securityDefiner
        self.leakproof = leakproof
        self.parallel = parallel
        self.cost = cost
        self.rows = rows
        self.searchPath = searchPath
        self.configuration = configuration.map { ($0.key, $0.value) }
    }
}

/// The volatility of a function: how its result can change, and whether it changes data.
public enum Volatility: String, Sendable { case volatile, stable, immutable }
/// The safety of a function in a parallel worker.
public enum Parallel: String, Sendable { case unsafe, restricted, safe }
