import SchemaModel
/// Lints SQL: what people wrote, what was generated, what a declaration amounts to.
package struct Linter: Sendable {
    package let options: LintOptions

    package init(options: LintOptions = LintOptions()) { self.options = options }

    /// Runs every rule over the sources, in their order: what an earlier one makes, a later one finds there.
    ///
    /// - Parameter server: what a live server says; nil when none is asked.
    package func lint(_ sources: [LintSource], server: ServerState? = nil) async -> LintResult {
        let options = options
        return await DeepStack.run {
            var run = LintRun(options: options, server: server)
            for source in sources where !source.isDocument { run.visit(source) }
            run.conclude()
            for source in sources where source.isDocument {
                run.begin()
                run.visit(source)
                run.conclude()
            }
            return run.finish()
        }
    }
}

/// One run over all sources.
struct LintRun {
    let options: LintOptions
    let rules: [Rule]
    /// A document is a world of its own: a name in another one means another thing.
    private(set) var known = KnownSchema()
    /// The first source of this world.
    private(set) var first = 0
    var sources: [VisitedSource] = []
    var reports: [Report] = []
    var notes: [LintNote] = []
    var refused: [LintResult.Refused] = []
    var statements = 0
    let server: ServerState?
    private var scripts = 0

    init(options: LintOptions, server: ServerState?) {
        self.options = options
        self.server = server
        rules = Rule.all.filter { options.off[$0.code] == nil && (!$0.isOptional || options.on.contains($0.code)) }
        begin()
    }

    /// Begins with what the server has, or nothing.
    mutating func begin() {
        first = sources.count
        known = KnownSchema()
        known.serverVersion = server?.version ?? options.serverVersion
        guard let server else { return }
        known.isLive = true
        visit(
            LintSource(declaration: "", units: server.statements.map { .init(sql: $0, location: nil) }, role: .background) { _ in
                nil
            })
        server.measure(known)
    }

    mutating func visit(_ source: LintSource) {
        sources.append(VisitedSource(source))
        let index = sources.count - 1
        known.migrations[index] = source.migration
        if source.role == .script || source.role == .generated, !source.isUTF8, let rule = rule("PL068") {
            reports.append(
                Report(
                    rule: rule, message: "the file is not UTF-8 text; the rest is read as far as it can be",
                    instead: "Save it as UTF-8.", place: Place(source: index, offset: 0, statement: -1), subject: nil))
        }
        for section in source.sections {
            let splitter = Splitter(sources[index].bytes, range: section)
            sources[index].comments += splitter.comments
            let markers = ToolMarkers(splitter.comments)
            script(splitter.pieces, of: source, at: index, markers)
        }
        guard !source.units.isEmpty else { return }
        scripts += 1
        var state = ScriptState(script: scripts)
        known.searchPath = ["public"]
        for unit in source.units {
            let bytes = Array(unit.sql.utf8)
            for piece in Splitter(bytes, range: 0..<bytes.count).pieces {
                sources[index].pieces.append(VisitedSource.Piece(range: 0..<0, location: unit.location))
                visit(piece, of: source, at: index, &state)
            }
        }
    }

    private mutating func script(_ pieces: [Splitter.Piece], of source: LintSource, at index: Int, _ markers: ToolMarkers) {
        scripts += 1
        var state = ScriptState(script: scripts)
        state.size = pieces.count
        // A migration of ours includes migrations/plumbline.sql, which sets both.
        if source.role == .generated { (state.lockTimeout, state.statementTimeout) = (MigrationConvention.lockTimeout, 0) }
        if markers.runsInTransaction ?? options.inTransaction, source.role == .script {
            (state.isOpen, state.isImplicit) = (true, true)
        }
        known.searchPath = ["public"]
        for piece in pieces {
            if let down = markers.down, piece.range.lowerBound > down {
                note("not analyzed: the rollback after its mark", index, piece.range.lowerBound)
                break
            }
            sources[index].pieces.append(VisitedSource.Piece(range: piece.range, location: nil))
            visit(piece, of: source, at: index, &state)
        }
        finish(state, of: source, at: index)
    }

