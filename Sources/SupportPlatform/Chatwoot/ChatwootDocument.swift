import SchemaDSL

/// Chatwoot's tables as `DATABASE SCHEMA DOCUMENTATION v5.1` has them: the usual shape.
struct ChatwootDocument: Sendable {
    let accounts: Accounts
    let users: Users
    let teams: Teams
    let inboxes: Inboxes
    let contacts: Contacts
    let conversations: Conversations
    let messages: Messages
    let labels: Labels
    let contactLabels: ContactLabels
    let channelWhatsApp: ChannelWhatsApp
    let channelAPI: ChannelAPI

    init() {
        accounts = Accounts()
        users = Users()
        teams = Teams()
        inboxes = Inboxes(accounts)
        contacts = Contacts(accounts)
        conversations = Conversations(contacts, inboxes, accounts, users, teams)
        messages = Messages(conversations, accounts)
        labels = Labels(accounts)
        contactLabels = ContactLabels(contacts, labels)
        channelWhatsApp = ChannelWhatsApp(accounts)
        channelAPI = ChannelAPI(accounts)
    }

    var tables: [any Table] {
        [
            accounts, users, teams, inboxes, contacts, conversations, messages, labels, contactLabels, channelWhatsApp,
            channelAPI,
        ]
    }

    /// The document refers to these three and does not define them.
    final class Accounts: Table, Sendable {
        let id = Column("id", .serial).primaryKey().unmasked()
        var name: String { "accounts" }
    }

    final class Users: Table, Sendable {
        let id = Column("id", .serial).primaryKey().unmasked()
        var name: String { "users" }
    }

    final class Teams: Table, Sendable {
        let id = Column("id", .serial).primaryKey().unmasked()
        var name: String { "teams" }
    }
}
