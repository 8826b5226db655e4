package browser

import (
	"context"
	"errors"
	"fmt"
	"net"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"tandem/content"
	"tandem/portal"
	"tandem/portal/program"
	"tandem/portal/store"
	"tandem/portal/store/sqlite"
	"tandem/server/web"
)

// stage is a portal in this process with one of everything on it: a partner that
// earns, one on its way in, one that applies, and somebody of each role. It is made by
// what people do, in the order they do it, so that its pages look as they do in life.
type stage struct {
	*program.Program
	base    string
	now     atomic.Pointer[time.Time]
	letters []program.Letter
	people  map[portal.Role]portal.User
	app     *web.App
	stop    func() error
}

const stagePassword = "seven brown otters swim"

// newStage builds a stage in a folder and serves it.
func newStage(folder string) (s *stage, err error) {
	ctx := context.Background()
	library, err := content.Load(content.Files())
	if err != nil {
		return nil, err
	}
	engine, err := sqlite.Open(ctx, filepath.Join(folder, "stage"), sqlite.Options{Bulk: true})
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, engine.Close())
		}
	}()
	kept, err := store.Open(ctx, engine)
	if err != nil {
		return nil, err
	}
	ln, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	_, port, err := net.SplitHostPort(ln.Addr().String())
	if err != nil {
		return nil, err
	}
	s = &stage{base: "http://localhost:" + port, people: map[portal.Role]portal.User{}}
	start := time.Date(2026, 7, 6, 9, 0, 0, 0, time.UTC)
	s.now.Store(&start)
	s.Program = program.New(program.Options{
		Rules: library.Program, Terms: library.Terms, Library: library, Store: kept, Base: s.base,
		Clock: func() time.Time { return *s.now.Load() },
		Keys:  program.Keys{Links: []byte(strings.Repeat("l", 32)), Sealed: []byte(strings.Repeat("s", 32))},
	})
	if err := s.play(ctx); err != nil {
		return nil, fmt.Errorf("make the stage: %w", err)
	}
	app, err := web.New(web.Options{
		Program: s.Program, Library: library, BaseURL: s.base, Demo: true, Loopback: true, Mailbox: s.mailbox,
		Keys: []web.Key{{ID: "stage", Secret: []byte(strings.Repeat("k", 32))}},
	})
	if err != nil {
		return nil, err
	}
	s.app = app
	serving, cancel := context.WithCancel(ctx)
	done := make(chan error, 1)
	go func() { done <- app.Serve(serving, ln) }()
	s.stop = func() error {
		cancel()
		return errors.Join(<-done, engine.Close())
	}
	return s, nil
}

func (s *stage) mailbox() ([]web.Letter, error) {
	var list []web.Letter
	for _, l := range slices.Backward(s.letters) {
		list = append(list, web.Letter{To: l.To, Subject: l.Subject, At: *s.now.Load(), Text: strings.Join(l.Lines, "\n\n") + "\n\n" + l.Link + "\n" + l.Stop})
	}
	return list, nil
}

// later moves the clock and sends what is due.
func (s *stage) later(ctx context.Context, d time.Duration) error {
	next := s.now.Load().Add(d)
	s.now.Store(&next)
	if err := s.DeriveMessages(ctx); err != nil {
		return err
	}
	_, err := s.Deliver(ctx, func(_ context.Context, l program.Letter) error {
		s.letters = append(s.letters, l)
		return nil
	})
	return err
}

// token is the end of the link in the newest letter to somebody that leads to a kind of page.
func (s *stage) token(to, page string) (string, error) {
	for _, l := range slices.Backward(s.letters) {
		if at := strings.LastIndex(l.Link, page); l.To == to && at >= 0 {
			return l.Link[at+len(page):], nil
		}
	}
	return "", fmt.Errorf("no letter to %s leads to %s", to, page)
}

func (s *stage) actor(role portal.Role) portal.Actor { return s.people[role].Actor("192.0.2.1") }

// signUp makes somebody of a role.
func (s *stage) signUp(ctx context.Context, hash, name string, partner portal.PartnerID, role portal.Role) error {
	first, _, _ := strings.Cut(strings.ToLower(name), " ")
	user, err := s.AddPerson(ctx, portal.System("stage"), program.NewPerson{
		Email: first + "@northwind-stage.com", Name: name, Partner: partner, Roles: []portal.Role{role}, Password: hash,
	})
	s.people[role] = user
	return err
}

