package demo

import (
	"context"
	"fmt"
	"strings"
	"time"

	"tandem/portal"
	"tandem/portal/program"
)

// sent is a partner's list from its own records, as it came in a file.
var sent = []struct{ id, company, contact, email, country, product, need, value string }{
	{"CRM-2041", "Harbour Rowing Club", "Sara Nunes", "sara@harbour-rowing.example", "PT", "group_stays", "Two nights for the regatta, thirty rowers and their boats.", "6400.00"},
	{"CRM-2044", "Meridian Translations", "Tom Keane", "tom@meridian-translations.example", "IE", "business_stays", "Rooms for interpreters at three conferences in spring.", "9800.00"},
	{"CRM-2045", "Casa das Artes", "Joana Reis", "joana@casa-das-artes.example", "PT", "boutique_hotels", "Guests of the summer exhibition, ten rooms over two weeks.", "7200.00"},
	{"CRM-2051", "Nordlys Yoga", "Ida Holm", "ida@nordlys-yoga.example", "DK", "holiday_homes", "A quiet house for a retreat, twelve people, one week in June.", "5100.00"},
}

// files is a partner that sends what it has in one file, with a customer that somebody else
// brought before; and, on the last day, a customer much like another one.
func (h *house) files() {
	h.at(h.Until.Add(-34*24*time.Hour), func(ctx context.Context) error {
		g := h.guests[0]
		var file strings.Builder
		file.WriteString("external_id,company,contact,email,country,product,need,value,currency,consent\n")
		for _, c := range sent {
			fmt.Fprintf(&file, "%s,%s,%s,%s,%s,%s,%q,%s,EUR,yes\n", c.id, c.company, c.contact, c.email, c.country, c.product, c.need, c.value)
		}
		known := h.leads[len(h.leads)-1]
		fmt.Fprintf(&file, "CRM-2052,%q,%s,%s,%s,%s,%q,,,yes\n", known.Company, known.Contact, known.Email, known.Country, known.Product, known.Need)
		done, err := h.Program.RecordReferrals(ctx, g.admin, program.ImportReferrals{File: []byte(file.String())}, len(sent)+1)
		if err != nil {
			return err
		}
		for i, row := range done.Rows {
			if row.Own.State == portal.ReferralSubmitted {
				h.at(h.Until.Add(-time.Duration(33*24-i)*time.Hour), func(ctx context.Context) error { return h.answerRow(ctx, i, row.Own.ID) })
			}
		}
		return nil
	})
	h.at(h.Until.Add(-200*time.Minute), func(ctx context.Context) error { // of this morning, so that it can be taken back still
		file := "company,contact,email,country,product,need,value,currency,consent\n" +
			"Ateneu Chess Festival,Rui Matos,rui@ateneu-chess.example,PT,group_stays,Eighty players for nine nights in July.,31000.00,EUR,yes\n" +
			"Fjordlinje Choir,Signe Dahl,signe@fjordlinje-choir.example,NO,group_stays,Forty singers on tour over four nights.,12400.00,EUR,yes\n"
		_, err := h.Program.RecordReferrals(ctx, h.lena, program.ImportReferrals{File: []byte(file), Partner: h.guests[3].admin.Partner}, 10)
		return err
	})
	h.at(h.Until.Add(-150*time.Minute), func(ctx context.Context) error {
		_, err := h.Program.SubmitReferral(ctx, h.guests[6].admin, portal.ReferralInput{Source: portal.FromForm, Lead: portal.Lead{
			Company: "Meridien Translations", Contact: "Maeve Keane", Email: "office@meridien.example", Country: "IE", Product: "business_stays",
			Need: "Rooms near the conference centre for eight interpreters, in April and May.", Value: portal.Amount(880000, h.rules.Currency), Consent: true,
		}})
		return err
	})
}

// answerRow takes on a customer of the file, and qualifies every other one.
func (h *house) answerRow(ctx context.Context, i int, id portal.ReferralID) error {
	if _, err := h.Program.AcceptReferral(ctx, h.lena, id); err != nil || i%2 == 0 {
		return err
	}
	_, err := h.Program.QualifyReferral(ctx, h.lena, id, "We spoke on the phone: the dates and the budget fit.")
	return err
}
