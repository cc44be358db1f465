-- Two people for a large amount that is said to have come back, or to have left twice: either
-- changes what a buyer or a brand is owed, or what we are. See docs/adr/0016 and 0028. A refund that
-- left twice follows its own way where it has one, and there the rule is the way's.
INSERT INTO four_eyes (type, proposal, alike, amount_of, above) VALUES
    ('payment.return_recorded.v1', 'payment.return_proposed.v1', '{hash}', 'payment.receipt_recorded.v1', 10000000),
    ('payment.refund_doubled.v1', 'payment.refund_manual_proposed.v1', '{evidence}', 'payment.refund_opened.v1', 10000000),
    ('payment.refund_sent_twice.v1', 'payment.refund_transfer_proposed.v1', '{refund,evidence}', 'payment.refund_sent_twice.v1', 10000000);

CREATE TRIGGER four_eyes_return AFTER INSERT ON events FOR EACH ROW
    WHEN (NEW.type = 'payment.return_recorded.v1') EXECUTE FUNCTION demand_four_eyes();
CREATE TRIGGER four_eyes_doubled AFTER INSERT ON events FOR EACH ROW
    WHEN (NEW.type = 'payment.refund_doubled.v1') EXECUTE FUNCTION demand_four_eyes();
CREATE TRIGGER four_eyes_twice AFTER INSERT ON events FOR EACH ROW
    WHEN (NEW.type = 'payment.refund_sent_twice.v1' AND NEW.data ->> 'number' IS NULL) EXECUTE FUNCTION demand_four_eyes();
ALTER TABLE events ENABLE ALWAYS TRIGGER four_eyes_return;
ALTER TABLE events ENABLE ALWAYS TRIGGER four_eyes_doubled;
ALTER TABLE events ENABLE ALWAYS TRIGGER four_eyes_twice;
