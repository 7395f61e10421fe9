import SchemaModel

/// The SQL of a set of pg_partman. Arguments are named: their order differs between versions 4 and 5.
struct PartitionSetText {
    private let fact: Fact
    private let table: ObjectID
    private let schema: String
    /// Version 4, whose word for declarative partitioning is `native`.
    private let isVersion4: Bool

    /// - Parameter context: the plan that the text is for; the version of the extension before it decides, since it is in place.
    init(_ fact: Fact, _ context: PlanContext? = nil) {
        self.fact = fact
        table = fact.id.parent ?? .table("", "")
        schema = fact.text(.extensionSchema) ?? "public"
        let installed = context?.from[.extension(PartitionSetKind.extensionName)]?.text(.version)
        isVersion4 = (installed ?? fact.text(.extensionVersion) ?? "").hasPrefix("4.")
    }

    private func qualified(_ name: String) -> String { SQL.qualified(schema, name) }
    /// The table as pg_partman keeps it: without quotes.
    private var parent: String { SQL.literal("\(table.schema ?? "public").\(table.name)") }
    private var isTriggerBased: Bool { fact.text(.partitioning) == "partman" }

    /// The objects that pg_partman makes beside the partitions of a set: its template, and for a set by triggers the trigger and its function.
    func madeBeside(_ table: ObjectID) -> [ObjectID] {
        var made: [ObjectID] = []
        if fact[.templateTable] == nil { made.append(template) }
        if isTriggerBased {
            made.append(.trigger("\(table.name)_part_trig", on: table))
            made.append(.function(table.schema ?? "public", "\(table.name)_part_trig_func", ""))
        }
        return made
    }

    private var template: ObjectID { .table(schema, "template_\(table.schema ?? "public")_\(table.name)") }

    // MARK: Creation and change

    /// Parameters of `create_parent` that are columns too, where a version has the column.
    private static let parameters: Set<String> = [
        "premake", "epoch", "constraint_cols", "automatic_maintenance", "jobmon", "publications", "upsert", "inherit_fk",
        "trigger_return_null", "date_trunc_interval", "time_encoder", "time_decoder",
    ]

    var create: [String] {
        var arguments = [("p_parent_table", parent)] + shape(fact.attributes[.control], fact[.interval], fact[.partitioning])
        let options = fact[.setOptions]?.object ?? [:]
        for (name, value) in options.sorted(by: { $0.key < $1.key }) where Self.parameters.contains(name) {
            arguments.append(("p_\(name)", literal(value)))
        }
        if let template = templateName { arguments.append(("p_template_table", template)) }
        // Version 4 always makes a default partition.
        if fact.bool(.withoutDefault), !isVersion4 { arguments.append(("p_default_table", "false")) }
        var statements = [call("create_parent", arguments)]
        let rest = options.filter { !Self.parameters.contains($0.key) }
        if !rest.isEmpty { statements.append(set(rest.mapValues(literal))) }
        return statements + subpartitions
    }

    private func shape(_ control: Value?, _ interval: Value?, _ type: Value?) -> [(String, String)] {
        let type = isVersion4 && type?.text == "range" ? "native" : type?.text ?? ""
        return [
            ("p_control", SQL.literal(control?.text ?? "")), ("p_interval", SQL.literal(interval?.text ?? "")),
            ("p_type", SQL.literal(type)),
        ]
    }

    /// How the partitions are partitioned in their turn.
    private var subpartitions: [String] {
        guard let columns = fact[.subpartitions]?.object else { return [] }
        func column(_ name: String) -> Value? { columns["sub_\(name)"] }
        let type = column("partition_type")?.text == "native" ? Value.text("range") : column("partition_type")
        var arguments = [("p_top_parent", parent)] + shape(column("control"), column("partition_interval"), type)
        // The partitions that were just made are created again as partitioned tables; they are empty.
        arguments.append((isVersion4 ? "p_native_check" : "p_declarative_check", "'yes'"))
        let named: Set<String> = ["sub_control", "sub_partition_interval", "sub_partition_type"]
        let rest = columns.filter { !named.contains($0.key) }
        var statements = [call("create_sub_parent", arguments)]
        if !rest.isEmpty {
            let assignments = rest.sorted { $0.key < $1.key }.map { "\(SQL.identifier($0.key)) = \(literal($0.value))" }
            statements.append(
                "UPDATE \(qualified("part_config_sub")) SET \(assignments.joined(separator: ", ")) WHERE sub_parent = \(parent)")
        }
        return statements
    }

