package store_test

import (
	"context"
	"fmt"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tandem/portal"
	"tandem/portal/store"
)

// TestEveryFieldComesBack puts a value of each kind into the store, with something in every
// field that is kept, and reads it again: as it was, and as a page of its collection.
func TestEveryFieldComesBack(t *testing.T) {
	s := open(t)
	comesBack(t, "an acceptance", s.Acceptances.Insert, s.Acceptances.Get, s.Acceptances.All, func(a *portal.Acceptance) string { return "accept:" + string(a.Partner) + ":" + a.Version })
	comesBack(t, "an adjustment", s.Adjustments.Insert, s.Adjustments.Get, s.Adjustments.All, nil)
	comesBack(t, "a batch", s.Batches.Insert, s.Batches.Get, s.Batches.All, nil)
	comesBack(t, "a claim", s.Claims.Insert, s.Claims.Get, s.Claims.All, nil)
	comesBack(t, "an import", s.CollectionImports.Insert, s.CollectionImports.Get, s.CollectionImports.All, nil)
	comesBack(t, "a collection", s.Collections.Insert, s.Collections.Get, s.Collections.All, nil)
	comesBack(t, "a deal share", s.DealShares.Insert, s.DealShares.Get, s.DealShares.All, func(d *portal.DealShare) string { return "share:" + string(d.Referral) + ":" + string(d.Partner) })
	comesBack(t, "a download", s.Downloads.Insert, s.Downloads.Get, s.Downloads.All, nil)
	comesBack(t, "a version of an asset", s.AssetVersions.Insert, s.AssetVersions.Get, s.AssetVersions.All, nil)
	comesBack(t, "a choice between two texts of an asset", s.AssetChoices.Insert, s.AssetChoices.Get, s.AssetChoices.All, nil)
	comesBack(t, "a notice about assets", s.AssetNotices.Insert, s.AssetNotices.Get, s.AssetNotices.All, nil)
	comesBack(t, "an asset put away", s.PutAways.Insert, s.PutAways.Get, s.PutAways.All, nil)
	comesBack(t, "an entry", s.Entries.Insert, s.Entries.Get, s.Entries.All, nil)
	comesBack(t, "an event", s.Events.Insert, s.Events.Get, s.Events.All, nil)
	comesBack(t, "an inquiry", s.Inquiries.Insert, s.Inquiries.Get, s.Inquiries.All, nil)
	comesBack(t, "a draft", s.Drafts.Insert, s.Drafts.Get, s.Drafts.All, nil)
	comesBack(t, "a text of a draft", s.DraftTexts.Insert, s.DraftTexts.Get, s.DraftTexts.All, nil)
	comesBack(t, "what was typed in a draft", s.DraftAutosaves.Insert, s.DraftAutosaves.Get, s.DraftAutosaves.All, nil)
	comesBack(t, "a picture", s.Pictures.Insert, s.Pictures.Get, s.Pictures.All, nil)
	comesBack(t, "an invitation", s.Invitations.Insert, s.Invitations.Get, s.Invitations.All, nil)
	comesBack(t, "an invitation to join", s.JoinInvitations.Insert, s.JoinInvitations.Get, s.JoinInvitations.All, nil)
	comesBack(t, "a message", s.Messages.Insert, s.Messages.Get, s.Messages.All, nil)
	comesBack(t, "a partner", s.Partners.Insert, s.Partners.Get, s.Partners.All, nil)
	comesBack(t, "a download for a bank", s.PaymentDownloads.Insert, s.PaymentDownloads.Get, s.PaymentDownloads.All, nil)
	comesBack(t, "a file for a bank", s.PaymentFiles.Insert, s.PaymentFiles.Get, s.PaymentFiles.All, nil)
	comesBack(t, "a payout", s.Payouts.Insert, s.Payouts.Get, s.Payouts.All, nil)
	comesBack(t, "a question", s.Questions.Insert, s.Questions.Get, s.Questions.All, nil)
	comesBack(t, "a referral", s.Referrals.Insert, s.Referrals.Get, s.Referrals.All, nil)
	comesBack(t, "a refund log", s.RefundLogs.Insert, s.RefundLogs.Get, s.RefundLogs.All, func(l *store.RefundLog) string {
		l.Cash = "cash:billing:1"
		for i, refund := range l.Refunds {
			l.Refunds[i].ID = portal.RefundID(refund.Source, refund.ExternalID)
		}
		return string(l.Cash)
	})
	comesBack(t, "a release", s.Releases.Insert, s.Releases.Get, s.Releases.All, nil)
	comesBack(t, "a remark", s.Remarks.Insert, s.Remarks.Get, s.Remarks.All, nil)
	comesBack(t, "a result", s.Results.Insert, s.Results.Get, s.Results.All, nil)
	comesBack(t, "a shared lead", s.SharedLeads.Insert, s.SharedLeads.Get, s.SharedLeads.All, nil)
	comesBack(t, "a statement", s.Statements.Insert, s.Statements.Get, s.Statements.All, func(i *portal.Issued) string {
		i.ID = portal.StatementNumber(2026, 7)
		return string(i.ID)
	})
	comesBack(t, "a count of views", s.AssetViews.Insert, s.AssetViews.Get, s.AssetViews.All, nil)
	comesBack(t, "a touch", s.Touches.Insert, s.Touches.Get, s.Touches.All, nil)
	comesBack(t, "a person", s.Users.Insert, s.Users.Get, s.Users.All, nil)
}

