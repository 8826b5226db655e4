package web

import (
	"net/url"
	"strings"
	"testing"

	"tandem/portal"
)

// attach sends a form with one file under a name.
func (c *client) attach(t *testing.T, path, name, content string) answer {
	t.Helper()
	return c.send(t, path, nil, sent{"file", name, []byte(content)})
}

func TestFilesOnAReferral(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.company(t, partnerA, "Alpha")
	s.company(t, partnerB, "Beta")
	id := s.refer(t, partnerMember, "Hotel Miramar", "ana@miramar.pt")
	own, desk := "/referrals/"+id, "/desk/referrals/"+id
	if a := s.as(t, partnerMember).attach(t, own+"/files", "page.pdf", "<html><script>alert(1)</script>"); a.status != 422 || !strings.Contains(a.body, "This is no PDF file") {
		t.Errorf("a page as a PDF: %d", a.status)
	}
	if a := s.as(t, partnerMember).attach(t, own+"/files", "x.pdf", "%PDF-"+strings.Repeat("x", portal.MaxAttachmentBytes)); a.status != 422 || !strings.Contains(a.body, "A file may have 4 MB at most.") {
		t.Errorf("too large: %d", a.status)
	}
	if a := s.as(t, otherPartner).attach(t, own+"/files", "x.pdf", "%PDF-1.7"); a.status != 404 {
		t.Errorf("another partner: %d", a.status)
	}
	if a := s.as(t, partnerMember).attach(t, own+"/files", `C:\offers\Angebot für "Ana".pdf`, "%PDF-1.7 rooms"); a.status != 303 || a.location != own+"#files" {
		t.Fatalf("added: %d %s", a.status, excerpt(a.body))
	}
	r, err := s.store.Referrals.Get(t.Context(), portal.ReferralID(id))
	if err != nil || len(r.Attachments) != 1 {
		t.Fatalf("%+v, %v", r.Attachments, err)
	}
	file := "/files/" + string(r.Attachments[0].ID)
	for who, path := range map[string]string{partnerMember: own + file, manager: desk + file, financeRole: desk + file} {
		a := s.as(t, who).get(t, path)
		if a.status != 200 || a.body != "%PDF-1.7 rooms" || a.header.Get("Content-Type") != "application/pdf" || a.header.Get("X-Content-Type-Options") != "nosniff" ||
			a.header.Get("Content-Disposition") != "attachment; filename*=utf-8''Angebot%20f%C3%BCr%20_Ana_.pdf" {
			t.Errorf("%s gets %d %q as %q", who, a.status, a.body, a.header)
		}
	}
	s.run(t, []scenario{
		{as: manager, path: desk, status: 200, contains: []string{"Added the file Angebot für _Ana_.pdf (1 KB).", `id="files"`, "1 KB, Person partner.member"}},
		{name: "another partner", as: otherPartner, path: own + file, status: 404},
		{name: "one that is none", as: partnerMember, path: own + "/files/none", status: 404},
		{name: "another partner removes it", as: otherPartner, path: own + file + "/remove", form: url.Values{}, status: 404},
		{as: editor, path: desk + file, status: 403},
		{name: "nothing chosen", as: manager, path: desk + "/files", form: url.Values{}, status: 422, contains: []string{"Choose a file."}},
		{as: partnerMember, path: own + file + "/remove", form: url.Values{}, status: 303},
		{as: partnerMember, path: own, status: 200, contains: []string{"Removed the file", "No files yet."}},
		{name: "gone", as: manager, path: desk + file, status: 404},
	})
}