    /// Rules that look at a script once it is over see an empty statement at its end.
    private mutating func finish(_ state: ScriptState, of source: LintSource, at index: Int) {
        guard let began = state.beganAt, !state.isImplicit else { return }
        let statement = Statement(
            kind: "EndOfScript", node: Node(nil), text: "", base: began.offset, length: 1, origin: .script, isGuarded: false,
            number: began.number)
        var state = state
        check(statement, source, index, &state)
    }

    private mutating func visit(_ piece: Splitter.Piece, of source: LintSource, at index: Int, _ state: inout ScriptState) {
        statements += source.role == .background ? 0 : 1
        guard piece.range.count <= PgQuery.longest else {
            note("not analyzed: a statement of more than \(PgQuery.longest >> 10) KiB", index, piece.range.lowerBound)
            return
        }
        guard !piece.text.utf8.contains(0) else {
            return refuse("a NUL character, which PostgreSQL never accepts", piece, nil, source, index)
        }
        switch PgQuery.parse(piece.text) {
        case .failure(let failure):
            let repair = source.units.isEmpty ? Repair(piece.text, failure) : nil
            refuse(failure.message, piece, failure.offset, source, index, repair)
            if let repair {
                visit(repaired: repair, piece, of: source, at: index, &state)
            } else if let reduced = NewerSyntax.reduced(piece.text), case .success(let parsed) = PgQuery.parse(reduced) {
                // A table that is not known counts as one that is in use.
                run(parsed, reduced, piece, source, index, &state)
            }
        case .success(let parsed): run(parsed, piece.text, piece, source, index, &state)
        }
    }

    private mutating func run(
        _ parsed: [Node], _ text: String, _ piece: Splitter.Piece, _ source: LintSource, _ index: Int, _ state: inout ScriptState
    ) {
        for item in parsed {
            guard let (kind, node) = item["stmt"].wrapped else { continue }
            let statement = Statement(
                kind: kind, node: node, text: text, base: source.units.isEmpty ? piece.range.lowerBound : 0,
                length: piece.range.count, origin: .script, isGuarded: piece.guardDepth > 0,
                number: sources[index].pieces.count - 1)
            run(statement, source, index, &state)
        }
    }

    private mutating func visit(
        repaired repair: Repair, _ piece: Splitter.Piece, of source: LintSource, at index: Int, _ state: inout ScriptState
    ) {
        let number = sources[index].pieces.count - 1
        let texts: [(sql: String, offset: Int, repair: Repair?)] =
            [(repair.text, 0, repair)] + repair.indexes.map { ($0.sql, $0.offset, nil) }
        for text in texts {
            guard case .success(let parsed) = PgQuery.parse(text.sql) else { continue }
            for item in parsed {
                guard let (kind, node) = item["stmt"].wrapped else { continue }
                // A statement made of an item has its place and no more.
                let statement = Statement(
                    kind: kind, node: node, text: text.sql, base: piece.range.lowerBound + text.offset,
                    length: text.repair == nil ? 1 : piece.range.count, origin: .script, isGuarded: piece.guardDepth > 0,
                    number: number,
                    repair: text.repair)
                run(statement, source, index, &state)
            }
        }
    }

    private mutating func refuse(
        _ message: String, _ piece: Splitter.Piece, _ offset: Int?, _ source: LintSource, _ index: Int,
        _ repair: Repair? = nil
    ) {
        guard source.role != .background else { return }
        let place = piece.range.lowerBound + (offset ?? 0)
        if repair == nil, let major = NewerSyntax.version(of: piece.text) {
            let line = sources[index].lines.line(piece.range.lowerBound)
            if source.units.isEmpty, let rule = rule("PL068") {
                let finding = Finding(
                    code: rule.code, severity: options.severities[rule.code] ?? rule.severity, message: message,
                    instead: rule.instead,
                    path: source.path, line: sources[index].lines.line(place), column: sources[index].lines.column(place),
                    subject: nil)
                refused.append(.init(path: source.path, line: line, sql: piece.text, finding: finding))
            }
            return note(
                "not analyzed: it seems to use syntax of PostgreSQL \(major), but the parser knows \(PgQuery.major) (\(message))",
                index,
                piece.range.lowerBound)
        }
        guard source.units.isEmpty, !message.contains("too deep"), !message.contains("memory exhausted"), let rule = rule("PL068")
        else {
            return note("not analyzed: \(message)", index, piece.range.lowerBound)
        }
        let number = sources[index].pieces.count - 1
        reports.append(
            Report(
                rule: rule, message: repair?.explanation.map { "\(message): \($0)" } ?? message,
                instead: repair?.instead ?? rule.instead, place: Place(source: index, offset: place, statement: number),
                subject: nil))
        refused.append(.init(path: source.path, line: sources[index].lines.line(place), sql: piece.text))
    }

