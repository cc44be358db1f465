-- Two people for large payouts, before any money leaves. See docs/adr/0015.
INSERT INTO four_eyes (type, proposal, alike, amount_of, above) VALUES
    ('payout.submitted.v1', 'payout.approved.v1', '{payout,hash}', 'payout.opened.v1', 10000000),
    ('payout.paid.v1', 'payout.approved.v1', '{payout,hash}', 'payout.opened.v1', 10000000);

-- Whoever sends it, a machine most of the time, is not one of the two. They have approved
-- exactly what was opened, by its hash. It fails closed, as demand_four_eyes does.
CREATE FUNCTION demand_two_approvals() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp
    AS $$
DECLARE
    rule   four_eyes;
    opened json;
BEGIN
    SELECT * INTO STRICT rule FROM four_eyes WHERE type = NEW.type;
    SELECT data INTO opened FROM events
        WHERE stream_id = NEW.stream_id AND type = rule.amount_of
        AND data ->> 'payout' = NEW.data ->> 'payout' AND stream_version < NEW.stream_version
        ORDER BY (data ->> 'amount')::numeric DESC NULLS FIRST LIMIT 1;
    IF (opened ->> 'amount')::numeric <= rule.above THEN
        RETURN NULL;
    END IF;
    IF (SELECT count(DISTINCT actor) FROM events
        WHERE stream_id = NEW.stream_id AND type = rule.proposal AND stream_version < NEW.stream_version
        AND data ->> 'payout' = opened ->> 'payout' AND data ->> 'hash' = opened ->> 'hash'
        AND actor LIKE 'user:_%') >= 2 THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION '% above % needs two people who approved it', NEW.type, rule.above
        USING ERRCODE = 'check_violation', CONSTRAINT = 'four_eyes';
END
$$;

CREATE TRIGGER four_eyes_payout AFTER INSERT ON events FOR EACH ROW
    WHEN (NEW.type IN ('payout.submitted.v1', 'payout.paid.v1')) EXECUTE FUNCTION demand_two_approvals();
ALTER TABLE events ENABLE ALWAYS TRIGGER four_eyes_payout;
ALTER FUNCTION demand_two_approvals() OWNER TO sambatan_owner;
