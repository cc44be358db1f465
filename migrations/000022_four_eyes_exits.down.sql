DROP TRIGGER four_eyes_twice ON events;
DROP TRIGGER four_eyes_doubled ON events;
DROP TRIGGER four_eyes_return ON events;
DELETE FROM four_eyes WHERE type IN ('payment.return_recorded.v1', 'payment.refund_doubled.v1', 'payment.refund_sent_twice.v1');
