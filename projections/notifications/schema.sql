CREATE TABLE notifications (
    recipient     text        NOT NULL, -- 'user:<id>', or 'role:<role>': a desk
    position      bigint      NOT NULL, -- of the event that it is about
    channel       text        NOT NULL,
    template      text        NOT NULL,
    event         uuid        NOT NULL,
    campaign      uuid,
    participation uuid,
    params        json        NOT NULL,
    at            timestamptz NOT NULL,
    PRIMARY KEY (recipient, position, channel, template)
);

-- What it takes to find a campaign's maker and its buyers.
CREATE TABLE brands (
    brand uuid PRIMARY KEY,
    owner uuid NOT NULL
);
CREATE TABLE campaigns (
    campaign uuid PRIMARY KEY,
    brand    uuid NOT NULL
);
CREATE TABLE seats (
    participation uuid   PRIMARY KEY,
    campaign      uuid   NOT NULL,
    buyer         uuid   NOT NULL,
    since         bigint NOT NULL, -- position of the payment
    until         bigint           -- position of the release
);
CREATE INDEX seats_campaign ON seats (campaign);

COMMENT ON TABLE notifications IS 'kind: derived; what people are told, under keys that follow from the events';
COMMENT ON TABLE brands IS 'kind: derived; owners of brands, from their registration';
COMMENT ON TABLE campaigns IS 'kind: derived; brands of campaigns, from their drafts';
COMMENT ON TABLE seats IS 'kind: derived; who had secured slots and when, from the events of campaigns';

CREATE POLICY seen ON notifications FOR SELECT TO sambatan_web USING (
    recipient = (SELECT 'user:' || viewer()::text) OR (recipient LIKE 'role:%' AND (SELECT viewer_is_staff()))
);