// play is the story.
func (s *stage) play(ctx context.Context) error {
	hash, err := s.HashPassword(ctx, stagePassword)
	if err != nil {
		return err
	}
	for role, name := range map[portal.Role]string{
		portal.Manager: "Lena Ortiz", portal.Finance: "Fay Winter", portal.Editor: "Emil Brandt", portal.Steward: "Sam Okafor", portal.Admin: "Ada Lopes",
	} {
		if err := s.signUp(ctx, hash, name, "", role); err != nil {
			return err
		}
	}
	lumen, err := s.joins(ctx, "Casa Lumen", "lumen-stage.com", true)
	if err != nil {
		return err
	}
	if err := s.comesIn(ctx, "office@lumen-stage.com"); err != nil {
		return err
	}
	if err := s.signUp(ctx, hash, "Nuno Reis", lumen, portal.PartnerMember); err != nil {
		return err
	}
	if err := s.settlesIn(ctx); err != nil {
		return err
	}
	if err := s.earns(ctx); err != nil {
		return err
	}
	for _, name := range []string{"Bay Shuttle", "Costa Verde Tours"} {
		if _, err := s.joins(ctx, name, strings.ReplaceAll(strings.ToLower(name), " ", "-")+"-stage.com", name == "Bay Shuttle"); err != nil {
			return err
		}
	}
	if err := s.rivals(ctx); err != nil {
		return err
	}
	if err := s.writes(ctx); err != nil {
		return err
	}
	if err := s.drafts(ctx); err != nil {
		return err
	}
	if err := s.FoldProgram(ctx); err != nil {
		return err
	}
	return s.later(ctx, time.Minute)
}

// rivals has another partner refer a customer that was won already.
func (s *stage) rivals(ctx context.Context) error {
	const domain = "ria-boats-stage.com"
	if _, err := s.joins(ctx, "Ria Boats", domain, true); err != nil {
		return err
	}
	hugo, err := s.accepts(ctx, "office@"+domain, "Hugo Prado")
	if err != nil {
		return err
	}
	_, err = s.SubmitReferral(ctx, hugo.Actor("192.0.2.1"), portal.ReferralInput{Site: "hotel-miramar-stage.com", Source: portal.FromForm, Lead: portal.Lead{
		Company: "Hotel Miramar, Lda.", Contact: "Rui Gomes", Email: "rui@hotel-miramar-stage.com", Country: "PT", Need: "Transfers and rooms for the same conference in May.", Product: "group_stays", Consent: true,
	}})
	return err
}

// writes asks for the letters that carry links.
func (s *stage) writes(ctx context.Context) error {
	if err := s.applies(ctx, "Old Tram Tours", "old-tram-stage.com"); err != nil { // and leaves the letter unread
		return err
	}
	if err := s.asks(ctx); err != nil {
		return err
	}
	from := program.Client{Address: "192.0.2.7"}
	marta := s.people[portal.PartnerAdmin]
	if err := s.AskReset(ctx, marta.Email, from); err != nil {
		return err
	}
	for _, role := range []portal.Role{portal.PartnerAdmin, portal.Admin} {
		if _, err := s.InviteColleague(ctx, s.actor(role), program.Invite{Email: "new-" + s.people[role].Email, Name: "Nina New", Roles: []portal.Role{role}}); err != nil {
			return err
		}
	}
	for _, role := range []portal.Role{portal.PartnerAdmin, portal.Manager} {
		company := portal.JoinInvite{Company: "Vila Serena", Contact: "Henrique Melo", Email: strings.ReplaceAll(string(role), "_", "-") + "@vila-serena-stage.com", Note: "We met at the fair."}
		if _, err := s.InviteCompany(ctx, s.actor(role), company); err != nil {
			return err
		}
	}
	in, err := s.SignIn(ctx, program.SignIn{Email: marta.Email, Password: stagePassword, Client: from})
	if err != nil {
		return err
	}
	who, err := s.Authenticate(ctx, in.User, in.Session, from.Address)
	if err != nil {
		return err
	}
	return s.AskEmail(ctx, who, "marta.silva@northwind-stage.com", stagePassword)
}

