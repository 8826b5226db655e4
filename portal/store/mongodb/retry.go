package mongodb

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"go.mongodb.org/mongo-driver/mongo"

	"tandem/portal/store/docs"
)

// tries is how often a call is made when the trouble is transient: the waits between add
// up to about two seconds.
const tries = 10

// Codes of the server. InternalError is how servers on other storage report a deadlock, and
// sometimes a duplicate.
const (
	internalError   = 1
	unauthorized    = 13
	namespaceExists = 48
	tooLarge        = 10334
	outOfDisk       = 14031
)

// retry does something that may be done again, until it succeeds, fails for good, or
// the tries or the time are used up.
func (e *Engine) retry(ctx context.Context, doing string, do func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	var err error
	for try := range tries {
		if err = ctx.Err(); err != nil {
			break
		}
		if err = do(ctx); err == nil || !transient(err) {
			break
		}
		pause(ctx, try)
	}
	return explain(ctx, doing, err)
}

// pause waits 2 ms, then about twice as long each time, up to half a second, or until ctx ends.
func pause(ctx context.Context, try int) {
	most := min(2*time.Millisecond<<try, 500*time.Millisecond)
	timer := time.NewTimer(most/2 + rand.N(most/2+1))
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

// transient tells trouble that may be over at the next try. The write may have happened all the same.
func transient(err error) bool {
	if errors.Is(err, errVanished) {
		return true
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) || mongo.IsDuplicateKeyError(err) {
		return false
	}
	if mongo.IsNetworkError(err) || mongo.IsTimeout(err) {
		return true
	}
	var server mongo.ServerError
	if !errors.As(err, &server) {
		return false
	}
	for _, label := range []string{"RetryableWriteError", "TransientTransactionError", "RetryableError", "NetworkError"} {
		if server.HasErrorLabel(label) {
			return true
		}
	}
	for _, code := range []int{internalError, 6, 7, 64, 89, 91, 112, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436} {
		if server.HasErrorCode(code) {
			return true
		}
	}
	return strings.Contains(err.Error(), "deadlock detected")
}

// explain says what was being done; an ended context is reported as that, whatever the driver made of it.
func explain(ctx context.Context, doing string, err error) error {
	if err == nil {
		return nil
	}
	if ended := ctx.Err(); ended != nil {
		return fmt.Errorf("%s: %w", doing, ended)
	}
	var server mongo.ServerError
	if errors.As(err, &server) {
		switch {
		case server.HasErrorCode(outOfDisk):
			return fmt.Errorf("%s: the disk of the MongoDB server is full: %w (%w)", doing, docs.ErrStorage, err)
		case server.HasErrorCode(unauthorized):
			return fmt.Errorf("%s: the MongoDB user may not do this: %w (%w)", doing, docs.ErrStorage, err)
		case server.HasErrorCode(tooLarge):
			return fmt.Errorf("%s: %w (%w)", doing, docs.ErrTooLarge, err)
		}
	}
	return fmt.Errorf("%s: %w", doing, err)
}
