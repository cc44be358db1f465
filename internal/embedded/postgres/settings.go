package postgres

import (
	"maps"
	"slices"
)

// settings returns the server's command line settings, for two cores and a
// modest share of the memory.
func (s *Server) settings(extra map[string]string) []string {
	chosen := map[string]string{
		"listen_addresses":        "",
		"unix_socket_directories": s.socketDir,
		"unix_socket_permissions": "0700",
		"port":                    port,
		"max_connections":         "100",
		"shared_buffers":          "128MB",
		"jit":                     "off", // short queries gain nothing from it
		"timezone":                "UTC",
		"log_timezone":            "UTC",
		"log_destination":         "stderr",
		"logging_collector":       "off",
		"log_checkpoints":         "off",
		// What people typed must not get into the log with a failed statement.
		"log_min_error_statement": "panic",
		"log_error_verbosity":     "terse",
	}
	if s.volatile {
		// No more than this: what was committed must still outlive a kill -9,
		// which tests do to servers.
		maps.Copy(chosen, map[string]string{"fsync": "off", "autovacuum": "off"})
	}
	maps.Copy(chosen, extra)
	var args []string
	for _, name := range slices.Sorted(maps.Keys(chosen)) {
		args = append(args, "-c", name+"="+chosen[name])
	}
	return args
}