// asks has two customers fill in the form behind the partner's link; one confirms it.
func (s *stage) asks(ctx context.Context) error {
	partner, err := s.Company(ctx, s.actor(portal.PartnerAdmin))
	if err != nil {
		return err
	}
	for _, customer := range []string{"Vila Alba", "Serra Cycling"} {
		to, err := s.Follow(ctx, program.Follow{Code: partner.Code, Asset: "city-weekend", Medium: "email", Form: true, Count: true})
		if err != nil {
			return err
		}
		form, err := s.InquiryForm(ctx, partner.Code)
		if err != nil {
			return err
		}
		if err := s.later(ctx, time.Minute); err != nil {
			return err
		}
		email := strings.ReplaceAll(strings.ToLower(customer), " ", "-") + "@customers-stage.com"
		if err := s.Inquire(ctx, program.Inquire{
			Code: partner.Code, Asset: "city-weekend", Medium: "email", Touch: to.Touch, Stamp: form.Stamp, Client: program.Client{Address: "192.0.2.8"},
			Input: portal.ReferralInput{Lead: portal.Lead{Company: customer, Contact: "Henrique Melo", Email: email, Country: "PT", Product: "group_stays", Need: "Two nights in May for twenty people.", Consent: true}},
		}); err != nil {
			return err
		}
		if err := s.later(ctx, time.Minute); err != nil {
			return err
		}
		if customer == "Vila Alba" {
			continue
		}
		token, err := s.token(email, "/introduction/")
		if err != nil {
			return err
		}
		if _, err := s.ConfirmInquiry(ctx, token); err != nil {
			return err
		}
	}
	return errors.Join(s.shares(ctx, partner.ID), s.later(ctx, time.Minute))
}

// shares hands customers to the partner: it takes one, declines one, and has one before it.
func (s *stage) shares(ctx context.Context, to portal.PartnerID) error {
	marta := s.actor(portal.PartnerAdmin)
	for i, customer := range []string{"Ria Sailing Club", "Monte Claro Foundation", "Douro Software"} {
		lead, err := s.ShareLead(ctx, s.actor(portal.Manager), program.ShareLead{
			Size: "A group of sixty people", Partners: []portal.PartnerID{to},
			Input: portal.ReferralInput{Lead: portal.Lead{
				Company: customer, Contact: "Teresa Pinto", Email: strings.ReplaceAll(strings.ToLower(customer), " ", "-") + "@gmail.com", Country: "PT",
				Product: "group_stays", Need: "A long weekend by the river, half board.", Value: portal.Money{Minor: 1800000, Currency: "EUR"}, Consent: true,
			}},
		})
		if err != nil {
			return err
		}
		switch i {
		case 0:
			_, err = s.AcceptLead(ctx, marta, lead.ID)
		case 1:
			_, err = s.DeclineLead(ctx, marta, lead.ID, "The house is full that weekend.")
		}
		if err := errors.Join(err, s.later(ctx, time.Minute)); err != nil {
			return err
		}
	}
	return nil
}

// applies has a company fill in the form.
func (s *stage) applies(ctx context.Context, company, domain string) error {
	err := s.Join(ctx, program.Join{Client: program.Client{Address: "192.0.2.7"}, Application: portal.Application{
		Company: company, Site: domain, Country: "PT", Vertical: "hospitality", Markets: []string{"PT", "ES"}, Languages: []string{"en", "pt"},
		Audience: 12000, Contact: "Marta Silva", Email: "office@" + domain, HeardFrom: "A colleague", Note: "We send our guests to places we like.",
	}})
	return errors.Join(err, s.later(ctx, time.Hour))
}

// joins has a company apply and confirm its address, be scored, and be let in.
func (s *stage) joins(ctx context.Context, company, domain string, approved bool) (portal.PartnerID, error) {
	from, email := program.Client{Address: "192.0.2.7"}, "office@"+domain
	if err := s.applies(ctx, company, domain); err != nil {
		return "", err
	}
	token, err := s.token(email, "/join/verify/")
	if err != nil {
		return "", err
	}
	if _, err := s.Confirm(ctx, token, from); err != nil {
		return "", err
	}
	found, err := s.Partners(ctx, s.actor(portal.Manager), program.PartnerQuery{})
	if err != nil {
		return "", err
	}
	at := slices.IndexFunc(found.Rows, func(p portal.Partner) bool { return p.Company == company })
	if at < 0 {
		return "", fmt.Errorf("%s is in no list", company)
	}
	id := found.Rows[at].ID
	scores := map[string]int{}
	for i, c := range s.Rules.Audit.Criteria {
		scores[string(c.Key)] = 6 + i%3
	}
	if err := s.RateApplication(ctx, s.actor(portal.Manager), id, scores, "A warm house with a loyal list."); err != nil || !approved {
		return id, err
	}
	review, err := s.Review(ctx, s.actor(portal.Manager), id)
	if err != nil {
		return id, err
	}
	_, err = s.ApproveApplication(ctx, s.actor(portal.Manager), program.Approve{Partner: id, Seen: review.Partner.Version, Specialist: s.people[portal.Manager].ID, Note: "Welcome."})
	return id, errors.Join(err, s.later(ctx, time.Hour))
}

