package postgres

import (
	"io"
	"os"
)

// maxLog is the size in bytes at which a start begins the log afresh.
const maxLog = 8 << 20

// logFile takes what PostgreSQL's programs say. It is a file and not a pipe,
// so that a server whose parent was killed can still say why it stopped.
type logFile struct{ file *os.File }

func openLog(path string) (*logFile, error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR|os.O_APPEND, 0o600)
	if err != nil {
		return nil, folderError(path, err)
	}
	log := &logFile{file: file}
	if log.size() > maxLog {
		if err := file.Truncate(0); err != nil {
			return nil, folderError(path, err)
		}
	}
	return log, nil
}

// size returns the length of the log in bytes.
func (l *logFile) size() int64 {
	info, err := l.file.Stat()
	if err != nil {
		return 0 // only used to quote from, so the whole file will do
	}
	return info.Size()
}

// since returns what was written from the offset on, at most 64 KiB.
func (l *logFile) since(offset int64) string {
	text, err := io.ReadAll(io.NewSectionReader(l.file, offset, 64<<10))
	if err != nil {
		return "its log can't be read: " + err.Error()
	}
	return string(text)
}
