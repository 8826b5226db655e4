package portal

// what a person does with the private address of a feed
const (
	UserFeedMadeEvent   = "user.feed_made"
	UserFeedClosedEvent = "user.feed_closed"
)

// MakeFeed gives the person a private address for feeds, made from a key. The address
// there was before stops working.
func (u User) MakeFeed(key string, by Actor, now Instant) User {
	u.Feed, u.FeedAt = key, now
	u.History = changed(u.History, UserFeedMadeEvent, "", "", by, now, "", nil)
	return u
}

// CloseFeed ends the private address. Without one nothing changes.
func (u User) CloseFeed(by Actor, now Instant) User {
	if u.Feed == "" {
		return u
	}
	u.Feed, u.FeedAt = "", ""
	u.History = changed(u.History, UserFeedClosedEvent, "", "", by, now, "", nil)
	return u
}
