package browser

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"path"
	"strings"
	"testing"
)

// TestVendoredFilesAreUnchanged compares what the gates brought along with the
// hashes of the release.
func TestVendoredFilesAreUnchanged(t *testing.T) {
	folder := path.Dir(axePath)
	sums, err := scripts.ReadFile(folder + "/SHA256SUMS")
	ok(t, err)
	listed := map[string]bool{"SHA256SUMS": true}
	for lines := bufio.NewScanner(bytes.NewReader(sums)); lines.Scan(); {
		want, name, _ := strings.Cut(lines.Text(), "  ")
		content, err := scripts.ReadFile(folder + "/" + name)
		ok(t, err)
		if got := sha256.Sum256(content); hex.EncodeToString(got[:]) != want {
			t.Errorf("%s was changed", name)
		}
		listed[name] = true
	}
	files, err := scripts.ReadDir(folder)
	ok(t, err)
	for _, file := range files {
		if !listed[file.Name()] {
			t.Errorf("%s has no hash", file.Name())
		}
	}
}
