-- Passkeys of those who work here, and a second person for large amounts. See
-- docs/adr/0016.
ALTER TABLE sessions ADD COLUMN stepped_up_at timestamptz;
COMMENT ON COLUMN sessions.stepped_up_at IS 'when this session was last confirmed with a passkey';

CREATE TABLE passkeys (
    id              uuid        PRIMARY KEY,
    user_id         uuid        NOT NULL,
    credential_id   bytea       NOT NULL UNIQUE CHECK (octet_length(credential_id) BETWEEN 1 AND 1023),
    public_key      bytea       NOT NULL,
    sign_count      bigint      NOT NULL CHECK (sign_count BETWEEN 0 AND 4294967295),
    transports      text[]      NOT NULL,
    backup_eligible boolean     NOT NULL,
    backed_up       boolean     NOT NULL,
    name            text        NOT NULL CHECK (name <> ''),
    created_at      timestamptz NOT NULL DEFAULT now(),
    last_used_at    timestamptz
);
CREATE INDEX passkeys_user ON passkeys (user_id);
COMMENT ON TABLE passkeys IS 'kind: operational; public keys that people confirm with, theirs to add and remove';
COMMENT ON COLUMN passkeys.sign_count IS 'of the last use; one that does not grow tells of a copy';

-- What a browser was asked to sign. Whoever answers takes the row away, so that
-- nothing is answered twice.
CREATE TABLE passkey_challenges (
    challenge  text        PRIMARY KEY,
    session    bytea       NOT NULL REFERENCES sessions (token_hash) ON DELETE CASCADE,
    user_id    uuid        NOT NULL,
    purpose    text        NOT NULL CHECK (purpose IN ('add', 'confirm')),
    asked      json        NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX passkey_challenges_session ON passkey_challenges (session);
COMMENT ON TABLE passkey_challenges IS 'kind: operational; questions to browsers, which live for minutes';

ALTER TABLE passkeys ENABLE ROW LEVEL SECURITY;
ALTER TABLE passkey_challenges ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON passkeys TO sambatan_web;
GRANT SELECT, INSERT, DELETE ON passkey_challenges TO sambatan_web;
CREATE POLICY own ON passkeys TO sambatan_web
    USING (user_id = (SELECT viewer())) WITH CHECK (user_id = (SELECT viewer()));
CREATE POLICY own ON passkey_challenges TO sambatan_web
    USING (user_id = (SELECT viewer())) WITH CHECK (user_id = (SELECT viewer()));
ALTER TABLE passkeys OWNER TO sambatan_owner;
ALTER TABLE passkey_challenges OWNER TO sambatan_owner;

-- Which events above which amount need two people: one who proposed it earlier in
-- the same stream, and another one who says the same. Only the owner may write.
CREATE TABLE four_eyes (
    type      text   COLLATE "C" PRIMARY KEY,
    proposal  text   COLLATE "C" NOT NULL,
    alike     text[] NOT NULL CHECK (cardinality(alike) > 0),
    amount_of text   COLLATE "C" NOT NULL,
    above     bigint NOT NULL CHECK (above >= 0)
);
COMMENT ON TABLE four_eyes IS 'kind: operational; the limits above which the log demands a second person';
COMMENT ON COLUMN four_eyes.proposal IS 'type of the event by which the first person says so';
COMMENT ON COLUMN four_eyes.alike IS 'members of the data that both events must hold alike';
COMMENT ON COLUMN four_eyes.amount_of IS 'type of the event of the stream whose data holds the amount; it may be the same event';
COMMENT ON COLUMN four_eyes.above IS 'largest amount in rupiah for which one person is enough';
INSERT INTO four_eyes (type, proposal, alike, amount_of, above) VALUES
    ('payment.refund_manual_done.v1', 'payment.refund_manual_proposed.v1', '{evidence}', 'payment.refund_opened.v1', 10000000),
    ('payment.refund_transferred.v1', 'payment.refund_transfer_proposed.v1', '{refund,evidence}', 'payment.refund_transferred.v1', 10000000);

ALTER TABLE four_eyes ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON four_eyes TO sambatan_append, sambatan_auditor;
CREATE POLICY everyone_reads ON four_eyes FOR SELECT TO sambatan_append, sambatan_auditor USING (true);
ALTER TABLE four_eyes OWNER TO sambatan_owner;

-- An event is refused like one whose postings do not balance. It fails closed: an
-- amount that is not known counts as a large one. The batch is complete when this
-- runs, so what counts as earlier is told by version and position.
CREATE FUNCTION demand_four_eyes() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp
    AS $$
DECLARE
    rule   four_eyes;
    amount numeric;
BEGIN
    SELECT * INTO STRICT rule FROM four_eyes WHERE type = NEW.type;
    SELECT max((data ->> 'amount')::numeric) INTO amount FROM events
        WHERE stream_id = NEW.stream_id AND type = rule.amount_of
        AND (type <> NEW.type OR stream_version = NEW.stream_version);
    IF amount <= rule.above THEN
        RETURN NULL;
    END IF;
    IF NEW.actor NOT LIKE 'user:_%' OR NOT EXISTS (
        SELECT FROM events proposed
        WHERE proposed.stream_id = NEW.stream_id AND proposed.type = rule.proposal
        AND proposed.stream_version < NEW.stream_version AND proposed.position < NEW.position
        AND proposed.actor LIKE 'user:_%' AND proposed.actor <> NEW.actor
        AND NOT EXISTS (
            SELECT FROM unnest(rule.alike) AS member
            WHERE (proposed.data ->> member = NEW.data ->> member) IS NOT TRUE
        )
    ) THEN
        RAISE EXCEPTION '% above % needs two people: nobody else has proposed it', NEW.type, rule.above
            USING ERRCODE = 'check_violation', CONSTRAINT = 'four_eyes';
    END IF;
    RETURN NULL;
END
$$;

-- One trigger for each rule. Every other event costs a comparison of its type. A
-- transfer with an exit follows the refund's own way, where the rule above holds.
CREATE TRIGGER four_eyes_refund AFTER INSERT ON events FOR EACH ROW
    WHEN (NEW.type = 'payment.refund_manual_done.v1') EXECUTE FUNCTION demand_four_eyes();
CREATE TRIGGER four_eyes_transfer AFTER INSERT ON events FOR EACH ROW
    WHEN (NEW.type = 'payment.refund_transferred.v1' AND NEW.data ->> 'exit' IS NULL) EXECUTE FUNCTION demand_four_eyes();
ALTER TABLE events ENABLE ALWAYS TRIGGER four_eyes_refund;
ALTER TABLE events ENABLE ALWAYS TRIGGER four_eyes_transfer;
ALTER FUNCTION demand_four_eyes() OWNER TO sambatan_owner;
