// Package system_test starts the whole program in this process, the way main
// does, and looks at it from outside: over HTTP, in its database and in its files.
package system_test

import (
	"fmt"
	"os"
	"testing"

	"go.uber.org/goleak"
)

// ofTheFramework are helpers that the web framework starts once and never ends:
// they belong to the process, not to the program's run.
var ofTheFramework = []goleak.Option{
	goleak.IgnoreAnyFunction("github.com/gofiber/fiber/v3/internal/memory.(*Storage).gc"),
	goleak.IgnoreAnyFunction("github.com/gofiber/utils/v2.StartTimeStampUpdater.func1"),
	goleak.IgnoreAnyFunction("github.com/valyala/fasthttp.updateServerDate.func1"),
	goleak.IgnoreAnyFunction("github.com/valyala/fasthttp.(*workerPool).Start.func2"), // sleeps 10 s before it looks
}

func TestMain(m *testing.M) {
	code := m.Run()
	if err := goleak.Find(ofTheFramework...); code == 0 && err != nil {
		fmt.Fprintln(os.Stderr, "the program ended and left goroutines behind:", err)
		code = 1
	}
	os.Exit(code)
}
