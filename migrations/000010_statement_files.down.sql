DROP TABLE statement_files;