    /// The configuration's columns that differ; what is not said has its default again.
    func update(from before: Fact) -> [String] {
        let (old, new) = (before[.setOptions]?.object ?? [:], fact[.setOptions]?.object ?? [:])
        var assignments: [String: String] = [:]
        for name in Set(old.keys).union(new.keys) where old[name] != new[name] {
            assignments[name] = new[name].map(literal) ?? "DEFAULT"
        }
        if before[.templateTable] != fact[.templateTable] {
            assignments["template_table"] = templateName ?? SQL.literal("\(template.schema ?? "").\(template.name)")
        }
        return [set(assignments)]
    }

    private var templateName: String? {
        fact.texts(.templateTable).map { SQL.literal($0.joined(separator: ".")) }
    }

    private func call(_ function: String, _ arguments: [(String, String)]) -> String {
        "SELECT \(qualified(function))(\(arguments.map { "\($0.0) := \($0.1)" }.joined(separator: ", ")))"
    }

    private func set(_ assignments: [String: String]) -> String {
        let list = assignments.sorted { $0.key < $1.key }.map { "\(SQL.identifier($0.key)) = \($0.value)" }
        return "UPDATE \(qualified("part_config")) SET \(list.joined(separator: ", ")) WHERE parent_table = \(parent)"
    }

    private func literal(_ value: Value) -> String {
        guard let list = value.list else { return SQL.literal(value) }
        return "ARRAY[\(list.map { SQL.literal($0) }.joined(separator: ", "))]::text[]"
    }

    // MARK: Removal

    /// Takes the set, and the sets of its partitions, out of the configuration.
    var forget: String {
        """
        WITH RECURSIVE tree AS (
            SELECT \(parent)::text COLLATE "C" AS parent_table, to_regclass(\(SQL.literal(table.sql)))::oid AS relid
            UNION ALL SELECT (n.nspname || '.' || c.relname) COLLATE "C", c.oid FROM tree t
            JOIN pg_catalog.pg_inherits i ON i.inhparent = t.relid JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        )
        DELETE FROM \(qualified("part_config")) p USING tree t WHERE p.parent_table = t.parent_table COLLATE "C"
        """
    }

    /// Drops the template table that pg_partman made, which holds no rows.
    var dropTemplate: [String] { fact[.templateTable] == nil ? ["DROP TABLE IF EXISTS \(template.sql)"] : [] }

    /// Drops the partitions, which must be empty, and takes the set out of the configuration.
    ///
    /// - Parameter kept: partitions that stay, since the other state has them too.
    func remove(keeping kept: Set<ObjectID>) -> String {
        let names = kept.filter { $0.kind == table.kind }.map { SQL.literal($0.sql) }.sorted()
        let others =
            names.isEmpty
            ? "" : "\n        AND i.inhrelid <> ALL (ARRAY[\(names.map { "to_regclass(\($0))" }.joined(separator: ", "))]::oid[])"
        let ownTemplate = dropTemplate.map { "\n    \($0);" }.joined()
        let body = """

            DECLARE
                part regclass;
                has_rows boolean;
            BEGIN
                FOR part IN SELECT i.inhrelid FROM pg_catalog.pg_inherits i
                    WHERE i.inhparent = to_regclass(\(SQL.literal(table.sql)))\(others)
                LOOP
                    EXECUTE format('LOCK TABLE %s IN ACCESS EXCLUSIVE MODE', part);
                    EXECUTE format('SELECT EXISTS (SELECT FROM %s)', part) INTO has_rows;
                    IF has_rows THEN
                        RAISE EXCEPTION 'partition % of a set of pg_partman holds rows, and would go with the set', part
                            USING HINT = 'Move its rows with undo_partition() of pg_partman, or keep the set.';
                    END IF;
                END LOOP;
                \(forget);
                FOR part IN SELECT i.inhrelid FROM pg_catalog.pg_inherits i
                    WHERE i.inhparent = to_regclass(\(SQL.literal(table.sql)))\(others)
                LOOP
                    EXECUTE format('DROP TABLE %s', part);
                END LOOP;\(ownTemplate)
            END

            """
        return "DO \(SQL.dollarQuoted(body, tag: "partitions"))"
    }
}
