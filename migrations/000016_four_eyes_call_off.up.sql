-- Two people when an operator calls off a campaign for which buyers have paid much: it
-- overrides the outcome that the rules would lead to. A brand's own word needs none. See
-- docs/adr/0016.
INSERT INTO four_eyes (type, proposal, alike, amount_of, above) VALUES
    ('sambatan.cancelled.v1', 'sambatan.call_off_proposed.v1', '{hash,reason,operator}', 'sambatan.cancelled.v1', 10000000);

CREATE TRIGGER four_eyes_call_off AFTER INSERT ON events FOR EACH ROW
    WHEN (NEW.type = 'sambatan.cancelled.v1' AND NEW.data ->> 'by' IS DISTINCT FROM 'brand') EXECUTE FUNCTION demand_four_eyes();
ALTER TABLE events ENABLE ALWAYS TRIGGER four_eyes_call_off;
