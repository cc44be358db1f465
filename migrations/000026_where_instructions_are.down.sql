DROP INDEX events_instruction;
