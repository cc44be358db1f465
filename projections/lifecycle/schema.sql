CREATE TABLE states (
    campaign uuid        PRIMARY KEY,
    brand    uuid        NOT NULL,
    state    text        NOT NULL CHECK (state IN ('INACTIVE', 'ACTIVE', 'FULL', 'COMPLETED', 'FAILED')),
    phase    text        NOT NULL,
    since    timestamptz NOT NULL, -- of the state
    slots    integer     NOT NULL,
    held     integer     NOT NULL,
    offered  integer     NOT NULL,
    secured  integer     NOT NULL,
    position bigint      NOT NULL  -- of the newest event in the row
) WITH (fillfactor = 50);

CREATE TABLE history (
    campaign uuid        NOT NULL,
    position bigint      NOT NULL, -- of the event that led to it
    phase    text        NOT NULL,
    state    text        NOT NULL,
    at       timestamptz NOT NULL,
    PRIMARY KEY (campaign, position)
);

CREATE TABLE production (
    campaign  uuid        NOT NULL,
    position  bigint      NOT NULL, -- of the event that told it
    at        timestamptz NOT NULL,
    milestone text,                 -- NULL: the batch came out too small
    note      text,
    photo     text,                 -- an https address
    ready_by  timestamptz,
    was       timestamptz,          -- what was expected before, when this says otherwise
    made      integer     NOT NULL, -- slots, of a batch that came out too small
    secured   integer     NOT NULL,
    given     integer     NOT NULL,
    returned  integer     NOT NULL,
    PRIMARY KEY (campaign, position)
);

COMMENT ON TABLE states IS 'kind: derived; the lifecycle state of each campaign, from its events';
COMMENT ON TABLE history IS 'kind: derived; every phase that a campaign went through, from its events';
COMMENT ON TABLE production IS 'kind: derived; what makers told about their batches, from the events of campaigns';

CREATE POLICY seen ON states FOR SELECT TO sambatan_web USING (
    phase NOT IN ('Draft', 'InReview') OR brand = (SELECT viewer_brand()) OR (SELECT viewer_is_staff())
    OR phase = 'InReview' AND (SELECT claim('role')) = 'curator'
);
CREATE POLICY seen ON history FOR SELECT TO sambatan_web USING (
    EXISTS (SELECT FROM states s WHERE s.campaign = history.campaign)
);
CREATE POLICY seen ON production FOR SELECT TO sambatan_web USING (true); -- only what was published is ever made