// comesIn has an applicant who was let in make the account of the company's first admin.
func (s *stage) comesIn(ctx context.Context, email string) (err error) {
	s.people[portal.PartnerAdmin], err = s.accepts(ctx, email, "Marta Silva")
	return err
}

// accepts follows the invitation in somebody's mail.
func (s *stage) accepts(ctx context.Context, email, name string) (portal.User, error) {
	token, err := s.token(email, "/invitation/")
	if err != nil {
		return portal.User{}, err
	}
	from := program.Client{Address: "192.0.2.7"}
	in, err := s.AcceptInvitation(ctx, program.Accept{Token: token, Name: name, Password: stagePassword, Client: from})
	if err != nil {
		return portal.User{}, err
	}
	who, err := s.Authenticate(ctx, in.User, in.Session, from.Address)
	if err != nil {
		return portal.User{}, err
	}
	user, err := s.Account(ctx, who.Actor)
	return user, errors.Join(err, s.later(ctx, time.Hour))
}

// settlesIn has the partner accept the terms and say where its money goes.
func (s *stage) settlesIn(ctx context.Context) error {
	marta := s.actor(portal.PartnerAdmin)
	terms, err := s.TermsInForce()
	if err != nil {
		return err
	}
	if err := s.AcceptTerms(ctx, marta, terms.Version, terms.SHA256); err != nil {
		return err
	}
	partner := s.people[portal.PartnerAdmin].Partner
	offer, err := s.ProposeAddendum(ctx, s.actor(portal.Manager), partner, portal.Agreement{
		From: s.Today(), BaseShare: map[portal.Tier]portal.Rate{portal.Core: portal.MustRate("5%")}, Exclusive: portal.Exclusivity{Country: "PT", Until: s.Today().AddMonths(12)}, Words: "We meet twice a year.",
	})
	if err == nil {
		err = s.ApproveAddendum(ctx, s.actor(portal.Finance), partner, offer.Number)
	}
	if err != nil {
		return err
	}
	if _, err := s.SetPayTo(ctx, marta, portal.PayoutAccount{
		Method: portal.BankTransfer, Holder: "Casa Lumen Lda", IBAN: "PT50000201231234567890154", Street: "Rua das Flores 1", City: "Porto", Post: "4050-262", Country: "PT",
	}); err != nil {
		return err
	}
	if err := s.SetTax(ctx, marta, portal.TaxInput{
		Name: "Casa Lumen Unipessoal Lda", Street: "Rua das Flores 1", City: "Porto", Post: "4050-262", Country: "PT", Kind: portal.TaxVAT, ID: "PT501964843",
	}); err != nil {
		return err
	}
	if err := s.SetBrand(ctx, marta, portal.BrandKit{Name: "Casa Lumen", Primary: "#7a3b12", Tagline: "Light, and a garden", Site: "https://lumen-stage.com", Contact: "Marta Silva", Email: "hello@lumen-stage.com"}, nil); err != nil {
		return err
	}
	if err := s.ActivatePartner(ctx, s.actor(portal.Manager), s.people[portal.PartnerAdmin].Partner, "Ready before the plan was done."); err != nil {
		return err
	}
	return s.SetBaseline(ctx, marta, portal.Baseline{Audience: 12000, MonthlyReach: 4000, Bookings: 55})
}

