import SchemaDSL

extension ChatwootModule {
    /// The labels that our agents set, of account 1; time stamps are Chatwoot's business after the insertion.
    static let labelRows = ReferenceRows(
        of: labels, key: labels.title, labels.accountID,
        insertOnly: [labels.createdAt.set(sql: "now()"), labels.updatedAt.set(sql: "now()")],
        rows: [
            label("qualified-lead", "High-quality lead, passed qualification", "#10b981"),
            label("unqualified-lead", "Does not meet qualification criteria", "#ef4444"),
            label("hot-lead", "High urgency, immediate follow-up needed", "#f59e0b"),
            label("cold-lead", "Low engagement, nurture campaign", "#6b7280"),
            label("scraped-lead", "Lead from Instagram/LinkedIn scraping", "#8b5cf6"),
            label("cold-outreach", "Not yet contacted, pending outreach", "#ec4899"),
            label("responded", "Lead responded to outreach", "#14b8a6"),
            label("high-priority", "Urgent issue, needs immediate attention", "#dc2626"),
            label("vip-customer", "High-value customer, premium treatment", "#facc15"),
            label("interim-job-seeker", "Looking for interim/contract work", "#3b82f6", onSidebar: false),
            label("permanent-job-seeker", "Looking for permanent employment", "#0ea5e9", onSidebar: false),
            label("freelance-preference", "Prefers freelance/project work", "#06b6d4", onSidebar: false),
            label("needs-human", "AI escalated to human agent", "#f97316"),
            label("ai-handled", "Successfully handled by AI", "#22c55e", onSidebar: false),
        ])

    private static func label(
        _ title: String, _ description: String, _ color: String, onSidebar: Bool = true, line: UInt = #line
    ) -> Row {
        Row(
            labels.title.set(title), labels.accountID.set(1), labels.description.set(description),
            labels.color.set(color), labels.showOnSidebar.set(onSidebar), line: line)
    }
}
