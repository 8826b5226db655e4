package program

import (
	"context"
	"strings"

	"tandem/portal"
)

// assetDutyLetters are the mails about what in the library waits, to those who write.
func assetDutyLetters() []letterKind {
	return []letterKind{
		{"asset-ending", portal.AssetEndingEvent, toEditors, composeAssetEnding},
		{"asset-forked", portal.AssetForkedEvent, toEditors, composeAssetForked},
	}
}

// toEditors addresses those who write, the admins where nobody does.
func toEditors(ctx context.Context, p *Program, _ portal.Event) ([]recipient, error) {
	for _, role := range []portal.Role{portal.Editor, portal.Admin} {
		if to, err := p.recipients(ctx, "", role, ""); err != nil || len(to) > 0 {
			return to, err
		}
	}
	return nil, nil
}

func composeAssetEnding(ctx context.Context, p *Program, e portal.Event, m portal.Message) (Letter, error) {
	title, day := "“"+e.Data["title"]+"”", portal.Date(e.Data["day"]).Long()
	return Letter{
		Name: p.nameOf(ctx, m), Subject: "Ends on " + day + ": " + e.Data["title"],
		Lines: []string{
			"The last day of " + title + ", version " + e.Data["version"] + ", is " + day + ". Partners do not see it afterwards.",
			"Write its next version with a later day, retire it with what takes its place, or let it end.",
		},
		Action: "Open the asset", Link: p.url("/desk/assets/" + strings.TrimPrefix(e.Subject, "asset:")),
		Why: "You get this because you write what partners read.",
	}, nil
}

func composeAssetForked(ctx context.Context, p *Program, e portal.Event, m portal.Message) (Letter, error) {
	title := "“" + e.Data["title"] + "”"
	return Letter{
		Name: p.nameOf(ctx, m), Subject: "Studio or file: " + e.Data["title"],
		Lines: []string{
			"The file of " + title + " in the content folder has changed, and so has its text in the studio. Neither wins by itself.",
			"Partners go on seeing the text of the studio until somebody chooses.",
		},
		Action: "Look at both", Link: p.url("/desk/studio/choices"),
		Why: "You get this because you write what partners read.",
	}, nil
}
