package mail

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"tandem/portal/program"
)

// Spool writes letters as .eml files into a folder, for a program without a mail
// server. A file is named by its letter: sending one again writes nothing.
type Spool struct {
	folder string
	from   From
}

// NewSpool makes the folder if it is not there.
func NewSpool(folder string, from From) (*Spool, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, fmt.Errorf("mail folder: %w", err)
	}
	return &Spool{folder: folder, from: from}, nil
}

// Send writes one letter. The file appears whole or not at all.
func (s *Spool) Send(_ context.Context, l program.Letter) error {
	path := filepath.Join(s.folder, messageID(l.ID)+".eml")
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	m, err := compose(s.from, l, time.Now())
	if err != nil {
		return err
	}
	part, err := os.CreateTemp(s.folder, ".part-*")
	if err != nil {
		return fmt.Errorf("spool: %w", err)
	}
	_, err = m.WriteTo(part)
	if err := errors.Join(err, part.Sync(), part.Close()); err != nil {
		return errors.Join(fmt.Errorf("spool: %w", err), os.Remove(part.Name()))
	}
	if err := os.Rename(part.Name(), path); err != nil {
		return fmt.Errorf("spool: %w", err)
	}
	return nil
}

// Spooled is one letter as its file has it.
type Spooled struct {
	File    string
	To      string
	Subject string
	At      time.Time
	Text    string
}

// maxShown bounds what is read of a spooled file.
const maxShown = 1 << 20

// Newest are the letters in the folder, the newest first.
func (s *Spool) Newest(limit int) ([]Spooled, error) {
	entries, err := os.ReadDir(s.folder)
	if err != nil {
		return nil, fmt.Errorf("spool: %w", err)
	}
	type file struct {
		name string
		at   time.Time
	}
	var files []file
	for _, entry := range entries {
		info, err := entry.Info()
		if errors.Is(err, fs.ErrNotExist) || err == nil && (!info.Mode().IsRegular() || filepath.Ext(entry.Name()) != ".eml") {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("spool: %w", err)
		}
		files = append(files, file{entry.Name(), info.ModTime()})
	}
	slices.SortFunc(files, func(a, b file) int {
		if c := b.at.Compare(a.at); c != 0 {
			return c
		}
		return strings.Compare(a.name, b.name)
	})
	var list []Spooled
	for _, f := range files[:min(limit, len(files))] {
		one, err := s.read(f.name)
		if err != nil {
			return nil, err
		}
		list = append(list, one)
	}
	return list, nil
}

func (s *Spool) read(name string) (Spooled, error) {
	file, err := os.Open(filepath.Join(s.folder, name))
	if err != nil {
		return Spooled{}, fmt.Errorf("spool: %w", err)
	}
	defer file.Close()
	message, err := mail.ReadMessage(io.LimitReader(file, maxShown))
	if err != nil {
		return Spooled{}, fmt.Errorf("spool %s: %w", name, err)
	}
	decoder := new(mime.WordDecoder)
	subject, err := decoder.DecodeHeader(message.Header.Get("Subject"))
	if err != nil {
		subject = message.Header.Get("Subject")
	}
	to := message.Header.Get("To")
	if parsed, err := mail.ParseAddress(to); err == nil {
		to = parsed.Address
	}
	at, err := message.Header.Date()
	if err != nil {
		at = time.Time{}
	}
	body, err := plain(message.Header.Get("Content-Type"), message.Header.Get("Content-Transfer-Encoding"), message.Body)
	if err != nil {
		return Spooled{}, fmt.Errorf("spool %s: %w", name, err)
	}
	return Spooled{File: name, To: to, Subject: subject, At: at, Text: body}, nil
}

// plain finds the text part of a message.
func plain(contentType, encoding string, body io.Reader) (string, error) {
	kind, params, err := mime.ParseMediaType(contentType)
	if err != nil {
		return "", err
	}
	if strings.HasPrefix(kind, "multipart/") {
		parts := multipart.NewReader(body, params["boundary"])
		for {
			part, err := parts.NextRawPart()
			if err != nil {
				return "", err
			}
			if text, err := plain(part.Header.Get("Content-Type"), part.Header.Get("Content-Transfer-Encoding"), part); err == nil {
				return text, nil
			}
		}
	}
	if kind != "text/plain" {
		return "", fmt.Errorf("no text but %s", kind)
	}
	switch strings.ToLower(encoding) {
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	}
	text, err := io.ReadAll(body)
	return strings.ReplaceAll(string(text), "\r\n", "\n"), err
}
