/// Queries that are read together, with the targets beside the figures: `plumb report weekly_support`.
public struct Report: Sendable {
    package let name: String
    package let title: String
    /// Its readers and their purpose, in one sentence.
    package let purpose: String
    let sections: [ReportSection]

    /// A report with a name for the command, a title for its page, and the sections in their order.
    public init(_ name: String, _ title: String, purpose: String, _ sections: [ReportSection]) {
        self.name = name
        self.title = title
        self.purpose = purpose
        self.sections = sections
    }
}

/// One query of a report. The query must be listed in the same ``QuerySet``, and read only.
public struct ReportSection: Sendable {
    let title: String
    let query: any Query
    let bindings: [Binding]
    let targets: [Target]

    /// A section: `ReportSection("Quality", q, { [$0.days.value(7)] }, targets: { [Target($0.rate, .above(60), unit: "%")] })`.
    public init<Q: Query>(
        _ title: String, _ query: Q, _ bindings: (Q) -> [Binding] = { _ in [] }, targets: (Q) -> [Target] = { _ in [] }
    ) {
        self.title = title
        self.query = query
        self.bindings = bindings(query)
        self.targets = targets(query)
    }
}

/// The value that a figure should have. Every row that has the figure is compared with it; NULL is not a figure.
public struct Target: Sendable {
    let output: String
    let bound: Bound
    let unit: String

    /// A target for a numeric output, in the output's own unit.
    public init<Value>(_ output: Output<Value>, _ bound: Bound, unit: String = "") {
        self.output = output.output.name
        self.bound = bound
        self.unit = unit
    }

    /// The value that a figure is compared with.
    public enum Bound: Sendable, Hashable {
        /// More than this.
        case above(Double)
        /// This or more.
        case atLeast(Double)
        /// Less than this.
        case below(Double)
        /// This or less.
        case atMost(Double)

        /// True when a figure meets the target.
        public func allows(_ value: Double) -> Bool {
            switch self {
            case .above(let bound): value > bound
            case .atLeast(let bound): value >= bound
            case .below(let bound): value < bound
            case .atMost(let bound): value <= bound
            }
        }
    }
}
