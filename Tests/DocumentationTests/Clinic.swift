import Foundation
import Plumbline

// The database of the articles in Sources/Plumbline/Plumbline.docc. Its declarations are compiled here, and the articles quote them.

/// A clinic: tenants, patients, appointments, invoices, and a log by month.
enum Clinic {
    static let database = Database(
        "clinic",
        extensions: [Extension("btree_gist", schema: "app")],
        schemas: [
            Schema(
                "app", types: [InvoiceStatus.type],
                tables: [tenants, patients, rooms, appointments, invoices, events],
                partitions: [eventMonths.defaultPartition], views: [openInvoices],
                functions: [touch, createEventMonths, retireEventMonths],
                grants: [Grant(.usage, to: "clinic_app")])
        ],
        cronJobs: [
            CronJob("create-event-months", schedule: "7 * * * *", command: "SELECT \(createEventMonths)()"),
            CronJob("retire-event-months", schedule: "30 3 * * *", command: "SELECT \(retireEventMonths)()"),
        ],
        referenceRows: [
            ReferenceRows(
                of: rooms, key: rooms.id,
                rows: [
                    Row(rooms.id.set(1), rooms.name.set("Consulting room")),
                    Row(rooms.id.set(2), rooms.name.set("Laboratory")),
                ])
        ],
        roles: ["clinic_app"])

    static let tenants = Tenant()
    static let patients = Patient()
    static let rooms = Room()
    static let appointments = Appointment()
    static let invoices = Invoice()
    static let events = Event()
    static let openInvoices = OpenInvoices()

    static let touch = Function(
        "touch", returns: .trigger, language: .plpgsql, FunctionProperties(searchPath: []),
        body: """
            BEGIN
                NEW.updated_at := now();
                RETURN NEW;
            END
            """)
}

final class Tenant: Table, Sendable {
    static let relationName = "tenants"

    let id = Column("id", .integer).primaryKey().unmasked()
    let name = Column("name", .text).notNull().unique().unmasked()
}

final class Patient: Table, Sendable {
    static let relationName = "patients"

    let id = Column("id", .bigint).identity().primaryKey().unmasked()
    let tenant = Column("tenant_id", .integer).notNull().references(Clinic.tenants.id).unmasked()
    let name = Column("name", .text).notNull().sensitive()
    let email = Column("email", .text).sensitive()
    let born = Column("born", .date).sensitive()
    let updatedAt = Column("updated_at", .timestamptz).notNull().default(.now).unmasked()

    var body: TableBody {
        RowSecurity.enabled
        Policy(
            "tenant", for: .all, to: "clinic_app",
            using: Predicate(sql: "\(tenant) = current_setting('clinic.tenant')::integer"))
        Grant(.select, .insert, .update, to: "clinic_app")
        Trigger("touch", .before, .update, execute: Clinic.touch)
    }
}

final class Room: Table, Sendable {
    static let relationName = "rooms"

    let id = Column("id", .integer).primaryKey().unmasked()
    let name = Column("name", .text).notNull().unmasked()
}

final class Appointment: Table, Sendable {
    static let relationName = "appointments"

    let id = Column("id", .bigint).identity().primaryKey().unmasked()
    let patient = Column("patient_id", .bigint).notNull().references(Clinic.patients.id, onDelete: .cascade).unmasked()
    let room = Column("room_id", .integer).notNull().references(Clinic.rooms.id).unmasked()
    let during = Column("during", .tstzrange).notNull().unmasked()

    var body: TableBody {
        Index(on: patient)
        Check(sql: "NOT isempty(\(during))", name: "appointments_not_empty")
        Exclude("appointments_no_overlap", sql: "USING gist (\(room) WITH =, \(during) WITH &&)")
    }
}

/// The states of an invoice.
enum InvoiceStatus: String, SQLEnum {
    case draft, sent, paid

    static let type = EnumType(InvoiceStatus.self)
}

final class Invoice: Table, Sendable {
    static let relationName = "invoices"

    let id = Column("id", .bigint).identity(start: 1000).primaryKey().unmasked()
    let patient = Column("patient_id", .bigint).notNull().references(Clinic.patients.id).unmasked()
    let status = Column("status", .enum(InvoiceStatus.self)).notNull().default(.draft).unmasked()
    let net = Column("net", .numeric(10, 2)).notNull().unmasked()
    let tax = Column("tax", .numeric(4, 3)).notNull().default(0.19).unmasked()
    let gross = Column("gross", .numeric).unmasked()
    let dueOn = Column("due_on", .date).unmasked()

    var body: TableBody {
        Generated(gross, as: "\(net) * (1 + \(tax))")
        Check(net >= 0 && tax < 1)
        Index("invoices_open", on: dueOn, where: status == .sent)
    }
}

final class Event: Table, Sendable {
    static let relationName = "events"

    let id = Column("id", .bigint).identity()
    let at = Column("at", .timestamptz).notNull().default(.now)
    let payload = Column("payload", .jsonb).notNull()

    var body: TableBody {
        PrimaryKey(id, at)
        Partitioned(by: .range, at, partitions: .managed)
    }
}

final class OpenInvoices: View, Sendable {
    let patient = Column("patient_id", .bigint)
    let invoices = Column("invoices", .bigint)

    var query: SQLFragment {
        """
        SELECT \(Clinic.invoices.patient), count(*) AS invoices FROM \(Clinic.invoices)
        WHERE \(Clinic.invoices.status != .paid) GROUP BY 1
        """
    }
    var settings: ViewSettings { ViewSettings(securityInvoker: true) }
}

extension Clinic {
    static let eventMonths = ManagedPartitions(of: events, every: .month, on: events.at)
    static let createEventMonths = eventMonths.creating()
    static let retireEventMonths = eventMonths.retiring(after: "'1 year'::interval")
}

extension Clinic {
    static let checks = CheckSuite(
        database,
        [
            CheckGroup(
                on: patients, key: [patients.id],
                [
                    .format(patients.email, #"^[^\s@]+@[^\s@]+$"#, "Patients have a valid e-mail address").severity(.warning),
                    .notInFuture(patients.born, "Nobody is born in the future"),
                ]),
            CheckGroup(
                on: invoices, key: [invoices.id],
                [
                    .satisfies(
                        invoices.status == .draft || invoices.dueOn.isNotNull, named: "due_date", "Sent invoices have a due date")
                ]),
        ])
}

/// Invoices by state since a day.
final class InvoicesByStatus: Query, Sendable {
    let since = Parameter("since", .date, default: "current_date - 30")
    let status = Output("status", .text).unmasked()
    let invoices = Output("invoices", .bigint).unmasked()
    let gross = Output("gross", .numeric).nullable().unmasked()
    let purpose = "Invoices by state."

    var sql: SQLFragment {
        """
        SELECT \(Clinic.invoices.status)::text AS status, count(*) AS invoices, sum(\(Clinic.invoices.gross)) AS gross
        FROM \(Clinic.invoices) WHERE \(Clinic.invoices.dueOn) >= \(since) GROUP BY 1 ORDER BY 1
        """
    }
}

extension Clinic {
    static let invoicesByStatus = InvoicesByStatus()
    static let queries = QuerySet(database, [QueryGroup("invoices", [invoicesByStatus])])
}
