package import SchemaModel

extension ObjectKind {
    /// The definition of a kind. To support a new one: its case, its file in `Kinds/`, and its line here, which the compiler asks for.
    var definition: any Kind {
        switch self {
        case .schema: SchemaKind()
        case .extension: ExtensionKind()
        case .enumType: EnumKind()
        case .compositeType: CompositeKind()
        case .domain: DomainKind()
        case .sequence: SequenceKind()
        case .table: TableKind()
        case .column: ColumnKind()
        case .columnDefault: ColumnDefaultKind()
        case .constraint: ConstraintKind()
        case .index: IndexKind()
        case .statistics: StatisticsKind()
        case .view: ViewKind()
        case .materializedView: MaterializedViewKind()
        case .function: FunctionKind()
        case .aggregate: AggregateKind()
        case .operator: OperatorKind()
        case .operatorFamily: OperatorFamilyKind()
        case .familyOperator: FamilyMemberKind(kind: .familyOperator, member: .operator)
        case .familyFunction: FamilyMemberKind(kind: .familyFunction, member: .function)
        case .operatorClass: OperatorClassKind()
        case .cast: CastKind()
        case .conversion: ConversionKind()
        case .language: LanguageKind()
        case .transform: TransformKind()
        case .accessMethod: AccessMethodKind()
        case .trigger: TriggerKind()
        case .policy: PolicyKind()
        case .grant: GrantKind()
        case .comment: CommentKind()
        case .owner: OwnerKind()
        case .publication: PublicationKind()
        case .publicationTable: PublicationTableKind()
        case .publicationSetting: PublicationSettingKind()
        case .cronJob: CronJobKind()
        case .defaultPrivileges: DefaultPrivilegesKind()
        case .extensionMember: ExtensionMemberKind()
        case .referenceRow: ReferenceRowKind()
        case .rule: RuleKind()
        case .eventTrigger: EventTriggerKind()
        case .collation: CollationKind()
        case .rangeType: RangeKind()
        case .baseType: BaseTypeKind()
        case .textSearchParser: TextSearchParserKind()
        case .textSearchTemplate: TextSearchTemplateKind()
        case .textSearchDictionary: TextSearchDictionaryKind()
        case .textSearchConfiguration: TextSearchConfigurationKind()
        case .foreignDataWrapper: ForeignDataWrapperKind()
        case .foreignServer: ForeignServerKind()
        case .userMapping: UserMappingKind()
        case .foreignTable: ForeignTableKind()
        case .publicationSchema: PublicationSchemaKind()
        case .subscription: SubscriptionKind()
        case .securityLabel: SecurityLabelKind()
        case .partitionSet: PartitionSetKind()
        case .identitySequence: IdentitySequenceKind()
        case .role: RoleKind()
        case .roleMembership: RoleMembershipKind()
        case .roleSetting: RoleSettingKind()
        case .databaseSetting: DatabaseSettingKind()
        case .parameter: ParameterKind()
        }
    }
}

extension ObjectID {
    /// The name as SQL, with its schema: what stands after the kind in a statement.
    package var sql: String {
        let name = SQL.qualified(kind.isNamedInParentSchema ? parent?.enclosingSchema : schema, name)
        return signature.map { "\(name)(\($0))" } ?? name
    }

    /// True when this object is a part of another, directly or not.
    package func isInside(_ other: ObjectID) -> Bool {
        var next = parent
        while let current = next {
            if current == other { return true }
            next = current.parent
        }
        return false
    }
}
