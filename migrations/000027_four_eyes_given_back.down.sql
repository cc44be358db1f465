DROP TRIGGER four_eyes_given_back ON events;
CREATE OR REPLACE FUNCTION demand_agreed_loss() RETURNS trigger
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
DROP FUNCTION comes_from_outside(json);
