package projections

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
)

// Table writes rows of one table with one statement for all of them. (COPY is
// not an option: Postgres refuses it to roles that row level security binds.)
type Table[R any] struct {
	name                   string
	fields                 []Field[R]
	insert, update, upsert string
	updated                []Field[R] // key and changing fields
}

// Field is one column and how to get its value out of a row.
type Field[R any] struct {
	column, kind string // kind is the SQL type
	role         fieldRole
	values       func([]R) any
}

type fieldRole int

const (
	keyRole fieldRole = iota
	fixedRole
	changingRole
)

// Key is a column of the primary key.
func Key[R, V any](column, kind string, value func(*R) V) Field[R] {
	return field(keyRole, column, kind, value)
}

// Fixed is a column that never changes after the insert.
func Fixed[R, V any](column, kind string, value func(*R) V) Field[R] {
	return field(fixedRole, column, kind, value)
}

// Changing is a column that updates write.
func Changing[R, V any](column, kind string, value func(*R) V) Field[R] {
	return field(changingRole, column, kind, value)
}

func field[R, V any](role fieldRole, column, kind string, value func(*R) V) Field[R] {
	return Field[R]{column, kind, role, func(rows []R) any { return array(Column(rows, value)) }}
}

// NewTable describes a table by all its columns.
func NewTable[R any](name string, fields ...Field[R]) *Table[R] {
	t := &Table[R]{name: name, fields: fields}
	var keys, sets, overwrites []string
	for _, f := range fields {
		switch f.role {
		case keyRole:
			keys = append(keys, f.column)
			t.updated = append(t.updated, f)
		case changingRole:
			t.updated = append(t.updated, f)
			sets = append(sets, f.column+" = u."+f.column)
			overwrites = append(overwrites, f.column+" = excluded."+f.column)
		case fixedRole:
		}
	}
	t.insert = "INSERT INTO " + name + " (" + columns(fields) + ") SELECT " + unrolled(fields)
	t.upsert = t.insert + " ON CONFLICT (" + strings.Join(keys, ", ") + ") DO UPDATE SET " + strings.Join(overwrites, ", ")
	for i, key := range keys {
		keys[i] = "t." + key + " = u." + key
	}
	t.update = "UPDATE " + name + " t SET " + strings.Join(sets, ", ") + " FROM (SELECT " + unrolled(t.updated) + ") AS u WHERE " + strings.Join(keys, " AND ")
	return t
}

// Insert adds rows.
func (t *Table[R]) Insert(ctx context.Context, tx pgx.Tx, rows []R) error {
	_, err := t.exec(ctx, tx, "insert into", t.insert, t.fields, rows)
	return err
}

// Update writes the changing columns of rows, and returns how many were there.
func (t *Table[R]) Update(ctx context.Context, tx pgx.Tx, rows []R) (int64, error) {
	return t.exec(ctx, tx, "update", t.update, t.updated, rows)
}

// Upsert adds rows, or overwrites the changing columns of those that are there.
func (t *Table[R]) Upsert(ctx context.Context, tx pgx.Tx, rows []R) error {
	_, err := t.exec(ctx, tx, "write", t.upsert, t.fields, rows)
	return err
}

func (t *Table[R]) exec(ctx context.Context, tx pgx.Tx, verb, sql string, fields []Field[R], rows []R) (int64, error) {
	if len(rows) == 0 {
		return 0, nil
	}
	args := make([]any, len(fields))
	for i, f := range fields {
		args[i] = f.values(rows)
	}
	tag, err := tx.Exec(ctx, sql, args...)
	if err != nil {
		return 0, fmt.Errorf("%s %s: %w", verb, t.name, err)
	}
	return tag.RowsAffected(), nil
}

// asText tells which columns travel as text: json would be encoded once more,
// and the arrays in an array must all be of one length.
func (f Field[R]) asText() bool { return f.kind == "json" || strings.HasSuffix(f.kind, "[]") }

func columns[R any](fields []Field[R]) string {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = f.column
	}
	return strings.Join(names, ", ")
}

// unrolled turns the parameters, an array for each field, back into rows. The
// arrays stand in the select list because Postgres goes through them there as it
// goes; below FROM it would first write a copy of each.
func unrolled[R any](fields []Field[R]) string {
	values := make([]string, len(fields))
	for i, f := range fields {
		values[i] = fmt.Sprintf("unnest($%d::%s[]) AS %s", i+1, f.kind, f.column)
		if f.asText() {
			values[i] = fmt.Sprintf("unnest($%d::text[])::%s AS %s", i+1, f.kind, f.column)
		}
	}
	return strings.Join(values, ", ")
}
