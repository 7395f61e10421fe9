-- A stand-in for pg_cron 1.6 in databases where the extension itself cannot live: it is in one database of a cluster only,
-- and would run the jobs. This one keeps jobs in cron.job by the extension's own rules, and never runs any.
-- Tests/SandboxTests/CronStubTests.swift gives both the same calls and compares what comes of it.
-- Safe to load again.

BEGIN;

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_catalog.pg_extension WHERE extname = 'pg_cron') THEN
        RAISE EXCEPTION 'database % has pg_cron itself; its stand-in is not needed', current_database();
    END IF;
END
$$;

CREATE SCHEMA IF NOT EXISTS cron;
COMMENT ON SCHEMA cron IS 'A stand-in for pg_cron: keeps jobs, runs none';

CREATE SEQUENCE IF NOT EXISTS cron.jobid_seq;
CREATE SEQUENCE IF NOT EXISTS cron.runid_seq;

CREATE TABLE IF NOT EXISTS cron.job (
    jobid bigint PRIMARY KEY DEFAULT nextval('cron.jobid_seq'),
    schedule text NOT NULL,
    command text NOT NULL,
    nodename text NOT NULL DEFAULT 'localhost',
    nodeport integer NOT NULL DEFAULT inet_server_port(),
    database text NOT NULL DEFAULT current_database(),
    username text NOT NULL DEFAULT current_user,
    active boolean NOT NULL DEFAULT true,
    jobname text,
    CONSTRAINT jobname_username_uniq UNIQUE (jobname, username)
);

CREATE TABLE IF NOT EXISTS cron.job_run_details (
    jobid bigint,
    runid bigint PRIMARY KEY DEFAULT nextval('cron.runid_seq'),
    job_pid integer,
    database text,
    username text,
    command text,
    status text,
    return_message text,
    start_time timestamptz,
    end_time timestamptz
);

ALTER TABLE cron.job ENABLE ROW LEVEL SECURITY;
ALTER TABLE cron.job_run_details ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS cron_job_policy ON cron.job;
CREATE POLICY cron_job_policy ON cron.job USING (username = current_user);
DROP POLICY IF EXISTS cron_job_run_details_policy ON cron.job_run_details;
CREATE POLICY cron_job_run_details_policy ON cron.job_run_details USING (username = current_user);

GRANT SELECT ON cron.job TO public;
GRANT SELECT, DELETE ON cron.job_run_details TO public;
GRANT SELECT ON SEQUENCE cron.jobid_seq, cron.runid_seq TO public;

-- Whether one field of a schedule is what Vixie's parser takes. What it skips it takes as well: after `*` and after a range,
-- anything up to the next blank. A step needs a range; a range that runs backwards is empty and allowed.
CREATE OR REPLACE FUNCTION cron.stub_field_is_valid(field text, low integer, high integer, names text[])
RETURNS boolean LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    rest text := field;
    part text[];
    number integer[];
    word text;
BEGIN
    LOOP
        IF left(rest, 1) = '*' THEN
            part := regexp_match(rest, '^\*(?:/([[:alnum:]]+))?(.*)$');
            IF part[1] IS NULL AND left(part[2], 1) = '/' THEN RETURN false; END IF;
            number := ARRAY[low, high];
            word := part[1];
            rest := part[2];
        ELSE
            part := regexp_match(rest, '^([[:alnum:]]+)(?:-([[:alnum:]]+)(?:/([[:alnum:]]+))?)?(.*)$');
            IF part IS NULL THEN RETURN false; END IF;
            IF part[2] IS NULL AND left(part[4], 1) IN ('-', '/') THEN RETURN false; END IF;
            IF part[3] IS NULL AND left(part[4], 1) = '/' THEN RETURN false; END IF;
            number := '{}';
            FOREACH word IN ARRAY ARRAY[part[1], coalesce(part[2], part[1])] LOOP
                IF lower(word) = ANY (names) THEN
                    number := number || low + array_position(names, lower(word)) - 1;
                ELSIF word ~ '^0*[0-9]{1,9}$' THEN
                    number := number || word::integer;
                ELSE
                    RETURN false;
                END IF;
            END LOOP;
            word := part[3];
            rest := part[4];
        END IF;
        IF word IS NOT NULL AND (word !~ '^0*[0-9]{1,9}$' OR word::integer NOT BETWEEN 1 AND high) THEN RETURN false; END IF;
        IF number[1] NOT BETWEEN low AND high OR number[2] NOT BETWEEN low AND high THEN RETURN false; END IF;
        IF left(rest, 1) <> ',' THEN RETURN true; END IF;
        rest := substr(rest, 2);
    END LOOP;
