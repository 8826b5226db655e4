package web

import (
	"cmp"
	"fmt"
	"net/url"

	"tandem/content"
	"tandem/portal"
	"tandem/portal/program"
	"tandem/templates"
)

const myAssets = hubPath + "/mine"

type myAssetsQuery struct {
	State portal.HeldState `form:"state,max=20"`
}

// heldTab is the address of the list of one state.
func heldTab(state portal.HeldState) string {
	return myAssets + "?state=" + url.QueryEscape(string(state))
}

func (a *App) listMyAssets(r *request) error {
	var q myAssetsQuery
	if err := r.query(&q); err != nil {
		return err
	}
	list, may, err := a.program.MyAssets(r.ctx, r.actor)
	if err != nil {
		return err
	}
	view := templates.MyAssets{Page: r.page("My downloads")}
	counts := map[portal.HeldState]int{}
	for _, h := range list {
		counts[h.State]++
		if h.Waits() {
			view.Waits++
		}
		if q.State != "" && h.State != q.State {
			continue
		}
		row := r.heldRow(h)
		if !may {
			row.Take = ""
		}
		view.Rows = append(view.Rows, row)
	}
	if len(list) > 0 {
		view.Tabs = []templates.Tab{{Label: "All", Href: myAssets, Count: len(list), Current: q.State == ""}}
		for _, state := range portal.HeldStates {
			if counts[state] > 0 || q.State == state {
				view.Tabs = append(view.Tabs, templates.Tab{Label: state.Label(), Href: heldTab(state), Count: counts[state], Current: q.State == state})
			}
		}
	}
	if !may {
		view.Paused = "Your partnership is not active at the moment. You can read the assets; downloads come back when it is."
	}
	return r.render(view)
}

func (r *request) heldRow(h program.HeldAsset) templates.HeldAsset {
	row := templates.HeldAsset{
		Title: h.Title, Lang: cmp.Or(h.Asset.Locale, h.Locale, "en"), Kind: h.Asset.Kind.Label(), Version: h.Version, Now: h.Asset.Version,
		At: h.LastAt, By: h.LastBy, Times: h.Times, Format: content.Format(h.Format).Label(), State: heldPill(h),
	}
	if h.State == portal.HeldCurrent || h.State == portal.HeldChanged {
		row.Href = assetPath(h.Asset)
	}
	switch {
	case h.State == portal.HeldChanged:
		row.Take = downloadPath(h.Asset, formatLike(h.Asset, content.Format(h.Format)))
		row.Changes, row.Notes = assetPath(h.Asset)+"#changes", h.Asset.Notes
	case h.Waits():
		row.PutAway = myAssets + "/" + url.PathEscape(string(h.Holding.Asset)) + "/put-away"
	case h.PutAway.ID != "":
		row.Away = fmt.Sprintf("%s said on %s that you no longer use it", h.PutAway.ByName, h.PutAway.At.Day(r.app.program.Rules.Zone).Long())
	}
	return row
}

// formatLike is the format that was taken before, or the first when it is not offered any more.
func formatLike(a content.Asset, format content.Format) content.Format {
	for _, f := range a.Formats {
		if f == format {
			return f
		}
	}
	return a.Formats[0]
}

// downloadPath is the address of an asset in a format.
func downloadPath(a content.Asset, format content.Format) string {
	values := url.Values{"format": {string(format)}, "locale": {a.Locale}}
	return hubPath + "/" + string(a.Slug) + "/download?" + values.Encode()
}

func heldPill(h program.HeldAsset) templates.Pill {
	switch h.State {
	case portal.HeldCurrent:
		return templates.Pill{Kind: "ok", Text: h.State.Label()}
	case portal.HeldChanged:
		return templates.Pill{Kind: "warn", Text: fmt.Sprintf("Changed: version %d", h.Asset.Version)}
	case portal.HeldRetired:
		return templates.Pill{Kind: "bad", Text: h.State.Label()}
	case portal.HeldExpired:
		return templates.Pill{Kind: "warn", Text: "Expired on " + h.Asset.Expires.Long()}
	case portal.HeldWithdrawn:
	}
	return templates.Pill{Text: h.State.Label()}
}

func (a *App) putAwayAsset(r *request) error {
	h, err := a.program.PutAwayAsset(r.ctx, r.actor, portal.AssetSlug(r.Params("slug")))
	if err != nil {
		return err
	}
	r.flash("ok", "Noted: your company no longer uses “"+h.Title+"”.", "")
	return r.see(myAssets)
}

func (a *App) myDownloadsFile(r *request) error {
	return r.download(a.program.MyDownloadsCSV(r.ctx, r.actor))
}

// assetSince is what changed of an asset since the company took it.
func (r *request) assetSince(page program.AssetPage) templates.AssetSince {
	s := templates.AssetSince{Version: page.Since.Version, Now: page.Version, Compared: page.Since.Text != nil}
	if s.Version == 0 {
		return s
	}
	for _, v := range page.Since.Versions {
		s.Notes = append(s.Notes, templates.Fact{
			Label: fmt.Sprintf("Version %d, %s", v.Version, v.At.Day(r.app.program.Rules.Zone).Long()), Text: cmp.Or(v.Notes, "Nobody wrote what changed."),
		})
	}
	s.Sections, s.Same = diffSections(page.Since.Text)
	if page.MayDownload {
		s.Take = downloadPath(page.Asset, formatLike(page.Asset, content.Format(page.Held.Format)))
	}
	return s
}
