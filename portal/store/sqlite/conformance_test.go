package sqlite_test

import (
	"testing"

	"tandem/portal/store/docs/docstest"
)

func TestConformance(t *testing.T) { docstest.Run(t, docstest.SQLite) }
