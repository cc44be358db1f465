-- Two people for large amounts that go back after the release, and for decisions of
-- disputes that send so much back. See docs/adr/0016 and 0019.
INSERT INTO four_eyes (type, proposal, alike, amount_of, above) VALUES
    ('payment.refund_due.v1', 'payment.clawback_proposed.v1', '{amount,brand,reason}', 'payment.refund_due.v1', 10000000),
    ('payment.shortfall_covered.v1', 'payment.clawback_proposed.v1', '{amount,brand}', 'payment.shortfall_covered.v1', 10000000),
    ('order.dispute_decided.v1', 'order.decision_proposed.v1', '{hash,for,refund,by,note}', 'order.opened.v1', 10000000);

-- Whether the money had been released to a brand, which owes it now: in the event's own
-- word, or in that of its postings.
CREATE FUNCTION at_brands_expense(data json) RETURNS boolean
    LANGUAGE sql IMMUTABLE
    SET search_path = pg_catalog, pg_temp
    AS $$
    SELECT data ->> 'brand' IS NOT NULL OR EXISTS (
        SELECT FROM json_array_elements(CASE json_typeof(data -> 'postings') WHEN 'array' THEN data -> 'postings' ELSE '[]' END) AS posting
        WHERE posting ->> 'account' LIKE 'asset:receivable:%')
$$;

-- The limit counts all that a receipt gave back after its release, or two small amounts
-- would be a large one. The agreement stands right before what it leads to, so that it
-- leads to one thing once; it names the proposal's hash, and the proposal what moves. It
-- fails closed, as demand_four_eyes does.
CREATE FUNCTION demand_agreed_clawback() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp
    AS $$
DECLARE
    rule   four_eyes;
    amount numeric;
BEGIN
    SELECT * INTO STRICT rule FROM four_eyes WHERE type = NEW.type;
    SELECT sum(greatest(0, coalesce((data ->> 'amount')::numeric, rule.above + 1))) INTO amount FROM events
        WHERE stream_id = NEW.stream_id AND stream_version <= NEW.stream_version
        AND type IN ('payment.refund_due.v1', 'payment.shortfall_covered.v1') AND at_brands_expense(data);
    IF amount <= rule.above THEN
        RETURN NULL;
    END IF;
    IF NEW.actor NOT LIKE 'user:_%' OR NOT EXISTS (
        SELECT FROM events agreed JOIN events proposed USING (stream_id)
        WHERE stream_id = NEW.stream_id AND agreed.type = 'payment.clawback_agreed.v1' AND proposed.type = rule.proposal
        AND agreed.stream_version = NEW.stream_version - 1 AND proposed.stream_version < agreed.stream_version
        AND agreed.actor = NEW.actor AND proposed.actor LIKE 'user:_%' AND proposed.actor <> NEW.actor
        AND agreed.data ->> 'hash' = proposed.data ->> 'hash' AND agreed.data ->> 'number' = proposed.data ->> 'number'
        AND (NEW.type = 'payment.shortfall_covered.v1') = (proposed.data ->> 'reason' = 'chargeback')
        AND NOT EXISTS (
            SELECT FROM unnest(rule.alike) AS member
            WHERE (proposed.data ->> member = NEW.data ->> member) IS NOT TRUE
        )
    ) THEN
        RAISE EXCEPTION '% above % needs two people: nobody else has agreed to it', NEW.type, rule.above
            USING ERRCODE = 'check_violation', CONSTRAINT = 'four_eyes';
    END IF;
    RETURN NULL;
END
$$;

-- What goes back by a decision is nothing for the brand, the part in part, and otherwise
-- all that was paid; of orders from before it was on record, nobody knows how much. It
-- fails closed.
CREATE FUNCTION demand_agreed_decision() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp
    AS $$
DECLARE
    rule   four_eyes;
    amount numeric;
BEGIN
    SELECT * INTO STRICT rule FROM four_eyes WHERE type = NEW.type;
    CASE NEW.data ->> 'for'
        WHEN 'brand' THEN RETURN NULL;
        WHEN 'part' THEN amount := NEW.data ->> 'refund';
        ELSE
            SELECT (data ->> 'amount')::numeric INTO amount FROM events
                WHERE stream_id = NEW.stream_id AND type = rule.amount_of AND stream_version < NEW.stream_version
                ORDER BY (data ->> 'amount')::numeric DESC NULLS FIRST LIMIT 1;
    END CASE;
    IF amount <= rule.above THEN
        RETURN NULL;
    END IF;
    IF NEW.actor NOT LIKE 'user:_%' OR NOT EXISTS (
        SELECT FROM events proposed
        WHERE proposed.stream_id = NEW.stream_id AND proposed.type = rule.proposal AND proposed.stream_version < NEW.stream_version
        AND proposed.actor LIKE 'user:_%' AND proposed.actor <> NEW.actor AND proposed.data ->> 'hash' IS NOT NULL
        AND NOT EXISTS (
            SELECT FROM unnest(rule.alike) AS member
            WHERE proposed.data ->> member IS DISTINCT FROM NEW.data ->> member
        )
    ) THEN
        RAISE EXCEPTION '% above % needs two people: nobody else has proposed it', NEW.type, rule.above
            USING ERRCODE = 'check_violation', CONSTRAINT = 'four_eyes';
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER four_eyes_clawback AFTER INSERT ON events FOR EACH ROW
    WHEN (NEW.type IN ('payment.refund_due.v1', 'payment.shortfall_covered.v1') AND at_brands_expense(NEW.data))
    EXECUTE FUNCTION demand_agreed_clawback();
CREATE TRIGGER four_eyes_decision AFTER INSERT ON events FOR EACH ROW
    WHEN (NEW.type = 'order.dispute_decided.v1') EXECUTE FUNCTION demand_agreed_decision();
ALTER TABLE events ENABLE ALWAYS TRIGGER four_eyes_clawback;
ALTER TABLE events ENABLE ALWAYS TRIGGER four_eyes_decision;
ALTER FUNCTION at_brands_expense(json) OWNER TO sambatan_owner;
ALTER FUNCTION demand_agreed_clawback() OWNER TO sambatan_owner;
ALTER FUNCTION demand_agreed_decision() OWNER TO sambatan_owner;
