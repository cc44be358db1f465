-- Which streams have heard of a transfer instruction. Whoever ends one asks: the receiving account, and with it the stream of what
-- is issued, may have changed since it was issued.
CREATE INDEX events_instruction ON events ((data ->> 'instruction'))
    WHERE type IN ('payment.instruction_issued.v1', 'payment.instruction_paid.v1', 'payment.instruction_closed.v1');
