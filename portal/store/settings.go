package store

import (
	"context"
	"encoding/json"
	"fmt"

	"tandem/portal"
	"tandem/portal/store/docs"
)

// Setting is one named value of the program itself: what the set-up page asked
// for, how far a duty has come.
type Setting struct {
	ID      string          `json:"-"`
	Version int64           `json:"-"`
	Value   json.RawMessage `json:"value"`
}

// MessagesNotBefore names the setting that holds mail back for events before a
// moment: after a restore, and for the history of a demo.
const MessagesNotBefore = "messages_not_before"

// Settings are few and read by name.
type Settings struct {
	table[string, Setting, Setting]
}

var settingsSchema = docs.Collection{Name: "settings"}

func newSettings(engine docs.Engine) Settings {
	return Settings{documents(engine, settingsSchema, func(s *Setting) (*string, *int64) { return &s.ID, &s.Version })}
}

// Read decodes a setting into the value pointed to; it is left alone when there is none.
func (s Settings) Read(ctx context.Context, name string, into any) error {
	setting, err := s.Get(ctx, name)
	if portal.KindOf(err) == portal.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	if err := json.Unmarshal(setting.Value, into); err != nil {
		return fmt.Errorf("decode setting %s: %w", name, err)
	}
	return nil
}

// Write stores a setting, whatever it was before.
func (s Settings) Write(ctx context.Context, name string, value any) error {
	body, err := json.Marshal(value)
	if err != nil {
		return fmt.Errorf("encode setting %s: %w", name, err)
	}
	there, err := s.Get(ctx, name)
	if portal.KindOf(err) == portal.NotFound {
		return s.Insert(ctx, Setting{ID: name, Value: body})
	}
	if err != nil {
		return err
	}
	there.Value = body
	_, err = s.Save(ctx, there)
	return err
}
