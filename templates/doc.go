// Package templates turns typed views into pages. A page is a file and a View
// struct; parts are files that pages include. Nothing here decides what a person
// may see: a view holds what it shows, and no more.
//
// # To add a page
//
// One file, templates/deals.html, without define, style, script or on...:
//
//	{{template "parts/top" .}}
//	<div class="page-head"><div><h1>{{.Title}}</h1><p>{{.Lead}}</p></div></div>
//	<section class="card"><header><h2>Open</h2></header><div class="card-body">...</div></section>
//	{{template "parts/bottom" .}}
//
// One struct, in templates/deals.go, that embeds [Page]:
//
//	type Deals struct {
//		Page
//		Lead string
//	}
//
//	func (Deals) Name() string { return "deals" }
//
// And an example of each of its branches in the tests: dealsExamples(page), one
// line in examples(). The tests then prove every name in the page against the
// struct, on every branch, and hold the page to the rules of the house: one h1, a
// label at every control, a token in every form, nothing inline, well formed, at
// most one filled button, only icons and classes that exist. How it looks and
// whether it can be used is held by the gates of package server/browser.
//
// # Parts
//
//	top, bottom              the shell of somebody who is signed in; dot is the page
//	publictop, publicbottom  the shell of public pages, sign-in and errors
//	csrf                     the form's token; inside range or with: {{template "parts/csrf" $}}
//	field                    one control: {{template "parts/field" ((.Form.Text "company" "Company").Must.Hinted "As registered.")}}
//	problems                 the summary above a form that came back; dot is the [Form]
//	flash                    what just happened (top includes it)
//	figure                   a number with its meaning and its rows: [Figure]
//	chart                    bars or lines with legend and table: [MoneyChart], [CountChart], AsLine, StillOpen
//	split, funnel            a whole and its parts, steps of a way: [Split], [Funnel]
//	pill                     a state in a word: [Pill]
//	timeline                 what happened, newest first: []Step
//	empty                    why there is nothing yet, and the first step: [Empty]
//	pager                    first and next page: [Pager]
//
// # Functions
//
//	{{icon "check"}}                 an icon of the sprite; the list is in scripts/vendor
//	{{asset "app.css"}}              the address of a file with its hash
//	{{date .Day}}                    12 March 2026
//	{{day .At $.Zone}}               the day of an instant
//	{{datetime .At $.Zone}}          12 Mar 2026, 14:05 WET
//	{{ago .At $.Now}}                3 hours ago
//	{{left .Due $.Now}}              2 days left, 1 hour over
//	{{percent .Part .Whole}}         31
//	{{plural .N "company"}}          2 companies
//	{{lower .Text}}
//
// Money, rates and tiers write themselves: {{.Amount}}, {{.Rate.Percent}}, {{.Tier.Label}}.
//
// # Classes
//
// The style sheets are in assets/css, in layers: tokens, reset, base, layout,
// components, utilities, last (focus and hide). Add a class when none fits.
//
//	page       page-head, actions, crumb, stack, row, between, grid-2 to grid-4, cols (wide and side), narrow
//	card       card > header h2, card-body, footer; stat (a figure); next (the next step); list; lane
//	text       muted, small, sub (a second line), amount, eyebrow, mono, nowrap, pre, sr (heard, not seen), ok, warn, bad
//	state      pill pill-ok|warn|bad|info|brand, banner banner-ok|warn|bad, count, avatar, disc, logo, empty
//	action     btn btn-primary (one a view) btn-danger btn-quiet btn-icon btn-lg btn-wide btn-link, more (a link onwards), menu (details), kbd
//	table      table-wrap > table.table, num, rowlink, sub; table-stack with data-label stacks on a phone; th aria-sort; edge (opening, closing)
//	values     facts (label over value), lines with total (label and amount), bars with progress, split, funnel, chart, legend
//	way        tabs, segments, steps, checks (done, late, overdue), timeline, pager, filters (a GET form)
//	form       form, form-grid > wide, field, hint, error, check, checks-grid, scale (0 to 10), search
//	queue      queue (open: a phone shows the item) > queue-list + panel, toolbar, tick, decide (the bar of buttons), keys; list-only, panel-only
//	over       dialog (element, or class with popover), popover (a definition beside its button)
//	public     band, band-tint, hero, hero-grid, ticket, path, faq, gate (one card in the middle)
//	prose      text that comes from markdown
//
// # Script
//
// Pages work without it. With it: data-confirm="Sentence?" on a form or a button
// asks first; data-copy="#id" copies; data-submit sends the form on change;
// data-key="a" answers to a letter, data-writes="#id" leads it to the words it needs;
// data-dialog="#id" opens a dialog; in a queue-list J, K, X and Enter, data-all and
// data-selected, and links that open in #panel.
//
// scripts/gallery shows all of it, in any colour.
package templates
