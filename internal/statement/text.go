package statement

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// decode makes text of a file: UTF-8 with or without a byte order mark, or else
// Windows-1252, which the spreadsheets of Indonesian offices write.
func decode(file []byte) (string, error) {
	switch {
	case len(file) > MaxBytes:
		return "", &FileError{FileTooLarge}
	case bytes.IndexByte(file, 0) >= 0, bytes.HasPrefix(file, []byte("%PDF-")):
		return "", &FileError{FileNotText}
	}
	file = bytes.TrimPrefix(file, []byte("\xef\xbb\xbf"))
	if len(bytes.TrimSpace(file)) == 0 {
		return "", &FileError{FileEmpty}
	}
	if utf8.Valid(file) {
		return string(file), nil
	}
	var b strings.Builder
	b.Grow(len(file) + len(file)/8)
	for _, c := range file {
		b.WriteRune(windows1252(c))
	}
	return b.String(), nil
}

// high are the characters at 0x80–0x9F, where Windows-1252 is not Latin-1; the
// five that it leaves open stand for nothing readable.
var high = [...]rune{
	'€', '�', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '�', 'Ž', '�',
	'�', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '�', 'ž', 'Ÿ',
}

func windows1252(c byte) rune {
	if c >= 0x80 && c < 0xA0 {
		return high[c-0x80]
	}
	return rune(c)
}

// lines cuts text at LF, CRLF and CR.
func lines(text string) []string {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	return strings.Split(strings.ReplaceAll(text, "\r", "\n"), "\n")
}

// clean makes one line of what a bank wrote: no control characters, no spaces
// that are there for the width of a column only.
func clean(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || !unicode.IsPrint(r) && !unicode.IsSpace(r) {
			return ' '
		}
		return r
	}, text)
	return strings.Join(strings.Fields(text), " ")
}

// cells cuts a line at its separator. A cell in quotation marks may hold the
// separator and doubled quotation marks. closed is false when a quotation mark
// is left open: the next line is never taken in, since it may be money.
func cells(line string, separator byte) (found []string, closed bool) {
	for {
		cell, rest, more, closed := cutCell(line, separator)
		found = append(found, cell)
		if !closed {
			return found, false
		}
		if !more {
			return found, true
		}
		line = rest
	}
}

func cutCell(line string, separator byte) (cell, rest string, more, closed bool) {
	trimmed := strings.TrimLeft(line, " ")
	if !strings.HasPrefix(trimmed, `"`) {
		cell, rest, more = strings.Cut(line, string(separator))
		return plain(cell), rest, more, true
	}
	var b strings.Builder
	for at := 1; at < len(trimmed); at++ {
		if trimmed[at] != '"' {
			b.WriteByte(trimmed[at])
			continue
		}
		if at+1 < len(trimmed) && trimmed[at+1] == '"' {
			b.WriteByte('"')
			at++
			continue
		}
		tail, rest, more := strings.Cut(trimmed[at+1:], string(separator))
		return plain(b.String() + tail), rest, more, true
	}
	return plain(b.String()), "", false, false
}

// plain takes away the apostrophe by which banks keep spreadsheets from turning
// a date or a number into something else.
func plain(cell string) string { return clean(strings.TrimPrefix(strings.TrimSpace(cell), "'")) }
