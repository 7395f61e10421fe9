/// `custom_attributes` in the three uses: job seekers, buyers, founders; or nothing yet.
enum ContactAttributes {
    static func append(_ contact: Int, _ random: inout SeededRandom, _ rhythm: Rhythm, to buffer: inout CopyBuffer) {
        switch contact % 10 {
        case 0: buffer.text("{}")
        case 1...3: recruitment(&random, &buffer)
        case 4...6: ecommerce(&random, rhythm, &buffer)
        default: businessSetup(&random, rhythm, &buffer)
        }
    }

    private static let statuses = Words.bytes(
        ["new", "cold", "hot", "contacted", "responded", "qualified", "unqualified"].map { #"{"lead_status": "\#($0)", "# })
    private static let sources = Words.bytes(
        ["website", "whatsapp", "instagram", "referral"].map { #""lead_source": "\#($0)", "# })
    private static let urgencies = Words.bytes(["low", "medium", "high"].map { #""urgency_level": "\#($0)", "# })
    private static let jobs = Words.bytes(["interim", "permanent", "freelance"].map { #""job_type_preference": "\#($0)", "# })
    private static let products = Words.bytes(
        ["sneakers", "jackets", "bags", "watches"].map { #""product_interest": "\#($0)", "size_preference": "M", "# })
    private static let companies = Words.bytes(["free zone", "mainland", "offshore"].map { #""company_type": "\#($0)", "# })
    private static let services = Words.bytes([
        #""services_needed": ["licence", "visa"], "#, #""services_needed": ["licence"], "#,
        #""services_needed": ["bank account", "licence", "office"], "#,
    ])

    private static func lead(_ random: inout SeededRandom, _ buffer: inout CopyBuffer) {
        buffer.text(statuses[random.below(statuses.count)])
        buffer.append(sources[random.below(sources.count)])
        if random.percent(70) { buffer.append(urgencies[random.below(urgencies.count)]) }
    }

    private static func recruitment(_ random: inout SeededRandom, _ buffer: inout CopyBuffer) {
        lead(&random, &buffer)
        buffer.append(jobs[random.below(jobs.count)])
        let least = 40_000 + 5_000 * random.below(10)
        buffer.append(#""budget_min": "#)
        buffer.append(least)
        buffer.append(#", "budget_max": "#)
        buffer.append(least + 10_000)
        buffer.append(#", "qualification_score": "#)
        buffer.append(random.below(11))
        buffer.append("}")
    }

    private static func ecommerce(_ random: inout SeededRandom, _ rhythm: Rhythm, _ buffer: inout CopyBuffer) {
        lead(&random, &buffer)
        buffer.append(products[random.below(products.count)])
        buffer.append(#""order_count": "#)
        let orders = random.below(12)
        buffer.append(orders)
        buffer.append(#", "total_spent": "#)
        buffer.append(orders * (20 + random.below(150)))
        buffer.append(#", "vip_status": "#)
        buffer.append(orders > 9 ? "true" : "false")
        buffer.append(#", "last_purchase_date": ""#)
        buffer.append(rhythm.dateTexts[random.below(rhythm.days)])
        buffer.append(#"", "instagram_handle": "@shopper"#)
        buffer.append(random.below(100_000))
        buffer.append(#""}"#)
    }

    private static func businessSetup(_ random: inout SeededRandom, _ rhythm: Rhythm, _ buffer: inout CopyBuffer) {
        lead(&random, &buffer)
        buffer.append(companies[random.below(companies.count)])
        buffer.append(services[random.below(services.count)])
        buffer.append(#""timeline": "this quarter", "meeting_scheduled": "#)
        buffer.append(random.percent(40) ? "true" : "false")
        buffer.append(#", "qualified_date": ""#)
        buffer.append(rhythm.dateTexts[random.below(rhythm.days)])
        buffer.append(#""}"#)
    }
}