// comesBack tries one kind of value. key gives it the id that its store makes for it, and
// returns that; nil when it has one of its own.
func comesBack[I ~string, T any](t *testing.T, what string, insert func(context.Context, T) error, get func(context.Context, I) (T, error), all func(context.Context) ([]T, error), key func(*T) string) {
	t.Helper()
	var value T
	n := 0
	fill(t, reflect.ValueOf(&value).Elem(), &n)
	id := "the-id-of-it"
	if key == nil {
		reflect.ValueOf(&value).Elem().FieldByName("ID").SetString(id)
	} else {
		id = key(&value)
	}
	if err := insert(t.Context(), value); err != nil {
		t.Errorf("%s: %v", what, err)
		return
	}
	if version := reflect.ValueOf(&value).Elem().FieldByName("Version"); version.IsValid() && version.Kind() == reflect.Int64 {
		version.SetInt(1)
	}
	there, err := get(t.Context(), I(id))
	if diff := cmp.Diff(value, there); err != nil || diff != "" {
		t.Errorf("%s is another after it was stored: %v\n%s", what, err, diff)
	}
	rows, err := all(t.Context())
	if err != nil || len(rows) != 1 || !cmp.Equal(rows[0], value) {
		t.Errorf("%s in its collection: %v, %v", what, rows, err)
	}
}

// fill puts something into every field that is stored, another thing into each.
func fill(t *testing.T, v reflect.Value, n *int) {
	t.Helper()
	*n++
	if v.Type() == reflect.TypeFor[portal.Rate]() {
		v.Set(reflect.ValueOf(portal.MustRate(fmt.Sprintf("%d%%", *n%90+1))))
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			field := v.Type().Field(i)
			if field.IsExported() && field.Tag.Get("json") != "-" {
				fill(t, v.Field(i), n)
			}
		}
	case reflect.String:
		v.SetString(fmt.Sprintf("text %d é", *n))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int32, reflect.Int64:
		v.SetInt(int64(*n))
	case reflect.Uint8:
		v.SetUint(uint64(*n % 256))
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(t, v.Elem(), n)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fill(t, v.Index(0), n)
		fill(t, v.Index(1), n)
	case reflect.Array:
		for i := range v.Len() {
			fill(t, v.Index(i), n)
		}
	case reflect.Map:
		key, item := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		fill(t, key, n)
		fill(t, item, n)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(key, item)
	default:
		t.Fatalf("what is stored has a %s", v.Type())
	}
}
