package web

import (
	"os"
	"testing"

	"tandem/portal/store/docs/docstest"
)

func TestMain(m *testing.M) { os.Exit(docstest.Main(m)) }
