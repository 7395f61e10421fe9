/// The columns of the ten tables as the document has them: name, type, NOT NULL, default, in order.
///
/// Two departures: `created_at` of `message_events` is NOT NULL, since the table is partitioned by it, and
/// `conversation_state_changes` has `previous_agent_id` beside its own.
enum MetricsDocument {
    static let tables = [
        "metrics.message_events": """
        id integer NOT NULL DEFAULT nextval('metrics.message_events_id_seq'::regclass)
        direction character varying(20) NOT NULL
        agent_id integer
        contact_id integer
        conversation_id integer
        message_body text
        message_type character varying(50)
        status character varying(20)
        metadata jsonb
        created_at timestamp with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP
        sent_at timestamp with time zone
        delivered_at timestamp with time zone
        """,
        "metrics.call_events": """
        id integer NOT NULL DEFAULT nextval('metrics.call_events_id_seq'::regclass)
        direction character varying(20) NOT NULL
        agent_id integer
        contact_id integer
        conversation_id integer
        call_status character varying(50)
        duration integer
        source character varying(50)
        queue_time integer
        start_time timestamp with time zone
        end_time timestamp with time zone
        metadata jsonb
        created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP
        """,
        "metrics.conversations": """
        id integer NOT NULL DEFAULT nextval('metrics.conversations_id_seq'::regclass)
        contact_id integer
        agent_id integer
        status character varying(20)
        lead_source character varying(100)
        market character varying(100)
        product character varying(100)
        first_response_time integer
        resolution_time integer
        created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP
        updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP
        closed_at timestamp with time zone
        """,
        "metrics.conversation_state_changes": """
        id integer NOT NULL DEFAULT nextval('metrics.conversation_state_changes_id_seq'::regclass)
        conversation_id integer
        agent_id integer
        previous_status character varying(20)
        new_status character varying(20)
        changed_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP
        reason text
        previous_agent_id integer
        """,
        "metrics.agents": """
        id integer NOT NULL DEFAULT nextval('metrics.agents_id_seq'::regclass)
        name character varying(100)
        email character varying(255)
        status character varying(20)
        current_workload integer DEFAULT 0
        created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP
        updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP
        """,
        "metrics.agent_performance_metrics": """
        id integer NOT NULL DEFAULT nextval('metrics.agent_performance_metrics_id_seq'::regclass)
        agent_id integer
        date date NOT NULL
        messages_handled integer DEFAULT 0
        calls_handled integer DEFAULT 0
        avg_response_time integer
        avg_resolution_time integer
        satisfaction_score numeric(3,2)
        created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP
        """,
        "metrics.agent_availability": """
        id integer NOT NULL DEFAULT nextval('metrics.agent_availability_id_seq'::regclass)
        agent_id integer
        status character varying(20)
        start_time timestamp with time zone
        end_time timestamp with time zone
        created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP
        """,
        "metrics.contacts": """
        id integer NOT NULL DEFAULT nextval('metrics.contacts_id_seq'::regclass)
        name character varying(255)
        phone character varying(50)
        email character varying(255)
        lead_source character varying(100)
        market character varying(100)
        state character varying(50)
        status character varying(50)
        created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP
        updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP
        last_contact_at timestamp with time zone
        """,
        "metrics.contact_preferences": """
        id integer NOT NULL DEFAULT nextval('metrics.contact_preferences_id_seq'::regclass)
        contact_id integer
        opt_out_type character varying(50)
        opt_out_reason text
        initiated_by character varying(20)
        created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP
        """,
        "metrics.lead_sources": """
        id integer NOT NULL DEFAULT nextval('metrics.lead_sources_id_seq'::regclass)
        name character varying(100)
        description text
        is_active boolean DEFAULT true
        created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP
        updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP
        """,
    ]

    static let constraints = [
        "message_events: PRIMARY KEY (id, created_at)", direction("message_events"), "call_events: PRIMARY KEY (id)",
        direction("call_events"), "conversations: PRIMARY KEY (id)",
        "conversations: CHECK (((status)::text = ANY ((ARRAY['open'::character varying, 'pending'::character varying, "
            + "'done'::character varying, 'spam'::character varying, 'unsubscribe'::character varying])::text[])))",
        "conversation_state_changes: PRIMARY KEY (id)", "agents: PRIMARY KEY (id)", "agents: UNIQUE (email)",
        "agent_performance_metrics: PRIMARY KEY (id)",
        "agent_performance_metrics: UNIQUE NULLS NOT DISTINCT (agent_id, date)", "agent_availability: PRIMARY KEY (id)",
        "contacts: PRIMARY KEY (id)", "contacts: UNIQUE (phone)", "contact_preferences: PRIMARY KEY (id)",
        "contact_preferences: UNIQUE NULLS NOT DISTINCT (contact_id, opt_out_type)",
        "contact_preferences: CHECK (((initiated_by)::text = ANY ((ARRAY['contact'::character varying, "
            + "'agent'::character varying, 'system'::character varying])::text[])))",
        "lead_sources: PRIMARY KEY (id)", "lead_sources: UNIQUE NULLS NOT DISTINCT (name)",
        reference("message_events", "agent_id", "agents"), reference("message_events", "contact_id", "contacts"),
        reference("message_events", "conversation_id", "conversations"), reference("call_events", "agent_id", "agents"),
        reference("call_events", "contact_id", "contacts"), reference("call_events", "conversation_id", "conversations"),
        reference("conversations", "contact_id", "contacts"), reference("conversations", "agent_id", "agents"),
        reference("conversation_state_changes", "conversation_id", "conversations"),
        reference("conversation_state_changes", "agent_id", "agents"),
        reference("conversation_state_changes", "previous_agent_id", "agents"),
        reference("agent_performance_metrics", "agent_id", "agents"), reference("agent_availability", "agent_id", "agents"),
        reference("contact_preferences", "contact_id", "contacts"),
    ]

    static let indexes = [
        "idx_message_events_created_at ON ONLY metrics.message_events USING btree (created_at)",
        "idx_message_events_agent_contact ON ONLY metrics.message_events USING btree (agent_id, contact_id)",
        "idx_message_events_conversation ON ONLY metrics.message_events USING btree (conversation_id)",
        "idx_call_events_created_at ON metrics.call_events USING btree (created_at)",
        "idx_call_events_agent_contact ON metrics.call_events USING btree (agent_id, contact_id)",
        "idx_call_events_status ON metrics.call_events USING btree (call_status)",
        "idx_conversations_status ON metrics.conversations USING btree (status)",
        "idx_conversations_dates ON metrics.conversations USING btree (created_at, updated_at, closed_at)",
        "idx_conversations_agent ON metrics.conversations USING btree (agent_id)",
        "idx_conversations_contact ON metrics.conversations USING btree (contact_id)",
        "idx_contacts_lead_source ON metrics.contacts USING btree (lead_source)",
        "idx_contacts_market ON metrics.contacts USING btree (market)",
        "idx_contacts_state ON metrics.contacts USING btree (state)",
        "idx_contacts_dates ON metrics.contacts USING btree (created_at, updated_at, last_contact_at)",
    ]

    private static func direction(_ table: String) -> String {
        "\(table): CHECK (((direction)::text = ANY ((ARRAY['inbound'::character varying, "
            + "'outbound'::character varying])::text[])))"
    }

    private static func reference(_ table: String, _ column: String, _ other: String) -> String {
        "\(table): FOREIGN KEY (\(column)) REFERENCES metrics.\(other)(id)"
    }
}
