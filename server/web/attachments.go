package web

import (
	"fmt"

	"tandem/portal"
	"tandem/portal/program"
	"tandem/templates"
)

// attachmentBody is what a form with a file of a referral may have.
const attachmentBody = portal.MaxAttachmentBytes + 64<<10

// attachments are the files of a referral.
func (r *request) attachments(view *templates.Referral, referral portal.Referral) *templates.Attachments {
	base := view.Base + "/" + view.ID
	list := &templates.Attachments{
		Base: base, CSRF: view.CSRF, Adds: (view.Staff || referral.State.HoldsLead()) && len(referral.Attachments) < portal.MaxAttachments, Accept: portal.AttachmentAccept,
		Hint: fmt.Sprintf("PDF, a picture, text, CSV, Word, Excel or a mail, up to %d MB. The other side reads it, and gets a mail.", portal.MaxAttachmentBytes>>20),
	}
	for _, a := range referral.Attachments {
		row := templates.AttachmentRow{Name: a.Name, Href: base + "/files/" + string(a.ID), Note: a.SizeText() + ", " + a.ByName + ", " + r.when(a.At), At: a.At}
		if a.MayDetach(r.actor) {
			row.Remove = row.Href + "/remove"
		}
		list.Rows = append(list.Rows, row)
	}
	if !list.Adds && len(list.Rows) == 0 {
		return nil
	}
	return list
}

func (a *App) addAttachment(r *request) error {
	var in struct {
		File upload `form:"file"`
	}
	err := r.form(&in)
	if err == nil {
		_, err = a.program.AddAttachment(r.ctx, r.actor, program.Attach{Referral: portal.ReferralID(r.Params("referral")), Name: in.File.Name, Bytes: in.File.Bytes})
	}
	return r.attached(err, "Added. The other side gets a mail.")
}

func (a *App) removeAttachment(r *request) error {
	err := r.form(&struct{}{})
	if err == nil {
		_, err = a.program.RemoveAttachment(r.ctx, r.actor, portal.ReferralID(r.Params("referral")), portal.AttachmentID(r.Params("file")))
	}
	return r.attached(err, "Removed. That it was here stays in what happened.")
}

func (r *request) attached(err error, said string) error {
	if err != nil {
		return pageAgain(r, err, r.referralPage, func(v *templates.Referral, f templates.Form) {
			if v.Files == nil || !v.Files.Adds {
				v.Problem = f
				return
			}
			v.Files.Form = f
		})
	}
	r.flash("ok", said, "")
	return r.see(r.referralsBase() + "/" + r.Params("referral") + "#files")
}

// sendAttachment sends a file as something to keep, never to show: whatever it holds, the
// browser runs nothing of it.
func (a *App) sendAttachment(r *request) error {
	return r.download(a.program.Attachment(r.ctx, r.actor, portal.ReferralID(r.Params("referral")), portal.AttachmentID(r.Params("file"))))
}