END
$$;

-- Whether pg_cron 1.6 takes a schedule: five fields, a nickname, or `[1-59] seconds`.
CREATE OR REPLACE FUNCTION cron.stub_schedule_is_valid(schedule text)
RETURNS boolean LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, cron, pg_temp AS $$
DECLARE
    entry text;
    field text[];
BEGIN
    IF schedule ~* '^\s*\+?0*([1-9]|[1-5][0-9])\s*seconds?\s*$' THEN RETURN true; END IF;
    -- Lines of comments and empty lines come before the entry; the entry is the rest of its line.
    entry := (regexp_match(schedule, '^(?:[ \t\n]|#[^\n]*\n)*([^\n]*)'))[1];
    IF left(entry, 1) = '@' THEN
        RETURN substring(entry FROM '^@([^ \t]*)') = ANY (
            ARRAY['reboot', 'restart', 'yearly', 'annually', 'monthly', 'weekly', 'daily', 'midnight', 'hourly']);
    END IF;
    field := regexp_match(entry, '^([^ \t]+)[ \t]+([^ \t]+)[ \t]+([^ \t]+)[ \t]+([^ \t]+)[ \t]+([^ \t]+)');
    RETURN field IS NOT NULL
        AND cron.stub_field_is_valid(field[1], 0, 59, '{}')
        AND cron.stub_field_is_valid(field[2], 0, 23, '{}')
        AND (field[3] = '$' OR cron.stub_field_is_valid(field[3], 1, 31, '{}'))
        AND cron.stub_field_is_valid(field[4], 1, 12, '{jan,feb,mar,apr,may,jun,jul,aug,sep,oct,nov,dec}')
        AND cron.stub_field_is_valid(field[5], 0, 7, '{sun,mon,tue,wed,thu,fri,sat,sun}');
END
$$;

CREATE OR REPLACE FUNCTION cron.stub_require_valid(schedule text)
RETURNS void LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, cron, pg_temp AS $$
BEGIN
    IF NOT cron.stub_schedule_is_valid(schedule) THEN
        RAISE EXCEPTION 'invalid schedule: %', schedule
            USING ERRCODE = 'invalid_parameter_value',
                HINT = 'Use cron format (e.g. 5 4 * * *), or interval format ''[1-59] seconds''';
    END IF;
END
$$;

CREATE OR REPLACE FUNCTION cron.stub_require_target(caller text, database text, username text)
RETURNS void LANGUAGE plpgsql STABLE SET search_path = pg_catalog, cron, pg_temp AS $$
BEGIN
    IF username <> caller AND NOT (SELECT rolsuper FROM pg_roles WHERE rolname = caller) THEN
        RAISE EXCEPTION 'must be superuser to create a job for another role' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = username) THEN
        RAISE EXCEPTION 'role "%" does not exist', username USING ERRCODE = 'internal_error';
    END IF;
    IF NOT (SELECT rolcanlogin FROM pg_roles WHERE rolname = username) THEN
        RAISE EXCEPTION 'role "%" can not log in', username
            USING ERRCODE = 'internal_error', DETAIL = 'Jobs may only be run by roles that have the LOGIN attribute.';
    END IF;
    -- Raises the server's own error when there is no such database.
    PERFORM has_database_privilege(username, database, 'CONNECT');
END
$$;

-- The extension writes its table with its owner's rights, in the caller's name; hence this function behind the public ones.
CREATE OR REPLACE FUNCTION cron.stub_schedule(
    caller text, job_name text, schedule text, command text, database text, username text, active boolean
) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, cron, pg_temp AS $$
#variable_conflict use_column
DECLARE
    id bigint;
BEGIN
    PERFORM cron.stub_require_valid(stub_schedule.schedule);
    PERFORM cron.stub_require_target(
        caller, coalesce(stub_schedule.database, current_database()), coalesce(stub_schedule.username, caller));
    INSERT INTO cron.job AS job (schedule, command, nodename, nodeport, database, username, active, jobname)
    VALUES (
        stub_schedule.schedule, stub_schedule.command, 'localhost', current_setting('port')::integer,
        coalesce(stub_schedule.database, current_database()), coalesce(stub_schedule.username, caller),
        coalesce(stub_schedule.active, true), job_name)
    ON CONFLICT ON CONSTRAINT jobname_username_uniq DO UPDATE
        SET schedule = EXCLUDED.schedule, command = EXCLUDED.command, database = EXCLUDED.database
    RETURNING job.jobid INTO id;
    RETURN id;
END
$$;

