-- Two people for what became of an attempt of a large payout that the channel does not tell of: said to
-- have left, it is not sent again; said not to have left, it is. See docs/adr/0015 and 0016.
INSERT INTO four_eyes (type, proposal, alike, amount_of, above) VALUES
    ('payout.outcome_noted.v1', 'payout.outcome_proposed.v1', '{payout,hash,attempt,left}', 'payout.opened.v1', 10000000);

-- The amount is that of the payout itself, whatever the event says, and not of the brand's largest. It
-- fails closed, as demand_four_eyes does.
CREATE FUNCTION demand_agreed_outcome() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp
    AS $$
DECLARE
    rule   four_eyes;
    amount numeric;
BEGIN
    SELECT * INTO STRICT rule FROM four_eyes WHERE type = NEW.type;
    SELECT (data ->> 'amount')::numeric INTO amount FROM events
        WHERE stream_id = NEW.stream_id AND type = rule.amount_of
        AND data ->> 'payout' = NEW.data ->> 'payout' AND stream_version < NEW.stream_version
        ORDER BY (data ->> 'amount')::numeric DESC NULLS FIRST LIMIT 1;
    IF amount <= rule.above THEN
        RETURN NULL;
    END IF;
    IF NEW.actor NOT LIKE 'user:_%' OR NOT EXISTS (
        SELECT FROM events proposed
        WHERE proposed.stream_id = NEW.stream_id AND proposed.type = rule.proposal AND proposed.stream_version < NEW.stream_version
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

CREATE TRIGGER four_eyes_outcome AFTER INSERT ON events FOR EACH ROW
    WHEN (NEW.type = 'payout.outcome_noted.v1') EXECUTE FUNCTION demand_agreed_outcome();
ALTER TABLE events ENABLE ALWAYS TRIGGER four_eyes_outcome;
ALTER FUNCTION demand_agreed_outcome() OWNER TO sambatan_owner;

-- Nothing comes of a return's proposal that was dropped: somebody has to propose it anew.
CREATE FUNCTION demand_standing_return() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp
    AS $$
DECLARE
    dropped bigint;
BEGIN
    SELECT max(stream_version) INTO dropped FROM events
        WHERE stream_id = NEW.stream_id AND type = 'payment.return_proposal_dropped.v1'
        AND data ->> 'hash' = NEW.data ->> 'hash' AND stream_version < NEW.stream_version;
    IF dropped IS NULL OR EXISTS (
        SELECT FROM events proposed
        WHERE proposed.stream_id = NEW.stream_id AND proposed.type = 'payment.return_proposed.v1'
        AND proposed.stream_version > dropped AND proposed.stream_version < NEW.stream_version
        AND proposed.actor LIKE 'user:_%' AND proposed.actor <> NEW.actor
        AND proposed.data ->> 'hash' = NEW.data ->> 'hash'
    ) THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION '% needs two people: what was proposed was dropped', NEW.type
        USING ERRCODE = 'check_violation', CONSTRAINT = 'four_eyes';
END
$$;

CREATE TRIGGER four_eyes_return_standing AFTER INSERT ON events FOR EACH ROW
    WHEN (NEW.type = 'payment.return_recorded.v1') EXECUTE FUNCTION demand_standing_return();
ALTER TABLE events ENABLE ALWAYS TRIGGER four_eyes_return_standing;
ALTER FUNCTION demand_standing_return() OWNER TO sambatan_owner;
