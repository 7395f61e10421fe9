import SchemaModel

/// A trigger on the table.
public struct Trigger: TableItem {
    let name: String
    let timing: TriggerTiming
    let events: [TriggerEvent]
    let forEach: TriggerLevel
    let condition: SQLFragment?
    let function: Function?
    let arguments: [String]
    let enabled: TriggerEnabled
    /// All of the definition after the name, where it is given as SQL.
    let definition: SQLFragment?
    let isConstraint: Bool
    /// Earlier names, the oldest first.
    public var earlierNames: [String] = []
    let location: SourceLocation
    public var declared: DeclaredItem { DeclaredItem(.trigger(self)) }

    /// A trigger: `Trigger("touch", .before, .update, execute: touchUpdatedAt)`.
    @inline(never)
    public init(
        _ name: String, _ timing: TriggerTiming, _ events: TriggerEvent..., forEach: TriggerLevel = .row,
        when condition: SQLFragment? = nil, execute function: Function, arguments: [String] = [],
        enabled: TriggerEnabled = .origin, file: StaticString = #filePath, line: UInt = #line
    ) {
        self.name = name
        self.timing = timing
        self.events = events
        self.forEach = forEach
        self.condition = condition
        self.function = function
        self.arguments = arguments
        self.enabled = enabled
        definition = nil
        isConstraint = false
        location = SourceLocation(filePath: file, line: line)
    }

    /// A trigger in SQL, after its name: `Trigger("t", sql: "AFTER INSERT ON \(self) REFERENCING NEW TABLE AS rows …")`.
    @inline(never)
    public init(
        _ name: String, sql definition: SQLFragment, isConstraint: Bool = false, enabled: TriggerEnabled = .origin,
        file: StaticString = #filePath, line: UInt = #line
    ) {
        self.name = name
        timing = .before
        events = []
        forEach = .row
        condition = nil
        function = nil
        arguments = []
        self.enabled = enabled
        self.definition = definition
        self.isConstraint = isConstraint
        location = SourceLocation(filePath: file, line: line)
    }
}

/// When a trigger fires.
public enum TriggerTiming: String, Sendable {
    /// `BEFORE`: the function can change the row or leave it out.
    case before = "BEFORE"
    /// `AFTER`.
    case after = "AFTER"
    /// `INSTEAD OF`, for triggers on views.
    case insteadOf = "INSTEAD OF"
}

/// The level of a trigger: it fires for each row, or once per statement.
public enum TriggerLevel: String, Sendable {
    /// `FOR EACH ROW`.
    case row = "ROW"
    /// `FOR EACH STATEMENT`.
    case statement = "STATEMENT"
}

/// The replication role in which a trigger fires, if it fires at all.
public enum TriggerEnabled: String, Sendable { case origin, disabled, replica, always }

/// An event that a trigger fires for.
public struct TriggerEvent: Sendable {
    let word: String
    let columns: [any AnyColumn]

    /// `INSERT`.
    public static let insert = TriggerEvent(word: "INSERT", columns: [])
    /// `UPDATE` of any column.
    public static let update = TriggerEvent(word: "UPDATE", columns: [])
    /// `DELETE`.
    public static let delete = TriggerEvent(word: "DELETE", columns: [])
    /// `TRUNCATE`, for triggers that run once per statement.
    public static let truncate = TriggerEvent(word: "TRUNCATE", columns: [])
    /// UPDATE OF some columns.
    public static func update(of columns: [any AnyColumn]) -> TriggerEvent {
        TriggerEvent(word: "UPDATE", columns: columns)
    }
}
