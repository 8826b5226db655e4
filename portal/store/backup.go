package store

import (
	"archive/zip"
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"io"

	"tandem/portal"
	"tandem/portal/store/docs"
)

// Manifest says what an archive holds, so that it can be checked before a byte
// of it is believed. It is the last file of the archive.
type Manifest struct {
	Format      int            `json:"format"`
	Schema      int64          `json:"schema"`
	At          portal.Instant `json:"at"`
	Collections []Archived     `json:"collections"`
	Digest      string         `json:"digest"` // SHA-256 over the lines above, hex
}

// Archived is one collection of an archive.
type Archived struct {
	Name   string `json:"name"`
	Count  int64  `json:"count"`
	SHA256 string `json:"sha256"` // of the uncompressed lines, hex
}

const archiveFormat = 1

// digest covers everything else the manifest says.
func (m Manifest) digest() string {
	sum := sha256.New()
	fmt.Fprintf(sum, "%d %d %s\n", m.Format, m.Schema, m.At)
	for _, c := range m.Collections {
		fmt.Fprintf(sum, "%s %d %s\n", c.Name, c.Count, c.SHA256)
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// Backup writes every document to one archive: a ZIP of canonical Extended JSON
// lines, one file a collection, and the manifest. It may run while people work.
// Collections are read in the order of [Schema], in which what refers to
// something comes before what it refers to, so that everything a document names is in the archive.
func (s *Store) Backup(ctx context.Context, w io.Writer, now portal.Instant) (Manifest, error) {
	manifest := Manifest{Format: archiveFormat, Schema: schemaVersion, At: now}
	archive := zip.NewWriter(w)
	for _, c := range Schema().Collections {
		file, err := archive.Create("collections/" + c.Name + ".jsonl")
		if err != nil {
			return manifest, fmt.Errorf("back up %s: %w", c.Name, err)
		}
		archived, err := s.backupCollection(ctx, file, c.Name)
		if err != nil {
			return manifest, fmt.Errorf("back up %s: %w", c.Name, err)
		}
		manifest.Collections = append(manifest.Collections, archived)
	}
	manifest.Digest = manifest.digest()
	file, err := archive.Create("manifest.json")
	if err != nil {
		return manifest, fmt.Errorf("back up the manifest: %w", err)
	}
	if err := json.NewEncoder(file).Encode(manifest); err != nil {
		return manifest, fmt.Errorf("back up the manifest: %w", err)
	}
	if err := archive.Close(); err != nil {
		return manifest, fmt.Errorf("finish the archive: %w", err)
	}
	return manifest, nil
}

func (s *Store) backupCollection(ctx context.Context, w io.Writer, name string) (Archived, error) {
	archived := Archived{Name: name}
	sum := sha256.New()
	out := io.MultiWriter(w, sum)
	var line bytes.Buffer
	// From the last id to the first: within a collection a refund (rev:) names its
	// cash (cash:) and a clawback (claw:) its accrual (acc:), so those come first.
	q := docs.Query{Collection: name, Index: docs.ByID, Descending: true, Limit: 500}
	for {
		page, err := s.engine.Scan(ctx, q)
		if err != nil {
			return archived, err
		}
		for _, d := range page.Documents {
			line.Reset()
			if err := toExtended(&line, d.ID, d.Body); err != nil {
				return archived, err
			}
			if _, err := out.Write(line.Bytes()); err != nil {
				return archived, err
			}
			archived.Count++
		}
		if q.After = page.Next; q.After == "" {
			archived.SHA256 = hex.EncodeToString(sum.Sum(nil))
			return archived, nil
		}
	}
}

// VerifyBackup reads a whole archive against its manifest and changes nothing. A
// truncated, tampered or newer archive is Invalid, with what is wrong.
func VerifyBackup(archive io.ReaderAt, size int64) (Manifest, error) {
	manifest, files, err := openArchive(archive, size)
	if err != nil {
		return manifest, err
	}
	for _, c := range manifest.Collections {
		sum := sha256.New()
		var count int64
		err := eachLine(files[c.Name], sum, func(line []byte) error {
			count++
			_, _, err := fromExtended(line)
			return err
		})
		if err != nil {
			return manifest, portal.Errorf(portal.Invalid, "The archive is damaged in %s: %w", c.Name, err)
		}
		if got := hex.EncodeToString(sum.Sum(nil)); got != c.SHA256 || count != c.Count {
			return manifest, portal.Errorf(portal.Invalid, "The archive was changed: %s has %d documents with hash %s, the manifest says %d with %s.", c.Name, count, got, c.Count, c.SHA256)
		}
	}
	return manifest, nil
}

func openArchive(archive io.ReaderAt, size int64) (Manifest, map[string]*zip.File, error) {
	var manifest Manifest
	reader, err := zip.NewReader(archive, size)
	if err != nil {
		return manifest, nil, portal.Errorf(portal.Invalid, "This is not a whole archive: %w", err)
	}
	file, err := reader.Open("manifest.json")
	if err != nil {
		return manifest, nil, portal.Errorf(portal.Invalid, "The archive has no manifest: %w", err)
	}
	defer file.Close()
	if err := json.NewDecoder(io.LimitReader(file, 1<<20)).Decode(&manifest); err != nil {
		return manifest, nil, portal.Errorf(portal.Invalid, "The archive's manifest cannot be read: %w", err)
	}
	if manifest.Digest != manifest.digest() {
		return manifest, nil, portal.Errorf(portal.Invalid, "The archive's manifest was changed.")
	}
	if manifest.Format > archiveFormat || manifest.Schema > schemaVersion {
		return manifest, nil, portal.Errorf(portal.Invalid, "The archive was written by a newer version of this program.")
	}
	files := map[string]*zip.File{}
	for _, f := range reader.File {
		for _, c := range manifest.Collections {
			if f.Name == "collections/"+c.Name+".jsonl" {
				files[c.Name] = f
			}
		}
	}
	for _, c := range manifest.Collections {
		if files[c.Name] == nil {
			return manifest, nil, portal.Errorf(portal.Invalid, "The archive lacks %s.", c.Name)
		}
	}
	return manifest, files, nil
}

// eachLine calls do for every line of a file of the archive; sum, when not nil, gets its bytes.
func eachLine(file *zip.File, sum hash.Hash, do func(line []byte) error) error {
	r, err := file.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	lines := bufio.NewScanner(r)
	lines.Buffer(make([]byte, 64<<10), 2*docs.MaxDocument)
	for lines.Scan() {
		if sum != nil {
			sum.Write(lines.Bytes())
			sum.Write([]byte("\n"))
		}
		if err := do(lines.Bytes()); err != nil {
			return err
		}
	}
	return lines.Err()
}
