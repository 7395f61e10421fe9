import Checks
import Foundation
import SchemaModel

extension CheckPage {
    /// Measurements of one kind over time.
    struct TrendSection {
        let anchor: String
        let title: String
        let about: String
        let cards: [Trend]
        let more: [Trend]
        let moreLabel: String?
        let note: String?
    }

    /// One measurement over time.
    struct Trend {
        let title: String
        let place: String?
        let value: String
        let change: String?
        let goal: String?
        let goalTone: String
        let chart: String?
        let database: String
        let schema: String
        let words: String
    }
}

extension CheckPage.TrendSection {
    private static let most = 12

    static func all(_ measured: Measurements, _ trends: CheckTrends, _ report: CheckReport) -> [CheckPage.TrendSection] {
        DataMeasurement.Kind.allCases.sorted { order($0) < order($1) }.compactMap { kind in
            CheckPage.TrendSection(kind, measured.values.filter { $0.series.kind == kind && $0.isShown }, trends, report)
        }
    }

    private static func order(_ kind: DataMeasurement.Kind) -> Int {
        switch kind {
        case .figure: 0
        case .rows: 1
        case .age: 2
        case .nullShare: 3
        case .mean: 4
        case .quantile: 5
        case .mark: 6
        }
    }

    private init?(
        _ kind: DataMeasurement.Kind, _ measurements: [DataMeasurement], _ trends: CheckTrends, _ report: CheckReport
    ) {
        let lines = measurements.map { TrendLine($0, trends, report.started) }
        let drawn: [TrendLine]
        switch kind {
        case .figure:
            (title, about) = ("Figures", "What the declared reports say, with their targets.")
            drawn = lines.filter(\.hasValues)
            let without = lines.count - drawn.count
            note = without == 0 ? nil : "\(Format.plural(without, "figure has", "figures have")) no value yet."
        case .rows:
            (title, about) = ("Volumes", "Rows of each table that a check is about; those that changed most come first.")
            drawn = lines.filter { $0.values.contains { $0 > 0 } }.sorted { $0.movement > $1.movement }
            let empty = lines.count - drawn.count
            note =
                empty == 0
                ? nil
                : "\(Format.plural(empty, "table has", "tables have")) never had a row and \(empty == 1 ? "is" : "are") not drawn."
        case .age:
            (title, about) = ("Freshness", "The age of the newest row at the time of each run; lower is fresher.")
            drawn = lines.filter(\.hasValues)
            let without = lines.count - drawn.count
            note = without == 0 ? nil : "\(Format.plural(without, "column has", "columns have")) no value in any run."
        case .nullShare:
            (title, about) = (
                "Missing values", "The share of NULL in columns that may be NULL; those that changed most come first."
            )
            drawn = lines.filter { Set($0.values).count > 1 }.sorted { $0.movement > $1.movement }
            let still = lines.count - drawn.count
            note =
                still == 0
                ? nil
                : "\(Format.plural(still, "column")) had the same share in every run and \(still == 1 ? "is" : "are") not drawn."
        case .mean:
            (title, about) = ("Means", "The mean of columns that are watched for anomalies.")
            (drawn, note) = (lines.filter(\.hasValues).sorted { $0.movement > $1.movement }, nil)
        case .quantile:
            (title, about) = ("Distributions", "The median of columns whose distribution is watched for anomalies.")
            drawn = lines.filter { $0.hasValues && $0.measurement.series.share == 0.5 }.sorted {
                $0.movement > $1.movement
            }
            note = nil
        case .mark: return nil
        }
        guard !lines.isEmpty else { return nil }
        anchor = "trend-\(kind.rawValue)"
        let most = kind == .figure ? 24 : Self.most
        cards = drawn.prefix(most).map { CheckPage.Trend($0) }
        more = drawn.dropFirst(most).map { CheckPage.Trend($0) }
        moreLabel = more.isEmpty ? nil : "\(Format.count(more.count)) more"
    }
}

/// A measurement with its past.
private struct TrendLine {
    let measurement: DataMeasurement
    let points: [LineChart.Point]
    let compared: Double?
    /// When the run was that this one is compared with.
    let comparedWith: Date?

    init(_ measurement: DataMeasurement, _ trends: CheckTrends, _ now: Date) {
        self.measurement = measurement
        let past = trends.line(measurement.series)
        points = past.map { .init(date: $0.started, value: $0.value) } + [.init(date: now, value: measurement.value)]
        comparedWith = trends.comparedWith
        compared = comparedWith.flatMap { time in past.last { $0.started == time }?.value }
    }

    var values: [Double] { points.compactMap(\.value) }
    var hasValues: Bool { !values.isEmpty }

    /// How unusual the last step is: against the median of the steps before it, so that a quiet table that jumps comes first.
    var movement: Double {
        guard let now = measurement.value, let compared else { return 0 }
        let steps = zip(values, values.dropFirst()).map { abs($1 - $0) }.dropLast().sorted()
        let usual = steps.isEmpty ? 0 : steps[steps.count / 2]
        let scale = max(abs(compared), measurement.unit == .share ? 0.01 : 1)
        return abs(now - compared) / (usual + scale * 0.005)
    }
}

extension CheckPage.Trend {
    fileprivate init(_ line: TrendLine) {
        let measurement = line.measurement
        let kind = measurement.series.kind
        switch kind {
        case .rows: (title, place) = (Format.oneLine(measurement.heading), nil)
        case .age: (title, place) = (Format.oneLine(measurement.heading), Format.oneLine("by \(measurement.title)"))
        case .nullShare, .mean, .quantile, .figure, .mark:
            (title, place) = (Format.oneLine(measurement.title), Format.oneLine(measurement.heading))
        }
        value = measurement.value.map { Format.quantity($0, measurement.unit) } ?? "no value"
        change = Self.change(line)
        goal = measurement.goal.map { "target \(Format.oneLine($0.wording))\($0.isMet ? " is met" : " is missed")" }
        goalTone = measurement.goal.map { $0.isMet ? "good" : "bad" } ?? ""
        chart =
            LineChart(
                label: "\(title)\(place.map { ", \($0)" } ?? ""), run by run; \(value) now", points: line.points,
                levels: measurement.goal.map { [.init(value: $0.bound, text: "")] } ?? [],
                unit: measurement.unit, startsAtZero: kind != .rows
            ).svg
        database = Format.oneLine(measurement.series.database)
        schema = measurement.schema.map(Format.oneLine) ?? ""
        words = Format.oneLine("\(title) \(place ?? "") \(measurement.series.subject)").lowercased()
    }

    /// The difference from the run that this one is compared with.
    private static func change(_ line: TrendLine) -> String? {
        guard let now = line.measurement.value, let before = line.compared else { return nil }
        let difference = now - before
        let amount: String
        switch line.measurement.unit {
        // The difference of two percentages is not a percentage of either.
        case .share: amount = "\(Format.number(abs(difference * 1000).rounded() / 10)) points"
        case .percent: amount = "\(Format.number(abs(difference * 10).rounded() / 10)) points"
        default: amount = Format.quantity(abs(difference), line.measurement.unit)
        }
        if difference == 0 || amount.hasPrefix("0 ") { return "unchanged" }
        return "\(difference > 0 ? "▲" : "▼") \(amount) since \(line.comparedWith.map(Format.time) ?? "then")"
    }
}
