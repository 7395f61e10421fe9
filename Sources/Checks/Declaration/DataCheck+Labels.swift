extension DataCheck {
    /// The person or team who acts when it fails.
    public func owner(_ owner: String) -> DataCheck { labeled { $0.owner = owner } }

    /// Words by which people find it; added to those of its group.
    public func tags(_ tags: String...) -> DataCheck { labeled { $0.tags += tags } }

    /// Why the rule exists and what to do when it is broken, in a sentence or two.
    public func description(_ description: String) -> DataCheck { labeled { $0.description = description } }

    /// The side of data quality that it is about, where that does not follow from its rule.
    public func dimension(_ dimension: QualityDimension) -> DataCheck { labeled { $0.dimension = dimension } }

    func labeled(_ change: (inout CheckLabels) -> Void) -> DataCheck {
        var copy = self
        change(&copy.labels)
        return copy
    }

    /// The labels with the dimension that follows from the rule, where nobody said one.
    var completeLabels: CheckLabels {
        var complete = labels
        complete.dimension = labels.dimension ?? rule.dimension(kind)
        return complete
    }
}

extension CheckGroup {
    /// The owner of all checks of the group that name none.
    public func owner(_ owner: String) -> CheckGroup { labeled { $0.owner = $0.owner ?? owner } }

    /// Tags for all checks of the group.
    public func tags(_ tags: String...) -> CheckGroup { labeled { $0.tags = tags + $0.tags } }

    private func labeled(_ change: (inout CheckLabels) -> Void) -> CheckGroup {
        var copy = self
        copy.checks = checks.map { $0.labeled(change) }
        return copy
    }
}

extension DataCheck.Rule {
    fileprivate func dimension(_ kind: CheckKind) -> QualityDimension {
        switch self {
        // Of rules about one row, those of quality ask for a value, and those of validation for its form.
        case .row: kind == .quality ? .completeness : kind.dimension
        case .shape: .validity
        case .unique: .uniqueness
        case .references, .agreement, .totals, .overlaps: .consistency
        case .freshness: .timeliness
        case .rowCount, .growth, .anomalies: .volume
        case .gaps: .completeness
        case .statistic, .monotonic: .validity
        case .question, .performance: .operation
        case .query: kind.dimension
        }
    }
}
