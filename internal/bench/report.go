package bench

import (
	"encoding/json"
	"fmt"
	"io"
	"text/tabwriter"
)

// Print writes the rows as a table, each with its ratio to the baseline path at
// the same number of clients.
func Print(w io.Writer, rows []Row, baseline string) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(table, "path\tclients\tconnections\tper second\tp50 ms\tp99 ms\t× %s\t\n", baseline)
	for _, row := range rows {
		fmt.Fprintf(table, "%s\t%d\t%d\t%.0f\t%.2f\t%.2f\t%s\t\n",
			row.Path, row.Clients, row.Connections, row.PerSecond, row.P50, row.P99, ratio(rows, row, baseline))
	}
	return table.Flush()
}

// PrintJSON writes {"rows": […]}.
func PrintJSON(w io.Writer, rows []Row) error {
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	return encoder.Encode(map[string][]Row{"rows": rows})
}

func ratio(rows []Row, row Row, baseline string) string {
	for _, base := range rows {
		if base.Path == baseline && base.Clients == row.Clients && base.PerSecond > 0 {
			return fmt.Sprintf("%.2f", row.PerSecond/base.PerSecond)
		}
	}
	return "–"
}
