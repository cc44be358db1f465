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

-- Payments: what a webhook leads to when its word is taken for money.
CREATE TABLE rival.webhooks (
    transaction text NOT NULL,
    status text NOT NULL,
    body bytea NOT NULL,
    received_at timestamptz NOT NULL,
    PRIMARY KEY (transaction, status)
);

CREATE TABLE rival.orders (
    name text PRIMARY KEY,
    campaign uuid NOT NULL REFERENCES rival.campaigns,
    amount bigint NOT NULL,
    paid_at timestamptz
) WITH (fillfactor = 70);

CREATE TABLE rival.ledger (
    id bigserial PRIMARY KEY,
    name text NOT NULL,
    account text NOT NULL,
    amount bigint NOT NULL,
    at timestamptz NOT NULL
);

CREATE FUNCTION rival.paid(p_transaction text, p_status text, p_order text, p_amount bigint, p_body bytea)
RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    o rival.orders%ROWTYPE;
BEGIN
    INSERT INTO rival.webhooks VALUES (p_transaction, p_status, p_body, clock_timestamp()) ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN RETURN false; END IF;
    SELECT * INTO o FROM rival.orders WHERE name = p_order FOR UPDATE;
    IF o.paid_at IS NOT NULL OR o.amount <> p_amount THEN RETURN false; END IF;
    UPDATE rival.orders SET paid_at = clock_timestamp() WHERE name = p_order;
    UPDATE rival.campaigns SET held = held + 1 WHERE id = o.campaign;
    INSERT INTO rival.ledger (name, account, amount, at) VALUES
        (p_order, 'clearing', p_amount, clock_timestamp()), (p_order, 'escrow', -p_amount, clock_timestamp());
    RETURN true;
END $$;
