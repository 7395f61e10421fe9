import SchemaEngine

/// A plan in the words of a scenario file.
enum PlanText {
    private static let preamble = """
        SET standard_conforming_strings = on;
        SET check_function_bodies = off;
        SET search_path = '';


        """

    /// The script without the settings at its head, which are the same for every plan.
    static func sql(_ plan: Plan) -> String {
        let script = plan.script
        let body = script.hasPrefix(preamble) ? script.dropFirst(preamble.count) : script[...]
        return body.split(separator: "\n", omittingEmptySubsequences: false).map(trimmedAtEnd).joined(separator: "\n")
            .trimmedNewlines
    }

    /// The risks of each step that has any: `drop table public.t: data loss`.
    static func hazards(_ plan: Plan) -> String {
        steps(plan).filter { !$0.hazards.isEmpty }.map { step in
            "\(step.title): \(step.hazards.sorted().map(\.rawValue).joined(separator: ", "))"
        }.joined(separator: "\n")
    }

    /// The strongest lock of the plan on each relation: `public.t: ACCESS EXCLUSIVE`.
    static func locks(_ plan: Plan) -> String {
        var strongest: [String: LockMode] = [:]
        for lock in steps(plan).flatMap(\.locks) {
            strongest[lock.relation] = max(strongest[lock.relation] ?? lock.mode, lock.mode)
        }
        return strongest.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value.name)" }.joined(separator: "\n")
    }

    private static func steps(_ plan: Plan) -> [Step] { plan.steps.filter { !$0.isRecovery } }

    private static func trimmedAtEnd(_ line: Substring) -> Substring {
        var line = line
        while line.last == " " { line.removeLast() }
        return line
    }
}

extension String {
    var trimmedNewlines: String {
        var text = self[...]
        while text.last == "\n" { text.removeLast() }
        while text.first == "\n" { text.removeFirst() }
        return String(text)
    }
}
