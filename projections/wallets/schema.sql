-- What every buyer has to spend.
CREATE TABLE wallets (
    buyer      uuid        PRIMARY KEY,
    balance    bigint      NOT NULL, -- with what is held
    held       bigint      NOT NULL,
    changed_at timestamptz NOT NULL
) WITH (fillfactor = 50);

-- What came and went.
CREATE TABLE entries (
    position      bigint      PRIMARY KEY,
    buyer         uuid        NOT NULL,
    kind          text        NOT NULL,
    amount        bigint      NOT NULL, -- what went is less than nothing
    campaign      uuid,
    participation uuid,
    top_up        uuid,
    cash_out      uuid,
    at            timestamptz NOT NULL
);
CREATE INDEX entries_buyer ON entries (buyer, position DESC);

-- Every top-up that was asked for.
CREATE TABLE top_ups (
    top_up   uuid        PRIMARY KEY,
    buyer    uuid        NOT NULL,
    amount   bigint      NOT NULL,
    method   text        NOT NULL,
    asked_at timestamptz NOT NULL,
    pay_by   timestamptz NOT NULL,
    credited bigint      NOT NULL DEFAULT 0 -- what came
) WITH (fillfactor = 80);
CREATE INDEX top_ups_buyer ON top_ups (buyer, asked_at DESC);

-- Every cash-out that was asked for. How it leaves is its refund's.
CREATE TABLE cash_outs (
    cash_out    uuid        PRIMARY KEY,
    buyer       uuid        NOT NULL,
    amount      bigint      NOT NULL,
    account     json        NOT NULL, -- sealed
    asked_at    timestamptz NOT NULL,
    not_before  timestamptz NOT NULL,
    sent_at     timestamptz,
    returned_at timestamptz -- when it was in the wallet again, sent or not
) WITH (fillfactor = 80);
CREATE INDEX cash_outs_buyer ON cash_outs (buyer, asked_at DESC);

COMMENT ON TABLE wallets IS 'kind: derived; what buyers have to spend, from the events of wallets';
COMMENT ON TABLE entries IS 'kind: derived; what came to wallets and went, from their events';
COMMENT ON TABLE top_ups IS 'kind: derived; top-ups of wallets, from their events';
COMMENT ON TABLE cash_outs IS 'kind: derived; cash-outs of wallets, from their events';

CREATE POLICY seen ON wallets FOR SELECT TO sambatan_web USING (buyer = (SELECT viewer()) OR (SELECT viewer_is_staff()));
CREATE POLICY seen ON entries FOR SELECT TO sambatan_web USING (buyer = (SELECT viewer()) OR (SELECT viewer_is_staff()));
CREATE POLICY seen ON top_ups FOR SELECT TO sambatan_web USING (buyer = (SELECT viewer()) OR (SELECT viewer_is_staff()));
CREATE POLICY seen ON cash_outs FOR SELECT TO sambatan_web USING (buyer = (SELECT viewer()) OR (SELECT viewer_is_staff()));
