/// The tables of the two documents with every column, type, NOT NULL and default, in PostgreSQL's words.
enum DocumentTables {
    static let supabase = [
        "analytics.conversation_analytics": """
        id uuid NOT NULL DEFAULT gen_random_uuid()
        chatwoot_conversation_id bigint NOT NULL
        chatwoot_inbox_id integer NOT NULL
        chatwoot_account_id integer NOT NULL
        status text NOT NULL
        created_at timestamp with time zone NOT NULL
        updated_at timestamp with time zone NOT NULL
        resolved_at timestamp with time zone
        first_response_at timestamp with time zone
        customer_name text
        customer_email text
        customer_phone text
        customer_segment text
        agent_sdk_used boolean DEFAULT false
        draft_confidence_score integer
        draft_created_at timestamp with time zone
        draft_approved_at timestamp with time zone
        operator_action text
        time_to_first_response_seconds integer
        time_to_resolution_seconds integer
        message_count integer DEFAULT 0
        agent_message_count integer DEFAULT 0
        customer_message_count integer DEFAULT 0
        category text
        subcategory text
        tags text[] DEFAULT ARRAY[]::text[]
        sentiment text
        urgency text
        assigned_agent_id integer
        assigned_agent_name text
        escalated boolean DEFAULT false
        escalation_reason text
        csat_rating integer
        csat_feedback text
        custom_attributes jsonb DEFAULT '{}'::jsonb
        synced_at timestamp with time zone NOT NULL DEFAULT now()
        """,
        "analytics.agent_performance_metrics": """
        id uuid NOT NULL DEFAULT gen_random_uuid()
        chatwoot_agent_id integer NOT NULL
        agent_name text NOT NULL
        agent_email text
        date date NOT NULL
        hour integer
        conversations_handled integer DEFAULT 0
        messages_sent integer DEFAULT 0
        private_notes_created integer DEFAULT 0
        drafts_approved integer DEFAULT 0
        drafts_edited integer DEFAULT 0
        drafts_rejected integer DEFAULT 0
        escalations_made integer DEFAULT 0
        avg_first_response_time_seconds integer
        avg_resolution_time_seconds integer
        avg_draft_review_time_seconds integer
        csat_avg numeric(3,2)
        csat_count integer DEFAULT 0
        first_contact_resolution_rate numeric(5,2)
        online_time_minutes integer
        idle_time_minutes integer
        synced_at timestamp with time zone NOT NULL DEFAULT now()
        """,
        "analytics.customer_interaction_history": """
        id uuid NOT NULL DEFAULT gen_random_uuid()
        customer_email text NOT NULL
        customer_name text
        chatwoot_contact_id bigint
        conversation_id uuid
        chatwoot_conversation_id bigint NOT NULL
        interaction_type text NOT NULL
        category text
        sentiment text
        resolved boolean DEFAULT false
        resolution_time_seconds integer
        satisfaction_score integer
        interaction_date timestamp with time zone NOT NULL
        synced_at timestamp with time zone NOT NULL DEFAULT now()
        """,
        "analytics.support_knowledge_gaps": """
        id uuid NOT NULL DEFAULT gen_random_uuid()
        customer_question text NOT NULL
        detected_category text
        detected_keywords text[]
        llama_index_results jsonb
        llama_index_relevance_scores numeric[]
        draft_confidence_score integer
        was_rejected boolean DEFAULT false
        rejection_reason text
        correct_information text
        occurrence_count integer DEFAULT 1
        first_seen_at timestamp with time zone NOT NULL DEFAULT now()
        last_seen_at timestamp with time zone NOT NULL DEFAULT now()
        gap_filled boolean DEFAULT false
        knowledge_article_created_at timestamp with time zone
        knowledge_article_url text
        """,
        "knowledge.documents": """
        id integer NOT NULL DEFAULT nextval('knowledge.documents_id_seq'::regclass)
        content text NOT NULL
        title character varying(500)
        embedding extensions.vector(1536)
        metadata jsonb DEFAULT '{}'::jsonb
        category character varying(50)
        source_type character varying(50)
        source_url character varying(1000)
        source_file_name character varying(255)
        version integer DEFAULT 1
        is_active boolean DEFAULT true
        created_at timestamp with time zone DEFAULT now()
        updated_at timestamp with time zone DEFAULT now()
        """,
    ]

