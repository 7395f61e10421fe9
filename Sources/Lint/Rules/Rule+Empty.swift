extension Rule {
    static let namingRules: [Rule] = []
    static let securityRules: [Rule] = []
    static let indexRules: [Rule] = []
    static let replicationRules: [Rule] = []
    static let jobRules: [Rule] = []
}
