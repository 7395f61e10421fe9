import SchemaDSL

/// Chatwoot's tables as the application itself makes them: `db/schema.rb` of chatwoot/chatwoot, version 2025_08_16_044639.
///
/// Those that the document speaks of, and those that stand in for its `contact_labels`: `tags` and `taggings`. Left out are
/// the three trigram indexes, which need the extension pg_trgm, and the triggers that number conversations.
struct ChatwootApplication: Sendable {
    let accounts = Accounts()
    let users = Users()
    let teams = Teams()
    let portals: Portals
    let inboxes: Inboxes
    let contacts = Contacts()
    let conversations = Conversations()
    let messages = Messages()
    let labels = Labels()
    let tags = Tags()
    let taggings = Taggings()
    let channelWhatsApp = ChannelWhatsApp()
    let channelAPI = ChannelAPI()

    init() {
        portals = Portals()
        inboxes = Inboxes(portals)
    }

    var tables: [any Table] {
        [
            accounts, users, teams, portals, inboxes, contacts, conversations, messages, labels, tags, taggings,
            channelWhatsApp, channelAPI,
        ]
    }
}
