DROP TABLE gateway_inbox;
