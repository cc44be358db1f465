-- Two people for a large loss that we bear. See docs/adr/0013 and 0016.

-- Whether it is at our expense: in the event's own word, or in that of its postings.
CREATE FUNCTION at_our_expense(data json) RETURNS boolean
    LANGUAGE sql IMMUTABLE
    SET search_path = pg_catalog, pg_temp
    AS $$
    SELECT data ->> 'cover' = 'platform' OR EXISTS (
        SELECT FROM json_array_elements(CASE json_typeof(data -> 'postings') WHEN 'array' THEN data -> 'postings' ELSE '[]' END) AS posting
        WHERE posting ->> 'account' = 'expense:loss' AND (posting ->> 'amount')::numeric > 0)
$$;

-- The limit is the one of what brands bear of the same, and counts all that we have borne of
-- a receipt, or two small losses would be a large one. Somebody else has proposed exactly
-- that; a proposal leads to one thing once, and to nothing after it was dropped. It fails
-- closed, as demand_four_eyes does.
CREATE FUNCTION demand_agreed_loss() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp
    AS $$
DECLARE
    most   bigint;
    amount numeric;
BEGIN
    SELECT above INTO STRICT most FROM four_eyes WHERE type = NEW.type;
    SELECT sum(greatest(0, coalesce((data ->> 'amount')::numeric, most + 1))) INTO amount FROM events
        WHERE stream_id = NEW.stream_id AND stream_version <= NEW.stream_version AND type = NEW.type AND at_our_expense(data);
    IF amount <= most THEN
        RETURN NULL;
    END IF;
    IF NEW.actor NOT LIKE 'user:_%' OR NOT EXISTS (
        SELECT FROM events proposed
        WHERE stream_id = NEW.stream_id AND type = 'payment.loss_proposed.v1' AND stream_version < NEW.stream_version
        AND actor LIKE 'user:_%' AND actor <> NEW.actor
        AND NOT EXISTS (
            SELECT FROM unnest('{hash,amount,by,note}'::text[]) AS member
            WHERE (proposed.data ->> member = NEW.data ->> member) IS NOT TRUE
        )
        AND NOT EXISTS (
            SELECT FROM events ended
            WHERE ended.stream_id = NEW.stream_id AND ended.type IN ('payment.loss_dropped.v1', NEW.type)
            AND ended.stream_version > proposed.stream_version AND ended.stream_version < NEW.stream_version
            AND ended.data ->> 'hash' = NEW.data ->> 'hash'
        )
    ) THEN
        RAISE EXCEPTION '% above % needs two people: nobody else has proposed it', NEW.type, most
            USING ERRCODE = 'check_violation', CONSTRAINT = 'four_eyes';
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER four_eyes_loss AFTER INSERT ON events FOR EACH ROW
    WHEN (NEW.type = 'payment.shortfall_covered.v1' AND at_our_expense(NEW.data)) EXECUTE FUNCTION demand_agreed_loss();
ALTER TABLE events ENABLE ALWAYS TRIGGER four_eyes_loss;
ALTER FUNCTION at_our_expense(json) OWNER TO sambatan_owner;
ALTER FUNCTION demand_agreed_loss() OWNER TO sambatan_owner;
