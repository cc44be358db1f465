DROP TRIGGER four_eyes_loss ON events;
DROP FUNCTION demand_agreed_loss();
DROP FUNCTION at_our_expense(json);
