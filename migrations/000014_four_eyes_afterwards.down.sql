DROP TRIGGER four_eyes_decision ON events;
DROP TRIGGER four_eyes_clawback ON events;
DROP FUNCTION demand_agreed_decision();
DROP FUNCTION demand_agreed_clawback();
DROP FUNCTION at_brands_expense(json);
DELETE FROM four_eyes WHERE type IN ('payment.refund_due.v1', 'payment.shortfall_covered.v1', 'order.dispute_decided.v1');
