package program

import (
	"context"
	"fmt"
	"strings"

	"tandem/portal"
)

// noticeLetters tell both sides of a notice, of its withdrawal and of the end.
func noticeLetters() []letterKind {
	return []letterKind{
		{"notice", portal.PartnerNoticeEvent, toPartnerAdmins, composeNotice},
		{"notice-staff", portal.PartnerNoticeEvent, toWhoLooksAfter, composeNoticeStaff},
		{"notice-withdrawn", portal.PartnerNoticeWithdrawnEvent, toPartnerAdmins, composeNoticeWithdrawn},
		{"notice-withdrawn-staff", portal.PartnerNoticeWithdrawnEvent, toWhoLooksAfter, composeNoticeWithdrawnStaff},
		{"ended-staff", portal.PartnerEndedEvent, toWhoLooksAfter, composeEndedStaff},
	}
}

// toWhoLooksAfter addresses the partner's specialist, or every manager when there is none
// who works here; never the one who did it.
func toWhoLooksAfter(ctx context.Context, p *Program, e portal.Event) ([]recipient, error) {
	partner, err := p.partnerOf(ctx, e)
	if err != nil || partner.Specialist == e.By && e.By != "" {
		return nil, ignoreMissing(err)
	}
	if partner.Specialist != "" {
		if to, err := p.toPerson(ctx, partner.Specialist); err != nil || len(to) > 0 {
			return to, err
		}
	}
	return p.recipients(ctx, "", portal.Manager, e.By)
}

func composeNotice(ctx context.Context, p *Program, e portal.Event, m portal.Message) (Letter, error) {
	last, who := portal.Date(e.Data["last_day"]), p.Rules.Company+" has given notice."
	back := "We can take the notice back until then; you would hear of it."
	if e.Data["side"] == string(portal.NoticeByPartner) {
		who, back = e.ByName+" has given notice for your company.", "An admin of your company can take the notice back until then."
	}
	lines := append([]string{who + " The last day of your partnership is " + last.Long() + ".", "The reason: " + e.Reason}, portal.WhatEnds(last)...)
	return p.partnerLetter(ctx, m, "Your partnership ends on "+last.Long(), "See what happens when", ownEndingPath, append(lines, back)...)
}

// ownEndingPath is the partner's page about the end of its partnership.
const ownEndingPath = "/company/ending"

func composeNoticeWithdrawn(ctx context.Context, p *Program, e portal.Event, m portal.Message) (Letter, error) {
	return p.partnerLetter(ctx, m, "Your partnership goes on", "Open the portal", "/home",
		"The notice that was to end your partnership on "+portal.Date(e.Data["last_day"]).Long()+" was taken back by "+e.ByName+".", "Everything goes on as before.")
}

// aboutPartner is a letter to staff about the end of a partnership; {partner} is its name.
func (p *Program) aboutPartner(ctx context.Context, e portal.Event, m portal.Message, subject string, lines ...string) (Letter, error) {
	partner, err := p.partnerOf(ctx, e)
	named := func(text string) string { return strings.ReplaceAll(text, "{partner}", partner.Company) }
	for i := range lines {
		lines[i] = named(lines[i])
	}
	return Letter{
		Name: p.nameOf(ctx, m), Subject: named(subject), Lines: lines, Action: "See the partner", Link: p.url(fmt.Sprintf("/desk/partners/%s/ending", partner.ID)),
		Why: "You get this because you look after partners at " + p.Rules.Company + ".",
	}, err
}

func composeNoticeStaff(ctx context.Context, p *Program, e portal.Event, m portal.Message) (Letter, error) {
	last := portal.Date(e.Data["last_day"]).Long()
	return p.aboutPartner(ctx, e, m, "{partner} leaves on "+last, e.ByName+" gave notice. The last day of the partnership with {partner} is "+last+".", "The reason: "+e.Reason)
}

func composeNoticeWithdrawnStaff(ctx context.Context, p *Program, e portal.Event, m portal.Message) (Letter, error) {
	return p.aboutPartner(ctx, e, m, "{partner} stays", e.ByName+" took back the notice that was to end the partnership with {partner} on "+portal.Date(e.Data["last_day"]).Long()+".")
}

func composeEndedStaff(ctx context.Context, p *Program, e portal.Event, m portal.Message) (Letter, error) {
	return p.aboutPartner(ctx, e, m, "The partnership with {partner} has ended", "The partnership with {partner} has ended. What it earned is paid on its days, whatever the amount.", "The reason: "+e.Reason)
}
