/// The tables of the widget's document, in PostgreSQL's words: every column with its type, NOT NULL and default.
enum WidgetDocument {
    static let id = "id character varying NOT NULL DEFAULT (gen_random_uuid())::text"

    static let tables = [
        "widget.customer": """
        \(id)
        name character varying
        email character varying NOT NULL
        phone character varying
        avatar character varying
        timezone character varying DEFAULT 'UTC'::character varying
        language character varying DEFAULT 'en'::character varying
        lastSeenAt timestamp without time zone
        isOnline boolean DEFAULT false
        metadata json
        createdAt timestamp without time zone DEFAULT now()
        updatedAt timestamp without time zone DEFAULT now()
        """,
        "widget.conversation_session": """
        \(id)
        customerId character varying NOT NULL
        sessionToken character varying NOT NULL
        isActive boolean DEFAULT true
        startedAt timestamp without time zone DEFAULT now()
        endedAt timestamp without time zone
        lastActivityAt timestamp without time zone DEFAULT now()
        messageCount integer DEFAULT 0
        aiMessageCount integer DEFAULT 0
        humanMessageCount integer DEFAULT 0
        averageResponseTime integer
        customerSatisfaction integer
        tags character varying[]
        metadata json
        ipAddress character varying
        userAgent character varying
        referrer character varying
        """,
        "widget.chat": """
        \(id)
        customerId character varying NOT NULL
        status widget."ChatStatus" DEFAULT 'OPEN'::widget."ChatStatus"
        priority widget."Priority" DEFAULT 'MEDIUM'::widget."Priority"
        assignedAgentId character varying
        satisfied boolean DEFAULT false
        deleted boolean DEFAULT false
        source widget."ChatSource" DEFAULT 'WIDGET'::widget."ChatSource"
        tags character varying[]
        lastMessageAt timestamp without time zone
        firstResponseTime integer
        avgResponseTime integer
        messageCount integer DEFAULT 0
        unreadCount integer DEFAULT 0
        lastUnreadMessageId character varying
        conversationSessionId character varying
        metadata json
        createdAt timestamp without time zone DEFAULT now()
        updatedAt timestamp without time zone DEFAULT now()
        """,
        // createdAt is NOT NULL as a part of the key, since it says in which month a message is.
        "widget.message": """
        \(id)
        chatId character varying NOT NULL
        conversationSessionId character varying
        senderId character varying
        senderType widget."SenderType" DEFAULT 'CUSTOMER'::widget."SenderType"
        content text NOT NULL
        messageType widget."MessageType" DEFAULT 'TEXT'::widget."MessageType"
        isFromAI boolean DEFAULT false
        aiModel character varying
        aiPromptTokens integer
        aiCompletionTokens integer
        attachments json
        metadata json
        isRead boolean DEFAULT false
        readAt timestamp without time zone
        deliveredAt timestamp without time zone
        failedAt timestamp without time zone
        retryCount integer DEFAULT 0
        parentMessageId character varying
        editedAt timestamp without time zone
        deletedAt timestamp without time zone
        createdAt timestamp without time zone NOT NULL DEFAULT now()
        updatedAt timestamp without time zone DEFAULT now()
        """,
        "widget.customer_profile": """
        \(id)
        customerId character varying NOT NULL
        company character varying
        jobTitle character varying
        industry character varying
        website character varying
        location character varying
        notes text
        leadScore integer DEFAULT 0
        totalChats integer DEFAULT 0
        totalMessages integer DEFAULT 0
        averageResponseTime integer
        lastContactedAt timestamp without time zone
        preferredContactTime character varying
        communicationPrefs json
        customFields json
        createdAt timestamp without time zone DEFAULT now()
        updatedAt timestamp without time zone DEFAULT now()
        """,
        "widget.chat_notification": """
        \(id)
        chatId character varying NOT NULL
        userId character varying NOT NULL
        type widget."NotificationType" NOT NULL
        title character varying NOT NULL
        message character varying NOT NULL
        isRead boolean DEFAULT false
        readAt timestamp without time zone
        actionUrl character varying
        metadata json
        createdAt timestamp without time zone DEFAULT now()
        """,
        "widget.typing_indicator": """
        \(id)
        chatId character varying
        conversationSessionId character varying
        userId character varying
        customerId character varying
        isTyping boolean DEFAULT true
        lastTypingAt timestamp without time zone DEFAULT now()
        expiresAt timestamp without time zone NOT NULL
        """,
        "widget.widget_settings": """
        \(id)
        name character varying DEFAULT 'default'::character varying
        isEnabled boolean DEFAULT true
        welcomeMessage character varying DEFAULT 'Hi! How can I help you today?'::character varying
        offlineMessage character varying DEFAULT 'We''re currently offline...'::character varying
        theme json DEFAULT '{"primaryColor": "#3b82f6", "textColor": "#1f2937", "backgroundColor": "#ffffff"}'::json
        position character varying DEFAULT 'bottom-right'::character varying
        showAgentPhotos boolean DEFAULT true
        showTypingIndicator boolean DEFAULT true
        enableFileUpload boolean DEFAULT true
        enableEmojis boolean DEFAULT true
        maxFileSize integer DEFAULT 10485760
        allowedFileTypes character varying[] DEFAULT ARRAY['image/*'::text, 'application/pdf'::text, '.doc'::text, '.docx'::text]
        businessHours json
        autoAssignment boolean DEFAULT true
        requireEmail boolean DEFAULT true
        requireName boolean DEFAULT true
        collectPhone boolean DEFAULT false
        customFields json
        createdAt timestamp without time zone DEFAULT now()
        updatedAt timestamp without time zone DEFAULT now()
        """,
    ]

