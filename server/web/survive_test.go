package web

import (
	"strings"
	"testing"
)

func TestAPanicIsOneFailedRequest(t *testing.T) {
	t.Parallel()
	err := survive(func(*App, *request) error { panic("broken page") })(nil, nil)
	if err == nil || !strings.Contains(err.Error(), "broken page") || !strings.Contains(err.Error(), "survive_test.go") {
		t.Errorf("%v; want the panic and where it was", err)
	}
	if err := survive(func(*App, *request) error { return nil })(nil, nil); err != nil {
		t.Error(err)
	}
}
