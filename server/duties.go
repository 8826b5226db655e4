package main

import (
	"context"
	"path/filepath"
	"time"

	"tandem/portal"
	"tandem/portal/program"
	"tandem/server/config"
	"tandem/server/jobs"
	"tandem/server/mail"
	"tandem/server/web"
)

// sender is how letters leave: through the mail server, or into the data folder.
// spool is nil with a mail server.
func sender(settings config.Config, rules portal.Program) (send func(context.Context, program.Letter) error, spool *mail.Spool, err error) {
	from := mail.From{Address: settings.MailFrom, Program: rules, Base: settings.BaseURL}
	if settings.SMTPURL != "" {
		smtp, err := mail.NewSMTP(settings.SMTPURL.Reveal(), from)
		if err != nil {
			return nil, nil, err
		}
		return smtp.Send, nil, nil
	}
	if spool, err = mail.NewSpool(filepath.Join(settings.Data, "mail"), from); err != nil {
		return nil, nil, err
	}
	return spool.Send, spool, nil
}

// duties are what the program does without being asked.
func duties(p *program.Program, send func(context.Context, program.Letter) error) []jobs.Duty {
	return []jobs.Duty{
		{Name: "messages", Every: 10 * time.Second, Wake: p.Woken(), Run: func(ctx context.Context) error {
			if err := p.DeriveMessages(ctx); err != nil {
				return err
			}
			_, err := p.Deliver(ctx, send)
			return err
		}},
		{Name: "events", Every: time.Minute, Run: p.RecoverEvents},
		{Name: "sweep", Every: time.Hour, Run: p.Sweep},
		{Name: "leads", Every: 10 * time.Minute, Run: p.ExpireReferrals},
		{Name: "shared", Every: 10 * time.Minute, Run: p.MoveSharedLeads},
		{Name: "library", Every: 10 * time.Second, Run: p.RefreshAssets},
		{Name: "publish", Every: time.Minute, Run: p.PublishDue},
		{Name: "tiers", Every: time.Hour, Run: p.RefreshTiers},
		{Name: "terms", Every: time.Hour, Run: p.AskForTerms},
		{Name: "notices", Every: time.Hour, Run: p.EndPartnerships},
		{Name: "quarter", Every: time.Hour, Run: p.SettleQuarter},
		{Name: "statements", Every: time.Hour, Run: p.IssueStatements},
		{Name: "assets", Every: 10 * time.Minute, Run: p.TellOfAssets},
		{Name: "editors", Every: time.Hour, Run: p.TellEditors},
		{Name: "figures", Every: time.Minute, Run: p.FoldProgram},
		{Name: "ledger", Every: 24 * time.Hour, Run: p.CheckLedger}, // at boot too
	}
}

// mailbox is what the demo shows of the spool; nil with a mail server.
func mailbox(spool *mail.Spool) func() ([]web.Letter, error) {
	if spool == nil {
		return nil
	}
	return func() ([]web.Letter, error) {
		list, err := spool.Newest(50)
		letters := make([]web.Letter, len(list))
		for i, l := range list {
			letters[i] = web.Letter{To: l.To, Subject: l.Subject, At: l.At, Text: l.Text}
		}
		return letters, err
	}
}
