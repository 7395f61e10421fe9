package import SchemaModel

/// The rows that each identity reaches of each table, as the server answers when it is asked as that role.
package struct AccessMatrix: Sendable, Hashable {
    /// The result for one table, one identity and one command.
    package enum Cell: Sendable, Hashable {
        /// So many rows can be reached.
        case rows(Int)
        /// The role lacks the privilege.
        case refused
        /// The policies read the table that they are on, so that every statement fails.
        case recurses
        /// It was not tried, or could not be; the text says why, without a value.
        case notJudged(String)
    }

    /// The row of the matrix for a table.
    package struct Line: Sendable, Hashable {
        package var table: ObjectID
        /// The rows that the table has; nil where they could not be counted.
        package var total: Int?
        package var hasRowSecurity: Bool
        /// False for a view and a materialized view, on which writing is not judged.
        package var isTable = true
        /// SELECT, in the order of the identities.
        package var reads: [Cell]
        /// Nil where writing was not judged.
        package var writes: Writes?
    }

    /// INSERT, UPDATE and DELETE on rows of a scratch copy.
    package struct Writes: Sendable, Hashable {
        /// The rows of the scratch copy.
        package var rows: Int
        /// In the order of the identities, like the others: how many of these rows it could have inserted.
        package var inserts: [Cell]
        package var updates: [Cell]
        package var deletes: [Cell]
    }

    /// Something to act on.
    package struct Finding: Sendable, Hashable {
        package var table: ObjectID
        package var severity: Severity
        package var kind: Kind
        /// A sentence without a value of a row.
        package var text: String
    }

    /// The fault that a finding is about.
    package enum Kind: String, Sendable, Hashable, Codable {
        case tenantsShareRows, strangerReaches, recursion, withoutRowSecurity, withoutPolicy, opensEverything, opensWhereNull
        case calledPerRow, ownersRights, ownerBypassesPolicies, notCounted, notCompared
    }

    package var database: String
    package var identities: [AccessIdentity]
    package var lines: [Line] = []
    /// By table, the most severe first.
    package var findings: [Finding] = []
    /// Why writing was not judged at all; nil where it was tried.
    package var writesNotJudged: String?

    /// The tables that an identity could not read, with the reasons.
    package var notRead: [(table: ObjectID, identity: String, reason: String)] {
        lines.flatMap { line in
            zip(identities, line.reads).compactMap { identity, cell in
                if case .notJudged(let reason) = cell { (line.table, identity.name, reason) } else { nil }
            }
        }
    }

    /// `failed` for a finding of severity error, or for something that could not be read; `notRun` when there was nothing to read.
    package var verdict: Verdict {
        let wasRead = lines.contains { line in
            line.reads.contains { if case .notJudged = $0 { false } else { true } }
        }
        guard wasRead else { return .notRun }
        return notRead.isEmpty && !findings.contains { $0.severity == .error } ? .passed : .failed
    }

    mutating func add(_ table: ObjectID, _ severity: Severity, _ kind: Kind, _ text: String) {
        findings.append(Finding(table: table, severity: severity, kind: kind, text: text))
    }

    mutating func sortFindings() {
        findings.sort { a, b in
            if a.table != b.table { return a.table < b.table }
            return (b.severity, a.text) < (a.severity, b.text)
        }
    }

    /// Pairs of identities that must not reach the same rows, by their places.
    var strangersToEachOther: [(Int, Int)] {
        identities.indices.flatMap { one in
            identities.indices.compactMap { other in
                guard other > one, let tenant = identities[one].tenant, let second = identities[other].tenant, tenant != second
                else { return nil }
                return (one, other)
            }
        }
    }
}
