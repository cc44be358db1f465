package pgtest

import (
	"context"
	"fmt"
	"os"
	"testing"
	"time"
)

// Main runs the tests and then stops the binary's server, if one was started.
func Main(m *testing.M) int {
	code := m.Run()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	if err := stopShared(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "pgtest:", err)
		return max(code, 1)
	}
	return code
}
