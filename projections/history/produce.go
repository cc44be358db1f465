package history

import (
	"fmt"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// produce is what makers tell about a batch that was begun, and now and then that it
// came out too small.
func (m *Market) produce() eventstore.Command {
	var said sambatan.Command = sambatan.ReportProgress{
		Milestone: sambatan.Milestones[m.makers.IntN(len(sambatan.Milestones))], Note: fmt.Sprintf("hari ke-%d", m.makers.IntN(30)),
		ReadyBy: m.Now().Add(time.Duration(1+m.makers.IntN(20)) * 24 * time.Hour),
	}
	if m.makers.IntN(12) == 0 {
		said = sambatan.YieldShort{Made: 1 + m.makers.IntN(20), Reason: "menguap saat maserasi"}
	}
	begun := m.begunBatches[len(m.begunBatches)-1-m.makers.IntN(min(len(m.begunBatches), 4))]
	return sambatan.Campaigns.Command(begun, said, m.meta("user:"+m.Owners[0].String()))
}
