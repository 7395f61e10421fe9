extension Rule {
    static let namingRules: [Rule] = []
    static let partitionRules: [Rule] = []
    static let replicationRules: [Rule] = []
    static let jobRules: [Rule] = []
}
