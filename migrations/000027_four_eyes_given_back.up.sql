-- Two people for a large shortfall that is said to have been given back, and for a large loss of ours that
-- is: nothing but their word says that the money came. See docs/adr/0016 and 0030. What is on record
-- already stays, and counts.
CREATE FUNCTION comes_from_outside(data json) RETURNS boolean
    LANGUAGE sql IMMUTABLE
    SET search_path = pg_catalog, pg_temp
    AS $$
    SELECT coalesce(data ->> 'cover' IN ('channel', 'returned'), false)
$$;

-- What we bear and what is given back are counted each by itself, with the same limit; a proposal of one
-- leads to none of the other. What is given back needs the same evidence in both.
CREATE OR REPLACE FUNCTION demand_agreed_loss() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp
    AS $$
DECLARE
    ours   boolean := at_our_expense(NEW.data);
    alike  text[] := CASE WHEN ours THEN '{hash,amount,by,note}' ELSE '{hash,amount,by,note,cover,evidence}' END;
    most   bigint;
    amount numeric;
BEGIN
    SELECT above INTO STRICT most FROM four_eyes WHERE type = NEW.type;
    SELECT sum(greatest(0, coalesce((data ->> 'amount')::numeric, most + 1))) INTO amount FROM events
        WHERE stream_id = NEW.stream_id AND stream_version <= NEW.stream_version AND type = NEW.type
        AND at_our_expense(data) = ours AND (ours OR comes_from_outside(data));
    IF amount <= most THEN
        RETURN NULL;
    END IF;
    IF NEW.actor NOT LIKE 'user:_%' OR NOT EXISTS (
        SELECT FROM events proposed
        WHERE stream_id = NEW.stream_id AND type = 'payment.loss_proposed.v1' AND stream_version < NEW.stream_version
        AND actor LIKE 'user:_%' AND actor <> NEW.actor AND (proposed.data ->> 'cover' IS NULL) = ours
        AND NOT EXISTS (
            SELECT FROM unnest(alike) AS member
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

CREATE TRIGGER four_eyes_given_back AFTER INSERT ON events FOR EACH ROW
    WHEN (NEW.type = 'payment.shortfall_covered.v1' AND comes_from_outside(NEW.data) AND NOT at_our_expense(NEW.data))
    EXECUTE FUNCTION demand_agreed_loss();
ALTER TABLE events ENABLE ALWAYS TRIGGER four_eyes_given_back;
ALTER FUNCTION comes_from_outside(json) OWNER TO sambatan_owner;