// earns has customers in every state, cash, a refund, a payout that is paid and one that is prepared.
func (s *stage) earns(ctx context.Context) error {
	marta, lena, fay, ada := s.actor(portal.PartnerAdmin), s.actor(portal.Manager), s.actor(portal.Finance), s.actor(portal.Admin)
	euros := func(amount int64) portal.Money { return portal.Money{Minor: amount * 100, Currency: "EUR"} }
	for _, who := range []portal.Actor{marta, lena} { // the wrong file, taken back at once
		file := "company,contact,email,country,product,need,consent\nCasa do Rio,Ana Reis,ana@casa-do-rio.com,PT,group_stays,Ten rooms in May,yes\n"
		done, err := s.RecordReferrals(ctx, who, program.ImportReferrals{File: []byte(file), Partner: marta.Partner}, 10)
		if err != nil {
			return err
		}
		if _, err := s.UndoReferralImport(ctx, who, done.ID); err != nil {
			return err
		}
	}
	var won portal.Referral
	for i, customer := range []string{"Hotel Miramar", "Palm Events", "Aurora Stays", "Quinta Rosa", "Old Mill Weddings"} {
		domain := strings.ReplaceAll(strings.ToLower(customer), " ", "-") + "-stage.com"
		r, err := s.SubmitReferral(ctx, marta, portal.ReferralInput{Site: domain, Source: portal.FromForm, Lead: portal.Lead{
			Company: customer, Contact: "Rita Gomes", Email: "rita@" + domain, Country: "PT", Need: "Rooms for a conference in May, forty guests, three nights.",
			Product: "group_stays", Value: euros(24000), Consent: true,
		}})
		if err != nil {
			return err
		}
		if i == 4 {
			break // waits in the queue
		}
		if r, err = s.AcceptReferral(ctx, lena, r.ID); err != nil {
			return err
		}
		if i == 3 {
			if _, err := s.AskExtension(ctx, marta, program.AskExtension{Referral: r.ID, Why: "Their board decides in June.", Evidence: "It is on the agenda of the 9th, which they sent us."}); err != nil {
				return err
			}
			if _, err := s.AddAttachment(ctx, marta, program.Attach{Referral: r.ID, Name: "Agenda of the board.txt", Bytes: []byte("9 June: the conference in May next year.")}); err != nil {
				return err
			}
			continue
		}
		if r, err = s.QualifyReferral(ctx, lena, r.ID, "Called; dates fit."); err != nil {
			return err
		}
		switch i {
		case 0:
			if won, err = s.WinReferral(ctx, lena, r.ID, portal.Contract{Value: euros(24000), Start: s.Today(), TermMonths: 12, Product: "group_stays"}); err != nil {
				return err
			}
		case 1:
			if _, err = s.LoseReferral(ctx, lena, r.ID, "They chose a hotel in town."); err != nil {
				return err
			}
		}
	}
	cash := func(id string, amount int64) (program.Recorded, error) {
		return s.RecordCollection(ctx, fay, program.RecordCollection{Referral: won.ID, CollectionInput: portal.CollectionInput{ExternalID: id, Amount: euros(amount), CollectedOn: s.Today()}})
	}
	first, err := cash("INV-1001", 10000)
	if err != nil {
		return err
	}
	if err := s.later(ctx, 61*24*time.Hour); err != nil {
		return err
	}
	batch, err := s.PrepareBatch(ctx, fay, program.PrepareBatch{Currency: "EUR"})
	if err != nil {
		return err
	}
	if _, err := s.ApproveBatch(ctx, ada, batch.ID); err != nil {
		return err
	}
	if _, err := s.ExportBatch(ctx, fay, program.ExportBatch{Batch: batch.ID}); err != nil {
		return err
	}
	if _, err := s.MarkPaid(ctx, fay, program.MarkPaid{Batch: batch.ID, On: s.Today(), Reference: "BANK-1"}); err != nil {
		return err
	}
	if _, err := s.RecordRefund(ctx, fay, program.RecordRefund{Of: first.Collection.ID, CollectionInput: portal.CollectionInput{ExternalID: "REF-1", Amount: euros(500), CollectedOn: s.Today()}}); err != nil {
		return err
	}
	if _, err := cash("INV-1002", 6000); err != nil {
		return err
	}
	if err := s.later(ctx, 61*24*time.Hour); err != nil {
		return err
	}
	if err := s.IssueStatements(ctx); err != nil {
		return err
	}
	if _, err := s.SayAbout(ctx, marta, first.Entries[0].ID, "We agreed on 6% for this house. Why is it 3%?", ""); err != nil {
		return err
	}
	if _, err := s.ProposeAdjustment(ctx, fay, program.ProposeAdjustment{Key: "A1", Partner: won.Partner, Amount: euros(25000), Reason: "Goodwill for the double booking in May."}); err != nil {
		return err
	}
	if _, err := s.PrepareBatch(ctx, fay, program.PrepareBatch{Currency: "EUR"}); err != nil {
		return err
	}
	file := fmt.Sprintf("external_id,referral,amount,currency,collected_on\nINV-1003,%s,%s,EUR,%s\n", won.ID, euros(4000).Plain(), s.Today())
	_, err = s.ImportCollections(ctx, fay, []byte(file))
	return err
}
