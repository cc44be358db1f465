-- Every payment that a buyer began through a gateway.
CREATE TABLE intents (
    participation uuid        NOT NULL, -- or the top-up of a wallet, which is for no campaign
    attempt       integer     NOT NULL,
    campaign      uuid,
    buyer         uuid        NOT NULL,
    method        text        NOT NULL DEFAULT '', -- empty: it was closed before it was opened
    amount        bigint      NOT NULL DEFAULT 0,
    state         text        NOT NULL,
    transaction   text,
    bank          text,
    va            text,
    qr            text,
    link          text,
    opened_at     timestamptz,
    expires_at    timestamptz,
    reason        text, -- why it is ending, or was closed
    unconfirmed   boolean     NOT NULL DEFAULT false,
    receipt       uuid,
    changed_at    timestamptz NOT NULL,
    PRIMARY KEY (participation, attempt)
) WITH (fillfactor = 85);
CREATE INDEX intents_live ON intents (expires_at) WHERE state IN ('Created', 'AwaitingPayment', 'Ending');

COMMENT ON TABLE intents IS 'kind: derived; payments through a gateway, from the events of intents';

CREATE POLICY seen ON intents FOR SELECT TO sambatan_web USING (buyer = (SELECT viewer()) OR (SELECT viewer_is_staff()));
