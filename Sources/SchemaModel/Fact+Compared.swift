extension Fact {
    /// Attributes that order or inform, and are never compared.
    package static let notCompared: Set<Attribute> = [
        .position, .insertOnly, .readsItself, .database, .username, .typeStorage, .typeName, .typeModifier, .elementType,
        .typeSchema, .bareTypeName, .argumentTypes, .volatileExpression,
        .indexColumns,
        .indexBody, .backfill, .backfillsInBatches, .backfillsQuietly, .backfillKeeps, .conversion, .reverseConversion,
        .replacedLabels, .checkExpression,
        .referencedColumns, .keyExpressions, .predicate, .nullsNotDistinct, .operators, .partitionCondition, .exposure,
        .initialPrivileges, .argumentNames, .argumentModes, .defaultCount, .secretOptions,
        .unpopulated, .otherVersion, .notNullDeclared, .withoutDefault, .keepsRows, .sequenceName, .extensionSchema,
        .extensionVersion,
    ]
}
