package payment_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/services/payment"
)

// model is what the instructions of one stream must obey, told by their events
// alone.
type model struct {
	live  map[id.ID]int // code by instruction
	taken map[int]bool
	freed []int // codes as they were freed, the latest last
}

// TestNoTwoLiveInstructionsShareACode throws random commands at one stream that
// is nearly used up, so that codes are scarce and come back.
func TestNoTwoLiveInstructionsShareACode(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		history := everyCodeTaken()[:rapid.IntRange(990, 999).Draw(t, "taken")]
		state := payment.InstructionDecider.Fold(history...)
		m := model{live: map[id.ID]int{}, taken: map[int]bool{}}
		for _, event := range history {
			issued := event.(payment.InstructionIssued)
			m.live[issued.Instruction], m.taken[issued.Code] = issued.Code, true
		}
		now := noon
		for range rapid.IntRange(1, 60).Draw(t, "commands") {
			now = now.Add(time.Duration(rapid.IntRange(0, 600).Draw(t, "seconds")) * time.Second)
			command := instructionCommand(t, now)
			events, err := payment.InstructionDecider.Decide(state, command, now)
			if issue, ok := command.(payment.Issue); ok && err != nil {
				require.ErrorIs(t, err, payment.ErrCodesUsedUp, "%+v", issue)
				require.Len(t, m.live, 999, "refused while a code was free")
			}
			for _, event := range events {
				m.apply(t, event)
				state = payment.InstructionDecider.Evolve(state, event)
			}
			require.Equal(t, 999-len(m.live), state.FreeCodes())
			if _, report := command.(payment.ReportTransfer); !report {
				again, _ := payment.InstructionDecider.Decide(state, command, now)
				require.Empty(t, again, "doing %T twice is doing it once", command)
			}
		}
	})
}

// instructionCommand draws one about few instructions, so that they meet.
func instructionCommand(t *rapid.T, now time.Time) payment.InstructionCommand {
	instruction := nth(rapid.IntRange(985, 1010).Draw(t, "instruction"))
	return rapid.OneOf(
		rapid.Just[payment.InstructionCommand](issue(instruction, budi)),
		rapid.Just[payment.InstructionCommand](payment.ReportTransfer{Instruction: instruction, Buyer: budi, PaidAt: now}),
		rapid.Just[payment.InstructionCommand](payment.RejectReport{Instruction: instruction, Reason: "tidak ada"}),
		rapid.Just[payment.InstructionCommand](payment.MarkPaid{Instruction: instruction, Receipt: incoming}),
		rapid.Just[payment.InstructionCommand](payment.CloseInstruction{Instruction: instruction}),
	).Draw(t, "command")
}

func (m *model) apply(t *rapid.T, event payment.InstructionEvent) {
	switch e := event.(type) {
	case payment.InstructionIssued:
		m.issue(t, e)
	case payment.TransferReported:
		require.LessOrEqual(t, e.DecideBy.Sub(noon), 5*24*time.Hour)
	case payment.ReportRejected:
	case payment.InstructionPaid:
		m.free(e.Instruction)
	case payment.InstructionClosed:
		m.free(e.Instruction)
	}
}

func (m *model) issue(t *rapid.T, e payment.InstructionIssued) {
	require.True(t, e.Code >= 1 && e.Code <= 999)
	require.Equal(t, int64(e.Code), int64(e.Total%1000), "the code is the last three digits")
	require.False(t, m.taken[e.Code], "two live instructions share a code")
	m.taken[e.Code] = true
	if at := slices.Index(m.freed, e.Code); at >= 0 {
		require.Zero(t, at, "a code that was freed earlier was passed over")
		m.freed = m.freed[1:]
	}
	m.live[e.Instruction] = e.Code
}

func (m *model) free(instruction id.ID) {
	if code, live := m.live[instruction]; live {
		delete(m.live, instruction)
		m.taken[code] = false
		m.freed = append(m.freed, code)
	}
}
