import SchemaDSL

// What the document alerts on: the lag of the synchronisation; and that the nightly one failed, which nothing else would say.
extension AnalyticsModule {
    private enum Alert {
        static let text = Argument("text", .text)
    }

    /// Tells people, by the webhook of their chat.
    static let sendAlert = Function(
        "send_alert", [Alert.text], returns: .value(.boolean), language: .sql,
        FunctionProperties(searchPath: []), executableBy: [.serviceRole],
        comment: "Posts a text to app.settings.slack_webhook_url; false, with a notice, where it or pg_net is missing.",
        body: """

            SELECT \(postJSON)(
                nullif(current_setting('app.settings.slack_webhook_url', true), ''),
                '{"Content-Type": "application/json"}'::jsonb,
                jsonb_build_object('text', \(Alert.text)));

            """)

    /// Returns whether the synchronisation is alive: something was synchronised, and not more than ten minutes ago.
    static let checkSyncHealth = Function(
        "check_sync_health", returns: .value(.boolean), language: .plpgsql,
        FunctionProperties(searchPath: []), executableBy: [.serviceRole],
        comment: "True when the last synchronisation is at most 10 minutes old; false, and an alert, otherwise. Never NULL.",
        body: """

            DECLARE
                last_sync timestamptz;
            BEGIN
                SELECT max(\(conversations.syncedAt)) INTO last_sync FROM \(conversations);

                IF last_sync >= now() - interval '10 minutes' THEN
                    RETURN true;
                END IF;

                PERFORM \(sendAlert)(CASE
                    WHEN last_sync IS NULL THEN 'Chatwoot sync: nothing has been synchronised'
                    ELSE 'Chatwoot sync lag: '
                        || floor(extract(epoch FROM now() - last_sync) / 60)::bigint || ' minutes'
                END);
                RETURN false;
            END

            """)

    /// The outcome of the newest request of the batch synchronisation; one alert for each that failed.
    ///
    /// pg_net keeps an answer for some hours, so that the job asks half an hour after the request.
    static let checkBatchSync = Function(
        "check_batch_sync", returns: .value(.boolean), language: .plpgsql,
        FunctionProperties(searchPath: []), executableBy: [.serviceRole],
        comment: "True when the newest batch synchronisation was answered with success; false, and an alert, when it failed; "
            + "NULL when none was asked for, or its answer cannot be known.",
        body: """

            DECLARE
                newest \(syncRequests)%ROWTYPE;
                status integer;
                failure text;
                is_late boolean;
                is_answered boolean := false;
                what_failed text;
                responses regclass := to_regclass('net._http_response');
            BEGIN
                SELECT * INTO newest FROM \(syncRequests) ORDER BY \(syncRequests.requestedAt) DESC LIMIT 1;
                IF newest.\(syncRequests.id) IS NULL THEN
                    RAISE NOTICE 'skipped: no batch synchronisation has been requested';
                    RETURN NULL;
                END IF;
                IF newest.\(syncRequests.netRequestID) IS NULL THEN
                    what_failed := newest.\(syncRequests.problem);
                ELSE
                    IF responses IS NULL THEN
                        RAISE NOTICE 'skipped: the extension pg_net is not installed';
                        RETURN NULL;
                    END IF;
                    EXECUTE format('SELECT true, r.status_code, r.error_msg, r.timed_out FROM %s AS r WHERE r.id = $1', responses)
                        INTO is_answered, status, failure, is_late USING newest.\(syncRequests.netRequestID);
                    what_failed := CASE
                        WHEN is_answered IS NOT TRUE THEN 'no answer'
                        WHEN is_late THEN 'timed out'
                        WHEN failure IS NOT NULL THEN 'the request failed'
                        WHEN status BETWEEN 200 AND 299 THEN NULL
                        ELSE 'status ' || coalesce(status::text, 'unknown')
                    END;
                END IF;
                IF what_failed IS NULL THEN
                    RETURN true;
                END IF;
                IF newest.\(syncRequests.alertedAt) IS NULL
                    AND \(sendAlert)('Chatwoot batch sync failed: ' || what_failed)
                THEN
                    UPDATE \(syncRequests) SET \(syncRequests.alertedAt) = now()
                    WHERE \(syncRequests.id) = newest.\(syncRequests.id);
                END IF;
                RETURN false;
            END

            """)
}
