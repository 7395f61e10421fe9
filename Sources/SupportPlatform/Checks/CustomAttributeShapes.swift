import Checks

/// The form of `contacts.custom_attributes` in one of the three uses (section 2.3).
///
/// No attribute names the use. Each use has attributes that the two others do not have; a contact with one of them is of that
/// use. What the three share (`lead_status`, `budget_range`, `qualification_score`) tells nothing, nor does what comes
/// from scraping Instagram, which may bring in any lead. A contact can be of two uses, and then has both forms.
struct CustomAttributeShape {
    /// A contact with one of these is of this use.
    let telling: [String]
    let title: String
    let form: JSONShape

    static let all = [recruitment, ecommerce, businessSetup]

    /// The keys of any lead; the statuses are those of the document's examples and of its labels.
    private static let lead: [JSONKey] = [
        .required(
            "lead_status",
            .oneOf(["new", "cold", "hot", "contacted", "responded", "qualified", "unqualified", "customer", "lost"])),
        .required("lead_source", .text),
        .optional("ai_summary", .text),
        .optional("qualification_score", .number(atLeast: 0, atMost: 10)),
        .optional("budget_range", .text),
        .optional("urgency_level", .oneOf(["low", "medium", "high"])),
        .optional("last_intent", .text),
        .optional("last_contact_date", .timestamp),
        .optional("instagram_handle", .format("^@[A-Za-z0-9._]{1,30}$")),
        // More is NULL in the view, whose column is an integer.
        .optional("follower_count", .integer(atLeast: 0, atMost: 2_147_483_647)),
        .optional("niche", .text),
        .optional("scraped_date", .timestamp),
    ]

    private static let recruitment = CustomAttributeShape(
        telling: ["job_type_preference", "budget_min", "budget_max"],
        title: "Job seekers have the attributes of the recruitment use",
        form: JSONShape(
            "recruitment",
            lead + [
                .required("job_type_preference", .oneOf(["interim", "permanent", "freelance"])),
                .optional("budget_min", .number(atLeast: 0)), .optional("budget_max", .number(atLeast: 0)),
            ], rules: [.ascending("budget_min", "budget_max")]))

    private static let ecommerce = CustomAttributeShape(
        telling: [
            "product_interest", "size_preference", "color_preference", "order_count", "total_spent", "avg_order_value",
            "last_purchase_date", "loyalty_points", "vip_status",
        ],
        title: "Buyers have the attributes of the e-commerce use",
        form: JSONShape(
            "ecommerce",
            lead + [
                .required("product_interest", .text),
                .optional("size_preference", .text), .optional("color_preference", .text),
                .optional("order_count", .integer(atLeast: 0)), .optional("total_spent", .number(atLeast: 0)),
                .optional("avg_order_value", .number(atLeast: 0)), .optional("last_purchase_date", .date),
                .optional("preferred_channel", .oneOf(["whatsapp", "instagram", "email", "phone", "website"])),
                .optional("vip_status", .boolean), .optional("loyalty_points", .integer(atLeast: 0)),
            ]))

    private static let businessSetup = CustomAttributeShape(
        telling: [
            "company_type", "services_needed", "timeline", "qualified_date", "meeting_scheduled", "meeting_date", "calendly_link",
        ],
        title: "Founders have the attributes of the business set-up use",
        form: JSONShape(
            "business_setup",
            lead + [
                .required("company_type", .text), .required("services_needed", .texts),
                .optional("timeline", .text), .optional("qualified_date", .date), .optional("meeting_scheduled", .boolean),
                .optional("meeting_date", .timestamp), .optional("calendly_link", .format("^https://")),
            ]))
}
