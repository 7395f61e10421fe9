extension Rule {
    /// Logical replication.
    static let replicationRules: [Rule] = [
        Rule(
            "PL079", "Publication, replica identity or subscriber broken", .clients, .error,
            why: "PostgreSQL refuses UPDATE and DELETE on a published table whose rows cannot be told apart, and a "
                + "subscriber stops at "
                + "the first row with a column that it does not have.",
            instead: "A primary key, or ALTER TABLE … REPLICA IDENTITY USING INDEX over columns that are NOT NULL; a "
                + "column list with the "
                + "key's columns; new columns at the subscriber first.",
            about: .both
        ) { visit in
            visit.judgeReplication()
        } conclude: { end in
            end.judgePublications()
        }
    ]
}

extension KnownSchema {
    /// The columns that tell a table's rows apart for a subscriber; nil where that is not known, empty where nothing does.
    fileprivate func identity(of name: QName) -> [String]? {
        guard let table = tables[name], isWhole(name) else { return nil }
        switch table.replicaIdentity {
        case "f": return table.columns.map(\.name)
        case "n": return []
        case "i":
            return table.replicaIndex.flatMap { indexes[QName(schema: name.schema, name: $0)] }?.columns.compactMap(\.self)
        default: return table.primaryKey?.columns ?? []
        }
    }

    fileprivate func publications(of table: QName) -> [(name: String, publication: KnownPublication)] {
        publications.filter { $0.value.covers(table) }.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
}

extension Visit {
    /// Realtime of Supabase takes columns as they come; what it calls a publication has no subscriber with tables.
    private static let withoutSubscriber: Set<String> = ["supabase_realtime", "supabase_realtime_messages_publication"]

    fileprivate mutating func judgeReplication() {
        for command in commands where isInUse(command.table) { judge(command) }
        judgePublication()
        if kind == "RenameStmt", ["OBJECT_TABLE", "OBJECT_COLUMN"].contains(self["renameType"].string) {
            let table = known.name(self["relation"])
            guard isInUse(table), let name = subscribed(table) else { return }
            report(
                "\(text(table)) is published by \(name): subscribers know the old name and stop",
                instead:
                    "The same rename at each subscriber right after it: until then the subscription fails and retries, and the "
                    + "publisher keeps the WAL.")
        }
    }

    /// The changes that a publication no longer sends.
    private mutating func judgePublication() {
        func isOthers(_ name: String) -> Bool {
            !Self.withoutSubscriber.contains(name) && known.publications[name].map { $0.script != state.script } ?? true
        }
        switch kind {
        case "AlterPublicationStmt" where self["action"].string == "AP_DropObjects":
            let name = self["pubname"].string ?? ""
            guard isOthers(name) else { return }
            for object in self["pubobjects"].list {
                let relation = object["PublicationObjSpec"]["pubtable"]["relation"]
                guard relation.exists, isInUse(relation) else { continue }
                report(
                    "\(name) no longer sends \(text(known.name(relation))): its subscribers keep old rows and are not told",
                    instead: "ALTER SUBSCRIPTION … REFRESH PUBLICATION at each subscriber in the same step.", severity: .warning)
            }
        case "DropStmt" where removeType == "OBJECT_PUBLICATION":
            for name in self["objects"].list.compactMap(\.name) where isOthers(name) {
                report(
                    "\(name) is dropped: every subscription to it stops with an error",
                    instead: "DROP SUBSCRIPTION, or ALTER SUBSCRIPTION … SET PUBLICATION, at each subscriber first.")
            }
        default: break
        }
    }

    private func subscribed(_ table: QName) -> String? {
        known.publications(of: table).first { !Self.withoutSubscriber.contains($0.name) }?.name
    }

    private mutating func judge(_ command: AlterCommand) {
        let table = command.table
        let published = known.publications(of: table)
        if command.type == "ReplicaIdentity", published.isEmpty, !known.isLive {
            guard command.definition["ReplicaIdentityStmt"]["identity_type"].string == "n" else { return }
            return report(
                "\(text(table)) has no identity from now on: UPDATE and DELETE fail where a publication sends them",
                at: command.location, severity: .warning)
        }
        guard let first = published.first else { return }
        switch command.type {
        case "AddColumn":
            let whole = published.filter {
                ($0.publication.tables[table] ?? []).isEmpty && !Self.withoutSubscriber.contains($0.name)
            }
            guard let publication = whole.first else { return }
            let column = command.column?["colname"].string ?? ""
            report(
                "\(text(table)) is published by \(publication.name): a subscriber without \(column) stops at the next row",
                at: command.location, instead: "ALTER TABLE … ADD COLUMN at each subscriber first, then here.")
        case "DropColumn":
            guard let with = published.first(where: { ($0.publication.tables[table] ?? []).contains(command.name) }) else {
                return
            }
            report("\(command.name) is in the column list of \(with.name): PostgreSQL refuses to drop it", at: command.location)
        case "DropConstraint":
            guard let known = known.tables[table], known.replicaIdentity == "d", known.primaryKey?.name == command.name,
                first.publication.publishesChanges,
                !commands.contains(where: { ["AddConstraint", "AddIndexConstraint", "ReplicaIdentity"].contains($0.type) })
            else { return }
            report("\(text(table)) is published by \(first.name): without its key UPDATE and DELETE fail", at: command.location)
        case "ReplicaIdentity":
            guard command.definition["ReplicaIdentityStmt"]["identity_type"].string == "n", first.publication.publishesChanges
            else { return }
            report(
                "\(text(table)) is published by \(first.name): without an identity UPDATE and DELETE "
                    + "fail", at: command.location)
        default: break
        }
    }
}

extension Conclusion {
    fileprivate mutating func judgePublications() {
        for table in tables where table.kind == .table && table.birth != nil && table.partitionOf == nil && !table.isTemporary {
            for (name, publication) in known.publications(of: table.name) where publication.publishesChanges {
                guard let identity = known.identity(of: table.name) else { continue }
                if identity.isEmpty {
                    report(
                        "\(text(table.name)) is published by \(name) and nothing tells its rows apart: UPDATE and DELETE fail",
                        at: table.place, about: Subject(schema: table.name.schema, name: table.name.name))
                    break
                }
                let listed = publication.tables[table.name] ?? []
                let missing = identity.filter { !listed.contains($0) }
                guard !listed.isEmpty, !missing.isEmpty else { continue }
                report(
                    "\(name) leaves \(missing.joined(separator: ", ")) out of \(text(table.name)), which tells its rows apart: "
                        + "UPDATE and DELETE "
                        + "fail", at: table.place, about: Subject(schema: table.name.schema, name: table.name.name))
                break
            }
        }
    }
}
