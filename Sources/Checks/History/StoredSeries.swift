/// The name of a series as a history keeps it: one text, in which the share of a quantile follows the column's name.
///
/// Only the two histories use this form; it is the one that they had before series had a share of their own.
extension DataMeasurement.Series {
    private static let separator: Character = "/"

    var storedName: String {
        share.map { "\(name)\(Self.separator)\($0)" } ?? name
    }

    /// Nil for a quantile whose share cannot be read, which no version has written.
    init?(database: String, kind: DataMeasurement.Kind, subject: String, storedName: String) {
        switch kind {
        case .rows, .age, .nullShare, .mean, .figure, .mark:
            self.init(database: database, kind: kind, subject: subject, name: storedName)
        case .quantile:
            // A share has no separator; a column's name can have some.
            guard let place = storedName.lastIndex(of: Self.separator),
                let share = Double(storedName[storedName.index(after: place)...])
            else { return nil }
            self.init(database: database, kind: kind, subject: subject, name: String(storedName[..<place]), share: share)
        }
    }
}