    private mutating func note(_ message: String, _ index: Int, _ offset: Int) {
        guard sources[index].source.role != .background else { return }
        let place = sources[index].position(Place(source: index, offset: offset, statement: sources[index].pieces.count - 1), nil)
        notes.append(LintNote(path: place.path, line: place.line, message: message))
    }

    func rule(_ code: String) -> Rule? { rules.first { $0.code == code } }
}

extension LintRun {
    /// Checks a statement and what is inside it, then takes it as done.
    private mutating func run(_ statement: Statement, _ source: LintSource, _ index: Int, _ state: inout ScriptState) {
        check(statement, source, index, &state)
        if statement.kind == "DoStmt" || statement.kind == "CreateFunctionStmt" { inside(statement, source, index, &state) }
        let jobs =
            statement.kind == "SelectStmt"
            ? CronJobs.found(in: statement.node, Place(source: index, offset: 0, statement: 0)) : []
        for job in jobs { inside(job, of: statement, source, index, &state) }
        done(statement, index, &state)
    }

    private mutating func check(_ statement: Statement, _ source: LintSource, _ index: Int, _ state: inout ScriptState) {
        guard source.role != .background else { return }
        let commands = AlterCommand.all(in: statement, known)
        for rule in rules where rule.applies(to: source.role) && rule.scope.contains(statement.origin.kind) {
            var visit = Visit(
                statement: statement, known: known, state: state, options: options, role: source.role, source: index,
                commands: commands, rule: rule, said: state.said)
            rule.check(&visit)
            if !visit.reports.isEmpty { reports += visit.reports }
            state.said = visit.said
        }
    }

    private func done(_ statement: Statement, _ index: Int, _ state: inout ScriptState) {
        state.exclusive += state.isOpen || statement.origin.kind == .block ? Locks.exclusive(statement, known, state) : []
        if statement.kind == "DropStmt" {
            let names = statement["objects"].list.map { known.name($0["List"]["items"].names) }
            state.dropped.formUnion(names)
            state.droppedIndexes += names.compactMap { known.indexes[$0] }
        }
        let transaction = state.isOpen ? state.transaction : state.transaction + 1
        let isBackground = sources[index].source.role == .background
        if isAnother(statement, index) { known.forget(known.name(statement["relation"])) }
        known.apply(
            statement,
            birth: isBackground ? nil : Birth(script: state.script, transaction: transaction, statement: statement.number),
            place: Place(source: index, offset: statement.base, statement: statement.number))
        if statement.origin.kind == .script { state.follow(statement) }
    }

    /// True when a file makes a table that another file made: then it is not for the same database, or not any more.
    private func isAnother(_ statement: Statement, _ index: Int) -> Bool {
        guard statement.kind == "CreateStmt", !statement["if_not_exists"].isTrue, !statement.isGuarded,
            sources[index].source.role == .script, let made = known.tables[known.name(statement["relation"])]?.place,
            made.source != index, sources[made.source].source.role == .script
        else { return false }
        guard let own = sources[index].source.migration, let other = sources[made.source].source.migration else { return true }
        return !own.follows(other)
    }