CREATE OR REPLACE FUNCTION cron.schedule(schedule text, command text)
RETURNS bigint LANGUAGE sql STRICT AS $$
    SELECT cron.stub_schedule(current_user, NULL, schedule, command, NULL, NULL, true)
$$;
COMMENT ON FUNCTION cron.schedule(text, text) IS 'schedule a pg_cron job';

CREATE OR REPLACE FUNCTION cron.schedule_in_database(
    job_name text, schedule text, command text, database text, username text DEFAULT NULL, active boolean DEFAULT true
) RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
    IF job_name IS NULL THEN RAISE EXCEPTION 'job_name can not be NULL' USING ERRCODE = 'internal_error'; END IF;
    IF schedule IS NULL THEN RAISE EXCEPTION 'schedule can not be NULL' USING ERRCODE = 'internal_error'; END IF;
    IF command IS NULL THEN RAISE EXCEPTION 'command can not be NULL' USING ERRCODE = 'internal_error'; END IF;
    RETURN cron.stub_schedule(current_user, job_name, schedule, command, database, username, active);
END
$$;
COMMENT ON FUNCTION cron.schedule_in_database(text, text, text, text, text, boolean) IS 'schedule a pg_cron job';
REVOKE ALL ON FUNCTION cron.schedule_in_database(text, text, text, text, text, boolean) FROM public;

CREATE OR REPLACE FUNCTION cron.schedule(job_name text, schedule text, command text)
RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
    IF job_name IS NULL THEN RAISE EXCEPTION 'job_name can not be NULL' USING ERRCODE = 'internal_error'; END IF;
    IF schedule IS NULL THEN RAISE EXCEPTION 'schedule can not be NULL' USING ERRCODE = 'internal_error'; END IF;
    IF command IS NULL THEN RAISE EXCEPTION 'command can not be NULL' USING ERRCODE = 'internal_error'; END IF;
    RETURN cron.stub_schedule(current_user, job_name, schedule, command, NULL, NULL, true);
END
$$;
COMMENT ON FUNCTION cron.schedule(text, text, text) IS 'schedule a pg_cron job';

CREATE OR REPLACE FUNCTION cron.stub_unschedule(caller text, job_id bigint)
RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, cron, pg_temp AS $$
DECLARE
    owner text := (SELECT username FROM cron.job WHERE jobid = job_id);
BEGIN
    IF owner IS NULL THEN
        RAISE EXCEPTION 'could not find valid entry for job %', job_id USING ERRCODE = 'internal_error';
    END IF;
    IF lower(owner) <> lower(caller) AND NOT has_table_privilege(caller, 'cron.job', 'DELETE') THEN
        RAISE EXCEPTION 'permission denied for table job' USING ERRCODE = 'insufficient_privilege';
    END IF;
    DELETE FROM cron.job WHERE jobid = job_id;
    RETURN true;
END
$$;

CREATE OR REPLACE FUNCTION cron.unschedule(job_id bigint)
RETURNS boolean LANGUAGE sql STRICT AS $$ SELECT cron.stub_unschedule(current_user, job_id) $$;
COMMENT ON FUNCTION cron.unschedule(bigint) IS 'unschedule a pg_cron job';

CREATE OR REPLACE FUNCTION cron.unschedule(job_name text)
RETURNS boolean LANGUAGE plpgsql STRICT AS $$
DECLARE
    id bigint := (SELECT jobid FROM cron.job WHERE jobname = job_name AND username = current_user);
BEGIN
    IF id IS NULL THEN
        RAISE EXCEPTION 'could not find valid entry for job ''%''', job_name USING ERRCODE = 'internal_error';
    END IF;
    RETURN cron.stub_unschedule(current_user, id);
END
$$;
COMMENT ON FUNCTION cron.unschedule(text) IS 'unschedule a pg_cron job';

-- Runs with the caller's rights on the table, as the extension's own statement does; row-level security hides others' jobs.
CREATE OR REPLACE FUNCTION cron.alter_job(
    job_id bigint, schedule text DEFAULT NULL, command text DEFAULT NULL, database text DEFAULT NULL,
    username text DEFAULT NULL, active boolean DEFAULT NULL
) RETURNS void LANGUAGE plpgsql SECURITY INVOKER SET search_path = pg_catalog, cron, pg_temp AS $$
#variable_conflict use_column
BEGIN
    IF job_id IS NULL THEN RAISE EXCEPTION 'job_id can not be NULL' USING ERRCODE = 'internal_error'; END IF;
    PERFORM cron.stub_require_target(
        current_user, coalesce(alter_job.database, current_database()), coalesce(alter_job.username, current_user));
    IF alter_job.schedule IS NOT NULL THEN PERFORM cron.stub_require_valid(alter_job.schedule); END IF;
    IF coalesce(
        alter_job.schedule, alter_job.command, alter_job.database, alter_job.username, alter_job.active::text) IS NULL
    THEN
        RAISE EXCEPTION 'no updates specified'
            USING ERRCODE = 'internal_error',
                HINT = 'You must specify at least one job attribute to change when calling alter_job';
    END IF;
    UPDATE cron.job SET
        schedule = coalesce(alter_job.schedule, job.schedule),
        command = coalesce(alter_job.command, job.command),
        database = coalesce(alter_job.database, job.database),
        username = coalesce(alter_job.username, job.username),
        active = coalesce(alter_job.active, job.active)
    WHERE jobid = job_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'Job % does not exist or you don''t own it', job_id USING ERRCODE = 'internal_error';
    END IF;