    /// Keys and references, but the primary key of a message, which holds its month, and its parent, which a trigger asks for.
    static let constraints = [
        "customer: PRIMARY KEY (id)", "customer: UNIQUE (email)", "conversation_session: PRIMARY KEY (id)",
        #"conversation_session: UNIQUE ("sessionToken")"#,
        #"conversation_session: FOREIGN KEY ("customerId") REFERENCES widget.customer(id)"#, "chat: PRIMARY KEY (id)",
        #"chat: FOREIGN KEY ("customerId") REFERENCES widget.customer(id)"#,
        #"chat: FOREIGN KEY ("assignedAgentId") REFERENCES widget."user"(id)"#,
        #"chat: FOREIGN KEY ("conversationSessionId") REFERENCES widget.conversation_session(id)"#,
        #"message: PRIMARY KEY (id, "createdAt")"#, #"message: FOREIGN KEY ("chatId") REFERENCES widget.chat(id)"#,
        #"message: FOREIGN KEY ("conversationSessionId") REFERENCES widget.conversation_session(id)"#,
        #"message: FOREIGN KEY ("senderId") REFERENCES widget."user"(id)"#, "customer_profile: PRIMARY KEY (id)",
        #"customer_profile: UNIQUE ("customerId")"#,
        #"customer_profile: FOREIGN KEY ("customerId") REFERENCES widget.customer(id)"#, "chat_notification: PRIMARY KEY (id)",
        #"chat_notification: FOREIGN KEY ("chatId") REFERENCES widget.chat(id)"#,
        #"chat_notification: FOREIGN KEY ("userId") REFERENCES widget."user"(id)"#, "typing_indicator: PRIMARY KEY (id)",
        #"typing_indicator: FOREIGN KEY ("chatId") REFERENCES widget.chat(id)"#,
        #"typing_indicator: FOREIGN KEY ("conversationSessionId") REFERENCES widget.conversation_session(id)"#,
        #"typing_indicator: FOREIGN KEY ("userId") REFERENCES widget."user"(id)"#,
        #"typing_indicator: FOREIGN KEY ("customerId") REFERENCES widget.customer(id)"#, "widget_settings: PRIMARY KEY (id)",
        "widget_settings: UNIQUE (name)", "user: PRIMARY KEY (id)",
    ]

