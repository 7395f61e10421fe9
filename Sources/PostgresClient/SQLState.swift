/// A five-character error code of PostgreSQL (its documentation, appendix A).
public struct SQLState: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// The five characters, as `"23505"`.
    public let rawValue: String

    /// A code that has no name here.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The five characters.
    public var description: String { rawValue }

    /// The first two characters, which name the class: `"23"` for integrity constraint violations.
    package var errorClass: String { String(rawValue.prefix(2)) }

    init(_ rawValue: String) { self.rawValue = rawValue }
}

extension SQLState {
    /// `08000`.
    package static let connectionException = SQLState("08000")
    /// `08003`.
    package static let connectionDoesNotExist = SQLState("08003")
    /// `08006`.
    package static let connectionFailure = SQLState("08006")
    /// `08P01`.
    package static let protocolViolation = SQLState("08P01")
    /// `0A000`.
    package static let featureNotSupported = SQLState("0A000")
    /// `22P02`.
    package static let invalidTextRepresentation = SQLState("22P02")
    /// `22023`.
    package static let invalidParameterValue = SQLState("22023")
    /// `23000`.
    package static let integrityConstraintViolation = SQLState("23000")
    /// `23502`.
    public static let notNullViolation = SQLState("23502")
    /// `23503`.
    public static let foreignKeyViolation = SQLState("23503")
    /// `23505`.
    public static let uniqueViolation = SQLState("23505")
    /// `23514`.
    public static let checkViolation = SQLState("23514")
    /// `23P01`.
    public static let exclusionViolation = SQLState("23P01")
    /// `25001`.
    package static let activeSQLTransaction = SQLState("25001")
    /// `25006`.
    package static let readOnlySQLTransaction = SQLState("25006")
    /// `25P01`.
    package static let noActiveSQLTransaction = SQLState("25P01")
    /// `25P02`.
    package static let inFailedSQLTransaction = SQLState("25P02")
    /// `26000`.
    package static let invalidSQLStatementName = SQLState("26000")
    /// `28000`.
    package static let invalidAuthorizationSpecification = SQLState("28000")
    /// `28P01`.
    package static let invalidPassword = SQLState("28P01")
    /// `2BP01`.
    package static let dependentObjectsStillExist = SQLState("2BP01")
    /// `3D000`.
    package static let invalidCatalogName = SQLState("3D000")
    /// `3F000`.
    package static let invalidSchemaName = SQLState("3F000")
    /// `40001`.
    public static let serializationFailure = SQLState("40001")
    /// `40P01`.
    public static let deadlockDetected = SQLState("40P01")
    /// `42501`.
    public static let insufficientPrivilege = SQLState("42501")
    /// `42601`.
    package static let syntaxError = SQLState("42601")
    /// `42701`.
    package static let duplicateColumn = SQLState("42701")
    /// `42703`.
    package static let undefinedColumn = SQLState("42703")
    /// `42704`.
    package static let undefinedObject = SQLState("42704")
    /// `42710`.
    package static let duplicateObject = SQLState("42710")
    /// `42723`.
    package static let duplicateFunction = SQLState("42723")
    /// `42809`.
    package static let wrongObjectType = SQLState("42809")
    /// `42883`.
    package static let undefinedFunction = SQLState("42883")
    /// `42P01`.
    package static let undefinedTable = SQLState("42P01")
    /// `42P04`.
    package static let duplicateDatabase = SQLState("42P04")
    /// `42P06`.
    package static let duplicateSchema = SQLState("42P06")
    /// `42P07`.
    package static let duplicateTable = SQLState("42P07")
    /// `53100`.
    package static let diskFull = SQLState("53100")
    /// `53200`.
    package static let outOfMemory = SQLState("53200")
    /// `53300`.
    package static let tooManyConnections = SQLState("53300")
    /// `55006`.
    package static let objectInUse = SQLState("55006")
    /// `55000`.
    package static let objectNotInPrerequisiteState = SQLState("55000")
    /// `55P03`.
    public static let lockNotAvailable = SQLState("55P03")
    /// `57014`.
    public static let queryCanceled = SQLState("57014")
    /// `57P01`.
    package static let adminShutdown = SQLState("57P01")
    /// `57P02`.
    package static let crashShutdown = SQLState("57P02")
    /// `57P03`.
    package static let cannotConnectNow = SQLState("57P03")
    /// `P0001`.
    public static let raiseException = SQLState("P0001")
    /// `XX000`.
    package static let internalError = SQLState("XX000")

    /// True for an error in the words of a statement, whatever the rows hold: bad syntax, or a name that nothing has.
    package var isOfStatement: Bool {
        // PostgreSQL's manual, appendix A, class 42.
        switch rawValue {
        case "42601", "42602", "42702", "42703", "42725", "42803", "42804", "42883", "42P01", "42P02", "42P08", "42P10", "42P18":
            true
        default: false
        }
    }
}
