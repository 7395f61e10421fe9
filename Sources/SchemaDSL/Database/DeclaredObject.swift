import SchemaModel

/// An object that a ``Schema`` lists among its `objects`. It says itself what it is called and which facts it is, so that a new
/// kind is one file.
public protocol DeclaredObject: SchemaObject {
    /// The identity and the facts of the object.
    var declaration: ObjectDeclaration { get }
}

/// How a ``DeclaredObject`` becomes facts.
public struct ObjectDeclaration: Sendable {
    /// The identity of the object in a schema; names of types are known.
    let id: @Sendable (_ schema: String, _ names: Names) -> ObjectID
    let lower: @Sendable (_ lowering: inout Lowering, _ id: ObjectID) -> Void
}
