public import PostgresClient
public import SchemaDSL

/// A value for a parameter of a query.
public struct Binding: Sendable {
    /// The parameter's name.
    package let parameter: String
    let value: PostgresParameter

    init(_ parameter: String, _ value: PostgresParameter) {
        self.parameter = parameter
        // The statement casts each parameter to its declared type; binary values keep theirs, since they are read by it.
        self.value = value.isBinary ? value : PostgresParameter(text: value.bytes.map { String(decoding: $0, as: UTF8.self) })
    }

    /// A value in text form, as a person types it; the server reads it as the parameter's type.
    public init(_ parameter: String, text: String?) {
        self.init(parameter, PostgresParameter(text: text))
    }
}

extension Parameter where Value: PostgresEncodable {
    /// A value for this parameter; nil is NULL.
    public func value(_ value: Value?) -> Binding {
        Binding(parameter.name, value?.postgresParameter ?? .null)
    }
}
