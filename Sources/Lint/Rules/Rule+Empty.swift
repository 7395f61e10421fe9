extension Rule {
    static let rewriteRules: [Rule] = []
    static let transactionRules: [Rule] = []
    static let dataLossRules: [Rule] = []
    static let clientRules: [Rule] = []
    static let failureRules: [Rule] = []
    static let hygieneRules: [Rule] = []
    static let namingRules: [Rule] = []
    static let securityRules: [Rule] = []
    static let indexRules: [Rule] = []
    static let replicationRules: [Rule] = []
    static let jobRules: [Rule] = []
}
