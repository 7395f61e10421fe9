/// The words that generated people, messages and documents are made of; as bytes where a row needs many.
enum Words {
    static let firstNames = [
        "Anna", "Bram", "Chloe", "Daan", "Eva", "Finn", "Greta", "Hugo", "Iris", "Jonas", "Kim", "Lars", "Maud", "Noor", "Olga",
        "Pim", "Quinn", "Rosa", "Sven", "Tess", "Umar", "Vera", "Wout", "Xenia", "Yara", "Zoe",
    ]
    static let lastNames = [
        "Bakker", "Claes", "Dubois", "Engel", "Fischer", "Groen", "Hansen", "Ibsen", "Jansen", "Kaya", "Lambert", "Mulder",
        "Novak", "Olsen", "Peeters", "Quist", "Rossi", "Schmidt", "Tamm", "Ursem", "Visser", "Weber", "Yilmaz", "Zeman",
    ]
    static let incoming = bytes([
        "Hello, where is my order?", "Could you tell me what this costs?", "The parcel came damaged.",
        "I would like to change my address.", "Is this position still open?", "How long does a company set-up take?",
        "Can I return this within two weeks?", "My invoice seems to be wrong.", "Do you have this in blue?",
        "Thanks, that helps!",
        "When can we talk?", "I never got the confirmation.",
    ])
    static let outgoing = bytes([
        "Good morning, let me look that up for you.", "Your order left our warehouse today.", "I am sorry to hear that.",
        "I have changed it for you.", "The position is open until Friday.", "It takes about ten working days.",
        "Yes, returns are free within 14 days.", "We have sent you a corrected invoice.", "It is in stock again.",
        "You are welcome!", "Would Tuesday at ten suit you?", "I have sent it again just now.",
    ])

    static func bytes(_ texts: [String]) -> [[UInt8]] { texts.map { Array($0.utf8) } }
}
