import SchemaModel

/// An aggregate function.
///
///     let total = Aggregate(
///         "total", [Argument("amount", .numeric)], state: .numeric, transition: "\(addUp)",
///         AggregateProperties(initialCondition: "0"))
///
/// Functions are fragments: one of this declaration is interpolated, one of PostgreSQL's is named.
public final class Aggregate: DeclaredObject {
    public let name: String
    let kind: AggregateForm
    let arguments: [ArgumentDeclaration]
    let state: TypeName
    let transition: SQLFragment
    let properties: AggregateProperties
    let executableBy: [Role]
    let comment: String?
    let location: SourceLocation
    let earlierNames: [String]

    /// An aggregate; without arguments it is called as `name(*)`. `executableBy` is PUBLIC unless it says otherwise, which is
    /// PostgreSQL's own default.
    public init<State>(
        _ name: String, _ arguments: [any AnyArgument] = [], _ kind: AggregateForm = .normal, state: ColumnType<State>,
        transition: SQLFragment, _ properties: AggregateProperties = AggregateProperties(),
        executableBy: [Role] = [.everyone], comment: String? = nil, file: StaticString = #filePath, line: UInt = #line
    ) {
        self.name = name
        self.kind = kind
        self.arguments = arguments.map(\.argument)
        self.state = state.name
        self.transition = transition
        self.properties = properties
        self.executableBy = executableBy
        self.comment = comment
        location = SourceLocation(filePath: file, line: line)
        earlierNames = []
    }

    public var declaration: ObjectDeclaration {
        ObjectDeclaration(
            id: { schema, names in
                // PostgreSQL keeps one VARIADIC argument where both lists end in it.
                let isShared = self.arguments.last?.variadic == true
                let types = (self.arguments + (isShared ? [] : self.kind.ordered)).map { names.resolve($0.type.bare).sql }
                return ObjectID(.aggregate, schema: schema, self.name, signature: types.joined(separator: ", "))
            },
            lower: { lowering, id in lowering.aggregate(self, id: id) })
    }

    private init(_ other: Aggregate, earlierNames: [String]) {
        name = other.name
        kind = other.kind
        arguments = other.arguments
        state = other.state
        transition = other.transition
        properties = other.properties
        executableBy = other.executableBy
        comment = other.comment
        location = other.location
        self.earlierNames = earlierNames
    }

    /// The aggregate, which had these names before, the oldest first.
    public func renamed(from names: String...) -> Aggregate {
        Aggregate(self, earlierNames: earlierNames + names)
    }
}

/// The form of an aggregate: how it is called.
public enum AggregateForm: Sendable {
    /// `name(arguments)`.
    case normal
    /// `name(arguments) WITHIN GROUP (ORDER BY …)` over these.
    case orderedSet(by: [any AnyArgument])
    /// The same, for the place that a row would have.
    case hypotheticalSet(by: [any AnyArgument])

    var ordered: [ArgumentDeclaration] {
        switch self {
        case .normal: []
        case .orderedSet(let arguments), .hypotheticalSet(let arguments): arguments.map(\.argument)
        }
    }
}

/// The function that makes the result of an aggregate from its last state.
public struct FinalFunction: Sendable {
    let function: SQLFragment
    let takesArguments: Bool
    let modifies: StateModification?

    /// `takesArguments`: it has the aggregate's arguments as well, all NULL, to know their types.
    public init(_ function: SQLFragment, takesArguments: Bool = false, modifies: StateModification? = nil) {
        self.function = function
        self.takesArguments = takesArguments
        self.modifies = modifies
    }
}

/// The permission of a final function to change the state that it is given.
public enum StateModification: String, Sendable {
    /// `READ_ONLY`.
    case readOnly = "read_only"
    /// `SHAREABLE`.
    case shareable
    /// `READ_WRITE`.
    case readWrite = "read_write"
}

/// How an aggregate is computed over a moving frame of a window, where rows leave at one end.
public struct MovingAggregate: Sendable {
    let state: TypeName
    let transition: SQLFragment
    let inverse: SQLFragment
    let stateSize: Int?
    let final: FinalFunction?
    let initialCondition: String?

    /// `inverse` takes a row out of the state again.
    public init<State>(
        state: ColumnType<State>, transition: SQLFragment, inverse: SQLFragment, stateSize: Int? = nil,
        final: FinalFunction? = nil, initialCondition: String? = nil
    ) {
        self.state = state.name
        self.transition = transition
        self.inverse = inverse
        self.stateSize = stateSize
        self.final = final
        self.initialCondition = initialCondition
    }
}

