package main

import (
	"strings"
	"testing"
	"time"
)

// TestKillsLoseNothing is the drill, shorter: the real server is killed while money
// moves. Run go run ./scripts/drill for the whole of it.
func TestKillsLoseNothing(t *testing.T) {
	var said strings.Builder
	seed := uint64(time.Now().UnixNano())
	result, err := drill(t.Context(), 30, 40*time.Second, seed, "", &said)
	t.Logf("DRILL seed %d: %d rounds, %d acts acknowledged, %d steps recovered. To repeat: go run ./scripts/drill -rounds 30 -seed %d", seed, result.rounds, result.acts, result.recoveries, seed)
	if err != nil || len(result.findings) > 0 {
		t.Fatalf("%v\n%s\n%s", err, strings.Join(result.findings, "\n"), said.String())
	}
	if result.rounds < 3 || result.acts < result.rounds {
		t.Errorf("only %d acts in %d rounds: this proves little", result.acts, result.rounds)
	}
}
