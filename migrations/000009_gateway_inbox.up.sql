-- What payment gateways reported, as they wrote it, until it has been looked
-- into. Nothing is decided from it: a report is the reason to ask the gateway, and
-- what the gateway answers becomes an event. One row for each state that a
-- transaction was reported in, however often.
CREATE TABLE gateway_inbox (
    number      bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    gateway     text        NOT NULL,
    subject     text        NOT NULL, -- its name for the transaction or the payout
    state       text        NOT NULL,
    about       text        NOT NULL, -- our name for it
    body        bytea       NOT NULL CHECK (octet_length(body) <= 65536),
    received_at timestamptz NOT NULL DEFAULT now(),
    handled_at  timestamptz,
    tries       integer     NOT NULL DEFAULT 0,
    next_try    timestamptz NOT NULL DEFAULT now(),
    problem     text, -- of the last try
    UNIQUE (gateway, subject, state)
) WITH (fillfactor = 85);
CREATE INDEX gateway_inbox_waiting ON gateway_inbox (next_try) WHERE handled_at IS NULL;
CREATE INDEX gateway_inbox_handled ON gateway_inbox (handled_at) WHERE handled_at IS NOT NULL;
COMMENT ON TABLE gateway_inbox IS 'kind: operational; reports of payment gateways in their own words, which may name people: kept for a while, not for good';
COMMENT ON COLUMN gateway_inbox.body IS 'as it came, byte for byte: the signature was over these bytes';

ALTER TABLE gateway_inbox ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON gateway_inbox TO sambatan_append;
GRANT SELECT ON gateway_inbox TO sambatan_scheduler, sambatan_auditor;
CREATE POLICY runner ON gateway_inbox TO sambatan_append USING (true) WITH CHECK (true);
CREATE POLICY everyone_reads ON gateway_inbox FOR SELECT TO sambatan_scheduler, sambatan_auditor USING (true);
ALTER TABLE gateway_inbox OWNER TO sambatan_owner;
