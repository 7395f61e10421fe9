import SchemaDSL

extension AnalyticsModule {
    private enum Post {
        static let url = Argument("url", .text)
        static let headers = Argument("headers", .jsonb)
        static let body = Argument("body", .jsonb)
    }

    /// Posts JSON through pg_net where it is installed; elsewhere it says that it did not, and fails nobody's job.
    static let queueJSON = Function(
        "queue_json", [Post.url, Post.headers, Post.body], returns: .value(.bigint), language: .plpgsql,
        FunctionProperties(searchPath: []), executableBy: [.serviceRole],
        comment: "Queues an HTTP POST through pg_net and returns its number; "
            + "NULL, with a notice, where pg_net is not installed or the URL is NULL.",
        body: """

            DECLARE
                request bigint;
            BEGIN
                IF \(Post.url) IS NULL THEN
                    RAISE NOTICE 'skipped: there is no address to post to';
                    RETURN NULL;
                END IF;
                -- By what is to be called: pg_net's argument list is longer in some versions.
                IF NOT EXISTS (
                    SELECT FROM pg_catalog.pg_proc AS p
                    JOIN pg_catalog.pg_namespace AS n ON n.oid = p.pronamespace
                    WHERE n.nspname = 'net' AND p.proname = 'http_post' AND p.proargnames @> ARRAY['url', 'headers', 'body']
                ) THEN
                    RAISE NOTICE 'skipped: the extension pg_net is not installed';
                    RETURN NULL;
                END IF;
                -- Dynamic, since a static call could not be checked or planned where pg_net is missing.
                EXECUTE 'SELECT net.http_post(url := $1, headers := $2, body := $3)'
                    INTO request USING \(Post.url), \(Post.headers), \(Post.body);
                RETURN request;
            END

            """)

    static let postJSON = Function(
        "post_json", [Post.url, Post.headers, Post.body], returns: .value(.boolean), language: .sql,
        FunctionProperties(searchPath: []), executableBy: [.serviceRole],
        comment: "Queues an HTTP POST through pg_net; false, with a notice, where pg_net is not installed or the URL is NULL.",
        body: "SELECT \(queueJSON)(\(Post.url), \(Post.headers), \(Post.body)) IS NOT NULL;")

    /// Asks the edge function `chatwoot-batch-sync` for the nightly synchronisation.
    static let requestBatchSync = Function(
        "request_batch_sync", returns: .value(.boolean), language: .plpgsql,
        FunctionProperties(searchPath: []), executableBy: [.serviceRole],
        comment: "Requests the batch synchronisation; false, with a notice, where the settings or pg_net are missing.",
        body: """

            DECLARE
                base_url text := nullif(current_setting('app.settings.supabase_url', true), '');
                service_key text := nullif(current_setting('app.settings.service_role_key', true), '');
                request bigint;
                what_failed text;
            BEGIN
                IF base_url IS NULL OR service_key IS NULL THEN
                    what_failed := 'app.settings.supabase_url or app.settings.service_role_key is not set';
                    RAISE NOTICE 'skipped: %', what_failed;
                ELSE
                    request := \(queueJSON)(
                        base_url || '/functions/v1/chatwoot-batch-sync',
                        jsonb_build_object('Content-Type', 'application/json', 'Authorization', 'Bearer ' || service_key),
                        '{}'::jsonb);
                    IF request IS NULL THEN
                        what_failed := 'pg_net is not installed';
                    END IF;
                END IF;
                INSERT INTO \(syncRequests) (\(syncRequests.netRequestID), \(syncRequests.problem)) VALUES (request, what_failed);
                -- A request is of no use once its answer is forgotten.
                DELETE FROM \(syncRequests) WHERE \(syncRequests.requestedAt) < now() - interval '30 days';
                RETURN request IS NOT NULL;
            END

            """)
}
