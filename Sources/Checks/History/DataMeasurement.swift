public import struct Foundation.Date
public import SchemaModel

/// A number about the data, taken in one run, so that a page can plot it over time.
public struct DataMeasurement: Sendable, Hashable {
    /// The series that a measurement belongs to; the same in each run.
    public struct Series: Sendable, Hashable {
        public var database: String
        public var kind: Kind
        /// The table, `schema.table`; of a figure, the report's name.
        public var subject: String
        /// The column; of a figure, section and output. Empty for the rows of a table.
        public var name: String

        public init(database: String, kind: Kind, subject: String, name: String = "") {
            self.database = database
            self.kind = kind
            self.subject = subject
            self.name = name
        }
    }

    /// The kinds of measurement.
    public enum Kind: String, Sendable, Hashable, CaseIterable, Codable {
        /// The number of rows of a table.
        case rows
        /// The age of a column's newest value, in seconds.
        case age
        /// The share of a column's values that are NULL, from 0 to 1.
        case nullShare = "null_share"
        /// The mean of a column.
        case mean
        /// A quantile of a column, whose share ends the name: `total/0.5`.
        case quantile
        /// A figure of a declared report.
        case figure
    }

    public var series: Series
    /// Its name for people.
    public var title: String
    /// The table or the report that it belongs to, for people.
    public var heading: String
    /// The schema of its table; nil of a figure.
    public var schema: String?
    public var unit: FigureUnit
    /// Nil where there is no value, such as the age of the newest row of an empty table.
    public var value: Double?
    /// The target of a figure that has one.
    public var goal: Goal?
    /// False of a number made of values that outputs do not show; it is kept for comparison only.
    public var isShown = true

    /// A target, as a page draws it.
    public struct Goal: Sendable, Hashable {
        public var bound: Double
        /// `> 60 %`.
        public var wording: String
        public var isMet: Bool

        public init(bound: Double, wording: String, isMet: Bool) {
            self.bound = bound
            self.wording = wording
            self.isMet = isMet
        }
    }

    public init(
        series: Series, title: String, heading: String? = nil, schema: String? = nil, unit: FigureUnit, value: Double?,
        goal: Goal? = nil
    ) {
        self.series = series
        self.title = title
        self.heading = heading ?? series.subject
        self.schema = schema
        self.unit = unit
        self.value = value
        self.goal = goal
    }
}

/// A measurement of an earlier run.
public struct PastMeasurement: Sendable, Hashable {
    public var started: Date
    public var series: DataMeasurement.Series
    public var value: Double?

    public init(started: Date, series: DataMeasurement.Series, value: Double?) {
        self.started = started
        self.series = series
        self.value = value
    }
}

/// All measurements of a run, and the reasons why some could not be taken.
public struct Measurements: Sendable, Hashable {
    public var values: [DataMeasurement]
    public var problems: [String]

    public init(_ values: [DataMeasurement] = [], problems: [String] = []) {
        self.values = values
        self.problems = problems
    }
}