END
$$;
COMMENT ON FUNCTION cron.alter_job(bigint, text, text, text, text, boolean)
    IS 'Alter the job identified by job_id. Any option left as NULL will not be modified.';
REVOKE ALL ON FUNCTION cron.alter_job(bigint, text, text, text, text, boolean) FROM public;

-- CREATE EXTENSION pg_cron for a database in which PostgreSQL refuses it: an entry in pg_extension whose members are the
-- objects of the stand-in. So the catalog, the privileges and pg_dump are those of a database that has the extension.
CREATE OR REPLACE PROCEDURE cron.stub_create_extension(if_not_exists boolean)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    member text;
BEGIN
    IF EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_cron') THEN
        IF if_not_exists THEN RETURN; END IF;
        RAISE EXCEPTION 'extension "pg_cron" already exists' USING ERRCODE = 'duplicate_object';
    END IF;
    INSERT INTO pg_extension (oid, extname, extowner, extnamespace, extrelocatable, extversion, extconfig, extcondition)
    VALUES (
        pg_nextoid('pg_extension', 'oid', 'pg_extension_oid_index'), 'pg_cron',
        (SELECT oid FROM pg_roles WHERE rolname = current_user), 'pg_catalog'::regnamespace, false,
        coalesce((SELECT default_version FROM pg_available_extensions WHERE name = 'pg_cron'), '1.6'),
        ARRAY['cron.job'::regclass, 'cron.jobid_seq'::regclass], ARRAY['', '']);
    FOR member IN
        SELECT 'SCHEMA cron'
        UNION ALL SELECT format('%s %s', CASE relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, oid::regclass)
        FROM pg_class WHERE relnamespace = 'cron'::regnamespace AND relkind IN ('r', 'S')
        UNION ALL SELECT format('ROUTINE %s', oid::regprocedure) FROM pg_proc WHERE pronamespace = 'cron'::regnamespace
    LOOP
        EXECUTE 'ALTER EXTENSION pg_cron ADD ' || member;
    END LOOP;
END
$$;

-- DROP EXTENSION pg_cron: the stand-in stays, without jobs, and with the privileges that it came with.
CREATE OR REPLACE PROCEDURE cron.stub_drop_extension(if_exists boolean)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    member record;
BEGIN
    IF NOT EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_cron') THEN
        IF if_exists THEN RETURN; END IF;
        RAISE EXCEPTION 'extension "pg_cron" does not exist' USING ERRCODE = 'undefined_object';
    END IF;
    FOR member IN
        SELECT i.type, i.identity, o.acl FROM pg_depend d JOIN pg_extension e ON e.oid = d.refobjid AND e.extname = 'pg_cron'
        CROSS JOIN pg_identify_object(d.classid, d.objid, 0) i
        LEFT JOIN (
            SELECT tableoid, oid, relacl FROM pg_class UNION ALL SELECT tableoid, oid, proacl FROM pg_proc
            UNION ALL SELECT tableoid, oid, nspacl FROM pg_namespace
        ) o (class, oid, acl) ON o.class = d.classid AND o.oid = d.objid
        -- The types of the tables go with these.
        WHERE d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e' AND d.classid <> 'pg_type'::regclass
    LOOP
        EXECUTE format('ALTER EXTENSION pg_cron DROP %s %s', member.type, member.identity);
        EXECUTE coalesce((
            SELECT string_agg(format('REVOKE ALL ON %s %s FROM %I;', member.type, member.identity, r.rolname), ' ')
            FROM aclexplode(member.acl) g JOIN pg_roles r ON r.oid = g.grantee WHERE g.grantee <> g.grantor), '');
    END LOOP;
    TRUNCATE cron.job, cron.job_run_details;
    DROP EXTENSION pg_cron;
END
$$;

COMMIT;
