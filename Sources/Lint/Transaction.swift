/// The state of the session that the script has made so far.
struct ScriptState {
    /// Its number among all scripts.
    let script: Int
    /// A transaction is open: by BEGIN, or by the tool that runs the script.
    var isOpen = false
    /// The tool opened it.
    var isImplicit = false
    /// Counts transactions; each statement outside of one has its own.
    var transaction = 0
    var beganAt: (number: Int, offset: Int)?
    /// Milliseconds; nil where nothing set it.
    var lockTimeout: Int?
    var statementTimeout: Int?
    var localLockTimeout: Int?
    var localStatementTimeout: Int?
    /// The relations on which this transaction holds ACCESS EXCLUSIVE, and were there before it.
    var exclusive: [QName] = []
    /// Tables and indexes that the script dropped.
    var dropped: Set<QName> = []
    var droppedIndexes: [KnownIndex] = []
    /// How many statements it has.
    var size = 0
    /// The reports that are made once per script.
    var said: Set<String> = []

    var effectiveLockTimeout: Int? { localLockTimeout ?? lockTimeout }
    var effectiveStatementTimeout: Int? { localStatementTimeout ?? statementTimeout }

    mutating func end() {
        (isOpen, isImplicit, beganAt) = (false, false, nil)
        (localLockTimeout, localStatementTimeout) = (nil, nil)
        exclusive = []
        transaction += 1
    }

    /// Follows a statement: transactions and settings.
    mutating func follow(_ statement: Statement) {
        switch statement.kind {
        case "TransactionStmt":
            switch statement["kind"].string {
            case "TRANS_STMT_BEGIN", "TRANS_STMT_START":
                if !isOpen { transaction += 1 }
                isOpen = true
                beganAt = (statement.number, statement.base)
            case "TRANS_STMT_COMMIT", "TRANS_STMT_ROLLBACK", "TRANS_STMT_PREPARE":
                let chains = statement["chain"].isTrue
                let began = beganAt
                end()
                if chains { (isOpen, beganAt) = (true, began) }
            default: break
            }
        case "VariableSetStmt":
            set(statement)
        default:
            if !isOpen { transaction += 1 }
        }
    }

    private mutating func set(_ statement: Statement) {
        let name = statement["name"].string?.lowercased()
        let value = Self.milliseconds(statement["args"].list.first)
        // Outside a transaction SET LOCAL has no effect; under a tool's transaction it does.
        let isLocal = statement["is_local"].isTrue
        guard !isLocal || isOpen else { return }
        switch name {
        case "lock_timeout": if isLocal { localLockTimeout = value } else { (lockTimeout, localLockTimeout) = (value, nil) }
        case "statement_timeout":
            if isLocal { localStatementTimeout = value } else { (statementTimeout, localStatementTimeout) = (value, nil) }
        default: break
        }
    }

    /// A time setting's value; nil for DEFAULT.
    static func milliseconds(_ node: Node?) -> Int? {
        guard let node else { return nil }
        if let number = node.integerConstant { return number }
        guard let text = node.stringConstant?.lowercased() else { return nil }
        let digits = text.trimmingPrefix { $0 == " " }.prefix { $0.isNumber || $0 == "." }
        guard let number = Double(digits) else { return nil }
        let unit = text.drop { !$0.isLetter }.filter(\.isLetter)
        let factor: Double =
            switch unit {
            case "us": 0.001
            case "s": 1000
            case "min": 60_000
            case "h": 3_600_000
            case "d": 86_400_000
            default: 1
            }
        return number * factor < 1e15 ? Int(number * factor) : nil
    }
}
