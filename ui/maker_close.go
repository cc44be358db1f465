package ui

import (
	"github.com/gofiber/fiber/v3"

	"github.com/sensasiwangi/sambatan/services/sambatan"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// makerCloseForm asks once more before joining ends early.
func (s *Server) makerCloseForm(c fiber.Ctx) error {
	return s.showMakerClose(c, fiber.StatusOK, s.blank(c))
}

func (s *Server) showMakerClose(c fiber.Ctx, status int, typed view.Form) error {
	row, err := s.ownFromPath(c)
	if err != nil {
		return err
	}
	shown := view.MakerClose{Form: typed, Campaign: campaignBlock(row, s.Now()), Name: batchName(row.Title, row.Batch)}
	return render(c, status, view.MakerClosePage(s.shell(c, view.SectionMaker), shown))
}

// makerClosePost ends joining.
func (s *Server) makerClosePost(c fiber.Ctx) error {
	return s.makerCommand(c, sambatan.CloseEarly{}, "tutup", func(f *form) error {
		return s.showMakerClose(c, fiber.StatusConflict, f.Form)
	})
}
