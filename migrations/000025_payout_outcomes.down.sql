DROP TRIGGER four_eyes_return_standing ON events;
DROP FUNCTION demand_standing_return();
DROP TRIGGER four_eyes_outcome ON events;
DROP FUNCTION demand_agreed_outcome();
DELETE FROM four_eyes WHERE type = 'payout.outcome_noted.v1';
