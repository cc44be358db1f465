-- The honest rival: what a careful engineer would write without an event store.
-- One round trip, one row lock, no work that the sambatan path does not do too.
CREATE SCHEMA rival;

CREATE TABLE rival.campaigns (
    id uuid PRIMARY KEY,
    slots integer NOT NULL,
    held integer NOT NULL DEFAULT 0,
    price bigint NOT NULL,
    shipping bigint NOT NULL,
    max_per_buyer integer NOT NULL,
    deadline timestamptz NOT NULL,
    CHECK (held <= slots)
) WITH (fillfactor = 50);

CREATE TABLE rival.participants (
    id uuid PRIMARY KEY,
    campaign uuid NOT NULL,
    buyer uuid NOT NULL,
    slots integer NOT NULL,
    amount bigint NOT NULL,
    expires_at timestamptz NOT NULL,
    address json NOT NULL,
    refund_account json NOT NULL,
    command_id uuid NOT NULL UNIQUE,
    UNIQUE (campaign, buyer)
);

CREATE TABLE rival.audit (
    id bigserial PRIMARY KEY,
    campaign uuid NOT NULL,
    participation uuid NOT NULL,
    action text NOT NULL,
    data json NOT NULL,
    at timestamptz NOT NULL
);

CREATE FUNCTION rival.join_campaign(
    p_campaign uuid, p_participation uuid, p_buyer uuid, p_slots integer,
    p_address json, p_refund json, p_command uuid
) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    c rival.campaigns%ROWTYPE;
    due bigint;
BEGIN
    SELECT * INTO c FROM rival.campaigns WHERE id = p_campaign FOR UPDATE;
    IF c.deadline <= clock_timestamp() THEN RAISE EXCEPTION 'closed'; END IF;
    IF p_slots > c.max_per_buyer THEN RAISE EXCEPTION 'limit'; END IF;
    IF c.held + p_slots > c.slots THEN RAISE EXCEPTION 'full'; END IF;
    due := c.price * p_slots + c.shipping;
    UPDATE rival.campaigns SET held = held + p_slots WHERE id = p_campaign;
    INSERT INTO rival.participants VALUES
        (p_participation, p_campaign, p_buyer, p_slots, due, clock_timestamp() + interval '4 hours', p_address, p_refund, p_command);
    INSERT INTO rival.audit (campaign, participation, action, data, at) VALUES
        (p_campaign, p_participation, 'joined', json_build_object('slots', p_slots, 'amount', due, 'buyer', p_buyer), clock_timestamp());
    RETURN due;
END $$;
