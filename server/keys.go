package main

import (
	"crypto/hkdf"
	"crypto/sha256"
	"fmt"

	"tandem/portal/program"
	"tandem/server/config"
	"tandem/server/web"
)

// keysOf are the process's keys: the ones it was given, or the ones it keeps in its data folder.
func keysOf(settings config.Config) ([]config.Key, error) {
	if len(settings.Keys) > 0 {
		return settings.Keys, nil
	}
	return config.KeepKeys(settings.Data)
}

// programKeys derives what the program signs links and seals fields with.
func programKeys(keys []config.Key) (program.Keys, error) {
	var out program.Keys
	for i, key := range keys {
		links, err := hkdf.Key(sha256.New, key.Secret(), nil, "tandem links", config.KeyBytes)
		if err != nil {
			return out, fmt.Errorf("key %s: %w", key.ID, err)
		}
		sealed, err := hkdf.Key(sha256.New, key.Secret(), nil, "tandem sealed fields", config.KeyBytes)
		if err != nil {
			return out, fmt.Errorf("key %s: %w", key.ID, err)
		}
		if i == 0 {
			out.Links, out.Sealed = links, sealed
			continue
		}
		out.LinksBefore, out.SealedBefore = append(out.LinksBefore, links), append(out.SealedBefore, sealed)
	}
	return out, nil
}

func webKeys(keys []config.Key) []web.Key {
	out := make([]web.Key, len(keys))
	for i, key := range keys {
		out[i] = web.Key{ID: key.ID, Secret: key.Secret()}
	}
	return out
}
