package web

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"strings"

	"tandem/portal"
	"tandem/templates"
)

// importBody is what a form with a file of rows may have: the file, and for the second
// step the file as text that survives a form.
const importBody = portal.MaxImportBytes*4/3 + 64<<10

// importForm is a file of rows, of either step: chosen or pasted, and then as it was shown.
type importForm struct {
	File    upload `form:"file"`
	Text    string `form:"text,raw,max=2097152"`
	Content string `form:"content,raw,max=2900000"` // of the second step: the file that was shown
	Seal    string `form:"seal,raw,max=2000"`
}

// sealed reports the second step.
func (in importForm) sealed() bool { return in.Content != "" || in.Seal != "" }

// bytes are the rows, chosen or pasted; Invalid when there are none.
func (in importForm) bytes() ([]byte, error) {
	file := in.File.Bytes
	if len(file) == 0 {
		file = []byte(in.Text)
	}
	if strings.TrimSpace(string(file)) == "" {
		return nil, portal.Problems{"file": "Choose a file, or paste its rows below."}.Err()
	}
	return file, nil
}

// blames puts what is wrong with the file at the field it came from.
func (in importForm) blames(err error) error {
	if len(in.File.Bytes) == 0 { // what is wrong is wrong with the rows that were pasted
		return renamed(err, "file", "text")
	}
	return err
}

// seal is a file as a form carries it to the second step, held to this person's session, to
// a kind of import and to what else it is about.
func (r *request) seal(kind, about string, file []byte) (content, seal string) {
	return base64.RawURLEncoding.EncodeToString(file), r.app.forms.sign(kind, r.fileSum(about, file))
}

// unseal is the file that this person was shown, and no other: Conflict for any other.
func (r *request) unseal(kind, about string, in importForm) ([]byte, error) {
	file, err := base64.RawURLEncoding.DecodeString(in.Content)
	sum, ok := r.app.forms.signed(kind, in.Seal)
	if err != nil || !ok || sum != r.fileSum(about, file) {
		return nil, portal.Errorf(portal.Conflict, "This is not the file that was shown to you. Choose it again; nothing was recorded.")
	}
	return file, nil
}

// fileSum names a file, and what it is about, for one person's session.
func (r *request) fileSum(about string, file []byte) string {
	sum := sha256.Sum256(file)
	return strings.TrimSpace(about + " " + hex.EncodeToString(sum[:]) + " " + r.who.Session)
}

// importAgain is the form of a file as it was sent, but for the file itself.
func (r *request) importAgain(err error, show func(templates.Form) templates.View) error {
	return r.again(err, func(f templates.Form) templates.View {
		delete(f.Values, "content")
		return show(f)
	})
}
