import SchemaModel

extension Column {
    /// NOT NULL.
    @inline(never)
    public func notNull() -> Column { changed { $0.notNull = true } }

    /// The primary key of the table, of this column alone.
    @inline(never)
    public func primaryKey() -> Column {
        changed {
            $0.primaryKey = true
            $0.notNull = true
        }
    }

    /// A default value.
    @inline(never)
    public func `default`(_ value: Default<Value>) -> Column { changed { $0.defaultValue = value.sql } }

    /// A unique constraint on this column alone.
    @inline(never)
    public func unique(
        _ name: String? = nil, nullsNotDistinct: Bool = false, file: StaticString = #filePath, line: UInt = #line
    ) -> Column {
        changed { $0.items.append(Unique(self, name: name, nullsNotDistinct: nullsNotDistinct, file: file, line: line)) }
    }

    /// A check on this column: `.check { $0.in("open", "closed") }`.
    @inline(never)
    public func check(
        _ name: String? = nil, file: StaticString = #filePath, line: UInt = #line, _ predicate: (Column) -> Predicate
    ) -> Column {
        let check = Check(predicate(self), name: name, file: file, line: line)
        return changed { $0.items.append(check) }
    }

    /// A foreign key to a column of the same Swift type.
    @inline(never)
    public func references(
        _ column: Column, onDelete: ReferentialAction = .noAction, onUpdate: ReferentialAction = .noAction,
        deferrable: Deferrable? = nil, name: String? = nil, file: StaticString = #filePath, line: UInt = #line
    ) -> Column {
        let key = ForeignKey(
            self, references: column, name: name, onDelete: onDelete, onUpdate: onUpdate, deferrable: deferrable, file: file,
            line: line)
        return changed { $0.items.append(key) }
    }

    /// Generated from other columns of the row.
    @inline(never)
    public func generated(sql: SQLFragment, _ kind: GeneratedKind = .stored) -> Column {
        changed {
            $0.generated = sql
            $0.generatedKind = kind
        }
    }

    /// The collation, qualified and quoted: `pg_catalog."C"`.
    @inline(never)
    public func collation(_ schema: String, _ name: String) -> Column {
        changed { $0.collation = SQL.qualified(schema, name) }
    }

    /// `plain`, `external`, `extended` or `main`.
    @inline(never)
    public func storage(_ storage: ColumnStorage) -> Column { changed { $0.storage = storage.rawValue } }

    /// `pglz` or `lz4`.
    @inline(never)
    public func compression(_ method: ColumnCompression) -> Column { changed { $0.compression = method.rawValue } }

    /// How finely ANALYZE samples the column.
    @inline(never)
    public func statistics(_ target: Int) -> Column { changed { $0.statisticsTarget = target } }

    /// The names that the column had before, the oldest first: its values stay.
    ///
    ///     let remark = Column("remark", .text).renamed(from: "note")
    @inline(never)
    public func renamed(from names: String...) -> Column { changed { $0.earlierNames += names } }

    /// COMMENT ON COLUMN.
    @inline(never)
    public func comment(_ text: String) -> Column { changed { $0.comment = text } }

    /// Fills the rows that are there when a migration adds the column or makes it NOT NULL.
    ///
    ///     let name = Column("name", .text).notNull().backfilled(from: "concat_ws(' ', first_name, last_name)")
    ///
    /// The expression is over the row, and may read columns that the same migration drops. The migration adds the column without
    /// NOT NULL, fills it with a trigger for rows that are written meanwhile, and then requires it. Rows in which the column is not
    /// NULL are left alone. A new database never runs it.
    ///
    /// - Parameters:
    ///   - mode: in batches of a transaction each, or in one statement.
    ///   - kept: columns that keep their values while the rows are filled, though a BEFORE UPDATE trigger sets them:
    ///     `keeping: ["updated_at"]`. Updates that others make meanwhile set them as usual.
    ///   - firingTriggers: false to leave the table's own triggers out, such as one that sets `updated_at`. The role that migrates must be
    ///     allowed to set `session_replication_role`.
    @inline(never)
    public func backfilled(
        from expression: SQLFragment, _ mode: BackfillMode = .inBatches, keeping kept: [String] = [],
        firingTriggers: Bool = true
    ) -> Column {
        changed {
            $0.backfillKeeps = kept
            $0.backfillFiresTriggers = firingTriggers
            $0.backfill = expression
            $0.backfillMode = mode
        }
    }

    /// How a migration converts the values when the column's type changes, where PostgreSQL's own conversion would lose something
    /// or does not exist: USING of ALTER COLUMN … TYPE.
    ///
    ///     let note = Column("note", .varchar(200)).changedType(using: "left(note, 200)")
    ///
    /// The old values are kept in quarantine by primary key, and the way back puts them where nobody has changed them since.
    ///
    /// - Parameters:
    ///   - expression: over the row, in which the column has its old type.
    ///   - back: the same for the way back; nil for PostgreSQL's conversion.
    @inline(never)
    public func changedType(using expression: SQLFragment, back: SQLFragment? = nil) -> Column {
        changed {
            $0.conversion = expression
            $0.reverseConversion = back
        }
    }
}

/// How a migration fills a column.
public enum BackfillMode: Sendable {
    /// By primary key, each batch a transaction of a fraction of a second; a rerun goes on where it was.
    case inBatches
    /// One UPDATE of all rows.
    case inOneStatement
}

extension Column where Value: SQLEnum {
    /// A label as the default value: `.default(.draft)`. A label that does not exist does not compile.
    @inline(never)
    public func `default`(_ label: Value) -> Column { changed { $0.defaultValue = SQLFragment(verbatim: label.sqlLiteral) } }
}

extension Column where Value: BinaryInteger {
    /// GENERATED … AS IDENTITY; NOT NULL.
    @inline(never)
    public func identity(
        _ kind: IdentityKind = .always, start: Int? = nil, increment: Int? = nil, minimum: Int? = nil, maximum: Int? = nil,
        cache: Int? = nil, cycle: Bool = false
    ) -> Column {
        changed {
            $0.identity = kind
            $0.identityOptions = IdentityOptions(
                start: start, increment: increment, minimum: minimum, maximum: maximum, cache: cache, cycle: cycle)
            $0.notNull = true
        }
    }
}

/// The options of the sequence behind an identity column; nil for what PostgreSQL takes by itself.
struct IdentityOptions: Sendable {
    var start: Int?
    var increment: Int?
    var minimum: Int?
    var maximum: Int?
    var cache: Int?
    var cycle = false

    /// As facts hold them.
    var values: [String: Value] {
        let numbers = [
            ("start", start), ("increment", increment), ("minimum", minimum), ("maximum", maximum), ("cache", cache),
        ]
        var values: [String: Value] = [:]
        for (key, number) in numbers { values[key] = number.map(Value.integer) }
        if cycle { values["cycle"] = true }
        return values
    }
}

/// Where long values of a column are kept.
public enum ColumnStorage: String, Sendable { case plain, external, extended, main }
/// How long values of a column are compressed.
public enum ColumnCompression: String, Sendable { case pglz, lz4 }
