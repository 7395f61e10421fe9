/// A five-character error code of PostgreSQL (its documentation, appendix A).
public struct SQLState: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// The five characters, as `"23505"`.
    public let rawValue: String

    /// A code that has no name here.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The five characters.
    public var description: String { rawValue }

    /// The first two characters, which name the class: `"23"` for integrity constraint violations.
    public var errorClass: String { String(rawValue.prefix(2)) }

    init(_ rawValue: String) { self.rawValue = rawValue }
}

extension SQLState {
    /// `08000`.
    public static let connectionException = SQLState("08000")
    /// `08003`.
    public static let connectionDoesNotExist = SQLState("08003")
    /// `08006`.
    public static let connectionFailure = SQLState("08006")
    /// `0A000`.
    public static let featureNotSupported = SQLState("0A000")
    /// `22P02`.
    public static let invalidTextRepresentation = SQLState("22P02")
    /// `22023`.
    public static let invalidParameterValue = SQLState("22023")
    /// `23000`.
    public static let integrityConstraintViolation = SQLState("23000")
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
    public static let activeSQLTransaction = SQLState("25001")
    /// `25006`.
    public static let readOnlySQLTransaction = SQLState("25006")
    /// `25P01`.
    public static let noActiveSQLTransaction = SQLState("25P01")
    /// `25P02`.
    public static let inFailedSQLTransaction = SQLState("25P02")
    /// `28000`.
    public static let invalidAuthorizationSpecification = SQLState("28000")
    /// `28P01`.
    public static let invalidPassword = SQLState("28P01")
    /// `2BP01`.
    public static let dependentObjectsStillExist = SQLState("2BP01")
    /// `3D000`.
    public static let invalidCatalogName = SQLState("3D000")
    /// `3F000`.
    public static let invalidSchemaName = SQLState("3F000")
    /// `40001`.
    public static let serializationFailure = SQLState("40001")
    /// `40P01`.
    public static let deadlockDetected = SQLState("40P01")
    /// `42501`.
    public static let insufficientPrivilege = SQLState("42501")
    /// `42601`.
    public static let syntaxError = SQLState("42601")
    /// `42701`.
    public static let duplicateColumn = SQLState("42701")
    /// `42703`.
    public static let undefinedColumn = SQLState("42703")
    /// `42704`.
    public static let undefinedObject = SQLState("42704")
    /// `42710`.
    public static let duplicateObject = SQLState("42710")
    /// `42723`.
    public static let duplicateFunction = SQLState("42723")
    /// `42809`.
    public static let wrongObjectType = SQLState("42809")
    /// `42883`.
    public static let undefinedFunction = SQLState("42883")
    /// `42P01`.
    public static let undefinedTable = SQLState("42P01")
    /// `42P04`.
    public static let duplicateDatabase = SQLState("42P04")
    /// `42P06`.
    public static let duplicateSchema = SQLState("42P06")
    /// `42P07`.
    public static let duplicateTable = SQLState("42P07")
    /// `53100`.
    public static let diskFull = SQLState("53100")
    /// `53200`.
    public static let outOfMemory = SQLState("53200")
    /// `53300`.
    public static let tooManyConnections = SQLState("53300")
    /// `55006`.
    public static let objectInUse = SQLState("55006")
    /// `55000`.
    public static let objectNotInPrerequisiteState = SQLState("55000")
    /// `55P03`.
    public static let lockNotAvailable = SQLState("55P03")
    /// `57014`.
    public static let queryCanceled = SQLState("57014")
    /// `57P01`.
    public static let adminShutdown = SQLState("57P01")
    /// `57P02`.
    public static let crashShutdown = SQLState("57P02")
    /// `57P03`.
    public static let cannotConnectNow = SQLState("57P03")
    /// `P0001`.
    public static let raiseException = SQLState("P0001")
    /// `XX000`.
    public static let internalError = SQLState("XX000")
}
