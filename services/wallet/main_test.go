package wallet_test

import (
	"os"
	"testing"

	"github.com/sensasiwangi/sambatan/internal/pgtest"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }
