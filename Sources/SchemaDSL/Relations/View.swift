import SchemaModel

/// A view or a materialized view: what ``Schema`` lists as its views. Declare a ``View`` or a ``MaterializedView``.
public protocol AnyView: Relation {}

/// A view: a final class whose stored properties are its columns, so that they can be referred to.
///
///     final class OpenConversations: View, Sendable {
///         let id = Column("id", .bigint)
///         var query: SQLFragment { "SELECT \(conversations.id) FROM \(conversations) WHERE \(conversations.status) = 'open'" }
///     }
public protocol View: AnyView {
    /// A SELECT without a closing semicolon.
    var query: SQLFragment { get }
    /// Options, grants and a comment.
    var settings: ViewSettings { get }
}

extension View {
    public var settings: ViewSettings { ViewSettings() }
}

/// A materialized view. For REFRESH … CONCURRENTLY it needs a unique index without a predicate.
public protocol MaterializedView: AnyView {
    /// A SELECT without a closing semicolon.
    var query: SQLFragment { get }
    /// Indexes, grants and a comment; constraints and policies are not for materialized views.
    @TableBodyBuilder var body: TableBody { get }
}

extension MaterializedView {
    public var body: TableBody { TableBody(items: []) }
}

/// The options, grants and comment of a view.
public struct ViewSettings: Sendable {
    let securityInvoker: Bool
    let securityBarrier: Bool
    let checkOption: String?
    let grants: [Grant]
    let comment: String?
    let location: SourceLocation?
    private(set) var earlierNames: [String] = []

    /// `securityInvoker`: the caller's rights and policies hold, not those of the view's owner.
    public init(
        securityInvoker: Bool = false, securityBarrier: Bool = false, checkOption: CheckOption? = nil,
        grants: [Grant] = [], comment: String? = nil, file: StaticString = #filePath, line: UInt = #line
    ) {
        self.securityInvoker = securityInvoker
        self.securityBarrier = securityBarrier
        self.checkOption = checkOption?.rawValue
        self.grants = grants
        self.comment = comment
        location = SourceLocation(filePath: file, line: line)
    }

    /// The names that the view had before, the oldest first.
    public func renamed(from names: String...) -> ViewSettings {
        var copy = self
        copy.earlierNames += names
        return copy
    }
}

/// Which rows can be written through a view.
public enum CheckOption: String, Sendable { case local, cascaded }
