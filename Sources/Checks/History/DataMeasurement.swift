package import struct Foundation.Date
package import SchemaModel

/// A number about the data, taken in one run, so that a page can plot it over time.
package struct DataMeasurement: Sendable, Hashable {
    /// The series that a measurement belongs to; the same in each run.
    package struct Series: Sendable, Hashable {
        package var database: String
        package var kind: Kind
        /// The table, `schema.table`; of a figure, the report's name.
        package var subject: String
        /// The column; of a figure, section and output. Empty for the rows of a table.
        package var name: String
        /// Of a quantile, the share of the values that are below it; nil of a whole distribution.
        package var share: Double?

        package init(database: String, kind: Kind, subject: String, name: String = "", share: Double? = nil) {
            self.database = database
            self.kind = kind
            self.subject = subject
            self.name = name
            self.share = share
        }
    }

    /// The kinds of measurement.
    package enum Kind: String, Sendable, Hashable, CaseIterable, Codable {
        /// The number of rows of a table.
        case rows
        /// The age of a column's newest value, in seconds.
        case age
        /// The share of a column's values that are NULL, from 0 to 1.
        case nullShare = "null_share"
        /// The mean of a column.
        case mean
        /// A quantile of a column.
        case quantile
        /// A figure of a declared report.
        case figure
        /// How far an incremental check has read.
        case mark
    }

    package var series: Series
    /// Its name for people.
    package var title: String
    /// The table or the report that it belongs to, for people.
    package var heading: String
    /// The schema of its table; nil of a figure.
    package var schema: String?
    package var unit: FigureUnit
    /// Nil where there is no value, such as the age of the newest row of an empty table.
    package var value: Double?
    /// The target of a figure that has one.
    package var goal: Goal?
    /// False of a number made of values that outputs do not show; it is kept for comparison only.
    package var isShown = true

    /// A target, as a page draws it.
    package struct Goal: Sendable, Hashable {
        package var bound: Double
        /// `> 60 %`.
        package var wording: String
        package var isMet: Bool

        package init(bound: Double, wording: String, isMet: Bool) {
            self.bound = bound
            self.wording = wording
            self.isMet = isMet
        }
    }

    package init(
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
package struct PastMeasurement: Sendable, Hashable {
    package var started: Date
    package var series: DataMeasurement.Series
    package var value: Double?

    package init(started: Date, series: DataMeasurement.Series, value: Double?) {
        self.started = started
        self.series = series
        self.value = value
    }
}

/// All measurements of a run, and the reasons why some could not be taken.
package struct Measurements: Sendable, Hashable {
    package var values: [DataMeasurement]
    package var problems: [String]

    package init(_ values: [DataMeasurement] = [], problems: [String] = []) {
        self.values = values
        self.problems = problems
    }
}
