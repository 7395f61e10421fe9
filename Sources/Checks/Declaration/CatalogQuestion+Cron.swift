import SchemaDSL

// Checks on pg_cron's own tables. They are skipped where pg_cron is not installed.
extension CatalogQuestion {
    /// No active job of pg_cron failed lately, and none hangs.
    ///
    /// A run that could not connect is recorded without times: it counts until a later run of the job has succeeded. A run that is
    /// still "running" although its process is gone was cut off, and is found however long ago it began.
    /// - Parameter window: How far back failures count.
    public static func cronRuns(
        within window: Duration = .seconds(86_400), _ title: String, file: StaticString = #filePath, line: UInt = #line
    ) -> DataCheck {
        .question(
            """
            SELECT coalesce(j.jobname, 'job ' || j.jobid) AS object, p.problem
            FROM cron.job AS j
            CROSS JOIN LATERAL (
              SELECT 'failed: ' || count(*) || ' runs, the last ' || coalesce('at ' || max(d.start_time)::text, 'without a time') AS problem
              FROM cron.job_run_details AS d
              WHERE d.jobid = j.jobid AND d.status = 'failed'
                AND CASE WHEN coalesce(d.end_time, d.start_time) IS NOT NULL
                  THEN coalesce(d.end_time, d.start_time) >= now() - make_interval(secs => \(literal: window.milliseconds / 1000))
                  ELSE NOT EXISTS (SELECT FROM cron.job_run_details AS later
                    WHERE later.jobid = d.jobid AND later.runid > d.runid AND later.status = 'succeeded') END
              HAVING count(*) > 0
              UNION ALL
              SELECT 'run ' || d.runid || ' has been ' || d.status || ' since ' || coalesce(d.start_time::text, 'an unknown time')
                || ', and its process is gone'
              FROM cron.job_run_details AS d
              WHERE d.jobid = j.jobid AND d.status IN ('starting', 'connecting', 'sending', 'running')
                AND coalesce(d.start_time, '-infinity') < now() - interval '1 minute'
                AND NOT EXISTS (SELECT FROM pg_catalog.pg_stat_activity AS a WHERE a.pid = d.job_pid)
            ) AS p
            WHERE j.active
            """, named: "cron.runs", title, file: file, line: line
        ).requires(.relation(schema: "cron", name: "job"), .relation(schema: "cron", name: "job_run_details"))
    }

    /// No active job of pg_cron is silent: none was due since its last run and has not run.
    ///
    /// A job that never ran is judged from the oldest run of any job on; days more than 400 days ago are not looked at. Schedules
    /// are read in the time zone of pg_cron (`cron.timezone`).
    /// - Parameter grace: How late a run may be recorded.
    public static func cronSilence(
        grace: Duration = .seconds(600), _ title: String, file: StaticString = #filePath, line: UInt = #line
    ) -> DataCheck {
        let words = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"].enumerated().map {
            ($1, $0 + 1)
        }
        let days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"].enumerated().map { ($1, $0) }
        let numbered = { (text: SQLFragment, names: [(String, Int)]) in
            names.reduce("lower(\(text))" as SQLFragment) { "replace(\($0), \(literal: $1.0), \(literal: String($1.1)))" }
        }
        return .question(
            """
            WITH job AS MATERIALIZED (
              SELECT j.jobid, coalesce(j.jobname, 'job ' || j.jobid) AS name, btrim(j.schedule) AS schedule,
                regexp_split_to_array(btrim(j.schedule), '\\s+') AS fields, last.at AS last_run,
                coalesce(last.at, oldest.at) AT TIME ZONE zone.name AS since, (now() - make_interval(secs => \(literal: grace.milliseconds / 1000)))
                  AT TIME ZONE zone.name AS until
              FROM cron.job AS j
              CROSS JOIN (SELECT coalesce(nullif(current_setting('cron.timezone', true), ''), 'GMT') AS name) AS zone
              CROSS JOIN (SELECT min(start_time) AS at FROM cron.job_run_details) AS oldest
              CROSS JOIN LATERAL (SELECT max(start_time) AS at FROM cron.job_run_details AS d WHERE d.jobid = j.jobid) AS last
              WHERE j.active
            ), accepted AS MATERIALIZED (
              SELECT job.jobid, field.place, array_agg(DISTINCT CASE WHEN field.place = 5 THEN value % 7 ELSE value END) AS numbers
              FROM job
              CROSS JOIN LATERAL (VALUES (1, 0, 59, fields[1]), (2, 0, 23, fields[2]), (3, 1, 31, fields[3]),
                (4, 1, 12, \(numbered("fields[4]", words))), (5, 0, 7, \(numbered("fields[5]", days)))) AS field (place, low, high, text)
              CROSS JOIN LATERAL unnest(string_to_array(field.text, ',')) AS part
              CROSS JOIN LATERAL regexp_match(part, '^(?:[*]|([0-9]{1,2})(?:-([0-9]{1,2}))?)(?:/([0-9]{1,2}))?$') AS m
              CROSS JOIN LATERAL generate_series(coalesce(m[1]::integer, low),
                coalesce(m[2]::integer, CASE WHEN m[1] IS NULL OR m[3] IS NOT NULL THEN high ELSE m[1]::integer END),
                greatest(coalesce(m[3]::integer, 1), 1)) AS value
              WHERE cardinality(fields) = 5 AND m IS NOT NULL
              GROUP BY job.jobid, field.place
            ), due AS (
              SELECT job.name, job.last_run
              FROM job
              CROSS JOIN LATERAL (
                SELECT max(numbers) FILTER (WHERE place = 1) AS minutes, max(numbers) FILTER (WHERE place = 2) AS hours,
                  max(numbers) FILTER (WHERE place = 3) AS days, max(numbers) FILTER (WHERE place = 4) AS months,
                  max(numbers) FILTER (WHERE place = 5) AS weekdays
                FROM accepted WHERE accepted.jobid = job.jobid
              ) AS a
              WHERE EXISTS (
                SELECT FROM generate_series(greatest(since, until - interval '400 days')::date, until::date, interval '1 day') AS day
                WHERE extract(month FROM day) = ANY (months)
                  AND CASE WHEN fields[3] LIKE '*%' OR fields[5] LIKE '*%'
                    THEN extract(day FROM day) = ANY (days) AND extract(dow FROM day) = ANY (weekdays)
                    ELSE extract(day FROM day) = ANY (days) OR extract(dow FROM day) = ANY (weekdays) END
                  AND (day > since::date AND day < until::date OR EXISTS (
                    SELECT FROM unnest(hours) AS hour, unnest(minutes) AS minute
                    WHERE day + make_interval(hours => hour, mins => minute) > since
                      AND day + make_interval(hours => hour, mins => minute) <= until))
              )
              UNION ALL
              SELECT name, last_run FROM job WHERE schedule ~ '^[0-9]+ seconds?$' AND since < until
            )
            SELECT name AS object, 'was due and has not run ' || coalesce('since ' || last_run::text, 'at all') AS problem FROM due
            """, named: "cron.silence", title, file: file, line: line
        ).requires(.relation(schema: "cron", name: "job"), .relation(schema: "cron", name: "job_run_details"))
    }
}