    /// The statements of a body: a block's run now, a function's are only read.
    private mutating func inside(_ statement: Statement, _ source: LintSource, _ index: Int, _ state: inout ScriptState) {
        guard let body = Bodies.body(of: statement) else {
            for item in statement["sql_body"]["List"]["items"].list.flatMap({ $0["List"]["items"].list + [$0] }) {
                guard let (kind, node) = item.wrapped, kind.hasSuffix("Stmt") else { continue }
                let origin = Statement.Origin.routine(known.name(statement["funcname"].names))
                inner(kind, node, statement, at: statement.base, origin, source, index, &state)
            }
            return
        }
        let isBlock = statement.kind == "DoStmt"
        let origin: Statement.Origin = isBlock ? .block : .routine(known.name(statement["funcname"].names))
        let wasOpen = state
        if isBlock { state.isOpen = true }
        let lines = LineTable(statement.text)
        let first = lines.line(body.start)
        // EXECUTE of a text that is written out is a statement like any other.
        let written = isBlock ? body.dynamic.compactMap { inner in DynamicSQL.constant(inner.sql).map { ($0, inner.line) } } : []
        for found in body.statements + written.map({ Bodies.Inner(sql: $0.0, line: $0.1) }) {
            guard found.sql.utf8.count <= PgQuery.longest, case .success(let parsed) = PgQuery.parse(found.sql) else { continue }
            let offset = found.line == 1 ? body.start : lines.start(ofLine: first + found.line - 1)
            for item in parsed {
                guard let (kind, node) = item["stmt"].wrapped else { continue }
                inner(
                    kind, node, statement, at: statement.base + Bodies.skipSpace(statement.text, offset), origin, source, index,
                    &state)
            }
        }
        if isBlock { (state.isOpen, state.exclusive) = (wasOpen.isOpen, wasOpen.isOpen ? state.exclusive : wasOpen.exclusive) }
    }

    private mutating func inside(
        _ job: KnownJob, of statement: Statement, _ source: LintSource, _ index: Int, _ state: inout ScriptState
    ) {
        let bytes = Array(job.command.utf8)
        for piece in Splitter(bytes, range: 0..<bytes.count).pieces {
            guard case .success(let parsed) = PgQuery.parse(piece.text) else { continue }
            for item in parsed {
                guard let (kind, node) = item["stmt"].wrapped else { continue }
                inner(kind, node, statement, at: statement.base, .job(job.name ?? job.schedule), source, index, &state)
            }
        }
    }

    private mutating func inner(
        _ kind: String, _ node: Node, _ outer: Statement, at base: Int, _ origin: Statement.Origin, _ source: LintSource,
        _ index: Int,
        _ state: inout ScriptState
    ) {
        let statement = Statement(
            kind: kind, node: node, text: outer.text, base: base, length: 1, origin: origin, isGuarded: true, number: outer.number
        )
        check(statement, source, index, &state)
        if origin.kind == .block { done(statement, index, &state) }
    }
}

extension AlterCommand {
    /// The commands of an ALTER TABLE, index, view or foreign table.
    static func all(in statement: Statement, _ known: KnownSchema) -> [AlterCommand] {
        guard statement.kind == "AlterTableStmt" else { return [] }
        let table = known.name(statement["relation"])
        let commands = statement["cmds"].list.compactMap { $0[as: "AlterTableCmd"] }
        let first = statement["relation"]["location"].int ?? 0
        let starts = commands.count > 1 && statement.origin.kind == .script ? parts(statement.text, from: first) : []
        return commands.enumerated().map { number, command in
            AlterCommand(
                table: table, type: String((command["subtype"].string ?? "").dropFirst(3)), node: command,
                location: starts.count == commands.count ? starts[number] : first)
        }
    }

    /// Where each command begins: the tree does not say. Empty when the commas cannot be told apart.
    private static func parts(_ text: String, from start: Int) -> [Int] {
        let bytes = Array(text.utf8)
        var result = [start]
        var depth = 0
        var place = start
        while place < bytes.count {
            switch bytes[place] {
            case UInt8(ascii: "("), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: ")"), UInt8(ascii: "]"): depth -= 1
            case UInt8(ascii: ",") where depth == 0:
                result.append(bytes.indices.dropFirst(place + 1).first { bytes[$0] > 0x20 } ?? place)
            case UInt8(ascii: "'"), UInt8(ascii: "\""):
                let quote = bytes[place]
                place += 1
                while place < bytes.count, bytes[place] != quote { place += 1 }
            case UInt8(ascii: "-") where place + 1 < bytes.count && bytes[place + 1] == UInt8(ascii: "-"):
                while place < bytes.count, bytes[place] != 0x0A { place += 1 }
            case UInt8(ascii: "$"): return []
            default: break
            }
            place += 1
        }
        return result
    }
}