    /// The document's 42 indexes but `idx_widget_settings_isEnabled`; those that are a UNIQUE constraint's own say so.
    static let indexes = [
        "idx_customer_email ON widget.customer USING btree (email)",
        #"idx_customer_isOnline ON widget.customer USING btree ("lastSeenAt" DESC) WHERE ("isOnline" = true)"#,
        #"idx_customer_lastSeenAt ON widget.customer USING btree ("lastSeenAt")"#,
        #"idx_session_customerId ON widget.conversation_session USING btree ("customerId")"#,
        #"idx_session_sessionToken ON widget.conversation_session USING btree ("sessionToken")"#,
        #"idx_session_isActive ON widget.conversation_session USING btree ("lastActivityAt") WHERE ("isActive" = true)"#,
        #"idx_session_startedAt ON widget.conversation_session USING btree ("startedAt")"#,
        #"idx_session_lastActivityAt ON widget.conversation_session USING btree ("lastActivityAt")"#,
        #"idx_chat_customerId ON widget.chat USING btree ("customerId")"#,
        #"idx_chat_assignedAgentId ON widget.chat USING btree ("assignedAgentId")"#,
        #"idx_chat_status ON widget.chat USING btree (status, "lastMessageAt" DESC)"#,
        #"idx_chat_priority ON widget.chat USING btree (priority DESC, "createdAt") "#
            + #"WHERE (status = ANY (ARRAY['OPEN'::widget."ChatStatus", 'PENDING'::widget."ChatStatus"]))"#,
        #"idx_chat_source ON widget.chat USING btree (source, "createdAt")"#,
        #"idx_chat_lastMessageAt ON widget.chat USING btree ("lastMessageAt")"#,
        #"idx_chat_conversationSessionId ON widget.chat USING btree ("conversationSessionId")"#,
        #"idx_message_chatId ON ONLY widget.message USING btree ("chatId", "createdAt")"#,
        #"idx_message_conversationSessionId ON ONLY widget.message USING btree ("conversationSessionId")"#,
        #"idx_message_senderId ON ONLY widget.message USING btree ("senderId")"#,
        #"idx_message_senderType ON ONLY widget.message USING btree ("senderType", "createdAt")"#,
        #"idx_message_messageType ON ONLY widget.message USING btree ("messageType", "createdAt") "#
            + #"WHERE ("messageType" <> 'TEXT'::widget."MessageType")"#,
        #"idx_message_isFromAI ON ONLY widget.message USING btree ("createdAt") WHERE ("isFromAI" = true)"#,
        #"idx_message_isRead ON ONLY widget.message USING btree ("chatId", "createdAt") WHERE ("isRead" = false)"#,
        #"idx_message_createdAt ON ONLY widget.message USING btree ("createdAt")"#,
        #"idx_message_parentMessageId ON ONLY widget.message USING btree ("parentMessageId") "#
            + #"WHERE ("parentMessageId" IS NOT NULL)"#,
        #"idx_customer_profile_customerId ON widget.customer_profile USING btree ("customerId")"#,
        "idx_customer_profile_company ON widget.customer_profile USING btree (company)",
        "idx_customer_profile_industry ON widget.customer_profile USING btree (industry)",
        #"idx_customer_profile_leadScore ON widget.customer_profile USING btree ("leadScore")"#,
        #"idx_customer_profile_lastContactedAt ON widget.customer_profile USING btree ("lastContactedAt")"#,
        #"idx_notification_chatId ON widget.chat_notification USING btree ("chatId")"#,
        #"idx_notification_userId ON widget.chat_notification USING btree ("userId", "createdAt" DESC)"#,
        #"idx_notification_type ON widget.chat_notification USING btree (type, "createdAt")"#,
        #"idx_notification_isRead ON widget.chat_notification USING btree ("userId", "createdAt" DESC) WHERE ("isRead" = false)"#,
        #"idx_notification_createdAt ON widget.chat_notification USING btree ("createdAt")"#,
        #"idx_typing_chatId ON widget.typing_indicator USING btree ("chatId")"#,
        #"idx_typing_conversationSessionId ON widget.typing_indicator USING btree ("conversationSessionId")"#,
        #"idx_typing_userId ON widget.typing_indicator USING btree ("userId")"#,
        #"idx_typing_customerId ON widget.typing_indicator USING btree ("customerId")"#,
        #"idx_typing_isTyping ON widget.typing_indicator USING btree ("chatId", "expiresAt") WHERE ("isTyping" = true)"#,
        #"idx_typing_expiresAt ON widget.typing_indicator USING btree ("expiresAt")"#,
        "idx_widget_settings_name ON widget.widget_settings USING btree (name)",
    ]

    static let enums = [
        "ChatSource: WIDGET, EMAIL, PHONE, SOCIAL, API", "ChatStatus: OPEN, PENDING, RESOLVED, CLOSED",
        "MessageType: TEXT, IMAGE, FILE, AUDIO, VIDEO, SYSTEM, TYPING",
        "NotificationType: NEW_MESSAGE, CHAT_ASSIGNED, CHAT_TRANSFERRED, CUSTOMER_WAITING, CHAT_RESOLVED, MENTION, SYSTEM_ALERT",
        "Priority: LOW, MEDIUM, HIGH, URGENT", "SenderType: CUSTOMER, AGENT, AI, SYSTEM",
    ]
}
