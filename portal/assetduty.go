package portal

import "strconv"

// What editors are told of the library, each once.
const (
	AssetEndingEvent = "asset.ending" // an asset's last day is near
	AssetForkedEvent = "asset.forked" // the studio's text and the file both moved on
)

// EndingNotice is how many days before its last day editors are told of an asset.
const EndingNotice = 14

// AssetEnding is the fact that an asset's last day is near: one for an asset and a day,
// ok is false while there is time, and when the day is over.
func AssetEnding(slug AssetSlug, title string, version int, last, today Date, now Instant) (e Event, ok bool) {
	if last == "" || last < today || last > today.AddDays(EndingNotice) {
		return Event{}, false
	}
	return Event{ID: "asset-ending:" + string(slug) + ":" + string(last), Subject: "asset:" + string(slug), Change: Change{
		Kind: AssetEndingEvent, ByName: "Tandem", At: now,
		Data: map[string]string{"title": title, "version": strconv.Itoa(version), "day": string(last)},
	}}, true
}

// AssetForked is the fact that a text of the studio and its file went on without each
// other: one for each two texts, named by their SHA-256.
func AssetForked(slug AssetSlug, locale, title, studio, file string, now Instant) Event {
	return Event{ID: "asset-forked:" + string(slug) + ":" + locale + ":" + studio + ":" + file, Subject: "asset:" + string(slug), Change: Change{
		Kind: AssetForkedEvent, ByName: "Tandem", At: now, Data: map[string]string{"title": title, "locale": locale},
	}}
}
