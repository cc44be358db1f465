-- Where the read side stands, and who holds which job. None of it is truth: every
-- projection can be built again from the log.

-- Who is asking, as the policies of the read models need it. Policies call these in
-- a sub-select, so that they run once per statement and not once per row.
CREATE FUNCTION viewer() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT nullif(claim('sub'), '')::uuid $$;
COMMENT ON FUNCTION viewer() IS 'The signed-in user; NULL for everyone else.';

CREATE FUNCTION viewer_brand() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT CASE WHEN claim('role') = 'brand' THEN nullif(claim('brand'), '')::uuid END $$;
COMMENT ON FUNCTION viewer_brand() IS 'The brand whose owner is asking; NULL for everyone else.';

CREATE FUNCTION viewer_is_staff() RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT coalesce(claim('role') IN ('operator', 'lead', 'admin'), false) $$;
COMMENT ON FUNCTION viewer_is_staff() IS 'Whether an operator, a lead or an administrator is asking.';

CREATE TABLE lease (
    name       text        PRIMARY KEY,
    holder     uuid        NOT NULL,
    token      bigint      NOT NULL DEFAULT 1, -- raised with every new holder
    expires_at timestamptz NOT NULL
);
COMMENT ON TABLE lease IS 'kind: operational; which process holds a job that one is enough for';

-- One row per build of a version. A rebuild makes another build beside the live one.
-- Updated once per batch, so half of each page is left free for it.
CREATE TABLE projection_checkpoints (
    name           text        NOT NULL,
    version        integer     NOT NULL CHECK (version > 0),
    build          integer     NOT NULL CHECK (build >= 0),
    schema         text        NOT NULL UNIQUE,
    state          text        NOT NULL DEFAULT 'building' CHECK (state IN ('building', 'live', 'retired')),
    position       bigint      NOT NULL DEFAULT 0 CHECK (position >= 0),
    epoch          bigint      NOT NULL DEFAULT 0,
    recorded_at    timestamptz,
    stopped_reason text,
    stopped_at     timestamptz,
    updated_at     timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (name, version, build)
) WITH (fillfactor = 50);
CREATE UNIQUE INDEX projection_checkpoints_live ON projection_checkpoints (name) WHERE state = 'live';
COMMENT ON TABLE projection_checkpoints IS 'kind: operational; how far each read model has come, moved in the same transaction as its rows';
COMMENT ON COLUMN projection_checkpoints.epoch IS 'raised whenever someone else changes what a runner remembers: parked streams, the live build';
COMMENT ON COLUMN projection_checkpoints.recorded_at IS 'of the event at the position';

CREATE TABLE projection_parked (
    name           text        NOT NULL,
    version        integer     NOT NULL,
    build          integer     NOT NULL,
    stream_id      text        NOT NULL,
    position       bigint      NOT NULL,
    stream_version bigint      NOT NULL,
    reason         text        NOT NULL,
    parked_at      timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (name, version, build, stream_id),
    FOREIGN KEY (name, version, build) REFERENCES projection_checkpoints ON DELETE CASCADE
);
COMMENT ON TABLE projection_parked IS 'kind: operational; streams that wait behind an event which a read model could not apply';
COMMENT ON COLUMN projection_parked.position IS 'of the first event that waits';

CREATE TABLE projection_effects (
    name     text   PRIMARY KEY,
    position bigint NOT NULL DEFAULT 0 CHECK (position >= 0)
) WITH (fillfactor = 50);
COMMENT ON TABLE projection_effects IS 'kind: operational; up to where a projection has acted outside its tables, so that no rebuild acts twice';

CREATE TABLE notification_reads (
    recipient uuid   PRIMARY KEY,
    position  bigint NOT NULL CHECK (position >= 0)
);
COMMENT ON TABLE notification_reads IS 'kind: operational; how far each person has read, which is no fact of the business';

ALTER TABLE lease ENABLE ROW LEVEL SECURITY;
ALTER TABLE projection_checkpoints ENABLE ROW LEVEL SECURITY;
ALTER TABLE projection_parked ENABLE ROW LEVEL SECURITY;
ALTER TABLE projection_effects ENABLE ROW LEVEL SECURITY;
ALTER TABLE notification_reads ENABLE ROW LEVEL SECURITY;

GRANT SELECT, INSERT, UPDATE, DELETE ON lease TO sambatan_append, sambatan_project, sambatan_scheduler;
GRANT SELECT, INSERT, UPDATE, DELETE ON projection_checkpoints, projection_parked, projection_effects TO sambatan_project;
GRANT SELECT ON projection_checkpoints, projection_parked TO sambatan_web, sambatan_scheduler, sambatan_auditor;
GRANT SELECT, INSERT, UPDATE ON notification_reads TO sambatan_web;

-- Staff read trails, which show the log's own bytes.
GRANT SELECT ON events TO sambatan_web;
CREATE POLICY staff_reads ON events FOR SELECT TO sambatan_web USING ((SELECT viewer_is_staff()));

CREATE POLICY workers ON lease TO sambatan_append, sambatan_project, sambatan_scheduler USING (true) WITH CHECK (true);
CREATE POLICY runner ON projection_checkpoints TO sambatan_project USING (true) WITH CHECK (true);
CREATE POLICY everyone_reads ON projection_checkpoints FOR SELECT
    TO sambatan_web, sambatan_scheduler, sambatan_auditor USING (true);
CREATE POLICY runner ON projection_parked TO sambatan_project USING (true) WITH CHECK (true);
CREATE POLICY everyone_reads ON projection_parked FOR SELECT
    TO sambatan_web, sambatan_scheduler, sambatan_auditor USING (true);
CREATE POLICY runner ON projection_effects TO sambatan_project USING (true) WITH CHECK (true);
CREATE POLICY own ON notification_reads TO sambatan_web
    USING (recipient = (SELECT viewer())) WITH CHECK (recipient = (SELECT viewer()));

ALTER TABLE lease OWNER TO sambatan_owner;
ALTER TABLE projection_checkpoints OWNER TO sambatan_owner;
ALTER TABLE projection_parked OWNER TO sambatan_owner;
ALTER TABLE projection_effects OWNER TO sambatan_owner;
ALTER TABLE notification_reads OWNER TO sambatan_owner;
ALTER FUNCTION viewer() OWNER TO sambatan_owner;
ALTER FUNCTION viewer_brand() OWNER TO sambatan_owner;
ALTER FUNCTION viewer_is_staff() OWNER TO sambatan_owner;
