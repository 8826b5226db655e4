package mongodb_test

import (
	"os"
	"testing"

	"tandem/portal/store/docs/docstest"
)

func TestConformance(t *testing.T) {
	if os.Getenv("TEST_MONGODB_URI") == "" {
		t.Skip("TEST_MONGODB_URI is not set; scripts/mongodb start prints one")
	}
	docstest.Run(t, docstest.MongoDB)
}
