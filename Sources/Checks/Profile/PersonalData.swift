/// The kinds of personal data that a column's name, or the form of its values, gives away.
enum PersonalData: String, CaseIterable, Sendable {
    case email = "e-mail addresses"
    case phone = "telephone numbers"
    case name = "names of people"
    case birth = "dates of birth"
    case address = "postal addresses"
    case bank = "bank accounts"
    case card = "payment cards"
    case identity = "numbers of identity documents"
    case network = "network addresses"
    case secret = "passwords or tokens"

    /// The kind that a column's name says; nil for a name that says nothing of a person.
    init?(columnName: String) {
        let words = Self.words(columnName)
        let all = words.joined(separator: "_")
        func has(_ names: String...) -> Bool {
            names.contains { name in
                "_\(all)_".contains("_\(name)_")
            }
        }
        if has("email", "e_mail", "mail", "emails") {
            self = .email
        } else if has("phone", "telephone", "tel", "mobile", "fax", "cellphone", "phone_number", "whatsapp", "msisdn") {
            self = .phone
        } else if has(
            "first_name", "last_name", "full_name", "surname", "firstname", "lastname", "given_name", "family_name",
            "middle_name", "maiden_name", "contact_name", "customer_name", "fullname")
        {
            self = .name
        } else if has("birth", "birthday", "birthdate", "dob", "date_of_birth", "born") {
            self = .birth
        } else if has(
            "street", "address", "postal_address", "address_line", "zip", "zipcode", "postcode", "postal_code", "house_number"),
            !has("ip", "email", "mac")
        {
            self = .address
        } else if has("iban", "bic", "account_number", "bank_account", "sort_code") {
            self = .bank
        } else if has("card_number", "credit_card", "pan", "cvv", "cvc") {
            self = .card
        } else if has("ssn", "social_security", "passport", "national_id", "tax_id", "bsn", "nino", "personal_id") {
            self = .identity
        } else if has("ip", "ip_address", "remote_addr", "client_ip", "mac_address") {
            self = .network
        } else if has("password", "passwd", "secret", "token", "api_key", "apikey", "private_key", "pin", "otp") {
            self = .secret
        } else {
            return nil
        }
    }

    /// `customerEMail` and `customer_e-mail` are the words `customer`, `e` and `mail`.
    private static func words(_ name: String) -> [String] {
        var words = [""]
        var previous: Character = "_"
        for character in name {
            if !character.isLetter, !character.isNumber {
                words.append("")
            } else {
                if character.isUppercase, previous.isLowercase { words.append("") }
                words[words.count - 1] += character.lowercased()
            }
            previous = character
        }
        return words.filter { !$0.isEmpty }
    }

    /// The trait of a value that gives it away; nil where only a name does.
    var trait: ValueTrait? {
        switch self {
        case .email: .email
        case .phone: .phone
        case .bank: .iban
        case .card: .card
        case .identity: .socialSecurity
        case .network: .address
        case .name, .birth, .address, .secret: nil
        }
    }
}