    static let chatwoot = [
        "public.contacts": """
        id integer NOT NULL DEFAULT nextval('contacts_id_seq'::regclass)
        name character varying(255)
        email character varying(255)
        phone_number character varying(50)
        identifier character varying(255)
        thumbnail character varying(255)
        custom_attributes jsonb DEFAULT '{}'::jsonb
        account_id integer NOT NULL
        created_at timestamp with time zone DEFAULT now()
        updated_at timestamp with time zone DEFAULT now()
        """,
        "public.conversations": """
        id integer NOT NULL DEFAULT nextval('conversations_id_seq'::regclass)
        contact_id integer
        inbox_id integer NOT NULL
        account_id integer NOT NULL
        status character varying(50) DEFAULT 'open'::character varying
        assignee_id integer
        team_id integer
        uuid uuid DEFAULT gen_random_uuid()
        additional_attributes jsonb DEFAULT '{}'::jsonb
        created_at timestamp with time zone DEFAULT now()
        updated_at timestamp with time zone DEFAULT now()
        last_activity_at timestamp with time zone DEFAULT now()
        """,
        "public.messages": """
        id integer NOT NULL DEFAULT nextval('messages_id_seq'::regclass)
        conversation_id integer NOT NULL
        account_id integer NOT NULL
        content text
        message_type character varying(50) NOT NULL
        content_type character varying(50) DEFAULT 'text'::character varying
        content_attributes jsonb DEFAULT '{}'::jsonb
        sender_type character varying(50)
        sender_id integer
        status character varying(50) DEFAULT 'sent'::character varying
        source_id character varying(255)
        external_source_id character varying(255)
        additional_attributes jsonb DEFAULT '{}'::jsonb
        created_at timestamp with time zone DEFAULT now()
        updated_at timestamp with time zone DEFAULT now()
        """,
        "public.labels": """
        id integer NOT NULL DEFAULT nextval('labels_id_seq'::regclass)
        account_id integer NOT NULL
        title character varying(255) NOT NULL
        description text
        color character varying(7) NOT NULL DEFAULT '#1f93ff'::character varying
        show_on_sidebar boolean DEFAULT true
        created_at timestamp with time zone DEFAULT now()
        updated_at timestamp with time zone DEFAULT now()
        """,
        "public.contact_labels": """
        id integer NOT NULL DEFAULT nextval('contact_labels_id_seq'::regclass)
        contact_id integer NOT NULL
        label_id integer NOT NULL
        created_at timestamp with time zone DEFAULT now()
        updated_at timestamp with time zone DEFAULT now()
        """,
        "public.inboxes": """
        id integer NOT NULL DEFAULT nextval('inboxes_id_seq'::regclass)
        account_id integer NOT NULL
        name character varying(255) NOT NULL
        channel_type character varying(50) NOT NULL
        greeting_enabled boolean DEFAULT false
        greeting_message text
        out_of_office_message text
        working_hours_enabled boolean DEFAULT false
        enable_auto_assignment boolean DEFAULT true
        created_at timestamp with time zone DEFAULT now()
        updated_at timestamp with time zone DEFAULT now()
        """,
        "public.channel_whatsapp": """
        id integer NOT NULL DEFAULT nextval('channel_whatsapp_id_seq'::regclass)
        account_id integer NOT NULL
        phone_number character varying(50) NOT NULL
        provider character varying(50) NOT NULL
        provider_config jsonb DEFAULT '{}'::jsonb
        message_templates jsonb DEFAULT '[]'::jsonb
        created_at timestamp with time zone DEFAULT now()
        updated_at timestamp with time zone DEFAULT now()
        """,
        "public.channel_api": """
        id integer NOT NULL DEFAULT nextval('channel_api_id_seq'::regclass)
        account_id integer NOT NULL
        webhook_url character varying(255)
        hmac_token character varying(255)
        hmac_mandatory boolean DEFAULT false
        created_at timestamp with time zone DEFAULT now()
        updated_at timestamp with time zone DEFAULT now()
        """,
    ]
}
