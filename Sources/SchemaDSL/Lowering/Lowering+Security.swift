import SchemaModel

extension Lowering {
    mutating func policy(_ policy: Policy, _ context: TableContext, _ items: [DeclaredItem.Kind]) {
        let what = "Policy '\(policy.name)'"
        claim(policy.name, in: "table \(context.id.path) (policies)", as: "policy", policy.location)
        let secured = items.contains { if case .rowSecurity = $0 { true } else { false } }
        if !secured {
            problem(
                .policyWithoutRowSecurity,
                "\(what) on \(context.id.path) does nothing while row-level security is off. Add RowSecurity.enabled.",
                policy.location)
        }
        clauses(policy, what, context)
        for role in policy.roles { self.role(role, policy.location) }
        var attributes: [Attribute: Value] = [
            .command: .text(policy.command.rawValue),
            .roles: .texts(policy.roles.map(\.name).sorted()),
            .restrictive: policy.restrictive ? true : .null,
        ]
        var dependencies: Set<ObjectID> = []
        for (attribute, predicate) in [(Attribute.using, policy.using), (.withCheck, policy.withCheck)] {
            guard let predicate else { continue }
            let text = sql(predicate.sql, in: what, policy.location)
            attributes[attribute] = .text(text.text)
            dependencies.formUnion(text.dependencies)
        }
        add(
            Fact(
                .policy(policy.name, on: context.id), attributes, dependencies: dependencies, origin: policy.location))
        renamed(.policy(policy.name, on: context.id), from: policy.earlierNames, policy.location)
    }

    private mutating func clauses(_ policy: Policy, _ what: String, _ context: TableContext) {
        if policy.command == .insert, policy.using != nil {
            problem(
                .policyClause, "\(what) on \(context.id.path) is for INSERT, which takes WITH CHECK only. Remove `using:`.",
                policy.location)
        }
        if policy.command == .select || policy.command == .delete, policy.withCheck != nil {
            let word = policy.command.rawValue.uppercased()
            problem(
                .policyClause, "\(what) on \(context.id.path) is for \(word), which takes USING only. Remove `withCheck:`.",
                policy.location)
        }
    }

    mutating func trigger(_ trigger: Trigger, _ context: TableContext) {
        let what = "Trigger '\(trigger.name)'"
        claim(trigger.name, in: "table \(context.id.path) (triggers)", as: "trigger", trigger.location)
        let (definition, dependencies) = triggerDefinition(trigger, what, context)
        add(
            Fact(
                .trigger(trigger.name, on: context.id),
                [
                    .definition: .text(definition),
                    .enabled: trigger.enabled == .origin ? .null : .text(trigger.enabled.rawValue),
                    .isConstraint: trigger.isConstraint ? true : .null,
                ],
                dependencies: dependencies, origin: trigger.location))
        renamed(.trigger(trigger.name, on: context.id), from: trigger.earlierNames, trigger.location)
    }

    private mutating func triggerDefinition(
        _ trigger: Trigger, _ what: String, _ context: TableContext
    ) -> (String, Set<ObjectID>) {
        if let definition = trigger.definition {
            let text = sql(definition, in: what, trigger.location)
            let word = trigger.isConstraint ? "CREATE CONSTRAINT TRIGGER" : "CREATE TRIGGER"
            return ("\(word) \(SQL.identifier(trigger.name)) \(text.text)", text.dependencies.subtracting([context.id]))
        }
        let declared = trigger.function
        if let function = declared, function.returns?.isTrigger != true {
            problem(
                .triggerFunction,
                "\(what) on \(context.id.path) executes \(function.name), which does not return a trigger. Declare "
                    + "it with `returns: .trigger`.",
                trigger.location)
        }
        local(trigger.events.flatMap { $0.columns.map(\.box) }, context, what, trigger.location)
        let events = trigger.events.map { event in
            event.columns.isEmpty
                ? event.word
                : "\(event.word) OF \(event.columns.map { SQL.identifier($0.name) }.joined(separator: ", "))"
        }
        let function = sql(declared.map { "\($0)" } ?? "", in: what, trigger.location)
        var dependencies = function.dependencies
        var definition =
            "CREATE TRIGGER \(SQL.identifier(trigger.name)) \(trigger.timing.rawValue) "
            + "\(events.joined(separator: " OR ")) ON \(SQL.qualified(context.schema, context.id.name)) "
            + "FOR EACH \(trigger.forEach.rawValue) "
        if let condition = trigger.condition {
            let text = sql(condition, in: what, trigger.location)
            definition += "WHEN (\(text.text)) "
            dependencies.formUnion(text.dependencies)
        }
        definition += "EXECUTE FUNCTION \(function.text)(\(trigger.arguments.map { SQL.literal($0) }.joined(separator: ", ")))"
        return (definition, dependencies)
    }
}
