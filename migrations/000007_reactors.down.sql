-- A reactor without a cursor begins at the first event; its commands are idempotent.
DROP TABLE reactor_parked, reactor_cursors;