/// Everything of an aggregate beyond its transition.
public struct AggregateProperties: Sendable {
    let initialCondition: String?
    let stateSize: Int?
    let final: FinalFunction?
    let combine: SQLFragment?
    let serialize: SQLFragment?
    let deserialize: SQLFragment?
    let moving: MovingAggregate?
    let sortOperator: SQLFragment?
    let parallel: Parallel

    /// `initialCondition` is the first state as text; an empty text is one, nil is NULL. `sortOperator` is such as
    /// `OPERATOR(pg_catalog.>)`.
    public init(
        initialCondition: String? = nil, stateSize: Int? = nil, final: FinalFunction? = nil, combine: SQLFragment? = nil,
        serialize: SQLFragment? = nil, deserialize: SQLFragment? = nil, moving: MovingAggregate? = nil,
        sortOperator: SQLFragment? = nil, parallel: Parallel = .unsafe
    ) {
        self.initialCondition = initialCondition
        self.stateSize = stateSize
        self.final = final
        self.combine = combine
        self.serialize = serialize
        self.deserialize = deserialize
        self.moving = moving
        self.sortOperator = sortOperator
        self.parallel = parallel
    }
}

extension Lowering {
    fileprivate mutating func aggregate(_ aggregate: Aggregate, id: ObjectID) {
        let what = "Aggregate \(id.path)"
        // Functions and aggregates of one name and one signature cannot both be.
        claim(
            "\(id.name)(\(id.signature ?? ""))", in: "schema \(id.schema ?? "") (functions)", as: "function", aggregate.location)
        nameLength(id.name, "aggregate", aggregate.location)
        var fact = Fact(id, origin: aggregate.location)
        func text(_ fragment: SQLFragment?, _ lowering: inout Lowering) -> Value {
            guard let fragment else { return .null }
            let resolved = lowering.type(fragment, of: what, aggregate.location)
            fact.dependencies.formUnion(resolved.dependencies)
            return .text(resolved.text)
        }
        func list(_ arguments: [ArgumentDeclaration], _ lowering: inout Lowering) -> String {
            arguments.map { argument in
                let name = argument.name.isEmpty ? "" : SQL.identifier(argument.name) + " "
                let type = text(argument.type.bare, &lowering).text ?? ""
                return (argument.variadic ? "VARIADIC " : "") + name + type
            }.joined(separator: ", ")
        }
        let direct = list(aggregate.arguments, &self)
        switch aggregate.kind {
        case .normal:
            fact[.arguments] = .text(direct)
        case .orderedSet, .hypotheticalSet:
            let ordered = "ORDER BY " + list(aggregate.kind.ordered, &self)
            fact[.arguments] = .text(direct.isEmpty ? ordered : "\(direct) \(ordered)")
            fact[.directArguments] = aggregate.arguments.isEmpty ? nil : .integer(aggregate.arguments.count)
            if case .hypotheticalSet = aggregate.kind {
                fact[.aggregateKind] = "hypothetical-set"
            } else {
                fact[.aggregateKind] = "ordered-set"
            }
        }
        let properties = aggregate.properties
        fact[.stateFunction] = text(aggregate.transition, &self)
        fact[.stateType] = text(aggregate.state.bare, &self)
        fact[.stateSpace] = properties.stateSize.map(Value.integer)
        fact[.initialCondition] = properties.initialCondition.map(Value.text)
        fact[.finalFunction] = text(properties.final?.function, &self)
        fact[.finalExtra] = properties.final?.takesArguments == true ? true : nil
        fact[.finalModify] = properties.final?.modifies.map { .text($0.rawValue) }
        fact[.combineFunction] = text(properties.combine, &self)
        fact[.serialFunction] = text(properties.serialize, &self)
        fact[.deserialFunction] = text(properties.deserialize, &self)
        fact[.sortOperator] = text(properties.sortOperator, &self)
        if properties.parallel != .unsafe { fact[.parallel] = .text(properties.parallel.rawValue) }
        if let moving = properties.moving {
            fact[.movingFunction] = text(moving.transition, &self)
            fact[.inverseFunction] = text(moving.inverse, &self)
            fact[.movingType] = text(moving.state.bare, &self)
            fact[.movingSpace] = moving.stateSize.map(Value.integer)
            fact[.movingInitialCondition] = moving.initialCondition.map(Value.text)
            fact[.movingFinalFunction] = text(moving.final?.function, &self)
            fact[.movingFinalExtra] = moving.final?.takesArguments == true ? true : nil
            fact[.movingFinalModify] = moving.final?.modifies.map { .text($0.rawValue) }
        }
        add(fact)
        for role in aggregate.executableBy {
            grant(Grant(.execute, to: role, location: aggregate.location), on: id, allowed: .ofFunctions)
        }
        comment(aggregate.comment, on: id, aggregate.location)
    }
}
