package demo

import (
	"context"
	"errors"
	"time"

	"tandem/portal"
)

// brings has the editor import texts that were kept elsewhere: two wait to be written on,
// one is discarded the next day, since its rules are those of the houses.
func (h *house) brings(ctx context.Context) error {
	files := []portal.TextFile{
		{Name: "website/lake-winter.md", Bytes: []byte("---\ntitle: The lake in winter\nkind: one_pager\nsummary: Three houses that stay open from November to March.\ntags: [winter, lakes]\nlocale: en\nowner: Content team\n---\n\n" +
			"{{ partner.name }} sends few guests to the lake in winter. Those who go come back for it: empty ferries, lit windows, a sauna that looks at snow.\n\n" +
			"## Three houses\n\n- **Casa Nebbia**, Orta. Sleeps six, a fireplace in each room\n- **Haus am Steg**, Ammersee. Sleeps eight, a sauna on the water\n- **Maison du Lac**, Annecy. Sleeps four, ten minutes from the old town\n\n" +
			":::cta\n[See free weeks]({{ partner.link }})\n:::\n")},
		{Name: "website/arriving-late.md", Bytes: []byte("---\ntitle: Arriving late\nkind: guideline\nsummary: What to tell guests whose train or boat comes in after ten.\ntags: [arrival]\nlocale: en\nowner: Guest care\n---\n\n" +
			"Every house of ours has a keeper who waits until midnight, and a box with a code after that.\n\n## What to tell them\n\n1. Write when you leave the station: the keeper turns the lights on\n2. After midnight the code is in the message of that evening\n3. Supper is in the refrigerator when it was asked for by noon\n")},
		{Name: "website/parking.md", Bytes: []byte("---\ntitle: Where to park\nkind: guideline\nsummary: The car parks of the six city hotels.\ntags: [arrival]\nlocale: en\nowner: Guest care\n---\n\n" +
			"Four of the city hotels have no car park of their own. The keeper knows the next one, and what it costs this month.\n")},
	}
	shown, err := h.Program.PreviewTexts(ctx, h.ines, files)
	if err != nil {
		return err
	}
	made, err := h.Program.ImportTexts(ctx, h.ines, shown.ID, files)
	if err == nil && made.Made != len(files) {
		err = errors.New("a text of the demo cannot be imported")
	}
	h.at(h.Clock.now.Add(20*time.Hour), func(ctx context.Context) error {
		_, err := h.Program.DiscardDraft(ctx, h.tomas, shown.ID.DraftID("parking", "en"))
		return err
	})
	return err
}
