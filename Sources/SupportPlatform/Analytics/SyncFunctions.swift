import SchemaDSL

extension AnalyticsModule {
    private enum Post {
        static let url = Argument("url", .text)
        static let headers = Argument("headers", .jsonb)
        static let body = Argument("body", .jsonb)
    }

    /// Posts JSON through pg_net where it is installed; elsewhere it says that it did not, and fails nobody's job.
    static let postJSON = Function(
        "post_json", [Post.url, Post.headers, Post.body], returns: .value(.boolean), language: .plpgsql,
        FunctionProperties(searchPath: []), executableBy: [.serviceRole],
        comment: "Queues an HTTP POST through pg_net; false, with a notice, where pg_net is not installed or the URL is NULL.",
        body: """

            BEGIN
                IF \(Post.url) IS NULL THEN
                    RAISE NOTICE 'skipped: there is no address to post to';
                    RETURN false;
                END IF;
                IF to_regprocedure('net.http_post(text,jsonb,jsonb,jsonb,integer)') IS NULL THEN
                    RAISE NOTICE 'skipped: the extension pg_net is not installed';
                    RETURN false;
                END IF;
                -- Dynamic, since a static call could not be checked or planned where pg_net is missing.
                EXECUTE 'SELECT net.http_post(url := $1, headers := $2, body := $3)'
                    USING \(Post.url), \(Post.headers), \(Post.body);
                RETURN true;
            END

            """)

    /// Asks the edge function `chatwoot-batch-sync` for the nightly synchronisation.
    static let requestBatchSync = Function(
        "request_batch_sync", returns: .value(.boolean), language: .plpgsql,
        FunctionProperties(searchPath: []), executableBy: [.serviceRole],
        comment: "Requests the batch synchronisation; false, with a notice, where the settings or pg_net are missing.",
        body: """

            DECLARE
                base_url text := nullif(current_setting('app.settings.supabase_url', true), '');
                service_key text := nullif(current_setting('app.settings.service_role_key', true), '');
            BEGIN
                IF base_url IS NULL OR service_key IS NULL THEN
                    RAISE NOTICE 'skipped: app.settings.supabase_url or app.settings.service_role_key is not set';
                    RETURN false;
                END IF;
                RETURN \(postJSON)(
                    base_url || '/functions/v1/chatwoot-batch-sync',
                    jsonb_build_object('Content-Type', 'application/json', 'Authorization', 'Bearer ' || service_key),
                    '{}'::jsonb);
            END

            """)

    /// Whether the synchronisation is alive: something was synchronised, and not more than ten minutes ago.
    static let checkSyncHealth = Function(
        "check_sync_health", returns: .value(.boolean), language: .plpgsql,
        FunctionProperties(searchPath: []), executableBy: [.serviceRole],
        comment: "True when the last synchronisation is at most 10 minutes old; false, and an alert, otherwise. Never NULL.",
        body: """

            DECLARE
                last_sync timestamptz;
                alert text;
            BEGIN
                SELECT max(\(conversations.syncedAt)) INTO last_sync FROM \(conversations);

                IF last_sync >= now() - interval '10 minutes' THEN
                    RETURN true;
                END IF;

                alert := CASE
                    WHEN last_sync IS NULL THEN 'Chatwoot sync: nothing has been synchronised'
                    ELSE 'Chatwoot sync lag: '
                        || floor(extract(epoch FROM now() - last_sync) / 60)::bigint || ' minutes'
                END;
                PERFORM \(postJSON)(
                    nullif(current_setting('app.settings.slack_webhook_url', true), ''),
                    '{"Content-Type": "application/json"}'::jsonb,
                    jsonb_build_object('text', alert));
                RETURN false;
            END

            """)
}
