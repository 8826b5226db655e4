package portal

import (
	"fmt"
	"strconv"
)

// AssetRemindedEvent is a colleague reminding a partner of an asset whose copy is old, or
// retired and not answered.
const AssetRemindedEvent = "asset.reminded"

// AssetReminderID names the reminder of an asset to a partner in the week of a day, as
// ISO 8601 counts weeks: there is one at most.
func AssetReminderID(partner PartnerID, slug AssetSlug, day Date) string {
	year, week := day.Time().ISOWeek()
	return fmt.Sprintf("asset-reminder:%s:%s:%04d-W%02d", partner, slug, year, week)
}

// SameWeek reports whether two days are of one week, from Monday to Sunday.
func (d Date) SameWeek(other Date) bool {
	year, week := d.Time().ISOWeek()
	y, w := other.Time().ISOWeek()
	return year == y && week == w
}

// AssetReminder is the fact of a reminder. Conflict when nothing of the partner's waits.
func AssetReminder(partner PartnerID, held HeldItem, by Actor, today Date, now Instant) (Event, error) {
	if held.State != HeldChanged && (held.State != HeldRetired || held.PutAway) {
		return Event{}, Errorf(Conflict, "There is nothing to remind of.")
	}
	return Event{ID: AssetReminderID(partner, held.Asset, today), Subject: "asset:" + string(held.Asset), Partner: partner, Change: Change{
		Kind: AssetRemindedEvent, By: by.User, ByName: by.Name, At: now, Address: by.Address,
		Data: map[string]string{"title": held.Title, "had": strconv.Itoa(held.Had), "version": strconv.Itoa(held.Version), "notes": held.Notes, "state": string(held.State)},
	}}, nil
}
