package system_test

import (
	"io"
	"net/http"
	"os"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"
)

// An alert on a metric that nobody exports would never fire.
func TestEveryAlertWatchesAMetricThatIsThere(t *testing.T) { //nolint:paralleltest // one program at a time
	p := start(t, newFolder(t))
	answer, err := http.Get("http://" + p.addr + "/metrics") //nolint:noctx // a test's
	require.NoError(t, err)
	defer answer.Body.Close() //nolint:errcheck // read to its end
	require.Equal(t, http.StatusOK, answer.StatusCode)
	exported, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	alerts, err := os.ReadFile("../../deploy/prometheus/alerts.yml")
	require.NoError(t, err)
	watched := regexp.MustCompile(`sambatan_\w+`).FindAllString(string(alerts), -1)
	require.NotEmpty(t, watched)
	for _, metric := range watched {
		require.Regexp(t, `(?m)^`+metric+`[ {]`, string(exported))
	}
}
