-- Who may touch the database, and how a row learns who is asking.
--
-- Roles belong to the cluster: they may be there already (another database of
-- ours, a hosted platform), and two databases may be migrated at the same time.
-- The program logs in as sambatan_app, or as one of the narrower roles, and takes
-- the role of each transaction with SET LOCAL ROLE. See docs/adr/0003.
DO $$
DECLARE
    duties CONSTANT text[] := ARRAY[
        'sambatan_append', 'sambatan_project', 'sambatan_web', 'sambatan_scheduler', 'sambatan_auditor'
    ];
    name text;
BEGIN
    FOR attempt IN 1..50 LOOP
        BEGIN
            FOREACH name IN ARRAY duties || ARRAY['sambatan_migrate'] LOOP
                IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
                    EXECUTE format('CREATE ROLE %I LOGIN', name);
                END IF;
            END LOOP;
            IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'sambatan_owner') THEN
                CREATE ROLE sambatan_owner NOLOGIN;
            END IF;
            IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'sambatan_app') THEN
                CREATE ROLE sambatan_app LOGIN NOINHERIT;
            END IF;
            -- sambatan_app has no right of its own: it can only become one of these.
            FOREACH name IN ARRAY duties LOOP
                IF NOT pg_has_role('sambatan_app', name, 'MEMBER') THEN
                    EXECUTE format('GRANT %I TO sambatan_app', name);
                END IF;
                IF NOT pg_has_role(current_user, name, 'MEMBER') THEN
                    EXECUTE format('GRANT %I TO CURRENT_USER', name);
                END IF;
            END LOOP;
            -- Whoever migrates hands the log's tables to their owner.
            IF NOT pg_has_role('sambatan_migrate', 'sambatan_owner', 'MEMBER') THEN
                GRANT sambatan_owner TO sambatan_migrate;
            END IF;
            IF NOT pg_has_role(current_user, 'sambatan_owner', 'MEMBER') THEN
                GRANT sambatan_owner TO CURRENT_USER;
            END IF;
            EXIT;
        EXCEPTION WHEN duplicate_object OR unique_violation OR internal_error THEN
            -- Another database's migration was faster ("tuple concurrently updated").
            IF attempt = 50 THEN
                RAISE;
            END IF;
            PERFORM pg_sleep(0.01 + 0.05 * random());
        END;
    END LOOP;

    EXECUTE format('GRANT CREATE ON DATABASE %I TO sambatan_migrate, sambatan_owner', current_database());
END
$$;

GRANT USAGE, CREATE ON SCHEMA public TO sambatan_migrate, sambatan_owner;
GRANT USAGE ON SCHEMA public
    TO sambatan_append, sambatan_project, sambatan_web, sambatan_scheduler, sambatan_auditor;

-- What the signed-in person's token says, as in claim('sub'). NULL without one:
-- after a transaction that set it, the setting is '' and not NULL.
CREATE FUNCTION claim(name text) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT nullif(current_setting('request.jwt.claims', true), '')::json ->> name $$;

COMMENT ON FUNCTION claim(text) IS 'One claim of the request''s principal, set for the transaction by the program; NULL without one.';

-- The migration library makes its table before any migration runs.
DO $$
BEGIN
    IF to_regclass('public.schema_migrations') IS NOT NULL THEN
        ALTER TABLE public.schema_migrations ENABLE ROW LEVEL SECURITY;
        COMMENT ON TABLE public.schema_migrations IS 'kind: operational; the schema''s version, kept by the migration library';
    END IF;
END
$$;
